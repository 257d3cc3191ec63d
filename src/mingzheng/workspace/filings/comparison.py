"""A filing beside the one that it corrects: only what differs, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mingzheng.language import Text
from mingzheng.workspace.filings.content import evidence_of
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Answer, Filing, Measure
from mingzheng.workspace.site.speech import spoken


@dataclass(frozen=True)
class Change:
    """One thing that differs: where, and what stands there in both."""

    place: Text
    before: str
    after: str

    @property
    def sort(self) -> str:
        """Added, removed, or changed."""
        return "added" if not self.before else "removed" if not self.after else "changed"


def compare(before: Filing, after: Filing) -> list[Change]:
    """What differs between a filing and the one that corrects it; both as they stand."""
    return [
        *_run(before, after),
        *_answers(before, after),
        *_sections(before, after),
        *_measures(before, after),
        *_evidence(before, after),
    ]


def _differ(place: Text, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(place, before, after)


def _run(before: Filing, after: Filing) -> Iterator[Change]:
    place = Text(zh="所附审计", en="The audit behind it")
    yield from _differ(place, before.fingerprint, after.fingerprint)


def _answers(before: Filing, after: Filing) -> Iterator[Change]:
    both: list[dict[tuple[str, str], Answer]] = [
        {(each.item, each.domain): each for each in filing.answers.all()}
        for filing in (before, after)
    ]
    for key in dict.fromkeys([*both[0], *both[1]]):
        one, other = both[0].get(key), both[1].get(key)
        known = one or other
        assert known is not None
        zh, en = f"{known.item} {known.domain_text.zh}", f"{known.item}, {known.domain_text.en}"
        for name, label in ANSWER.items():
            place = Text(zh=f"{zh}：{label.zh}", en=f"{en}: {label.en}")
            yield from _differ(place, _said(one, name), _said(other, name))


ANSWER = {
    "verdict": Text(zh="结论", en="verdict"),
    "note": Text(zh="说明", en="note"),
    "disagreement": Text(zh="与审计不一致的理由", en="why it differs from the audit"),
}


def _said(answer: Answer | None, name: str) -> str:
    if answer is None:
        return ""
    if name == "verdict":
        return spoken(answer.chosen.text) if answer.chosen else ""
    return str(getattr(answer, name))


def _sections(before: Filing, after: Filing) -> Iterator[Change]:
    one, other = (dict(f.sections.values_list("name", "text")) for f in (before, after))
    for each in Kind(after.kind).sections:
        yield from _differ(each.title, one.get(each.name, ""), other.get(each.name, ""))


def _measures(before: Filing, after: Filing) -> Iterator[Change]:
    """Measures by the problem they are against, in order: a correction began as a copy."""
    one, other = ([_told(each) for each in f.measures.all()] for f in (before, after))
    for text in one:
        if text not in other:
            yield Change(Text(zh="整改措施", en="Measure"), text, "")
    for text in other:
        if text not in one:
            yield Change(Text(zh="整改措施", en="Measure"), "", text)


def _told(measure: Measure) -> str:
    parts: list[Any] = [
        measure.item, measure.problem, measure.cause, measure.measure, measure.acceptance,
        measure.owner, measure.due, f"{measure.progress}%", measure.result,
    ]  # fmt: skip
    return " · ".join(str(each) for each in parts if each)


def _evidence(before: Filing, after: Filing) -> Iterator[Change]:
    one, other = (
        {f"{each.title} · {each.current.name} · {each.current.sha256[:16]}…" for each in
         evidence_of(filing)}
        for filing in (before, after)
    )  # fmt: skip
    for text in sorted(one - other):
        yield Change(Text(zh="证明材料", en="Evidence"), text, "")
    for text in sorted(other - one):
        yield Change(Text(zh="证明材料", en="Evidence"), "", text)
