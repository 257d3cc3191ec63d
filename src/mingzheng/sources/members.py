"""Names of the members of archives: how rejects write them, and which are refused."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")


def member_name(archive: str, name: str) -> str:
    """A member as rejects name it: `a.zip!/b/c.pem`."""
    return f"{archive}!/{name.removeprefix('./')}"


def is_unsafe(name: str) -> bool:
    """Whether unpacking `name` could write outside the folder chosen, on any system."""
    if ".." not in name and ":" not in name and "\\" not in name and "\0" not in name:
        return name.startswith("/") or not name
    path = name.replace("\\", "/")
    return (
        path.startswith("/")
        or "\0" in path
        or _DRIVE.match(path) is not None
        or ".." in path.split("/")
    )


def decode_name(raw: bytes, *, utf8: bool = False) -> str:
    """A name as text: UTF-8, else GB18030 (archives made on Chinese Windows), else escaped."""
    for encoding in ("utf-8",) if utf8 else ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("ascii", "backslashreplace")
