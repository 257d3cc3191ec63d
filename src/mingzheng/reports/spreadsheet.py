"""Office Open XML workbooks (ECMA-376), written column by column instead of cell by cell.

A general library spends some ten microseconds on a cell; a million rows of twenty columns would
take minutes. Here a batch of Arrow columns becomes the XML of its rows in a few vector
operations. Every text is an inline string: nothing that a stranger wrote is ever a formula.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc

MOST_BYTES = 1_900_000_000
"""Of one sheet's XML: beyond 2 GiB a ZIP needs extensions that not every reader knows."""

PLAIN, QUOTED, TIME, HEADER, TITLE, BOLD, WRAPPED = range(7)
"""The cell formats, by their place in spreadsheet_parts/styles.xml."""

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOOKS_LIKE_ESCAPE = r"_(x[0-9A-Fa-f]{4}_)"
_INTERPRETED = r"^[=+\-@\t\r]"


class Spreadsheet:
    """A workbook being written; one sheet at a time is open. Same calls, same bytes."""

    def __init__(self, path: Path, *, title: str, created: dt.date) -> None:
        self.path = path
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._title = title
        self._created = created
        self._sheets: dict[int, tuple[str, str | None]] = {}

    def sheet(self, place: int, name: str, widths: Sequence[int]) -> Sheet:
        """Open the sheet at a place (from 1) of the workbook; close it before the next."""
        self._sheets[place] = (name, None)
        member = self._zip.open(_member(f"xl/worksheets/sheet{place}.xml"), "w")
        return Sheet(self, place, member, widths)

    def filtered(self, place: int, reference: str) -> None:
        """Note the cells over which a sheet's rows can be filtered."""
        name, _ = self._sheets[place]
        quoted = name.replace("'", "''")
        first, last = (_absolute(cell) for cell in reference.split(":"))
        self._sheets[place] = (name, f"'{quoted}'!{first}:{last}")

    def close(self) -> None:
        """Write what ties the sheets together."""
        for name, text in self._parts().items():
            self._zip.writestr(_member(name), _DECLARED + text, compresslevel=6)
        self._zip.close()

    def _parts(self) -> dict[str, str]:
        listed = sorted(self._sheets.items())
        sheets = "".join(
            f'<sheet name="{_attribute(name)}" sheetId="{place}" r:id="rId{place}"/>'
            for place, (name, _) in listed
        )
        names = "".join(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
            f"{escape(reference)}</definedName>"
            for n, (_, (_, reference)) in enumerate(listed)
            if reference
        )
        relations = "".join(
            f'<Relationship Id="rId{place}" Type="{_RELATIONS}/worksheet"'
            f' Target="worksheets/sheet{place}.xml"/>'
            for place, _ in listed
        )
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for place, _ in listed
        )
        fixed = resources.files(__package__) / "spreadsheet_parts"
        filled = {
            "sheets": sheets,
            "names": f"<definedNames>{names}</definedNames>" if names else "",
            "relations": relations,
            "types": types,
            "title": escape(self._title),
            "created": self._created.isoformat(),
        }
        return {
            member: _filled((fixed / name).read_text("utf-8"), filled)
            for name, member in _MEMBERS.items()
        }


class Sheet:
    """One sheet, rows appended from the top; a context manager that closes it."""

    def __init__(
        self, book: Spreadsheet, place: int, member: IO[bytes], widths: Sequence[int]
    ) -> None:
        self._book = book
        self._place = place
        self._member = member
        self._columns = len(widths)
        self._filtered = False
        self.rows = 0
        self.bytes = 0
        self._widths = widths

    def __enter__(self) -> Sheet:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def begin(self, header: Sequence[str] | None = None) -> None:
        """Write what stands before the rows; a header stays in sight and filters."""
        frozen = (
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            if header
            else ""
        )
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(self._widths, start=1)
        )
        self._write(
            f'{_DECLARED}<worksheet xmlns="{_NAMESPACE}"><sheetViews>'
            f'<sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>"
        )
        if header:
            self._filtered = True
            self.row([(text, HEADER) for text in header], height=48)

    def row(self, cells: Sequence[tuple[str, int]], *, height: int | None = None) -> None:
        """Append one row of (text, format)."""
        self.rows += 1
        tall = f' ht="{height}" customHeight="1"' if height else ""
        inside = "".join(
            f'<c r="{_letter(n)}{self.rows}" s="{style}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{escape(text)}</t></is></c>'
            for n, (text, style) in enumerate(cells)
            if text
        )
        self._write(f'<row r="{self.rows}"{tall}>{inside}</row>')

    def append(self, columns: Sequence[pa.Array], *, numbers: frozenset[int]) -> None:
        """Append rows: strings by column, null is empty; `numbers` are places of times."""
        count = len(columns[0])
        at = pa.array(range(self.rows + 1, self.rows + count + 1), pa.int64()).cast(pa.string())
        pieces = [
            _times(column, _letter(n), at) if n in numbers else _strings(column, _letter(n), at)
            for n, column in enumerate(columns)
        ]
        self.rows += count
        self._write(_bytes(_concatenated('<row r="', at, '">', *pieces, "</row>")))

    def close(self) -> None:
        """Write what stands after the rows."""
        reference = f"A1:{_letter(self._columns - 1)}{self.rows}"
        self._write("</sheetData>")
        if self._filtered:
            self._write(f'<autoFilter ref="{reference}"/>')
            self._book.filtered(self._place, reference)
        self._write("</worksheet>")
        self._member.close()

    def _write(self, text: str | pa.Buffer) -> None:
        data = text.encode() if isinstance(text, str) else memoryview(text)
        self.bytes += len(data)
        self._member.write(data)


def _strings(column: pa.Array, letter: str, at: pa.Array) -> pa.Array:
    text = pc.replace_substring_regex(column, _LOOKS_LIKE_ESCAPE, r"_x005F_\1")
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = pc.replace_substring(text, character, entity)
    # A quote keeps it text even where someone edits the cell or exports the sheet.
    quoted = pc.match_substring_regex(column, _INTERPRETED)
    style = pc.if_else(quoted, f'" s="{QUOTED}"', '"')
    opened = ' t="inlineStr"><is><t xml:space="preserve">'
    cells = _concatenated(f'<c r="{letter}', at, style, opened, text, "</t></is></c>")
    return pc.fill_null(cells, "")


def _times(column: pa.Array, letter: str, at: pa.Array) -> pa.Array:
    opened = f'" s="{TIME}"><v>'
    return pc.fill_null(_concatenated(f'<c r="{letter}', at, opened, column, "</v></c>"), "")


def _concatenated(*pieces: pa.Array | str) -> pa.Array:
    """Piece by piece, row by row; null where any piece is."""
    # Large strings: their offsets hold a batch of any length.
    large = [
        pa.scalar(piece, pa.large_string())
        if isinstance(piece, str)
        else piece.cast(pa.large_string())
        for piece in pieces
    ]
    return pc.binary_join_element_wise(*large, pa.scalar("", pa.large_string()))


def _bytes(rows: pa.Array) -> pa.Buffer:
    """The rows of a large-string array one after the other, as Arrow holds them."""
    _, offsets, data = rows.buffers()
    bounds = pa.Array.from_buffers(pa.int64(), rows.offset + len(rows) + 1, [None, offsets])
    first, last = bounds[rows.offset].as_py(), bounds[-1].as_py()
    return data.slice(first, last - first)


def _letter(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        name = chr(ord("A") + left) + name
    return name


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _filled(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template.strip()


def _member(name: str) -> zipfile.ZipInfo:
    """A member dated as ZIP's first day: the wall clock would make each run's bytes its own."""
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


_MEMBERS = {
    "types.xml": "[Content_Types].xml",
    "package.xml": "_rels/.rels",
    "core.xml": "docProps/core.xml",
    "workbook.xml": "xl/workbook.xml",
    "relations.xml": "xl/_rels/workbook.xml.rels",
    "styles.xml": "xl/styles.xml",
}
