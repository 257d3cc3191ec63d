"""Evidence copied here, a result put up there, and one audit at a time in both places."""

from __future__ import annotations

import hashlib
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from mingzheng.audit.engines.hadoop import Hadoop
from mingzheng.audit.far.copies import fetch, put_up
from mingzheng.audit.far.lock import remove_scratch, result_held, scratch_held
from mingzheng.errors import DiskFullError, OutputError, PlaceError


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHENG_LANG", "en")


@pytest.fixture
def files(spark) -> Hadoop:
    return Hadoop(spark.session)


def write(folder: Path, **texts: str) -> None:
    """Files of a folder by their names; `__` is a slash."""
    for name, text in texts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def read(folder: Path) -> dict[str, str | None]:
    """What `write` wrote; None for a folder."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_text("utf-8")
        for path in folder.rglob("*")
    }


def quiet(stage: str, done: int) -> None:
    """Tell nothing."""


def test_only_what_has_changed_is_copied_again(files: Hadoop, far, tmp_path: Path):
    there, here = far.root / "evidence", tmp_path / "copy"
    write(there, tables__a="a", tables__b="b", c="c", d="d")
    (there / "certificates").mkdir()
    fetch(files, f"{far.url}/evidence", here, quiet)
    assert read(here) == read(there)

    far.asked.clear()
    write(here, tables__left="over", certificates__x="y")
    (there / "d").unlink()
    write(there, tables__a="other", d__e="e")
    (there / "c").unlink()
    fetch(files, f"{far.url}/evidence", here, quiet)
    assert read(here) == read(there)
    opened = {asked.removeprefix("OPEN /evidence/") for asked in far.asked if "OPEN" in asked}
    assert opened == {"tables/a", "d/e"}


def test_a_scratch_folder_without_room(files: Hadoop, far, tmp_path: Path):
    """Said of this machine's disk, be it known beforehand or met on the way."""
    write(far.root, full__tables__a="a", large__b="")
    os.truncate(far.root / "large" / "b", 1 << 42)
    with pytest.raises(DiskFullError, match=f"{tmp_path}/copy has no room .* --scratch"):
        fetch(files, f"{far.url}/large", tmp_path / "copy", quiet)

    begun = tmp_path / "disk" / f".{hashlib.sha256(b'tables/a').hexdigest()[:32]}"
    begun.parent.mkdir()
    begun.symlink_to("/dev/full")
    (tmp_path / "copy" / "tables").symlink_to(begun.parent)
    with pytest.raises(DiskFullError, match=f"{tmp_path}/copy has no room .* --scratch"):
        fetch(files, f"{far.url}/full", tmp_path / "copy", quiet)


def test_a_result_is_no_result_before_it_is_whole(files: Hadoop, far, tmp_path: Path):
    there, here = far.root / "result", tmp_path / "result"
    write(there, **{"run.json": "old", "breaches-1.xlsx": "old", "verdicts__old": "old"})
    write(there, **{"letter.docx": "mine", "work__lock": "held"})
    write(here, **{"run.json": "new", "statistics.parquet": "new", "verdicts__a": "new"})
    far.sealed.add("/result/verdicts/a")
    with pytest.raises(PlaceError):
        put_up(files, here, f"{far.url}/result", quiet)
    assert "run.json" not in read(there)

    far.sealed.clear()
    put_up(files, here, f"{far.url}/result", quiet)
    kept = {"letter.docx": "mine", "work": None, "work/lock": "held"}
    assert read(there) == {**read(here), **kept}
    writing = [asked for asked in far.asked if asked.startswith(("CREATE", "RENAME"))]
    assert writing[-1] == "RENAME /result/work/run.json"


def test_one_audit_at_a_time(files: Hadoop, far, tmp_path: Path):
    place, one, other = f"{far.url}/result", tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    with result_held(files, place, one):
        said = f"scratch folder {one}.* is writing to"
        with pytest.raises(OutputError, match=said), result_held(files, place, other):
            pass
        assert (far.root / "result" / "work" / "lock").exists()
    assert list((far.root / "result").iterdir()) == []


def test_a_lock_left_behind(files: Hadoop, far, tmp_path: Path):
    place, lock = f"{far.url}/result", far.root / "result" / "work" / "lock"
    with result_held(files, place, tmp_path):
        far.sealed.add("/")  # as if the place were lost
    far.sealed.clear()
    assert lock.exists()
    # who holds the scratch folder that it names knows that nobody else is at work
    with result_held(files, place, tmp_path):
        pass
    write(far.root, result__work__lock='{"host": "h')
    with pytest.raises(OutputError, match=r"delete .*/work/lock"):
        result_held(files, place, tmp_path).__enter__()


def test_what_an_audit_has_left_whose_lock_was_deleted(files: Hadoop, far, tmp_path: Path):
    write(far.root, **{"result__work__tables__records-0": "half", "result__work__run.json": "{}"})
    with result_held(files, f"{far.url}/result", tmp_path):
        assert [path.name for path in (far.root / "result" / "work").iterdir()] == ["lock"]


def test_a_lock_that_is_lost(files: Hadoop, far, tmp_path: Path):
    place, lock = f"{far.url}/result", far.root / "result" / "work" / "lock"
    other = tmp_path / "other"
    other.mkdir()
    with ExitStack() as first:
        held = first.enter_context(result_held(files, place, tmp_path))
        held.check()
        lock.unlink()
        with pytest.raises(OutputError, match="has been deleted, or is another audit's"):
            held.check()
        with result_held(files, place, other) as others:
            with pytest.raises(OutputError, match="has been deleted, or is another audit's"):
                held.check()
            first.close()  # whoever has lost it takes nothing away
            others.check()


def test_a_place_that_can_not_be_written(files: Hadoop, far, tmp_path: Path):
    far.sealed.add("/result")
    with (
        pytest.raises(PlaceError, match="permission denied"),
        result_held(files, f"{far.url}/result", tmp_path),
    ):
        pass


def test_a_scratch_folder_is_private(tmp_path: Path):
    here = tmp_path / "scratch" / "one"
    with scratch_held(here):
        assert here.stat().st_mode & 0o077 == 0
        with pytest.raises(OutputError, match="Another audit"):
            scratch_held(here).__enter__()
    here.chmod(0o755)
    with pytest.raises(OutputError, match="can be read by others"):
        scratch_held(here).__enter__()
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError):
        scratch_held(tmp_path / "link").__enter__()


def test_a_scratch_folder_is_taken_away(tmp_path: Path):
    here = tmp_path / "one"
    with scratch_held(here):
        write(here, evidence__tables__a="a", note="n")
        (here / "link").symlink_to(tmp_path)
        assert remove_scratch(here) is None
        assert list(tmp_path.iterdir()) == []
        with scratch_held(here):
            pass


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts")
def test_a_scratch_folder_that_can_not_be_removed_whole(tmp_path: Path):
    mounted = tmp_path / "one" / "evidence"
    with scratch_held(mounted.parent):
        mounted.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "none", mounted], check=False).returncode:
            pytest.skip("nothing can be mounted here")
        try:
            left = remove_scratch(mounted.parent)
        finally:
            subprocess.run(["umount", mounted], check=True)
        assert left is not None
        assert f"{mounted.parent} of this machine could not be removed whole" in left.en
        with pytest.raises(OutputError, match="Another audit"):  # it is held as before
            scratch_held(mounted.parent).__enter__()
