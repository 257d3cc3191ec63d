"""The report: one HTML page that needs nothing but itself."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Text
from mingzheng.reports import evidence
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.items import Items
from mingzheng.reports.markup import asset, environment, policy
from mingzheng.reports.originals import section
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
    style, script = asset("report.css"), asset("language.js")
    return (
        environment()
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
            policy=policy(style, script),
        )
    )
