"""Automatic numbers of a DOCX, as Word prints them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from mingzheng.documents.numerals import written
from mingzheng.documents.reading.word_styles import NAMESPACE, Style, numbering_of

_W = f"{{{NAMESPACE}}}"
_PLACE = re.compile(r"%([1-9])")
_HIGHEST = 9999
_HANZI = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
}  # fmt: skip
_LEGAL = {
    "chineseLegalSimplified": "零壹贰叁肆伍陆柒捌玖",
    "ideographLegalTraditional": "零壹貳參肆伍陸柒捌玖",
}
_STEMS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    pattern: str


class Numbers:
    """Counts through the lists of one package; call `printed` for each paragraph in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        for abstract in root.iter(_W + "abstractNum"):
            found = {}
            for level in abstract.iter(_W + "lvl"):
                place = level.get(_W + "ilvl") or ""
                if place.isdigit():
                    found[int(place)] = _level(level)
            self._levels[abstract.get(_W + "abstractNumId") or ""] = found
        for list_ in root.iter(_W + "num"):
            abstract = list_.find(_W + "abstractNumId")
            if abstract is not None:
                id_ = list_.get(_W + "numId") or ""
                self._lists[id_] = abstract.get(_W + "val") or ""
                for override in list_.iter(_W + "lvlOverride"):
                    start = override.find(_W + "startOverride")
                    place = override.get(_W + "ilvl") or ""
                    if start is not None and place.isdigit():
                        self._restarts[id_, int(place)] = _whole(start.get(_W + "val"))

    def printed(self, paragraph: etree._Element, style: Style) -> str:
        """The number before this paragraph; empty where it has none."""
        list_, level = numbering_of(paragraph.find(_W + "pPr"))
        if list_ is None and style.numbering is not None:
            list_ = style.numbering[0]
            level = style.numbering[1] if level is None else level
        abstract = self._lists.get(list_ or "")
        levels = self._levels.get(abstract or "", {})
        place = level or 0
        if abstract is None or place not in levels:
            return ""
        counts = self._counts[abstract]
        if (restart := self._restarts.pop((list_ or "", place), None)) is not None:
            counts[place] = restart - 1
        for deeper in [each for each in counts if each > place]:
            del counts[deeper]
        counts[place] = min(counts.get(place, levels[place].start - 1) + 1, _HIGHEST)
        return self._shown(levels, place, counts)

    def _shown(self, levels: dict[int, _Level], place: int, counts: dict[int, int]) -> str:
        own = levels[place]
        if own.form == "none":
            return ""
        if own.form == "bullet":
            return "•"

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            level = levels.get(at)
            if level is None:
                return ""
            return _formed(counts.get(at, level.start), level.form)

        return _PLACE.sub(number, own.pattern)


def _level(element: etree._Element) -> _Level:
    def value(name: str, default: str) -> str:
        found = element.find(_W + name)
        return default if found is None else found.get(_W + "val") or default

    return _Level(
        start=_whole(value("start", "1")),
        form=value("numFmt", "decimal"),
        pattern=value("lvlText", "")[:100],
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 1


def _formed(count: int, form: str) -> str:
    if form in _STEMS:
        return _STEMS[form][(count - 1) % len(_STEMS[form])]
    if form in _HANZI:
        return written(count)
    if form in _LEGAL:
        return "".join(_LEGAL[form][int(digit)] for digit in str(count))
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(count)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for value, name in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text += name * (count // value)
        count %= value
    return text
