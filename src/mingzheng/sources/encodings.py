"""Bytes of a text file → UTF-8 blocks, with what can't be decoded left visibly spoiled.

Every encoding is turned into one stream of UTF-8 in which undecodable bytes make an invalid
sequence; the readers split that stream, and only the cell that holds the sequence is lost.
"""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from mingzheng.errors import SourceError
from mingzheng.sources.limits import KIB, MIB, Limits
from mingzheng.sources.rejects import REASONS

Encoding = Literal["utf-8", "gb18030", "utf-16-le", "utf-16-be"]

BLOCK = 8 * MIB
"""Bytes read at a time."""

_MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GZIP = b"\x1f\x8b"
_LONGEST_BLANK = 64 * MIB
_FREE_EXPANSION = 64 * MIB
_SAMPLE = 64 * KIB
_SAMPLES = 16
_FEW = 64
_SPOILED = "\udcff"
_SPOILED_RUN = re.compile(_SPOILED + "+")
_ESCAPED_RUN = re.compile("[\udc80-\udcff]+")
_HANZI = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")


class Damaged(SourceError):
    """The rest of a file can't be read; `reason` is a code of `REASONS`."""

    def __init__(self, reason: str, value: str | None = None) -> None:
        self.reason = reason
        self.value = value
        text = REASONS[reason].explanation
        super().__init__(zh=text.zh, en=text.en)


def _spoil(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _SPOILED, error.end


codecs.register_error("mingzheng.spoil", _spoil)


def detect(path: Path, limits: Limits) -> Encoding:
    """The encoding of a text file, by its byte order mark or by all of its bytes.

    UTF-8 (and ASCII) if every byte of the file is. Otherwise the beginning of the file and the
    places where UTF-8 fails are weighed, see `_weigh`. A file that can't be read to its end is
    judged by what can: who reads it meets the damage again. Raises Damaged for UTF-16 without
    its mark.
    """
    beginning, doubtful, carry = b"", b"", b""
    seen = faults = 0
    for place, block in enumerate(_until_damage(raw_blocks(path, limits))):
        if place == 0:
            for mark, encoding in _MARKS:
                if block.startswith(mark):
                    return encoding
            if _looks_like_utf16(block):
                raise Damaged("utf16_without_mark")
        beginning += block[: _SAMPLE - len(beginning)]
        data = carry + block
        cut = _whole_characters(data)
        carry = data[cut:]
        if not _is_utf8(memoryview(data)[:cut]):
            doubtful += _around_first_fault(data[:cut], after=max(0, _SAMPLE - seen))
            faults += 1
            if faults >= _SAMPLES and len(beginning) == _SAMPLE:
                break
        seen += cut
    return _weigh(beginning + b"\n" + doubtful) if faults else "utf-8"


def _weigh(sample: bytes) -> Encoding:
    """UTF-8 with spoiled bytes, or GB18030?

    Text of Chinese letters in UTF-8 is full of sequences of three bytes, which GB18030 hardly
    ever makes; where they do not outnumber what UTF-8 can't decode, fewer faults decide.
    """
    utf8 = len(_ESCAPED_RUN.findall(sample.decode("utf-8", "surrogateescape")))
    gb18030 = len(_SPOILED_RUN.findall(sample.decode("gb18030", "mingzheng.spoil")))
    if len(_HANZI.findall(sample)) > utf8 or utf8 <= gb18030:
        return "utf-8"
    return "gb18030"


def _until_damage(blocks: Iterator[bytes]) -> Iterator[bytes]:
    with suppress(Damaged):
        yield from blocks


def _looks_like_utf16(block: bytes) -> bool:
    """Text in Latin letters and digits as UTF-16: every other byte is zero, and only those."""
    sample = np.frombuffer(block[:_SAMPLE], np.uint8)
    odd = np.count_nonzero(sample[1::2] == 0) * 2 / max(len(sample), 1)
    even = np.count_nonzero(sample[::2] == 0) * 2 / max(len(sample), 1)
    return bool(max(odd, even) > 0.4 and min(odd, even) < 0.1)


def _whole_characters(data: bytes) -> int:
    """Where the last whole UTF-8 character ends: at most three bytes before the end."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if length > back else len(data)
    return len(data)


def _is_utf8(data: memoryview) -> bool:
    if not len(data):
        return True
    offsets = pa.py_buffer(np.array([0, len(data)], np.int32))
    try:
        pa.StringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _around_first_fault(data: bytes, *, after: int) -> bytes:
    """What lies around the first byte that UTF-8 can't decode, unless that is before `after`."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= after:
            start = data.rfind(b"\n", after, error.start) + 1
            return data[max(start, after, error.start - _SAMPLE) : error.start + _SAMPLE]
    return b""


def raw_blocks(path: Path, limits: Limits) -> Iterator[bytes]:
    """The bytes of a file in blocks, unpacked if it is gzip, refused where it is all zeros.

    Raises Damaged for a file that can't be read on, a compressed one that expands without
    measure, and a run of zeros longer than any record.
    """
    blank = 0
    try:
        with path.open("rb", buffering=0) as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            blocks = _gunzip(raw, limits) if packed else iter(lambda: raw.read(BLOCK), b"")
            for block in blocks:
                blank = 0 if block.strip(b"\0") else blank + len(block)
                if blank >= _LONGEST_BLANK:
                    raise Damaged("blank_file")
                yield block
    except FileNotFoundError as error:
        raise Damaged("vanished_file") from error
    except OSError as error:
        raise Damaged("unreadable_file", error.strerror) from error


def _gunzip(raw: io.FileIO, limits: Limits) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    read = written = 0
    pending = b""
    while True:
        if not pending:
            pending = raw.read(MIB)
            read += len(pending)
            if not pending:
                break
        if unpacker.eof:
            if not pending.strip(b"\0"):
                pending = b""
                continue
            unpacker = zlib.decompressobj(wbits=31)
        try:
            block = unpacker.decompress(pending, BLOCK)
        except zlib.error as error:
            raise Damaged("truncated_archive") from error
        pending = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        written += len(block)
        if written > max(_FREE_EXPANSION, read * limits.expansion):
            raise Damaged("expansion_bomb")
        if block:
            yield block
    if not unpacker.eof:
        raise Damaged("truncated_archive")


def utf8_blocks(path: Path, encoding: Encoding, limits: Limits) -> Iterator[bytes]:
    """A text file as UTF-8 without byte order mark; see the module. Raises Damaged."""
    blocks = raw_blocks(path, limits)
    if encoding == "utf-8":
        yield from _without_mark(blocks)
        return
    decoder = codecs.getincrementaldecoder(encoding)("mingzheng.spoil")
    yield from _without_mark(
        decoder.decode(block).encode("utf-8", "surrogatepass") for block in blocks
    )
    if rest := decoder.decode(b"", final=True):
        yield rest.encode("utf-8", "surrogatepass")


def _without_mark(blocks: Iterator[bytes]) -> Iterator[bytes]:
    for place, block in enumerate(blocks):
        text = block.removeprefix(codecs.BOM_UTF8) if place == 0 else block
        if text:
            yield text


def decoded(values: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Bytes that should be UTF-8 → strings, and the ordinals of those that are not (int64).

    A value that is not UTF-8 becomes null: bisection finds it, so that a column without one
    costs a single validation.
    """
    try:
        return values.cast(pa.string()), np.zeros(0, np.int64)
    except pa.ArrowInvalid:
        if len(values) <= _FEW:
            return _decoded_each(values.to_pylist())
    half = len(values) // 2
    left, left_bad = decoded(values[:half])
    right, right_bad = decoded(values[half:])
    return pa.concat_arrays([left, right]), np.concatenate([left_bad, right_bad + half])


def _decoded_each(values: list[bytes | None]) -> tuple[pa.Array, np.ndarray]:
    texts: list[str | None] = []
    bad = []
    for place, value in enumerate(values):
        try:
            texts.append(None if value is None else value.decode())
        except UnicodeDecodeError:
            texts.append(None)
            bad.append(place)
    return pa.array(texts, pa.string()), np.array(bad, np.int64)


_SURROGATES = re.compile("[\ud800-\udfff]")


def spoiled(text: str) -> bool:
    """Whether a string holds half a surrogate pair, which no encoding can carry."""
    return _SURROGATES.search(text) is not None
