"""Tables found by name and read by content, within the evidence folder only."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.evidence.settings import TableSettings
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import REASONS, Rejects
from mingzheng.sources.tables import find_tables, preview, read_table

NAMES = {"applications": ["申请记录"], "reviews": ["审核记录"], "audits": ["内部审计"]}


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "evidence"
    (home / "tables").mkdir(parents=True)
    return home


def read(folder: Path, *paths: str, query: str | None = None):
    """({file: rows}, rejects as (reason, file))."""
    rows: dict[str, list[dict]] = {}
    settings = TableSettings(name="applications", paths=paths, query=query)
    with Rejects() as rejects:
        for batch in read_table(
            settings, folder=folder, table="applications", rejects=rejects, limits=Limits()
        ):
            rows.setdefault(batch.file, []).extend(batch.columns.to_pylist())
        found = [(e["reason"], e["file"]) for b in rejects.batches() for e in b.to_pylist()]
    return rows, found


def test_found_by_name(folder):
    for name in ("applications.csv", "申请记录_2019(2).csv", "Reviews.XLSX", "审核记录/第1批.csv",
                 "audits.docx", "其他.csv", "~$applications.xlsx", ".hidden"):  # fmt: skip
        path = folder / "tables" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a,b\n1,2\n", "utf-8")
    with Rejects() as rejects:
        found = find_tables(folder, NAMES, rejects=rejects)
        reported = {e["file"]: e["reason"] for b in rejects.batches() for e in b.to_pylist()}
    assert found == {
        "applications": ("tables/applications.csv", "tables/申请记录_2019(2).csv"),
        "reviews": ("tables/Reviews.XLSX", "tables/审核记录/第1批.csv"),
    }
    assert reported == {
        "tables/audits.docx": "file_of_no_table",
        "tables/其他.csv": "file_of_no_table",
    }


def test_files_that_the_settings_name_are_passed_over(folder):
    for name in ("export1.csv", "applications.csv"):
        (folder / "tables" / name).write_text("a,b\n1,2\n")
    with Rejects() as rejects:
        taken = {"tables/export1.csv"}
        found = find_tables(folder, NAMES, rejects=rejects, taken=taken)
        assert found == {"applications": ("tables/applications.csv",)}
        assert len(rejects) == 0


def test_no_folder_of_tables(tmp_path):
    with Rejects() as rejects:
        assert find_tables(tmp_path, NAMES, rejects=rejects) == {}


def test_links_out_of_the_folder_are_refused(folder, tmp_path):
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    (folder / "tables/applications.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "tables/reviews.csv").symlink_to("nowhere.csv")
    (folder / "tables/申请记录").symlink_to(tmp_path)
    with Rejects() as rejects:
        assert find_tables(folder, NAMES, rejects=rejects) == {}
        reported = {e["file"]: e["reason"] for b in rejects.batches() for e in b.to_pylist()}
    assert reported["tables/applications.csv"] == "link_outside"
    assert reported["tables/reviews.csv"] == "vanished_file"
    rows, rejects = read(folder, "tables/applications.csv")
    assert rows == {}
    assert rejects == [("link_outside", "tables/applications.csv")]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("../secret.csv", "path_outside"), ("/etc/passwd", "path_outside"),
     ("tables/../../secret.csv", "path_outside"), ("../*.csv", "path_outside"),
     ("tables/none.csv", "vanished_file"), ("tables/*.nothing", "vanished_file"),
     ("tables", "special_file")],
)  # fmt: skip
def test_paths_that_are_refused(folder, tmp_path, path, reason):
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    assert read(folder, path) == ({}, [(reason, path)])


def test_names_that_are_no_text_and_links_in_a_circle(folder):
    (folder / "tables/applications").mkdir()
    (folder / "tables/applications" / os.fsdecode("申请.csv".encode("gbk"))).write_text("a,b\n")
    (folder / "tables/reviews.csv").symlink_to("reviews.csv")
    os.mkfifo(folder / "tables/audits.csv")
    with Rejects() as rejects:
        assert find_tables(folder, NAMES, rejects=rejects) == {}
        reported = [e["reason"] for b in rejects.batches() for e in b.to_pylist()]
    assert sorted(reported) == ["special_file", "undecodable_name", "vanished_file"]
    assert read(folder, "tables/applications/*")[1][0][0] == "undecodable_name"
    assert read(folder, "tables/audits.csv")[1][0][0] == "special_file"


def test_patterns_and_names_with_brackets(folder):
    for name in ("a[1].csv", "b1.csv", "b2.csv"):
        (folder / "tables" / name).write_text(f"名,值\n{name},1\n", "utf-8")
    assert list(read(folder, "tables/a[1].csv")[0]) == ["tables/a[1].csv"]
    assert list(read(folder, "tables/b*.csv", "tables/b1.csv")[0]) == [
        "tables/b1.csv", "tables/b2.csv",
    ]  # fmt: skip


def test_read_by_content_whatever_the_name(folder):
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["1", "2"]):
        book.active.append(row)
    book.save(folder / "book.csv")
    pq.write_table(pa.table({"a": ["1"], "b": ["2"]}), folder / "columns.csv")
    (folder / "text.xls").write_text("a\tb\n1\t2\n")
    (folder / "lines.txt").write_text('{"a": "1", "b": "2"}\n')
    for name in ("book.csv#Sheet", "columns.csv", "text.xls", "lines.txt"):
        rows, rejects = read(folder, name.partition("#")[0])
        assert rows == {name: [{"a": "1", "b": "2"}]}
        assert rejects == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("a.xls", "<html><table><tr><td>1</td></tr></table></html>", "html_table"),
     ("a.json", '[{"a": 1},\n{"a": 2}]', "json_array")],
)  # fmt: skip
def test_what_is_no_table(folder, name, content, reason):
    (folder / name).write_text(content)
    assert read(folder, name) == ({}, [(reason, name)])
    text = REASONS[reason]
    assert any("一" <= letter <= "鿿" for letter in text.explanation.zh + text.remedy.zh)
    assert text.explanation.en.isascii()


def test_preview(folder):
    (folder / "a.csv").write_text("编号,姓名\n" + "".join(f"A{i},张三\n" for i in range(900)))
    database = sqlite3.connect(folder / "a.db")
    database.execute("CREATE TABLE applications (编号, 值)")
    database.execute("INSERT INTO applications VALUES ('A1', NULL), ('A2', 5)")
    database.commit()
    database.close()
    settings = TableSettings(name="applications", paths=("a.csv", "sqlite:///a.db"))
    with Rejects() as rejects:
        first, second = preview(settings, folder=folder, rejects=rejects, limits=Limits())
    assert first.headers == ["编号", "姓名"]
    assert first.samples["姓名"] == ("张三",)
    assert len(first.samples["编号"]) == 200
    assert second.file == "sqlite:///a.db#applications"
    assert second.samples == {"编号": ("A1", "A2"), "值": ("5",)}
