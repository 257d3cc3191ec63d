"""What one version states plainly: one value, near its words, without conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from mingzheng.documents.contradictions.contradiction import data as words
from mingzheng.documents.parameters.version import (
    ENOUGH,
    Stated,
    Unstated,
    Version,
    data,
    unstated,
)

Term = Mapping[str, Any]
_HOURS = {
    "minute": Fraction(1, 60),
    "hour": Fraction(1),
    "day": Fraction(24),
    "week": Fraction(168),
}
_KINDS = ("individual", "organization", "device")


def measure(version: Version, rule: Mapping[str, Any]) -> Stated | Unstated:
    """A quantity, or a code that stands for one (`data/parameters.toml`)."""
    terms = version.terms(rule["term"])
    if found := _unplain(version, terms, rule.get("unless")):
        return found
    converted = [(term, _converted(term, rule)) for term in terms]
    known = [(term, value) for term, value in converted if value is not None]
    if len(known) < len(terms):
        return unstated(
            version,
            "的期限没有固定长短（如工作日）",
            "gives a time of no fixed length (working days)",
        )
    by_subject: dict[str, set[int]] = {}
    for term, value in known:
        by_subject.setdefault(term["subject"], set()).add(value)
    several = any(len(each) > 1 for each in by_subject.values())
    term, value = max(known, key=lambda each: each[1])
    alike = all(each == value for _, each in known)
    if several or not (alike or "kinds" in rule):
        return unstated(version, "有几个值", "has several values")
    if "any" not in by_subject and not set(_KINDS) <= by_subject.keys():
        return unstated(version, "只对部分对象作了规定", "speaks of some kinds of subject only")
    if value < rule.get("least", 0):
        return unstated(
            version, "的数值过小，不像一般规定", "has a value too small for a general rule"
        )
    shown = value if "unit" in rule else bool(value)
    return Stated(version, shown, term["said"]["zh"], term)


def methods(version: Version, kinds: Sequence[str]) -> Stated | Unstated:
    """The codes of the ways of checking an identity for some kinds of subject."""
    terms = _about(version.terms("identity_method"), kinds)
    if found := _unplain(version, terms, None):
        return found
    mapping = data()["identity_method"]
    names = {name for term in terms for name in term["value"].split("+")}
    codes = frozenset(code for name in names for code in mapping.get(name, ()))
    if not codes:
        return unstated(
            version, "没有可对应的查验方式", "names no way that records have a code for"
        )
    return Stated(version, codes, terms[0]["said"]["zh"], terms[0])


def closed(version: Version) -> Stated | Unstated:
    """Whether the lists of ways are closed: in so many words, in every sentence of them."""
    terms = version.terms("identity_method")
    if found := _unplain(version, terms, None):
        return found
    open_, only = words()["identity_method"]["open"], data()["closed"]["words"]
    for term in terms:
        if re.search(open_, term["sentence"]):
            return Stated(version, value=False, said="开放", term=term)
    if all(re.search(only, term["sentence"]) for term in terms):
        return Stated(version, value=True, said="封闭", term=terms[0])
    return unstated(version, "未明说是否仅限所列方式", "doesn't say whether there are other ways")


def materials(version: Version, kinds: Sequence[str]) -> Stated | Unstated:
    """The codes of the papers that are asked of every applicant of some kinds."""
    entry = data()["materials"]
    terms = _about(version.terms("required_materials"), kinds)
    if found := _unplain(version, terms, entry["unless"]):
        return found
    names = [
        name for term in terms for name in term["value"].split("+") if name in term["sentence"]
    ]
    papers = {code: form for code, form in entry.items() if code != "unless"}
    codes = frozenset(
        code for code, form in papers.items() if any(re.search(form, name) for name in names)
    )
    if not codes:
        return unstated(version, "没有可对应的材料", "names no paper that records have a code for")
    return Stated(version, codes, "、".join(sorted(names)), terms[0])


def _about(terms: Iterable[Term], kinds: Sequence[str]) -> tuple[Term, ...]:
    return tuple(term for term in terms if term["subject"] in (*kinds, "any"))


def _unplain(version: Version, terms: Sequence[Term], unless: str | None) -> Unstated | None:
    """Why terms can't be taken at their word."""
    if version.account is None:
        return unstated(version, "没有可读的文本", "has no text that could be read", silent=True)
    if not terms:
        return unstated(version, "未写明", "says nothing of it", silent=True)
    if any(term["score"] < ENOUGH for term in terms):
        return unstated(version, "的数值离约定的词语较远", "has a value far from its words")
    if unless and any(re.search(unless, term["sentence"]) for term in terms):
        return unstated(
            version, "附有条件或不是限值", "states it with conditions, or not as a limit"
        )
    return None


def _converted(term: Term, rule: Mapping[str, Any]) -> int | None:
    """The value in the parameter's unit, rounded to the side on which nobody is accused."""
    codes = rule.get("code", {})
    if term["value"] in codes:
        return int(codes[term["value"]])
    unit, wanted = term["unit"], rule.get("unit")
    if unit is None or wanted is None:
        return None
    value = Fraction(term["value"])
    if wanted == "year":
        months = value * {"year": 12, "month": 1}.get(unit, 0)
        return floor(months / 12) if months else None
    if unit in _HOURS:
        hours = value * _HOURS[unit]
        return ceil(hours) if wanted == "hour" else ceil(hours / 24)
    if unit in ("month", "year") and wanted == "day":
        whole, rest = divmod(ceil(value) * (12 if unit == "year" else 1), 12)
        leap_days = (whole + 3) // 4
        return 365 * whole + leap_days + 31 * rest
    return None
