"""The page that shows documents side by side with what was found in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mingzheng.errors import OutputError, system_reason
from mingzheng.reports.documents.overview import matrices
from mingzheng.reports.documents.views import DocumentView
from mingzheng.reports.markup import asset, environment, policy
from mingzheng.reports.reading import unreadable

NAME = "documents.html"
SOURCE = "documents.json"
"""What an audit leaves of the documents that it read: `told` of `render`."""


def write_documents(result: Path) -> Path | None:
    """Write documents.html into a result folder from its documents.json; None without one.

    The same result gives the same bytes. Raises OutputError where the result is damaged or the
    page can't be written.
    """
    source = result / SOURCE
    if not source.exists():
        return None
    try:
        told = json.loads(source.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(source) from error
    write_page(result / NAME, told)
    return result / NAME


def write_page(path: Path, told: Mapping[str, Any]) -> None:
    """Write the page of `render`. Raises OutputError where it can't be written."""
    page = render(told)
    try:
        path.write_bytes(page.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(
            zh=f"无法写入 {path}：{system_reason(error).zh}。请检查目录权限和磁盘空间。",
            en=f"{path} can't be written: {system_reason(error).en}. Check its folder and the disk.",
        ) from error


def render(told: Mapping[str, Any]) -> str:
    """The page as text; the same accounts give the same bytes.

    `told` holds `documents`, accounts of `mingzheng.documents.account`, and `refused`, the files
    that could not be read, each with `zh` and `en`. An account may bear `versions`, the rows of
    the table of documents that name its file: each with `document_id`, `version`, `from` and
    `until` (days, the last one included), `applications` and `holders` (how many used it); None
    is not known.
    """
    shelf = told["documents"]
    documents = [DocumentView(shelf, place) for place in range(1, len(shelf) + 1)]
    style = asset("report.css") + asset("documents.css")
    script = asset("language.js")
    return (
        environment()
        .get_template("documents.html.j2")
        .render(
            documents=documents,
            matrices=list(matrices(documents)),
            clashes=[
                (view, clash)
                for view in documents
                if view.account["contradictions"]
                for clash in view.clashes
            ],
            refused=told["refused"],
            style=Markup(style),
            script=Markup(script),
            policy=policy(style, script),
        )
    )
