"""Numbers at the head of a paragraph: 第三条, 一、, （一）, 4.9.1, 附件二, bullets."""

from __future__ import annotations

import re

from mingzheng.documents.numerals import integer
from mingzheng.documents.structure import Number

_HANZI = "[一二三四五六七八九十百零〇两廿壹贰叁肆伍陆柒捌玖拾]"
_CAPITAL = "[壹贰叁肆伍陆柒捌玖拾]"
_REFERENCE = "规定|所述|所列|约定|之|的|和|及|至|或|、|，|,|中"
_UNITS = "年月日号天元万千个小时分％%倍位份种项类次人周家米"
_FORMS: tuple[tuple[str, str], ...] = (
    ("part", rf"第\s?({_HANZI}+|\d+)\s?(?:编|部分|篇)(?!{_REFERENCE})"),
    ("chapter", rf"第\s?({_HANZI}+|\d+)\s?章(?!{_REFERENCE})"),
    ("section", rf"第\s?({_HANZI}+|\d+)\s?节(?!{_REFERENCE})"),
    ("article", rf"第\s?({_HANZI}+|\d+)\s?条(?!{_REFERENCE})"),
    ("paragraph", rf"第\s?({_HANZI}+|\d+)\s?[款项](?!{_REFERENCE})"),
    ("annex", rf"(?:附件|附录|附表|附则)\s?({_HANZI}+|\d+|[A-Z])?(?=[\s：:、.]|$)"),
    ("decimal", rf"(\d{{1,2}}(?:[.．]\d{{1,3}}){{1,5}})(?:[.．、](?!\d))?(?![\d{_UNITS}])"),
    ("arabic", r"(\d{1,2})\s?(?:[.．、](?!\d))"),
    ("arabic", r"(\d{1,2})(?=[ \t　]+[^\d\s])"),
    ("decimal", rf"({_HANZI}{{1,2}}(?:[·・.．—－之-](?:{_HANZI}{{1,2}}|\d{{1,2}})){{1,3}})(?=[ \t　、.])"),
    ("capital", rf"({_CAPITAL}{{1,3}})(?:\s?[、．.]|(?=[ \t　]))"),
    ("capital", r"([IVX]{1,4})[.．、](?=\s)"),
    ("hanzi", rf"({_HANZI}{{1,3}})\s?[、．.]"),
    ("bracketed-hanzi", rf"[（(]\s?({_HANZI}{{1,3}})\s?[)）]、?"),
    ("bracketed", r"[（(]\s?(\d{1,2})\s?[)）]、?"),
    ("half-bracketed", r"(\d{1,2})\s?[)）]、?"),
    ("circled", r"([①-⑳])"),
    ("bracketed-letter", r"[（(]([a-zA-Z])[)）]"),
    ("letter", r"([a-zA-Z])(?:[)）、]|[.．](?=\s))"),
    ("roman", r"([ⅰ-ⅻⅠ-Ⅻ])[.．、]?"),
    ("chapter", r"(?:Chapter|Part)\s(\d{1,2})\b[.:]?"),
    ("article", r"(?:Article|Section|Clause)\s(\d{1,3})\b[.:]?"),
    ("bullet", "()[•●○■□◆◇▪·–—*\\-\uf06c\uf0b7\uf06e\uf0d8](?=[ \\t　]|[^\\W\\d])"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(form + r"[ \t　]*", re.ASCII)) for kind, form in _FORMS)

ITEMS = frozenset({
    "bracketed", "half-bracketed", "circled", "bracketed-letter", "letter", "roman", "bullet",
})  # fmt: skip
"""Kinds of number that only ever stand before items of a list."""


def leading(text: str) -> tuple[Number, int] | None:
    """The number a paragraph begins with, and where what follows it begins."""
    for kind, pattern in _PATTERNS:
        if found := pattern.match(text):
            number = Number(found.group().strip(" \t　"), kind, _ordinals(found[1]))
            return number, found.end()
    return None


def _ordinals(printed: str | None) -> tuple[int, ...]:
    if not printed:
        return ()
    if printed[0].isdigit() and printed[0].isascii():
        return tuple(int(part) for part in re.split("[.．]", printed))
    if "①" <= printed <= "⑳":
        return (ord(printed) - ord("①") + 1,)
    if "ⅰ" <= printed <= "ⅻ" or "Ⅰ" <= printed <= "Ⅻ":
        return ((ord(printed) - ord("Ⅰ")) % 16 + 1,)
    if re.fullmatch("[IVX]+", printed):
        return (_roman(printed),)
    if printed.isascii():
        return (ord(printed.upper()) - ord("A") + 1,)
    parts = re.split("[·・.．—－之-]", printed)
    values = [int(part) if part.isdecimal() else integer(part) for part in parts]
    return tuple(value for value in values if value is not None)


def _roman(printed: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in printed]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
