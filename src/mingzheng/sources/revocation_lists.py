"""Revocation lists from files: DER and PEM, one or several in a file, also inside archives.

Only where each list begins and ends is found here; what it says is read by
`certificates.revocation_lists`. A list is in memory whole, one at a time.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mingzheng.sources.blocks import TABLE, Pieces, shown_place
from mingzheng.sources.containers import is_container, open_container
from mingzheng.sources.der import CERTIFICATE, PRIVATE_KEY, declared_end, outer_kind
from mingzheng.sources.folders import open_files, walk
from mingzheng.sources.kinds import SNIFFED, Kind, kind_of
from mingzheng.sources.limits import Limits
from mingzheng.sources.pem import decode_base64, find_begin
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.streams import Memory, Stream, stream_of

_BEGIN, _DASHES = b"-----BEGIN ", b"-----"
_LABEL = b"X509 CRL"
_LONGEST_LABEL = 64
_NO_LISTS = {Kind.EMPTY: "empty_file", Kind.BLANK: "blank_file"}


@dataclass(frozen=True)
class FoundList:
    """One list as it lies in the evidence.

    file      path relative to the evidence folder
    position  1-based: line of its BEGIN in PEM, ordinal in the file otherwise
    der       its bytes, unread
    """

    file: str
    position: int
    der: bytes


def read_revocation_lists(
    folders: list[Path], *, root: Path, rejects: Rejects, limits: Limits
) -> Iterator[FoundList]:
    """Every revocation list under the folders, in the order of their paths.

    Anything else, and what is cut off or damaged, is a reject with its place; `rejects` should
    name the table, as readers shared with certificates name theirs.
    """
    files = walk(folders, root=root, rejects=rejects)
    for item in open_files(files, rejects=rejects):
        yield from _item(item, rejects, limits)


def _item(item: Pieces | Stream, rejects: Rejects, limits: Limits) -> Iterator[FoundList]:
    if isinstance(item, Stream):
        yield from _stream(item, rejects, limits)
        return
    for index, name in enumerate(item.names):
        memory = Memory(item.whole(index))
        yield from _stream(stream_of(name, memory, depth=item.depth), rejects, limits)


def _stream(stream: Stream, rejects: Rejects, limits: Limits) -> Iterator[FoundList]:
    name, kind = stream.name, kind_of(stream.peek(SNIFFED))
    if is_container(kind):
        for item in open_container(stream, kind, limits=limits, rejects=rejects):
            yield from _item(item, rejects, limits)
        return
    data = stream.read(limits.object_bytes + 1)
    if kind in _NO_LISTS:
        rejects.add(_NO_LISTS[kind], table=TABLE, file=name)
    elif len(data) > limits.object_bytes:
        rejects.add("too_large", table=TABLE, file=name)
    elif kind is Kind.PEM:
        yield from _pem(data, name, rejects)
    elif kind is Kind.BASE64:
        yield from _base64(data, name, rejects)
    elif kind is Kind.DER:
        yield from _der(data, name, rejects)
    else:
        rejects.add("not_a_crl", table=TABLE, file=name)


def _base64(data: bytes, name: str, rejects: Rejects) -> Iterator[FoundList]:
    """A list in base64 without markers."""
    text = b"".join(data.removeprefix(b"\xef\xbb\xbf").split())
    try:
        der = binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        rejects.add("damaged_base64", table=TABLE, file=name, line=1)
        return
    yield from _der(der, name, rejects)


def _der(
    data: bytes, name: str, rejects: Rejects, *, line: int | None = None
) -> Iterator[FoundList]:
    """Lists one after another; `line` is where they stand in PEM."""
    octets, at, ordinal = np.frombuffer(data, np.uint8), 0, 0
    while at < len(data):
        ordinal += 1
        place = line or ordinal
        end = int(declared_end(octets, at, len(data))) if data[at] == 0x30 else -1
        if end < 0 or end > len(data):
            rest = data[at:].strip(b"\0\r\n\t \x1a")
            if ordinal == 1 or rest:
                why = "damaged_crl" if ordinal == 1 else "trailing_bytes"
                lost = int(ordinal == 1 or data[at] == 0x30)
                value = f"{'truncated' if end > 0 else 'unexpected_tag'} {shown_place(at)}"
                rejects.add(why, table=TABLE, file=name, line=place, value=value, rows=lost)
            return
        what = int(outer_kind(octets, at, end))
        if what in (CERTIFICATE, PRIVATE_KEY):
            reason = "private_key_found" if what == PRIVATE_KEY else "not_a_crl"
            rejects.add(reason, table=TABLE, file=name, line=place)
        else:
            yield FoundList(name, place, data[at:end])
        at = end


def _pem(data: bytes, name: str, rejects: Rejects) -> Iterator[FoundList]:
    """The blocks labelled X509 CRL; others are remarked upon, the bodies of keys never decoded."""
    text: npt.NDArray[np.uint8] = np.frombuffer(data, np.uint8)
    at, line = 0, 1
    while True:
        begin, lines = find_begin(text, at, len(data))
        if begin < 0:
            return
        line += int(lines)
        start = int(begin) + len(_BEGIN)
        close = data.find(_DASHES, start, start + _LONGEST_LABEL + len(_DASHES))
        label = data[start : max(start, close)]
        at = max(start, close)
        if label == _LABEL:
            yield from _block(text, close + len(_DASHES), name, line, rejects)
        elif label.endswith(b"PRIVATE KEY"):
            rejects.add("private_key_found", table=TABLE, file=name, line=line)
        elif b"\n" in label or close < 0:
            rejects.add("damaged_marker", table=TABLE, file=name, line=line)
        else:
            value = label.decode("ascii", "replace")
            rejects.add("other_pem", table=TABLE, file=name, line=line, value=value, rows=0)


def _block(
    text: npt.NDArray[np.uint8], start: int, name: str, line: int, rejects: Rejects
) -> Iterator[FoundList]:
    """The list whose base64 begins at `start`; its BEGIN stands in `line`."""
    out = np.empty((len(text) - start) * 3 // 4 + 8, np.uint8)
    stop, lines, written, whole = decode_base64(text, start, len(text), out, 0)
    closing = text[stop : stop + 9].tobytes()
    if closing != b"-----END ":
        cut = len(closing) < 9 or closing.startswith(b"-----BEG")
        reason = "pem_without_end" if cut else "damaged_base64"
        rejects.add(reason, table=TABLE, file=name, line=line + (0 if cut else int(lines)))
    elif not whole or not written:
        rejects.add("damaged_base64", table=TABLE, file=name, line=line)
    else:
        yield from _der(out[:written].tobytes(), name, rejects, line=line)
