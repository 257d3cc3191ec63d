"""Real databases: values as they are, nothing written, no password shown."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pytest
from adbc_driver_postgresql import dbapi

from mingzheng.sources.addresses import address, statement
from mingzheng.sources.databases import read_database
from mingzheng.sources.encodings import Damaged
from mingzheng.sources.rejects import REASONS, Rejects

sys.path.insert(0, str(Path(__file__).parent))
from servers import PASSWORD, mariadb, postgresql

MARIADB_ROWS = f"""
CREATE DATABASE ca CHARACTER SET utf8mb4;
CREATE USER 'r'@'%' IDENTIFIED BY '{PASSWORD}';
GRANT ALL ON ca.* TO 'r'@'%';
SET time_zone = '+08:00';
CREATE TABLE ca.`申请` (`编号` VARCHAR(20), n BIGINT UNSIGNED, d DATE, t DATETIME, ts TIMESTAMP(3) NULL, de DECIMAL(30,2), bl BLOB, e ENUM('甲','乙'), b BIT(1));
INSERT INTO ca.`申请` VALUES ('A1', 18446744073709551615, '2019-01-01', '2019-01-02 03:04:05', '2019-01-02 03:04:05.25', 12345678901234567890.12, x'0102ff', '甲', 1);
INSERT INTO ca.`申请` VALUES (NULL, NULL, '0000-00-00', '0000-00-00 00:00:00', NULL, NULL, NULL, NULL, NULL);
CREATE TABLE ca.big AS SELECT seq AS id, CONCAT('A', seq) AS a FROM ca.seq_1_to_120000;
CREATE TABLE ca.nothing (a INT, b TIMESTAMP);
"""


def read(url: str, query: str | None, folder: Path, *, batch_rows: int = 50_000):
    """(batches, rejects as whole entries)."""
    with Rejects() as rejects:
        batches = list(
            read_database(
                url,
                query=query,
                folder=folder,
                table="applications",
                rejects=rejects,
                batch_rows=batch_rows,
            )
        )
        found = [entry for batch in rejects.batches() for entry in batch.to_pylist()]
    return batches, found


@pytest.fixture
def book(tmp_path):
    with closing(sqlite3.connect(tmp_path / "账.db")) as database:
        database.execute('CREATE TABLE "申 请" (编号 TEXT, n INTEGER, "a""b" REAL)')
        rows = [("A1", 1, 1.1e17), ("A2", "x", None), (3, b"\x01\xff", 2.5),
                ("A4", 110101189001011234, 5)]  # fmt: skip
        database.executemany('INSERT INTO "申 请" VALUES (?, ?, ?)', rows)
        database.execute("""INSERT INTO "申 请" VALUES (CAST(x'ff41' AS TEXT), 1, 1)""")
        database.execute("CREATE TABLE applications (a, b)")
        database.commit()
    return "sqlite:///账.db"


def test_sqlite_loses_no_value_of_any_type(book, tmp_path):
    [batch], rejects = read(book, "申 请", tmp_path)
    assert batch.file == "sqlite:///账.db#申 请"
    assert batch.lines.tolist() == [1, 2, 3, 4, 5]
    assert batch.columns["n"].to_pylist() == ["1", "x", "01FF", "110101189001011234", "1"]
    assert batch.columns['a"b'].to_pylist() == ["1.1e+17", None, "2.5", "5.0", "1.0"]
    assert batch.columns["编号"].to_pylist() == ["A1", "A2", "3", "A4", None]
    assert [(e["reason"], e["line"], e["column"]) for e in rejects] == [("undecodable", 5, "编号")]


def test_sqlite_select_and_batches(book, tmp_path):
    batches, _ = read(book, 'SELECT n AS "m" FROM "申 请" -- all\n;', tmp_path, batch_rows=2)
    assert [batch.lines.tolist() for batch in batches] == [[1, 2], [3, 4], [5]]
    assert batches[0].columns.schema.names == ["m"]


def test_sqlite_table_of_the_same_name_without_rows(book, tmp_path):
    [batch], rejects = read(book, None, tmp_path)
    assert batch.columns.schema.names == ["a", "b"]
    assert (len(batch.lines), rejects) == (0, [])


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT 1; DROP TABLE applications", "query_refused"),
        ("DROP TABLE applications", "database_failed"),
        ("WITH x AS (SELECT 1) DELETE FROM applications", "database_failed"),
        ("SELECT load_extension('x')", "database_failed"),
    ],
)
def test_sqlite_only_reads(book, tmp_path, query, reason):
    before = (tmp_path / "账.db").read_bytes()
    batches, [reject] = read(book, query, tmp_path)
    assert (batches, reject["reason"]) == ([], reason)
    assert (tmp_path / "账.db").read_bytes() == before


def test_sqlite_with_rows_still_in_its_log(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE applications (a)")
        database.execute("INSERT INTO applications VALUES (1)")
        database.commit()
        [batch], _ = read("sqlite:///a.db", None, tmp_path)
        assert batch.columns["a"].to_pylist() == ["1"]
    [batch], _ = read("sqlite:///a.db", None, tmp_path)
    assert batch.columns["a"].to_pylist() == ["1"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///none.db", "vanished_file"),
        ("sqlite:////etc/passwd", "vanished_file"),
        ("sqlite:///../outside.db", "path_outside"),
        ("sqlite:///no.db", "database_failed"),
        ("mongodb://h/d", "unknown_database"),
        ("mysql://r:hid/den@h/d", "unescaped_password"),
        ("mysql://r:hid#den@h/d", "unescaped_password"),
        ("mysql://[::1/d", "unknown_database"),
        ("mysql://r:${NO_SUCH_VARIABLE}@h/d", "variable_not_set"),
        ("postgresql://r:hidden@127.0.0.1:1/d", "database_failed"),
        ("mysql://r:hidden@127.0.0.1:1/d", "database_failed"),
    ],
)
def test_what_can_not_be_reached(tmp_path, url, reason):
    (tmp_path / "no.db").write_bytes(b"not a database" * 100)
    (tmp_path.parent / "outside.db").write_bytes(b"")
    batches, [reject] = read(url, None, tmp_path)
    assert (batches, reject["reason"]) == ([], reason)
    assert "hid" not in str(reject)
    text = REASONS[reason]
    assert any("一" <= letter <= "鿿" for letter in text.explanation.zh + text.remedy.zh)
    assert text.explanation.en.isascii()


def test_passwords_are_kept_out(monkeypatch):
    monkeypatch.setenv("CA_DB_PASSWORD", PASSWORD)
    found = address("postgres://u:${CA_DB_PASSWORD}@h:5432/d?password=other")
    assert found.shown == "postgres://u@h:5432/d"
    assert found.url.startswith(f"postgresql://u:{quote(PASSWORD, safe='')}@h:5432/d")
    message = f"can't connect to {found.url} as {PASSWORD}\nsecond line"
    assert found.safe(message) == (
        "can't connect to postgresql://u:***@h:5432/d?password=*** as ***"
    )


def test_names_are_quoted_and_statements_single():
    assert statement('s.t"x', '"') == 'SELECT * FROM "s"."t""x"'
    assert statement(" select 1 ; ", '"') == "select 1"
    with pytest.raises(Damaged, match="query"):
        statement("SELECT 1; SELECT 2", '"')


@pytest.fixture(scope="module")
def archive():
    with postgresql() as place:
        url = f"postgresql://ca:{quote(PASSWORD, safe='')}@{place}"
        with closing(dbapi.connect(url)) as connection, closing(connection.cursor()) as cursor:
            for create in (
                "CREATE TYPE kind AS ENUM ('新办', '更新')",
                'CREATE TABLE "申请" ("编号" text, n numeric(30), t timestamptz, d date, b bool,'
                " u uuid, k kind, j jsonb, a text[], y bytea, c char(4))",
                "INSERT INTO \"申请\" VALUES ('A1', 110101189001011234, '2019-01-02 03:04:05+08',"
                " '2019-01-02', true, 'c0ffee00-0000-0000-0000-000000000000', '更新',"
                " '{\"x\": 1}', '{a,b}', '\\x01ff', 'c')",
                "INSERT INTO \"申请\" (t, d) VALUES ('infinity', '-infinity')",
                "CREATE TABLE big AS SELECT i, 'A' || i AS a FROM generate_series(1, 120000) i",
                "CREATE TABLE applications (a int)",
            ):
                cursor.execute(create)
            connection.commit()
        yield url


def test_postgresql_types(archive, tmp_path):
    [batch], rejects = read(archive, "申请", tmp_path)
    first, second = batch.columns.to_pylist()
    assert first == {
        "编号": "A1", "n": "110101189001011234",
        "t": dt.datetime(2019, 1, 1, 19, 4, 5, tzinfo=dt.UTC), "d": dt.date(2019, 1, 2),
        "b": True, "u": "c0ffee00-0000-0000-0000-000000000000", "k": "更新",
        "j": '{"x": 1}', "a": "{a,b}", "y": b"\x01\xff", "c": "c   ",
    }  # fmt: skip
    assert second["t"] == dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
    assert second["d"] == dt.date(1, 1, 1)
    assert batch.columns.schema.field("t").type == pa.timestamp("us", "UTC")
    assert rejects == []


def test_postgresql_streams_in_batches(archive, tmp_path):
    batches, _ = read(archive, "public.big", tmp_path, batch_rows=7000)
    assert max(len(batch.lines) for batch in batches) <= 7000
    assert [line for batch in batches for line in batch.lines] == list(range(1, 120_001))
    assert batches[-1].columns["a"].to_pylist()[-1] == "A120000"
    [empty], _ = read(archive, None, tmp_path)
    assert empty.columns.schema.names == ["a"]


@pytest.mark.parametrize(
    "query",
    ["WITH x AS (INSERT INTO big VALUES (0, '') RETURNING i) SELECT * FROM x",
     "SELECT 1) AS q; DELETE FROM big; --", "no_such_table", "SELECT 1/0 AS a"],
)  # fmt: skip
def test_postgresql_only_reads(archive, tmp_path, query):
    batches, [reject] = read(archive, query, tmp_path)
    assert batches == []
    assert reject["reason"] in ("database_failed", "query_refused")
    assert PASSWORD not in str(reject)
    [batch], _ = read(archive, "SELECT count(*) AS n FROM big", tmp_path)
    assert batch.columns["n"].to_pylist() == [120_000]


def test_postgresql_wrong_password(archive, tmp_path):
    url = archive.replace(quote(PASSWORD, safe=""), "wr0ng-one")
    batches, [reject] = read(url, "big", tmp_path)
    assert (batches, reject["reason"]) == ([], "database_failed")
    assert "wr0ng-one" not in str(reject)


@pytest.fixture(scope="module")
def counter():
    with mariadb(MARIADB_ROWS) as place:
        yield f"mysql://r:${{CA_DB_PASSWORD}}@{place}"


def test_mariadb_values(counter, tmp_path, monkeypatch):
    monkeypatch.setenv("CA_DB_PASSWORD", PASSWORD)
    [batch], rejects = read(counter, "申请", tmp_path)
    first, second = batch.columns.to_pylist()
    assert first == {
        "编号": "A1", "n": "18446744073709551615", "d": "2019-01-01", "t": "2019-01-02 03:04:05",
        "ts": "2019-01-01 19:04:05.250+00:00", "de": "12345678901234567890.12",
        "bl": "0102FF", "e": "甲", "b": "1",
    }  # fmt: skip
    assert second == dict.fromkeys(first) | {"d": "0000-00-00", "t": "0000-00-00 00:00:00"}
    assert batch.file.endswith("/ca#申请")
    assert PASSWORD not in batch.file
    assert rejects == []


def test_mariadb_streams_and_only_reads(counter, tmp_path, monkeypatch):
    monkeypatch.setenv("CA_DB_PASSWORD", PASSWORD)
    batches, rejects = read(counter, "big", tmp_path, batch_rows=7000)
    assert rejects == []
    assert max(len(batch.lines) for batch in batches) <= 7000
    assert sum(len(batch.lines) for batch in batches) == 120_000
    [empty], _ = read(counter, "ca.nothing", tmp_path)
    assert empty.columns.schema.names == ["a", "b"]
    for query in (
        "no_such_table",
        "SELECT 1; DELETE FROM big",
        "SELECT * FROM big INTO OUTFILE 'x'",
    ):
        batches, [reject] = read(counter, query, tmp_path)
        assert batches == []
        assert reject["reason"] in ("database_failed", "query_refused")
        assert PASSWORD not in str(reject)
