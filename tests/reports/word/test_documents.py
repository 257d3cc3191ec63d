"""The documents say what the run says, never more: nothing unknown is called kept."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mingzheng import law
from mingzheng.cli.entry import group
from mingzheng.errors import OutputError
from mingzheng.reports.reading import read
from mingzheng.reports.word.documents import write_documents
from mingzheng.reports.word.masthead import date, numeral

LANGUAGES = ("zh", "en")
PRAISE = re.compile(r"符合|合规(?!性)|达标|compliant|complies|conforms")
DENIED = ("不视为符合", "不得视为符合", "密码使用持续符合要求")
"""Where a document says that something does not count as kept; and words of an article."""


@pytest.fixture
def said(tmp_path, text_of):
    def write(result: Path, language: str = "zh", **options) -> dict[str, str]:
        into = tmp_path / f"out-{language}"
        paths = write_documents(result, into, language=language, overwrite=True, **options)
        return {path.stem: text_of(path) for path in paths if path.suffix == ".docx"}

    return write


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_names_its_run(plausible, said, language):
    texts = said(plausible, language)
    assert len(texts) == 3
    for text in texts.values():
        assert "示例电子认证服务有限公司" in text
        assert read(plausible).fingerprint[:16] in text
        assert ("2022年8月30日" if language == "zh" else "30 August 2022") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_every_item_in_every_field_of_application(plausible, said, language):
    report = next(iter(said(plausible, language).values()))
    fields = ("政务", "金融", "医疗", "商贸") if language == "zh" else ("government", "finance")
    for field in fields:
        assert field in report
    for item in law.catalogue().items():
        assert report.count(item.title.in_language(language)) >= 1 + len(fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_compliant(plausible, hostile, make_result, said, language):
    for result in (plausible, make_result()):
        for text in said(result, language).values():
            for denied in (*DENIED, "compliance of"):
                text = text.replace(denied, "")
            assert not PRAISE.findall(text)


def test_what_was_not_checked_has_no_numbers(make_result, said):
    report = said(make_result())["自查报告"]
    assert "本次未检查的事项" in report
    assert "本版本尚未检查" in report
    assert "在已查范围内未发现疑似问题的0项" in report


def test_what_nobody_saw_is_never_quiet(make_result, said):
    """With every table whole and nothing found, an item without examined cases is not quiet."""
    whole = [{"from": None, "until": None, "product": None, "registration_authority": None}]
    tables = json.loads((make_result(name="bare") / "run.json").read_text("utf-8"))["tables"]
    run = {
        "tables": {name: {**t, "supplied": True, "coverage": whole} for name, t in tables.items()},
        "not_yet_checked": [],
    }
    report = said(make_result(run=run))["自查报告"]
    assert "在已查范围内未发现疑似问题的0项；没有审查对象的" in report


def test_law_is_quoted_in_the_wording_of_the_day(plausible, said):
    """What happened in March 2019 stands under the wording before the amendment of that April."""
    report = said(plausible)["自查报告"]
    assert "至2019年4月22日施行的文字" in report
    version = law.catalogue().article("esign-law/20").version_on(dt.date(2019, 3, 4))
    assert version is not None
    if not version.mark.is_law:
        assert version.mark.label("zh") in report


def test_a_run_that_failed_in_part_says_so_first(hostile, said):
    report = said(hostile)["自查报告"]
    assert report.index("审计不完整") < report.index("一、自查组织和范围")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_evidence_stays_harmless_text(hostile, said, language):
    for text in said(hostile, language).values():
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert "000000189001010019" not in text
        assert max(map(len, text.split("\n"))) < 3_000
    assert "{{ 7 * 7 }}" in next(iter(said(hostile, language).values()))


def test_english_documents_have_english_words_of_ours(make_result, said):
    """Without evidence in Chinese only the words of the notice, kept as printed, are Chinese."""
    for name, text in said(make_result(), "en").items():
        chinese = re.findall(r"[\u4e00-\u9fff]+", text)
        assert not chinese, (name, chinese)


def test_files_that_somebody_edited_are_kept(plausible, tmp_path):
    paths = write_documents(plausible, tmp_path)
    assert write_documents(plausible, tmp_path) == paths
    edited = tmp_path / "整改任务清单.xlsx"
    edited.write_bytes(b"mine")
    before = (tmp_path / "自查报告.docx").read_bytes()
    with pytest.raises(OutputError, match="整改任务清单"):
        write_documents(plausible, tmp_path, day=dt.date(2022, 9, 1))
    assert edited.read_bytes() == b"mine"
    assert (tmp_path / "自查报告.docx").read_bytes() == before
    write_documents(plausible, tmp_path, overwrite=True)
    assert edited.read_bytes() != b"mine"


def test_a_folder_that_is_a_file_is_said(plausible, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_documents(plausible, tmp_path / "file")


def test_a_damaged_result_is_said(tmp_path):
    with pytest.raises(OutputError):
        write_documents(tmp_path, tmp_path / "out")


def test_the_result_folder_is_not_touched(plausible, tmp_path):
    before = {p: p.read_bytes() for p in plausible.rglob("*") if p.is_file()}
    write_documents(plausible, tmp_path / "out")
    assert {p: p.read_bytes() for p in plausible.rglob("*") if p.is_file()} == before


def test_a_run_without_names_leaves_them_to_be_filled_in(make_result, said):
    assert "（待填写）" in said(make_result())["检查记录表"]


def test_parameters_are_told_with_their_sources(plausible, said):
    report = said(plausible)["自查报告"]
    assert "CPS 3.2.3（2019版）" in report
    assert "identity_reuse_days" in report


def test_the_seal_is_that_of_the_run(plausible, said):
    report = said(plausible)["自查报告"]
    run = json.loads((plausible / "run.json").read_text("utf-8"))
    assert read(plausible).fingerprint in report
    assert run["rules"]["sha256"] in report


def test_the_command_names_what_it_wrote(plausible, tmp_path):
    words = ["documents", "write", str(plausible), "-o", str(tmp_path), "--language", "en"]
    done = CliRunner().invoke(group, [*words, "--date", "2022-09-01"], catch_exceptions=False)
    assert done.exit_code == 0
    assert set(map(Path, done.stdout.splitlines())) == set(tmp_path.glob("*.[dx]*"))
    assert len(done.stdout.splitlines()) == 4


@given(st.dates())
def test_dates_have_no_leading_zeros(day):
    year, month, rest = re.split("[年月]", date(day, "zh"))
    assert (int(year), int(month), int(rest.rstrip("日"))) == (day.year, day.month, day.day)
    assert not month.startswith("0")
    assert not rest.startswith("0")
    assert date(day, "en").split()[::2] == [str(day.day), str(day.year)]


def test_numerals():
    told = {1: "一", 10: "十", 11: "十一", 20: "二十", 34: "三十四", 99: "九十九"}
    assert {n: numeral(n) for n in told} == told


def test_a_result_that_was_changed_is_refused(tmp_path: Path, plausible: Path) -> None:
    folder = tmp_path / "result"
    shutil.copytree(plausible, folder)
    verdicts = next((folder / "verdicts").glob("*.parquet"))
    verdicts.write_bytes(verdicts.read_bytes() + b"x")
    with pytest.raises(OutputError, match="封存"):
        write_documents(folder, tmp_path / "papers")
