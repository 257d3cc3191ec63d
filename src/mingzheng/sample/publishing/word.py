"""Blocks → DOCX, the same bytes whenever it is made."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from mingzheng.sample.publishing.composition import Block, Line

_SONG, _HEI = "宋体", "黑体"
_STYLES = {1: "Title", 2: "Heading 1", 3: "Heading 2"}
_SIZES = {"Normal": 10.5, "Title": 18.0, "Heading 1": 14.0, "Heading 2": 12.0}
_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)


def docx(blocks: Sequence[Block], *, written: dt.date) -> bytes:
    """A DOCX file; written: the day that its properties state."""
    document = Document()
    _style(document)
    said = document.core_properties
    said.title = blocks[0].text if isinstance(blocks[0], Line) else ""
    said.author = said.comments = said.last_modified_by = ""
    said.created = said.modified = dt.datetime.combine(written, dt.time())
    for block in blocks:
        if isinstance(block, Line):
            document.add_paragraph(block.text, _STYLES.get(block.level))
            continue
        table = document.add_table(len(block.cells), len(block.cells[0]), "Table Grid")
        for row, cells in zip(table.rows, block.cells, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    saved = io.BytesIO()
    document.save(saved)
    return _timeless(saved)


def _style(document: Any) -> None:
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [a for a in fonts.attrib if a.endswith("Theme")]:
            del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), _SONG if name == "Normal" else _HEI)
        fonts.set(qn("w:ascii"), "Times New Roman")
        fonts.set(qn("w:hAnsi"), "Times New Roman")
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _timeless(saved: io.BytesIO) -> bytes:
    """The same package, its members without the moment at which they were packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as given, zipfile.ZipFile(packed, "w") as made:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, _ZIP_BEGINS)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            made.writestr(member, given.read(name))
    return packed.getvalue()
