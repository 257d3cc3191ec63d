"""Agreements and notices against practice statements: what contradicts, and innocent neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.test_terms import document

from mingzheng.documents.contradictions import Contradiction, contradictions
from mingzheng.documents.contradictions.order import Order, ordered
from mingzheng.documents.examination import Examination
from mingzheng.documents.kinds import Kind
from mingzheng.documents.reading.passages import Grid
from mingzheng.documents.structure import Sentence, Span
from mingzheng.documents.terms import Term, terms

STATEMENT = "示例数字证书认证中心电子认证业务规则"
AGREEMENT = "数字证书订户协议"


UNITS = ("minute", "hour", "day", "week", "working_day", "month", "year", "CNY", "times_fee")


def _term(value: str, unit: str) -> Term:
    return Term("validity", "any", value, unit, Sentence(0, 0), Span(0, 0), (), 1.0)


def examined(kind: Kind, *lines: str | Grid) -> Examination:
    title = {"cps": STATEMENT, "agreement": AGREEMENT, "notice": "数字证书服务告知书"}[kind]
    sides = () if kind == "cps" else ("甲方：示例数字证书认证中心有限公司", "乙方（证书申请人）：")
    read = document(title, *sides, *lines)
    return Examination(read, kind, (), (), terms(read))


def between(
    text: Sequence[str | Grid], statement: Sequence[str | Grid], kind: Kind = "agreement"
) -> list[Contradiction]:
    return list(contradictions(examined(kind, *text), examined("cps", *statement)))


def told(found: list[Contradiction]) -> list[tuple[str, str, str, bool]]:
    return [(each.kind, each.key, each.subject, each.sure) for each in found]


CASES = [
    ("甲方对认证信息的保存期限为证书失效后三年。", "认证相关信息自证书失效之日起至少保存五年。",
     ("worse", "retention", "any", True)),
    ("甲方收到撤销申请后48小时内完成证书撤销。", "本机构收到撤销申请后24小时内完成证书撤销。",
     ("worse", "revocation_processing", "any", True)),
    ("甲方收到撤销申请后三个工作日内完成证书撤销。", "本机构收到撤销申请后24小时内完成证书撤销。",
     ("worse", "revocation_processing", "any", True)),
    ("甲方收到撤销申请后一个工作日内完成证书撤销。", "本机构收到撤销申请后24小时内完成证书撤销。",
     ("worse", "revocation_processing", "any", False)),
    ("证书撤销后，甲方在48小时内列入证书撤销列表。", "证书撤销后24小时内发布到CRL。",
     ("worse", "revocation_publication", "any", True)),
    ("甲方对每张个人证书的赔偿责任最高不超过人民币壹万元。", "个人证书的赔偿限额为2万元。",
     ("worse", "liability_cap", "individual", True)),
    ("甲方的赔偿总额以证书服务费的五倍为限。", "每张证书的赔偿上限为人民币10万元。",
     ("incompatible", "liability_cap", "any", False)),
    ("证书签发后，已收取的费用概不退还。", "证书有效期内解除协议的，本机构按剩余期限比例退还服务费。",
     ("worse", "refund", "any", False)),
    ("乙方在7日内可申请退费。", "订户在15日内可申请退费。", ("worse", "refund", "any", False)),
    ("证书的有效期为三年。", "订户证书的有效期为两年。", ("incompatible", "validity", "any", True)),
    ("甲方自收到投诉之日起15日内答复。", "本机构收到投诉后7日内答复。",
     ("worse", "complaint_answer", "any", True)),
    ("补办介质的工本费由乙方承担。", "介质丢失补办的，工本费由本机构承担。",
     ("worse", "payer", "replacement", True)),
    ("本协议的解释和争议适用香港特别行政区法律。", "本规则的效力和解释适用中华人民共和国法律。",
     ("incompatible", "governing_law", "any", True)),
    ("争议由甲方所在地人民法院管辖。", "发生争议的，提交北京仲裁委员会仲裁。",
     ("incompatible", "forum", "any", True)),
    ("甲方有权单方修改本协议，修改后在网站公布。", "订户协议的变更须经双方协商一致。",
     ("worse", "change_right", "any", False)),
    ("甲方有权随时修改本协议，不另行通知乙方。", "本机构可以修改订户协议，但应提前公告。",
     ("worse", "change_right", "any", False)),
    ("甲方可随时变更本协议条款，变更后的条款一经公布即生效。", "变更订户协议的，提前30日公告。",
     ("worse", "change_right", "any", True)),
    ("甲方修改本协议的，提前7日公告。", "修改订户协议应当提前30日公告。",
     ("worse", "change_notice", "any", True)),
    ("甲方修改本协议的，提前7日公告。", "本规则修订后，提前30日公告。",
     ("worse", "change_notice", "any", False)),
    ("乙方首次使用证书即视为接受本协议，本协议生效。", "订户协议自双方签字盖章之日起生效。",
     ("incompatible", "effective", "any", True)),
    ("查验结果两年内可沿用，无需重新查验身份。", "身份查验结果在12个月内可沿用。",
     ("incompatible", "reuse_period", "any", True)),
    ("个人证书服务费每年200元。", "个人证书收费标准为每张每年120元。",
     ("worse", "fee", "individual", False)),
    ("乙方为个人的，甲方以手机短信验证方式查验身份。", "个人申请证书的，应当面查验申请人身份。",
     ("incompatible", "identity_method", "individual", False)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "statement", "expected"), CASES)
def test_a_contradiction_is_found(text: str, statement: str, expected: tuple[str, str, str, bool]):
    assert told(between([text], [statement])) == [expected]


INNOCENT = [
    ("认证信息自证书失效之日起保存六十个月。", "认证信息自证书失效之日起保存五年。"),
    ("认证信息自证书失效之日起保存十年。", "认证信息自证书失效之日起保存五年。"),
    ("甲方收到撤销申请后1日内完成证书撤销。", "本机构收到撤销申请后24小时内完成证书撤销。"),
    ("甲方收到撤销申请后4小时内完成证书撤销。", "本机构收到撤销申请后24小时内完成证书撤销。"),
    ("甲方收到撤销申请后24小时内完成证书撤销。", "本机构收到撤销申请后一个工作日内完成撤销。"),
    ("机构证书的赔偿限额为人民币伍拾万元整。", "机构证书的赔偿上限为50万元。"),
    ("个人证书的赔偿限额为2万元。", "机构证书的赔偿上限为50万元。"),
    ("个人证书的赔偿限额为2万元；机构证书的赔偿限额为50万元。",
     "个人证书的赔偿限额为2万元；机构证书的赔偿限额为50万元。"),
    ("乙方在15日内可申请退费。", "订户在两周内可申请退费。"),
    ("甲方可变更本协议条款，并在网站公布。", "变更订户协议的，提前30日公告。"),
    ("证书的有效期为一年。", "订户证书的有效期最长不超过五年。"),
    ("甲方自收到投诉之日起7日内答复。", "本机构收到投诉后5个工作日内答复。"),
    ("争议由甲方住所地人民法院管辖。", "争议由本机构所在地的法院管辖。"),
    ("提交中国国际经济贸易仲裁委员会仲裁。", "发生争议，提交国际经济贸易仲裁委员会仲裁。"),
    ("介质费用由甲方承担。", "介质费用由订户承担。"),
    ("经双方协商一致可修改本协议。", "本机构有权修改订户协议，并提前公告。"),
    ("本协议自双方签字或盖章之日起生效。", "本规则自公布之日起生效。"),
    ("个人证书服务费每年120元。", "个人证书收费标准：120元/年。"),
    ("个人证书服务费每年120元，补办介质80元。", "机构证书收费标准：60元/年。"),
    ("甲方在受理后查验乙方的身份证件。", "个人申请证书的，应当面查验申请人身份。"),
    ("乙方为个人的，甲方以视频通话查验身份。",
     "个人申请证书的，可采用当面、人脸识别等方式查验申请人身份。"),
    ("甲方不承担因不可抗力造成的损失。", "每张证书的赔偿上限为人民币10万元。"),
    ("申请证书应当提交证书申请表。", "每张证书的赔偿上限为人民币10万元。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "statement"), INNOCENT)
def test_what_agrees_is_better_or_is_untold_is_no_contradiction(text: str, statement: str):
    assert told(between([text], [statement])) == []


LEFT = [
    ("退费办法由订户协议约定。", "refund"),
    ("证书的赔偿限额在订户协议中载明。", "liability_cap"),
    ("服务的收费标准以订户协议为准。", "fee"),
    ("投诉的答复时限按照订户协议的约定执行。", "complaint_answer"),
    ("发生争议的，争议解决方式由双方在服务协议中约定。", "forum"),
    ("订户协议应当明确协议的生效条件。", "effective"),
    ("退费的条件和程序见《数字证书服务协议》。", "refund"),
    ("关于赔偿的最高限额，本机构将在订户协议里向订户写明。", "liability_cap"),
    ("申请材料的清单载于订户协议。", "required_materials"),
    ("介质费用的承担按协议执行。", "payer"),
    ("证书有效期由订户协议写明。", "validity"),
    ("退款策略：见订户协议的有关条款。", "refund"),
    ("撤销申请的处理时限由订户协议约定，最长不超过24小时。", "revocation_processing"),
]


@pytest.mark.parametrize(("statement", "key"), LEFT)
def test_an_agreement_is_silent_where_it_is_said_to_tell(statement: str, key: str):
    (found,) = between(["甲方依法提供服务。"], [statement])
    assert (found.kind, found.key, found.text) == ("silent", key, None)
    assert not found.sure  # the statement may tell it itself
    assert found.why.zh.endswith("业务规则自己可能已写明")
    assert found.statement_sentence is not None


def test_several_matters_may_be_left_at_once():
    statement = ["赔偿限额、退费办法和收费标准由订户协议约定。"]
    text = ["甲方对每张证书的赔偿最高不超过5万元。"]
    assert told(between(text, statement)) == [
        ("silent", "refund", "any", False),
        ("silent", "fee", "any", False),
    ]


def test_words_without_a_value_are_doubtful_and_pointing_back_tells_nothing():
    statement = ["退费办法由订户协议约定。"]
    assert told(between(["退费事宜双方另议后处理。"], statement)) == [
        ("silent", "refund", "any", False)
    ]
    assert told(between(["退费按甲方业务规则执行。"], statement)) == [
        ("silent", "refund", "any", False)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "赔偿限额为50万元，订户协议另有约定的除外。",
        "订户应当按照订户协议的约定支付服务费。",
        "本机构可以在订户协议中约定赔偿限额。",
        "订户违反订户协议约定的，本机构可撤销证书，费用不予退还。",
        "收费标准由告知书载明。",
        "本机构根据订户协议的约定对订户承担赔偿责任，赔偿限额见本规则9.8。",
        "争议由双方协商解决；协商不成的，按协议约定提交仲裁。",
        "保存期限不因订户协议终止而缩短。",
        "收费标准在本机构网站公布。",
    ],
)
def test_what_is_permitted_excepted_or_left_elsewhere_leaves_no_silence(statement: str):
    assert [each for each in between(["甲方依法提供服务。"], [statement])] == []


def test_a_notice_is_held_to_fees_liability_and_what_is_left_to_it():
    statement = [
        "个人证书收费标准：每年100元。",
        "个人证书的赔偿限额为5万元。",
        "退费办法在告知书中载明。",
    ]
    notice = [
        "个人证书收费每年150元。",
        "个人证书的赔偿最高不超过2万元。",
        "本告知自公布之日起生效。",
    ]
    assert told(between(notice, statement, "notice")) == [
        ("worse", "liability_cap", "individual", True),
        ("worse", "fee", "individual", False),
        ("silent", "refund", "any", False),
    ]


def test_one_cap_for_all_is_worse_for_those_promised_more():
    statement = ["个人证书的赔偿限额为2万元；机构证书的赔偿限额为50万元。"]
    assert told(between(["赔偿责任最高不超过2万元。"], statement)) == [
        ("worse", "liability_cap", "organization", False)
    ]
    assert told(between(["赔偿责任最高不超过1万元。"], statement)) == [
        ("worse", "liability_cap", "any", True)
    ]


def test_an_agreement_for_persons_is_compared_with_what_persons_are_promised():
    text = document(
        "个人数字证书订户协议", "甲方：示例数字证书认证中心有限公司", "赔偿责任最高不超过2万元。"
    )
    found = contradictions(
        Examination(text, "agreement", (), (), terms(text)),
        examined("cps", "个人证书的赔偿限额为2万元；机构证书的赔偿限额为50万元。"),
    )
    assert found == ()


def test_a_table_of_prices_is_compared_kind_by_kind():
    rows = (("证书种类", "价格（每年）"), ("个人证书", "100元"), ("机构证书", "300元"))
    statement = ["收费标准如下：", Grid(rows, (None, None, None))]
    assert between(["个人证书每年100元，机构证书每年300元。"], statement) == []
    assert told(between(["个人证书每年100元，机构证书每年400元。"], statement)) == [
        ("worse", "fee", "organization", False)
    ]


def test_the_id_names_term_and_statement_and_words_say_both_sides():
    (found,) = between(["认证信息自证书失效起保存三年。"], ["认证信息自证书失效起保存五年。"])
    assert found.id == "retention:any@"
    assert found.why.zh == "认证信息保存期限：订户协议为3年，业务规则为5年；对持有人更不利"
    assert "3 years in the subscriber agreement" in found.why.en


@pytest.mark.parametrize(
    ("one", "other", "sign", "sure"),
    [
        (("12", "month"), ("1", "year"), 0, True),
        (("1", "week"), ("7", "day"), 0, True),
        (("90", "minute"), ("1.5", "hour"), 0, True),
        (("30", "day"), ("1", "month"), 0, False),
        (("32", "day"), ("1", "month"), 1, True),
        (("5", "working_day"), ("7", "day"), 0, False),
        (("5", "working_day"), ("4", "day"), 1, True),
        (("1", "working_day"), ("24", "hour"), 1, False),
        (("24", "hour"), ("1", "working_day"), -1, False),
        (("1", "CNY"), ("1", "USD"), None, False),
        (("5", "times_fee"), ("10", "times_fee"), -1, True),
    ],
)
def test_lengths_are_compared_exactly_or_said_to_be_unsure(
    one: tuple[str, str], other: tuple[str, str], sign: int | None, sure: bool
):
    assert ordered(_term(*one), _term(*other)) == Order(sign, sure)


@given(
    st.integers(0, 10**6), st.sampled_from(UNITS), st.integers(0, 10**6), st.sampled_from(UNITS)
)
def test_the_order_is_the_same_from_both_sides(one: int, unit: str, other: int, its: str):
    there, back = (
        ordered(_term(str(one), unit), _term(str(other), its)),
        ordered(_term(str(other), its), _term(str(one), unit)),
    )
    assert there.sure == back.sure
    assert there.sign is None or there.sign == -(back.sign or 0)


@settings(max_examples=40)
@given(st.lists(st.sampled_from([text for text, _, _ in CASES] + [s for _, s, _ in CASES])))
def test_a_document_never_contradicts_itself(lines: list[str]):
    text, statement = examined("agreement", *lines), examined("cps", *lines)
    same = replace(statement, document=text.document, terms=text.terms)
    assert [each for each in contradictions(text, same) if each.kind != "silent"] == []


def test_a_list_said_to_be_whole_contradicts_a_longer_one():
    statement = ["机构申请应提交：申请表、营业执照复印件、授权书。"]
    closed = between(["机构只须提交营业执照副本复印件，无须其他材料。"], statement)
    assert told(closed) == [("incompatible", "required_materials", "organization", False)]
    assert not between(["机构申请应提交营业执照的复印件。"], statement)


def test_papers_are_compared_by_what_they_are():
    statement = [
        "机构申请应提交：证书申请表、营业执照副本复印件、法定代表人授权委托书、经办人身份证。"
    ]
    text = ["机构申请应提交申请表、营业执照的复印件、授权书和经办人的身份证复印件。"]
    assert not between(text, statement)


def test_ways_said_of_everybody_may_be_used_with_anybody():
    statement = ["查验方式仅限：个人证书以视频核验申请人身份。", "机构证书以人脸识别核验身份。"]
    assert not between(["本机构以视频或者人脸识别核验申请人身份。"], statement, "notice")


def test_a_notice_before_a_change_is_one_though_nobody_is_told_singly():
    statement = ["本机构修改订户协议的，提前20日在网站公告。"]
    text = ["甲方修改本协议的，提前20日在网站公告，不再逐一通知乙方。"]
    assert not between(text, statement)


def test_who_pays_is_left_to_the_agreement():
    found = between(["证书有效期一年。"], ["证书服务的支付方由订户协议约定。"])
    assert told(found) == [("silent", "payer", "any", False)]


@pytest.mark.parametrize("name", ["服务公约", "订户合约", "责任书"])
def test_an_agreement_may_have_another_name(name: str):
    found = between(["证书有效期一年。"], [f"各类证书的赔偿限额在{name}中载明。"])
    assert told(found) == [("silent", "liability_cap", "any", False)]
