"""How surely a text is known, and what a user may therefore be shown."""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Language, Text


class Mark(StrEnum):
    """The provenance of one text; the surest first."""

    VERBATIM = "verbatim"
    VERBATIM_SECONDARY = "verbatim_secondary"
    NOTICE = "notice"
    ENGLISH_ONLY = "english_only"
    COMPUTED = "computed"
    INTERPRETATION = "interpretation"
    MEMORY = "memory"

    @property
    def text(self) -> Text:
        """The label in both languages."""
        return _LABELS[self]

    def label(self, language: Language) -> str:
        """The words that must stand beside a text of this mark."""
        return _LABELS[self].in_language(language)

    @property
    def is_law(self) -> bool:
        """Whether the text may be shown as the words of the law, a standard or the notice."""
        return self in _SHOWN_AS_LAW


_SHOWN_AS_LAW = frozenset({Mark.VERBATIM, Mark.VERBATIM_SECONDARY, Mark.NOTICE})

_LABELS = {
    Mark.VERBATIM: Text(zh="原文", en="verbatim"),
    Mark.VERBATIM_SECONDARY: Text(
        zh="转载文本，未与官方文本核对",
        en="reprint, not compared with the official text",
    ),
    Mark.NOTICE: Text(zh="通知原文（新闻转载）", en="words of the notice (a news reprint)"),
    Mark.ENGLISH_ONLY: Text(
        zh="据英文译本，中文原文未核对",
        en="from an English translation, the Chinese not checked",
    ),
    Mark.COMPUTED: Text(zh="计算所得", en="computed"),
    Mark.INTERPRETATION: Text(
        zh="本系统的理解，非法律原文", en="our interpretation, not the law's words"
    ),
    Mark.MEMORY: Text(zh="未核实", en="unverified"),
}
