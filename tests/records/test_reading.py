"""Evidence folders end to end: what is read, what is refused, and what is said about it."""

import csv
import datetime as dt
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from mingzheng.records.provenance import Bases, locate
from mingzheng.records.schema import tables
from mingzheng.sources.rejects import REASONS

from .conftest import read_folder

ISSUANCES = "申请编号,证书序列号,颁发者,签发时间,产品类型\n"
APPLICATIONS = "申请编号,业务类型,证书主体类型,证书主体名称,主体证件号码\n"


def application(number, subject="张三", id_number=""):
    return f"{number},新办,个人,{subject},{id_number}\n"


def test_every_table_of_the_contract_can_be_scanned(read):
    found = read({"applications": APPLICATIONS + application("A1")})
    for table in tables().values():
        assert found.table(table.name).schema.equals(table.arrow())
    assert found.records.supplied == {"applications"}
    assert found.records.rows["applications"] == 1
    assert found.table("certificates").num_rows == 0


def test_a_table_that_is_there_but_empty_is_supplied(read):
    assert read({"applications": APPLICATIONS}).records.supplied == {"applications"}


def test_headers_and_codes_of_the_ca(read):
    found = read(
        {"applications": "单号,类别,用户,名字\nA1,01,个人,张三\n"},
        """
        [tables.applications.columns]
        application_id = "单号"
        kind = "类别"
        subject_kind = "用户"
        subject_name = "名字"
        [tables.applications.codes.kind]
        "01" = "rekey"
        """,
    )
    assert found.rows("applications")[0]["kind"] == "rekey"
    assert found.records.headers["applications"]["subject_name"] == "名字"
    assert not found.rejects


def test_gb18030_and_utf8_read_the_same(read, tmp_path):
    text = APPLICATIONS + application("A1")
    first = read({"applications": text.encode("gb18030")}).rows("applications")
    (tmp_path / "evidence/tables/applications.csv").write_text(text, "utf-8")
    assert read_folder(tmp_path / "evidence", tmp_path / "again").rows("applications") == first


def test_rows_lead_back_to_their_lines(read):
    found = read(
        {
            "applications_1": APPLICATIONS + application("A1") + '"A2",新办,个人,"张\n三",\n',
            "applications_2": APPLICATIONS + application("A3") + application("A4"),
        }
    )
    rows = found.column("applications", "row")
    assert len(set(rows)) == 4
    places = locate(found.records.folder / "files.parquet", "applications", rows)
    assert places == [
        "tables/applications_1.csv:2",
        "tables/applications_1.csv:3",
        "tables/applications_2.csv:2",
        "tables/applications_2.csv:3",
    ]
    with pytest.raises(KeyError):
        locate(found.records.folder / "files.parquet", "reviews", [1])


def test_too_many_lines_are_refused():
    bases = Bases("applications")
    bases.base("a.csv", 2**30 - 10)
    with pytest.raises(Exception, match=r"split|拆分"):
        bases.base("b.csv", 20)


# ---------------------------------------------------------------- rejected rows and cells


def test_a_bad_cell_is_null_and_its_row_stays(read):
    found = read({"issuances": ISSUANCES.replace("产品类型", "加密证书序列号")
                  + "A1,ab,,2019-03-02,不是\n"})  # fmt: skip
    assert found.column("issuances", "twin_serial") == [None]
    (entry,) = found.rejected("not_a_serial")
    assert (entry["line"], entry["column"], entry["value"]) == (2, "加密证书序列号", "不是")
    assert not found.records.void


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A1,,CN=x,2019-03-02,签名\n", "required_value_missing"),
        ("A1,1.1E+17,CN=x,2019-03-02,签名\n", "spoiled_number"),
        ("A1,ab,CN=x,1900-01-01,签名\n", "spoiled_date"),
        ("A1,ab,CN=x,soon,签名\n", "not_a_time"),
    ],
)
def test_a_rejected_row_leaves_its_link(read, line, reason):
    found = read({"issuances": ISSUANCES + line})
    assert found.records.rows["issuances"] == 0
    assert reason in found.reasons()
    assert ("issuances", "application_id", "A1") in found.links()
    assert not found.records.void


def test_a_rejected_row_without_link_voids_the_table(read):
    text = "查验编号,申请编号,查验时间\nC1,,2019-03-02\nC2,A2,2019-03-02\n"
    found = read({"identity_checks": text})
    assert found.reasons() == {"row_without_link"}
    assert found.records.void == {"identity_checks"}
    assert found.column("identity_checks", "check_id") == ["C2"]


def test_unless_it_is_explained(read):
    text = "查验编号,申请编号,查验时间\nC1,,2019-03-02\n"
    toml = '[tables.identity_checks]\nrejects_explained = "测试数据"'
    assert not read({"identity_checks": text}, toml).records.void


def test_a_damaged_line_voids_the_table(read):
    found = read(
        {"applications": APPLICATIONS + application("A1") + "A2,新办\n" + application("A3")}
    )
    assert found.column("applications", "application_id") == ["A1", "A3"]
    assert found.records.void == {"applications"}


def test_an_unknown_code_is_said_once(read):
    lines = "".join(f"A{n},a{n},,2019-03-02,什么\n" for n in range(50))
    found = read({"issuances": ISSUANCES + lines})
    (entry,) = found.rejected("unknown_code")
    assert (entry["line"], entry["value"], entry["rows"]) == (2, "什么 ×50", 0)
    assert set(found.column("issuances", "product")) == {None}


def test_identity_numbers_are_masked_in_rejects(read):
    number = "11010519491231002X"
    found = read({"issuances": ISSUANCES + f"A1,ab,,{number},签名\n"})
    assert number not in str(found.rejects)


# -------------------------------------------------------------------------- whole columns


def test_a_row_repeated_is_kept_once(read):
    found = read({"applications": APPLICATIONS + application("A1") * 3})
    assert found.column("applications", "row") == [2]
    assert len(found.rejected("repeated_row")) == 2
    assert not found.links()


def test_a_key_given_twice_is_believed_in_neither(read):
    found = read(
        {
            "applications": APPLICATIONS
            + application("A1")
            + application("A2")
            + application("A1", "李四")
        }
    )
    assert found.column("applications", "application_id") == ["A2"]
    assert [entry["line"] for entry in found.rejected("key_given_twice")] == [2, 4]
    assert found.links() == {("applications", "application_id", "A1")}


def test_a_serial_without_issuer_is_no_key(read):
    found = read({"issuances": ISSUANCES + "A1,ab,,2019-03-02,签名\nA2,ab,,2019-03-02,签名\n"})
    assert found.records.rows["issuances"] == 2


def test_a_table_given_twice_is_read_once(read):
    text = APPLICATIONS + application("A1")
    found = read({"applications_1": text, "applications_2": text})
    assert found.records.rows["applications"] == 1
    assert found.reasons() == {"table_given_twice"}


def test_numbers_a_spreadsheet_rounded(read):
    lines = "".join(
        application(f"A{n}", id_number=f"{110105194912310000 + n * 1000}") for n in range(25)
    )
    found = read({"applications": APPLICATIONS + lines + application("A99", id_number="G1234567")})
    numbers = found.column("applications", "subject_id_number_key")
    assert numbers == [None] * 25 + ["G1234567"]
    assert len(found.rejected("rounded_numbers")) == 25
    assert found.column("applications", "subject_id_number_form")[0] is None


def test_serials_that_must_be_decimal_are_not_read_as_hex(read):
    lines = "".join(f"A{n},{123456789012345 + n},,2019-03-02,签名\n" for n in range(20))
    found = read({"issuances": ISSUANCES + lines})
    assert set(found.column("issuances", "serial_number")) == {None}
    assert "decimal_serials = true" in found.records.notices[0].zh


def test_declared_decimal_serials_are_hex(read):
    toml = "[tables.issuances]\ndecimal_serials = true"
    found = read({"issuances": ISSUANCES + "A1,255,,2019-03-02,签名\n"}, toml)
    assert found.column("issuances", "serial_number") == ["ff"]
    assert not found.records.notices


def test_few_digits_are_read_as_hex_and_mentioned(read):
    found = read({"issuances": ISSUANCES + "A1,255,,2019-03-02,签名\n"})
    assert found.column("issuances", "serial_number") == ["255"]
    assert "decimal_serials" in found.records.notices[0].en


# -------------------------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("header", "toml", "reason"),
    [
        ("申请编号,业务类型,证书主体类型\n", "", "column_missing"),
        (APPLICATIONS, '[tables.applications.columns]\nkind = "没有"', "mapped_header_missing"),
        (
            APPLICATIONS,
            '[tables.applications.columns]\nkind = "业务类型"\nchannel = "业务类型"',
            "header_claimed_twice",
        ),
        ("申请编号,业务类型,业务类型,证书主体类型,证书主体名称\n", "", "header_given_twice"),
    ],
)
def test_a_file_whose_headers_do_not_carry_the_table(read, header, toml, reason):
    cells = ",".join("x" for _ in header.split(","))
    found = read({"applications": f"{header}{cells}\n"}, toml)
    assert reason in found.reasons()
    assert not found.records.supplied
    assert found.records.rows["applications"] == 0
    for text in (REASONS[reason].explanation, REASONS[reason].remedy):
        assert text.zh
        assert text.en


def test_a_table_that_links_to_nothing(read):
    found = read({"reviews": "审查时间,审查结果\n2019-03-02,通过\n"})
    assert "link_missing" in found.reasons()
    assert "reviews" not in found.records.supplied


def test_an_unknown_header_is_mentioned(read):
    found = read({"reviews": "申请编号,备注\nA1,x\n"})
    (entry,) = found.rejected("header_not_recognised")
    assert (entry["column"], entry["rows"]) == ("备注", 0)


def test_provenance_that_does_not_hold(read):
    toml = '[tables.applications.provenance]\nrows = 5\nsha256 = "00"'
    notices = read({"applications": APPLICATIONS + application("A1")}, toml).records.notices
    assert len(notices) == 2
    assert "5" in notices[0].zh


# ----------------------------------------------------------------------------- one result


def parquet(table):
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def test_parquet_types_are_kept(read):
    table = pa.table(
        {
            "application_id": pa.array([1, 2], pa.int64()),
            "serial_number": ["ab", "cd"],
            "issued_at": pa.array([1551492672000000, None], pa.timestamp("us", "UTC")),
        }
    )
    found = read({"tables/issuances.parquet": parquet(table)})
    assert found.column("issuances", "application_id") == ["1"]
    assert found.column("issuances", "issued_at")[0].isoformat() == "2019-03-02T02:11:12"
    assert found.links() == {
        ("issuances", "application_id", "2"),
        ("issuances", "serial_number", "cd"),
    }


def many(count):
    lines = [
        application(f"A{n}", f"张{n % 97}", "1.1E+17" if n % 1000 == 0 else "")
        for n in range(count)
    ]
    return APPLICATIONS + "".join(lines)


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.parquet"))
    }


def test_threads_change_nothing(tmp_path):
    tables_folder = tmp_path / "evidence/tables"
    tables_folder.mkdir(parents=True)
    (tables_folder / "applications.csv").write_text(many(5000) + application("A7"), "utf-8")
    (tables_folder / "issuances.csv").write_text(ISSUANCES + "A1,ab,,2019-03-02,x\n", "utf-8")
    results = []
    for threads in (1, 4):
        out = tmp_path / f"out{threads}"
        found = read_folder(tmp_path / "evidence", out, threads=threads)
        results.append((digest(out), found.rejects, found.records.rows, found.records.inputs))
    assert results[0] == results[1]


def test_a_second_run_reads_nothing_again_and_says_the_same(tmp_path, read):
    first = read({"applications": many(2000), "reviews": "申请编号,备注\nA1,x\n"})
    parts = first.records.folder.rglob("part-*.parquet")
    # the objects of the archive are looked at in every run: they may have changed
    stamps = {p: p.stat().st_mtime_ns for p in parts if p.parent.name != "objects"}
    second = read_folder(tmp_path / "evidence", tmp_path / "out")
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps
    assert second.rejects == first.rejects
    assert second.records == first.records
    (tmp_path / "evidence/tables/reviews.csv").write_text("申请编号\nA2\n", "utf-8")
    third = read_folder(tmp_path / "evidence", tmp_path / "out")
    assert third.column("reviews", "application_id") == ["A2"]
    changed = {p.parent.name for p, stamp in stamps.items() if p.stat().st_mtime_ns != stamp}
    assert changed == {"reviews"}


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from conftest import read_folder
read_folder(Path(sys.argv[1]), Path(sys.argv[2]), threads=1)
"""


def test_a_run_killed_half_way_is_taken_up_again(tmp_path):
    folder = tmp_path / "evidence/tables"
    folder.mkdir(parents=True)
    (folder / "applications.csv").write_text(many(400_000), "utf-8")  # the larger begins first
    rows = "".join(f"A{n},{n:06x},,2019-03-02,签名\n" for n in range(200_000))
    (folder / "issuances.csv").write_text(ISSUANCES + rows, "utf-8")
    out = tmp_path / "out"
    run = [
        sys.executable,
        "-c",
        RUN,
        str(tmp_path / "evidence"),
        str(out),
        str(Path(__file__).parent),
    ]
    process = subprocess.Popen(run)
    deadline = time.monotonic() + 120
    while not (out / "issuances.partial").exists():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert (out / ".finished/applications.json").exists()
    assert not (out / ".finished/issuances.json").exists()
    kept = (out / "applications/part-00000.parquet").stat().st_mtime_ns
    resumed = read_folder(tmp_path / "evidence", out)
    assert (out / "applications/part-00000.parquet").stat().st_mtime_ns == kept
    fresh = read_folder(tmp_path / "evidence", tmp_path / "fresh")
    assert resumed.rejects == fresh.rejects
    assert digest(out) == digest(tmp_path / "fresh")
    assert not list(out.glob("*.partial"))


def test_a_full_disk_says_what_to_do(tmp_path):
    folder = tmp_path / "evidence/tables"
    folder.mkdir(parents=True)
    (folder / "applications.csv").write_text(many(20_000), "utf-8")
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        + RUN.replace(
            "read_folder(Path",
            "from mingzheng.errors import OutputError\ntry:\n    read_folder(Path",
        )
        + "except OutputError as error:\n    print(error.text.zh)\n    print(error.text.en)\n"
    )
    run = [
        sys.executable,
        "-c",
        limited,
        str(tmp_path / "evidence"),
        str(tmp_path / "out"),
        str(Path(__file__).parent),
    ]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert "无法写入" in said.stdout, said.stderr
    assert "can't be written" in said.stdout


def test_a_result_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "evidence/tables").mkdir(parents=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Exception, match="-o"):
        read_folder(tmp_path / "evidence", tmp_path / "file/out")


def test_hostile_cells_are_cells(read):
    rows = [
        ["A1", "新办", "个人", "'; DROP TABLE x; --", "\x00"],
        ["=cmd()", "新办", "个人", "a" * 70_000, "🀄"],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    found = read({"applications": APPLICATIONS + text.getvalue().replace("\x00", "")})
    assert found.records.rows["applications"] == 2


def test_a_workbook_as_people_make_them(read):
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    sheet = book.add_worksheet("签发")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, ["申请编号", "证书序列号", "签发时间", "产品类型"])
    sheet.write_row(1, 0, [20190001, "ab12"])
    sheet.write_datetime(1, 2, dt.datetime(2019, 3, 2, 10, 11, 12), moment)
    sheet.write(1, 3, "签名证书")
    sheet.write_row(2, 0, [20190002, "ab13"])
    sheet.write_datetime(2, 2, dt.datetime(2019, 3, 2), day)
    sheet.write_row(3, 0, [20190003, 1.1e17, "2019-03-02 10:11:12", "事件"])
    book.close()
    found = read({"tables/issuances.xlsx": sink.getvalue()})
    assert found.column("issuances", "application_id") == ["20190001", "20190002"]
    first, second = found.column("issuances", "issued_at")
    assert first.isoformat() == "2019-03-02T02:11:12"
    assert second.isoformat() == "2019-03-01T16:00:00"
    assert (
        found.column("issuances", "issued_at_until")[1].isoformat() == "2019-03-02T15:59:59.999999"
    )
    assert ("issuances", "application_id", "20190003") in found.links()
