"""What the texts of notices and agreements say reaches the applications that used them."""

from __future__ import annotations

import json

import pytest

from mingzheng.reports.documents import write_documents

from .conftest import Audited

FULL = """证书申请告知书

一、使用条件
数字证书仅用于办理网上报税业务，不得用于其他用途。证书过期或者被撤销后，不得继续使用。

二、收费
个人证书每张每年收取人民币100元。

三、个人信息
我们将您的身份信息和申请材料保存至证书失效后五年。未经您的同意，我们不会向第三方提供您的信息，您的信息仅用于办理证书业务。

四、机构的责任
因本机构过错造成证书持有人损失的，本机构依法承担赔偿责任，赔偿上限为人民币5000元。

五、证书持有人的责任
证书持有人应当妥善保管私钥和密码，并对所提交材料的真实性负责；私钥丢失的，应当立即通知本机构并申请撤销证书。
"""
FREE = FULL.replace("二、收费\n个人证书每张每年收取人民币100元。\n\n", "")
VAGUE = FULL.replace("个人证书每张每年收取人民币100元。", "收费标准另行公布。")
DOCUMENTS = """
    document_id kind       version effective_from effective_until path
    FULL        disclosure 1.0     2019-01-01     -               full.txt
    FREE        disclosure 2.0     2019-01-01     -               documents/free.txt
    VAGUE       disclosure 3.0     2019-01-01     -               vague.md
    GONE        disclosure 4.0     2019-01-01     -               gone.pdf
    NONE        disclosure 5.0     2019-01-01     -               -
    XY          contract   1.0     2019-01-01     -               xy.txt
    """
TEXTS = {
    "full.txt": FULL, "free.txt": FREE, "vague.md": VAGUE,
    "xy.txt": FULL.replace("告知书", "协议"),
}  # fmt: skip
CASES = (
    "full", "free", "vague", "gone", "none", "unlisted", "both", "late", "agreed", "afterwards",
    "posted", "untold", "agent",
)  # fmt: skip
APPLICATIONS = (
    "application_id applicant_name applicant_role subject_name agent_name subject_id_number "
    "accepted_at\n"
    + "\n".join(f"{c} 甲 holder 甲 王 N{n} 2020-03-01T10:00:00" for n, c in enumerate(CASES))
)
DISCLOSURES = """
    application_id document_id told_name told_at             means
    full           FULL        甲        2020-03-01T09:00:00 signed
    free           FREE        甲        2020-03-01T09:00:00 signed
    vague          VAGUE       甲        2020-03-01T09:00:00 signed
    gone           GONE        甲        2020-03-01T09:00:00 signed
    none           NONE        甲        2020-03-01T09:00:00 signed
    unlisted       -           甲        2020-03-01T09:00:00 signed
    both           FREE        甲        2020-03-01T09:00:00 signed
    both           FULL        甲        2020-03-01T09:30:00 signed
    late           FREE        甲        2020-03-01T09:00:00 signed
    late           FULL        甲        2020-03-01T11:00:00 signed
    agreed         FREE        甲        2020-03-01T09:00:00 signed
    afterwards     FREE        甲        2020-03-01T09:00:00 signed
    posted         FREE        甲        2020-03-01T09:00:00 signed
    posted         FULL        甲        2020-03-01T09:00:00 posted
    agent          FREE        王        2020-03-01T09:00:00 signed
    """
CONTRACTS = """
    contract_id application_id document_id party_name signed_at
    K1          agreed         XY          甲         2020-03-01T09:30:00
    K2          afterwards     XY          甲         2020-03-01T12:00:00
    """
COMPLETE = "applications disclosures contracts documents"


@pytest.fixture(scope="module")
def written():
    return {
        "applications": APPLICATIONS,
        "disclosures": DISCLOSURES,
        "contracts": CONTRACTS,
        "documents": DOCUMENTS,
        "complete": COMPLETE,
    }


@pytest.fixture(scope="module")
def found(audited, written) -> Audited:
    # with every table that the rules read, their unknowns are listed
    return audited(
        **written,
        texts=TEXTS,
        issuances="application_id serial_number issued_at",
        status_changes="serial_number action",
        certificates={},
    )


def test_a_notice_without_fees_is_a_breach_where_nothing_else_tells_them(found: Audited):
    assert found.verdicts("disclosure.fees_untold", *CASES) == {
        "full": "clear",
        "free": "breach",
        "vague": "unknown",
        "gone": "unknown",
        "none": "unknown",
        "unlisted": "unknown",
        "both": "clear",
        "late": "unknown",
        "agreed": "unknown",
        "afterwards": "breach",
        "posted": "unknown",
        "untold": "-",
        "agent": "breach",
    }


@pytest.mark.parametrize(
    "matter", ["terms_of_use", "information_rights", "provider_liability", "holder_liability"]
)
def test_what_the_same_notices_tell_is_clear(found: Audited, matter: str):
    said = found.verdicts(f"disclosure.{matter}_untold", "full", "free", "vague", "both", "late")
    assert set(said.values()) == {"clear"}


def test_the_verdict_names_the_document_its_version_and_the_words(found: Audited):
    listed = {row["application_id"]: row for row in found.listed("disclosure.fees_untold")}
    shown = {each["name"]: each["value"] for each in listed["free"]["shows"]}
    assert (shown["disclosure_document"], shown["disclosure_version"]) == ("FREE", "2.0")
    assert "said_of_fees" not in shown  # nothing there
    words = {each["name"]: each["value"] for each in listed["vague"]["shows"]}
    assert words["said_of_fees"].endswith("收费标准另行公布。")


def test_a_text_that_is_missing_is_a_reject_and_no_failure(found: Audited):
    (reject,) = [row for row in found.rejects() if row["table"] == "public_texts"]
    assert (reject["reason"], reject["file"]) == ("absent_file", "documents/gone.pdf")
    assert found.content["complete"]


def test_what_the_texts_say_is_in_the_result_with_who_used_them(found: Audited):
    told = json.loads((found.folder / "documents.json").read_text("utf-8"))
    used = {
        version["document_id"]: (version["version"], version["from"], version["applications"])
        for account in told["documents"]
        for version in account["versions"]
    }
    assert used == {
        "FULL": ("1.0", "2019-01-01", 4),
        "FREE": ("2.0", "2019-01-01", 7),
        "VAGUE": ("3.0", "2019-01-01", 1),
        "XY": ("1.0", "2019-01-01", 2),
    }
    kinds = {each["name"]: each["kind"] for each in told["documents"]}
    assert kinds == {
        "full.txt": "notice", "free.txt": "notice", "vague.md": "notice", "xy.txt": "agreement",
    }  # fmt: skip
    (refused,) = told["refused"]
    assert refused["zh"].startswith("documents/gone.pdf：")
    sealed = {output["path"] for output in found.content["outputs"]}
    assert "documents.json" in sealed
    write_documents(found.folder)
    page = (found.folder / "documents.html").read_text("utf-8")
    assert "2.0：2019-01-01 起，适用申请 7 件" in page
    assert "documents/gone.pdf" in page


def test_an_agreement_that_may_be_missing_leaves_it_open(audited, written):
    loose = {**written, "complete": "applications disclosures documents"}
    found = audited(**loose, texts=TEXTS)
    assert found.verdict("disclosure.fees_untold", "free") == "unknown"
    assert found.verdict("disclosure.fees_untold", "full") == "clear"


def test_without_texts_nothing_is_said_and_nothing_listed(audited, written):
    found = audited(**written)
    assert found.verdicts("disclosure.fees_untold", "full", "free", "untold") == {
        "full": "unknown", "free": "unknown", "untold": "-",
    }  # fmt: skip
    assert found.listed("disclosure.fees_untold") == []
    assert "public_texts" in found.content["summary"]["missing_tables"]
    told = json.loads((found.folder / "documents.json").read_text("utf-8"))
    assert (told["documents"], len(told["refused"])) == ([], 5)
