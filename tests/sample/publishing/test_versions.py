"""The synthetic CA's documents: read as they are meant, by our reader and by others."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest

from mingzheng.documents.contradictions import contradictions
from mingzheng.documents.examination import Examination, examine
from mingzheng.documents.kinds import Kind
from mingzheng.documents.reading import DocumentError
from mingzheng.sample.institution import (
    ANSWER_DAYS,
    RETENTION_YEARS,
    REUSE_DAYS,
    REVOCATION_HOURS,
    REVOCATION_PUBLICATION_HOURS,
)
from mingzheng.sample.publishing.versions import (
    PLAIN,
    SCANNED_NOTICE,
    SHORT_NOTICE,
    THREE_UNTOLD,
    UNTOLD,
    VAGUE_NOTICE,
    VERSIONS,
    WITHOUT_THREE,
    Version,
)

READ: Mapping[str, Kind] = {"CPS": "cps", "GZ": "notice", "XY": "agreement"}
EXAMINED = tuple(v for v in VERSIONS if v.id[:2] != "AQ" and v.format != "scan")
WHOLE = (*(v for v in EXAMINED if v in PLAIN), SHORT_NOTICE)
MATTERS = {
    "terms_of_use": "2.1", "fees": "2.2", "information_rights": "2.3", "provider_liability": "2.4",
    "holder_liability": "2.5",
}  # fmt: skip


def kind_of(version: Version) -> Kind:
    return READ[version.id.partition("-")[0]]


@cache
def file_of(version: Version) -> bytes:
    return version.file()


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Examination]:
    folder = tmp_path_factory.mktemp("documents")
    found = {}
    for version in EXAMINED:
        path = folder / Path(version.path).name
        path.write_bytes(file_of(version))
        found[version.id] = examine(path)
    return found


@pytest.mark.parametrize("version", WHOLE, ids=lambda v: v.id)
def test_a_plain_version_says_all_that_the_law_wants(
    examined: Mapping[str, Examination], version: Version
) -> None:
    found = examined[version.id]
    assert found.kind == kind_of(version)
    assert silent(found) == {}
    assert [entry.number for entry in found.outline if entry.standing == "absent"] == []


def silent(examination: Examination) -> dict[str, str]:
    return {each.key: each.answer for each in examination.clauses if each.answer != "covered"}


@pytest.mark.parametrize("matter", UNTOLD)
def test_a_notice_is_silent_on_one_matter_alone(
    examined: Mapping[str, Examination], matter: str
) -> None:
    assert silent(examined[UNTOLD[matter].id]) == {MATTERS[matter]: "not found"}


def test_a_notice_is_silent_on_three_matters(examined: Mapping[str, Examination]) -> None:
    expected = {MATTERS[matter]: "not found" for matter in THREE_UNTOLD}
    assert silent(examined[WITHOUT_THREE.id]) == expected


def test_a_notice_only_touches_all_matters(examined: Mapping[str, Examination]) -> None:
    assert silent(examined[VAGUE_NOTICE.id]) == dict.fromkeys(MATTERS.values(), "doubtful")


def values(examination: Examination, key: str) -> set[tuple[str, str | None]]:
    return {(term.value, term.unit) for term in examination.terms if term.key == key}


@pytest.mark.parametrize("version", ["CPS-1.0", "CPS-2.0"])
def test_the_practice_statement_says_what_the_settings_say(
    examined: Mapping[str, Examination], version: str
) -> None:
    for key, value in {
        "retention": (str(RETENTION_YEARS), "year"),
        "revocation_processing": (str(REVOCATION_HOURS), "hour"),
        "revocation_publication": (str(REVOCATION_PUBLICATION_HOURS), "hour"),
        "complaint_answer": (str(ANSWER_DAYS), "day"),
        "reuse_period": (str(REUSE_DAYS), "day"),
        "separation": ("required", None),
    }.items():
        assert values(examined[version], key) == {value}, key


@pytest.mark.parametrize("statement", ["CPS-1.0", "CPS-2.0"])
@pytest.mark.parametrize("other", ["GZ-1.0", "GZ-2.0", "XY-1.0", "XY-2.0"])
def test_plain_versions_contradict_nothing(
    examined: Mapping[str, Examination], statement: str, other: str
) -> None:
    stated, theirs = examined[statement], examined[other]
    shared = {term.key for term in stated.terms} & {term.key for term in theirs.terms}
    assert len(shared) >= 6
    assert contradictions(theirs, stated) == ()


@pytest.mark.parametrize("version", [v for v in VERSIONS if v.format == "pdf"], ids=lambda v: v.id)
def test_another_reader_finds_the_text_of_a_pdf(version: Version) -> None:
    pages = pypdf.PdfReader(io.BytesIO(file_of(version))).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert "明证示例电子认证服务有限公司" in text
    assert version not in PLAIN or f"版本 {version.row['version']}" in text
    assert "�" not in text


@pytest.mark.parametrize(
    "version", [v for v in VERSIONS if v.format == "docx"], ids=lambda v: v.id
)
def test_another_reader_finds_the_text_of_a_docx(version: Version) -> None:
    document = docx.Document(io.BytesIO(file_of(version)))
    assert document.paragraphs[0].style.name == "Title"
    assert any("明证示例" in paragraph.text for paragraph in document.paragraphs)
    assert document.core_properties.created.date() == version.published


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.id)
def test_a_file_is_made_of_the_same_bytes_again(version: Version) -> None:
    assert version.file() == file_of(version)


def test_a_scan_is_told_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(file_of(SCANNED_NOTICE))
    with pytest.raises(DocumentError) as refused:
        examine(path)
    assert refused.value.reason == "scanned"
    assert len(pypdf.PdfReader(path).pages) == 2
