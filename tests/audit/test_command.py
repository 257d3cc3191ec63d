"""The command as users and programs meet it: exit codes, one JSON object, results as announced."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import certifi
import pytest

SHARED = Path(__file__).parents[2] / "../shared"
MAIN = "from mingzheng.cli import main; main()"

BREACH = {
    "complete": "identity_checks",
    "applications": """
        application_id applied_at
        A1             2020-03-01T09:00:00
        """,
    "identity_checks": "check_id application_id party checked_at result",
}


def command(evidence: Path, result: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, "audit", evidence, "-o", result, *options],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def breach(write_evidence, tmp_path_factory):
    place = tmp_path_factory.mktemp("command")
    evidence = write_evidence(place / "evidence", **BREACH)
    return command(evidence, place / "result", "--json", "--as-of", "2026-10-01"), place


def test_a_violation_is_exit_code_1_and_one_json_object(breach):
    done, place = breach
    assert done.returncode == 1, done.stderr
    said = json.loads(done.stdout)
    assert said["complete"] is True
    assert said["items"]["1.1"]["breach"] == 1
    assert said["rules"]["identity.never_checked"]["breach"] == 1
    assert "certificates" in said["missing_tables"]
    sealed = json.loads((place / "result" / "run.json").read_text("utf-8"))
    assert sealed["summary"]["items"] == said["items"]
    assert {"report.html"} <= {output["path"] for output in sealed["outputs"]}


def test_a_folder_that_cannot_be_used_is_exit_code_2_without_a_traceback(tmp_path):
    done = command(tmp_path / "nowhere", tmp_path / "result")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lost_source_is_exit_code_3(write_evidence, tmp_path):
    evidence = write_evidence(tmp_path / "evidence", **BREACH)
    (evidence / "tables" / "contracts.parquet").write_bytes(b"PAR1" + bytes(64) + b"PAR1")
    done = command(evidence, tmp_path / "result", "--json")
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["complete"] is False


def test_real_certificates_with_only_a_list_of_applications(tmp_path):
    if not (SHARED / "data" / "rootca").exists():
        pytest.skip("the real certificates are not here")
    evidence = tmp_path / "evidence"
    (evidence / "certificates").mkdir(parents=True)
    (evidence / "tables").mkdir()
    bundle = Path(certifi.where())
    (evidence / "certificates" / bundle.name).write_bytes(bundle.read_bytes())
    for found in sorted((SHARED / "data" / "rootca").iterdir()):
        if found.is_file():
            (evidence / "certificates" / found.name).write_bytes(found.read_bytes())
    (evidence / "tables" / "申请记录.csv").write_bytes(
        "业务流水号,业务类型,证书种类,用户类型,持有人名称,申请时间,审批结果\r\n"
        "S1,新办,企业证书,企业,示例科技有限公司,2020-03-01 09:00:00,通过\r\n"
        "S2,撤销,企业证书,企业,示例科技有限公司,2020-03-02 09:00:00,通过\r\n".encode("gb18030")
    )
    done = command(evidence, tmp_path / "result", "--json", "--as-of", "2026-10-01")
    said = json.loads(done.stdout)
    assert done.returncode in (1, 4), done.stderr
    assert said["certificates"] > 100
    # of applications without any other record nothing can be shown, and nobody is accused
    for item in ("1.1", "1.3", "3.1"):
        assert said["items"][item]["breach"] == 0, item
    assert said["items"]["1.1"]["unknown"] > 0
    # what certificates show by themselves is judged
    assert said["rules"]["content.serial_invalid"]["examined"] >= said["certificates"]
    assert said["rules"]["content.serial_invalid"]["clear"] > 100
    for rule, counts in said["rules"].items():
        if not rule.startswith("content."):
            assert counts["breach"] == 0, rule
    assert said["rules"]["content.issued_without_application"]["breach"] == 0


def test_a_day_that_has_not_come_is_refused(tmp_path):
    done = command(tmp_path, tmp_path / "result", "--as-of", "2999-01-01")
    assert done.returncode == 2
    assert "2999-01-01" in done.stderr
    assert not (tmp_path / "result").exists()
