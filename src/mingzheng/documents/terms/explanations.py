"""What a quantity in a document may be about: the entries of `data/terms.toml`, and how well each fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mingzheng.documents.context import Fragment
from mingzheng.documents.quantities import Quantity
from mingzheng.documents.terms.term import data
from mingzheng.documents.vocabulary import pattern

_OWN, _BESIDE, _CLAUSE, _SENTENCE, _PREVIOUS, _AROUND = 3.0, 2.2, 1.8, 1.4, 1.25, 1.2
_HELP = 0.15
_ENOUGH = 1.2
_SPENT = re.compile(r"^(?:之|以)?[内后前]?(?:即|就|将|可|应当?|须)?$")
_WITHIN = re.compile(r"^\s?(?:之|以)?内(?!均?有效|均?可?以?使用|可用|妥善保|保存|保管|保留)")
MOST = _OWN + 4 * _HELP


@dataclass(frozen=True)
class Explanation:
    """What a quantity may be about; `term` is None for matters that are no term.

    beside   `never` counts in the fragment before even where its own names the matter
    lasts    it says how long a state lasts: no deed is done within it
    does     the deed that is done within the quantity, or that it is the time of
    instead  deeds which, said before that, are what the time is for
    frame    what must stand around the quantity (〈〉) in its fragment and the one before
    """

    term: str | None
    weak: bool
    lasts: bool
    beside: bool
    least_days: int
    units: frozenset[str]
    needs: tuple[re.Pattern[str], ...]
    helps: tuple[re.Pattern[str], ...]
    never: re.Pattern[str] | None
    despite: re.Pattern[str] | None
    apart: re.Pattern[str] | None
    does: re.Pattern[str] | None
    instead: re.Pattern[str] | None
    frame: re.Pattern[str] | None


@cache
def explanations() -> tuple[Explanation, ...]:
    """All entries, in the order of the file."""

    def compiled(entry: dict[str, object], key: str) -> re.Pattern[str] | None:
        written = entry.get(key)
        if isinstance(written, list):
            written = "|".join(written)
        return pattern(str(written)) if written else None

    return tuple(
        Explanation(
            entry.get("term"),
            entry.get("weak", False),
            entry.get("lasts", False),
            entry.get("beside", False),
            entry.get("least_days", 0),
            frozenset(entry["units"]),
            tuple(map(pattern, entry.get("needs", ()))),
            tuple(map(pattern, entry.get("helps", ()))),
            *(
                compiled(entry, key)
                for key in ("never", "despite", "apart", "does", "instead", "frame")
            ),
        )
        for entry in data()["quantities"]
    )


def best(
    fragment: Fragment, quantity: Quantity
) -> tuple[Explanation, float, tuple[str, ...]] | None:
    """The explanation of a quantity with the highest score; the first of equals."""
    found: tuple[Explanation, float, tuple[str, ...]] | None = None
    for explanation in explanations():
        if quantity.unit not in explanation.units:
            continue
        if quantity.unit == "day" and quantity.value < explanation.least_days:
            continue
        fit = _fit(explanation, fragment, quantity)
        if fit is not None and fit[0] >= _ENOUGH and (found is None or fit[0] > found[1]):
            found = (explanation, *fit)
    return found


def _fit(
    explanation: Explanation, fragment: Fragment, quantity: Quantity
) -> tuple[float, tuple[str, ...]] | None:
    """The mean nearness of what must be said, and a little for what helps."""
    if _is_excluded(explanation, fragment, quantity):
        return None
    strengths = [_strength(need, fragment) for need in explanation.needs]
    if explanation.does is not None:
        strengths.append(_done(explanation, fragment, quantity))
    if not all(strength for strength, _ in strengths):
        return None
    cues = [cue for _, cue in strengths]
    score = sum(strength for strength, _ in strengths) / len(strengths)
    for help_ in explanation.helps:
        if found := help_.search(fragment.clause):
            score += _HELP
            cues.append(found.group())
    return score, tuple(dict.fromkeys(cues))


def _is_excluded(explanation: Explanation, fragment: Fragment, quantity: Quantity) -> bool:
    start, end = quantity.start + fragment.shift, quantity.end + fragment.shift
    before, after = fragment.text[:start], fragment.text[end:]
    if before.endswith("每") and not explanation.weak:
        return True
    if explanation.lasts and _WITHIN.match(after):
        return True
    if _speaks_against(explanation, fragment):
        return True
    if explanation.frame is not None:
        framed = f"{fragment.before}，{before}〈〉{after}，{fragment.after}"
        if not explanation.frame.search(framed):
            return True
    return explanation.apart is not None and bool(explanation.apart.search(fragment.around))


def _speaks_against(explanation: Explanation, fragment: Fragment) -> bool:
    """Whether words beside the quantity are about something else, and none outweigh them.

    A fragment that names its matter is not read with the one before it.
    """
    if explanation.never is None:
        return False
    own = fragment.text
    near = f"{fragment.before}，{own}"
    if explanation.never.search(own):
        return explanation.despite is None or not explanation.despite.search(own)
    named = explanation.needs[0].search(own) and not explanation.beside
    if named or not explanation.never.search(near):
        return False
    return explanation.despite is None or not explanation.despite.search(near)


def _done(explanation: Explanation, fragment: Fragment, quantity: Quantity) -> tuple[float, str]:
    """How near the deed stands: after the quantity best, else before it, else beyond the comma."""
    assert explanation.does is not None
    start, end = quantity.start + fragment.shift, quantity.end + fragment.shift
    after = fragment.text[end:]
    if found := explanation.does.search(after):
        other = explanation.instead.search(after) if explanation.instead else None
        return (0.0, "") if other and other.start() < found.start() else (3.2, found.group())
    if explanation.instead is not None and explanation.instead.search(after):
        return 0.0, ""
    # 办结后1日内: what was done before the time begins is not what it is for.
    before = re.split("后|起", fragment.text[:start])[-1]
    if found := explanation.does.search(before):
        return 2.6, found.group()
    if _SPENT.match(after.strip()) and (found := explanation.does.search(fragment.after)):
        other = explanation.instead.search(fragment.after) if explanation.instead else None
        return (0.0, "") if other and other.start() < found.start() else (2.4, found.group())
    for text, weight in ((fragment.text[:start], 1.7), (fragment.before, 1.6)):
        if found := explanation.does.search(text):
            return weight, found.group()
    return 0.0, ""


def _strength(need: re.Pattern[str], fragment: Fragment) -> tuple[float, str]:
    for weight, text in (
        (_OWN, fragment.text),
        (_BESIDE, fragment.before),
        (_BESIDE - 0.2, fragment.after),
        (_CLAUSE, fragment.clause),
        (_SENTENCE, fragment.sentence),
        (_PREVIOUS, fragment.previous),
        (_AROUND, fragment.around),
    ):
        if found := need.search(text):
            return weight, found.group()
    return 0.0, ""
