"""Versions of a practice statement, what each says, and on which days."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from mingzheng.documents.account import Account
from mingzheng.evidence.settings import Span
from mingzheng.language import Text
from mingzheng.privacy import mask_text

ENOUGH = 0.5
"""Terms whose cues stand farther from them than this may be about something else."""
_LONGEST = 80
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """A version of the practice statement.

    name     as the CA calls it: 3.1, V5.4
    since    the day from which it is in force
    until    the last day; None: until the next version
    account  what was found in its text (`documents.account`); None where it can't be read
    denied   keys of terms of which a person said that they aren't in it
    """

    name: str
    since: dt.date
    until: dt.date | None = None
    account: Account | None = None
    denied: frozenset[str] = frozenset()

    @property
    def cited(self) -> str:
        """CPS v3.1"""
        name = mask_text(self.name)
        return f"CPS {'v' if name[:1].isdigit() else ''}{name}"

    def terms(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """What it says of a key, but what a person has denied."""
        if self.account is None or key in self.denied:
            return ()
        return tuple(term for term in self.account["terms"] if term["key"] == key)

    def source(self, term: Mapping[str, Any]) -> str:
        """Where a term stands, and its words: CPS v3.1 §4.9.5（第 12 页）：“…”."""
        number = self._number(term["start"])
        page = f"（第 {term['page']} 页）" if term["page"] is not None else ""
        said = re.sub(r"\s+", " ", term["sentence"])
        said = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
        return f"{self.cited}{number}{page}：“{said}”"

    def _number(self, at: int) -> str:
        """The number of the section around a place: the innermost that a person would cite."""
        assert self.account is not None
        around = [
            each["number"]
            for each in self.account["sections"]
            if each["start"] <= at < each["end"] and each["number"]
        ]
        cited = next((each for each in reversed(around) if _CITED.match(each)), None)
        if cited is None:
            return ""
        return f" §{cited.rstrip('.．、')}" if cited[0].isdigit() else f" {cited}"


_CITED = re.compile(r"\d|第.+[条节章]")


def in_order(versions: Sequence[Version]) -> tuple[Version, ...]:
    """By the day they begin; one without an end ends with the day before the next begins."""
    ordered = sorted(versions, key=lambda each: (each.since, each.name))
    ended = []
    for place, each in enumerate(ordered):
        later = [other.since for other in ordered[place + 1 :] if other.since > each.since]
        until = each.until or (later[0] - _DAY if later else None)
        ended.append(replace(each, until=until))
    return tuple(ended)


def uncovered(versions: Sequence[Version], period: Span, begun: dt.date | None) -> dt.date | None:
    """The first day of the period without a version; before its licence a CA needs none."""
    day = max(filter(None, (period.since, begun)), default=None)
    if day is None:
        return None
    for each in in_order(versions):
        if each.since > day:
            break
        if each.until is None:
            return None
        day = max(day, each.until + _DAY)
    return day if period.until is None or day <= period.until else None


@dataclass(frozen=True)
class Stated:
    """What one version sets, and the term that says so."""

    version: Version
    value: int | bool | frozenset[str]
    said: str
    term: Mapping[str, Any]


@dataclass(frozen=True)
class Unstated:
    """Why a version sets nothing; `silent` where it isn't known to speak of the matter at all."""

    why: Text
    silent: bool = False


def unstated(version: Version, zh: str, en: str, *, silent: bool = False) -> Unstated:
    """The reason with the version's name."""
    return Unstated(Text(zh=f"{version.cited} {zh}", en=f"{version.cited} {en}"), silent=silent)


@cache
def data() -> dict[str, Any]:
    """`data/parameters.toml`."""
    file = files("mingzheng.documents").joinpath("data/parameters.toml")
    return tomllib.loads(file.read_text("utf-8"))
