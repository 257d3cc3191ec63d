"""Examined documents of every kind, among them one that attacks the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mingzheng.documents.account import account
from mingzheng.documents.confirmations import Confirmation, Confirmations
from mingzheng.documents.contradictions import contradictions
from mingzheng.documents.examination import examine
from mingzheng.reports.documents import write_page

AGREEMENT = """# 数字证书订户协议

甲方：示例电子认证服务有限公司　乙方：证书申请人（证件号码 440524198001010019）

## 第一条 乙方的义务

乙方应当提供真实、完整和准确的信息。乙方应妥善保管私钥。私钥泄露的，乙方应及时告知甲方并停止使用。

## 第二条 甲方的义务

甲方应当查验乙方的身份，并保证证书内容在有效期内完整、准确。甲方妥善保存与认证相关的信息至证书失效后五年。

| 主体 | 限额 |
|---|---|
| 个人 | 每张证书赔偿上限人民币伍万元 |
| 机构 | 每张证书赔偿上限人民币伍拾万元 |

## 第三条 其他

个人信息的处理见甲方公布的办法。
"""
NOTICE = """# 电子认证服务告知书

一、使用条件

证书仅用于网上申报，不得用于违法用途。证书应在有效期内使用，已撤销的证书不得使用。

二、收费

个人证书每年60元，机构证书每年200元。
"""
STATEMENT = """# 示例认证电子认证业务规则

## 1 概括性描述

### 1.1 概述

本规则说明示例认证的电子认证服务。

## 4 证书生命周期操作要求

### 4.9 证书撤销和挂起

示例认证收到撤销申请并核实身份后，应当在24小时内完成撤销。

## 9 法律责任和其他业务条款

### 9.8 有限责任

因示例认证的过错给订户造成损失的，示例认证承担赔偿责任，赔偿限额为人民币伍拾万元。
"""


TOLD = frozenset(
    {"heading", "sentence", "cue", "cues", "title", "value", "zh", "en", "element", "by", "name"}
)
"""What of an account is shown and may have been written by a stranger."""


@pytest.fixture
def told(tmp_path: Path) -> dict[str, Any]:
    """A practice statement, a notice, and an agreement that promises persons less than it."""
    names = {"规则.md": STATEMENT, "告知书.md": NOTICE, "协议.md": AGREEMENT}
    for name, text in names.items():
        (tmp_path / name).write_text(text, "utf-8")
    statement, notice, agreement = (examine(tmp_path / name) for name in names)
    decided = Confirmation(
        1, agreement.document.digest, "provider_protects_personal_information", "not_found",
        None, "王检查员", dt.date(2022, 8, 20), "只指向别的文件",
    )  # fmt: skip
    texts = [
        account(
            text,
            against=[(statement, contradictions(text, statement))],
            confirmations=Confirmations((decided,)),
        )
        for text in (notice, agreement)
    ]
    return {
        "documents": [account(statement), *texts],
        "refused": [{"zh": "扫描件.pdf：没有文字层。", "en": "扫描件.pdf: no text layer."}],
    }


@pytest.fixture
def page(told: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    write_page(path, told)
    return path


@pytest.fixture
def attacked(attacks: tuple[str, ...], told: dict[str, Any], tmp_path: Path) -> Path:
    """A page made from documents, names and findings that carry attacks."""

    def spoilt(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: spoilt(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [spoilt(each, key) for each in value]
        if value and key in {
            "heading",
            "sentence",
            "cue",
            "cues",
            "title",
            "value",
            "zh",
            "en",
            "element",
        }:
            return f"{value} {attacks[len(value) % len(attacks)]}"
        return value

    document = tmp_path / f"{attacks[2].replace('/', '')}.txt"
    readable = [attack.replace("\0", "") for attack in attacks]
    lines = "\n".join(f"第{n}条 赔偿限额 {attack}" for n, attack in enumerate(readable, 1))
    document.write_text(f"订户协议\n{lines}\n甲方赔偿限额为五万元{attacks[0]}。\n", "utf-8")
    path = tmp_path / "attacked.html"
    worst = account(examine(document))
    worst["text"] = worst["text"].replace("限额", "\0\u202e")
    every = [*told["documents"], worst]
    write_page(path, spoilt({"documents": every, "refused": told["refused"]}))
    return path


Open = Callable[..., None]


@pytest.fixture
def open_page(browser: Any) -> Open:
    """Open a page at a place of it in a window of a width."""

    def opened(path: Path, place: str = "", *, width: int = 1280) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get("about:blank")
        browser.get_log("browser"), browser.get_log("performance")
        browser.get(path.as_uri() + place)

    return opened
