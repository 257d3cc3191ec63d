"""What the texts of agreements and practice statements say reaches contracts and versions."""

from __future__ import annotations

import hashlib
import json

import pytest

from .conftest import Audited

AGREEMENT = """电子认证服务订户协议

甲方：示例数字证书认证中心有限公司
乙方（订户）：

第一条 甲方的权利和义务
（一）甲方应当对乙方的身份进行查验，并对申请材料进行审查。
（二）甲方保证证书内容在有效期内完整、准确。
（三）甲方应当提供证书状态信息的查询服务，并发布证书撤销列表。
（四）甲方妥善保存与认证相关的信息，保存至证书失效后五年。
（五）甲方应当对乙方的个人信息保密，未经乙方同意不得向第三方提供。
（六）因甲方过错造成乙方损失的，甲方应当承担赔偿责任，赔偿上限为人民币50000元。

第二条 乙方的权利和义务
（一）乙方应当提供真实、完整、准确的信息。
（二）乙方应当妥善保管私钥和密码。
（三）乙方知悉私钥失密的，应当立即通知甲方，并停止使用该证书。

第三条 争议
因本协议发生争议的，由甲方住所地人民法院管辖。
"""
STATEMENT = """示例数字证书认证中心有限公司电子认证业务规则

第一章 概括性描述
本规则由本机构制定并公布。

第二章 法律责任和其他业务条款
9.1 因本机构过错造成订户损失的，本机构承担赔偿责任，赔偿上限为人民币50000元。
9.2 与认证相关的信息保存至证书失效后五年。
9.3 争议由本机构住所地人民法院管辖。
"""
RICHER = STATEMENT.replace("50000", "80000").replace("失效后五年", "失效后十年")
SHORT = AGREEMENT.replace(
    "（五）甲方应当对乙方的个人信息保密，未经乙方同意不得向第三方提供。\n", ""
)
VAGUE = AGREEMENT.replace(
    "（三）甲方应当提供证书状态信息的查询服务，并发布证书撤销列表。", "（三）证书状态另行公布。"
)
TEXTS = {
    "xy1.txt": AGREEMENT, "xy2.txt": SHORT, "xy3.txt": VAGUE,
    "cps1.txt": STATEMENT, "cps2.txt": RICHER,
}  # fmt: skip
DOCUMENTS = """
    document_id kind     version effective_from effective_until path
    XY1         contract 1.0     2018-01-01     -               xy1.txt
    XY2         contract 2.0     2018-01-01     -               xy2.txt
    XY3         contract 3.0     2018-01-01     -               xy3.txt
    XY4         contract 4.0     2018-01-01     -               -
    CPS1        cps      1.0     2019-01-01     2019-12-31      cps1.txt
    CPS2        cps      2.0     2020-01-01     2020-12-31      cps2.txt
    """
CASES = ("plain", "richer", "between", "short", "vague", "unread", "undated", "unnamed", "both")
APPLICATIONS = "application_id subject_id_number accepted_at\n" + "\n".join(
    f"{case} N{n} 2020-03-01T10:00:00" for n, case in enumerate(CASES)
)
CONTRACTS = """
    contract_id application_id document_id party_name signed_at
    K1          plain          XY1         张三       2019-03-01T12:00:00
    K2          richer         XY1         张三       2020-03-01T12:00:00
    K3          between        XY1         张三       2021-03-01T12:00:00
    K4          short          XY2         张三       2019-03-01T12:00:00
    K5          vague          XY3         张三       2019-03-01T12:00:00
    K6          unread         XY4         张三       2019-03-01T12:00:00
    K7          undated        XY1         张三       -
    K8          unnamed        -           张三       2019-03-01T12:00:00
    K9          both           XY1         张三       2020-03-01T12:00:00
    K10         both           XY1         张三       2019-03-01T12:00:00
    """
CONFIRMED = """
[[confirmations]]
document = "{digest}"
item = "{item}"
answer = "{answer}"
by = "某某"
on = 2026-01-01
why = "核对过原文"
"""


@pytest.fixture(scope="module")
def written():
    return {
        "applications": APPLICATIONS,
        "contracts": CONTRACTS,
        "documents": DOCUMENTS,
        "complete": "applications contracts documents",
    }


@pytest.fixture(scope="module")
def found(audited, written) -> Audited:
    return audited(**written, texts=TEXTS)


def test_a_contradiction_counts_on_the_days_of_the_statement(found: Audited):
    assert found.verdicts("contract.contradicts_cps", *CASES) == {
        "plain": "clear",
        "richer": "breach",
        "between": "unknown",
        "short": "clear",
        "vague": "clear",
        "unread": "unknown",
        "undated": "unknown",
        "unnamed": "unknown",
        "both": "clear",
    }


def test_the_verdict_names_both_documents_and_their_sentences(found: Audited):
    (listed,) = found.listed("contract.contradicts_cps")
    shown = {each["name"]: each["value"] for each in listed["shows"]}
    assert (shown["contract_document"], shown["contract_statement"]) == ("XY1", "CPS2")
    assert "80000" in shown["contract_contradiction"].replace(",", "")


def test_a_right_without_a_clause_is_a_breach(found: Audited):
    assert found.verdicts("contract.rights_unclear", *CASES) == {
        "plain": "clear",
        "richer": "clear",
        "between": "clear",
        "short": "breach",
        "vague": "unknown",
        "unread": "unknown",
        "undated": "clear",
        "unnamed": "unknown",
        "both": "clear",
    }
    (listed,) = found.listed("contract.rights_unclear")
    shown = {each["name"]: each["value"] for each in listed["shows"]}
    assert shown["contract_lacks"] == "提供者保护个人信息"


def test_statements_that_lack_parts_and_ways_to_complain(found: Audited):
    for rule in ("practice.cps_incomplete", "practice.complaint_procedure_unpublished"):
        assert {row["subject"] for row in found.listed(rule)} == {"CPS1", "CPS2"}


def test_a_person_overrides_what_was_found(written, write_evidence, run_audit, tmp_path):
    evidence = write_evidence(tmp_path / "evidence", **written, texts=TEXTS)
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in TEXTS.items()}
    statement = digests["cps2.txt"][:12]
    entries = [
        ("xy2.txt", "provider_protects_personal_information", "covered"),
        ("xy3.txt", "provider_status_information", "not_found"),
        ("xy1.txt", f"liability_cap:any@{statement}", "dismissed"),
        ("xy1.txt", f"retention:any@{statement}", "dismissed"),
    ]
    (evidence / "confirmations.toml").write_text(
        "".join(CONFIRMED.format(digest=digests[f], item=i, answer=a) for f, i, a in entries),
        "utf-8",
    )
    found = run_audit(evidence, tmp_path / "result")
    said = found.verdicts("contract.rights_unclear", "short", "vague")
    assert said == {"short": "clear", "vague": "breach"}
    assert found.verdict("contract.contradicts_cps", "richer") == "clear"


def test_the_result_tells_of_every_document_and_how_many_used_it(found: Audited):
    told = json.loads((found.folder / "documents.json").read_text("utf-8"))
    by_name = {each["name"]: each for each in told["documents"]}
    assert set(by_name) == set(TEXTS)
    (version,) = by_name["xy1.txt"]["versions"]
    assert version == {
        "document_id": "XY1",
        "version": "1.0",
        "from": "2018-01-01",
        "until": None,
        "applications": 5,
        "holders": 5,
    }
    (statement,) = by_name["cps1.txt"]["versions"]
    assert (statement["until"], statement["applications"]) == ("2019-12-31", 0)
    assert {each["key"] for each in by_name["xy1.txt"]["contradictions"]} >= {"retention"}
    assert "documents.json" in {each["path"] for each in found.content["outputs"]}


def test_without_texts_nothing_is_cleared(audited, written):
    found = audited(**written)
    for rule in ("contract.rights_unclear", "contract.contradicts_cps"):
        assert set(found.verdicts(rule, *CASES).values()) == {"unknown"}
    assert found.rule("practice.cps_incomplete")["unknown"] == 2
