"""Two languages, one place: Chinese first, English beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Text:
    """One message in both languages.

    `str(text)` is the reader's language by locale (`MINGZHENG_LANG`, then LC_ALL,
    LC_MESSAGES, LANG; Chinese where none of them names English).
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return self.in_language(reader_language())

    def in_language(self, language: Language) -> str:
        """The wording in one language."""
        return self.zh if language == "zh" else self.en


def reader_language() -> Language:
    """The language of the person at the terminal."""
    for name in ("MINGZHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
