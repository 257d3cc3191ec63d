"""Certificates in a column of a table, as databases export them: base64, hex, PEM or bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from mingzheng.sources.batches import CertificateBatch, cut_batches
from mingzheng.sources.blocks import TABLE, Bytes, Chunk, Ints, Pieces, gather, read_blocks
from mingzheng.sources.der import declared_end
from mingzheng.sources.limits import MIB, Limits
from mingzheng.sources.pem import decode_base64
from mingzheng.sources.rejects import Reject, Rejects

Encoding = Literal["base64", "hex", "pem", "der"]

_READ, _PEM, _EMPTY, _BASE64, _HEX, _CUT, _SHORT, _TRAILING, _LARGE, _SHORT_GROUP = range(10)
_REASONS = {
    _EMPTY: "empty_certificate",
    _BASE64: "damaged_base64",
    _HEX: "damaged_hex",
    _CUT: "truncated_base64",
    _SHORT: "truncated_der",
    _TRAILING: "trailing_bytes",
    _LARGE: "too_large",
}
_BASE64_FORM, _HEX_FORM, _PEM_FORM, _DER_FORM = 1, 2, 3, 4
_FORMS: dict[Encoding | None, int] = {
    None: 0,
    "base64": _BASE64_FORM,
    "hex": _HEX_FORM,
    "pem": _PEM_FORM,
    "der": _DER_FORM,
}

# A spreadsheet's cell holds 32,767 characters; blanks at its end may have been stripped.
_CELL, _CELL_STRIPPED = 32_767, 32_760


def read_certificate_column(
    batches: Iterator[pa.RecordBatch],
    column: str,
    *,
    file: str,
    rejects: Rejects,
    encoding: Encoding | None = None,
    line_column: str | None = None,
    limits: Limits | None = None,
    batch_certificates: int = 100_000,
    batch_bytes: int = 256 * MIB,
) -> Iterator[CertificateBatch]:
    """The certificates in one column of a table, usually one to a row.

    column       string or binary
    file         the table's name, as rejects and batches give it
    encoding     of every cell; None: each cell's is told by its first characters (hex of DER
                 begins with 30, PEM with dashes, bytes with 0x30 0x8x, base64 with anything else)
    line_column  int64 column with the line of each row; without it rows are numbered from 1

    A PEM cell with several certificates gives all of them, with the row's line.
    """
    chunks = _chunks(
        batches,
        column,
        file=file,
        rejects=rejects,
        form=_FORMS[encoding],
        line_column=line_column,
        limits=limits or Limits(),
    )
    yield from cut_batches(chunks, certificates=batch_certificates, size=batch_bytes)


def _chunks(
    batches: Iterator[pa.RecordBatch],
    column: str,
    *,
    file: str,
    rejects: Rejects,
    form: int,
    line_column: str | None,
    limits: Limits,
) -> Iterator[Chunk]:
    passed = 0
    for batch in batches:
        if line_column is None:
            lines = np.arange(passed + 1, passed + 1 + len(batch), dtype=np.int64)
        else:
            lines = batch[line_column].cast(pa.int64()).to_numpy(zero_copy_only=False)
        passed += len(batch)
        data, starts, ends = _cells(batch[column])
        codes = np.empty(len(starts), np.uint8)
        bounds = np.empty((len(starts), 2), np.int64)
        out = np.empty(int((ends - starts).sum()) + 8, np.uint8)
        _decode_cells(data, starts, ends, form, limits.certificate_bytes, out, bounds, codes)
        _tell(codes, lines, file=file, column=column, rejects=rejects)
        read = np.flatnonzero((codes == _READ) | (codes == _TRAILING))
        plain = _gathered(out, bounds[read], lines[read], file)
        inner = np.flatnonzero(codes == _PEM)
        if len(inner) == 0:
            yield plain
            continue
        blocks = _pem_cells(
            Pieces(data, starts[inner], ends[inner], [file] * len(inner)),
            lines[inner], column=column, rejects=rejects, limits=limits,
        )  # fmt: skip
        yield _merged(plain, blocks, file)


def _cells(column: pa.Array) -> tuple[Bytes, Ints, Ints]:
    """The buffer of a column and where each cell lies in it; a null cell is empty."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        escaped = pc.any(pc.match_substring(column, "\\n")).as_py()
        # JSON inside CSV: the line breaks of a PEM as two characters.
        column = pc.replace_substring(column, "\\n", "\n") if escaped else column
    column = column.cast(pa.large_binary())
    _, offsets, content = column.buffers()
    bounds = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(content or b"", np.uint8)
    ends = bounds[1:].copy()
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    ends[~valid] = bounds[:-1][~valid]
    return data, bounds[:-1].copy(), ends


@njit(cache=True, nogil=True)
def _hex_digit(byte):
    if 48 <= byte <= 57:
        return byte - 48
    if 65 <= byte <= 70:
        return byte - 55
    if 97 <= byte <= 102:
        return byte - 87
    return 255


@njit(cache=True, nogil=True)
def _decode_hex(text, at, end, out, to):
    """Decode hex digits (blanks and colons between them pass); -1 where there are others."""
    high = np.int64(-1)
    for k in range(at, end):
        byte = text[k]
        if byte in (9, 10, 13, 32, 58):
            continue
        digit = np.int64(_hex_digit(np.int64(byte)))
        if digit > 15:
            return np.int64(-1)
        if high < 0:
            high = digit
        else:
            out[to] = np.uint8(high * 16 + digit)
            to += 1
            high = np.int64(-1)
    return np.int64(-1) if high >= 0 else to


@njit(cache=True, nogil=True)
def _form_of(text, at, end):
    """The encoding of one cell and where its content begins."""
    if end - at > 1 and text[at] == 0x30 and text[at + 1] >= 0x80:
        return _DER_FORM, at
    if text[at] == 45:  # -
        return _PEM_FORM, at
    if end - at > 2 and text[at + 1] in (120, 88) and text[at] in (48, 92):  # 0x, \x
        return _HEX_FORM, at + 2
    if end - at > 1 and text[at] == 51 and text[at + 1] == 48:  # 30
        return _HEX_FORM, at
    return _BASE64_FORM, at


@njit(cache=True, nogil=True)
def _decode_form(text, at, end, form, out, to):
    """Decode one cell of a known form; returns its code and where writing ended."""
    if form == _DER_FORM:
        out[to : to + end - at] = text[at:end]
        return _READ, to + end - at
    if form == _HEX_FORM:
        written = _decode_hex(text, at, end, out, to)
        return (_READ if written >= 0 else _HEX), written
    stop, _, written, whole = decode_base64(text, at, end, out, to)
    if stop < end:
        return _BASE64, to
    return (_READ if whole else _SHORT_GROUP), written


@njit(cache=True, nogil=True)
def _decode_cell(text, at, end, form, longest, out, to):
    """Decode one cell that holds something; returns its code and where writing ended."""
    told, begin = _form_of(text, at, end)
    cut = _CELL_STRIPPED <= end - at <= _CELL
    if form == 0 or form == told:
        form, at = told, begin
    if form == _PEM_FORM:
        return _PEM, to
    code, written = _decode_form(text, at, end, form, out, to)
    if code == _SHORT_GROUP:
        return (_CUT if cut else _BASE64), to
    if code != _READ:
        return code, to
    if written - to > longest:
        return _LARGE, to
    declared = declared_end(out, to, written)
    if out[to] != 0x30 or declared < 0 or declared == written:
        return _READ, written
    if declared < written:
        return _TRAILING, declared
    return (_CUT if cut else _SHORT), to


@njit(cache=True, nogil=True)
def _decode_cells(text, starts, ends, form, longest, out, bounds, codes):
    """Decode every cell into `out`; `bounds` (n, 2) int64 and `codes` uint8 say what came of it."""
    to = np.int64(0)
    for k in range(starts.shape[0]):
        at = starts[k]
        end = ends[k]
        while at < end and text[at] in (9, 10, 13, 32):
            at += 1
        while end > at and text[end - 1] in (9, 10, 13, 32) and form != _DER_FORM:
            end -= 1
        bounds[k, 0] = to
        if at == end:
            codes[k] = _EMPTY
        else:
            code, to = _decode_cell(text, at, end, form, longest, out, to)
            codes[k] = code
        bounds[k, 1] = to


def _tell(
    codes: npt.NDArray[np.uint8], lines: Ints, *, file: str, column: str, rejects: Rejects
) -> None:
    for code, reason in _REASONS.items():
        chosen = lines[codes == code]
        if len(chosen):
            rejects.add_column(
                reason,
                table=TABLE,
                file=file,
                lines=pa.array(chosen),
                column=column,
                rows=0 if code == _TRAILING else 1,
            )


def _pem_cells(
    pieces: Pieces, lines: Ints, *, column: str, rejects: Rejects, limits: Limits
) -> Chunk:
    """Cells of PEM: faults keep their reason and get the row's line."""
    sizes = pieces.ends - pieces.starts
    cut = (sizes >= _CELL_STRIPPED) & (sizes <= _CELL)
    step = read_blocks(pieces, np.ones(len(lines), np.bool_), limits)
    for reject, piece in zip(step.rejects, step.faulty, strict=True):
        spoiled = cut[piece] and reject.reason in (
            "pem_without_end",
            "truncated_der",
            "damaged_base64",
        )
        reason = "truncated_base64" if spoiled else reject.reason
        line = int(lines[piece])
        rejects.extend(
            [Reject(TABLE, reject.file, reason, line, column, reject.value, reject.rows)]
        )
    for piece, _, _ in step.signed:
        rejects.add(
            "other_pem", table=TABLE, file=pieces.names[piece], line=int(lines[piece]), column=column,
            value="PKCS7",
        )  # fmt: skip
    silent = np.ones(len(lines), np.bool_)
    silent[step.chunk.file] = False
    silent[step.faulty] = False
    silent[[piece for piece, _, _ in step.signed]] = False
    for line in lines[silent].tolist():
        rejects.add("damaged_marker", table=TABLE, file=pieces.names[0], line=line, column=column)
    chunk = step.chunk
    return Chunk(chunk.data, chunk.offsets, chunk.files, chunk.file, lines[chunk.file])


def _gathered(out: Bytes, bounds: Ints, lines: Ints, file: str) -> Chunk:
    """Cells decoded one after another, without the leavings of those that failed."""
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(bounds[:, 1] - bounds[:, 0])))
    return Chunk(out[: offsets[-1]], offsets, [file], np.zeros(len(lines), np.int32), lines)


def _merged(plain: Chunk, blocks: Chunk, file: str) -> Chunk:
    """Two chunks of one table in the order of its rows."""
    position = np.concatenate((plain.position, blocks.position))
    order = np.argsort(position, kind="stable")
    data = np.concatenate((plain.data, blocks.data))
    starts = np.concatenate((plain.offsets[:-1], blocks.offsets[:-1] + plain.offsets[-1]))
    ends = np.concatenate((plain.offsets[1:], blocks.offsets[1:] + plain.offsets[-1]))
    bounds = np.column_stack((starts, ends))[order]
    out = np.empty(len(data), np.uint8)
    gather(data, bounds, out)
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(bounds[:, 1] - bounds[:, 0])))
    return Chunk(out, offsets, [file], np.zeros(len(order), np.int32), position[order])
