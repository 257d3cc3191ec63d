"""Objects opened by the paths that tables state: what is hashed, and what is never opened."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.sources.objects import ABSENT, BLOCK, READ, REFUSED, Asked, Objects, inside


def look(folder: Path, path: str, *, sha256: bool = True, sm3: bool = False):
    return Objects(folder).look(Asked(path, sha256, sm3))


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "PZ1.mp4").write_bytes(b"recording")
    (tmp_path / "secret").write_bytes(b"not evidence")
    return folder


def test_the_digests_asked_for_are_those_of_hashlib(archive):
    found = look(archive, "2019/PZ1.mp4", sm3=True)
    assert found.state == READ
    assert found.size == 9
    assert found.sha256 == hashlib.sha256(b"recording").hexdigest()
    assert found.sm3 == hashlib.new("sm3", b"recording").hexdigest()
    assert look(archive, "2019/PZ1.mp4", sha256=False).sha256 is None


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17])
def test_a_file_of_many_blocks_is_read_to_its_end(archive, size):
    content = bytes(range(251)) * (size // 251 + 1)
    (archive / "long").write_bytes(content[:size])
    assert look(archive, "long").sha256 == hashlib.sha256(content[:size]).hexdigest()


@pytest.mark.parametrize(
    "path",
    ["archive/2019/PZ1.mp4", r"2019\PZ1.mp4", "./2019//PZ1.mp4", r"archive\2019\PZ1.mp4"],
)
def test_a_path_may_be_stated_as_other_systems_do(archive, path):
    assert look(archive, path).state == READ


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_chinese_name_is_found_however_the_disk_spells_it(archive, encoding):
    (archive / os.fsdecode("录像1.mp4".encode(encoding))).write_bytes(b"recording")
    assert look(archive, "录像1.mp4").state == READ


@pytest.mark.parametrize(
    "path", ["../secret", "2019/../../secret", "/etc/passwd", r"..\secret", r"C:\secret", "", "."]
)
def test_no_path_climbs_out(archive, path):
    found = look(archive, path)
    assert (found.state, found.reason) == (REFUSED, "object_outside")


@given(st.text(alphabet="./\\aC:\0", max_size=12))
def test_what_is_inside_can_only_go_down(path):
    plain = inside(path)
    assert plain is None or (
        not plain.startswith("/") and all(p not in ("", ".", "..") for p in plain.split("/"))
    )


def test_links_are_followed_only_within(archive, tmp_path):
    (archive / "within").symlink_to(archive / "2019" / "PZ1.mp4")
    (archive / "out").symlink_to(tmp_path / "secret")
    (archive / "up").symlink_to(tmp_path)
    (archive / "round").symlink_to(archive / "round")
    assert look(archive, "within").state == READ
    assert look(archive, "out").reason == "link_outside"
    assert look(archive, "up/secret").reason == "link_outside"
    assert look(archive, "round").state == REFUSED


def test_pipes_sockets_and_folders_are_not_opened(archive, monkeypatch):
    os.mkfifo(archive / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(archive)
        listening.bind("socket")
        for path in ("pipe", "socket", "2019"):
            assert look(archive, path).reason == "special_file"


def test_what_is_not_there_is_absent(archive):
    for path in ("2019/PZ2.mp4", "2020/PZ1.mp4", "2019/PZ1.mp4/x", "x" * 300):
        assert look(archive, path).state == ABSENT


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_refused(archive):
    (archive / "2019" / "PZ1.mp4").chmod(0)
    assert look(archive, "2019/PZ1.mp4").reason == "unreadable_file"


def test_what_a_run_before_found_holds_until_size_or_time_change(archive):
    path = archive / "2019" / "PZ1.mp4"
    objects = Objects(archive)
    before = objects.look(Asked("2019/PZ1.mp4", True, False))
    again = objects.look(Asked("2019/PZ1.mp4", True, False, before))
    assert again is before
    assert objects.look(Asked("2019/PZ1.mp4", True, True, before)).sm3 is not None
    os.utime(path, ns=(0, before.mtime_ns + 1))
    assert objects.look(Asked("2019/PZ1.mp4", True, False, before)) is not before
