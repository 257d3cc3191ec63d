"""An empty page of an official document, by the measures of GB/T 9704-2012.

A4, 37 mm above, 28 mm at the binding edge, a type area of 156 by 225 mm (5.2), page numbers
between dashes on the outer side, 7 mm below the type area (7.5). That it holds 22 lines of 28
characters, the styles see to: programs disagree on what a document grid means.
"""

from __future__ import annotations

from datetime import datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.section import _Footer
from docx.shared import Mm

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts.styles import SONG, W, font_table, fonts, styles

WIDTH, HEIGHT = 210, 297
ABOVE, BINDING = 37, 28
ACROSS, DOWN = 156, 225
"""The type area, millimetres."""

_FOOTER = 22
"""Millimetres from the lower edge of the page to the end of the line with its number."""

_NUMBER_SIZE = 14
_WRITTEN = datetime(2022, 8, 2)  # noqa: DTZ001 - docx wants it naive; the day of the notice


def empty(language: Language, title: Text) -> Docx:
    """A document without a word in it, in the layout of the standard."""
    docx = Document()
    _restyle(docx, language)
    said = docx.core_properties
    said.title, said.author, said.comments = title.in_language(language), "", ""
    said.created = said.modified = _WRITTEN
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.top_margin, section.bottom_margin = Mm(ABOVE), Mm(HEIGHT - ABOVE - DOWN)
    section.left_margin, section.right_margin = Mm(BINDING), Mm(WIDTH - BINDING - ACROSS)
    section.footer_distance = Mm(_FOOTER)
    docx.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")
    return docx


def turn(docx: Docx) -> None:
    """Go on with pages turned on their side, their head at the binding edge of the others."""
    section = docx.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(HEIGHT), Mm(WIDTH)
    section.top_margin, section.bottom_margin = Mm(BINDING), Mm(WIDTH - BINDING - ACROSS)
    section.left_margin, section.right_margin = Mm(HEIGHT - ABOVE - DOWN), Mm(ABOVE)
    section.footer_distance = Mm(_FOOTER - 9)


def _restyle(docx: Docx, language: Language) -> None:
    """Our styles and fonts only; nothing of the library's own document shows."""
    given = docx.styles.element
    for child in list(given):
        given.remove(child)
    given.extend(list(parse_xml(styles(language))))
    for relation in docx.part.rels.values():
        if relation.reltype == RELATION.FONT_TABLE:
            relation.target_part._blob = font_table().encode()
    package = docx.part.package
    for id, relation in list(package.rels.items()):
        if relation.reltype == RELATION.THUMBNAIL:
            del package.rels[id]


def _number(footer: _Footer, side: str) -> None:
    """— 1 —, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    run = (
        f"<w:rPr>{fonts(SONG)}"
        f'<w:sz w:val="{2 * _NUMBER_SIZE}"/><w:szCs w:val="{2 * _NUMBER_SIZE}"/></w:rPr>'
    )
    indent = f'<w:ind w:{side}Chars="100" w:{side}="{20 * _NUMBER_SIZE}" w:firstLine="0"/>'
    field = "".join(
        f"<w:r>{run}{inside}</w:r>"
        for inside in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve">PAGE</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    paragraph = parse_xml(
        f'<w:p xmlns:w="{W}"><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="400" w:lineRule="exact"/>{indent}<w:jc w:val="{side}"/></w:pPr>'
        f"{field}</w:p>"
    )
    element = footer._element
    for child in list(element):
        element.remove(child)
    element.append(paragraph)
