"""The styles of a template: fonts, sizes and lines of GB/T 9704-2012, 5.2 and 7.

Fonts are named as the standard's practice names them; `w:altName` tells Word and WPS what to
take where one is missing. LibreOffice knows no such list: it asks fontconfig.
"""

from __future__ import annotations

from dataclasses import dataclass

from mingzheng.language import Language

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

LATIN = "Times New Roman"
FANGSONG, KAI, HEI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
TITLE_SONG = "方正小标宋简体"
CLOSER = -5
"""Twips between characters of 16 points, so that 28 of them fit into 156 mm."""

INSTEAD = {
    FANGSONG: "仿宋,FangSong,STFangsong,方正仿宋_GBK",
    KAI: "楷体,KaiTi,STKaiti,方正楷体_GBK",
    HEI: "SimHei,方正黑体_GBK",
    SONG: "SimSun,方正书宋_GBK",
    TITLE_SONG: "方正小标宋_GBK,小标宋体,STZhongsong",
}
"""Font → what stands in for it, in the order of likeness."""

TITLE, HEADING_1, HEADING_2, HEADING_3 = "Title", "Heading1", "Heading2", "Heading3"
BODY, ADDRESSEE, LAW, SIGNED, NOTE = "Normal", "Addressee", "Law", "Signed", "Note"
ATTACHMENT, SUBTITLE, LISTED, MARKED = "Attachment", "Subtitle", "Listed", "Marked"
CELL, MIDDLE, NUMBER, HEADER, CAPTION = "Cell", "Middle", "Number", "HeaderCell", "Caption"
DENSE = "Dense"


@dataclass(frozen=True)
class Sizes:
    """Points: of type, and from one line to the next."""

    body: float
    line: float
    title: float
    title_line: float
    cell: float
    cell_line: float


SIZES: dict[Language, Sizes] = {
    # 三号 and 二号; each of 22 lines has 28.99 points of 225 mm.
    "zh": Sizes(body=16, line=28.95, title=22, title_line=34, cell=10.5, cell_line=15),
    "en": Sizes(body=12, line=19, title=18, title_line=26, cell=9, cell_line=12.5),
}


@dataclass(frozen=True)
class Style:
    """One paragraph style; `size` and `line` in points, indents in characters."""

    id: str
    name: str
    east: str
    size: float
    line: float
    align: str = "both"
    first: int = 0
    right: int = 0
    bold: bool = False
    above: float = 0
    below: float = 0
    keep_next: bool = False
    level: int | None = None
    closer: bool = False

    @property
    def xml(self) -> str:
        """The style as WordprocessingML."""
        half = round(self.size * 2)
        indents = _indents(self.first, self.right, self.size)
        outline = "" if self.level is None else f'<w:outlineLvl w:val="{self.level}"/>'
        default = ' w:default="1"' if self.id == BODY else ""
        closer = f'<w:spacing w:val="{CLOSER}"/>' if self.closer else ""
        weight = f'<w:b w:val="{int(self.bold)}"/>'
        based = "" if self.id == BODY else f'<w:basedOn w:val="{BODY}"/><w:next w:val="{BODY}"/>'
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/>{based}<w:qFormat/><w:pPr>'
            f'{"<w:keepNext/>" * self.keep_next}<w:widowControl w:val="{int(self.level is not None)}"/>'
            f'<w:spacing w:before="{_twips(self.above)}" w:after="{_twips(self.below)}"'
            f' w:line="{_twips(self.line)}" w:lineRule="exact"/>'
            f'{indents}<w:jc w:val="{self.align}"/>{outline}</w:pPr>'
            f'<w:rPr>{fonts(self.east)}{weight}{closer}'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
        )


def styles(language: Language) -> str:
    """styles.xml of a template."""
    default = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="Plain"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Ruled"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="Plain"/><w:tblPr><w:tblBorders>{_borders()}</w:tblBorders>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    paragraphs = "".join(style.xml for style in _paragraphs(language))
    return f'<w:styles xmlns:w="{W}">{default}{paragraphs}{table}</w:styles>'


def font_table() -> str:
    """fontTable.xml: every font that the styles name, with what stands in for it."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEI else "roman"}"/><w:pitch w:val="variable"/>'
        "</w:font>"
        for name, instead in INSTEAD.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:family w:val="roman"/></w:font>'
    return f'<w:fonts xmlns:w="{W}">{entries}{latin}</w:fonts>'


def fonts(east: str) -> str:
    """The fonts of a run: one for Chinese, one for everything else."""
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{east}"'
        ' w:hint="eastAsia"/>'
    )


def _paragraphs(language: Language) -> list[Style]:
    s = SIZES[language]
    bold = language == "en"
    indent = 2 if language == "zh" else 0
    gap = 0 if language == "zh" else 6
    body = {"size": s.body, "line": s.line, "closer": language == "zh"}
    small = {"size": s.cell, "line": s.cell_line}
    return [
        Style(BODY, "Normal", FANGSONG, **body, first=indent, below=gap),
        Style(
            TITLE, "Title", TITLE_SONG, s.title, s.title_line,
            align="center", bold=bold, below=s.line,
        ),
        Style(
            HEADING_1, "heading 1", HEI, **body,
            first=indent, bold=bold, keep_next=True, level=0, above=gap, below=gap,
        ),
        Style(
            HEADING_2, "heading 2", KAI, **body,
            first=indent, bold=bold, keep_next=True, level=1, below=gap,
        ),
        Style(
            HEADING_3, "heading 3", FANGSONG, **body,
            first=indent, bold=bold, keep_next=True, level=2, below=gap,
        ),
        Style(ADDRESSEE, "Addressee", FANGSONG, **body, below=gap),
        Style(LAW, "Law", KAI, **body, first=indent, below=gap),
        Style(SIGNED, "Signed", FANGSONG, **body, align="right", right=2, keep_next=True),
        Style(NOTE, "Note", FANGSONG, **small, above=4, below=6),
        Style(ATTACHMENT, "Attachment", HEI, **body, bold=bold, keep_next=True),
        Style(
            SUBTITLE, "Subtitle", TITLE_SONG, s.title, s.title_line,
            align="center", bold=bold, above=s.line / 2, below=s.line / 2, keep_next=True,
        ),
        Style(LISTED, "Listed", FANGSONG, **body, first=5, below=gap),
        Style(MARKED, "Marked", KAI, **small, align="center", below=10),
        Style(CELL, "Cell", FANGSONG, **small, align="left"),
        Style(DENSE, "Dense cell", FANGSONG, s.cell - 1.5, s.cell_line - 3, align="left"),
        Style(MIDDLE, "Middle cell", FANGSONG, **small, align="center"),
        Style(NUMBER, "Number cell", FANGSONG, **small, align="right"),
        Style(HEADER, "Header cell", HEI, **small, align="center", bold=bold),
        Style(
            CAPTION, "Table caption", HEI, s.cell + 1.5, s.cell_line + 5,
            align="center", bold=bold, above=8, below=3, keep_next=True,
        ),
    ]  # fmt: skip


def _indents(first: int, right: int, size: float) -> str:
    if not first and not right:
        return '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    return (
        f'<w:ind w:firstLineChars="{first * 100}" w:firstLine="{_twips(first * size)}"'
        f' w:rightChars="{right * 100}" w:right="{_twips(right * size)}"/>'
    )


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>' for side in sides)


def _twips(points: float) -> int:
    return round(points * 20)
