"""Everything Mingzheng raises for something a person can put right.

    MingzhengError
    ├── EvidenceError      what was supplied can't be used at all
    │   ├── SettingsError  evidence.toml or a parameter is wrong
    │   └── SourceError    one file, archive or database can't be read
    ├── LawError           the catalogue of law is inconsistent, or has no such article
    ├── RuleError          a rule is malformed or its id unknown
    ├── CertificateError   the bytes given are no certificate
    ├── SampleError        the sample can't be made as asked
    ├── TemplateError      the template of a document can't be filled
    ├── PlanError          an edited rectification plan can't be taken over
    ├── FormError          a form that a person filled in can't be taken over
    ├── OutputError        the result can't be written
    │   └── DiskFullError  there is no room for it
    ├── WorkspaceError     the workspace can't do this, or not so
    ├── PlaceError         a place that only Spark reaches can't be read or written
    ├── MemoryShortError   the engine was given too little memory
    └── EngineError        the engine can't be started, or was lost

Each says what is wrong, where, and what to do, in both languages.
"""

from __future__ import annotations

import errno

from mingzheng.language import Text

_SAID = {
    errno.ENOENT: Text(zh="文件或文件夹不存在", en="no such file or folder"),
    errno.EEXIST: Text(zh="已有同名文件", en="there is a file of that name"),
    errno.EACCES: Text(zh="没有权限", en="permission denied"),
    errno.EPERM: Text(zh="没有权限", en="permission denied"),
    errno.EROFS: Text(zh="只读磁盘", en="the disk is read-only"),
    errno.ENOSPC: Text(zh="磁盘空间不足", en="the disk is full"),
    errno.EDQUOT: Text(zh="磁盘配额已用完", en="the disk quota is used up"),
    errno.EFBIG: Text(zh="文件超过系统允许的大小", en="the file is larger than the system allows"),
    errno.EISDIR: Text(zh="是文件夹，不是文件", en="it is a folder, not a file"),
    errno.ENOTDIR: Text(zh="路径中有一段不是文件夹", en="a part of the path is no folder"),
    errno.ENAMETOOLONG: Text(zh="文件名过长", en="the name is too long"),
    errno.ELOOP: Text(zh="符号链接循环", en="symbolic links run in a circle"),
    errno.EMFILE: Text(zh="打开的文件过多", en="too many open files"),
    errno.EBUSY: Text(zh="文件正在被使用", en="the file is in use"),
    errno.EIO: Text(zh="磁盘读写错误", en="the disk failed to read or write"),
}
"""What an operating system says in its own language, in both of ours (POSIX errno)."""


def system_reason(error: Exception) -> Text:
    """Why the operating system refused; its own words where it said something rare."""
    number = error.errno if isinstance(error, OSError) else None
    own = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return _SAID.get(number or 0, Text(zh=own, en=own))


class MingzhengError(Exception):
    """The root of the tree; `text` holds the message in both languages."""

    def __init__(self, *, zh: str, en: str) -> None:
        self.text = Text(zh=zh, en=en)
        super().__init__(zh, en)

    def __str__(self) -> str:
        return str(self.text)


class EvidenceError(MingzhengError):
    """What was supplied can't be used at all."""


class SettingsError(EvidenceError):
    """evidence.toml or a parameter is wrong."""


class SourceError(EvidenceError):
    """One file, archive or database can't be read; the rest can."""


class LawError(MingzhengError):
    """The catalogue of law is inconsistent, or has no such article."""


class RuleError(MingzhengError):
    """A rule is malformed, or no rule has that id."""


class CertificateError(MingzhengError):
    """The bytes given are no certificate."""


class SampleError(MingzhengError):
    """The sample can't be made as asked."""


class TemplateError(MingzhengError):
    """The template of a document can't be filled."""


class PlanError(MingzhengError):
    """An edited rectification plan can't be taken over."""


class FormError(MingzhengError):
    """A form that a person filled in can't be taken over."""


class OutputError(MingzhengError):
    """The result can't be written."""


class DiskFullError(OutputError):
    """A disk of this machine has no room left."""


class WorkspaceError(MingzhengError):
    """The workspace, its folder or an action in it can't do what was asked."""


class PlaceError(MingzhengError):
    """A place that only Spark reaches can't be read or written."""


class MemoryShortError(MingzhengError):
    """The engine was given too little memory for this evidence."""


class EngineError(MingzhengError):
    """The engine can't be started, or was lost while it worked."""
