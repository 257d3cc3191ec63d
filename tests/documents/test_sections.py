"""Numbers of every kind, and how they nest."""

from __future__ import annotations

import pytest

from mingzheng.documents.numbering import leading
from mingzheng.documents.reading.assembly import assemble
from mingzheng.documents.reading.passages import Passage
from mingzheng.documents.structure import Document


def document(*lines: str | Passage) -> Document:
    pieces = [line if isinstance(line, Passage) else Passage(line) for line in lines]
    return assemble(pieces, name="a", format="text", digest="")


def outline(found: Document) -> list[tuple[int, str, str]]:
    return [
        (each.depth, each.number.text if each.number else "", each.title)
        for each in found.sections
    ]


@pytest.mark.parametrize(
    ("text", "kind", "ordinals"),
    [
        ("第三章 证书", "chapter", (3,)), ("第十二条 甲方", "article", (12,)), ("一、总则", "hanzi", (1,)),
        ("（二）查验", "bracketed-hanzi", (2,)), ("(3) 复核", "bracketed", (3,)), ("4.9.1 情形", "decimal", (4, 9, 1)),
        ("1. 概括性描述", "arabic", (1,)), ("2、费用", "arabic", (2,)), ("9 法律责任", "arabic", (9,)),
        ("①真实", "circled", (1,)), ("附件二 收费标准", "annex", (2,)), ("附录A", "annex", (1,)), ("a) 姓名", "letter", (1,)),
        ("• 姓名", "bullet", ()), ("第 5 条 期限", "article", (5,)), ("Article 7 Fees", "article", (7,)),
    ],
)  # fmt: skip
def test_a_number_is_known(text: str, kind: str, ordinals: tuple[int, ...]):
    found = leading(text)
    assert found
    assert (found[0].kind, found[0].ordinals) == (kind, ordinals)


@pytest.mark.parametrize(
    "text",
    ["第三方机构", "第五条规定的情形", "3.5万元以下", "24小时内", "一年期证书", "2021年起", "十日内", "甲方",
     "12 ", "第十条、第十一条", "-5 度"],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(text: str):
    assert leading(text) is None


def test_decimal_numbers_nest():
    found = document(
        "1 概括性描述", "1.1 概述", "本规则适用于所有订户。", "4 证书生命周期操作要求", "4.9 撤销", "4.9.1 情形",
        "有下列情形之一的，应当撤销：", "1. 私钥泄露；", "2. 信息不实。", "4.9.2 程序", "按规定办理。", "5. 设施",
    )  # fmt: skip
    assert outline(found) == [
        (0, "1", "概括性描述"), (1, "1.1", "概述"), (0, "4", "证书生命周期操作要求"), (1, "4.9", "撤销"),
        (2, "4.9.1", "情形"), (3, "1.", ""), (3, "2.", ""), (2, "4.9.2", "程序"), (0, "5.", "设施"),
    ]  # fmt: skip


def test_articles_stand_in_chapters_and_hold_items():
    found = document(
        "第一章 总则", "第一条 为明确双方权利义务，订立本协议。", "第二章 责任", "第二条 甲方应当：", "（一）真实申报；",
        "1、包括姓名；", "（二）妥善保管。", "第三条 赔偿限额 个人证书不超过两万元，机构证书不超过五十万元。", "附件一 收费标准",
    )  # fmt: skip
    assert outline(found) == [
        (0, "第一章", "总则"), (1, "第一条", ""), (0, "第二章", "责任"), (1, "第二条", "甲方应当"), (2, "（一）", ""),
        (3, "1、", ""), (2, "（二）", ""), (1, "第三条", "赔偿限额"), (0, "附件一", "收费标准"),
    ]  # fmt: skip


def test_declared_ranks_come_before_numbers():
    found = document(
        Passage("服务协议", rank=1), Passage("权利义务", rank=2), "1. 甲方应当如实申报。", "2. 甲方应当保密。",
        Passage("责任", rank=2), "1. 乙方承担赔偿责任。",
    )  # fmt: skip
    assert outline(found) == [
        (0, "", "服务协议"), (1, "", "权利义务"), (2, "1.", ""), (2, "2.", ""), (1, "", "责任"), (2, "1.", ""),
    ]  # fmt: skip


def test_a_section_ends_where_its_brother_begins():
    found = document("一、条件", "甲。", "（一）乙。", "二、费用", "丙。")
    first, item, second = found.sections
    assert found.quote(first) == "一、条件\n甲。\n（一）乙。"
    assert found.quote(item) == "（一）乙。"
    assert found.quote(second) == "二、费用\n丙。"
    assert found.heading(found.text.index("乙")) == "一、 条件 › （一）"


def test_items_hang_on_what_announces_them():
    found = document(
        "第五条 乙方的义务", "乙方应当履行下列义务：", "（一）真实申报；", "（二）按下列方式保管：", "1. 不得出借；",
        "2. 设置口令。", "（三）及时告知。", "第六条 费用", "按附件执行。",
    )  # fmt: skip
    leads = {
        found.quote(each): found.quote(each.lead) if each.lead else "" for each in found.sentences
    }
    assert leads["真实申报；"] == leads["及时告知。"] == "乙方应当履行下列义务："
    assert leads["不得出借；"] == leads["设置口令。"] == "（二）按下列方式保管："
    assert leads["按附件执行。"] == ""
