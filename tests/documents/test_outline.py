"""The outline of practice statements that are numbered and named in different ways."""

from __future__ import annotations

import pytest

from mingzheng.documents.outline import outline
from mingzheng.documents.reading.assembly import assemble
from mingzheng.documents.reading.passages import Passage
from mingzheng.documents.structure import Document

STANDARD = [
    "1 概括性描述", "1.1 概述", "2 信息发布与信息管理", "2.1 信息库", "3 身份标识与鉴别", "3.1 命名", "3.2 初始身份确认",
    "4 证书生命周期操作要求", "4.1 证书申请", "4.9 证书撤销和挂起", "5 认证机构设施、管理和操作控制", "5.4 审计日志程序",
    "6 认证系统技术安全控制", "6.2 私钥保护和密码模块工程控制", "7 证书、证书吊销列表和在线证书状态协议", "7.1 证书",
    "8 认证机构审计和其他评估", "8.1 评估的频率或情形", "9 法律责任和其他业务条款", "9.1 费用", "9.8 有限责任",
]  # fmt: skip
OTHERWISE = [
    "第一章 总则", "第一节 简介", "第二章 信息公布与资料库管理", "第三章 身份识别与验证", "第四章 证书业务流程",
    "第五章 物理设施与运营管理控制", "第六章 技术安全保障", "第七章 证书及CRL格式", "第八章 合规审计", "第九章 法律责任与商务条款",
]  # fmt: skip


def document(lines: list[str]) -> Document:
    pieces = [Passage("示例电子认证业务规则", rank=None)]
    for line in lines:
        pieces += [Passage(line), Passage("本节的内容另见有关规定，并以公布的版本为准。")]
    return assemble(pieces, name="a", format="text", digest="")


def standing(lines: list[str]) -> dict[str, str]:
    return {each.number: each.standing for each in outline(document(lines))}


def test_the_standard_outline_is_present():
    found = standing(STANDARD)
    assert {found[str(part)] for part in range(1, 10)} == {"present"}
    assert all(found[line.split()[0]] == "present" for line in STANDARD)
    assert found["4.12"] == "absent"


def test_other_names_are_renamed():
    found = outline(document(OTHERWISE))
    parts = [each for each in found if each.number.isdigit()]
    assert [each.standing for each in parts] == ["renamed"] * 9
    read = document(OTHERWISE)
    titles = [read.sections[each.section].title for each in parts if each.section is not None]
    assert titles == [line.split()[1] for line in OTHERWISE if "章" in line]


@pytest.mark.parametrize("part", range(1, 10))
def test_a_part_left_out_is_absent(part: int):
    lines = [line for line in STANDARD if not line.startswith(f"{part}")]
    found = standing(lines)
    assert [number for number, each in found.items() if number.isdigit() and each == "absent"] == [
        str(part)
    ]


@pytest.mark.parametrize("part", range(9))
def test_a_renamed_part_left_out_is_absent(part: int):
    chapters = [line for line in OTHERWISE if "章" in line]
    found = standing(chapters[:part] + chapters[part + 1 :])
    assert [number for number, each in found.items() if number.isdigit() and each == "absent"] == [
        str(part + 1)
    ]


def test_an_agreement_has_no_part():
    lines = ["第一条 定义", "第二条 双方的权利", "第三条 费用", "第四条 其他"]
    assert standing(lines)["4"] == "absent"


def test_the_english_names_are_known():
    lines = [
        "1. Introduction",
        "2. Publication and repository responsibilities",
        "6. Technical security controls",
    ]
    found = standing(lines)
    assert [found["1"], found["2"], found["6"], found["4"]] == ["present"] * 3 + ["absent"]
