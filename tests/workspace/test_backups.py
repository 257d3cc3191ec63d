"""A workspace into one file and back, and every way in which that must be refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from mingzheng.errors import WorkspaceError
from mingzheng.workspace import backups, safety
from mingzheng.workspace.journal.verification import verify_place
from mingzheng.workspace.site.folder import Workspace, read


@pytest.fixture
def folder(migrated: str, django: Workspace, tmp_path: Path) -> Path:
    """A workspace's folder with an uploaded file; its data in SQLite."""
    if migrated != "sqlite":
        pytest.skip("the data lies in a file on SQLite only")
    from django.db import connection

    from mingzheng.workspace.journal.actions import record

    record(by=None, verb="access.refused")
    place = tmp_path / "workspace"
    shutil.copytree(django.folder, place, ignore=shutil.ignore_patterns("*.sqlite3*"))
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        closing(sqlite3.connect(place / "workspace.sqlite3")) as target,
    ):
        source.backup(target)
    (place / "files/证据").mkdir(parents=True)
    (place / "files/证据/一.pdf").write_bytes(b"%PDF-1.7" * 1000)
    return place


def test_there_and_back(folder: Path, tmp_path: Path):
    archive = tmp_path / "backup.zip"
    assert backups.backup(folder, archive) >= 4
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    found = backups.restore(archive, tmp_path / "restored")
    assert found.head == verify_place(str(folder)).head
    for name in ("secret.key", "workspace.toml", "files/证据/一.pdf"):
        assert (tmp_path / "restored" / name).read_bytes() == (folder / name).read_bytes()
    assert read(tmp_path / "restored").folder == tmp_path / "restored"
    with pytest.raises(WorkspaceError, match="已存在"):
        backups.backup(folder, archive)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "backup.zip", "restored", "workspace",
    ]  # fmt: skip


def test_what_is_still_being_made_is_left_out(folder: Path, tmp_path: Path):
    there = {
        f"files/{each.relative_to(folder / 'files').as_posix()}"
        for each in (folder / "files").rglob("*")
        if each.is_file()
    }
    for name in ("runs/a/work/begun.json", "runs/a/lock", "runs/.arriving-b/run.json", "x.upload"):
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    (folder / "files/runs/c").mkdir()
    (folder / "files/runs/c/run.json").write_bytes(b"whole")
    archive = tmp_path / "backup.zip"
    backups.backup(folder, archive)
    with zipfile.ZipFile(archive) as opened:
        kept = {name for name in opened.namelist() if name.startswith("files/")}
    assert kept == {*there, "files/runs/c/run.json", "files/证据/一.pdf"}


def altered(archive: Path, change) -> None:
    """The same zip with its members changed, as a dictionary."""
    with zipfile.ZipFile(archive) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)


def spoil_file(members):
    members["files/证据/一.pdf"] += b"x"


def add_file(members):
    members["files/evil"] = b"x"


def climb(members):
    members["../evil"] = b"x"
    manifest = json.loads(members["MANIFEST.json"])
    manifest["sha256"]["../evil"] = (
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    )
    members["MANIFEST.json"] = json.dumps(manifest).encode()


def lose_manifest(members):
    del members["MANIFEST.json"]


@pytest.mark.parametrize("change", [spoil_file, add_file, climb, lose_manifest])
def test_an_altered_backup_leaves_nothing_behind(folder: Path, tmp_path: Path, change):
    archive = tmp_path / "backup.zip"
    backups.backup(folder, archive)
    altered(archive, change)
    with pytest.raises(WorkspaceError):
        backups.restore(archive, tmp_path / "restored")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "workspace"]


def test_a_damaged_zip_and_a_folder_in_use_are_refused(folder: Path, tmp_path: Path):
    archive = tmp_path / "backup.zip"
    backups.backup(folder, archive)
    with pytest.raises(WorkspaceError, match="空文件夹"):
        backups.restore(archive, folder)
    archive.write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(WorkspaceError, match="完好"):
        backups.restore(archive, tmp_path / "restored")


def test_a_journal_that_does_not_hold_is_not_backed_up(folder: Path, tmp_path: Path):
    with closing(sqlite3.connect(folder / "workspace.sqlite3")) as data:
        data.execute("DROP TRIGGER journal_no_update")
        data.execute("UPDATE journal_entry SET verb = 'x' WHERE number = 1")
        data.commit()
    with pytest.raises(WorkspaceError, match="第 1 条"):
        backups.backup(folder, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def told(workspace: Workspace) -> str:
    return "\n".join(text.en for check in safety.CHECKS for text in check(workspace))


def test_the_check_lists_what_is_unsafe_in_a_folder(folder: Path):
    safe = Workspace(folder=folder, address="https://mingzheng.example.org")
    for path in (folder, *folder.glob("*.*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert "open to other users" not in told(safe)
    assert "TLS" not in told(safe)
    assert "TLS" in told(Workspace(folder=folder, address="http://mingzheng.example.org"))
    assert "no address" in told(Workspace(folder=folder))
    assert "debug" in told(Workspace(folder=folder, debug=True))
    (folder / "secret.key").write_text("short")
    assert "too short" in told(safe)
    (folder / "secret.key").chmod(0o644)
    assert "open to other users" in told(safe)
    (folder / "secret.key").unlink()
    assert "no secret.key" in told(safe)


def test_the_check_asks_for_the_second_factor_of_organisers(world, django: Workspace):
    from mingzheng.workspace.people.roles import Role

    said = [text.en for text in safety._persons(django)]
    assert said == [f"the organiser {world.people[Role.ORGANISER].username} has no second factor"]
    assert not list(safety._migrations(django))
    assert not list(safety._clock(django))
