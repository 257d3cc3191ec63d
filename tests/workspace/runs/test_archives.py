"""Uploaded archives: what they may hold, and that half of one leaves nothing."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.runs.archives import unpacked

MIB = 1 << 20
RUN = {"run.json": b"{}"}


def archive(members: dict[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    made.seek(0)
    return made


def link(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def encrypted() -> io.BytesIO:
    content = bytearray(archive(RUN).getvalue())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(content)


def cut() -> io.BytesIO:
    return io.BytesIO(archive({**RUN, "report.html": bytes(range(256)) * 99}).getvalue()[:-30])


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (io.BytesIO(b"<html><script>alert(1)</script>"), "no whole ZIP"),
        (io.BytesIO(b""), "no whole ZIP"),
        (cut(), "no whole ZIP"),
        (encrypted(), "encrypted"),
        (archive({"notes.txt": b""}), "one run.json"),
        (archive({"a/run.json": b"{}", "b/run.json": b"{}"}), "one run.json"),
        (archive({**RUN, "../../escaped.parquet": b"x"}), "lead elsewhere"),
        (archive({**RUN, "/etc/cron.d/x": b"x"}), "lead elsewhere"),
        (archive({**RUN, "C:\\x.parquet": b"x"}), "lead elsewhere"),
        (archive({**RUN, link("verdicts"): b"/etc"}), "lead elsewhere"),
        (archive({**RUN, "statistics.parquet": bytes(3 * MIB)}), "too large"),
        (archive({f"{n}/x": b"" for n in range(5001)}), "more than 5000"),
    ],
)
def test_refused_and_nothing_left(tmp_path: Path, file: io.BytesIO, said: str) -> None:
    with (
        pytest.raises(WorkspaceError) as refused,
        unpacked(file, tmp_path / "files" / "one", most_bytes=2 * MIB),
    ):
        pass
    assert said in refused.value.text.en
    assert [path.name for path in tmp_path.rglob("*")] == ["files"]


def test_only_the_files_of_a_result_are_taken(tmp_path: Path) -> None:
    strange = ["verdicts/evil.html", "macro.docm", "breaches.xlsm", "work/begun.json", ".DS_Store"]
    plain = ["run.json", "report.html", "breaches-2.xlsx", "verdicts/content.key_weak.parquet"]
    file = archive({f"my result/{name}": b"{}" for name in (*plain, *strange)})
    with unpacked(file, tmp_path / "one", most_bytes=MIB) as found:
        here = {
            p.relative_to(found.folder).as_posix()
            for p in found.folder.rglob("*.*")
            if p.is_file()
        }
    assert here == set(plain)
    assert set(found.left_out) == {f"my result/{name}" for name in strange}


def test_what_fails_afterwards_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), unpacked(archive(RUN), tmp_path / "one", most_bytes=MIB):
        raise KeyError
    assert list(tmp_path.iterdir()) == []
