"""What fails is named, and the rest goes on; what can't run says why."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from mingzheng.audit import judgement
from mingzheng.audit.judgement import failure
from mingzheng.errors import EvidenceError, MingzhengError, OutputError
from mingzheng.rules import rules
from mingzheng.rules.rule import Rule, Verdict

CASES = {
    "complete": "identity_checks",
    "applications": """
        application_id applied_at
        A1             2020-03-01T09:00:00
        """,
    "identity_checks": "check_id application_id party checked_at result",
}


def raises(d):
    raise ValueError("this rule raises")


def overflows(d):
    number = d.case.cast("int64") + 2**62
    return Verdict(applies=d.case >= 0, breach=(number + 2**62 + 2**62) > 0, shows=())


def broken(rule: Rule, how) -> Rule:
    return replace(rule, id=f"broken.{how.__name__}", explain=how)


def test_a_rule_that_fails_is_named_and_the_others_go_on(
    write_evidence, run_audit, tmp_path, monkeypatch
):
    sound = rules()
    of_cases = next(rule for rule in sound if rule.id.startswith("identity"))
    bad = (broken(of_cases, raises), broken(of_cases, overflows))
    monkeypatch.setattr(judgement, "rules", lambda: (*sound, *bad))
    audited = run_audit(write_evidence(tmp_path / "evidence", **CASES), tmp_path / "result")
    assert audited.content["complete"] is False
    assert {f["what"] for f in audited.content["failures"]} == {
        "rule broken.raises",
        "rule broken.overflows",
    }
    assert "this rule raises" in audited.content["failures"][1]["zh"]
    assert audited.verdict("identity.never_checked", "A1") == "breach"


def test_a_source_that_cannot_be_read_at_all_makes_the_run_incomplete(
    write_evidence, run_audit, tmp_path
):
    evidence = write_evidence(tmp_path / "evidence", **CASES)
    (evidence / "tables" / "contracts.parquet").write_bytes(b"PAR1" + bytes(64) + b"PAR1")
    (evidence / "tables" / "reviews.csv").write_text("列一,列二\n1,2\n", "utf-8")
    audited = run_audit(evidence, tmp_path / "result")
    assert audited.content["complete"] is False
    whats = {f["what"] for f in audited.content["failures"]}
    assert whats == {"source tables/contracts.parquet", "source tables/reviews.csv"}
    assert all(f["zh"] and f["en"] for f in audited.content["failures"])
    assert audited.verdict("identity.never_checked", "A1") == "breach"


def test_a_folder_that_is_not_there_or_holds_others_files_is_left_alone(
    run_audit, write_evidence, tmp_path
):
    with pytest.raises(MingzhengError, match="nowhere"):
        run_audit(tmp_path / "nowhere", tmp_path / "result")
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "thesis.docx").write_text("mine", "utf-8")
    evidence = write_evidence(tmp_path / "evidence", **CASES)
    with pytest.raises(OutputError, match=r"thesis\.docx"):
        run_audit(evidence, taken)
    assert [p.name for p in taken.iterdir()] == ["thesis.docx"]


def test_an_empty_folder_is_no_evidence(run_audit, tmp_path):
    (tmp_path / "evidence").mkdir()
    with pytest.raises(EvidenceError):
        run_audit(tmp_path / "evidence", tmp_path / "result")


FULL = """
import datetime as dt, resource, signal, sys
from pathlib import Path
from mingzheng.audit import audit
from mingzheng.errors import OutputError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    audit(Path(sys.argv[1]), Path(sys.argv[2]), as_of=dt.date(2026, 10, 1), memory=1 << 30, threads=2)
except OutputError as error:
    print(error)
"""


@pytest.mark.parametrize("room", [100, 6_000])
def test_a_full_disk_is_said_in_words(write_evidence, tmp_path, room):
    evidence = write_evidence(tmp_path / "evidence", **CASES)
    done = subprocess.run(
        [sys.executable, "-c", FULL, evidence, tmp_path / "result", str(room)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "result") in done.stdout


def test_what_an_engine_quotes_of_a_cell_is_masked():
    number = "000000189901011237"
    said = failure(rules()[0], ValueError("x" * 490 + f" could not convert '{number}' to INT32"))
    assert number[:12] not in said["zh"] + said["en"]
    assert said["what"] == f"rule {rules()[0].id}"
