"""Small PDF files, written by hand: text of a Chinese font that is not embedded, and lines."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """What is drawn: (x, y, size, text), and lines (x1, y1, x2, y2), in points."""

    texts: Sequence[tuple[float, float, float, str]] = ()
    lines: Sequence[tuple[float, float, float, float]] = ()
    extra: bytes = b""


def pdf(pages: Sequence[Page], *, trailer: bytes = b"", objects: Sequence[bytes] = ()) -> bytes:
    """The bytes of a PDF 1.7 file."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
        b"/W[1[500] 814 939 500]"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
        b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880"
        b"/StemV 93>>>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(pages)))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(pages)),
        font,
    ]
    for place, page in enumerate(pages):
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (5 + 2 * place)
        )
        packed = zlib.compress(_drawn(page))
        bodies.append(
            b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
        )
    return _file([*bodies, *objects], trailer)


def _drawn(page: Page) -> bytes:
    parts = [
        b"BT /F %g Tf %g %g Td <%b> Tj ET" % (size, x, y, text.encode("utf-16-be").hex().encode())
        for x, y, size, text in page.texts
    ]
    parts += [b"%g %g m %g %g l S" % line for line in page.lines]
    return b"\n".join([*parts, page.extra])


def _file(bodies: Sequence[bytes], trailer: bytes) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R%b>>\n" % (
        len(bodies) + 1, table, len(bodies) + 1, trailer,
    ) + b"startxref\n%d\n%%%%EOF\n" % len(data)  # fmt: skip
