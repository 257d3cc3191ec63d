"""HTML → passages: headings, blocks, tables; what a page shows, less navigation and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from mingzheng.documents.numbering import leading
from mingzheng.documents.reading.passages import Grid, Passage, Piece, tidy

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "ul",
})  # fmt: skip
_HIDDEN = frozenset({
    "script", "style", "template", "noscript", "nav", "head", "header", "footer", "svg", "object",
    "select", "button", "textarea", "iframe", "canvas",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base"})
_RANKS = {f"h{rank}": rank for rank in range(1, 7)}


class _Page(HTMLParser):
    """Collects pieces while tags go by; tables inside cells are read as text of the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._text: list[str] = []
        self._hidden: list[str] = []
        self._rank: int | None = None
        self._tables = 0
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a row, a cell or something that is not shown."""
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
            return
        given = dict(attrs)
        if self._conceals(tag, given):
            if tag not in _VOID:
                self._hidden.append(tag)
            return
        if tag == "table":
            self._flush()
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._end_cell()
            self._rows.append([])
        elif tag in {"td", "th"} and self._tables == 1:
            self._end_cell()
            self._cell = []
        elif tag in _BLOCKS:
            self._flush()
            self._rank = _RANKS.get(tag, self._rank)
            self._number(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """End what ends here; a tag that was never begun ends a block at most."""
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
            return
        if tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_table()
        elif tag in {"td", "th", "tr"} and self._tables == 1:
            self._end_cell()
        elif tag in _BLOCKS:
            self._flush()
            if tag in _RANKS:
                self._rank = None
            elif tag in {"ol", "ul"} and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        if not self._hidden:
            (self._text if self._cell is None else self._cell).append(data)

    def close(self) -> None:
        """End whatever is still open."""
        super().close()
        self._end_table()
        self._flush()

    def _conceals(self, tag: str, given: dict[str, str | None]) -> bool:
        style = (given.get("style") or "").replace(" ", "").lower()
        return tag in _HIDDEN or "hidden" in given or "display:none" in style

    def _number(self, tag: str, given: dict[str, str | None]) -> None:
        """Numbers of ordered lists are shown by the browser: they are written out."""
        if tag in {"ol", "ul"}:
            start = given.get("start") or "1"
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1
            self._lists.append(first if tag == "ol" else None)
        elif tag == "li" and self._lists and self._cell is None:
            count = self._lists[-1]
            if count is None:
                self._text.append("• ")
            else:
                self._text.append(f"（{count}）")
                self._lists[-1] = count + 1

    def _flush(self) -> None:
        if self._cell is not None:
            self._cell.append(" ")
            return
        text = tidy("".join(self._text))
        self._text.clear()
        if text.startswith("（") and (bare := text.partition("）")[2].strip()):
            # An item that prints its own number keeps that one.
            text = bare if text[1:2].isdigit() and leading(bare) else text
        if text and text != "•":
            self.pieces.append(Passage(text, rank=self._rank))

    def _end_cell(self) -> None:
        if self._cell is not None:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(tidy("".join(self._cell)))
        self._cell = None

    def _end_table(self) -> None:
        self._end_cell()
        rows = tuple(tuple(row) for row in self._rows if any(row))
        self._rows = []
        self._tables = 0
        if rows and max(len(row) for row in rows) == 1:
            self.pieces.extend(Passage(row[0]) for row in rows)
        elif rows:
            self.pieces.append(Grid(rows, (None,) * len(rows)))


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a page in order."""
    page = _Page()
    page.feed(text)
    page.close()
    yield from page.pieces
