"""The objects that holdings name: hashed once, taken up again after a stop, the same for all threads."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal

import pyarrow.parquet as pq
import pytest

from mingzheng.evidence.reading import read_settings
from mingzheng.records.reading import read_records
from mingzheng.sources.rejects import Rejects

from .conftest import AS_OF, read_folder

LARGE = 256 * 2**20
"""Bytes after which what was found is written down."""


def holdings(*rows):
    return "档案编号,SHA-256,SM3,文件路径,销毁时间\n" + "\n".join(rows) + "\n"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_only_what_is_stated_is_computed(read):
    found = read(
        {
            "holdings": holdings(
                f"DA1,{'0' * 64},,a.pdf,",
                f"DA2,,{'0' * 64},archive/b.pdf,",
                "DA3,,,c.pdf,",
                "DA4,,,gone.pdf,",
                f"DA5,{'0' * 64},,destroyed.pdf,2020-01-01",
                "DA6,,,../tables/holdings.csv,",
            ),
            "archive/a.pdf": b"A",
            "archive/b.pdf": b"B",
            "archive/c.pdf": b"C",
        }
    )
    rows = {row["path"]: row for row in found.rows("objects")}
    assert [row["row"] for row in rows.values()] == list(range(len(rows)))
    assert rows["a.pdf"]["sha256"] == sha256(b"A")
    assert rows["a.pdf"]["sm3"] is None
    assert rows["archive/b.pdf"]["sm3"] == hashlib.new("sm3", b"B").hexdigest()
    assert (rows["c.pdf"]["state"], rows["c.pdf"]["size"]) == ("read", 1)
    assert rows["gone.pdf"]["state"] == "absent"
    assert rows["../tables/holdings.csv"]["state"] == "refused"
    assert "destroyed.pdf" not in rows
    assert found.reasons() == {"object_outside"}
    assert any("archive_whole" in notice.en for notice in found.records.notices)
    assert "objects" in found.records.supplied


def test_without_the_folder_nothing_is_said_of_objects(read):
    found = read({"holdings": holdings("DA1,,,a.pdf,")})
    assert found.rows("objects") == []
    assert "objects" not in found.records.supplied


def test_threads_change_nothing_and_the_folder_is_sealed(tmp_path):
    folder = tmp_path / "evidence"
    write(folder, 100)
    outs = [tmp_path / "one", tmp_path / "four"]
    read = [read_folder(folder, out, threads=t) for out, t in zip(outs, (1, 4), strict=True)]
    parts = [(out / "objects" / "part-00000.parquet").read_bytes() for out in outs]
    assert parts[0] == parts[1]
    inputs = [{i.path: i for i in r.records.inputs}["archive"] for r in read]
    assert inputs[0] == inputs[1]
    assert inputs[0].bytes == sum(len(str(n)) for n in range(100))
    (folder / "archive" / "7.pdf").write_bytes(b"x")
    again = {i.path: i for i in read_folder(folder, tmp_path / "again").records.inputs}
    assert again["archive"].sha256 != inputs[0].sha256


def write(folder, count):
    (folder / "tables").mkdir(parents=True)
    (folder / "archive").mkdir()
    for n in range(count):
        (folder / "archive" / f"{n}.pdf").write_text(str(n))
    rows = [f"DA{n},{'0' * 64},,{n}.pdf," for n in range(count)]
    (folder / "tables" / "holdings.csv").write_text(holdings(*rows), "utf-8")


def read_until_killed(folder, out):
    """Read records in a process that dies as soon as it has told of the first objects."""

    def die(table, rows):
        if table == "objects":
            os.kill(os.getpid(), signal.SIGKILL)

    settings = read_settings(folder, as_of=AS_OF)
    with Rejects() as rejects:
        read_records(settings, out=out, rejects=rejects, threads=2, progress=die)


def altered(path, content):
    """Other bytes of the same size under the same time: only a note can know what was there."""
    status = path.stat()
    path.write_bytes(content[: status.st_size].ljust(status.st_size, b"?"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("spoiled", [False, True])
def test_a_killed_run_goes_on_where_it_was(tmp_path, spoiled):
    folder, out = tmp_path / "evidence", tmp_path / "out"
    write(folder, 40)
    with (folder / "archive" / "0.pdf").open("r+b") as sparse:
        sparse.truncate(LARGE)
    process = multiprocessing.get_context("spawn").Process(
        target=read_until_killed, args=(folder, out)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    [part] = sorted((out / ".objects").glob("part-*.parquet"))
    noted = pq.read_table(part, columns=["path"])["path"].to_pylist()
    assert 2 < len(noted) < 40
    if spoiled:
        part.write_bytes(part.read_bytes()[:-20])
    kept, touched = (folder / "archive" / path for path in noted[1:3])
    was = sha256(kept.read_bytes())
    for path in (kept, touched):
        altered(path, b"other")
    os.utime(touched, ns=(0, 0))
    found = {row["path"]: row["sha256"] for row in read_folder(folder, out).rows("objects")}
    assert len(found) == 40
    assert (found[kept.name] == was) is not spoiled
    assert found[touched.name] == sha256(touched.read_bytes())
