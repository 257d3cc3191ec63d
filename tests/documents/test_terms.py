"""Terms in varied language: values, subjects, and numbers that are about something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.documents.numerals import written
from mingzheng.documents.quantities import amounts, durations, multiples
from mingzheng.documents.reading.assembly import assemble
from mingzheng.documents.reading.passages import Grid, Passage, Piece
from mingzheng.documents.structure import Document
from mingzheng.documents.terms import terms
from mingzheng.documents.terms.term import KEYS, NAMES

SIDES = "甲方：示例数字证书认证中心有限公司\n乙方（证书申请人）："


def document(*lines: str | Piece) -> Document:
    pieces = [Passage(line) if isinstance(line, str) else line for line in lines]
    return assemble(pieces, name="a", format="text", digest="")


def found(key: str, *lines: str | Piece) -> set[tuple[str, str, str | None]]:
    read = document(*SIDES.split("\n"), *lines)
    return {(each.subject, each.value, each.unit) for each in terms(read) if each.key == key}


QUANTITIES = [
    ("retention", "与认证相关的信息，自证书失效之日起至少保存五年。", "any", "5", "year"),
    ("retention", "档案保管期限不少于证书失效后六十个月。", "any", "60", "month"),
    ("retention", "我们将在证书到期或撤销后继续留存您的申请资料10年。", "any", "10", "year"),
    ("revocation_processing", "本机构受理撤销请求并查验身份后，最迟于24小时内完成撤销操作。", "any", "24", "hour"),
    ("revocation_processing", "注册机构自接到申请起两个工作日内办理完毕证书的吊销。", "any", "2", "working_day"),
    ("revocation_processing", "甲方应在核实乙方身份后的1个工作日内注销该证书。", "any", "1", "working_day"),
    ("revocation_publication", "证书被撤销后，最长不超过12小时即在证书撤销列表中发布。", "any", "12", "hour"),
    ("revocation_publication", "撤销完成后四小时内，甲方将该证书列入CRL。", "any", "4", "hour"),
    ("revocation_publication", "CRL每24小时更新一次。", "any", "24", "hour"),
    ("liability_cap", "对个人订户的赔偿责任以人民币2万元为限。", "individual", "20000", "CNY"),
    ("liability_cap", "每张机构证书累计赔付不超过¥500,000.00元。", "organization", "500000", "CNY"),
    ("liability_cap", "赔偿总额最高为该证书年服务费的十倍。", "any", "10", "times_fee"),
    ("liability_cap", "任何情况下，我司对设备证书承担的赔偿责任上限为人民币（大写）壹佰万元整（¥1,000,000）。", "device", "1000000", "CNY"),
    ("validity", "个人证书的有效期为自签发之日起一年。", "individual", "1", "year"),
    ("validity", "事件型证书有效期为10分钟。", "event", "10", "minute"),
    ("validity", "证书有效期一般为一年半。", "any", "18", "month"),
    ("complaint_answer", "对订户投诉，我中心自收到之日起七日内书面回复。", "any", "7", "day"),
    ("complaint_answer", "投诉受理后一周内给出处理结果。", "any", "1", "week"),
    ("change_notice", "甲方修改本协议的，应当提前30日在网站公告。", "any", "30", "day"),
    ("change_notice", "修订后的规则自公布之日起满十五个工作日后施行。", "any", "15", "working_day"),
    ("reuse_period", "申请人身份经查验后，12个月内再次申请的，可沿用原查验结果。", "any", "12", "month"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "text", "subject", "value", "unit"), QUANTITIES)
def test_a_quantity_is_found(key: str, text: str, subject: str, value: str, unit: str):
    assert found(key, text) == {(subject, value, unit)}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("retention", "机房监控录像保存90天。"),
        ("retention", "本许可证有效期五年。"),
        ("revocation_processing", "乙方发现私钥泄露，应在24小时内通知甲方。"),
        ("revocation_processing", "证书有效期届满前30日，乙方可申请更新。"),
        ("revocation_publication", "甲方拟终止服务的，提前九十日公告。"),
        ("liability_cap", "甲方注册资本为人民币五千万元。"),
        ("liability_cap", "证书服务费每年200元，补办介质80元。"),
        ("validity", "电子认证服务许可证有效期为五年。"),
        ("validity", "根证书有效期30年。"),
        ("validity", "下载码有效期为14天。"),
        ("complaint_answer", "甲方提供7×24小时投诉热线。"),
        ("complaint_answer", "对审核结果有异议的，应在3日内提出。"),
        ("change_notice", "乙方信息发生变更的，应在5日内通知甲方。"),
        ("change_notice", "规则修订后自公布之日起三十日内报备案。"),
        ("reuse_period", "查验记录保存五年。"),
    ],
)
def test_a_number_about_something_else_is_not_taken(key: str, text: str):
    assert found(key, text) == set()


CHOICES = [
    ("refund", "证书费用一经收取，不予退还。", "none"),
    ("refund", "证书签发前乙方撤回申请的，甲方全额退还已收费用。", "before_issue"),
    ("refund", "除因甲方过错导致证书无法使用外，已付费用概不退还。", "provider_fault"),
    ("refund", "提前终止的，按剩余有效期比例退还服务费。", "pro_rata"),
    ("refund", "自签发之日起7日内，乙方可无理由申请退款。", "within_days:7"),
    ("governing_law", "本协议的订立、效力、解释、履行及争议的解决均适用中华人民共和国法律。", "PRC"),
    ("governing_law", "本协议受香港特别行政区法律管辖。", "HKSAR"),
    ("forum", "协商不成的，任何一方可向甲方住所地人民法院提起诉讼。", "court:provider"),
    ("forum", "争议由被告所在地人民法院管辖。", "court:defendant"),
    ("forum", "双方同意将争议提交南京仲裁委员会仲裁。", "arbitration:南京仲裁委员会"),
    ("forum", "由合同签订地有管辖权的法院裁决。", "court:place_of_signing"),
    ("forum", "向证书持有人住所地人民法院起诉。", "court:holder"),
    ("change_right", "甲方有权随时修改本协议的条款。", "unilateral"),
    ("change_right", "我司可对本协议内容进行修订，并提前在官网公告。", "unilateral_with_notice"),
    ("change_right", "对本合同的任何变更须经双方协商一致并签署书面补充协议。", "mutual"),
    ("effective", "本协议自双方签字或盖章之日起生效。", "signature_or_seal"),
    ("effective", "您点击“我已阅读并同意”按钮，即视为接受本协议。", "click"),
    ("effective", "首次使用证书即视为接受本协议全部条款。", "first_use"),
    ("effective", "本协议自证书签发之日起生效。", "issuance"),
    ("effective", "本协议自2021年3月1日起生效。", "fixed_date"),
    ("reuse_period", "身份查验结果不得复用。", "not_allowed"),
    ("separation", "查验人员与审查人员不得由同一人担任。", "required"),
    ("separation", "录入与审核岗位职责分离。", "required"),
    ("separation", "材料的查验和审查可由同一名工作人员完成。", "not_required"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "text", "value"), CHOICES)
def test_a_choice_is_found(key: str, text: str, value: str):
    assert {each[1] for each in found(key, text)} == {value}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("governing_law", "本规则依据《中华人民共和国电子签名法》等法律制定。"),
        ("effective", "证书自签发之日起生效。"),
        ("effective", "修改后的条款自公布之日起生效。"),
        ("refund", "已提交的申请材料不予退还。"),
        ("separation", "根密钥的备份介质由不同人员双人值守保管。"),
        ("change_right", "乙方可以申请变更证书信息。"),
    ],
)
def test_a_choice_about_something_else_is_not_taken(key: str, text: str):
    assert found(key, text) == set()


def test_values_keep_their_subjects():
    text = "个人证书和机构证书的赔偿限额分别为人民币两万元和人民币五十万元。"
    assert found("liability_cap", text) == {
        ("individual", "20000", "CNY"), ("organization", "500000", "CNY"),
    }  # fmt: skip
    grid = Grid(
        (
            ("证书类型", "有效期", "赔偿限额"),
            ("个人", "一年", "2万元"),
            ("单位", "两年", "50万元"),
        ),
        (None,) * 3,
    )
    assert found("liability_cap", "证书分类如下：", grid) == {
        ("individual", "20000", "CNY"), ("organization", "500000", "CNY"),
    }  # fmt: skip


def test_who_pays_for_what():
    text = "证书服务费由乙方承担，USB Key由甲方免费提供；介质遗失的，补办工本费由乙方支付。撤销证书不收取费用。"
    assert {(subject, value) for subject, value, _ in found("payer", "费用", text)} == {
        ("certificate", "holder"), ("medium", "provider"), ("replacement", "holder"),
        ("revocation", "provider"),
    }  # fmt: skip


def test_methods_and_materials_by_subject():
    lines = [
        "申请材料与身份查验",
        "个人申请人提交本人身份证原件；机构申请人提交营业执照复印件和授权委托书。",
        "个人身份采用人脸识别方式核验；机构身份采用对公账户打款方式核验。",
    ]
    assert {each[:2] for each in found("required_materials", *lines)} == {
        ("individual", "本人身份证原件"), ("organization", "营业执照复印件+授权委托书"),
    }  # fmt: skip
    assert {each[:2] for each in found("identity_method", *lines)} == {
        ("individual", "face_recognition"), ("organization", "small_payment"),
    }  # fmt: skip


def test_a_heading_says_what_an_item_leaves_out():
    lines = ["第四章 赔偿限额", "（一）个人证书：人民币2万元；", "（二）机构证书：人民币50万元。"]
    assert {each[:2] for each in found("liability_cap", *lines)} == {
        ("individual", "20000"), ("organization", "500000"),
    }  # fmt: skip


@given(
    st.integers(1, 99),
    st.sampled_from(["{}年", "{}个月", "{}日", "{}个工作日", "{}小时", "{}分钟"]),
)
def test_durations_round_trip(value: int, form: str):
    units = {
        "年": "year",
        "个月": "month",
        "日": "day",
        "个工作日": "working_day",
        "小时": "hour",
        "分钟": "minute",
    }
    for spelled in (str(value), written(value)):
        (quantity,) = durations("应当在" + form.format(spelled) + "内办理")
        assert (quantity.value, quantity.unit) == (value, units[form[2:]])


@given(st.integers(1, 10**9))
def test_amounts_round_trip(value: int):
    for spelled in (
        f"人民币{value:,}元",
        f"{written(value)}元",
        f"￥{value}",
        f"人民币{written(value)}元整（¥{value}.00）",
    ):
        (quantity,) = amounts(f"赔偿{spelled}为限")
        assert (quantity.value, quantity.unit) == (value, "CNY")


@pytest.mark.parametrize(
    "text", ["2022年8月2日", "7×24小时", "第三年", "8月2日", "二〇二一年", "2021-03-01"]
)
def test_what_is_no_duration(text: str):
    assert durations(text) == []


def test_halves_and_multiples():
    assert [(each.value, each.unit) for each in durations("半年、一年半、半个月")] == [
        (6, "month"), (18, "month"), (15, "day"),
    ]  # fmt: skip
    assert [each.value for each in multiples("服务费的五倍")] == [5]


TEXTS = st.lists(
    st.sampled_from([text for _, text, *_ in QUANTITIES] + [text for _, text, _ in CHOICES]),
    max_size=8,
)


@given(TEXTS, st.text("一二五0年月日小时元万，；。（）", max_size=20))
def test_every_term_names_its_words(lines: list[str], noise: str):
    read = document(*lines, noise + "。")
    for term in terms(read):
        assert term.sentence.start <= term.place.start < term.place.end <= term.sentence.end
        assert 0 < term.score <= 1
        assert term.key in KEYS


def test_every_term_has_a_name_in_both_languages():
    assert all(name.zh and name.en for name in NAMES.values())
