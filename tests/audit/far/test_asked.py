"""A finished result is the answer to one question: anything else that is asked is seen."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from mingzheng.audit.far.asked import NOTE, Asked, Question, asked_before, asked_now, changed

QUESTION = Question(dt.date(2026, 6, 30), insisted=True, all_subjects=False)
ANEW = "auditing anew"


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    (tmp_path / "evidence" / "tables").mkdir(parents=True)
    (tmp_path / "evidence" / "tables" / "applications.csv").write_text("a,b\n", "utf-8")
    return tmp_path / "evidence"


def asked(evidence: Path, question: Question = QUESTION, named: str = "hdfs://x/ca") -> Asked:
    return asked_now(question, evidence=evidence, named=named)


def said(before: Asked | None, now: Asked) -> str:
    return " ".join(text.en for text in changed(before, now))


def test_the_same_is_put_up(evidence: Path, tmp_path: Path):
    before = asked(evidence)
    before.note(tmp_path)
    (evidence / "tables").touch()  # a folder's own time is that of its copying
    assert asked_before(tmp_path) == asked(evidence)
    assert changed(asked_before(tmp_path), asked(evidence)) == []


def test_another_question(evidence: Path):
    before = asked(evidence)
    day = replace(QUESTION, as_of=dt.date(2026, 7, 1))
    assert "was 2026-06-30 and is 2026-07-01" in said(before, asked(evidence, day))
    assert "--subjects" in said(before, asked(evidence, replace(QUESTION, all_subjects=True)))
    assert "hdfs://x/ca" in said(before, asked(evidence, named="hdfs://y/ca"))
    newer = replace(before, begun=replace(before.begun, version="9.9"))
    assert "9.9 now" in said(before, newer)
    for now in (asked(evidence, day), newer):
        assert ANEW in said(before, now)


def test_the_day_that_evidence_names_is_the_one_asked_about(evidence: Path):
    (evidence / "evidence.toml").write_text("[audit]\nas_of = 2026-05-01\n", "utf-8")
    unsaid = replace(QUESTION, insisted=False)
    tomorrow = replace(unsaid, as_of=dt.date(2026, 7, 1))
    assert changed(asked(evidence, unsaid), asked(evidence, tomorrow)) == []


@pytest.mark.parametrize("what", ["size", "time", "more", "less", "renamed"])
def test_other_evidence(evidence: Path, what: str):
    before, table = asked(evidence), evidence / "tables" / "applications.csv"
    match what:
        case "size":
            known = table.stat()
            table.write_text("a,b\n1,2\n", "utf-8")
            os.utime(table, ns=(known.st_atime_ns, known.st_mtime_ns))
        case "time":
            os.utime(table, ns=(0, 0))
        case "more":
            (evidence / "tables" / "empty").mkdir()
        case "less":
            table.unlink()
        case "renamed":
            table.rename(table.with_name("invoices.csv"))
    assert "Files of the evidence" in said(before, asked(evidence))


@pytest.mark.parametrize("note", [None, "", "[]", "{}", '{"begun": {}}', '{"begun": null}'])
def test_a_note_that_is_damaged_or_not_there(evidence: Path, tmp_path: Path, note: str | None):
    if note is not None:
        (tmp_path / NOTE).write_text(note, "utf-8")
    assert asked_before(tmp_path) is None
    assert said(None, asked(evidence)).endswith(ANEW + ".")
