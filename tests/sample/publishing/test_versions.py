"""The synthetic CA's documents: read as they are meant, by our reader and by others."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest

from mingzheng.documents.account import account
from mingzheng.documents.contradictions import contradictions
from mingzheng.documents.examination import Examination, examine
from mingzheng.documents.kinds import Kind
from mingzheng.documents.parameters import Version as Stated
from mingzheng.documents.parameters import proposals
from mingzheng.documents.reading import DocumentError
from mingzheng.evidence.settings import Span
from mingzheng.sample.publishing.planted import (
    INCOMPATIBLE_AGREEMENT,
    SCANNED_NOTICE,
    SHORT_AGREEMENT,
    SHORT_NOTICE,
    THREE_UNTOLD,
    UNSURE_AGREEMENT,
    UNTOLD,
    VAGUE_AGREEMENT,
    VAGUE_NOTICE,
    VAGUE_STATEMENT,
    WITHOUT_ANSWER,
    WITHOUT_COMPROMISE,
    WITHOUT_PART,
    WITHOUT_STATUS,
    WITHOUT_THREE,
    WITHOUT_TOPIC,
    WORSE_AGREEMENT,
    versions,
)
from mingzheng.sample.publishing.versions import PLAIN, Version
from mingzheng.sample.settings import evidence_toml

AS_OF = dt.date(2022, 10, 30)
VERSIONS = versions(AS_OF)
READ: Mapping[str, Kind] = {"CPS": "cps", "GZ": "notice", "XY": "agreement"}
EXAMINED = tuple(v for v in VERSIONS if v.id[:2] != "AQ" and v.format != "scan")
WHOLE = (*(v for v in EXAMINED if v in PLAIN), SHORT_NOTICE, SHORT_AGREEMENT)
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


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (WITHOUT_STATUS, {"provider_status_information": "not found"}),
        (
            WITHOUT_COMPROMISE,
            {"holder_tells_of_compromise": "not found", "holder_stops_using": "not found"},
        ),
        (VAGUE_AGREEMENT, {"provider_liability": "doubtful"}),
        (WORSE_AGREEMENT, {}),
        (INCOMPATIBLE_AGREEMENT, {}),
        (UNSURE_AGREEMENT, {}),
    ],
    ids=lambda v: v.id if isinstance(v, Version) else "",
)
def test_an_agreement_lacks_what_it_is_to_lack(
    examined: Mapping[str, Examination], version: Version, expected: dict[str, str]
) -> None:
    assert silent(examined[version.id]) == expected


@pytest.mark.parametrize(
    ("version", "parts", "topics"),
    [
        (WITHOUT_PART, ["8"], {}),
        (WITHOUT_TOPIC, [], {"security": "not found"}),
        (VAGUE_STATEMENT, [], {"responsibility": "doubtful"}),
        (WITHOUT_ANSWER, [], {}),
    ],
)
def test_a_practice_statement_lacks_what_it_is_to_lack(
    examined: Mapping[str, Examination], version: str, parts: list[str], topics: dict[str, str]
) -> None:
    absent = [each.number for each in examined[version].outline if each.standing == "absent"]
    assert [number for number in absent if "." not in number] == parts
    assert silent(examined[version]) == topics


@pytest.mark.parametrize("statement", ["CPS-1.0", "CPS-2.0"])
def test_the_practice_statement_sets_what_the_settings_say(
    examined: Mapping[str, Examination], statement: str
) -> None:
    written = evidence_toml(
        as_of=AS_OF, issuers=(), templated="", format_="csv", container="pem"
    )  # fmt: skip
    given = tomllib.loads(written)["parameters"]
    since = dt.date(2020, 1, 1)
    stated = Stated("2.0", since, account=account(examined[statement]))
    found = proposals([stated], period=Span(since, AS_OF))
    assert not found.withheld
    assert len(found.values) == 14
    for name, parameter in found.values.items():
        value = given[name]["value"]
        if isinstance(value, list) and name.startswith("identity_methods"):
            # one way of the text may be either of two codes of the records
            assert set(value) <= set(parameter.value), name
        else:
            assert parameter.value == (tuple(value) if isinstance(value, list) else value), name


@pytest.mark.parametrize("statement", ["CPS-1.0", "CPS-2.0"])
@pytest.mark.parametrize("other", ["GZ-1.0", "GZ-2.0", "XY-1.0", "XY-2.0"])
def test_plain_versions_contradict_nothing(
    examined: Mapping[str, Examination], statement: str, other: str
) -> None:
    stated, theirs = examined[statement], examined[other]
    shared = {term.key for term in stated.terms} & {term.key for term in theirs.terms}
    assert len(shared) >= 5
    assert contradictions(theirs, stated) == ()


def test_a_statement_and_the_notices_of_its_days_say_no_time_to_answer(
    examined: Mapping[str, Examination],
) -> None:
    silent_ones = [v.id for v in EXAMINED if v.id == WITHOUT_ANSWER or v.id[:4] == "GZ-2"]
    assert len(silent_ones) == 10
    for version in silent_ones:
        assert not [each for each in examined[version].terms if each.key == "complaint_answer"]


def against_the_statement(
    examined: Mapping[str, Examination], version: Version
) -> list[tuple[str, str, bool]]:
    found = contradictions(examined[version.id], examined["CPS-2.0"])
    return sorted({(each.kind, each.key, each.sure) for each in found})


def test_agreements_contradict_as_they_are_meant_to(examined: Mapping[str, Examination]) -> None:
    assert against_the_statement(examined, WORSE_AGREEMENT) == [
        ("worse", "liability_cap", True),
        ("worse", "retention", True),
        ("worse", "revocation_processing", True),
    ]
    assert against_the_statement(examined, INCOMPATIBLE_AGREEMENT) == [
        ("incompatible", "forum", True)
    ]
    assert against_the_statement(examined, UNSURE_AGREEMENT) == [("incompatible", "forum", False)]


AGREEING = (*UNTOLD.values(), WITHOUT_THREE, VAGUE_NOTICE, SHORT_NOTICE, WITHOUT_STATUS,
            WITHOUT_COMPROMISE, VAGUE_AGREEMENT, SHORT_AGREEMENT)  # fmt: skip


@pytest.mark.parametrize("version", AGREEING, ids=lambda v: v.id)
def test_other_plants_contradict_nothing(
    examined: Mapping[str, Examination], version: Version
) -> None:
    assert against_the_statement(examined, version) == []


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
