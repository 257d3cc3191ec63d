"""Templates of an office: what they may say, and how what is wrong with them is told."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from mingzheng.errors import OutputError, TemplateError
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.items import Items
from mingzheng.reports.reading import read
from mingzheng.reports.word import inspection_record, plan, self_inspection
from mingzheng.reports.word.documents import write_documents
from mingzheng.reports.word.filling import KINDS, export, fill, template, template_name
from mingzheng.reports.word.masthead import masthead
from mingzheng.reports.word.problems import problems

DAY = dt.date(2022, 8, 30)
NAME = template_name("inspection-record", "zh")


def written(result: Path, folder: Path, templates: Path) -> Path:
    [path] = write_documents(
        result, folder / "out", kinds=["inspection-record"], templates=templates
    )
    return path


def test_an_edited_template_is_used_and_ours_where_there_is_none(
    plausible, tmp_path, retold, text_of
):
    edited = retold(template("inspection-record", "zh"), NAME, "检查记录表", "我厅检查表")
    assert "我厅检查表" in text_of(written(plausible, tmp_path, edited))
    [path] = write_documents(
        plausible, tmp_path / "other", kinds=["rectification-plan"], templates=edited
    )[1:]
    assert "整改方案" in text_of(path)


@pytest.mark.parametrize(
    ("put", "said"),
    [
        ("{{ authorty.name }}", "authorty"),
        ("{{ authority.nane }}", "nane"),
        ("{{ seal.fingerprint", "inspection-record.zh.docx"),
        ("{% if complete %}", "endif"),
        ("{{ certificates / 0 }}", "inspection-record.zh.docx"),
        ("{{ certificates | nosuchfilter }}", "nosuchfilter"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{{ range(10 ** 9) | list }}", "inspection-record.zh.docx"),
        ("{%tr endfor %}", "endfor"),
    ],
)
def test_what_is_wrong_with_a_template_is_named_in_both_languages(
    plausible, tmp_path, retold, put, said
):
    edited = retold(template("inspection-record", "zh"), NAME, "检查记录表", put)
    with pytest.raises(TemplateError) as refused:
        written(plausible, tmp_path, edited)
    for text in (refused.value.text.zh, refused.value.text.en):
        assert said in text
        assert NAME in text
        assert len(text) < 500
    assert not (tmp_path / "out").exists()


def test_a_placeholder_that_this_run_would_not_meet_is_found_too(plausible, tmp_path, retold):
    put = "{% if false %}{{ nowhere }}{% endif %}"
    edited = retold(template("inspection-record", "zh"), NAME, "检查记录表", put)
    with pytest.raises(TemplateError, match="nowhere"):
        written(plausible, tmp_path, edited)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all" * 100])
def test_what_is_no_word_file_is_refused(plausible, tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(TemplateError, match=re.escape(NAME)):
        written(plausible, tmp_path, tmp_path)


def test_a_zip_that_is_no_word_file_is_refused(plausible, tmp_path):
    with zipfile.ZipFile(tmp_path / NAME, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(TemplateError):
        written(plausible, tmp_path, tmp_path)


def test_a_template_that_unpacks_to_too_much_is_refused(plausible, tmp_path):
    with zipfile.ZipFile(tmp_path / NAME, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 101_000_000)
    with pytest.raises(TemplateError, match="100 MB"):
        written(plausible, tmp_path, tmp_path)


def test_every_placeholder_is_documented(plausible):
    page = (Path(__file__).parents[3] / "docs/official-documents.md").read_text("utf-8")
    documented = {name.split(".")[0] for name in re.findall(r"`([\w.]+)`", page)}
    result = read(plausible)
    items = problems(Items(result, Coverage(result)), Coverage(result))
    known = [
        masthead(result, "zh", DAY),
        self_inspection.values(result, "zh"),
        inspection_record.values(result, "zh"),
        plan.values(items, plan.proposed(items, "zh"), "zh"),
    ]
    assert {name for values in known for name in values} <= documented
    named = known[0]
    for name in ("authority", "period", "notice", "seal"):
        assert {f"{name}.{part}" for part in named[name]} <= set(re.findall(r"`([\w.]+)`", page))


def test_a_workbook_named_like_a_template_is_refused(plausible, tmp_path):
    from openpyxl import Workbook

    Workbook().save(tmp_path / NAME)
    with pytest.raises(TemplateError):
        written(plausible, tmp_path, tmp_path)


def test_a_folder_of_templates_that_is_not_there_is_said(plausible, tmp_path):
    with pytest.raises(TemplateError, match="nowhere"):
        written(plausible, tmp_path, tmp_path / "nowhere")


def test_templates_are_exported_and_never_overwritten(tmp_path):
    paths = export(tmp_path / "templates")
    assert len(paths) == 2 * len(KINDS)
    for path in paths:
        kind, language, _ = path.name.split(".")
        assert path.read_bytes() == template(kind, language)
    with pytest.raises(OutputError, match=r"未覆盖|not overwritten"):
        export(tmp_path / "templates")


def test_values_are_text_and_nothing_else(text_of):
    values = {
        "notice": {"annex": "<w:p/>&amp;{{ 7 * 7 }}{% raw %}\x00\x1b\u202e"},
        "authority": dict.fromkeys(("name", "credit_code", "licence_number", "province"), "x"),
        "period": {"from": "a", "until": "b"},
        "certificates": "{_{ 1 }_}",
        "as_of": "c",
        "seal": {"fingerprint": "d"},
        "items": [],
    }
    filled = fill(template("inspection-record", "zh"), values, name="t", title="t", day=DAY)
    text = text_of(filled)
    assert "<w:p/>&amp;{{ 7 * 7 }}{% raw %}" in text
    assert "49" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)


def test_the_same_values_give_the_same_bytes(plausible, tmp_path):
    for folder in ("a", "b"):
        write_documents(plausible, tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_no_file_tells_when_it_was_written(plausible, tmp_path):
    for path in write_documents(plausible, tmp_path, day=dt.date(2022, 9, 1)):
        with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
            assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}
            core = archive.read("docProps/core.xml").decode()
            stamps = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)
            assert set(stamps) == {"2022-09-01T00:00:00"}
