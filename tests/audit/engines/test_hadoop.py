"""Files that the JVM opens for us, and what is said where it can't."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mingzheng.audit.engines.hadoop import Found, Hadoop, check_url
from mingzheng.errors import DiskFullError, PlaceError

NAMES = ("a", "甲 乙.csv", "[1]{2}*?.der", "100%25", "#x;y&z=1+1")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHENG_LANG", "en")


@pytest.fixture
def files(spark) -> Hadoop:
    return Hadoop(spark.session)


def test_names_of_any_kind_come_and_go(files: Hadoop, far, tmp_path: Path):
    (tmp_path / "folder" / "empty").mkdir(parents=True)
    for name in NAMES:
        (tmp_path / "folder" / name).write_text(name, "utf-8")
    files.put(tmp_path / "folder", f"{far.url}/there/[x] 某处")
    found = {one.path: one for one in files.walk(f"{far.url}/there")}
    inside = [f"[x] 某处/{name}" for name in (*NAMES, "empty")]
    assert sorted(found) == sorted(["[x] 某处", *inside])
    assert {path for path, one in found.items() if one.is_folder} == {"[x] 某处", "[x] 某处/empty"}
    for name in NAMES:
        files.fetch(f"{far.url}/there/[x] 某处/{name}", tmp_path / "back")
        assert (tmp_path / "back").read_text("utf-8") == name
        original = (far.root / "there" / "[x] 某处" / name).stat()
        known = found[f"[x] 某处/{name}"]
        assert (known.bytes, known.changed_ms) == (original.st_size, original.st_mtime_ns // 10**6)
    files.remove(f"{far.url}/there/[x] 某处")
    assert files.listed(f"{far.url}/there") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "folder"]


def test_a_file_is_created_once(files: Hadoop, far):
    assert files.create(f"{far.url}/work/lock", b"mine")
    assert not files.create(f"{far.url}/work/lock", b"yours")
    assert (far.root / "work" / "lock").read_bytes() == b"mine"


def test_nothing_is_moved_onto_another(files: Hadoop, far):
    files.create(f"{far.url}/a", b"a")
    files.create(f"{far.url}/b", b"b")
    with pytest.raises(PlaceError, match="can't be renamed"):
        files.move(f"{far.url}/a", f"{far.url}/b")
    files.move(f"{far.url}/a", f"{far.url}/c")
    assert files.listed(far.url + "/")[1:] == [
        Found("c", is_folder=False, bytes=1, changed_ms=files.listed(far.url + "/")[1].changed_ms)
    ]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("webhdfs://127.0.0.1:1/x", "can't be reached"),
        ("hdfs://127.0.0.1:1/x", "can't be reached"),
        ("webhdfs://host.invalid:9870/x", "can't be reached"),
        ("hdfs://host.invalid/x", "can't be reached"),
        ("s3a://bucket/x", "hadoop-aws"),
        ("abfss://box@account.invalid/x", "hadoop-azure"),
        ("nonsense://x/y", "has no driver"),
        ("file:///nowhere/x", "is not there"),
        ("file:///etc/passwd", "is a file and no folder"),
    ],
)
def test_why_a_place_is_not_read(files: Hadoop, url: str, said: str):
    with pytest.raises(PlaceError) as raised:
        files.listed(url)
    assert raised.value.text.en.startswith(url)
    assert said in raised.value.text.en
    assert re.search("[\u4e00-\u9fff]", raised.value.text.zh)
    assert "Exception" not in str(raised.value)


def test_without_permission(files: Hadoop, far, tmp_path: Path):
    (far.root / "closed").mkdir()
    (far.root / "sealed").mkdir()
    far.closed.add("/closed")
    far.sealed.add("/sealed")
    (tmp_path / "x").touch()
    assert files.listed(f"{far.url}/sealed") == []
    for ask in (
        lambda: files.listed(f"{far.url}/closed"),
        lambda: files.create(f"{far.url}/sealed/lock", b""),
        lambda: files.put(tmp_path / "x", f"{far.url}/sealed/x"),
        lambda: files.remove(f"{far.url}/sealed"),
    ):
        with pytest.raises(PlaceError, match="permission denied"):
            ask()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_disk_of_this_machine_that_is_full(files: Hadoop, far, tmp_path: Path):
    (far.root / "a").write_text("a", "utf-8")
    (tmp_path / "copy").symlink_to("/dev/full")
    with pytest.raises(DiskFullError, match=f"the disk is full, {tmp_path}/copy"):
        files.fetch(f"{far.url}/a", tmp_path / "copy")
    (far.root / "full").symlink_to("/dev/full")
    with pytest.raises(PlaceError, match="no room is left there"):
        files.put(far.root / "a", f"file://{far.root}/full")


def test_a_secret_is_shown_nowhere(spark):
    with pytest.raises(PlaceError) as raised:
        Hadoop(spark.session, secrets=("Empty Mount",)).listed("viewfs:///data")
    assert "Cannot initialize: *** table" in raised.value.text.en


@pytest.mark.parametrize(
    "url",
    [
        "s3a://key:se/c@ret@bucket/x", "ftp://user:se/c@ret@host", "x://:se/c@ret@h/y@z",
        "s3a://key:123/se/c@ret@bucket/x", "hdfs://user:se/c@host:8020/x",
    ],
)  # fmt: skip
def test_a_password_in_a_url(url: str):
    with pytest.raises(PlaceError) as raised:
        check_url(url)
    assert "***@" in raised.value.text.en
    assert "se/c" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "abfss://box@account.x/y", "hdfs://host:8020/a", "viewfs:///a", "hdfs://host:8020/a@b:c",
        "hdfs://host/a:b@c", "viewfs:///12:30@noon", "abfss://box@account.x:443/a@b",
    ],
)  # fmt: skip
def test_a_url_without_one(url: str):
    check_url(url)
