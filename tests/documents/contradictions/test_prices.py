"""Prices as agreements and notices write them, and amounts that are none."""

from __future__ import annotations

import pytest
from tests.documents.contradictions.test_contradictions import between, examined, told

from mingzheng.documents.contradictions.prices import prices
from mingzheng.documents.reading.passages import Grid

Found = set[tuple[str, str, str]]


def found(*lines: str | Grid) -> Found:
    return {
        (group, term.subject, term.value)
        for group, terms in prices(examined("agreement", *lines).document).items()
        for term in terms
    }


YEAR, ONCE, OTHER = "certificate/year", "certificate", "other"
PRICES: list[tuple[str, Found]] = [
    ("个人证书每张每年50元，企业证书每张每年200元。", {(YEAR, "individual", "50"), (YEAR, "organization", "200")}),
    ("个人数字证书服务费为人民币伍拾元整/年。", {(YEAR, "individual", "50")}),
    ("收费标准：个人证书60元/张/年；USB Key 80元/个。", {(YEAR, "individual", "60"), (OTHER, "medium", "80")}),
    ("个人证书：一年期60元，两年期100元。", {(YEAR, "individual", "60")}),
    ("企业证书（含介质）首年收费380元，续期每年收费200元。", {(YEAR, "organization", "380")}),
    ("补办介质每个收取工本费60元。", {(OTHER, "replacement", "60")}),
    ("证书服务费人民币 240.00 元（大写：贰佰肆拾元整）。", {(ONCE, "any", "240")}),
    ("事件型证书按次收费，每次0.5元。", {(ONCE, "event", "0.5")}),
    ("证书服务费每年180元、锁的工本费90元。", {(YEAR, "any", "180"), (OTHER, "medium", "90")}),
    ("个人证书每张最多赔五万元。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), PRICES)
def test_a_price_is_found_with_what_it_is_for(line: str, expected: Found):
    assert found(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "赔偿限额不超过证书费用的十倍，最高2000元。",
        "注册资本为人民币5000万元。",
        "变更信息每次收取20元手续费。",
        "乙方逾期付款的，支付违约金100元。",
    ],
)
def test_other_amounts_are_no_prices(line: str):
    assert found(line) == set()


def test_bare_numbers_under_a_header_are_prices():
    rows = (
        ("证书类型", "有效期", "价格（元）"),
        ("个人证书", "1年", "60"),
        ("机构证书", "1年", "300"),
    )
    assert found(Grid(rows, (None, None, None))) == {
        (YEAR, "individual", "60"), (YEAR, "organization", "300"),
    }  # fmt: skip


def test_a_price_without_its_year_is_compared_in_doubt():
    statement = ["个人证书收费标准为每年60元。"]
    assert told(between(["个人证书收费80元。"], statement)) == [
        ("worse", "fee", "individual", False)
    ]
    assert between(["个人证书收费60元。"], statement) == []


def test_a_price_for_what_is_free_is_worse():
    free = ["撤销证书不收取费用。"]
    assert told(between(["办理撤销收取20元手续费。"], free)) == [
        ("worse", "fee", "revocation", True)
    ]
    assert between(["补办介质收取工本费20元。"], free) == []
