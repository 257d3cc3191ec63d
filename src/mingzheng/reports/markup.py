"""How reports become HTML: templates, texts in two languages, and what a page may load."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mingzheng import law
from mingzheng.language import Text
from mingzheng.reports import limitation, wording
from mingzheng.reports.figures import bar, grouped, percent, share
from mingzheng.reports.layout import Cell
from mingzheng.reports.plain import identifier, printable, shown


@cache
def environment() -> Environment:
    """Templates with the words and figures of reports; everything is escaped."""
    environment = Environment(
        loader=PackageLoader("mingzheng.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "both": both,
        "cell": cell,
        "shown": shown,
        "identifier": identifier,
        "grouped": grouped,
    }
    environment.globals |= {
        "t": lambda zh, en: both(Text(zh=zh, en=en)),
        "bar": bar,
        "share": share,
        "percent": percent,
        "wording": wording,
        "limitation": limitation,
        "law_article": law.catalogue().article,
    }
    return environment


def both(text: Text) -> Markup:
    """A text in both languages, of which the page shows one."""
    zh, en = printable(text.zh), printable(text.en)
    if zh == en:
        return Markup("<bdi>{}</bdi>").format(zh)
    return Markup('<span class="zh">{}</span><span class="en" lang="en">{}</span>').format(zh, en)


def cell(value: Cell) -> Markup:
    """A cell by its kind; evidence is set apart so that its writing direction can't spread."""
    if value is None:
        return Markup("–")
    if isinstance(value, Text):
        return both(value)
    if isinstance(value, int):
        return escape(grouped(value))
    if isinstance(value, Markup):
        return value
    return Markup("<bdi>{}</bdi>").format(printable(value)) if value else Markup("")


def asset(name: str) -> str:
    """A style sheet or a script of ours."""
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def policy(style: str, script: str) -> str:
    """Nothing may be loaded from anywhere; only our own style and script count."""
    return (
        f"default-src 'none'; style-src '{_source_hash(style)}'; "
        f"script-src '{_source_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
