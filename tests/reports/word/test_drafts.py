"""The templates are what their drafts write, in the layout of GB/T 9704-2012."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length

from mingzheng.reports.word.drafts import templates
from mingzheng.reports.word.filling import KINDS, template

LANGUAGES = ("zh", "en")
each_template = pytest.mark.parametrize(
    ("kind", "language"), [(kind, language) for kind in KINDS for language in LANGUAGES]
)


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(kind: str, language: str):
    return Document(BytesIO(template(kind, language)))


def millimetres(length: Length | None) -> int:
    assert length is not None
    return round(length.mm)


def test_what_is_shipped_is_what_the_drafts_write():
    for name, written in templates():
        kind, language, _ = name.split(".")
        assert parts(template(kind, language)) == parts(written), name


@each_template
def test_a_page_has_the_measures_of_the_standard(kind, language):
    section = opened(kind, language).sections[0]
    assert (millimetres(section.page_width), millimetres(section.page_height)) == (210, 297)
    assert (millimetres(section.top_margin), millimetres(section.left_margin)) == (37, 28)
    across = section.page_width - section.left_margin - section.right_margin
    down = section.page_height - section.top_margin - section.bottom_margin
    assert (millimetres(Length(across)), millimetres(Length(down))) == (156, 225)


def test_a_page_holds_22_lines_of_28_characters():
    document = opened("self-inspection", "zh")
    normal = document.styles["Normal"]
    line = normal.paragraph_format.line_spacing.pt
    assert 22 * line <= 225 / 25.4 * 72 < 23 * line
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert normal.font.size.pt == 16
    assert 28 * (16 + closer) <= 156 / 25.4 * 72 < 29 * (16 + closer)


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
    ],
)
def test_type_is_that_of_the_standard(style, font, points):
    found = opened("self-inspection", "zh").styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size.pt == points


@each_template
def test_page_numbers_stand_between_dashes_on_the_outer_side(kind, language):
    document = opened(kind, language)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert "PAGE" in paragraph._p.xml
        assert paragraph._p.pPr.jc.val == {"right": 2, "left": 0}[side]
    for later in document.sections[1:]:
        assert later.footer.is_linked_to_previous


@each_template
def test_tables_repeat_their_header_and_keep_rows_whole(kind, language):
    document = opened(kind, language)
    listed = [table for table in document.tables if len(table.rows) > 2 and controls(table)]
    assert listed
    for table in listed:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        for row in table.rows:
            if "{%tr" not in row.cells[0].text:
                assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def controls(table) -> bool:
    return any("{%tr" in row.cells[0].text for row in table.rows)


@each_template
def test_columns_fill_the_type_area(kind, language):
    document = opened(kind, language)
    for table in document.tables:
        width = sum(cell.width.mm for cell in table.rows[0].cells)
        assert round(width) in (156, 225)


def test_fonts_name_what_stands_in_for_them():
    table = parts(template("self-inspection", "zh"))["word/fontTable.xml"].decode()
    for font in ("仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"):
        assert f'w:name="{font}"><w:altName' in table


def test_the_record_form_says_that_it_is_a_reconstruction():
    texts = [p.text for p in opened("inspection-record", "zh").paragraphs]
    assert any("官方检查记录表未公开" in text and "{{ notice.annex }}" in text for text in texts)
