"""Small CSV files that persons upload, as Excel and others save them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mingzheng.errors import WorkspaceError

ENCODINGS = ("utf-8-sig", "gb18030")


def rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file, cell by cell.

    Raises `WorkspaceError` where it is no text in an encoding that is known, and for the first
    line that is no CSV.
    """
    found = csv.reader(io.StringIO(_text(content), newline=""))
    try:
        yield from found
    except csv.Error as error:
        line = found.line_num
        raise WorkspaceError(zh=f"第 {line} 行不是 CSV", en=f"line {line} is no CSV") from error


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorkspaceError(
        zh="文件不是 UTF-8 或 GB 18030 编码的 CSV", en="the file is no CSV in UTF-8 or GB 18030"
    )
