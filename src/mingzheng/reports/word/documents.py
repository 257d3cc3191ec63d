"""Write the documents of a run: Word files and the plan's workbook, never over somebody's edits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Language, Text
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.items import Items
from mingzheng.reports.reading import Result, read
from mingzheng.reports.sealed import demand
from mingzheng.reports.word import inspection_record, plan, self_inspection
from mingzheng.reports.word.filling import KINDS, fill, template, template_name
from mingzheng.reports.word.masthead import masthead
from mingzheng.reports.word.plan_reading import read_plan
from mingzheng.reports.word.plan_sheet import plan_sheet
from mingzheng.reports.word.problems import problems

TITLES = {
    "self-inspection": Text(zh="自查报告", en="self-inspection-report"),
    "rectification-plan": Text(zh="整改方案", en="rectification-plan"),
    "inspection-record": Text(zh="检查记录表", en="inspection-record"),
}
"""What the file of each kind is called."""

SHEET = Text(zh="整改任务清单.xlsx", en="rectification-plan.xlsx")
"""What the plan's workbook is called."""


def write_documents(
    folder: Path,
    into: Path,
    *,
    kinds: Collection[str] = KINDS,
    language: Language = "zh",
    day: dt.date | None = None,
    templates: Path | None = None,
    edited: Path | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write documents about a result folder into another folder and return their paths.

    `day` is the day they bear, by default the run's as-of day; `templates` holds templates that
    an office edited; `edited` is the plan's workbook as somebody filled it in: without it the
    plan holds our proposals and a workbook of them is written beside it. The same result and
    options give the same bytes. Files that are there with other content are kept, with an
    OutputError, unless `overwrite`. Raises TemplateError and PlanError for what is wrong with
    the other inputs.
    """
    result = read(folder)
    demand(result)
    day = day or dt.date.fromisoformat(result.run["as_of"])
    written: dict[Path, bytes] = {}
    for kind in (each for each in KINDS if each in kinds):
        if kind == "rectification-plan":
            values, sheet = _plan(result, language, day, edited)
            if sheet is not None:
                written[into / SHEET.in_language(language)] = sheet
        else:
            module = self_inspection if kind == "self-inspection" else inspection_record
            values = module.values(result, language)
        path = into / f"{TITLES[kind].in_language(language)}.docx"
        written[path] = fill(
            template(kind, language, templates),
            {**masthead(result, language, day), **values},
            name=template_name(kind, language),
            title=TITLES[kind].in_language(language),
            day=day,
        )
    return _put(into, written, overwrite=overwrite)


def _plan(
    result: Result, language: Language, day: dt.date, edited: Path | None
) -> tuple[dict[str, Any], bytes | None]:
    """What fills the plan, and its workbook where nobody has edited one yet."""
    coverage = Coverage(result)
    found = problems(Items(result, coverage), coverage)
    if edited is not None:
        measures = read_plan(edited, found, fingerprint=result.fingerprint, since=day)
        return plan.values(found, measures, language), None
    measures = plan.proposed(found, language)
    sheet = plan_sheet(found, measures, language, fingerprint=result.fingerprint, day=day)
    return plan.values(found, measures, language), sheet


def _put(into: Path, written: dict[Path, bytes], *, overwrite: bool) -> list[Path]:
    """All files or none: what somebody may have edited is looked for first."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        edited = [path for path, new in written.items() if path.exists() and _differs(path, new)]
        if edited and not overwrite:
            names = Text(
                zh="、".join(path.name for path in edited), en=", ".join(p.name for p in edited)
            )
            raise OutputError(
                zh=f"{into} 中已有内容不同的 {names.zh}，可能经人工编辑，未覆盖。请换一个文件夹，"
                "或用 --overwrite 覆盖。",
                en=f"{into} already holds {names.en} with other content, perhaps edited: nothing "
                "was overwritten. Choose another folder, or say --overwrite.",
            )
        for path, content in written.items():
            path.write_bytes(content)
    except OSError as error:
        raise OutputError(
            zh=f"无法写入 {into}：{system_reason(error).zh}。请检查目录权限和磁盘空间。",
            en=f"{into} can't be written: {system_reason(error).en}. Check the folder and the disk.",
        ) from error
    return list(written)


def _differs(path: Path, new: bytes) -> bool:
    return path.stat().st_size != len(new) or path.read_bytes() != new
