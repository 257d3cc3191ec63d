"""Files that people upload as evidence: known by their content, stored under a name of ours.

Nothing is believed of a file: neither its name nor what its sender calls it. What can run when
somebody opens it is refused: macros, scripts, embedded programs. Files are never shown by this
site, only handed out as attachments.
"""

from __future__ import annotations

import os
import re
import unicodedata
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash
from django.conf import settings

from mingzheng.errors import WorkspaceError, system_reason
from mingzheng.workspace.filings import pdf
from mingzheng.workspace.filings.models import FOLDER

LARGEST = 50
"""MiB of one file."""
_MIB = 1 << 20
_MOST_PARTS, _MOST_UNPACKED, _MOST_RATIO = 5000, 400 * _MIB, 200
_MOST_OBJECTS = 60 * _MIB
_CHUNK = 1 << 16

SORTS = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "ofd": "OFD",
    "png": "PNG",
    "jpeg": "JPEG",
    "text": "TXT / CSV",
}
"""What is taken, and what it is called."""
ENDINGS = {**{sort: f".{sort}" for sort in SORTS}, "jpeg": ".jpg", "text": ".txt"}
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_ACTIVE_PARTS = re.compile(
    r"vbaproject|activex|/embeddings/|macrosheets|\.(?:bin|exe|dll|js|vbs)$"
)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml|meta|img|object|embed)", re.I
)
_WITHIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}


def largest() -> int:
    """Octets of a file at most."""
    return LARGEST * _MIB


@dataclass(frozen=True)
class Arrived:
    """A file that was looked at and lies in its place."""

    key: uuid.UUID
    name: str
    sort: str
    size: int
    sha256: str
    sm3: str

    @property
    def columns(self) -> dict[str, object]:
        """As the columns of a `Revision`."""
        return dict(vars(self))


@contextmanager
def arriving(file: IO[bytes], *, name: str, size: int) -> Iterator[Arrived]:
    """Look at an uploaded file and store it; whatever goes wrong in the block takes it away.

    Raises `WorkspaceError` where it is too large, empty, of no kind that is taken, or holds
    something that could run.
    """
    if size > largest():
        raise WorkspaceError(
            zh=f"文件超过 {LARGEST} MiB 的上限，未接收。请拆分或压缩图像后再上传",
            en=f"the file is larger than {LARGEST} MiB and was not taken; split it, or make its "
            "images smaller",
        )
    key = uuid.uuid4()
    path = settings.WORKSPACE.files / FOLDER / str(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        written, sha256, sm3 = _copy(file, path)
        yield Arrived(key, harmless(name), sort_of(path), written, sha256, sm3)
    except OSError as error:
        path.unlink(missing_ok=True)
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"服务器无法保存：{said.zh}", en=f"the server can't store it: {said.en}"
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _copy(file: IO[bytes], path: Path) -> tuple[int, str, str]:
    hashings, written = (Hash(SHA256()), Hash(SM3())), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        while chunk := file.read(_CHUNK):
            written += len(chunk)
            if written > largest():
                raise WorkspaceError(
                    zh=f"文件超过 {LARGEST} MiB", en=f"the file is larger than {LARGEST} MiB"
                )
            for hashing in hashings:
                hashing.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if not written:
        raise WorkspaceError(zh="文件是空的", en="the file is empty")
    sha256, sm3 = (hashing.finalize().hex() for hashing in hashings)
    return written, sha256, sm3


def harmless(name: str) -> str:
    """A name without folders, and without characters that control or can't be seen."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    stem, dot, ending = re.sub(r'[<>:"|?*]', "_", seen).strip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    return (
        f"{stem[: 110 - len(ending[:8])]}{dot}{ending[:8]}" if stem else f"file{dot}{ending[:8]}"
    )


def sort_of(path: Path) -> str:
    """What a file is by its content: a key of `SORTS`. Raises `WorkspaceError` for anything else."""
    with path.open("rb") as file:
        beginning = file.read(4096)
    for signature, sort in _BEGINNINGS.items():
        if beginning.startswith(signature):
            return sort
    if beginning.startswith(b"%PDF-"):
        return _pdf(path)
    if beginning.startswith(b"PK"):
        return _package(path)
    if beginning.startswith(_COMPOUND):
        raise WorkspaceError(
            zh="不接收旧格式（.doc、.xls、.ppt）或加密的文件：其中可能有宏。请另存为 .docx、.xlsx 或 PDF",
            en="old formats (.doc, .xls, .ppt) and encrypted files are not taken, as they may hold "
            "macros: save it as .docx, .xlsx or PDF",
        )
    return _text(path)


def _pdf(path: Path) -> str:
    seen = 0
    for part in pdf.parts(path.read_bytes(), most=_MOST_OBJECTS):
        seen += len(part)
        if len(part) > _MOST_OBJECTS or seen > _MOST_UNPACKED:
            raise _bomb()
        if pdf.ACTIVE.search(part):
            raise WorkspaceError(
                zh="PDF 已加密，或有脚本、附件、可执行的动作，未接收。请重新打印或导出为普通的 PDF",
                en="the PDF is encrypted, or holds scripts, attachments or actions, and was not "
                "taken: print or export it again without them",
            )
    return "pdf"


def _package(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_bombs(members)
            names = {each.filename for each in members}
            _refuse_programs(archive, names)
            sort = next((each for each, part in _WITHIN.items() if part in names), None)
            if sort is not None and archive.testzip() is None:
                return sort
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError,
            RuntimeError) as error:  # fmt: skip
        raise _unknown() from error
    raise _unknown()


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    packed = sum(each.compress_size for each in members) or 1
    unpacked = sum(each.file_size for each in members)
    odd = len(members) > _MOST_PARTS or unpacked > _MOST_UNPACKED
    if odd or (unpacked > _MIB * 10 and unpacked > packed * _MOST_RATIO):
        raise _bomb()
    for each in members:
        path = PurePosixPath(each.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in each.filename:
            raise WorkspaceError(
                zh="文件内部有指向别处的名称，未接收",
                en="names inside the file lead elsewhere; it was not taken",
            )


def _bomb() -> WorkspaceError:
    return WorkspaceError(
        zh="文件解压后异常大，未接收",
        en="unpacked, the file would be out of all proportion; it was not taken",
    )


def _refuse_programs(archive: zipfile.ZipFile, names: set[str]) -> None:
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(_ACTIVE_PARTS.search(f"/{n}".lower()) for n in names):
        raise WorkspaceError(
            zh="文件中有宏、控件或嵌入的程序，未接收。请另存为不含宏的 .docx 或 .xlsx",
            en="the file holds macros, controls or embedded programs and was not taken: save it "
            "as .docx or .xlsx without macros",
        )


def _text(path: Path) -> str:
    octets = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            if _MARKUP.search(octets):
                raise WorkspaceError(
                    zh="不接收网页、SVG 或 XML：其中可能有脚本。请打印为 PDF 后上传",
                    en="web pages, SVG and XML are not taken, as they may hold scripts: print it as "
                    "PDF and upload that",
                )
            return "text"
    raise _unknown()


def _unknown() -> WorkspaceError:
    listed = "、".join(SORTS.values())
    return WorkspaceError(
        zh=f"按内容看不是可接收的文件，或者已损坏。可接收：{listed}",
        en="by its content this is no file that is taken, or it is damaged; taken are "
        + ", ".join(SORTS.values()),
    )
