"""The rectification plan: what is known is filled in, what people fill in is read back or refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mingzheng.errors import PlanError
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.items import Items
from mingzheng.reports.reading import read
from mingzheng.reports.word.documents import write_documents
from mingzheng.reports.word.plan_columns import COLUMNS
from mingzheng.reports.word.plan_reading import _deadline, read_plan
from mingzheng.reports.word.problems import problems
from mingzheng.reports.word.proposals import KINDS
from mingzheng.rules import rule_by_id

DAY = dt.date(2022, 8, 30)
NAMES = [column.name for column in COLUMNS]
PLAN = "rectification-plan"


def found(result: Path):
    opened = read(result)
    coverage = Coverage(opened)
    return problems(Items(opened, coverage), coverage)


def taken(path: Path, result: Path):
    return read_plan(path, found(result), fingerprint=read(result).fingerprint, since=DAY)


@pytest.fixture
def sheet(plausible, tmp_path) -> Path:
    """The workbook as written."""
    return write_documents(plausible, tmp_path / "out", kinds=[PLAN])[0]


@pytest.fixture
def filled(sheet, tmp_path):
    """The workbook with every cell filled in, but for changes: (row, column) → value."""

    def fill(changes=(), drop=(), add=()) -> Path:
        book = load_workbook(sheet)
        page = book.worksheets[0]
        for row in range(2, page.max_row + 1):
            for name, value in (
                ("cause", "流程没有规定先后"),
                ("owner", "张三"),
                ("deadline", dt.date(2022, 9, 30)),
            ):
                page.cell(row, NAMES.index(name) + 1).value = value
        for (row, name), value in dict(changes).items():
            page.cell(row, NAMES.index(name) + 1).value = value
        for row in add:
            page.append([row.get(name) for name in NAMES])
        for row in sorted(drop, reverse=True):
            page.delete_rows(row)
        path = tmp_path / "filled.xlsx"
        book.save(path)
        return path

    return fill


def test_every_suspected_problem_has_measures_of_both_kinds(plausible, sheet):
    rows = list(load_workbook(sheet).worksheets[0].iter_rows(min_row=2, values_only=True))
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(row[0], set()).add(row[NAMES.index("kind")])
    both = {text.zh for text in KINDS.values()}
    assert {problem.id for problem in found(plausible)} == set(kinds)
    assert all(found_kinds == both for found_kinds in kinds.values())
    assert "identity.checked_after_issuance" in kinds
    assert "content.key_weak" not in kinds, "a notice breaks no duty"
    assert "evidence.reviews" in kinds, "a table that lacks leaves duties open"
    for row in rows:
        assert row[NAMES.index("measure")]
        assert row[NAMES.index("acceptance")]
        assert not any(row[NAMES.index(name)] for name in ("cause", "owner", "deadline"))


def test_what_people_fill_in_reaches_the_plan(plausible, filled, tmp_path, text_of):
    path = filled({(2, "owner"): "李四", (2, "measure"): "全部重新查验"})
    [plan] = write_documents(plausible, tmp_path / "b", kinds=[PLAN], edited=path)
    text = text_of(plan)
    assert "李四" in text
    assert "全部重新查验" in text
    assert "2022年9月30日前完成" in text
    assert "（待填写）" not in text.split("整改任务清单")[-1]


def test_without_a_workbook_the_cells_are_marked_as_empty(plausible, tmp_path, text_of):
    plan = write_documents(plausible, tmp_path, kinds=[PLAN])[1]
    assert plan.name == "整改方案.docx"
    assert "（待填写）" in text_of(plan).split("整改任务清单")[-1]


def test_measures_may_be_added_dropped_and_moved(plausible, filled):
    first = found(plausible)[0].id
    more = {
        "problem": first,
        "kind": "preventive",
        "measure": "再培训",
        "acceptance": "考核通过",
        "cause": "培训不足",
        "owner": "王五",
        "deadline": "2022年10月8日",
    }
    measures = taken(filled(drop=[3], add=[more]), plausible)
    of_first = [measure for measure in measures if measure.problem == first]
    assert [(m.kind, m.deadline) for m in of_first] == [
        ("corrective", dt.date(2022, 9, 30)),
        ("preventive", dt.date(2022, 10, 8)),
    ]


@pytest.mark.parametrize(
    ("name", "value", "cell", "said"),
    [
        ("problem", "identity.nosuch", "A2", "identity.nosuch"),
        ("kind", "改天再说", "G2", "纠正既往或预防再发"),
        ("measure", None, "H2", "没有整改措施"),
        ("acceptance", "  ", "I2", "没有验收标准"),
        ("cause", None, "J2", "没有填写根本原因"),
        ("owner", None, "K2", "没有填写责任人"),
        ("owner", "甲" * 2001, "K2", "超过"),
        ("deadline", None, "L2", "没有填写完成期限"),
        ("deadline", "尽快", "L2", "“尽快”不是日期"),
        ("deadline", "2022-02-30", "L2", "不是日期"),
        ("deadline", 20220930, "L2", "不是日期"),
        ("deadline", dt.date(2022, 8, 29), "L2", "早于"),
    ],
)
def test_a_cell_that_is_wrong_is_named(plausible, filled, name, value, cell, said):
    path = filled({(2, name): value})
    with pytest.raises(PlanError) as refused:
        taken(path, plausible)
    assert f"{cell}：" in refused.value.text.zh
    assert f"{cell}: " in refused.value.text.en
    assert said in refused.value.text.zh


def test_all_that_is_wrong_is_said_at_once_up_to_a_bound(plausible, sheet):
    with pytest.raises(PlanError) as refused:
        taken(sheet, plausible)
    lines = refused.value.text.zh.splitlines()
    assert len(lines) == 22
    assert lines[-1].strip().startswith("另有")


def test_a_problem_can_not_be_dropped(plausible, filled):
    with pytest.raises(PlanError) as refused:
        taken(filled(drop=[2, 3]), plausible)
    assert found(plausible)[0].id in refused.value.text.en


def test_a_plan_of_another_run_is_refused(plausible, make_result, filled):
    with pytest.raises(PlanError, match=r"指纹|fingerprint"):
        taken(filled(), make_result(name="other"))


def test_headings_that_were_changed_are_named(plausible, filled):
    with pytest.raises(PlanError, match=r"责任人|owner"):
        taken(filled({(1, "owner"): "谁"}), plausible)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"a,b,c\n1,2,3\n", b"\xd0\xcf\x11\xe0" * 99]
)
def test_what_is_no_workbook_is_refused(plausible, tmp_path, content):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    with pytest.raises(PlanError):
        taken(path, plausible)
    with pytest.raises(PlanError):
        taken(tmp_path / "nowhere.xlsx", plausible)
    with pytest.raises(PlanError):
        taken(tmp_path, plausible)


def test_an_empty_workbook_is_refused(plausible, tmp_path):
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(PlanError):
        taken(tmp_path / "empty.xlsx", plausible)


def test_formulas_are_never_written_and_never_followed(hostile, filled, plausible, tmp_path):
    sheet = write_documents(hostile, tmp_path / "hostile", kinds=[PLAN])[0]
    for page in load_workbook(sheet).worksheets:
        for row in page.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    path = filled({(2, "owner"): '=HYPERLINK("http://127.0.0.1:9/","x")'})
    with pytest.raises(PlanError, match="K2"):
        taken(path, plausible)


def test_what_people_write_is_text_in_the_plan(plausible, filled, tmp_path, text_of):
    words = "<w:p/>{{ 7 * 7 }}{%tr endfor %}\u202e&amp;"
    path = filled({(2, "cause"): words})
    [plan] = write_documents(plausible, tmp_path / "b", kinds=[PLAN], edited=path)
    assert "<w:p/>{{ 7 * 7 }}{%tr endfor %}\ufffd&amp;" in text_of(plan)


def test_numbers_of_persons_are_masked_though_people_wrote_them(plausible, filled):
    person = "000000189001010019"
    measures = taken(filled({(2, "owner"): f"张三 {person}"}), plausible)
    assert person not in measures[0].owner
    assert measures[0].owner.startswith("张三 00")


def test_a_severity_that_was_lowered_is_no_suspected_violation(make_result):
    """A rule may lower its severity case by case: then none of them is called a violation."""
    rule = rule_by_id("identity.never_checked")
    row = {
        "scope": "rule",
        "id": rule.id,
        "item": "1.1",
        "in_period": True,
        "held": False,
        "verdict": "breach",
        "count": 3,
    }
    natures = {}
    for severity in ("violation", "doubt", "notice"):
        result = make_result(name=severity, statistics=[{**row, "severity": severity}])
        natures[severity] = [p.nature.en for p in found(result) if p.id == rule.id]
    assert natures == {"violation": ["suspected violation"], "doubt": ["doubt"], "notice": []}


@given(st.dates(dt.date(1901, 1, 1), dt.date(2200, 1, 1)), st.sampled_from(["{}-{}-{}", "{}/{}/{}", "{}年{}月{}日", "{}.{}.{}", " {} - {} - {} "]))  # fmt: skip
def test_days_are_read_however_they_are_written(day, form):
    assert _deadline(form.format(day.year, day.month, day.day)) == day
    assert _deadline(form.format(day.year, f"{day.month:02}", f"{day.day:02}")) == day


@given(st.text())
def test_what_is_no_day_is_none(text):
    assert _deadline(text) is None or any(c.isdigit() for c in text)
