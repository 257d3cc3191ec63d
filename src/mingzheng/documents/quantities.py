"""Durations and amounts of money in running text, as written in contracts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mingzheng.documents.numerals import NUMERAL, number

Unit = Literal["year", "month", "week", "day", "working_day", "hour", "minute",
               "CNY", "USD", "times"]  # fmt: skip

_UNITS: tuple[tuple[str, Unit, int], ...] = (
    ("个?工作日|个?工作天|个?营业日|个?交易日", "working_day", 1), ("个?自然月|个?月", "month", 1),
    ("个?季度", "month", 3), ("周年|年度|年", "year", 1), ("个?星期|个?礼拜|周", "week", 1),
    ("个?自然日|个?日历日|日历天|日|天", "day", 1), ("个?小时|个?钟头", "hour", 1), ("分钟", "minute", 1),
)  # fmt: skip
_DAYS: dict[Unit, Decimal] = {
    "year": Decimal(365), "month": Decimal(30), "week": Decimal(7), "working_day": Decimal(1),
    "day": Decimal(1), "hour": Decimal(1) / 24, "minute": Decimal(1) / 1440,
}  # fmt: skip
_LONGEST = 100 * 365
"""In days: a longer time is a date or no time at all."""
_SMALLER: dict[str, tuple[Unit, int]] = {
    "year": ("month", 12), "month": ("day", 30), "day": ("hour", 24), "hour": ("minute", 60),
}  # fmt: skip
_EVERY: dict[str, Unit] = {"日": "day", "天": "day", "周": "week", "小时": "hour"}
_UNIT = "|".join(f"(?P<u{place}>{form})" for place, (form, _, _) in enumerate(_UNITS))
_DURATION = re.compile(
    rf"(?P<half>半)\s?(?:{_UNIT})".replace("?P<u", "?P<h")
    + rf"|(?<![第×xX*/．.\d])(?P<value>{NUMERAL})(?:[（(]{NUMERAL}[）)])?\s?(?:{_UNIT})(?P<and>半)?"
)
_DATE = re.compile(
    r"(?:[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3})\s?年(?:\s?[0-9一二三四五六七八九十]{1,3}\s?月)?"
    r"(?:\s?[0-9一二三四五六七八九十]{1,3}\s?[日号])?"
    r"|[0-9一二三四五六七八九十]{1,3}\s?月\s?[0-9一二三四五六七八九十]{1,3}\s?[日号]"
    r"|[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
)
_NTH_YEAR = re.compile(rf"第(?P<value>{NUMERAL})年(?:年?末|年?底|届?满|止|终)")
_BY_THE_NTH = re.compile(
    rf"(?:最迟|至迟|最晚|不迟于|不晚于)[^，。；]{{0,6}}第(?P<value>{NUMERAL})(?P<unit>个?工作日|日|天)"
)
_NO_DURATION = re.compile(r"[7７]\s?[×xX*/]\s?$|全年$|本$|同$|当$|次$|逐$|数$|若干$|[12][0-9]$")
_THIS_OR_THAT = re.compile("[上下][半一]?个?(?:年|月|周|季)")
_AFTER = re.compile(r"[×xX*]\s?[0-9７]|制|利率|度报告|报|龄|检")
_CNY = r"(?:人民币|RMB|CNY|[￥¥])"
_USD = r"(?:美元|美金|USD|US\$|\$)"
_MONEY = re.compile(
    rf"(?:(?P<usd>{_USD})|(?P<cny>{_CNY})|(?<![第\d]))\s?[（(]?(?:大写)?[）)：:]?\s?[￥¥]?\s?(?P<value>{NUMERAL})"
    rf"\s?(?:[（(](?P<again>{NUMERAL})[）)])?\s?"
    r"(?P<unit>美元|美金|USD|元|圆|块)?(?:整|人民币)?",
)
_COUNTED = re.compile(r"[张人户次份个条家名件枚只笔字以左余多分之]|年|天")
_TIMES = re.compile(rf"(?<![第\d])(?P<value>{NUMERAL})(?:[（(]{NUMERAL}[）)])?\s?倍")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, and where in the text given it stands."""

    start: int
    end: int
    value: Decimal
    unit: Unit


def durations(text: str) -> list[Quantity]:
    """Every length of time; dates, 7×24小时 and 第三年 are none, but 至第三年末 is one."""
    dates = [found.span() for found in _DATE.finditer(text)]
    found = [
        Quantity(each.start(), each.end(), value, "year")
        for each in _NTH_YEAR.finditer(text)
        if (value := number(each["value"])) is not None
    ]
    found += [
        Quantity(
            each.start(), each.end(), value, "working_day" if "工作" in each["unit"] else "day"
        )
        for each in _BY_THE_NTH.finditer(text)
        if (value := number(each["value"])) is not None
    ]
    for match in _DURATION.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in dates):
            continue
        before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() :][:4]
        if (
            _THIS_OR_THAT.match(before[-1:] + match.group())
            or _NO_DURATION.search(before)
            or _AFTER.match(after)
        ):
            continue
        if (quantity := _duration(match)) is not None:
            found.append(quantity)
    return found


def _duration(match: re.Match[str]) -> Quantity | None:
    group = "h" if match["half"] else "u"
    place = next(at for at in range(len(_UNITS)) if match[f"{group}{at}"])
    _, unit, factor = _UNITS[place]
    value = Decimal("0.5") if match["half"] else number(match["value"])
    if value is None or value * _DAYS[unit] > _LONGEST:
        return None
    if match["and"]:
        value += Decimal("0.5")
    if value % 1 and unit in _SMALLER:
        smaller, times = _SMALLER[unit]
        return Quantity(match.start(), match.end(), value * times, smaller)
    return Quantity(match.start(), match.end(), value * factor, unit)


def frequencies(text: str) -> list[Quantity]:
    """每日, 每天, 每周, 每小时: once in one of them."""
    return [
        Quantity(found.start("unit"), found.end(), Decimal(1), _EVERY[found["unit"]])
        for found in re.finditer("每(?:个)?(?P<unit>日|天|周|小时)(?!都|一)", text)
    ]


def amounts(text: str) -> list[Quantity]:
    """Every amount of money, in yuan or dollars; the same amount said twice at once is one."""
    found: list[Quantity] = []
    for match in _MONEY.finditer(text):
        bare = match["value"][-1] in "万亿" and not _COUNTED.match(text[match.end() :])
        if not (match["usd"] or match["cny"] or match["unit"] or bare):
            continue
        value = number(match["value"])
        if value is None:
            continue
        dollars = match["usd"] or match["unit"] in ("美元", "美金", "USD")
        quantity = Quantity(match.start(), match.end(), value, "USD" if dollars else "CNY")
        near = found and text[found[-1].end : quantity.start].strip(" （(大小写：:即") == ""
        if near and found[-1].value == value:
            found[-1] = Quantity(found[-1].start, quantity.end, value, found[-1].unit)
        else:
            found.append(quantity)
    return found


def multiples(text: str) -> list[Quantity]:
    """Every 倍: 证书费用的五倍."""
    found = []
    for match in _TIMES.finditer(text):
        value = number(match["value"])
        if value is not None:
            found.append(Quantity(match.start(), match.end(), value, "times"))
    return found
