"""Parameters that the practice statements set decide verdicts, and evidence.toml goes before them."""

from __future__ import annotations

import pytest

from mingzheng.reports import evidence
from mingzheng.reports.reading import read

OLD = """# 示例认证中心电子认证业务规则

## 4.9 证书撤销和挂起

### 4.9.5 撤销的时限

本机构收到撤销申请后48小时内完成证书撤销。

## 9.11 投诉

收到投诉后5个工作日内答复。
"""
NEW = OLD.replace("48小时", "24小时")
DOCUMENTS = """
    document_id kind version effective_from effective_until path
    A           cps  3.0     2017-01-01     -               a.md
    B           cps  3.1     2020-03-01     -               b.md
    """
CHANGES = """
    serial_number action  initiated_by requested_at        effective_at
    01            revoked holder       2020-05-01T10:00:00 2020-05-02T09:00:00
    02            revoked holder       2020-05-01T10:00:00 2020-05-03T09:00:00
    03            revoked holder       2020-05-01T10:00:00 2020-05-04T10:00:00
    """
ISSUANCES = """
    application_id serial_number product   issued_at
    a1             01            signature 2020-04-01T10:00:00
    a2             02            signature 2020-04-01T10:00:00
    a3             03            signature 2020-04-01T10:00:00
    """
RULE, NAME = "practice.revoked_late", "revocation_hours"


@pytest.fixture(scope="module")
def found(audited):
    def of(toml: str = "", old: str = OLD):
        return audited(
            documents=DOCUMENTS, issuances=ISSUANCES, status_changes=CHANGES, toml=toml,
            texts={"a.md": old, "b.md": NEW},
        )  # fmt: skip

    return of


def counts(found) -> dict[str, int]:
    return {verdict: found.rule(RULE)[verdict] for verdict in ("clear", "breach", "unknown")}


def table(found, name: str) -> dict[str, str]:
    """A table of the report, its first column to the rest."""
    result = read(found.folder)
    rows = getattr(evidence, name)(result).rows
    return {str(row[0]): " ".join(map(str, row[1:])) for row in rows}


def test_the_milder_of_two_versions_is_the_parameter_and_what_is_not_plain_is_named(found):
    audited = found()
    assert counts(audited) == {"clear": 2, "breach": 1, "unknown": 0}
    said = audited.content["parameters"][NAME]
    assert said["value"] == 48
    assert said["source"].startswith("CPS v3.0 §4.9.5：“本机构收到撤销申请后48小时内")
    assert "CPS v3.1 为24小时" in said["source"]
    assert f"parameters.{NAME}" not in audited.content["defaults"]
    assert "CPS v3.0 §4.9.5" in table(audited, "parameters")[NAME]
    assert "工作日" in audited.content["withheld_parameters"]["complaint_answer_days"]["zh"]
    assert "工作日" in table(audited, "withheld")["complaint_answer_days"]


def test_evidence_toml_goes_before_and_shows_what_it_overrides(found):
    audited = found(
        f'[parameters]\ncomplaint_answer_days = 7\n{NAME} = {{ value = 24, source = "访谈" }}\n'
    )
    assert counts(audited) == {"clear": 1, "breach": 2, "unknown": 0}
    said = audited.content["parameters"][NAME]
    assert (said["value"], said["source"]) == (24, "访谈")
    assert said["instead_of"]["value"] == 48
    assert said["instead_of"]["source"].startswith("CPS v3.0 §4.9.5")
    assert "已覆盖 overrides 48（CPS v3.0" in table(audited, "parameters")[NAME]
    assert audited.content["withheld_parameters"] == {}


def test_a_version_that_is_silent_leaves_it_unknown(found):
    audited = found(old="# 示例认证中心电子认证业务规则\n\n本机构提供服务。\n")
    assert counts(audited) == {"clear": 0, "breach": 0, "unknown": 3}
    assert "CPS v3.0 未写明" in audited.content["withheld_parameters"][NAME]["zh"]
