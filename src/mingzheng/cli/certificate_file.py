"""The certificates of one file, whatever its form, and why there are none."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow.compute as pc

from mingzheng.certificates import read
from mingzheng.certificates.reasons import LARGEST
from mingzheng.errors import SourceError, system_reason
from mingzheng.language import Text
from mingzheng.privacy import mask_text
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.rejects import REASONS, Rejects

STDIN = "-"
MOST_PIPED = 64 << 20
"""Bytes read from a pipe."""

BATCH = 1000
MOST_LOSSES = 3
"""Losses of a file that are told one by one."""

_CERTIFICATE_HEAD = re.compile(
    rb"\x30(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...)"
    rb"\x30(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...)[\xa0\x02]",
    re.DOTALL,
)
"""Two SEQUENCEs, then a version or a serial number: a key of no form begins so."""


@dataclass(frozen=True)
class Given:
    """One certificate as it was found: line in PEM, ordinal in anything else."""

    der: bytes
    file: str
    position: int


@dataclass(frozen=True)
class Loaded:
    """The certificates chosen from a file; of how many; and what of it could not be read.

    authorities: DER of the CA certificates among the first, where there are several certificates.
    """

    chosen: tuple[Given, ...]
    seen: int
    more: bool
    losses: tuple[Text, ...]
    authorities: tuple[bytes, ...] = ()


def load_all(
    files: Sequence[str], *, serial: str | None, most: int
) -> tuple[list[Loaded], list[SourceError]]:
    """Every file that holds what is asked for, and why the others don't.

    Raises SourceError, with every file's reason, where none does.
    """
    loaded, refused = [], []
    for file in files:
        try:
            loaded.append(load(file, serial=serial, most=most))
        except SourceError as error:
            refused.append(error)
    if refused and not loaded:
        together = [error.text for error in refused]
        raise SourceError(
            zh="\n".join(text.zh for text in together), en="\n".join(text.en for text in together)
        )
    return loaded, refused


def load(file: str, *, serial: str | None, most: int) -> Loaded:
    """The first `most` certificates of a file, or those of one serial number (hex).

    `-` is standard input. Raises SourceError where there is none.
    """
    if file == STDIN:
        return _piped(sys.stdin.buffer, Text(zh="标准输入", en="standard input"), serial, most)
    path, name = Path(file), printable(file)
    try:
        mode = path.stat().st_mode
        if stat.S_ISFIFO(mode):
            with path.open("rb") as pipe:
                return _piped(pipe, Text(zh=name, en=name), serial, most)
    except FileNotFoundError as error:
        raise SourceError(
            zh=f"{name} 不存在：请检查路径。", en=f"{name} does not exist: check the path."
        ) from error
    except (OSError, ValueError) as error:
        reason = system_reason(error)
        raise SourceError(
            zh=f"{name} 不能打开（{reason.zh}）：请检查路径和权限。",
            en=f"{name} can't be opened ({reason.en}): check the path and its permissions.",
        ) from error
    if stat.S_ISDIR(mode):
        raise SourceError(
            zh=f"{name} 是文件夹：请给出一个证书文件；整个文件夹用 mingzheng audit 审计。",
            en=f"{name} is a folder: name one certificate file; audit a whole folder with "
            "mingzheng audit.",
        )
    if not stat.S_ISREG(mode):
        raise SourceError(
            zh=f"{name} 不是普通文件（设备或套接字）：请给出一个证书文件。",
            en=f"{name} is no regular file but a device or socket: name a certificate file.",
        )
    return _load(path.resolve(), Text(zh=name, en=name), serial, most)


def printable(text: str) -> str:
    """`text` without what could move a terminal's cursor or break its line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def looks_like_certificate(der: bytes) -> bool:
    """Whether the bytes begin as a certificate does and no key can: such bytes may be shown."""
    return _CERTIFICATE_HEAD.match(der) is not None


def _piped(pipe: BinaryIO, name: Text, serial: str | None, most: int) -> Loaded:
    data = pipe.read(MOST_PIPED + 1)
    if len(data) > MOST_PIPED:
        raise SourceError(
            zh=f"{name.zh}的内容超过 {MOST_PIPED >> 20} MiB：请存成文件后再给出文件名。",
            en=f"{name.en} holds over {MOST_PIPED >> 20} MiB: save it as a file and name that.",
        )
    handle, path = tempfile.mkstemp(prefix="mingzheng-certificate-")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
        return _load(Path(path), name, serial, most)
    finally:
        os.unlink(path)


def _load(path: Path, name: Text, serial: str | None, most: int) -> Loaded:
    chosen: list[Given] = []
    seen, more = 0, False
    wanted = None if serial is None else _plain_serial(serial)
    with Rejects() as rejects:
        with closing(_certificates(path, str(name), rejects)) as found:
            for given, number in found:
                if (wanted is None and len(chosen) == most) or (wanted and len(chosen) == BATCH):
                    more = True
                    break
                seen += 1
                if wanted in (None, number):
                    chosen.append(given)
        losses = _losses(rejects)
    if not seen:
        whole = _unreadable_whole(path, str(name))
        if whole is None:
            raise _nothing(name, losses)
        chosen, losses = [whole], ()
    elif not chosen:
        raise SourceError(
            zh=f"{name.zh} 的 {seen} 张证书中没有序列号 {serial}：序列号为十六进制。",
            en=f"None of the {seen} certificates in {name.en} has the serial number {serial}: "
            "give it in hex.",
        )
    return Loaded(_once(chosen), max(seen, 1), more, losses, _authorities(path))


def _certificates(path: Path, name: str, rejects: Rejects) -> Generator[tuple[Given, str | None]]:
    batches = read_certificates([path], rejects=rejects, batch_certificates=BATCH)
    for batch in batches:
        serials = read(batch.der, digests=False)["serial_number"].to_pylist()
        rows = zip(batch.der, batch.file.tolist(), batch.position.tolist(), serials, strict=True)
        for der, file, position, number in rows:
            member = batch.files[file].partition("!/")[2]
            place = f"{name}!/{mask_text(printable(member))}" if member else name
            yield Given(der.as_py(), place, position), number


def _authorities(path: Path) -> tuple[bytes, ...]:
    """The CA certificates of a file's first batch, other than one that is alone."""
    with Rejects() as ignored:
        batches = read_certificates([path], rejects=ignored, batch_certificates=BATCH)
        batch = next(batches, None)
    if batch is None or len(batch) == 1:
        return ()
    said = pc.fill_null(read(batch.der, digests=False)["is_ca"], False)
    return tuple(batch.der.filter(said.combine_chunks()).to_pylist())


def _once(chosen: list[Given]) -> tuple[Given, ...]:
    """The same certificate twice in a file is one."""
    first: dict[bytes, Given] = {}
    for given in chosen:
        first.setdefault(given.der, given)
    return tuple(first.values())


def _plain_serial(serial: str) -> str:
    """A serial number as the reader writes it: lower-case hex without leading zeros."""
    plain = re.sub(r"[\s:]", "", serial).lower().removeprefix("0x")
    if not re.fullmatch(r"-?[0-9a-f]+", plain):
        raise SourceError(
            zh=f"--serial {serial} 不是十六进制序列号，例如 1a2b3c 或 1A:2B:3C。",
            en=f"--serial {serial} is no serial number in hex, such as 1a2b3c or 1A:2B:3C.",
        )
    return plain.lstrip("0") or "0"


def _losses(rejects: Rejects) -> tuple[Text, ...]:
    if not len(rejects):
        return ()
    told: list[Text] = []
    for batch in rejects.batches():
        for row in batch.to_pylist():
            reason = REASONS[row["reason"]]
            place = row["value"] or (None if row["line"] is None else str(row["line"]))
            zh, en = (f"（{place}）", f" ({place})") if place else ("", "")
            told.append(
                Text(
                    zh=f"{reason.explanation.zh}{zh}。{reason.remedy.zh}。",
                    en=f"{reason.explanation.en}{en}; {reason.remedy.en}.",
                )
            )
    rest = len(told) - MOST_LOSSES
    told = told[:MOST_LOSSES]
    if rest > 0:
        told.append(Text(zh=f"另有 {rest} 处未能读取。", en=f"{rest} more could not be read."))
    return tuple(told)


def _unreadable_whole(path: Path, name: str) -> Given | None:
    """A file that begins as a certificate and goes wrong at once, to tell where."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except OSError:
        return None
    return Given(data, name, 1) if looks_like_certificate(data) else None


def _nothing(name: Text, losses: tuple[Text, ...]) -> SourceError:
    if not losses:
        losses = (Text(zh="其中没有证书。", en="it holds no certificate."),)
    return SourceError(
        zh=f"{name.zh}：" + "".join(loss.zh for loss in losses),
        en=f"{name.en}: " + " ".join(loss.en for loss in losses),
    )
