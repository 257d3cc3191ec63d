"""The sample as an Excel form: a row per original, the person's columns open, all else protected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from mingzheng.audit.sampling import Sample
from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Text
from mingzheng.reports.originals.layout import (
    COLUMNS,
    FORM,
    HEADER_ROW,
    PARAMETER_NAMES,
    PARAMETERS,
    PLACES,
    QUESTIONS,
    lines,
    percent_of,
    protected,
    statement,
    stratum_name,
)

FONT = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
LINE, MOST_HEIGHT = 13, 400
"""Points: of a line of text, and of a row at most (Excel's limit is 409)."""

INTERPRETED = tuple("=+-@\t\r")
"""What a program may take for a formula where a cell is copied out as plain text."""

HOW = Text(
    zh="逐件查看原件后，只填写右侧浅黄色各列：见不到原件的，“见到原件”填“否”、结论选“未见原件”，其余照实填写；"
    "核查人、核查日期必填。其余单元格受保护，改动后无法读回。可以分次填写，空行视为尚未核查。",
    en="Look at each original, then fill in the yellow columns only. Where it can't be seen, say "
    "否 and choose 未见原件. Reviewer and date are always needed; empty rows are not yet reviewed.",
)


@dataclass(frozen=True)
class _Styles:
    """The formats of a workbook."""

    title: Any
    words: Any
    heading: Any
    cell: Any
    quoted: Any
    open: Any
    day: Any


def write_form(sample: Sample, path: Path) -> Path:
    """Write the form of a sample; the same sample gives the same bytes.

    Raises OutputError where it can't be written, is no .xlsx, or there is a file of that name already:
    it may hold somebody's findings.
    """
    if path.suffix.lower() != ".xlsx":
        raise OutputError(
            zh=f"{path} 不是 .xlsx：抽查表是 Excel 工作簿，请用 .xlsx 结尾的文件名。",
            en=f"{path} is no .xlsx: the form is an Excel workbook, give it a name that ends so.",
        )
    if path.exists():
        raise OutputError(
            zh=f"{path} 已存在，可能已填有核查结果：请换一个文件名。",
            en=f"{path} exists and may hold findings: choose another name.",
        )
    try:
        with xlsxwriter.Workbook(str(path)) as book:
            day = dt.date.fromisoformat(sample.result.run["as_of"])
            book.set_properties({"title": FORM, "created": dt.datetime(*day.timetuple()[:3])})  # noqa: DTZ001
            styles = _styles(book)
            _form(book.add_worksheet(FORM), sample, styles)
            _parameters(book.add_worksheet(PARAMETERS), sample, styles)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise OutputError(
            zh=f"无法写入 {path}：{system_reason(error).zh}。请检查目录权限和磁盘空间。",
            en=f"{path} can't be written: {system_reason(error).en}. Check its folder and the disk.",
        ) from error
    return path


def _styles(book: Any) -> _Styles:
    grid = {**FONT, "border": 1, "border_color": "#BFBFBF"}
    filled = {**grid, "locked": False, "bg_color": "#FFFBE6"}
    return _Styles(
        title=book.add_format({**FONT, "font_size": 16, "bold": True, "text_wrap": False}),
        words=book.add_format(FONT),
        heading=book.add_format({**grid, "bold": True, "bg_color": "#EDEBE4", "align": "center"}),
        cell=book.add_format(grid),
        quoted=book.add_format({**grid, "quote_prefix": True}),
        open=book.add_format({**filled, "num_format": "@"}),
        day=book.add_format({**filled, "num_format": "yyyy-mm-dd"}),
    )


def _form(sheet: Any, sample: Sample, styles: _Styles) -> None:
    last = len(COLUMNS) - 1
    asked = statement(sample.population.wanted.question)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{FORM}  {sample.id}", styles.title)
    words = f"核查的命题：{asked.zh}。The statement to verify: {asked.en}."
    sheet.merge_range(1, 0, 1, last, words, styles.words)
    sheet.set_row(2, 44)
    sheet.merge_range(2, 0, 2, last, f"{HOW.zh}\n{HOW.en}", styles.words)
    sheet.set_row(HEADER_ROW, 44)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        heading = f"{column.heading.zh}\n{column.heading.en}"
        sheet.write_string(HEADER_ROW, place, heading, styles.heading)
    rows = protected(sample)
    for row, cells in enumerate(rows, start=HEADER_ROW + 1):
        tallest = max(lines(t, c.width) for t, c in zip(cells, COLUMNS, strict=False))
        sheet.set_row(row, min(MOST_HEIGHT, LINE * tallest + 3))
        sheet.write_number(row, 0, int(cells[0]), styles.cell)
        for place, text in enumerate(cells[1:], start=1):
            _text(sheet, row, place, text, styles)
        for place in range(len(cells), len(COLUMNS)):
            is_day = place == PLACES["day"]
            sheet.write_blank(row, place, None, styles.day if is_day else styles.open)
    _ask(sheet, HEADER_ROW + 1, HEADER_ROW + len(rows))
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(rows), last)
    _printed(sheet)
    sheet.repeat_rows(HEADER_ROW)


def _text(sheet: Any, row: int, place: int, text: str, styles: _Styles) -> None:
    style = styles.quoted if text.startswith(INTERPRETED) else styles.cell
    if text:
        sheet.write_string(row, place, text, style)
    else:
        sheet.write_blank(row, place, None, style)


def _ask(sheet: Any, first: int, last: int) -> None:
    """Lists to choose from, and days that are days."""
    for place, column in enumerate(COLUMNS):
        if column.choices:
            listed = {
                "validate": "list",
                "source": list(column.choices),
                "error_title": "请从列表中选择",
                "error_message": "、".join(column.choices),
            }
            sheet.data_validation(first, place, last, place, listed)
    asked = {
        "validate": "date",
        "criteria": ">=",
        "value": dt.date(2005, 4, 1),
        "error_title": "请填写日期",
        "error_message": "如 2026-11-22",
    }
    sheet.data_validation(first, PLACES["day"], last, PLACES["day"], asked)


def _parameters(sheet: Any, sample: Sample, styles: _Styles) -> None:
    """What the draw rests on, key and value, so that anybody can repeat it."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 90)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, PARAMETERS, styles.title)
    row = 1
    for key, value in sample.parameters().items():
        name = PARAMETER_NAMES[key]
        for place, text in enumerate((f"{name.zh} {name.en}", key, value)):
            _text(sheet, row, place, text, styles)
        sheet.set_row(row, min(MOST_HEIGHT, LINE * lines(value, 84) + 3))
        row += 1
    for place, text in enumerate(("层 stratum", "总体 population", "抽取 drawn")):
        sheet.write_string(row + 1, place, text, styles.heading)
    wanted = sample.population.wanted
    row += 2
    for values, stratum in zip(sample.population.names, sample.plan.strata, strict=True):
        _text(sheet, row, 0, stratum_name(wanted.strata_by, values).zh, styles)
        sheet.write_number(row, 1, stratum.size, styles.cell)
        sheet.write_number(row, 2, stratum.drawn, styles.cell)
        row += 1
    sheet.merge_range(row + 1, 0, row + 1, 2, _explained(sample), styles.words)
    sheet.set_row(row + 1, 60)
    _printed(sheet)


def _explained(sample: Sample) -> str:
    design, wanted = sample.parameters(), sample.population.wanted
    return (
        f"对{QUESTIONS[wanted.question].zh}分层随机抽样：各层按 SHA-256(种子 + 换行 + 对象键) 排序取前若干件，"
        f"任何人都可凭种子和结果文件夹重新抽取。样本量使不属实率达到 {percent_of(design['tolerable'])} 时，"
        f"以不低于 {percent_of(design['confidence'])} 的概率在样本中显现。"
        "样本中没有不属实，只说明不属实率有上限，不等于没有。"
    )


def _printed(sheet: Any) -> None:
    """A3 across, as wide as the page, and protected but for the open cells."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.protect(
        "", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
    )
