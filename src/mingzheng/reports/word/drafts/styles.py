"""The styles of a template: fonts, sizes and lines of GB/T 9704-2012, 5.2 and 7.

Fonts are named as the standard's practice names them; `w:altName` tells Word and WPS what to
take where one is missing. LibreOffice knows no such list: it asks fontconfig.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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

TITLE, HEADING_1, HEADING_2 = "Title", "Heading1", "Heading2"
BODY, ADDRESSEE, LAW, SIGNED, NOTE = "Normal", "Addressee", "Law", "Signed", "Note"
ATTACHMENT, SUBTITLE, LISTED, MARKED = "Attachment", "Subtitle", "Listed", "Marked"
KEPT = "Kept"
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
    new_page: bool = False

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
            f"{'<w:keepNext/>' * self.keep_next}"
            f"{'<w:pageBreakBefore/>' * self.new_page}<w:widowControl/>"
            f'<w:spacing w:before="{_twips(self.above)}" w:after="{_twips(self.below)}"'
            f' w:line="{_twips(self.line)}" w:lineRule="exact"/>'
            f'{indents}<w:jc w:val="{self.align}"/>{outline}</w:pPr>'
            f"<w:rPr>{fonts(self.east)}{weight}{closer}"
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
    zh = language == "zh"
    body = Style(
        BODY, "Normal", FANGSONG, s.body, s.line,
        first=2 if zh else 0, below=0 if zh else 6, closer=zh,
    )  # fmt: skip
    heading = replace(body, bold=not zh, keep_next=True)
    title = Style(
        TITLE, "Title", TITLE_SONG, s.title, s.title_line, "center", bold=not zh, below=s.line
    )
    cell = Style(CELL, "Cell", FANGSONG, s.cell, s.cell_line, "left")
    around = s.line / 2
    return [
        body,
        title,
        replace(heading, id=HEADING_1, name="heading 1", east=HEI, level=0, above=body.below),
        replace(heading, id=HEADING_2, name="heading 2", east=KAI, level=1),
        replace(body, id=ADDRESSEE, name="Addressee", first=0),
        replace(body, id=LAW, name="Law", east=KAI),
        # Before a signature, so that no page holds that alone, and before a list.
        replace(body, id=KEPT, name="Kept with next", keep_next=True),
        replace(body, id=LISTED, name="Listed", first=5, keep_next=True),
        replace(
            body, id=SIGNED, name="Signed", first=0, right=2, align="right", keep_next=True
        ),
        replace(
            heading, id=ATTACHMENT, name="Attachment", east=HEI, first=0, new_page=True
        ),
        replace(
            title, id=SUBTITLE, name="Subtitle", above=around, below=around, keep_next=True
        ),
        replace(cell, id=MARKED, name="Marked", east=KAI, align="center", below=10),
        replace(cell, id=NOTE, name="Note", align="both", above=4, below=6),
        replace(
            cell, id=CAPTION, name="caption", east=HEI, size=s.cell + 1.5, line=s.cell_line + 5,
            align="center", bold=not zh, above=8, below=3, keep_next=True,
        ),
        cell,
        replace(cell, id=DENSE, name="Dense cell", size=s.cell - 1.5, line=s.cell_line - 3),
        replace(cell, id=MIDDLE, name="Middle cell", align="center"),
        replace(cell, id=NUMBER, name="Number cell", align="right"),
        replace(cell, id=HEADER, name="Header cell", east=HEI, align="center", bold=not zh),
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
