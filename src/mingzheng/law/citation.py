"""How a place in the law is written: as an id, in Chinese and in English.

An id is `<instrument>/<article>[.<paragraph>][(<item>)]`: `esign-law/24` is an article (条),
`esign-law/20.2` its second paragraph (款), `esign-law/21(2)` its second item (项), and
`esign-law/13.1(4)` an item of a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingzheng.language import Language, Text

_PLACE = re.compile(r"([1-9][0-9]?)(?:\.([1-9][0-9]?))?(?:\(([1-9][0-9]?)\))?")
_DIGITS = "零一二三四五六七八九"
_ITEM_LINE = re.compile(r"（[一二三四五六七八九十]+）|\d+[．.]")


@dataclass(frozen=True)
class Place:
    """One place inside an instrument: an article, or a paragraph or item of it."""

    article: int
    paragraph: int | None = None
    item: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is the article itself."""
        return self.paragraph is None and self.item is None

    def cite(self, title: Text, language: Language) -> str:
        """《电子签名法》第二十条第二款, or its English."""
        if language == "en":
            return f"{title.en}, {self.ordinal('en')}"
        return f"《{title.zh}》{self.ordinal('zh')}"

    def ordinal(self, language: Language) -> str:
        """第二十条第二款, or its English."""
        if language == "en":
            parts = [f"article {self.article}"]
            parts += [f"paragraph {self.paragraph}"] if self.paragraph else []
            return ", ".join(parts + ([f"item {self.item}"] if self.item else []))
        cited = f"第{numeral(self.article)}条"
        cited += f"第{numeral(self.paragraph)}款" if self.paragraph else ""
        return cited + (f"第{numeral(self.item)}项" if self.item else "")

    def within(self, text: str) -> str | None:
        """The words of this place in an article's text, or None where it has no such place.

        Each line of `text` is a paragraph, or an item of the paragraph above it. An item
        without a paragraph is looked for in the only paragraph that has items.
        """
        paragraphs = _paragraphs(text)
        if self.paragraph is not None:
            paragraphs = paragraphs[self.paragraph - 1 : self.paragraph]
        if self.item is None:
            return "\n".join(paragraphs[0]) if paragraphs else None
        listing = [paragraph for paragraph in paragraphs if len(paragraph) > 1]
        if len(listing) != 1 or self.item >= len(listing[0]):
            return None
        return listing[0][self.item]


def place(written: str) -> Place | None:
    """The place that the id `20`, `20.2`, `21(2)` or `13.1(4)` names, or None."""
    matched = _PLACE.fullmatch(written)
    if matched is None:
        return None
    article, paragraph, item = matched.groups()
    return Place(int(article), int(paragraph) if paragraph else None, int(item) if item else None)


def cited_place(written: str) -> Place | None:
    """The place that 第二十条, 第二十条第二款 or 第二十一条第（二）项 names, or None."""
    matched = _ORDINAL.fullmatch(written)
    if matched is None:
        return None
    article, paragraph, item = matched.groups()
    return Place(_NUMBERS[article], _NUMBERS.get(paragraph), _NUMBERS.get(item))


def overlap(one: str, other: str) -> bool:
    """Whether two ids name the same place, or one a place inside the other."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :][:1] in ("", ".", "(")


def numeral(number: int) -> str:
    """1–99 as the law counts its articles: 一, 十, 二十一."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return leading + (_DIGITS[ones] if ones else "")


def _paragraphs(text: str) -> list[list[str]]:
    """Each paragraph's first line, with the lines of its items after it."""
    paragraphs: list[list[str]] = []
    for line in text.splitlines():
        if paragraphs and _ITEM_LINE.match(line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


_NUMBERS = {numeral(number): number for number in range(1, 100)}
_ONE = f"({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_ORDINAL = re.compile(f"第{_ONE}条(?:第{_ONE}款)?(?:第（?{_ONE}）?项)?")
