"""Word files taken apart: their text as a reader sees it, their parts as XML."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document


@pytest.fixture
def text_of() -> Callable[[Path | bytes], str]:
    """All text of a Word file, paragraphs and cells in the order of the page."""

    def text(file: Path | bytes) -> str:
        source = BytesIO(file) if isinstance(file, bytes) else str(file)
        body = Document(source).element.body
        w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        lines = []
        for paragraph in body.iter(f"{w}p"):
            lines.append(
                "".join(
                    "\n" if node.tag == f"{w}br" else node.text or ""
                    for node in paragraph.iter(f"{w}t", f"{w}br")
                )
            )
        return "\n".join(lines)

    return text


@pytest.fixture
def retold(tmp_path: Path) -> Callable[[bytes, str, str], Path]:
    """A folder of templates with one edited: words of a template replaced by others."""

    def edit(template: bytes, name: str, old: str, new: str) -> Path:
        folder = tmp_path / "edited"
        folder.mkdir(exist_ok=True)
        with (
            zipfile.ZipFile(BytesIO(template)) as given,
            zipfile.ZipFile(folder / name, "w") as into,
        ):
            for member in given.namelist():
                content = given.read(member)
                if member == "word/document.xml":
                    assert old in content.decode(), old
                    content = content.decode().replace(old, new, 1).encode()
                into.writestr(member, content)
        return folder

    return edit
