"""A PDF → its pieces, in a process of its own: a hostile file ends that process, not ours.

`python -m mingzheng.documents.reading.pdf_worker FILE PAGES CHARACTERS SECONDS BYTES` writes one
JSON object: `pieces`, or `refused` with a reason of `refusals.REASONS`.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from mingzheng.documents.reading.passages import Grid, Piece
from mingzheng.documents.reading.pdf_lines import Glyph, PageContent, Rule, lines_of
from mingzheng.documents.reading.pdf_margins import without_margins
from mingzheng.documents.reading.pdf_paragraphs import pieces_of
from mingzheng.documents.reading.pdf_tables import ruled_tables

_THIN = 3.0
_MOST_OBJECTS = 20_000
_FAILURES = {pdfium.FPDF_ERR_PASSWORD: "encrypted", pdfium.FPDF_ERR_SECURITY: "encrypted"}


class Refused(Exception):
    """The PDF is not read; the argument is the reason."""


def read_pdf(path: Path, *, pages: int, characters: int) -> list[Piece]:
    """The pieces of a PDF. Raises Refused."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused(_FAILURES.get(getattr(error, "err_code", None), "damaged")) from error
    with document:
        if not len(document):
            raise Refused("damaged")
        if len(document) > pages:
            raise Refused("too_large")
        return _pieces(document, characters)


def _pieces(document: Any, characters: int) -> list[Piece]:
    lines, tables, heights = [], [], []
    seen = unmapped = 0
    for number in range(len(document)):
        try:
            page = document[number]
            content, wrong = _content(page)
        except pypdfium2.PdfiumError as error:
            raise Refused("damaged") from error
        seen += len(content.glyphs)
        unmapped += wrong
        if seen > characters:
            raise Refused("too_large")
        ruled, rest = ruled_tables(content)
        tables.append(ruled)
        lines.append(lines_of(rest, number + 1))
        heights.append(content.height)
        page.close()
    if seen < 5 * len(document) or not seen:
        raise Refused("scanned")
    if unmapped * 5 > seen:
        raise Refused("garbled")
    return list(pieces_of(without_margins(lines, heights), tables))


def _content(page: Any) -> tuple[PageContent, int]:
    """Glyphs and rules of one page, and how many glyphs have no character."""
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = []
    wrong = 0
    for glyph in _glyphs(text):
        if glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff":
            wrong += 1
        glyphs.append(glyph)
    text.close()
    return PageContent(width, height, tuple(glyphs), tuple(_rules(page))), wrong


def _glyphs(text: Any) -> Iterator[Glyph]:
    """Upright characters that are drawn; watermarks at an angle are no text."""
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    across, up = ctypes.c_double(), ctypes.c_double()
    high = 0
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if pdfium.FPDFText_IsGenerated(text, place) == 1:
            continue
        if pdfium.FPDFText_HasUnicodeMapError(text, place) == 1 or not 0 < code < 0x110000:
            code = 0xFFFD
        angle = pdfium.FPDFText_GetCharAngle(text, place)
        if 0.05 < angle < 6.23 or not pdfium.FPDFText_GetLooseCharBox(text, place, box):
            continue
        pdfium.FPDFText_GetMatrix(text, place, matrix)
        pdfium.FPDFText_GetCharOrigin(text, place, across, up)
        size = pdfium.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
        # A glyph's own box may be as flat as 一; its line is told by the baseline.
        bottom, top = up.value - 0.2 * size, up.value + 0.8 * size
        yield Glyph(chr(code), box.left, bottom, box.right, top, size)


def _rules(page: Any) -> Iterator[Rule]:
    """Straight lines: thin boxes, and the four sides of boxes that are drawn, not filled."""
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    for count, item in enumerate(paths):
        if count > _MOST_OBJECTS:
            return
        try:
            left, bottom, right, top = item.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        wide, tall = right - left, top - bottom
        if wide <= _THIN or tall <= _THIN:
            if max(wide, tall) > 5:
                yield Rule(left, bottom, right, top)
        elif _is_stroked(item):
            yield Rule(left, top - 1, right, top)
            yield Rule(left, bottom, right, bottom + 1)
            yield Rule(left, bottom, left + 1, top)
            yield Rule(right - 1, bottom, right, top)


def _is_stroked(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    return bool(stroke.value) and pdfium.FPDFPath_CountSegments(path) in (4, 5)


def _bound(seconds: int, memory: int) -> None:
    """Ask the operating system to end this process where it takes too much."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only bound there
        return
    for kind, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        resource.setrlimit(kind, (value, value))


def _said(piece: Piece) -> dict[str, Any]:
    return {"kind": "grid" if isinstance(piece, Grid) else "passage", **asdict(piece)}


def main() -> None:
    """Read the file named and write its pieces."""
    path = Path(sys.argv[1])
    pages, characters, seconds, memory = map(int, sys.argv[2:])
    _bound(seconds, memory)
    try:
        found: dict[str, Any] = {
            "pieces": [
                _said(piece) for piece in read_pdf(path, pages=pages, characters=characters)
            ]
        }
    except Refused as refused:
        found = {"refused": str(refused)}
    except MemoryError:
        found = {"refused": "too_slow"}
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
