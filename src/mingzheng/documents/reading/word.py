"""DOCX → passages: paragraphs with the numbers that Word would print, headings, tables.

Headers and footers are other parts of the package and are never read; deleted text is left out,
inserted text is read; a text box follows the paragraph it is anchored in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from mingzheng.documents.numbering import leading
from mingzheng.documents.reading.limits import Limits
from mingzheng.documents.reading.packages import Package
from mingzheng.documents.reading.passages import Grid, Passage, Piece, tidy
from mingzheng.documents.reading.refusals import DocumentError
from mingzheng.documents.reading.word_numbers import Numbers
from mingzheng.documents.reading.word_styles import NAMESPACE, Styles

_W = f"{{{NAMESPACE}}}"
_BODY, _P, _TABLE, _ROW, _CELL = (_W + name for name in ("body", "p", "tbl", "tr", "tc"))
_TEXT, _TAB, _BREAKS = _W + "t", _W + "tab", {_W + "br", _W + "cr"}
_LEFT_OUT = {
    _W + name for name in ("del", "moveFrom", "txbxContent", "instrText", "pPr", "rPr", "delText")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BOX = _W + "txbxContent"
_HOLDERS = {_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}


def pieces(path: Path, name: str, limits: Limits) -> Iterator[Piece]:
    """The pieces of a DOCX in order. Raises DocumentError."""
    with Package(path, name, limits) as package:
        root = package.tree(package.main or "")
        if root is None:
            raise DocumentError("damaged", name)
        body = root.find(_BODY)
        if body is None:
            raise DocumentError("unknown_format", name)
        folder = (package.main or "").rpartition("/")[0]
        styles = Styles(package.tree(f"{folder}/styles.xml"))
        numbers = Numbers(package.tree(f"{folder}/numbering.xml"))
        yield from _Reader(styles, numbers, name, limits.nesting).blocks(body, 0)


class _Reader:
    """Walks a body; the numbers count on from paragraph to paragraph."""

    def __init__(self, styles: Styles, numbers: Numbers, name: str, nesting: int) -> None:
        self._styles = styles
        self._numbers = numbers
        self._name = name
        self._nesting = nesting

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Piece]:
        """Paragraphs and tables below an element, whatever content controls lie between."""
        if depth > self._nesting:
            raise DocumentError("nested", self._name)
        for child in parent:
            if child.tag == _P:
                yield from self._paragraph(child, depth)
            elif child.tag == _TABLE:
                yield from self._table(child, depth)
            elif child.tag in _HOLDERS:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Piece]:
        style = self._styles.of(paragraph)
        lines = "".join(self._text(paragraph)).split("\n")
        printed = self._numbers.printed(paragraph, style)
        first = True
        if not style.contents:
            for line in lines:
                text = tidy(line)
                if text and first and printed and leading(text) is None:
                    text = f"{printed} {text}"
                if text:
                    yield Passage(text, rank=style.rank if first and len(text) <= 80 else None)
                    first = False
        for box in paragraph.iter(_BOX):
            if not any(_is_fallback(above) for above in box.iterancestors()):
                yield from self.blocks(box, depth + 1)

    def _text(self, element: etree._Element) -> Iterator[str]:
        """The text of a paragraph's runs in order, breaks as line ends."""
        waiting = [iter(element)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif child.tag == _TEXT:
                yield child.text or ""
            elif child.tag == _TAB:
                yield "\t"
            elif child.tag in _BREAKS:
                yield "\n" if child.get(_W + "type") in (None, "textWrapping") else " "
            elif child.tag == _W + "noBreakHyphen":
                yield "-"
            elif child.tag not in _LEFT_OUT:
                waiting.append(iter(child))

    def _table(self, table: etree._Element, depth: int) -> Iterator[Piece]:
        rows = []
        for row in self._within(table, _ROW):
            cells = []
            for cell in self._within(row, _CELL):
                inside = [self._flat(piece) for piece in self.blocks(cell, depth + 2)]
                cells.append(tidy(" ".join(inside)))
            if any(cells):
                rows.append(tuple(cells))
        if rows and max(len(row) for row in rows) == 1:
            # A frame around text is no table.
            for row in table.iter(_CELL):
                if row.getparent().getparent() is table:
                    yield from self.blocks(row, depth + 2)
        elif rows:
            yield Grid(tuple(rows), (None,) * len(rows))

    def _within(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag in _HOLDERS:
                yield from self._within(child, tag)

    def _flat(self, piece: Piece) -> str:
        if isinstance(piece, Passage):
            return piece.text
        return " ".join(" ".join(row) for row in piece.rows)


def _is_fallback(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("}Fallback")
