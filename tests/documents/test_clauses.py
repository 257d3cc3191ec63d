"""Clauses in varied language: what covers an item, what only touches it, what denies it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.documents.clauses import Clause, clauses, element_names
from mingzheng.documents.kinds import Kind, kind_of
from mingzheng.documents.reading.assembly import assemble
from mingzheng.documents.reading.passages import Passage
from mingzheng.documents.structure import Document
from mingzheng.law import catalogue

SIDES = ["甲方：示例数字证书认证中心有限公司", "乙方（证书申请人）：某某"]


def document(*lines: str, name: str = "a") -> Document:
    return assemble([Passage(line) for line in lines], name=name, format="text", digest="")


def answers(kind: Kind, *lines: str) -> dict[str, Clause]:
    return {each.key: each for each in clauses(document(*SIDES, *lines), kind)}


COVERED: dict[str, list[list[str]]] = {
    "holder_true_information": [
        ["乙方应当提供真实、完整和准确的信息。"],
        ["订户申请证书时，须如实填写申请表，并保证所提交材料真实有效。"],
        ["用户承诺其递交的一切资料均属实，如有虚假，自行承担后果。"],
        ["第五条 乙方的义务", "（一）保证其提供的申请资料真实、准确；"],
        ["申请人应当：", "（1）向认证机构如实申报身份信息；"],
        ["您有义务确保向我们提交的信息是真实、完整的，信息变化时及时告知我们。"],
        ["证书持有人对其申请材料的真实性、完整性和准确性负责。"],
    ],
    "holder_keeps_signing_data": [
        ["乙方应妥善保管电子签名制作数据。"],
        ["用户须保护好私钥及其口令，不得转借他人。"],
        ["订户的私钥和介质由订户自行安全保管，不得交由他人使用。"],
        ["证书持有人的义务：", "（二）采取必要措施保护其密钥和PIN码的安全，防止丢失、泄露或者被他人使用；"],
        ["您应当保管好存放证书的USB Key和密码。"],
        ["乙方不得将私钥及密码告知、出借给任何第三人。"],
    ],
    "holder_tells_of_compromise": [
        ["乙方知悉电子签名制作数据已经失密或者可能已经失密时，应当及时告知有关各方。"],
        ["一旦发现私钥丢失、被盗或泄露，用户必须立即向发证机构报告并申请撤销证书。"],
        ["介质遗失的，订户应在24小时内通知本机构。"],
        ["如您怀疑密码已被他人知悉（失密），请第一时间联系我们办理挂失。"],
    ],
    "holder_stops_using": [
        ["乙方知悉私钥已经失密的，应当及时告知有关各方，并终止使用该电子签名制作数据。"],
        ["私钥泄露后，用户须立即停止使用该证书。"],
        ["如密钥遗失或被盗用，订户应马上通知我司，同时不再使用对应的证书。"],
    ],
    "provider_checks_identity": [
        ["甲方收到申请后，应当对乙方的身份进行查验，并对有关材料进行审查。"],
        ["本机构或者其授权的注册机构负责核实申请人的真实身份。"],
        ["华北CA应按照业务规则对订户提交的身份证明材料予以审核，审核通过后签发证书。"],
        ["电子认证服务机构的义务：", "1. 鉴别申请者身份，审查其申请资料；"],
    ],
    "provider_complete_accurate_content": [
        ["甲方保证电子签名认证证书内容在有效期内完整、准确。"],
        ["本机构确保所签发证书载明的事项与订户提交的信息一致，准确无误。"],
        ["认证中心承诺：在证书有效期内，证书所载内容真实、完整、准确。"],
    ],
    "provider_status_information": [
        ["甲方提供证书状态信息查询服务，依赖方可通过CRL或者OCSP查询。"],
        ["本机构定期发布证书撤销列表，并保证其可以公开获取。"],
        ["证书被撤销后，发证机构及时更新黑名单并在网站公布。"],
        ["订户和依赖方可登录本机构网站查询证书状态，该项查询服务全天提供。"],
    ],
    "provider_keeps_records": [
        ["甲方妥善保存与认证相关的信息，保存期限至少为证书失效后五年。"],
        ["乙方的申请资料由甲方归档，自证书失效之日起保管五年以上。"],
        ["本机构对认证过程中形成的各类记录予以留存，期限为证书到期或撤销后10年。"],
    ],
    "provider_protects_personal_information": [
        ["甲方对乙方的个人信息负有保密义务，未经乙方同意不得向第三方披露。"],
        ["我们采取加密存储等安全措施保护您的个人资料，防止泄露。"],
        ["除法律法规另有规定外，本机构不会向任何第三方提供用户的注册信息。"],
    ],
    "provider_liability": [
        ["甲方因自身过错给乙方造成损失的，承担赔偿责任，赔偿总额不超过人民币50万元。"],
        ["订户因依据本机构提供的认证服务从事民事活动遭受损失，本机构不能证明自己无过错的，承担赔偿责任。"],
        ["由于认证中心的原因导致证书错误签发，使用户遭受损害的，认证中心应予赔偿。"],
        ["甲方违反本协议约定，造成乙方损失的，应当依法赔偿，单张个人证书以两万元为限。"],
    ],
}  # fmt: skip

NOT_COVERED: dict[str, list[list[str]]] = {
    "holder_true_information": [
        ["甲方应当对乙方提交材料的真实性进行审查。"],
        ["乙方应当按照甲方的要求提供申请资料。"],
        ["乙方的真实意思表示以电子签名为准。"],
        ["甲方承诺提供真实、准确的服务信息。"],
    ],
    "holder_keeps_signing_data": [
        ["甲方采用硬件密码机保护自身私钥。"],
        ["乙方应当妥善使用证书。"],
        ["甲方应妥善保管乙方的密钥备份。"],
    ],
    "holder_tells_of_compromise": [
        ["拾得他人遗失的U盾，请通知甲方。"],
        ["捡获遗失的密码钥匙，应当联系甲方。"],
        ["乙方联系方式变更的，应及时通知甲方。"],
        ["乙方私钥泄露的，由此造成的一切损失由乙方承担。"],
        ["甲方发生信息泄露的，应当及时通知乙方。"],
    ],
    "holder_stops_using": [
        ["证书到期后，乙方应停止使用。"],
        ["甲方终止服务的，应当提前通知乙方。"],
        ["乙方私钥泄露的，应及时通知甲方。"],
    ],
    "provider_checks_identity": [
        ["乙方应当配合甲方进行身份核验。"],
        ["甲方有权审核乙方提交的材料。"],
        ["甲方不对乙方身份的真实性进行核实。"],
        ["依赖方应当自行核实签名人的身份。"],
    ],
    "provider_complete_accurate_content": [
        ["乙方应当核对证书内容是否准确，有误的及时告知甲方。"],
        ["乙方保证申请证书的信息真实、准确、完整。"],
        ["甲方不保证证书内容的准确性。"],
    ],
    "provider_status_information": [
        ["乙方使用证书前应查询证书状态。"],
        ["依赖方应当通过CRL验证证书的有效性。"],
    ],
    "provider_keeps_records": [
        ["乙方应当自行保存申请资料。"],
        ["机房监控录像保存90天。"],
        ["甲方有权查阅资料。"],
    ],
    "provider_protects_personal_information": [
        ["甲方尊重乙方的隐私。"],
        ["乙方应对甲方的商业秘密保密。"],
        ["乙方同意甲方将其信息提供给合作方。"],
    ],
    "provider_liability": [
        ["甲方不承担任何赔偿责任。"],
        ["因乙方过错造成甲方损失的，乙方承担赔偿责任。"],
        ["双方依法承担各自的责任。"],
        ["因不可抗力造成的损失，甲方不承担责任。"],
        ["甲方的责任按照业务规则执行。"],
    ],
}  # fmt: skip


def cases(table: dict[str, list[list[str]]]) -> list[tuple[str, list[str]]]:
    return [(key, lines) for key, each in table.items() for lines in each]


@pytest.mark.parametrize(("key", "lines"), cases(COVERED))
def test_a_clause_of_an_agreement_is_found(key: str, lines: list[str]):
    found = answers("agreement", *lines)[key]
    assert found.answer == "covered"
    assert found.missing == ()
    assert found.evidence


@pytest.mark.parametrize(("key", "lines"), cases(NOT_COVERED))
def test_what_does_not_cover_an_item_is_never_said_to(key: str, lines: list[str]):
    assert answers("agreement", *lines)[key].answer != "covered"


NOTICES: dict[str, tuple[list[str], list[str]]] = {
    "2.1": (
        ["数字证书仅限用于网上办税和电子合同签署，不得用于违法活动。", "证书用于身份认证和电子签名。您须在证书有效期内使用，过期或被撤销的证书不得使用。",
         "使用电子签名须同时满足：签名制作数据为您专有并仅由您控制。证书适用于政务、金融场景。"],
        ["请规范使用证书。", "证书的使用条件见业务规则。", "证书是网络身份证。"],
    ),
    "2.2": (
        ["个人证书服务费60元/年，介质50元/个。", "个人用户免费，企业证书每张每年人民币贰佰元。", "本项服务不收取任何费用。"],
        ["费用按照公布的收费标准收取。", "您应当及时缴纳费用。", "收费标准请咨询客服，咨询电话免费。"],
    ),
    "2.3": (
        ["我们保存您的申请资料至证书失效后五年，仅将您的个人信息用于身份查验，未经同意不向第三方提供，并依法承担保密责任。",
         "本机构有权收集并留存申请人的身份信息；该信息只用于证书业务，泄露的由本机构承担责任。"],
        ["我们尊重并保护您的隐私。", "我们将妥善保存您的资料。", "您的信息按照有关规定处理。"],
    ),
    "2.4": (
        ["因本机构过错造成您损失的，本机构依法承担赔偿责任。", "本机构对签发的证书承担责任，赔偿限额为：个人2万元。"],
        ["本机构依法承担相应的责任。", "因不可抗力造成的损失，本机构不承担责任。", "本机构的责任以业务规则为准。"],
    ),
    "2.5": (
        ["您应当提供真实信息，妥善保管私钥，私钥丢失应立即通知本机构。", "持有人须如实申报，不得出借证书及密码；因保管不善造成的损失由持有人自行承担。"],
        ["您应承担相应责任。", "您应当遵守法律法规。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, (good, _) in NOTICES.items() for text in good]
)
def test_an_item_of_a_notice_is_found(key: str, text: str):
    assert answers("notice", text)[key].answer == "covered"


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, (_, bad) in NOTICES.items() for text in bad]
)
def test_a_notice_that_only_touches_an_item_does_not_cover_it(key: str, text: str):
    assert answers("notice", text)[key].answer != "covered"


def test_the_topics_of_article_19():
    text = [
        "申请人提交申请材料。", "本机构查验申请人身份，审核通过后签发证书，并受理撤销请求、办理撤销。",
        "机房设置门禁和监控，进入须经授权。", "密钥由密码机生成并备份。", "签发系统的网络与互联网隔离。", "关键岗位人员须经背景审查。",
        "因本机构过错造成订户损失的，本机构承担赔偿责任。",
    ]  # fmt: skip
    found = answers("cps", *text)
    assert {key: each.answer for key, each in found.items()} == {
        "responsibility": "covered", "operations": "covered", "security": "covered",
        "complaint_channel": "not found",
    }  # fmt: skip
    found = answers("cps", "本机构采取必要的安全措施，承担相应责任。")
    assert {each.answer for each in found.values()} == {"doubtful", "not found"}


def test_an_empty_agreement_covers_nothing():
    assert {each.answer for each in answers("agreement", "双方友好协商。").values()} == {
        "not found"
    }


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("cps", "示例公司电子认证业务规则（CPS）V3.1"), ("notice", "数字证书申请告知书"), ("agreement", "数字证书服务协议"),
        ("notice", "电子认证业务规则告知书"), ("notice", "用户须知"), ("agreement", "订户合同"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_title(kind: str, title: str):
    assert kind_of(document(title, "正文。")) == kind


def test_every_item_names_its_law():
    for kind in ("cps", "notice", "agreement"):
        for clause in clauses(document("a"), kind):  # type: ignore[arg-type]
            assert catalogue().find(clause.law)


LINES = st.lists(
    st.sampled_from(
        [line for table in (COVERED, NOT_COVERED) for _, lines in cases(table) for line in lines]
    ),
    max_size=8,
)


@given(LINES)
def test_every_answer_shows_its_sentence(lines: list[str]):
    read = document(*SIDES, *lines)
    for clause in clauses(read, "agreement"):
        assert (clause.answer == "not found") == (not clause.evidence)
        assert (clause.answer == "covered") == (clause.score == 1)
        for each in clause.evidence:
            assert each.sentence in read.sentences


def test_every_element_has_a_name_in_both_languages():
    for kind in ("agreement", "notice", "cps"):
        for clause in clauses(document("电子认证业务规则"), kind):
            assert set(clause.missing) <= set(element_names())
    assert all(name.en.isascii() and name.zh for name in element_names().values())


def test_what_a_notice_tells_is_no_duty_of_the_holder_to_tell_the_truth():
    said = answers("notice", "现将证书的使用条件、收费和双方责任如实告知申请人。")["2.5"]
    assert "真实信息" not in {each.element for each in said.evidence}
    for duty in (
        "申请人应就下列事项如实告知本机构：姓名、住址。",
        "您应将变更情况如实告知本机构。",
    ):
        said = answers("notice", duty)["2.5"]
        assert "真实信息" in {each.element for each in said.evidence}


@pytest.mark.parametrize(
    "title",
    ["DATA PROTECTION 资料保密与保护", "Confidentiality and Data Protection 资料保密、保护"],
)
def test_a_title_in_two_languages_is_no_clause(title: str):
    assert answers("agreement", title)["provider_protects_personal_information"].evidence == ()
