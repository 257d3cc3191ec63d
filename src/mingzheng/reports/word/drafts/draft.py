"""A template being written: headings, paragraphs and tables of an official document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts import page, styles

BLANK = "FFF2CC"
"""The colour of a cell that a person has to fill in."""


@dataclass(frozen=True)
class Column:
    """A column of a table: width in millimetres, heading, what each row puts there.

    `blank` colours its cells as left to a person; a placeholder in it decides row by row.
    """

    width: float
    heading: Text
    value: str
    style: str = styles.CELL
    blank: str | None = None


class Draft:
    """One template in one language."""

    def __init__(self, language: Language, title: Text) -> None:
        self.language = language
        self._docx = page.empty(language, title)

    def text(self, style: str, zh: str, en: str) -> None:
        """One paragraph."""
        self._docx.add_paragraph(
            Text(zh=zh, en=en).in_language(self.language), style=self._named(style)
        )

    def control(self, *statements: str) -> None:
        """Lines of the template's own language: `if x`, `for x in y`, `endfor`."""
        for statement in statements:
            self._docx.add_paragraph(f"{{%p {statement} %}}")

    def table(self, columns: Sequence[Column], loop: str, inner: str | None = None) -> None:
        """A table with a row for each turn of a loop, or of a loop inside another.

        Its header is repeated on every page and no row is split. Cells whose value begins with
        `{% vm %}` are joined over the turns of the inner loop, and its rows stay on one page.
        """
        table = self._docx.add_table(1, len(columns), style=self._named("Ruled"))
        table.autofit = False
        header = table.rows[0]
        for cell, column in zip(header.cells, columns, strict=True):
            self._put(cell, column.heading.in_language(self.language), styles.HEADER)
        _keep_whole(header, header=True)
        self._control(table, f"for {loop}")
        if inner is None:
            self._row(table, columns)
        else:
            self._control(table, f"for {inner}")
            self._control(table, "if not loop.last")
            self._row(table, columns, with_next=True)
            self._control(table, "else")
            self._row(table, columns)
            self._control(table, "endif")
            self._control(table, "endfor")
        self._control(table, "endfor")
        _set_widths(table, [column.width for column in columns])

    def form(self, widths: Sequence[float], *rows: Sequence[Text], height: float = 11) -> None:
        """A table of labels and of places to fill in: cells without words, in another colour.

        It stays on one page, with what follows it.
        """
        table = self._docx.add_table(0, len(widths), style=self._named("Ruled"))
        table.autofit = False
        for words in rows:
            row = table.add_row()
            row.height = Mm(height)
            for cell, text in zip(row.cells, words, strict=True):
                self._put(cell, text.in_language(self.language), styles.CELL)
                cell.paragraphs[0].paragraph_format.keep_with_next = True
                if not text.zh:
                    _shade(cell, BLANK)
            _keep_whole(row)
        _set_widths(table, widths)

    def turn(self) -> None:
        """Go on with pages turned on their side."""
        page.turn(self._docx)

    def save(self) -> bytes:
        """The template as a file; its zip still carries the time of writing."""
        held = BytesIO()
        self._docx.save(held)
        return held.getvalue()

    def _named(self, id: str) -> str:
        return next(style.name for style in self._docx.styles if style.style_id == id)

    def _control(self, table: Table, statement: str) -> None:
        self._put(table.add_row().cells[0], f"{{%tr {statement} %}}", styles.CELL)

    def _row(self, table: Table, columns: Sequence[Column], *, with_next: bool = False) -> None:
        row = table.add_row()
        for cell, column in zip(row.cells, columns, strict=True):
            background = f"{{% cellbg {column.blank} %}}" if column.blank else ""
            self._put(cell, background + column.value, column.style)
            cell.paragraphs[0].paragraph_format.keep_with_next = with_next or None
        _keep_whole(row)

    def _put(self, cell: _Cell, words: str, style: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self._named(style)
        paragraph.add_run(words)
        cell.vertical_alignment = (
            WD_ALIGN_VERTICAL.TOP if style == styles.DENSE else WD_ALIGN_VERTICAL.CENTER
        )


def _keep_whole(row: _Row, *, header: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign", "w:hideMark")
