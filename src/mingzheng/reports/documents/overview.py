"""The first table of the page: items down, documents across, each answer a link to its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingzheng.documents import kinds
from mingzheng.language import Text
from mingzheng.reports.documents.views import DocumentView

_ACROSS = 6
_ANCHORS = {"cps": "statements", "notice": "notices", "agreement": "agreements"}


@dataclass(frozen=True)
class Cell:
    """One answer of one document; `link` is the anchor of its reasons."""

    said: Text
    mood: str
    link: str


@dataclass(frozen=True)
class Row:
    """One item, or what outline, contradictions and terms came to.

    key     of an item, else empty
    anchor  where the report leads to; once on the page
    """

    key: str
    name: Text
    cells: tuple[Cell | None, ...]
    anchor: str | None = None


@dataclass(frozen=True)
class Matrix:
    """Some documents of one kind; `anchor` is where the report leads to, of the first table."""

    anchor: str | None
    kind: Text
    documents: Sequence[DocumentView]
    rows: Sequence[Row]


def matrices(documents: Sequence[DocumentView]) -> Iterator[Matrix]:
    """A table for each kind, several where there are many documents of it."""
    for kind, name in kinds.NAMES.items():
        same = [each for each in documents if each.account["kind"] == kind]
        for at in range(0, len(same), _ACROSS):
            some = same[at : at + _ACROSS]
            rows = [*_items(some, first=at == 0), *_outline(some), *_clashes(some), _terms(some)]
            yield Matrix(_ANCHORS[kind] if at == 0 else None, name, some, rows)


def _items(documents: Sequence[DocumentView], *, first: bool) -> Iterator[Row]:
    names = {item.key: item.name for each in documents for item in each.items}
    for key, name in names.items():
        anchor = f"item-{key.replace('.', '-')}" if first and key[0].isdigit() else None
        yield Row(key, name, tuple(_answer(each, key) for each in documents), anchor)


def _answer(document: DocumentView, key: str) -> Cell | None:
    for item in document.items:
        if item.key == key:
            return Cell(item.answer, item.mood, f"{document.anchor}-f{item.number}")
    return None


def _outline(documents: Sequence[DocumentView]) -> Iterator[Row]:
    if any(each.parts for each in documents):
        name = Text(zh="九个部分", en="the nine parts")
        yield Row("", name, tuple(_standing(each) for each in documents))


def _standing(document: DocumentView) -> Cell:
    parts = [part for part, _ in document.parts]
    there = sum(part.mood != "breach" for part in parts)
    return Cell(
        Text(zh=f"有 {there}/{len(parts)}", en=f"{there} of {len(parts)}"),
        "clear" if there == len(parts) else "breach",
        f"{document.anchor}-outline",
    )


def _clashes(documents: Sequence[DocumentView]) -> Iterator[Row]:
    if any(each.clashes for each in documents):
        name = Text(zh="矛盾", en="contradictions")
        yield Row("", name, tuple(_contradicting(each) for each in documents))


def _contradicting(document: DocumentView) -> Cell | None:
    """The gravest and how many there are; those a person dismissed don't count."""
    moods = [clash.mood for clash in document.clashes if clash.mood != "clear"]
    if not moods:
        return None
    sure = moods.count("breach")
    zh = [f"{sure} 处"] * bool(sure) + [f"{len(moods) - sure} 处待确认"] * (sure < len(moods))
    en = [str(sure)] * bool(sure) + [f"{len(moods) - sure} doubtful"] * (sure < len(moods))
    said = Text(zh="，".join(zh), en=", ".join(en))
    return Cell(said, "breach" if sure else "unknown", f"{document.anchor}-clashes")


def _terms(documents: Sequence[DocumentView]) -> Row:
    return Row(
        "",
        Text(zh="约定的数值", en="terms"),
        tuple(
            Cell(
                Text(zh=f"{len(each.values)} 项", en=str(len(each.values))),
                "open",
                f"{each.anchor}-terms",
            )
            for each in documents
        ),
    )
