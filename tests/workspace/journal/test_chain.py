"""The chain: whatever is changed, wherever, the first entry that does not hold is named."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingzheng.cli.entry import group
from mingzheng.errors import WorkspaceError
from mingzheng.signatures.sm3 import Sm3
from mingzheng.workspace.journal import checkpoints
from mingzheng.workspace.journal.chain import FIELDS, FIRST, Seal, canonical, seal
from mingzheng.workspace.journal.verification import verify

LENGTH = 12


def chain(length: int = LENGTH) -> list[dict[str, object]]:
    entries, before = [], FIRST
    for number in range(1, length + 1):
        entry: dict[str, object] = {
            "number": number, "at": f"2026-01-01T00:00:{number:02}.000000Z", "user": number % 3,
            "user_name": "王小明", "role": "authority.head", "acting_for": 7, "verb": "invite",
            "thing_kind": "people.invitation", "thing": "1", "thing_name": "名称",
            "organisation": None, "details": '{"a":1}',
        }  # fmt: skip
        before = seal(entry, before)
        entries.append({**entry, "sha256": before.sha256, "sm3": before.sm3})
    return entries


def signed(entry: dict[str, object]) -> checkpoints.Signed:
    key = Ed25519PrivateKey.generate()
    text = checkpoints.text(entry["number"], "x", Seal(entry["sha256"], entry["sm3"]))
    signature = key.sign(text.encode()).hex()
    return checkpoints.read(checkpoints.file(text, signature, checkpoints.public_key(key)))


def test_a_whole_chain_holds():
    entries = chain()
    found = verify(entries, [signed(entries[4]), signed(entries[-1])])
    assert (found.entries, found.broken, len(found.checkpoints)) == (LENGTH, None, 2)


@pytest.mark.parametrize("field", [*FIELDS, "sha256", "sm3"])
@pytest.mark.parametrize("at", [0, 5, LENGTH - 1])
def test_every_field_at_any_place_is_sealed(field, at):
    entries = chain()
    value = entries[at][field]
    entries[at][field] = value + 1 if isinstance(value, int) else f"{value}0"
    broken = verify(entries).broken
    assert broken is not None
    assert broken.number == at + 1


@pytest.mark.parametrize("at", range(LENGTH - 1))
def test_an_entry_that_was_taken_out_is_missed(at):
    entries = chain()
    del entries[at]
    assert verify(entries).broken.number == at + 1


def test_entries_that_changed_places_are_found():
    entries = chain()
    entries[3], entries[4] = entries[4], entries[3]
    assert verify(entries).broken.number == 4


def test_a_chain_made_anew_or_cut_holds_but_not_against_a_checkpoint():
    entries = chain()
    kept = signed(entries[8])
    assert verify(entries[:5]).broken is None
    assert verify(entries[:5], [kept]).broken.number == 6
    before = FIRST
    for entry in entries:
        entry["user_name"] = "别人"
        before = seal(entry, before)
        entry["sha256"], entry["sm3"] = before.sha256, before.sm3
    assert verify(entries).broken is None
    assert verify(entries, [kept]).broken.number == 9


def test_a_checkpoint_that_was_changed_is_refused():
    key = Ed25519PrivateKey.generate()
    text = checkpoints.text(3, "x", FIRST)
    content = checkpoints.file(text, key.sign(text.encode()).hex(), checkpoints.public_key(key))
    assert checkpoints.read(content).number == 3
    for changed in (content.replace(b"3", b"4", 1), b"{}", b"\xff", b"[]"):
        with pytest.raises(WorkspaceError):
            checkpoints.read(changed)


def test_the_command_names_the_entry_of_an_exported_file(tmp_path: Path):
    entries = chain()
    place = tmp_path / "journal.jsonl"
    place.write_text("".join(canonical(entry) + "\n" for entry in entries), "utf-8")
    done = CliRunner(env={"MINGZHENG_LANG": "en"}).invoke(group, ["journal", "verify", str(place)])
    assert done.exit_code == 0, done.output
    assert "12 entries hold" in done.stdout
    assert entries[-1]["sm3"] in done.stdout
    entries[6]["verb"] = "nothing"
    place.write_text("".join(canonical(entry) + "\n" for entry in entries), "utf-8")
    done = CliRunner(env={"MINGZHENG_LANG": "en"}).invoke(group, ["journal", "verify", str(place)])
    assert done.exit_code == 1
    assert "entry 7" in done.stderr


def test_verifying_needs_no_django(tmp_path: Path):
    import subprocess

    script = (
        "import sys; from mingzheng.workspace.journal import verification; "
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_row_changed_in_the_file_of_the_database_is_named(migrated, django, tmp_path: Path):
    """As whoever holds the file could: triggers dropped, a row rewritten, triggers put back."""
    if migrated != "sqlite":
        pytest.skip("a file can be changed only where there is one")
    from django.db import connection

    from mingzheng.workspace.journal.actions import record
    from mingzheng.workspace.journal.verification import verify_place

    record(by=None, verb="access.refused")
    copy = tmp_path / "copy.sqlite3"
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    assert verify_place(str(copy)).broken is None
    with closing(sqlite3.connect(copy)) as target:
        for name in ("update", "delete", "replace"):
            target.execute(f"DROP TRIGGER journal_no_{name}")
        target.execute("UPDATE journal_entry SET details = '{\"count\":1}' WHERE number = 1")
        target.commit()
    assert verify_place(str(copy)).broken.number == 1


def test_seals_are_those_of_other_implementations():
    import hashlib

    (entry,) = chain(1)
    content = {name: entry[name] for name in FIELDS} | {"before": ["0" * 64, "0" * 64]}
    octets = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    assert entry["sha256"] == hashlib.sha256(octets).hexdigest()
    ours = Sm3()
    ours.update(octets)
    assert entry["sm3"] == ours.hexdigest()
