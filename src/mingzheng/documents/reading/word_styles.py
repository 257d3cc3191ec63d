"""Styles of a DOCX: which are headings, of which rank, with which numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{NAMESPACE}}}"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d?", re.IGNORECASE)
_MOST = 20


@dataclass(frozen=True)
class Style:
    """What a paragraph's style says.

    rank       of a heading, from 1; None for text
    contents   whether it is a line of the table of contents
    numbering  number list and level that come with the style
    """

    rank: int | None = None
    contents: bool = False
    numbering: tuple[str, int] | None = None


PLAIN = Style()


class Styles:
    """The paragraph styles of one package."""

    def __init__(self, root: etree._Element | None) -> None:
        self._known: dict[str, Style] = {}
        elements = {} if root is None else {
            each.get(_W + "styleId"): each for each in root.iter(_W + "style")
        }  # fmt: skip
        for id_ in elements:
            if id_:
                self._known[id_] = _resolved(id_, elements)

    def of(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph; an outline level of its own makes it a heading too."""
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._known.get(named.get(_W + "val") or "", PLAIN) if named is not None else PLAIN
        own = _outline(paragraph.find(_W + "pPr"))
        return style if own is None else Style(own, style.contents, style.numbering)


def _resolved(id_: str, elements: dict[str | None, etree._Element]) -> Style:
    """A style with what it inherits; a circle of styles ends after twenty steps."""
    rank: int | None = None
    contents = False
    list_: str | None = None
    level: int | None = None
    current: str | None = id_
    for _ in range(_MOST):
        element = elements.get(current)
        if element is None:
            break
        name = (element.find(_W + "name"), current)
        spoken = (name[0].get(_W + "val") if name[0] is not None else None) or current or ""
        contents = contents or _CONTENTS.fullmatch(spoken.strip()) is not None
        properties = element.find(_W + "pPr")
        if rank is None:
            found = _HEADING.fullmatch(spoken.strip())
            rank = int(found[1]) if found else _outline(properties)
        own_list, own_level = numbering_of(properties)
        list_ = own_list if list_ is None else list_
        level = own_level if level is None else level
        based = element.find(_W + "basedOn")
        current = based.get(_W + "val") if based is not None else None
    return Style(rank, contents, (list_, level or 0) if list_ not in (None, "0") else None)


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """List and level that paragraph properties name."""
    if properties is None:
        return None, None
    list_ = properties.find(f"{_W}numPr/{_W}numId")
    level = properties.find(f"{_W}numPr/{_W}ilvl")
    return (
        None if list_ is None else list_.get(_W + "val"),
        None if level is None else _small(level.get(_W + "val")),
    )


def _outline(properties: etree._Element | None) -> int | None:
    level = None if properties is None else properties.find(_W + "outlineLvl")
    value = None if level is None else _small(level.get(_W + "val"))
    return value + 1 if value is not None and value < 9 else None


def _small(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None
