"""What a dossier is made of: facts, each with its name in Chinese and the tables it comes from.

A dossier class declares its facts as attributes; an instance stands over one ibis table and
gives the columns. Compound facts give small values: a time has two ends, a name a normalised
key, a number a key and its form.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, overload

import ibis

Value = Any
"""An ibis column: to a type checker anything, since ibis ships no types."""

RESIDENT_ID_FORM, USCC_FORM, MASKED_FORM, HASHED_FORM = 1, 2, 4, 8
"""The bits of a number's form (`records.schema`)."""

FINE, OPEN, FAULTY = 0, 1, 2
"""The values of a fault: some record is in order; that can't be told; none is."""


def seconds(at: Value) -> Value:
    """Whole seconds since 1970. Engines differ in what they make of a fraction: it is cut first."""
    return at.truncate("s").epoch_seconds().cast("int64")


@dataclass(frozen=True)
class Moment:
    """A time as recorded: somewhere between `start` and `end`, read off one of the CA's clocks."""

    start: Value
    end: Value
    tolerance: dt.timedelta


@dataclass(frozen=True)
class Name:
    """A name as given, and its normalised key for comparison."""

    text: Value
    key: Value


@dataclass(frozen=True)
class Number:
    """An identity number as given, its normalised key, and the bits of its form."""

    text: Value
    key: Value
    form: Value

    @property
    def comparable(self) -> Value:
        """Neither masked nor hashed; null where there is no number."""
        return (self.form & (MASKED_FORM | HASHED_FORM)) == 0

    @property
    def passes_resident_id(self) -> Value:
        """The check digit of GB 11643 holds."""
        return (self.form & RESIDENT_ID_FORM) != 0

    @property
    def passes_uscc(self) -> Value:
        """The check digits of GB 32100 hold."""
        return (self.form & USCC_FORM) != 0


T = TypeVar("T")


class Fact(Generic[T]):
    """One declared fact: reads its column, or its columns, from the dossier's table."""

    def __init__(self, kind: str, zh: str, en: str, tables: tuple[str, ...], type_: str) -> None:
        self.kind = kind
        self.zh = zh
        self.en = en
        self.tables = tables
        self.type = type_
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        owner.FACTS = {**getattr(owner, "FACTS", {}), name: self}  # type: ignore[attr-defined]

    def columns(self) -> dict[str, str]:
        """The columns that hold it → their ibis types."""
        suffixes = {
            "moment": {"": "timestamp", "_until": "timestamp"},
            "name": {"": "string", "_key": "string"},
            "number": {"": "string", "_key": "string", "_form": "uint8"},
        }.get(self.kind, {"": self.type})
        return {self.name + suffix: type_ for suffix, type_ in suffixes.items()}

    @overload
    def __get__(self, dossier: None, owner: type) -> Fact[T]: ...
    @overload
    def __get__(self, dossier: Dossier, owner: type) -> T: ...
    def __get__(self, dossier: Dossier | None, owner: type) -> Any:
        if dossier is None:
            return self
        at = [dossier.table[column] for column in self.columns()]
        if self.kind == "moment":
            return Moment(at[0], at[1], dossier.tolerance)
        if self.kind == "name":
            return Name(at[0], at[1])
        return Number(at[0], at[1], at[2]) if self.kind == "number" else at[0]


def text(zh: str, en: str, *tables: str) -> Fact[Value]:
    """A text or a code."""
    return Fact("value", zh, en, tables, "string")


def count(zh: str, en: str, *tables: str) -> Fact[Value]:
    """A count or a bit mask; null where the records can't tell, never 0 for a missing table."""
    return Fact("value", zh, en, tables, "int64")


def truth(zh: str, en: str, *tables: str) -> Fact[Value]:
    """True, false, or null where the records can't tell."""
    return Fact("value", zh, en, tables, "boolean")


def fault(zh: str, en: str, *tables: str) -> Fact[Value]:
    """FINE, OPEN or FAULTY over the records that count; null where there is none of them."""
    return Fact("value", zh, en, tables, "int8")


def row(zh: str, en: str, *tables: str) -> Fact[Value]:
    """The row number of the record that proves something, in the first table named."""
    return Fact("row", zh, en, tables, "int64")


def moment(zh: str, en: str, *tables: str) -> Fact[Moment]:
    """A time with its precision."""
    return Fact("moment", zh, en, tables, "timestamp")


def name(zh: str, en: str, *tables: str) -> Fact[Name]:
    """A name beside its normalised key."""
    return Fact("name", zh, en, tables, "string")


def number(zh: str, en: str, *tables: str) -> Fact[Number]:
    """An identity number: personal, masked wherever it is shown."""
    return Fact("number", zh, en, tables, "string")


class Dossier:
    """Facts over one table: a row for each subject that rules look at.

    A class declares its facts, among them the key, a count named like the class
    (`StatusChange` → `status_change`) and unique in the table, and `event_at`, the day on which
    the duty arose.
    """

    FACTS: ClassVar[dict[str, Fact[Any]]] = {}
    ZH: ClassVar[str] = ""
    EN: ClassVar[str] = ""
    """What counts of it count."""
    MADE_OF: ClassVar[tuple[str, ...]] = ()
    """The tables without which there would be no such subject."""
    SUBJECT: ClassVar[tuple[str, ...]] = ()
    """The columns that name a subject to people: the first of them that has a value."""
    OWN_ROWS: ClassVar[tuple[str, ...]] = ()
    """The records a subject consists of: they prove every verdict about it."""

    def __init__(self, table: Value, tolerance: dt.timedelta = dt.timedelta(minutes=5)) -> None:
        self.table = table
        self.tolerance = tolerance

    @classmethod
    def key(cls) -> str:
        """Its name in results, and the column that is unique in its table."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def schema(cls) -> dict[str, str]:
        """Every column of the dossier → its ibis type."""
        columns: dict[str, str] = {}
        for fact in cls.FACTS.values():
            columns |= fact.columns()
        return columns

    @classmethod
    def empty(cls, tolerance: dt.timedelta = dt.timedelta(minutes=5)) -> Dossier:
        """A dossier over an unbound table: enough to build and inspect expressions."""
        return cls(ibis.table(cls.schema(), name=cls.key()), tolerance)
