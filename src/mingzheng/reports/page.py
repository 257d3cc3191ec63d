"""The report: one HTML page that needs nothing but itself."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mingzheng import law
from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Text
from mingzheng.reports import evidence, limitation, wording
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.figures import bar, grouped, percent, share
from mingzheng.reports.items import Items
from mingzheng.reports.layout import Cell
from mingzheng.reports.originals import section
from mingzheng.reports.plain import identifier, printable, shown
from mingzheng.reports.reading import Result, read

NAME = "report.html"


def write_report(result: Path) -> Path:
    """Write report.html into a result folder, from its files alone, and return its path.

    The same result gives the same bytes. Raises OutputError where the result is damaged or the
    page can't be written.
    """
    path = result / NAME
    page = render(read(result))
    try:
        path.write_bytes(page.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(
            zh=f"无法写入 {path}：{system_reason(error).zh}。请检查目录权限和磁盘空间。",
            en=f"{path} can't be written: {system_reason(error).en}. Check its folder and the disk.",
        ) from error
    return path


def render(result: Result) -> str:
    """The page as text."""
    coverage = Coverage(result)
    items = Items(result, coverage)
    views = items.views()
    files = Text(zh="输入文件", en="Inputs"), Text(zh="输出文件", en="Outputs")
    style, script = _asset("report.css"), _asset("language.js")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            result=result,
            run=result.run,
            coverage=coverage,
            items=views,
            outside=items.outside(),
            tables=evidence,
            originals=section.views(result),
            missing=evidence.missing(result, coverage, views),
            seals=[
                evidence.seals(result.run["inputs"], files[0]),
                evidence.seals(result.outputs, files[1]),
            ],
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )


@cache
def _environment() -> Environment:
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


def _asset(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded from anywhere; only our own style and script count."""
    return (
        f"default-src 'none'; style-src '{_source_hash(style)}'; "
        f"script-src '{_source_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
