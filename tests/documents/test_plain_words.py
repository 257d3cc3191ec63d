"""Documents for lay readers, names of their own, references, and what only looks like a clause."""

from __future__ import annotations

import pytest
from tests.documents.test_clauses import answers
from tests.documents.test_clauses import document as plain
from tests.documents.test_terms import document, found

from mingzheng.documents.certificate_names import usually_named
from mingzheng.documents.clauses import clauses

QUANTITIES = [
    ("revocation_processing", "乙方请求吊销证书的，甲方应在核对无误后4日内予以吊销。", {("any", "4", "day")}),
    ("revocation_processing", "用户要求撤掉证书的，本中心八个钟头之内办好。", {("any", "8", "hour")}),
    ("revocation_processing", "乙方提出撤销的，甲方在3个工作日内核验并办结。", {("any", "3", "working_day")}),
    ("revocation_publication", "经核验的作废申请，十小时之内办妥。办妥后的六小时之内，列入作废名单。", {("any", "6", "hour")}),
    ("revocation_publication", "被撤销的证书，半天之内登在失效名单上。", {("any", "12", "hour")}),
    ("retention", "认证资料自证书失效之日起保存1827天。", {("any", "1827", "day")}),
    ("retention", "用户的来访登记保存90天。", set()),
    ("validity", "证书有效期为1095日。", {("any", "1095", "day")}),
    ("validity", "企业证书用三年，操作员证书用一年。", {("organization", "3", "year"), ("individual", "1", "year")}),
    ("complaint_answer", "收到投诉后，我中心最迟在第六个工作日答复。", {("any", "6", "working_day")}),
    ("reuse_period", "核验的结论自作出之日起六个月内有效，期内再次申领的不重复核验。", {("any", "6", "month")}),
    ("change_notice", "我公司要改合同的，提前十天在门户网站贴出来。", {("any", "10", "day")}),
    ("change_notice", "系统软件升级的，提前五天公告。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("key", "text", "values"), QUANTITIES)
def test_quantities_in_plain_words(key: str, text: str, values: set[tuple[str, str, str]]):
    assert found(key, text) == values


CHOICES = [
    ("refund", "交款后两周之内没有用过的，全额退。", {"within_days:14"}),
    ("refund", "没有通过审查的，交多少退多少；证书发出以后不退。", {"before_issue"}),
    ("refund", "是我们弄错的，把钱退给您；别的情况不退。", {"provider_fault"}),
    ("refund", "乙方可以在公示期内申请撤销，余下的费用不退。", {"none"}),
    ("separation", "核验和复核可以由受理点的同一名员工一并完成。", {"not_required"}),
    ("separation", "身份由系统自动核验，不再由第二人复审。", {"not_required"}),
    ("separation", "查验结果与密码信封分别由两名人员送达，审核意见存档。", set()),
    ("reuse_period", "证书换发须重新面签，不得以原有审查材料代替。", {"not_allowed"}),
    ("effective", "本协议一经签署即生效。", {"signature_or_seal"}),
    ("effective", "乙方第一次使用证书签名之时，本协议生效。", {"first_use"}),
    ("forum", "争议由人民法院（甲方所在地）审理。", {"court:provider"}),
]


@pytest.mark.parametrize(("key", "text", "values"), CHOICES)
def test_choices_in_plain_words(key: str, text: str, values: set[str]):
    assert {value for _, value, _ in found(key, text)} == values


@pytest.mark.parametrize(
    ("text", "subject", "payer"),
    [
        ("证书服务费由乙方按照甲方公示的价目支付。", "certificate", "holder"),
        ("卡的工本费由乙方按受理银行公布的价格支付。", "medium", "holder"),
        ("补发介质须另付工本费。", "replacement", "holder"),
        ("一、收费标准\n企业每年120元，个人每年30元，由申请人交齐。", "certificate", "holder"),
        ("一、收费\n吊销证书不要钱。", "revocation", "provider"),
        ("证书为一次性证书，由合作平台付费，乙方无需支付任何费用。", "certificate", "application_operator"),
    ],
)  # fmt: skip
def test_who_pays_in_plain_words(text: str, subject: str, payer: str):
    assert (subject, payer, None) in found("payer", *text.split("\n"))


@pytest.mark.parametrize(
    ("text", "subject", "names"),
    [
        ("单位请带齐：申请表（盖章）、营业执照副本复印件、经办人身份证复印件。", "organization", "申请表+营业执照副本复印件+经办人身份证复印件"),
        ("个人带身份证，填申请表。", "individual", "身份证+申请表"),
        ("单位须收取的材料有三件：登记表一式两份、登记证书复印件、授权文件。", "organization", "登记表+登记证书复印件+授权文件"),
        ("个人提交申请，注册机构查验身份后签发证书。", None, None),
    ],
)  # fmt: skip
def test_papers_are_read_item_by_item(text: str, subject: str | None, names: str | None):
    assert found("required_materials", text) == ({(subject, names, None)} if names else set())


COVERED = [
    ("holder_tells_of_compromise", "乙方有理由相信私钥已不在其掌握之中的，须马上通知甲方。"),
    ("provider_checks_identity", "受理点收到申请后，要当面核对用户本人和证件。"),
    ("provider_liability", "因为甲方出错叫乙方受了损失的，甲方赔。"),
    ("provider_protects_personal_information", "甲方对乙方的电话、住址等信息不外传、不买卖。"),
    ("provider_status_information", "甲方在网站公布证书是有效还是已作废，任何人可以核对。"),
]


@pytest.mark.parametrize(("key", "text"), COVERED)
def test_duties_in_plain_words(key: str, text: str):
    assert answers("agreement", text)[key].answer == "covered"


NOT_COVERED = [
    ("provider_checks_identity", "甲方担保证书所载与已核实的乙方资料一致。"),
    ("provider_checks_identity", "与乙方有关的申请、查验和撤销记录，由甲方保管七年。"),
    ("provider_checks_identity", "甲方对乙方递交的申请资料进行审核，符合条件的予以发证。"),
    ("provider_checks_identity", "因甲方未按规定查验致使他人冒领，造成乙方损失的，甲方赔偿。"),
    ("provider_checks_identity", "审核站的过错让乙方受了损失的，甲方赔偿。"),
    ("provider_checks_identity", "甲方收到撤销申请并核实身份后一日内撤销。"),
    ("provider_checks_identity", "身份查验的费用由甲方承担。"),
    ("provider_liability", "甲方依照法律、法规的规定承担相应的责任。"),
    ("provider_liability", "甲方的赔偿以乙方的直接损失为限，每张证书累计不超过一万元。"),
    ("holder_keeps_signing_data", "乙方未妥善保管私钥的，应当赔偿甲方的损失。"),
    ("holder_tells_of_compromise", "乙方在已知失密后未及时挂失而继续使用的除外。"),
    ("holder_true_information", "乙方应当配合视频核验并如实回答问题。"),
    ("provider_protects_personal_information", "甲方：示例信息安全认证中心"),
]


@pytest.mark.parametrize(("key", "text"), NOT_COVERED)
def test_what_only_looks_like_a_duty(key: str, text: str):
    assert answers("agreement", text)[key].answer != "covered"


@pytest.mark.parametrize(
    "lines",
    [
        ["三、乙方的义务", "1. 乙方得知口令外泄的，应当告知甲方。", "2. 在前项情形下，乙方不得继续使用证书。"],
        ["3.1 乙方得知私钥失密的，应当告知甲方。", "3.2 其他", "4.1 发生3.1款情形的，乙方不得再使用该私钥。"],
    ],
)  # fmt: skip
def test_an_item_before_is_read_with_what_refers_to_it(lines: list[str]):
    assert answers("agreement", *lines)["holder_stops_using"].answer == "covered"


def test_a_reference_to_something_else_carries_nothing():
    lines = ["1. 乙方变更名称的，应当告知甲方。", "2. 在前项情形下，乙方不得继续使用证书。"]
    assert answers("agreement", *lines)["holder_stops_using"].answer != "covered"


def test_a_certificate_is_known_by_the_name_a_document_gives_it():
    text = plain(
        "网盾服务约定", "甲方：示例电子认证中心", "乙方（用户）：", "网盾即数字证书。",
        "甲方保证网盾在有效期内所载事项完备、准确。", "网盾到期前，乙方可以续期。",
    )  # fmt: skip
    usual = usually_named(text)
    assert len(usual.text) == len(text.text)
    assert "证书在有效期内" in usual.text
    key = "provider_complete_accurate_content"
    assert {each.key: each.answer for each in clauses(usual, "agreement")}[key] == "covered"


@pytest.mark.parametrize("said", ["俗称", "称为", "叫做"])
def test_a_name_may_be_given_in_several_words(said: str):
    text = plain(
        f"本机构签发的数字证书，日常{said}“网证”。", "网证到期前可以续期。", "网证不得出借。"
    )
    assert "　证书到期前" in usually_named(text).text or "证书到期前" in usually_named(text).text


@pytest.mark.parametrize("said", ["个人证书（试行）", "证书（以下简称“双方”）", "证书（USB Key）"])
def test_no_other_word_becomes_a_certificate(said: str):
    text = document(said, said, said, said)
    assert usually_named(text) is text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("不满意请拨打400-000-0000投诉。", "covered"),
        ("如有意见请拨010-00000000，三天内答复。", "covered"),
        ("我们重视您的投诉。", "doubtful"),
    ],
)
def test_a_number_to_call_is_a_way_to_complain(text: str, answer: str):
    assert answers("notice", text)["complaint_channel"].answer == answer
