"""The same evidence gives the same bytes, whatever the machine lends; nothing personal is shown."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mingzheng.reports import write_report, write_workbook

NUMBER = "110101199003070134"
OTHER = "110101199003072797"

RUN = """
import datetime as dt, sys
from pathlib import Path
from mingzheng.audit import audit, verdicts
from mingzheng.audit.engines import duckdb
from mingzheng.records import archive, one_table
threads, memory, batch = map(int, sys.argv[3:6])
duckdb.BATCH_ROWS = archive.BATCH = one_table.ROW_GROUP = batch
verdicts.AT_ONCE = 3 * batch
audit(Path(sys.argv[1]), Path(sys.argv[2]), as_of=dt.date(2026, 10, 1), memory=memory, threads=threads)
"""


@pytest.fixture(scope="module")
def evidence(write_evidence, issuer_named, tmp_path_factory) -> Path:
    """Records with a person's number in every column of free text."""
    ca = issuer_named("甲CA")
    cases = range(40)
    return write_evidence(
        tmp_path_factory.mktemp("same") / "evidence",
        complete="identity_checks issuances applications certificates contracts deliveries",
        certificates={
            f"{n}-{NUMBER}.der": ca.certificate(n + 0xA0, name=f"张{n}@{NUMBER}") for n in cases
        },
        applications="\n".join(
            [
                "application_id subject_name subject_id_type subject_id_number applicant_name"
                " applicant_id_number organization_name agent_name agent_id_number accepted_at"
                " batch_id contract_id registration_authority",
                *(
                    f"{NUMBER}-{n} 张{n}{NUMBER} resident_id {NUMBER} 李{NUMBER} {OTHER}"
                    f" 某公司{NUMBER} 王{NUMBER} {OTHER} 2020-03-01T10:00:00 B{NUMBER}"
                    f" K{NUMBER} R{NUMBER}"
                    for n in cases
                ),
            ]
        ),
        identity_checks="\n".join(
            [
                "check_id application_id party checked_name checked_id_number checked_at result"
                " method relied_on performed_by operator_id evidence_ref",
                *(
                    f"C{n}{NUMBER} {NUMBER}-{n} holder 李{NUMBER} {OTHER} 2020-03-02T19:30:00"
                    f" passed {'reused' if n % 3 else 'face'} {NUMBER} R{NUMBER} O{NUMBER} E{NUMBER}"
                    for n in cases
                    if n % 4
                ),
                f"C0{NUMBER} {NUMBER}-1 {NUMBER} {NUMBER} {NUMBER} {NUMBER} {NUMBER} {NUMBER}"
                f" {NUMBER} {NUMBER} {NUMBER} {NUMBER}",
            ]
        ),
        contracts="\n".join(
            [
                "contract_id application_id party_name party_id_number signed_by_name signed_at"
                " document_id archive_ref",
                *(
                    f"H{NUMBER}{n} {NUMBER}-{n} 别人{NUMBER} {OTHER} 王{NUMBER}"
                    f" 2020-03-03T10:00:00 D{NUMBER} A{NUMBER}"
                    for n in cases
                ),
            ]
        ),
        issuances="\n".join(
            [
                "serial_number application_id issued_at issuer_dn media",
                *(
                    f"{n + 0xA0:x} {NUMBER}-{n} 2020-03-02T18:00:00 CN={NUMBER} usbkey"
                    for n in cases
                ),
            ]
        ),
        deliveries="\n".join(
            [
                "serial_number delivered_at recipient_name recipient_id_number recipient_role",
                *(f"{n + 0xA0:x} 2020-03-03T18:00:00 赵{NUMBER} {NUMBER} agent" for n in cases),
            ]
        ),
    )


def ran(evidence: Path, result: Path, *, threads: int, memory: int, batch: int) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", RUN, evidence, result, str(threads), str(memory), str(batch)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert NUMBER not in done.stdout + done.stderr
    return result


def digests(result: Path) -> dict[str, str]:
    return {
        path.relative_to(result).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.is_file() and path.name != "timing.json"
    }


@pytest.fixture(scope="module")
def first(evidence, tmp_path_factory) -> Path:
    """The result on two threads, with plenty of memory."""
    result = tmp_path_factory.mktemp("first") / "result"
    return ran(evidence, result, threads=2, memory=4 << 30, batch=1 << 16)


def test_threads_memory_batches_and_place_change_no_byte(evidence, first, tmp_path):
    moved = shutil.copytree(evidence, tmp_path / "elsewhere")
    second = ran(moved, tmp_path / "result", threads=1, memory=512 << 20, batch=7)
    assert digests(first) == digests(second)
    assert not (second / "work").exists()


def test_the_seal_names_every_file_with_its_hash(first):
    content = json.loads((first / "run.json").read_text("utf-8"))
    sealed = {o["path"]: o["sha256"] for o in content["outputs"]}
    assert sealed == {name: d for name, d in digests(first).items() if name != "run.json"}


def cells(value: object):
    if isinstance(value, dict):
        for inner in value.values():
            yield from cells(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cells(inner)
    else:
        yield str(value)


def texts(path: Path) -> list[str]:
    """What a person can read in a file of a result."""
    if path.suffix == ".parquet":
        return [c for row in pq.read_table(path).to_pylist() for c in cells(row)]
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    return path.read_text("utf-8").splitlines()


def test_no_number_of_a_person_is_in_any_output(first, tmp_path):
    result = shutil.copytree(first, tmp_path / "result")
    write_workbook(result, headers={})
    write_report(result)
    for path in sorted(found for found in result.rglob("*") if found.is_file()):
        shown = [text[:200] for text in texts(path) if NUMBER in text or OTHER in text]
        assert shown == [], path
    assert (result / "report.html").stat().st_size > 10_000
