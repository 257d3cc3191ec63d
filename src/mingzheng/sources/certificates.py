"""Certificates from whatever holds them, in batches: DER, PEM, PKCS#7, LDIF, ZIP and TAR.

What a file is, its content tells. Memory holds one window and one batch, whatever the size of
the evidence. A damaged file loses what is damaged; each loss is a reject with its place.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from mingzheng.sources import pkcs7
from mingzheng.sources.batches import CertificateBatch, cut_batches
from mingzheng.sources.blocks import (
    TABLE,
    Chunk,
    Pieces,
    Step,
    Window,
    read_blocks,
    read_ldif,
    shown_place,
)
from mingzheng.sources.containers import is_container, open_container
from mingzheng.sources.folders import open_files, pieces_of, walk
from mingzheng.sources.kinds import SNIFFED, Kind, kind_of, kinds_of, text_kind
from mingzheng.sources.limits import MIB, Limits
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.streams import Memory, Stream, stream_of

_WINDOW = 8 * MIB
_NO_CERTIFICATES = {
    Kind.EMPTY: "empty_file",
    Kind.BLANK: "blank_file",
    Kind.UNKNOWN: "not_a_certificate",
}


def read_certificates(
    folder: Path | list[Path],
    *,
    rejects: Rejects,
    limits: Limits | None = None,
    root: Path | None = None,
    batch_certificates: int = 100_000,
    batch_bytes: int = 256 * MIB,
) -> Iterator[CertificateBatch]:
    """Every certificate under the folders (or in the files) given, in one order.

    root  the evidence folder, which names are relative to and links may not leave; by default
          the folder itself (of several, the first)

    Files come in the order of their paths, members in that of their archive. A certificate
    found twice is given twice.
    """
    folders = folder if isinstance(folder, list) else [folder]
    if not folders:
        return
    if root is None:
        root = folders[0] if folders[0].is_dir() else folders[0].parent
    reader = _Reader(limits or Limits(), rejects)
    files = walk(folders, root=root, rejects=rejects)
    chunks = (chunk for item in open_files(files, rejects=rejects) for chunk in reader.read(item))
    yield from cut_batches(chunks, certificates=batch_certificates, size=batch_bytes)


class _Reader:
    """Turns files, members and windows into chunks of certificates."""

    def __init__(self, limits: Limits, rejects: Rejects) -> None:
        self._limits = limits
        self._rejects = rejects

    def read(self, item: Pieces | Stream) -> Iterator[Chunk]:
        """The certificates of small files or of one stream."""
        if isinstance(item, Stream):
            yield from self._stream(item)
            return
        kinds = kinds_of(item.data, item.starts, item.ends)
        plain = (kinds == Kind.DER) | (kinds == Kind.PEM)
        edges = (np.flatnonzero(plain[1:] != plain[:-1]) + 1).tolist()
        for start, stop in zip([0, *edges], [*edges, len(plain)], strict=True):
            if plain[start]:
                run = item[start:stop]
                yield from self._step(
                    read_blocks(run, kinds[start:stop] == Kind.PEM, self._limits)
                )
            else:
                for index in range(start, stop):
                    yield from self._small(item, index, Kind(int(kinds[index])))

    def _small(self, item: Pieces, index: int, kind: Kind) -> Iterator[Chunk]:
        """One small file that is neither DER nor PEM."""
        memory = Memory(item.whole(index))
        if kind is Kind.TEXT:
            kind = text_kind(memory.pread(SNIFFED, 0))
        yield from self._kind(stream_of(item.names[index], memory, depth=item.depth), kind)

    def _stream(self, stream: Stream) -> Iterator[Chunk]:
        yield from self._kind(stream, kind_of(stream.peek(SNIFFED)))

    def _kind(self, stream: Stream, kind: Kind) -> Iterator[Chunk]:
        if kind in _NO_CERTIFICATES:
            self._rejects.add(_NO_CERTIFICATES[kind], table=TABLE, file=stream.name)
        elif is_container(kind):
            opened = open_container(stream, kind, limits=self._limits, rejects=self._rejects)
            for item in opened:
                yield from self.read(item)
        elif kind is Kind.LDIF:
            yield from self._ldif(stream)
        elif kind in (Kind.PKCS7, Kind.BASE64):
            yield from self._whole(stream, kind)
        else:
            yield from self._windows(stream, is_pem=kind is Kind.PEM)

    def _windows(self, stream: Stream, *, is_pem: bool) -> Iterator[Chunk]:
        """A large file of PEM or DER, window by window; what is unfinished is carried over."""
        carried = b""
        window, size = Window(final=False), _WINDOW
        while not window.final:
            fresh = self._fresh(stream, size, window.base + len(carried))
            window = replace(window, final=len(fresh) < size)
            held = carried + fresh
            if not held:
                return
            pieces = pieces_of([held], [stream.name])
            step = read_blocks(pieces, np.array([is_pem]), self._limits, window)
            yield from self._step(step)
            carried = held[step.consumed :]
            window = Window(window.base + step.consumed, step.counted, window.final)
            # One object that outgrows the window is read again with twice as much.
            size = _WINDOW if step.consumed else len(held)

    def _fresh(self, stream: Stream, size: int, at: int) -> bytes:
        """The next window of a stream; one of zeros only is the end of it, whatever follows."""
        fresh = stream.read(size)
        if len(fresh) < size or fresh.strip(b"\0"):
            return fresh
        self._rejects.add("blank_file", table=TABLE, file=stream.name, value=shown_place(at))
        return b""

    def _step(self, step: Step) -> Iterator[Chunk]:
        """What one pass gave, with PKCS#7 in its place among the certificates."""
        self._rejects.extend(step.rejects)
        if not step.signed:
            yield step.chunk
            return
        chunk, done = step.chunk, 0
        for piece, line, data in step.signed:
            before = (chunk.file < piece) | ((chunk.file == piece) & (chunk.position < line))
            upto = int(np.count_nonzero(before))
            yield _part(chunk, done, upto)
            done = upto
            yield from self._pkcs7(data, chunk.files[piece], line)
        yield _part(chunk, done, len(chunk.file))

    def _whole(self, stream: Stream, kind: Kind) -> Iterator[Chunk]:
        """An object that must be in memory whole."""
        data = stream.read(self._limits.object_bytes + 1)
        if len(data) > self._limits.object_bytes:
            self._rejects.add("too_large", table=TABLE, file=stream.name)
        elif kind is Kind.PKCS7:
            yield from self._pkcs7(data, stream.name, None)
        else:
            try:
                der = binascii.a2b_base64(
                    b"".join(data.removeprefix(b"\xef\xbb\xbf").split()), strict_mode=True
                )
            except binascii.Error:
                self._rejects.add("damaged_base64", table=TABLE, file=stream.name, line=1)
                return
            yield from self.read(pieces_of([der], [stream.name]))

    def _pkcs7(self, data: bytes, name: str, line: int | None) -> Iterator[Chunk]:
        """The certificates of a PKCS#7; inside PEM all have the line of its BEGIN."""
        signed = pkcs7.read_signed(data, self._limits)
        if signed.reason is not None:
            place = shown_place(signed.offset)
            self._rejects.add(signed.reason, table=TABLE, file=name, line=line, value=place)
        ordinals = range(1, len(signed.certificates) + 1)
        yield _chunk(signed.certificates, name, [line or ordinal for ordinal in ordinals])

    def _ldif(self, stream: Stream) -> Iterator[Chunk]:
        """A directory's export, window by window."""
        carried, base, line, empty, final = b"", 0, 1, True, False
        while not final:
            fresh = self._fresh(stream, _WINDOW, base + len(carried))
            final = len(fresh) < _WINDOW
            held = carried + fresh
            step = read_ldif(held, name=stream.name, line=line, final=final, limits=self._limits)
            self._rejects.extend(step.rejects)
            empty = empty and not len(step.chunk.file) and not step.rejects
            carried, line = held[step.consumed :], step.counted
            base += step.consumed
            yield step.chunk
        if empty:
            self._rejects.add("no_certificates", table=TABLE, file=stream.name, rows=0)


def _chunk(certificates: list[bytes], name: str, positions: list[int]) -> Chunk:
    sizes = np.fromiter(map(len, certificates), np.int64, len(certificates))
    return Chunk(
        data=np.frombuffer(b"".join(certificates), np.uint8),
        offsets=np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))),
        files=[name],
        file=np.zeros(len(certificates), np.int32),
        position=np.array(positions, np.int64),
    )


def _part(chunk: Chunk, start: int, stop: int) -> Chunk:
    offsets = chunk.offsets[start : stop + 1]
    return Chunk(
        chunk.data[offsets[0] : offsets[-1]],
        offsets - offsets[0],
        chunk.files,
        chunk.file[start:stop],
        chunk.position[start:stop],
    )
