"""What every template may say: both languages, dates, icons."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from mingzheng.language import Text
from mingzheng.workspace.site import speech
from mingzheng.workspace.site.icons import ICONS

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **values: Any) -> str:
    """`{% say "共 {n} 家" "{n} in all" n=count %}`: the wording of the page's language.

    Both wordings are the template's own and may hold markup; values are escaped.
    """
    wording = zh if speech.language() == "zh" else en
    return format_html(wording, **values) if values else mark_safe(wording)


@register.filter
def spoken(text: Text | str) -> str:
    """A `Text` in the page's language; anything else as it is."""
    return speech.spoken(text) if isinstance(text, Text) else str(text)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date as 2022-08-30; a dash where there is none."""
    if value is None:
        return "—"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return f"{value:%Y-%m-%d}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A time of Beijing as 2022-08-30 17:05; a dash where there is none."""
    return "—" if value is None else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


@register.filter
def grouped(number: int) -> str:
    """1234567 as 1,234,567."""
    return f"{number:,}"


@register.simple_tag
def icon(name: str) -> str:
    """A drawn sign of 16 by 16; the words beside it say what it means."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),
    )


@register.inclusion_tag("site/status.html")
def status(text: Text | str, tone: str = "plain") -> dict[str, str]:
    """A state as word and shape; tones: plain, good, open, late, off."""
    return {"word": spoken(text), "tone": tone}
