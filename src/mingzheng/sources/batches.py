"""Certificates of any number of files cut into batches of even size, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mingzheng.sources.blocks import Chunk, Ints


@dataclass(frozen=True)
class CertificateBatch:
    """Certificates in the order in which they were found.

    der       large_binary, one DER each, no nulls
    files     names relative to the evidence folder (`a.zip!/b/c.pem` inside archives)
    file      int32: index into `files` per certificate
    position  int64, 1-based: line of the BEGIN in PEM, of the attribute in LDIF, of the row in a
              table; ordinal in the file for anything else
    """

    der: pa.LargeBinaryArray
    files: list[str]
    file: npt.NDArray[np.int32]
    position: Ints

    def __len__(self) -> int:
        return len(self.der)


def cut_batches(
    chunks: Iterator[Chunk], *, certificates: int, size: int
) -> Iterator[CertificateBatch]:
    """Batches of at most so many certificates and bytes; a larger certificate is one alone."""
    held: list[Chunk] = []
    count = weight = 0
    for chunk in chunks:
        start, total = 0, len(chunk.file)
        while start < total:
            room = chunk.offsets[start] + size - weight
            fits = int(np.searchsorted(chunk.offsets, room, side="right")) - 1
            stop = min(total, start + certificates - count, fits)
            if stop <= start and count == 0:
                stop = start + 1
            if stop > start:
                held.append(_part(chunk, start, stop))
                count += stop - start
                weight += int(chunk.offsets[stop] - chunk.offsets[start])
            if stop < total or count >= certificates:
                yield _joined(held)
                held, count, weight = [], 0, 0
            start = max(start, stop)
    if held:
        yield _joined(held)


def _part(chunk: Chunk, start: int, stop: int) -> Chunk:
    """Certificates [start, stop) of a chunk, with only the files they come from."""
    used, file = np.unique(chunk.file[start:stop], return_inverse=True)
    offsets = chunk.offsets[start : stop + 1]
    return Chunk(
        data=chunk.data[offsets[0] : offsets[-1]],
        offsets=offsets - offsets[0],
        files=[chunk.files[index] for index in used.tolist()],
        file=file.astype(np.int32),
        position=chunk.position[start:stop],
    )


def _joined(parts: list[Chunk]) -> CertificateBatch:
    files: list[str] = []
    file: list[npt.NDArray[np.int32]] = []
    offsets = [np.zeros(1, np.int64)]
    end = 0
    for part in parts:
        # A large file comes in several chunks and is still one file.
        shift = len(files) - bool(files and part.files and files[-1] == part.files[0])
        files.extend(part.files[len(files) - shift :])
        file.append(part.file + np.int32(shift))
        offsets.append(part.offsets[1:] + end)
        end += int(part.offsets[-1])
    bounds = np.concatenate(offsets)
    # Arrow's allocator gives freed batches out again: fresh pages cost more than the copy.
    data = pa.allocate_buffer(end)
    np.concatenate([part.data for part in parts], out=np.frombuffer(data, np.uint8))
    der = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(bounds) - 1, [None, pa.py_buffer(bounds), data]
    )
    position = np.concatenate([part.position for part in parts])
    return CertificateBatch(der, files, np.concatenate(file), position)
