"""Blocks → PDF with text, or with a picture of it that nobody can read.

The font is one that PDF readers bring along (STSong-Light of Adobe-GB1), so that none is shipped;
a table from codes to characters goes with it, so that readers without that collection's tables
find the text as well. No date, no number that changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from mingzheng.sample.publishing.composition import Block
from mingzheng.sample.publishing.layout import HEIGHT, WIDTH, Page, Placed, Stroke, pages

_DESCENDANT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    b"/W[1 95 500 814 939 500]/FontDescriptor 5 0 R>>"
)
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
)
_FIRST_PAGE = 7
_PER_BLOCK = 100
"""The most entries that a block of a character map may have."""
_DOTS = 4
"""Points of the page to a dot of its picture."""


def pdf(blocks: Sequence[Block]) -> bytes:
    """A PDF whose text can be read."""
    laid = pages(blocks)
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>"
    )
    used = sorted({each for page in laid for line in page.lines for each in line.text})
    bodies = [font, _DESCENDANT, _DESCRIPTOR, _stream(_characters(used))]
    for page in laid:
        bodies += _page(b"/Font<</F 3 0 R>>", len(bodies) + 3, _drawn(page))
    return _file(bodies, _FIRST_PAGE, len(laid))


def scanned(blocks: Sequence[Block]) -> bytes:
    """A PDF of the same pages as pictures: grey bars where the lines stand, no text."""
    bodies: list[bytes] = []
    laid = pages(blocks)
    for page in laid:
        across, down = WIDTH // _DOTS, HEIGHT // _DOTS
        picture = (
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
            b"/BitsPerComponent 8" % (across, down)
        )
        shown = b"<</XObject<</P %d 0 R>>>>" % (len(bodies) + 5)
        drawn = b"q %d 0 0 %d 0 0 cm /P Do Q" % (WIDTH, HEIGHT)
        bodies += _page(shown[2:-2], len(bodies) + 3, drawn)
        bodies.append(_stream(_picture(page, across, down), picture))
    return _file(bodies, 3, len(laid), step=3)


def _page(resources: bytes, number: int, drawn: bytes) -> list[bytes]:
    """The page that is object `number`, and what is drawn on it, which is the next."""
    return [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<<%b>>>>"
        % (WIDTH, HEIGHT, number + 1, resources),
        _stream(drawn),
    ]


def _drawn(page: Page) -> bytes:
    return b"\n".join([*map(_text, page.lines), b"0.6 w", *map(_stroke, page.strokes)])


def _text(line: Placed) -> bytes:
    code = line.text.encode("utf-16-be").hex().encode()
    return b"BT /F %g Tf %.3f Tc %.2f %.2f Td <%b> Tj ET" % (
        line.size, line.spread, line.x, line.y, code,
    )  # fmt: skip


def _stroke(stroke: Stroke) -> bytes:
    return b"%.2f %.2f m %.2f %.2f l S" % (stroke.x1, stroke.y1, stroke.x2, stroke.y2)


def _characters(used: Sequence[str]) -> bytes:
    """The character map from the codes in the text to themselves (ISO 32000, 9.10.3)."""
    parts = [
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/U def/CMapType 2 def"
        b"\n1 begincodespacerange<0000><ffff>endcodespacerange"
    ]
    for start in range(0, len(used), _PER_BLOCK):
        block = [each.encode("utf-16-be").hex().encode() for each in used[start:][:_PER_BLOCK]]
        entries = b"".join(b"<%b><%b>" % (code, code) for code in block)
        parts.append(b"%d beginbfchar%bendbfchar" % (len(block), entries))
    parts.append(b"endcmap CMapName currentdict/CMap defineresource pop end end")
    return b"\n".join(parts)


def _picture(page: Page, across: int, down: int) -> bytes:
    """One octet per dot, top row first: light paper, a dark bar for each line."""
    dots = bytearray(b"\xf4" * (across * down))
    for line in page.lines:
        row = down - 1 - int(line.y / _DOTS)
        start = int(line.x / _DOTS)
        stop = min(start + int(len(line.text) * line.size / _DOTS), across - 8)
        dots[row * across + start : row * across + stop] = b"\x60" * max(stop - start, 0)
    return bytes(dots)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
        more,
        len(packed),
        packed,
    )


def _file(bodies: Sequence[bytes], first: int, count: int, *, step: int = 2) -> bytes:
    """The file: catalogue, pages, then `bodies`, of which the page objects are `step` apart."""
    kids = b" ".join(b"%d 0 R" % (first + step * place) for place in range(count))
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    data = b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x96\x87\n"
    places = []
    for number, body in enumerate([b"<</Type/Catalog/Pages 2 0 R>>", tree, *bodies], start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\n" % (
        size, table, size,
    ) + b"startxref\n%d\n%%%%EOF\n" % len(data)  # fmt: skip
