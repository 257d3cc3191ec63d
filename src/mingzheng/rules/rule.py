"""The shape of a rule: what it looks at, when it applies, what breaches it, what it shows.

A rule is a pure expression over one dossier in SQL's three truth values. `applies` false means
*not looked at*; null in `applies` or `breach` means *unknown*: missing evidence never acquits.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import ibis

from mingzheng.dossiers import DOSSIERS
from mingzheng.dossiers.facts import Dossier, Moment, Name, Number, Value
from mingzheng.errors import RuleError
from mingzheng.language import Text

PACKAGE = "mingzheng.rules."

Shown = Value | Moment | Name | Number


class Severity(StrEnum):
    """What the law's verb makes of a breach."""

    VIOLATION = "violation"  # 应当, 不得
    DOUBT = "doubt"  # 疑点: a person must look
    NOTICE = "notice"  # 提示


@dataclass(frozen=True)
class Verdict:
    """What a rule answers for every subject it looks at.

    `applies` and `breach` are boolean columns; `shows` are facts of the dossier, `rows` the row
    facts of the records that prove it beside the subject's own; `severity` is a string column
    of `Severity` values where the record decides it.
    """

    applies: Value
    breach: Value
    shows: tuple[Shown, ...]
    rows: tuple[Value, ...] = ()
    severity: Value | None = None


class Parameters:
    """The parameters of a run as literals: null where neither the CPS nor a default gives one."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def number(self, name: str) -> Value:
        """An int64 literal, or null."""
        value = self._values.get(name)
        return ibis.null("int64") if value is None else ibis.literal(value, "int64")

    def truth(self, name: str) -> Value:
        """A boolean literal, or null."""
        value = self._values.get(name)
        return ibis.null("boolean") if value is None else ibis.literal(value, "boolean")

    def listed(self, name: str) -> tuple[str, ...] | None:
        """A list of codes, or None where it is not given."""
        value = self._values.get(name)
        return None if value is None else tuple(value)  # type: ignore[arg-type]


Explanation = Callable[..., Verdict]


@dataclass(frozen=True)
class Rule:
    """One rule with everything that is said about it."""

    id: str
    items: tuple[str, ...]
    zh: str
    en: str
    cites: tuple[str, ...]
    severity: Severity
    looks_at: type[Dossier]
    explain: Explanation = field(repr=False)
    authority: str
    doc: str
    doc_zh: str

    @property
    def finds(self) -> Text:
        """What it finds, and why that matters."""
        return Text(
            zh=self.doc_zh.partition("\n\n")[0], en=_unwrapped(self.doc.split("\n\n")[:-1])
        )

    @property
    def innocent(self) -> Text:
        """What looks like it and is not a breach."""
        return Text(
            zh=self.doc_zh.partition("\n\n")[2], en=_unwrapped(self.doc.split("\n\n")[-1:])
        )

    def judge(self, dossier: Dossier, parameters: Parameters) -> Verdict:
        """The verdict as expressions over the dossier's table."""
        if len(inspect.signature(self.explain).parameters) == 1:
            return self.explain(dossier)
        return self.explain(dossier, parameters)

    def reads(self) -> tuple[str, ...]:
        """The record tables its subjects and the facts in its expressions come from, sorted."""
        verdict = self.judge(self.looks_at.empty(), Parameters({}))
        used: set[str] = set()
        for expression in (verdict.applies, verdict.breach):
            used |= {column.name for column in expression.op().find(ibis.expr.operations.Field)}
        by_column = {c: f for f in self.looks_at.FACTS.values() for c in f.columns()}
        tables = {table for column in used for table in by_column[column].tables}
        return tuple(sorted(tables | set(self.looks_at.MADE_OF)))


def _unwrapped(paragraphs: list[str]) -> str:
    return " ".join(" ".join(paragraphs).split())


MIIT = "工业和信息化主管部门"
CRYPTOGRAPHY = "密码管理部门"
PERSONAL_INFORMATION = "履行个人信息保护职责的部门"


def rule(
    *,
    items: tuple[str, ...],
    zh: str,
    en: str,
    cites: tuple[str, ...],
    severity: Severity,
    doc_zh: str = "",
    authority: str = MIIT,
) -> Callable[[Explanation], Rule]:
    """Make a rule of a function `(d: <a dossier>[, p: Parameters]) -> Verdict`.

    Its id is its place: `rules/identity/never_checked.py` → `identity.never_checked`.
    `authority` is the competent authority named in the report; `doc_zh` says in Chinese what
    the module's docstring says: what it finds and why, and after an empty line what is no breach.
    """

    def make(explain: Explanation) -> Rule:
        place = explain.__module__.removeprefix(PACKAGE)
        if place.rpartition(".")[2] != explain.__name__:
            raise RuleError(
                zh=f"规则 {place} 的函数名应与文件名相同，现为 {explain.__name__}。",
                en=f"Rule {place}: its function must be named like its file, not {explain.__name__}.",
            )
        return Rule(
            id=place,
            items=items,
            zh=zh,
            en=en,
            cites=cites,
            severity=severity,
            looks_at=_looks_at(explain),
            explain=explain,
            authority=authority,
            doc=inspect.getdoc(sys.modules[explain.__module__]) or "",
            doc_zh=doc_zh,
        )

    return make


def _looks_at(explain: Explanation) -> type[Dossier]:
    first: Any = next(iter(inspect.get_annotations(explain, eval_str=True).values()))
    if first not in DOSSIERS:
        known = ", ".join(dossier.__name__ for dossier in DOSSIERS)
        raise RuleError(
            zh=f"规则 {explain.__module__} 的第一个参数须标注为一种卷宗：{known}。",
            en=f"Rule {explain.__module__}: its first argument must be a dossier: {known}.",
        )
    return first
