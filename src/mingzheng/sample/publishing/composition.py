"""Texts → blocks: a template filled in, read as titles, paragraphs and tables.

Templates are in `texts/`, in a little Markdown: `#` before titles, `|` around cells, a paragraph
a line. A later version extends an earlier one and says some of its blocks in other words, or
leaves them out; `head()` and `point()` number what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from mingzheng.sample.institution import (
    ANSWER_DAYS,
    CHANGE_HOURS,
    MOST_VALIDITY_DAYS,
    NAME,
    RENEWAL_DAYS,
    RETENTION_YEARS,
    REUSE_DAYS,
    REVOCATION_HOURS,
    REVOCATION_PUBLICATION_HOURS,
)

_DIGITS = "〇一二三四五六七八九"
_STATED = {
    "name": NAME,
    "change_hours": CHANGE_HOURS,
    "complaint_days": ANSWER_DAYS,
    "publication_hours": REVOCATION_PUBLICATION_HOURS,
    "renewal_days": RENEWAL_DAYS,
    "retention_years": RETENTION_YEARS,
    "reuse_days": REUSE_DAYS,
    "revocation_hours": REVOCATION_HOURS,
    "validity_days": MOST_VALIDITY_DAYS,
}
"""What every text says of the practice statement's terms: `evidence.toml` gives the same."""


@dataclass(frozen=True)
class Line:
    """A paragraph, or a title where `level` is 1 to 3."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Rows:
    """A table; its first row names the columns."""

    cells: tuple[tuple[str, ...], ...]


Block = Line | Rows


@dataclass
class _Numbering:
    heads: int = 0
    points: int = 0

    def head(self) -> str:
        self.heads += 1
        self.points = 0
        return hanzi(self.heads)

    def point(self) -> str:
        self.points += 1
        return f"（{hanzi(self.points)}）"


def composed(text: str, *, version: str, since: str, published: str) -> tuple[Block, ...]:
    """The blocks of a text of `texts/`, by its name without suffix; days as the text writes them."""
    numbering = _Numbering()
    filled = _texts().get_template(f"{text}.md").render(
        **_STATED, version=version, since=since, published=published,
        head=numbering.head, point=numbering.point,
    )  # fmt: skip
    return tuple(_blocks(filled.splitlines()))


def hanzi(number: int) -> str:
    """A number below a hundred in Chinese numerals: 五, 十五, 二十四."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return before + (_DIGITS[ones] if ones or not tens else "")


@cache
def _texts() -> Environment:
    texts = Environment(
        loader=PackageLoader("mingzheng.sample.publishing", "texts"), undefined=StrictUndefined,
        autoescape=False, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    texts.filters["hanzi"] = hanzi
    return texts


def _blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("| ").split("|")))
            continue
        if rows:
            yield Rows(tuple(rows))
            rows = []
        title = line.lstrip("#")
        if line.strip():
            yield Line(title.strip(), len(line) - len(title))
    if rows:
        yield Rows(tuple(rows))
