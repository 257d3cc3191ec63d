"""DER, PEM and LDIF in memory to certificates: the compiled readers and what their faults are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from mingzheng.sources import der, ldif, pem
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Reject

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]

TABLE = "certificates"
"""The record table certificates are read into."""

_PEM_REASONS = {
    pem.FAULT_NO_END: "pem_without_end",
    pem.FAULT_BASE64: "damaged_base64",
    pem.FAULT_TRUNCATED: "truncated_der",
    pem.FAULT_TRAILING: "trailing_bytes",
    pem.FAULT_KEY: "private_key_found",
    pem.FAULT_LABEL: "other_pem",
    pem.FAULT_LARGE: "too_large",
    pem.FAULT_MARKER: "damaged_marker",
    pem.FAULT_LENGTH: "damaged_base64",
}
_DER_REASONS = {
    der.FAULT_TRUNCATED: "truncated_der",
    der.FAULT_DAMAGED: "damaged_der",
    der.FAULT_TRAILING: "trailing_bytes",
    der.FAULT_KEY: "private_key_found",
    der.FAULT_OTHER: "not_a_certificate",
    der.FAULT_LARGE: "too_large",
}
_LDIF_REASONS = {
    ldif.FAULT_REFERENCE: "ldif_reference",
    ldif.FAULT_BASE64: "damaged_base64",
    ldif.FAULT_LARGE: "too_large",
}
_NOTHING_LOST = frozenset({"trailing_bytes", "other_pem"})


@dataclass(frozen=True)
class Chunk:
    """Certificates read, in order.

    data      uint8: the DER of all, one after another
    offsets   int64, one more than certificates
    files     names, each used by at least one certificate or none
    file      int32: index into `files` per certificate
    position  int64: 1-based line or ordinal per certificate
    """

    data: Bytes
    offsets: Ints
    files: list[str]
    file: npt.NDArray[np.int32]
    position: Ints


@dataclass(frozen=True)
class Pieces:
    """Files, or one window of a large file, lying in one buffer.

    data          uint8
    starts, ends  int64: each is data[start:end]
    names         as rejects name them
    depth         archives they lie in
    """

    data: Bytes
    starts: Ints
    ends: Ints
    names: list[str]
    depth: int = 0

    def __getitem__(self, part: slice) -> Pieces:
        return Pieces(self.data, self.starts[part], self.ends[part], self.names[part], self.depth)

    def whole(self, index: int) -> bytes:
        """The bytes of one piece."""
        return self.data[self.starts[index] : self.ends[index]].tobytes()


@dataclass(frozen=True)
class Window:
    """Where in a large file a piece lies, and how far it was read.

    base     offset of its first byte
    counted  line (PEM) or ordinal (DER) that comes next
    final    whether it is the last
    """

    base: int = 0
    counted: int = 1
    final: bool = True


WHOLE = Window()


@dataclass(frozen=True)
class Step:
    """What one pass gave: certificates, PKCS#7 met among them (piece, line, DER), rejects.

    `faulty` is the piece each reject is about.
    `consumed` and `counted` tell where a window that is not final goes on.
    """

    chunk: Chunk
    signed: list[tuple[int, int, bytes]]
    rejects: list[Reject]
    faulty: list[int]
    consumed: int
    counted: int


def shown_place(offset: int, byte: int | None = None) -> str:
    """An offset in a file, and the byte there, as the value of a reject."""
    return f"@{offset}" if byte is None else f"@{offset} 0x{byte:02x}"


@njit(cache=True, nogil=True)
def _decode(data, starts, ends, is_pem, counted, final, longest, largest, out, found, faults):
    blocks = 0
    faulty = 0
    to = np.int64(0)
    at = np.int64(0)
    after = np.int64(counted)
    for k in range(starts.shape[0]):
        rooms = found[blocks:, 1:]
        flaws = faults[faulty:, 1:]
        if is_pem[k]:
            more, wrong, at, after, to = pem.decode(
                data, starts[k], ends[k], counted, final, longest, largest, out, to, rooms, flaws
            )
        else:
            more, wrong, at, after = der.split(
                data, starts[k], ends[k], counted, final, longest, rooms, flaws
            )
            for n in range(more):
                size = rooms[n, 2] - rooms[n, 1]
                out[to : to + size] = data[rooms[n, 1] : rooms[n, 2]]
                rooms[n, 1] = to
                to += size
                rooms[n, 2] = to
        found[blocks : blocks + more, 0] = k
        faults[faulty : faulty + wrong, 0] = k
        blocks += more
        faulty += wrong
    return blocks, faulty, at, after


@njit(cache=True, nogil=True)
def gather(data, bounds, out):
    """Copy the pieces [start, end) of `data`, (n, 2) int64, one after another into `out`."""
    to = 0
    for k in range(bounds.shape[0]):
        size = bounds[k, 1] - bounds[k, 0]
        out[to : to + size] = data[bounds[k, 0] : bounds[k, 1]]
        to += size


def read_blocks(
    pieces: Pieces, is_pem: npt.NDArray[np.bool_], limits: Limits, window: Window = WHOLE
) -> Step:
    """Certificates in pieces that are DER or PEM; `window` only where there is one piece."""
    size = int((pieces.ends - pieces.starts).sum())
    # The shortest PEM block or certificate has 30 bytes, the shortest fault 8.
    found = np.empty((size // 30 + len(pieces.names) + 2, 5), np.int64)
    faults = np.empty((size // 8 + 4 * len(pieces.names) + 8, 5), np.int64)
    out = np.frombuffer(pa.allocate_buffer(size + 8), np.uint8)
    blocks, faulty, consumed, counted = _decode(
        pieces.data, pieces.starts, pieces.ends, is_pem, window.counted, window.final,
        limits.certificate_bytes, limits.object_bytes, out, found, faults,
    )  # fmt: skip
    wrong = faults[:faulty]
    rejects = [
        _reject(pieces, piece, is_pem=bool(is_pem[piece]), base=window.base, fault=fault)
        for piece, *fault in wrong.tolist()
    ]
    found = found[:blocks]
    plain = found[:, 1] != pem.PKCS7
    signed = [
        (piece, line, out[start:end].tobytes())
        for piece, _, start, end, line in found[~plain].tolist()
    ]
    found = found[plain]
    if signed or np.any(found[1:, 2] != found[:-1, 3]):
        bounds = np.ascontiguousarray(found[:, 2:4])
        out, scattered = np.empty(int((bounds[:, 1] - bounds[:, 0]).sum()), np.uint8), out
        gather(scattered, bounds, out)
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(found[:, 3] - found[:, 2])))
    chunk = Chunk(
        data=out[: offsets[-1]],
        offsets=offsets,
        files=pieces.names,
        file=found[:, 0].astype(np.int32),
        position=found[:, 4].copy(),
    )
    return Step(chunk, signed, rejects, wrong[:, 0].tolist(), int(consumed), int(counted))


def read_ldif(data: bytes, *, name: str, line: int, final: bool, limits: Limits) -> Step:
    """Certificates in a window of LDIF that begins at the start of line `line`."""
    text = np.frombuffer(data, np.uint8)
    # The shortest attribute, "cacertificate:", has 14 bytes.
    found = np.empty((len(text) // 14 + 1, 3), np.int64)
    faults = np.empty((len(text) // 14 + 1, 2), np.int64)
    out = np.frombuffer(pa.allocate_buffer(len(text) + 8), np.uint8)
    values, faulty, consumed, counted = ldif.decode(
        text, len(text), line, final, limits.certificate_bytes, out, found, faults
    )
    found = found[:values]
    rejects = [
        Reject(TABLE, name, _LDIF_REASONS[fault], line=at_line)
        for fault, at_line in faults[:faulty].tolist()
    ]
    chunk = Chunk(
        data=out,
        offsets=np.concatenate((np.zeros(1, np.int64), found[:, 1])),
        files=[name],
        file=np.zeros(values, np.int32),
        position=found[:, 2].copy(),
    )
    return Step(chunk, [], rejects, [0] * faulty, int(consumed), int(counted))


def _reject(pieces: Pieces, piece: int, *, is_pem: bool, base: int, fault: list[int]) -> Reject:
    """The reject of one fault; the body of a PEM block is never shown, only its label."""
    code, position, start, end = fault
    reason = (_PEM_REASONS if is_pem else _DER_REASONS)[code]
    if is_pem and end > start:
        value = pieces.data[start:end].tobytes().decode("ascii", "replace")
    else:
        inside = is_pem and start < pieces.ends[piece]
        byte = int(pieces.data[start]) if inside else None
        value = shown_place(base + start - int(pieces.starts[piece]), byte)
    rows = 0 if reason in _NOTHING_LOST else 1
    return Reject(TABLE, pieces.names[piece], reason, line=position, value=value, rows=rows)
