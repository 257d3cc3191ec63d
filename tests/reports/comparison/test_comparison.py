"""Two results beside each other: only what was judged again and found no more is fixed."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mingzheng.audit import audit
from mingzheng.audit.seal import summarised
from mingzheng.audit.statistics import SCHEMA as STATISTICS
from mingzheng.audit.verdicts import SCHEMA as VERDICTS
from mingzheng.cli.entry import group
from mingzheng.errors import OutputError
from mingzheng.records.schema import tables
from mingzheng.reports.comparison import Change, compare

RULE = "identity.never_checked"
OTHER = "identity.never_passed"
CERTIFICATE = "content.key_weak"
RULES = (RULE, OTHER, CERTIFICATE)
Row = dict[str, Any]
Write = Callable[..., Path]


def listed(subject: str, verdict: str = "breach", **more: Any) -> Row:
    """A verdict about an application."""
    return {
        **dict.fromkeys(VERDICTS.names),
        "rule": RULE,
        "item": "1.1",
        "severity": "violation",
        "held": False,
        "verdict": verdict,
        "looks_at": "case",
        "subject": subject,
        "application_id": subject,
        "event_at": dt.datetime(2020, 3, 1, 1),
        "shows": [],
        "sources": ["tables/applications.csv:2"],
        **more,
    }


def counted(rule: str, clear: int, rows: Iterable[Row]) -> list[Row]:
    """The statistics of a rule: so many clear, and those listed, all of 2020."""
    verdicts = Counter(row["verdict"] for row in rows if row["rule"] == rule)
    verdicts["clear"] += clear
    usual = {**dict.fromkeys(STATISTICS.names), "scope": "rule", "id": rule, "item": "1.1"}
    usual |= {"in_period": True, "year": 2020, "held": False}
    return [{**usual, "verdict": verdict, "count": n} for verdict, n in verdicts.items()]


def run_json(**more: Any) -> Row:
    table = {"supplied": True, "rows": 9, "rejects": 0, "void": False, "shifted": False}
    return {
        "version": "0.1.0",
        "rules": {"version": "2026.11", "sha256": "a" * 64},
        "law": {"version": "2026.11.22", "sha256": "b" * 64},
        "as_of": "2022-08-30",
        "period": {"from": "2017-07-01", "until": "2022-08-30"},
        "authority": {"name": "示例认证", "credit_code": None},
        "time_zone": "Asia/Shanghai",
        "clock_tolerance_seconds": 300,
        "parameters": {"identity_reuse_days": {"value": 365, "source": "CPS"}},
        "complete": True,
        "failures": [],
        "inputs": [],
        "tables": {name: {**table, "coverage": []} for name in ("certificates", *tables())},
        "certificates": 9,
        **more,
    }


def sealed(
    folder: Path,
    rows: Iterable[Row] = (),
    *,
    clear: int = 0,
    unlisted: int = 0,
    unlisted_at: str | None = None,
    **run: Any,
) -> Path:
    """A result folder that lists these verdicts; under each rule `clear` more were clear.

    `unlisted` more were unknown and only counted, at the registration authority `unlisted_at`.
    """
    (folder / "verdicts").mkdir(parents=True)
    rows = list(rows)
    for rule in {row["rule"] for row in rows}:
        table = pa.Table.from_pylist([r for r in rows if r["rule"] == rule], VERDICTS)
        pq.write_table(table, folder / "verdicts" / f"{rule}.parquet")
    counts = [row for rule in RULES for row in counted(rule, clear, rows)]
    if unlisted:
        place = {"registration_authority": unlisted_at, "verdict": "unknown", "count": unlisted}
        counts += [{**counted(rule, 1, [])[0], **place} for rule in RULES]
    statistics = pa.Table.from_pylist(counts, STATISTICS)
    pq.write_table(statistics, folder / "statistics.parquet")
    said = run_json(**run)
    said["summary"] = summarised(statistics, items=[], rules=list(RULES), rejects={}, missing=[])
    said["outputs"] = [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*.parquet"))
    ]
    (folder / "run.json").write_text(json.dumps(said), "utf-8")
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`sealed`, by the name of the folder."""
    return lambda name, *rows, **more: sealed(tmp_path / name, *rows, **more)


def changes(before: Path, after: Path) -> dict[str, int]:
    """How many subjects of RULE changed how."""
    return {str(change): n for change, n in compare(before, after).rules[RULE].items()}


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("breach", "breach", "stayed"),
        ("breach", "unknown", "unproven"),
        ("unknown", "breach", "found"),
        ("unknown", "unknown", "still_unknown"),
        ("breach", None, "fixed"),
        ("unknown", None, "settled"),
        (None, "breach", "new"),
        (None, "unknown", "new_unknown"),
    ],
)
def test_a_pair_of_verdicts_is_one_change(write: Write, before, after, change):
    rows = [[listed("A1", each)] if each else [] for each in (before, after)]
    assert changes(write("a", rows[0]), write("b", rows[1], clear=1)) == {change: 1}


def test_a_subject_that_may_be_gone_is_not_fixed(write: Write):
    before = write("a", [listed("A1")], clear=5)
    assert changes(before, write("b", clear=6)) == {"fixed": 1}
    assert changes(before, write("c", clear=5)) == {"untraceable": 1}


def test_a_subject_whose_record_was_corrected_is_still_there_if_another_rule_lists_it(
    write: Write,
):
    before = write("a", [listed("A1", registration_authority="RA-01")], clear=5)
    other = listed("A1", "unknown", rule=OTHER)
    assert changes(before, write("b", [other], clear=6)) == {"fixed": 1}
    assert changes(before, write("c", [other], clear=5)) == {"untraceable": 1}
    certificate = {**other, "looks_at": "certificate"}
    assert changes(before, write("d", [certificate], clear=6)) == {"untraceable": 1}


def test_what_was_examined_elsewhere_does_not_make_up_for_what_is_gone(write: Write):
    ra = {"registration_authority": "RA-01"}
    before = write("a", [listed("A1", **ra)])
    assert changes(before, write("b", clear=20)) == {"untraceable": 1}


def test_unknowns_that_are_not_listed_cure_nothing(write: Write):
    rows = [listed("A1"), listed("A2", "unknown")]
    after = write("b", clear=9, unlisted=2)
    assert changes(write("a", rows), after) == {"unproven": 1, "still_unknown": 1}
    assert changes(write("c", unlisted=2), write("d", rows[:1])) == {"newly_judged": 1}


def test_unknowns_of_another_kind_are_none_of_a_subject(write: Write):
    before = write("a", [listed("A1")])
    elsewhere = {"unlisted": 2, "unlisted_at": "RA-09"}
    assert changes(before, write("b", clear=1, **elsewhere)) == {"fixed": 1}
    moved = [listed("A1", rule=OTHER)]
    assert changes(before, write("c", moved, **elsewhere)) == {"unproven": 1}


def test_a_rule_that_failed_or_is_absent_judged_nothing(write: Write):
    failed = {"failures": [{"what": f"rule {RULE}", "zh": "", "en": ""}], "complete": False}
    assert changes(write("a", [listed("A1")]), write("b", clear=9, **failed)) == {"not_judged": 1}
    assert changes(write("c", **failed), write("d", [listed("A1")])) == {"newly_judged": 1}


def test_an_event_outside_the_period_was_not_looked_at(write: Write):
    since = {"period": {"from": "2020-03-02", "until": None}}
    before = write("a", [listed("A1")])
    assert changes(before, write("b", clear=9, **since)) == {"not_judged": 1}
    midnight = listed("A1", event_at=dt.datetime(2020, 3, 1, 16))
    assert changes(write("c", [midnight]), write("d", clear=9, **since)) == {"fixed": 1}
    assert changes(write("e", **since), write("f", [listed("A1")])) == {"newly_judged": 1}


def test_the_certificate_item_is_not_bounded_by_the_period(write: Write):
    row = listed("5a", rule=CERTIFICATE, item="1.4", looks_at="certificate", serial_number="5a")
    after = write("b", clear=1, period={"from": "2021-01-01", "until": None})
    assert compare(write("a", [row]), after).rules[CERTIFICATE] == {Change.FIXED: 1}


def test_a_subject_named_by_its_place_is_matched_only_in_an_unchanged_file(write: Write):
    def unreadable(place: int) -> Row:
        source = [f"certificates/a.pem:{place}"]
        return listed(str(place), application_id=None, sources=source)

    same = [{"path": "certificates/a.pem", "bytes": 1, "sha256": "c" * 64}]
    more = [*same, {"path": "tables/x.csv", "bytes": 1, "sha256": "d" * 64}]
    other = [{**same[0], "sha256": "e" * 64}]
    before = write("a", [unreadable(17)], inputs=same)
    assert changes(before, write("b", [unreadable(17)], inputs=more)) == {"stayed": 1}
    assert changes(before, write("c", [unreadable(17)], inputs=other)) == {"untraceable": 2}
    assert changes(before, write("d", clear=1, inputs=other)) == {"untraceable": 1}
    assert changes(before, write("e", clear=1, inputs=more)) == {"fixed": 1}


def test_several_verdicts_under_one_name_are_fixed_only_when_none_is_left(write: Write):
    pair = [listed("A1"), listed("A1", "unknown")]
    assert changes(write("a", pair), write("b", [listed("A1")])) == {"stayed": 1}
    assert changes(write("c", pair), write("d", clear=2)) == {"fixed": 1}
    assert changes(write("e", pair), write("f", [listed("A1", "unknown")])) == {"unproven": 1}


def test_a_lighter_severity_is_no_cure(write: Write):
    lighter = listed("A1", severity="doubt")
    assert changes(write("a", [listed("A1")]), write("b", [lighter])) == {"regraded": 1}


VERDICT = st.sampled_from(["breach", "unknown"])
SIDE = st.dictionaries(st.sampled_from(["A1", "A2", "A3", "A4", "7"]), VERDICT)


@settings(max_examples=10, deadline=None)
@given(SIDE, SIDE, st.integers(0, 6))
def test_every_listed_subject_is_counted_once(tmp_path_factory, before, after, clear):
    place = tmp_path_factory.mktemp("pair")
    folders = [
        sealed(place / name, [listed(*pair) for pair in side.items()], clear=clear)
        for name, side in (("a", before), ("b", after))
    ]
    comparison = compare(*folders)
    assert sum(comparison.total.values()) == len({*before, *after})
    gone = {s for s, verdict in before.items() if verdict == "breach" and s not in after}
    assert comparison.total.get(Change.FIXED, 0) in (0, len(gone))


# ------------------------------------------------------------------ what the runs were asked


def test_equal_runs_differ_in_nothing(write: Write):
    assert compare(write("a"), write("b")).differences == ()


TABLE = {
    "supplied": True,
    "rows": 9,
    "rejects": 0,
    "void": False,
    "shifted": False,
    "coverage": [],
}
SPAN = {"from": "2017-07-01", "until": None, "product": None, "registration_authority": None}


@pytest.mark.parametrize(
    ("code", "grave", "change"),
    [
        ("authority", True, {"authority": {"name": "另一认证", "credit_code": None}}),
        ("order", True, {"as_of": "2022-08-29"}),
        ("incomplete", True, {"complete": False}),
        ("period", True, {"period": {"from": None, "until": "2022-08-30"}}),
        ("as_of", False, {"as_of": "2022-10-30"}),
        ("time_zone", False, {"time_zone": "UTC"}),
        ("clock_tolerance_seconds", False, {"clock_tolerance_seconds": 0}),
        ("version", False, {"version": "0.2.0"}),
        ("rules", True, {"rules": {"version": "2027.01", "sha256": "c" * 64}}),
        ("law", False, {"law": {"version": "2027", "sha256": "c" * 64}}),
        ("parameter", True, {"parameters": {}}),
        ("table_missing", True, {"tables": {}}),
        ("coverage", False, {"tables": {"contracts": {**TABLE, "coverage": [SPAN]}}}),
        ("void", True, {"tables": {"contracts": {**TABLE, "void": True}}}),
        ("shifted", True, {"tables": {"contracts": {**TABLE, "shifted": True}}}),
        ("rows", False, {"tables": {"contracts": {**TABLE, "rows": 8}}}),
        ("rejects", False, {"tables": {"contracts": {**TABLE, "rejects": 1}}}),
        ("certificates", True, {"certificates": 8}),
    ],
)
def test_each_difference_of_two_runs_is_told(write: Write, code, grave, change):
    before = write("a", tables={"contracts": TABLE})
    after = write("b", **{"tables": {"contracts": TABLE}, **change})
    found = {each.code: each for each in compare(before, after).differences}
    assert found[code].grave is grave
    assert found[code].text.zh != found[code].text.en
    assert set(found) <= {code, "as_of"}


def test_a_narrower_declaration_and_a_table_supplied_only_now_are_told(write: Write):
    declared = write("a", tables={"contracts": {**TABLE, "coverage": [SPAN]}})
    bare = write("b", tables={"contracts": TABLE})
    (narrower,) = compare(declared, bare).differences
    assert (narrower.code, narrower.grave) == ("coverage", True)
    (late,) = compare(write("c", tables={}), bare).differences
    assert (late.code, late.grave) == ("table_new", False)


# ------------------------------------------------------------------ what can't be relied on


def broken(folder: Path, how: str) -> None:
    path = folder / "verdicts" / f"{RULE}.parquet"
    if how == "changed":
        path.write_bytes(path.read_bytes() + b"!")
    elif how == "missing":
        path.unlink()
    elif how == "foreign":
        path.rename(path.with_name("identity.foreign.parquet"))
        (folder / "verdicts" / f"{RULE}.parquet").write_bytes(b"")
    elif how == "no seal":
        (folder / "run.json").write_text("{", "utf-8")
    elif how == "another version":
        (folder / "run.json").write_text('{"summary": {}}', "utf-8")


@pytest.mark.parametrize("how", ["changed", "missing", "foreign", "no seal", "another version"])
@pytest.mark.parametrize("which", ["a", "b"])
def test_a_result_that_is_not_as_sealed_is_refused(write: Write, tmp_path, how, which):
    folders = [write(name, [listed("A1")]) for name in "ab"]
    broken(tmp_path / which, how)
    with pytest.raises(OutputError):
        compare(*folders)


def test_sealed_bytes_that_are_no_verdicts_are_refused(write: Write):
    folder = write("b", [listed("A1")])
    path = folder / "verdicts" / f"{RULE}.parquet"
    path.write_bytes(b"PAR1 nonsense PAR1")
    run = json.loads((folder / "run.json").read_text())
    for row in run["outputs"]:
        row["sha256"] = hashlib.sha256((folder / row["path"]).read_bytes()).hexdigest()
    (folder / "run.json").write_text(json.dumps(run))
    with pytest.raises(OutputError) as refused:
        compare(write("a", [listed("A1")]), folder)
    assert "can't be read" in refused.value.text.en


def test_a_workbook_that_somebody_saved_is_told_and_no_more(write: Write):
    folder = write("b", [listed("A1")])
    run = json.loads((folder / "run.json").read_text())
    run["outputs"].append({"path": "breaches.xlsx", "bytes": 1, "sha256": "f" * 64})
    (folder / "breaches.xlsx").write_bytes(b"saved again")
    (folder / "run.json").write_text(json.dumps(run))
    comparison = compare(write("a", [listed("A1")]), folder)
    assert [each.code for each in comparison.differences] == ["report_changed"]
    assert comparison.total == {Change.STAYED: 1}


# ------------------------------------------------------------------ the list, the terminal


@pytest.fixture
def pair(write: Write) -> tuple[Path, Path]:
    names = {"product": "signature", "registration_authority": "RA-01", "issuer_dn": "=CN=x"}
    before = [listed("A1", **names), listed("A2"), listed("A3", "unknown")]
    return write("a", before, clear=2), write("b", [listed("A1", **names), listed("A4")], clear=4)


def test_the_list_holds_every_change(pair, tmp_path):
    path = tmp_path / "changes.parquet"
    compare(*pair, output=path)
    rows = {row["subject"]: row for row in pq.read_table(path).to_pylist()}
    assert {subject: row["change"] for subject, row in rows.items()} == {
        "A1": "stayed", "A2": "fixed", "A3": "settled", "A4": "new",
    }  # fmt: skip
    assert (rows["A2"]["verdict_before"], rows["A2"]["verdict_after"]) == ("breach", None)
    assert (rows["A4"]["findings_before"], rows["A4"]["findings_after"]) == (None, 1)
    assert rows["A1"]["registration_authority"] == "RA-01"


def test_the_workbook_says_the_same_in_words(pair, tmp_path):
    path = tmp_path / "changes.xlsx"
    compare(*pair, output=path)
    book = load_workbook(path)
    header, *rows = book["变化"].iter_rows(values_only=True)
    assert header[0].startswith("变化 change")
    assert [(row[0], row[3], row[4], row[5]) for row in rows] == [
        ("仍存在", "疑似违反", "疑似违反", "A1"),
        ("已消除", "疑似违反", "未列出", "A2"),
        ("无法证明已消除", "无法证明", "未列出", "A3"),
        ("新出现", "未列出", "疑似违反", "A4"),
    ]
    assert rows[0][11] == dt.datetime(2020, 3, 1, 9)
    assert book["变化"]["H2"].data_type == "s"
    assert len(list(book["说明"].iter_rows())) == 1 + len(Change)


@pytest.mark.parametrize("suffix", ["parquet", "xlsx"])
def test_the_same_results_give_the_same_list(pair, tmp_path, suffix):
    paths = [tmp_path / f"{n}.{suffix}" for n in range(2)]
    for path in paths:
        compare(*pair, output=path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("name", ["changes.docx", "nowhere/changes.xlsx"])
def test_a_list_that_cannot_be_written_is_explained(pair, tmp_path, name):
    with pytest.raises(OutputError):
        compare(*pair, output=tmp_path / name)


def run_command(*words: str) -> Any:
    return CliRunner().invoke(group, ["compare", *words], catch_exceptions=False)


def test_json_counts_every_kind_of_change(pair):
    done = run_command(*map(str, pair), "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert set(said["total"]) == {str(change) for change in Change}
    assert said["items"]["1.1"] == said["total"]
    assert said["rules"][RULE] == {**said["total"], "examined_before": 5, "examined_after": 6}
    assert said["before"]["as_of"] == "2022-08-30"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_says_loudly_what_is_not_fixed(write: Write, monkeypatch, language):
    monkeypatch.setenv("MINGZHENG_LANG", language)
    before, after = (
        write("a", [listed("A1")]),
        write("b", [listed("A1", "unknown")], parameters={}),
    )
    done = run_command(str(before), str(after))
    assert done.exit_code == 0
    assert {"zh": "不算整改", "en": "not fixed"}[language] in done.stdout
    assert {"zh": "参数 identity_reuse_days", "en": "parameter identity_reuse_days"}[language] in done.stdout  # fmt: skip


# ------------------------------------------------------------------ a real rectification


APPLICATIONS = ("申请编号", "业务类型", "产品类型", "证书主体类型", "证书主体名称", "申请时间", "办理结果", "注册机构")  # fmt: skip
CHECKS = ("查验编号", "申请编号", "查验对象", "查验时间", "查验结果", "查验方式")


def evidence(folder: Path, applications: str, checks: str) -> Path:
    """Applications (each with a registration authority of its own) and who was checked in time."""
    (folder / "tables").mkdir(parents=True)

    def table(name: str, header: tuple[str, ...], rows: list[list[str]]) -> None:
        with (folder / "tables" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])

    table("申请记录.csv", APPLICATIONS, [
        [f"A{n}", "新办", "签名证书", "个人", "王小明", "2020-03-01 09:00:00", "通过", f"RA-{n}"]
        for n in applications
    ])  # fmt: skip
    table("签发记录.csv", ("申请编号", "证书序列号", "签发时间"), [
        [f"A{n}", f"5a{n}f", "2020-03-01 12:00:00"] for n in applications
    ])  # fmt: skip
    table("身份查验记录.csv", CHECKS, [
        [f"C{n}", f"A{n}", "持有人", "2020-03-01 10:00:00", "通过", "现场"] for n in checks
    ])  # fmt: skip
    names = ("applications", "issuances", "identity_checks")
    complete = (f"[[tables.{name}.complete]]\nfrom = 2019-01-01\n" for name in names)
    (folder / "evidence.toml").write_text("".join(complete), "utf-8")
    return folder


def test_a_second_audit_shows_what_was_put_right(tmp_path):
    # A1 and A4 stay, A2 was checked after all, A3 was left out of the second evidence
    for name, applications, checks in (("first", "12345", "5"), ("second", "1245", "25")):
        folder = evidence(tmp_path / f"{name}-evidence", applications, checks)
        audit(folder, tmp_path / name, as_of=dt.date(2022, 10, 30), memory=1 << 30, threads=2)
    comparison = compare(tmp_path / "first", tmp_path / "second")
    assert comparison.rules[RULE] == {Change.STAYED: 2, Change.FIXED: 1, Change.UNTRACEABLE: 1}
    assert {each.code for each in comparison.differences} == {"rows"}
