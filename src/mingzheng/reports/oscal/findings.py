"""What is said of each rule in OSCAL: counts, a few masked examples, and the sealed file of all.

A million verdicts are one observation with its counts: the list itself stays where it is sealed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from mingzheng.language import Text
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.dossiers import Example
from mingzheng.reports.items import Items, ItemView, RuleView
from mingzheng.reports.oscal.document import Json, both, identify, line, moment, prop, props
from mingzheng.reports.reading import Result

PARQUET = "application/vnd.apache.parquet"


@dataclass(frozen=True)
class Run:
    """A result as the documents tell it, whose files stand in `folder` as seen from theirs."""

    result: Result
    output: Path

    @cached_property
    def items(self) -> tuple[ItemView, ...]:
        """The items of the notice that were checked."""
        return tuple(view for view in self._read.views() if view.checked)

    @cached_property
    def rules(self) -> tuple[RuleView, ...]:
        """Every rule that examined something or left something unknown, by id."""
        views = {v.rule.id: v for item in self._read.views() for v in item.rules}
        views |= {view.rule.id: view for view in self._read.outside()}
        return tuple(view for _, view in sorted(views.items()) if view.counts.examined)

    @cached_property
    def _read(self) -> Items:
        return Items(self.result, Coverage(self.result))

    @cached_property
    def sealed(self) -> dict[str, str]:
        """The files of the result that figures are taken from → their SHA-256."""
        return {row["path"]: row["sha256"] for row in self.result.outputs}

    def identify(self, *words: object) -> str:
        """The UUID of something in this run."""
        return identify(self.result.fingerprint, *words)

    def resource(self, path: str) -> str:
        """The UUID of a file of the result."""
        return self.identify("resource", path)

    def resources(self, paths: Iterable[str]) -> list[Json]:
        """Files of the result as resources with their hashes; a file that is not there is left out."""
        return [self._resource(path) for path in paths if path in self.sealed]

    def _resource(self, path: str) -> Json:
        return {
            "uuid": self.resource(path),
            "title": path,
            "description": "封存的结果文件 · a sealed file of the result",
            "rlinks": [
                {
                    "href": self.href(path),
                    "media-type": PARQUET,
                    "hashes": [{"algorithm": "SHA-256", "value": self.sealed[path]}],
                }
            ],
        }

    def href(self, path: str) -> str:
        """Where a file of the result stands, as seen from the documents."""
        return quote(Path(os.path.relpath(self.result.folder / path, self.output)).as_posix())


def file_of(view: RuleView) -> str:
    """The sealed file that lists a rule's verdicts one by one."""
    return f"verdicts/{view.rule.id}.parquet"


def observation(run: Run, view: RuleView) -> Json:
    """What a rule was seen to find."""
    path = file_of(view)
    examples = (*view.examples, *view.lacking)
    listed = path in run.sealed
    return {
        "uuid": run.identify("observation", view.rule.id),
        "title": line(Text(zh=view.rule.zh, en=view.rule.en)),
        "description": both(_told(view)),
        "props": [prop("rule", view.rule.id), *counted(view)],
        "methods": ["TEST"],
        "types": ["finding"],
        "collected": moment(run.result),
        **({"subjects": [_subject(run, view, each) for each in examples]} if examples else {}),
        **(
            {
                "relevant-evidence": [
                    {
                        "href": f"#{run.resource(path)}",
                        "description": "逐条列出的结论（封存） · every listed verdict (sealed)",
                        "props": [prop("sha256", run.sealed[path])],
                    }
                ]
            }
            if listed
            else {}
        ),
    }


def _told(view: RuleView) -> Text:
    counts, kind = view.counts, view.rule.looks_at
    return Text(
        zh=f"已查{kind.ZH} {counts.examined:,}：未见问题 {counts.clear:,}，{view.found.zh} {counts.breach:,}，无法判断 {counts.unknown:,}。均为疑似，须经人工确认。",
        en=f"Examined {counts.examined:,} {kind.EN}: clear {counts.clear:,}, {view.found.en} {counts.breach:,}, unknown {counts.unknown:,}. Suspected until a person confirms.",
    )


def counted(view: RuleView) -> list[Json]:
    """The counts of a rule, and what stands beside them in the report."""
    elapsed = view.elapsed
    return props(
        {
            "severity": view.rule.severity,
            "examined": view.counts.examined,
            "clear": view.counts.clear,
            "breach": view.counts.breach,
            "unknown": view.counts.unknown,
            "not-in-force": view.counts.not_in_force,
            "outside-period": view.outside_period,
            "held": view.held,
            **{f"breach-{name}": count for name, count in view.severities if count},
            "first-day": view.first,
            "last-day": view.last,
            **(
                {
                    "limitation-within-two-years": elapsed.within,
                    "limitation-past-two-years": elapsed.two,
                    "limitation-past-five-years": elapsed.five,
                    "limitation-day-unknown": elapsed.undated,
                }
                if elapsed
                else {}
            ),
        }
    )


def _subject(run: Run, view: RuleView, example: Example) -> Json:
    return {
        "subject-uuid": _uuid(run, view, example),
        "type": "inventory-item",
        "props": [prop("verdict", "breach" if example in view.examples else "unknown")],
    }


def _uuid(run: Run, view: RuleView, example: Example) -> str:
    return run.identify("subject", view.rule.id, example.subject, *example.sources)


def subjects(run: Run, views: Iterable[RuleView]) -> list[Json]:
    """The examples of these rules, each masked as in the report."""
    found: dict[str, Json] = {}
    for view in views:
        for example in (*view.examples, *view.lacking):
            found[_uuid(run, view, example)] = _inventory(run, view, example)
    return list(found.values())


def _inventory(run: Run, view: RuleView, example: Example) -> Json:
    shows = [
        prop("shows", f"{label.zh}：{value.zh if isinstance(value, Text) else value}")
        for label, value in (*example.labels, *example.shows)
    ]
    return {
        "uuid": _uuid(run, view, example),
        "description": f"示例（{view.rule.looks_at.ZH}） · an example ({view.rule.looks_at.EN})",
        "props": [
            prop("subject", example.subject),
            prop("looks-at", view.rule.looks_at.key()),
            *shows,
            *(prop("source", source) for source in example.sources),
        ],
    }


def state(view: RuleView, *, shown: bool) -> tuple[str, str]:
    """OSCAL's status and reason: only what was wholly examined and clear is satisfied.

    Its two states have no word for *unknown*: that is not satisfied for another reason, and the
    property `standing` says so.
    """
    if view.counts.breach and view.rule.severity == "violation":
        return "not-satisfied", "fail"
    if view.counts.breach or view.counts.unknown or not shown:
        return "not-satisfied", "other"
    return "satisfied", "pass"


def standing(view: RuleView, *, shown: bool) -> str:
    """The same in our words."""
    if view.counts.breach:
        return "suspected" if view.rule.severity == "violation" else str(view.rule.severity)
    return "unknown" if view.counts.unknown or not shown else "clear"
