"""What practice statements set as parameters of an audit, with the place that says so.

An audit has one value of each parameter, while versions differ. Where all versions that count
agree, that is the value. Where they differ, the value is one under which nobody is accused whom
his own version acquits, and the source says so: what only a stricter version forbade is then not
found; to find it, audit that version's days by themselves. A version that doesn't speak of the
matter sets no limit, and one whose text isn't there may set any: then nothing is proposed, nor
where a part of the period has no version. Only what is stated plainly is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from mingzheng.documents.parameters import plain
from mingzheng.documents.parameters.version import (
    Stated,
    Unstated,
    Version,
    data,
    in_order,
    uncovered,
)
from mingzheng.evidence.settings import Parameter, Span
from mingzheng.language import Text

__all__ = ["Proposals", "Version", "proposals"]

_Reading = Callable[[Version], Stated | Unstated]
_Choosing = Callable[[Sequence[Stated]], Stated | None]

DIFFER = Text(
    zh="各版本规定不同，没有不致误判的取值",
    en="versions differ, and no value is safe under all of them",
)


@dataclass(frozen=True)
class Proposals:
    """Values by the parameter's name; and why others, of which some version speaks, have none."""

    values: Mapping[str, Parameter]
    withheld: Mapping[str, Text]


def proposals(
    versions: Sequence[Version], *, period: Span, begun: dt.date | None = None
) -> Proposals:
    """What the versions of the practice statement set for an audit of a period.

    begun: the first day of the CA's licence, where known. Values about acts come from the versions
    in force in the period; those about certificates and records, which are judged whatever their
    age, from all versions until its end.
    """
    ordered = [each for each in in_order(versions) if not _is_after(each, period)]
    acting = [each for each in ordered if not _is_before(each, period)]
    missing = uncovered(ordered, period, begun)
    values: dict[str, Parameter] = {}
    withheld: dict[str, Text] = {}
    for name, reading, choosing, acts in _catalogue():
        read = [reading(each) for each in (acting if acts else ordered)]
        if all(isinstance(each, Unstated) and each.silent for each in read):
            continue
        stated = [each for each in read if isinstance(each, Stated)]
        if missing is not None:
            withheld[name] = _gap(missing)
        elif unstated := next((each for each in read if isinstance(each, Unstated)), None):
            withheld[name] = unstated.why
        elif (chosen := choosing(stated)) is None:
            withheld[name] = DIFFER
        else:
            values[name] = _parameter(chosen, stated)
    return Proposals(values, withheld)


def _is_after(version: Version, period: Span) -> bool:
    return period.until is not None and version.since > period.until


def _is_before(version: Version, period: Span) -> bool:
    return period.since is not None and version.until is not None and version.until < period.since


def _catalogue() -> Iterator[tuple[str, _Reading, _Choosing, bool]]:
    """Every parameter: how a version is read, how one is chosen, whether it is about acts."""
    choosing = {"most": _most, "least": _least}
    for name, rule in data().items():
        if "term" in rule:
            reading = partial(plain.measure, rule=rule)
            yield name, reading, choosing.get(rule.get("safe", ""), _same), rule["acts"]
    for kind, subjects in data()["identity_kinds"].items():
        yield f"identity_methods_{kind}", partial(plain.methods, kinds=subjects), _united, True
    yield "identity_methods_closed", plain.closed, _least, True
    for kind, subjects in data()["identity_kinds"].items():
        of_all = subjects if len(subjects) == 1 else ()
        yield f"materials_{kind}", partial(plain.materials, kinds=of_all), _shared, True


def _most(stated: Sequence[Stated]) -> Stated | None:
    return max(reversed(stated), key=_number)


def _least(stated: Sequence[Stated]) -> Stated | None:
    return min(reversed(stated), key=_number)


def _number(stated: Stated) -> int:
    assert not isinstance(stated.value, frozenset)
    return int(stated.value)


def _same(stated: Sequence[Stated]) -> Stated | None:
    return stated[-1] if len({each.value for each in stated}) == 1 else None


def _united(stated: Sequence[Stated]) -> Stated | None:
    return replace(stated[-1], value=frozenset().union(*map(_codes, stated)))


def _shared(stated: Sequence[Stated]) -> Stated | None:
    shared = frozenset.intersection(*map(_codes, stated))
    return replace(stated[-1], value=shared) if shared else None


def _codes(stated: Stated) -> frozenset[str]:
    assert isinstance(stated.value, frozenset)
    return stated.value


def _parameter(chosen: Stated, stated: Sequence[Stated]) -> Parameter:
    """The value with its source; other versions that say otherwise are named in it."""
    value = tuple(sorted(chosen.value)) if isinstance(chosen.value, frozenset) else chosen.value
    others = [
        f"{each.version.cited} 为{each.said}"
        for each in stated
        if each.version is not chosen.version and each.value != chosen.value
    ]
    differs = f"；{'，'.join(others)}，各版本不同，取不致误判的值" if others else ""
    return Parameter(value, chosen.version.source(chosen.term) + differs)


def _gap(day: dt.date) -> Text:
    return Text(
        zh=f"{day} 起有一段时间没有业务规则的版本，其规定不明",
        en=f"from {day} on there is a time without a version, and what it set isn't known",
    )
