"""Files of every kind that somebody may send: what is taken, what is refused and how it is told."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.errors import WorkspaceError


def package(**parts: bytes) -> bytes:
    """An Office file with these parts; `__` in a name stands for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


WORD = {"word__document.xml": b"<w:document/>"}
TAKEN = {
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF",
    "docx": package(**WORD),
    "xlsx": package(**{"xl__workbook.xml": b"<workbook/>"}),
    "ofd": package(**{"OFD.xml": b"<ofd:OFD/>"}),
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
    "jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 20,
    "text": "证书序列号,结果\n01,通过\n".encode("gb18030"),
}
REFUSED = {
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "scripts"),
    "a page in capitals": (b"  <HTML><BODY onload=alert(1)>", "scripts"),
    "a drawing with a script": (b'<svg xmlns="x"><script>1</script></svg>', "scripts"),
    "a PDF with a script": (b"%PDF-1.7\n<</S/JavaScript/JS(app.alert(1))>>", "scripts"),
    "a PDF with a file": (b"%PDF-1.7\n<</EmbeddedFiles 1 0 R>>", "scripts"),
    "a script whose name is escaped": (b"%PDF-1.7\n<</S/J#61vaScript>>", "scripts"),
    "a script among packed objects": (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1>>stream\n"
        + zlib.compress(b"<</JS(x)>>")
        + b"\nendstream endobj\n%%EOF",
        "scripts",
    ),
    "a script among packed objects of an escaped type": (
        b"%PDF-1.7\n1 0 obj<</Type/Obj#53tm/N 1>>stream\n"
        + zlib.compress(b"<</JS(x)>>")
        + b"\nendstream endobj\n%%EOF",
        "scripts",
    ),
    "a script behind streams that never end": (
        b"%PDF-1.7\n" + b"<<>>stream\n" * 100_000 + b"<</S/JavaScript>>",
        "scripts",
    ),
    "a script among names that never end": (
        b"%PDF-1.7\n" + b"<<" * 1_000_000 + b"/JavaScript ",
        "scripts",
    ),
    "packed objects that are a bomb": (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1>>stream\n"
        + zlib.compress(bytes(70 << 20))
        + b"\nendstream endobj\n%%EOF",
        "out of all proportion",
    ),
    "an encrypted PDF": (b"%PDF-1.7\ntrailer<</Encrypt 5 0 R>>", "encrypted"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old formats"),
    "macros": (package(**WORD, word__vbaProject_bin=b"x"), "macros"),
    "macros by type": (
        package(**WORD, **{"[Content_Types].xml": b"application/vnd.ms-word.macroEnabled"}),
        "macros",
    ),
    "an embedded program": (package(**WORD, word__embeddings__a=b"x"), "macros"),
    "a bomb": (package(**WORD, word__media=b"\0" * (30 << 20)), "out of all proportion"),
    "names that lead elsewhere": (package(**WORD, **{"../../x": b"x"}), "lead elsewhere"),
    "a ZIP of nothing known": (package(anything=b"x"), "by its content"),
    "half a ZIP": (package(**WORD)[:-30], "by its content"),
    "a program": (b"MZ\x90\x00" + b"\0" * 100, "by its content"),
    "nothing": (b"", "empty"),
}


@pytest.fixture
def attach(people: SimpleNamespace, begin: Callable[..., Any]) -> Callable[..., Any]:
    """`attach(content, name)`: that file, attached to a report."""
    from mingzheng.workspace.filings import actions

    filing = begin()

    def go(content: bytes, name: str = "x.pdf") -> Any:
        return actions.attach(
            by=people.officer, filing=filing, title="", file=io.BytesIO(content), name=name,
            size=len(content),
        )  # fmt: skip

    return go


def stored() -> set[str]:
    from django.conf import settings

    return {each.name for each in (settings.WORKSPACE.files / "filings").glob("*")}


@pytest.mark.parametrize("sort", TAKEN)
def test_what_is_taken_is_known_by_its_content(attach: Callable[..., Any], sort: str) -> None:
    import hashlib

    revision = attach(TAKEN[sort], "任何名称.exe").current
    assert (revision.sort, revision.size) == (sort, len(TAKEN[sort]))
    assert revision.sha256 == hashlib.sha256(TAKEN[sort]).hexdigest()
    assert revision.path.read_bytes() == TAKEN[sort]
    assert revision.path.stat().st_mode & 0o777 == 0o600


def test_a_name_that_turns_up_in_what_is_packed_is_no_script(attach: Callable[..., Any]) -> None:
    content = b"%PDF-1.7\n1 0 obj<</Length 9>>stream\n\x00/JS \xff\nendstream endobj\n%%EOF"
    assert attach(content).current.sort == "pdf"


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_run_or_is_unknown_is_refused_and_leaves_nothing(
    attach: Callable[..., Any], entries: Callable[[], int], what: str
) -> None:
    content, said = REFUSED[what]
    content = content.replace(b"vbaProject_bin", b"vbaProject.bin")
    before = entries(), stored()
    with pytest.raises(WorkspaceError, match=said) as refused:
        attach(content)
    assert re.search("[一-鿿]", refused.value.text.zh)
    assert (entries(), stored()) == before


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    people: SimpleNamespace, begin: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(WorkspaceError, match="larger than"):
        actions.attach(
            by=people.officer, filing=begin(), title="", file=Endless(), name="x.pdf",
            size=5 << 30,
        )  # fmt: skip


def test_the_server_reads_no_more_than_a_file_may_have(django: Any) -> None:
    from mingzheng.workspace.filings.uploads import largest as of_a_file
    from mingzheng.workspace.site.bodies import AROUND, ORDINARY, largest

    for place in ("1/evidence/add", "answers/1/evidence/add", "evidence/1"):
        assert largest(f"/filings/{place}/") == of_a_file() + AROUND
    assert largest("/filings/answers/1/") == ORDINARY


def test_what_says_it_is_small_and_is_not_is_refused(
    people: SimpleNamespace, begin: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mingzheng.workspace.filings import actions, uploads

    monkeypatch.setattr(uploads, "LARGEST", 1)
    before = stored()
    with pytest.raises(WorkspaceError, match="larger than"):
        actions.attach(
            by=people.officer, filing=begin(), title="", name="x.pdf", size=9,
            file=io.BytesIO(b"%PDF-1.4" + b"\0" * (2 << 20)),
        )  # fmt: skip
    assert stored() == before


@given(st.text(max_size=300))
def test_any_name_becomes_harmless(django: Any, name: str) -> None:
    from mingzheng.workspace.filings.uploads import harmless

    made = harmless(name)
    assert 0 < len(made) <= 120
    assert not set(made) & set('/\\<>:"|?*\0\r\n\u202e')
    assert not made.startswith(".")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\抽查.pdf", "抽查.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("x\r\nSet-Cookie: a.pdf", "xSet-Cookie_ a.pdf"),
        ("", "file"),
    ],
)
def test_names_of_the_hostile(django: Any, name: str, made: str) -> None:
    from mingzheng.workspace.filings.uploads import harmless

    assert harmless(name) == made


def test_a_file_is_handed_out_and_never_shown(
    attach: Callable[..., Any], people: SimpleNamespace, signed_in_as: Callable[..., Any]
) -> None:
    revision = attach(TAKEN["text"], "表.csv").current
    answer = signed_in_as(people.reader).get(f"/filings/files/{revision.pk}/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == TAKEN["text"]


def test_files_of_others_are_not_there(
    attach: Callable[..., Any], people: SimpleNamespace, signed_in_as: Callable[..., Any],
    entries: Callable[[], int],
) -> None:  # fmt: skip
    revision = attach(TAKEN["pdf"]).current
    for other in (people.stranger, people.inspector, people.other_province):
        before = entries()
        assert signed_in_as(other).get(f"/filings/files/{revision.pk}/").status_code == 404
        assert entries() == before + 1
