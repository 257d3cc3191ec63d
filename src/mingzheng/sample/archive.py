"""The archive of the synthetic CA: its certificates in the containers that real archives come in."""

from __future__ import annotations

import base64
import io
import tarfile
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from numba import njit

CONTAINERS = ("pem", "tar", "zip", "der", "table")
CERTIFICATE_HEADER = "证书内容"
"""The header of the base64 column of a table."""

COLUMN = pa.schema([(CERTIFICATE_HEADER, pa.string())])
PER_FILE = 100_000
FILES_PER_FOLDER = 1000

Octets = npt.NDArray[np.uint8]
Bounds = npt.NDArray[np.int64]

_ALPHABET = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", np.uint8
)
_BEGIN = np.frombuffer(b"-----BEGIN CERTIFICATE-----\n", np.uint8)
_END = np.frombuffer(b"-----END CERTIFICATE-----\n", np.uint8)
_LINE = 48
"""Octets in a line of 64 characters (RFC 7468)."""


@njit(cache=True, nogil=True)
def _encode(data: Octets, starts: Bounds, ends: Bounds, cursors: Bounds, out: Octets) -> None:
    for row in range(len(starts)):
        at = cursors[row]
        for octet in _BEGIN:
            out[at] = octet
            at += 1
        for line in range(starts[row], ends[row], _LINE):
            stop = min(line + _LINE, ends[row])
            for i in range(line, stop, 3):
                left = stop - i
                word = np.uint32(data[i]) << np.uint32(16)
                if left > 1:
                    word |= np.uint32(data[i + 1]) << np.uint32(8)
                if left > 2:
                    word |= np.uint32(data[i + 2])
                out[at] = _ALPHABET[(word >> np.uint32(18)) & np.uint32(63)]
                out[at + 1] = _ALPHABET[(word >> np.uint32(12)) & np.uint32(63)]
                out[at + 2] = _ALPHABET[(word >> np.uint32(6)) & np.uint32(63)] if left > 1 else 61
                out[at + 3] = _ALPHABET[word & np.uint32(63)] if left > 2 else 61
                at += 4
            out[at] = 10
            at += 1
        for octet in _END:
            out[at] = octet
            at += 1


def pem(certificates: pa.LargeBinaryArray) -> Octets:
    """The certificates as one PEM bundle (RFC 7468)."""
    _, offsets, data = certificates.buffers()
    first = certificates.offset
    bounds = np.frombuffer(offsets, np.int64)[first : first + len(certificates) + 1]
    lengths = np.diff(bounds)
    sizes = len(_BEGIN) + len(_END) + (lengths + 2) // 3 * 4 + -(-lengths // _LINE)
    cursors = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    out = np.empty(cursors[-1], np.uint8)
    octets = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
    _encode(octets, bounds[:-1], bounds[1:], cursors[:-1], out)
    return out


class Archive:
    """Certificates written as they come; a context manager.

    parquet: whether a table of them is Parquet, as the records are then; else it is CSV.
    """

    def __init__(self, folder: Path, *, container: str, parquet: bool = False) -> None:
        self.folder = folder
        self.container = container
        self.parquet = parquet
        self.certificates = 0
        folder.mkdir(parents=True)
        self._file: Any = None  # pyarrow's writer ships no types
        self._held = 0

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def write(self, certificates: pa.LargeBinaryArray) -> None:
        """Append certificates; a file holds `PER_FILE` of them."""
        start = 0
        while start < len(certificates):
            stop = min(len(certificates), start + PER_FILE - self._held)
            self._append(certificates[start:stop])
            self._held += stop - start
            self.certificates += stop - start
            start = stop
            if self._held == PER_FILE:
                self._close()

    def _append(self, certificates: pa.LargeBinaryArray) -> None:
        if self.container == "der":
            for number, der in enumerate(certificates.to_pylist(), self.certificates):
                folder = self.folder / f"{number // FILES_PER_FOLDER:05}"
                folder.mkdir(exist_ok=True)
                (folder / f"{number:08}.cer").write_bytes(der)
            return
        if self._file is None:
            self._file = self._opened()
        if isinstance(self._file, tarfile.TarFile | zipfile.ZipFile):
            for number, der in enumerate(certificates.to_pylist(), self.certificates):
                _add(self._file, f"{number:08}.cer", der)
        elif self.container == "pem":
            self._file.write(pem(certificates).data)
        else:
            cells = [base64.b64encode(der) for der in certificates.to_pylist()]
            if isinstance(self._file, pq.ParquetWriter):
                self._file.write_table(pa.table([pa.array(cells).cast(pa.string())], COLUMN))
            else:
                self._file.write(b"".join(cell + b"\n" for cell in cells))

    def _opened(self) -> Any:
        name = f"certificates-{self.certificates // PER_FILE + 1:05}"
        if self.container == "tar":
            return tarfile.open(self.folder / f"{name}.tar", "w")
        if self.container == "zip":
            return zipfile.ZipFile(self.folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED)
        if self.container == "table" and self.parquet:
            return pq.ParquetWriter(self.folder / f"{name}.parquet", COLUMN)
        suffix = {"pem": "pem", "table": "csv"}[self.container]
        file = (self.folder / f"{name}.{suffix}").open("wb")
        if self.container == "table":
            file.write(f"{CERTIFICATE_HEADER}\n".encode())
        return file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file, self._held = None, 0


def _add(file: tarfile.TarFile | zipfile.ZipFile, name: str, der: bytes) -> None:
    if isinstance(file, zipfile.ZipFile):
        file.writestr(zipfile.ZipInfo(name), der, zipfile.ZIP_DEFLATED)
        return
    member = tarfile.TarInfo(name)
    member.size = len(der)
    file.addfile(member, io.BytesIO(der))
