"""Chinese numerals: 五, 十二, 一百零三, 两千, 伍拾万, 二〇二一, 3.5万."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "〇": 0, "○": 0, "两": 2, "貳": 2, "陸": 6, "幺": 1, "俩": 2,
}  # fmt: skip
_TENS = {
    "十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000,
}  # fmt: skip
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

HANZI = "[零〇○一二两三四五六七八九十百千万亿壹贰貳叁肆伍陆陸柒捌玖拾佰仟廿卅萬億]"
ARABIC = r"[0-9０-９]{1,3}(?:[,，][0-9０-９]{3}){1,5}(?:[.．][0-9０-９]{1,6})?|[0-9０-９]{1,16}(?:[.．][0-9０-９]{1,6})?"
NUMERAL = rf"(?:(?:{ARABIC})\s?[百千佰仟]?[万萬]?[亿億]?|{HANZI}{{1,28}})"
"""A pattern for all that `number` may understand, without groups; bounded, so that no run of numerals costs its square."""

_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_FIGURES = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([百千佰仟]?)([万萬]?)([亿億]?)")


def integer(text: str) -> int | None:
    """The value of a whole number written in Chinese numerals; None where it is none.

    Both systems are known, 五十二 and 五二 or 二〇二一, also financial ones (伍拾贰), and 百五 as
    150 is not: written terms do not say it.
    """
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    seen_digit = False
    for character in text:
        if character in _DIGITS:
            if seen_digit and digit:
                return None
            digit, seen_digit = _DIGITS[character], True
        elif character in _TENS:
            unit = _TENS[character]
            # 十二 has no digit before its ten; 廿 and 卅 hold theirs.
            section += unit * (digit if seen_digit and digit else 1)
            digit, seen_digit = 0, False
        elif character in _MYRIADS:
            section += digit
            if not section and not total:
                return None
            unit = _MYRIADS[character]
            total = (total + section) * unit if unit > 10**4 else total + section * unit
            section, digit, seen_digit = 0, 0, False
        else:
            return None
    return total + section + digit


def number(text: str) -> Decimal | None:
    """The value of a numeral in figures or Chinese: 500,000, 3.5万, 伍拾万; None for none."""
    plain = text.translate(_WIDE).strip()
    if found := _FIGURES.fullmatch(plain):
        figures, small, myriad, large = found.groups()
        value = Decimal(figures.replace(",", ""))
        for unit in (small, myriad, large):
            value *= {**_TENS, **_MYRIADS}.get(unit, 1)
        return value
    whole = integer(plain)
    return None if whole is None else Decimal(whole)


def written(value: int) -> str:
    """A whole number from 0 under 10¹² in common Chinese numerals."""
    if not 0 <= value < 10**12:
        raise ValueError("only whole numbers from 0 under 10¹² are written")
    if value == 0:
        return "零"
    parts: list[str] = []
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = value // unit % 10**4
        if group:
            gap = bool(parts) and group < 1000
            parts.append(("零" if gap else "") + _group(group) + name)
        elif parts and value % unit:
            parts.append("零")
    text = re.sub("零+", "零", "".join(parts)).rstrip("零")
    return text[1:] if text.startswith("一十") else text


def _group(value: int) -> str:
    """1 to 9999."""
    text = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text
