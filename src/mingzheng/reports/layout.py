"""What a page is made of, before any markup: tables of cells in two languages."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from mingzheng.language import Text

Cell = Text | str | int | Markup | None
"""Text is shown in the reader's language, str is evidence and never trusted, None is a dash."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, and whether it holds numbers or a bar."""

    heading: Text
    kind: str = "words"  # words, number, bar


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row is its heading. `left_out` counts rows not shown."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None
    classes: str = ""
    strong: frozenset[int] = field(default_factory=frozenset)
    """Rows that carry totals."""


def words(zh: str, en: str) -> Column:
    """A column of words."""
    return Column(Text(zh=zh, en=en))


def number(zh: str, en: str) -> Column:
    """A column of numbers."""
    return Column(Text(zh=zh, en=en), "number")


def bars(zh: str, en: str) -> Column:
    """A column of bars."""
    return Column(Text(zh=zh, en=en), "bar")
