"""Which language a page speaks, and text that waits until that is known."""

from __future__ import annotations

from django.utils.functional import lazystr
from django.utils.translation import get_language

from mingzheng.language import Language, Text


def language() -> Language:
    """The language of the request at hand; Chinese outside of one."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def spoken(text: Text) -> str:
    """The wording in the language of the request at hand."""
    return text.in_language(language())


class _Later:
    """A text that is put into words each time it is shown."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return spoken(self.text)


def both(zh: str, en: str) -> str:
    """A label of a form or a choice: worded in the language of whoever sees it."""
    later: str = lazystr(_Later(Text(zh=zh, en=en)))
    return later
