"""The rectification plan as a workbook that people fill in: known cells grey, theirs yellow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mingzheng.language import Language, Text
from mingzheng.reports.plain import cell, identifier
from mingzheng.reports.word.masthead import BLANK_COLOUR, date
from mingzheng.reports.word.plan import Measure
from mingzheng.reports.word.plan_columns import COLUMNS, TITLE
from mingzheng.reports.word.problems import Problem
from mingzheng.reports.word.proposals import KINDS

_HELP = (
    Text(
        zh="黄色单元格须填写；白色单元格是建议，可以修改；灰色单元格由审计得出，修改无效。",
        en="Fill in the yellow cells; white ones are proposals and may be changed; grey ones are "
        "the audit's, and changes to them have no effect.",
    ),
    Text(
        zh="每个问题至少保留一行；可以复制整行增加措施。完成期限填日期，如 2022-09-30。",
        en="Each problem keeps at least one row; copy a row to add a measure. A deadline is a "
        "date such as 2022-09-30.",
    ),
    Text(
        zh="填好后运行：mingzheng documents write 结果文件夹 -o 输出文件夹 --plan 本文件",
        en="Then run: mingzheng documents write RESULT -o FOLDER --plan THIS_FILE",
    ),
)
_LINE = 15
"""Points from one line to the next."""

_SPARE = 200
"""Rows below the last that are checked like the others, for measures that people add."""


def plan_sheet(
    problems: Sequence[Problem],
    measures: Iterable[Measure],
    language: Language,
    *,
    fingerprint: str,
    day: dt.date,
) -> bytes:
    """The workbook; the same arguments give the same bytes.

    Every text is written as text: nothing is ever a formula, also after somebody edits a cell.
    """
    held = BytesIO()
    book = Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    created = dt.datetime.combine(day, dt.time(), dt.UTC)
    book.set_properties({"title": TITLE.in_language(language), "created": created})
    sheet = book.add_worksheet(TITLE.in_language(language))
    rows = _rows(problems, measures, language)
    _fill(book, sheet, rows, language)
    _guard(sheet, len(rows) + _SPARE, language, since=day)
    _front(book, language, fingerprint=fingerprint, day=day)
    book.close()
    return held.getvalue()


def _rows(
    problems: Sequence[Problem], measures: Iterable[Measure], language: Language
) -> list[dict[str, str | dt.date | None]]:
    known = {problem.id: problem for problem in problems}
    found = []
    for measure in measures:
        problem = known[measure.problem]
        found.append(
            {
                "problem": problem.id,
                "items": "、".join(problem.items),
                "nature": problem.nature.in_language(language),
                "title": problem.title.in_language(language),
                "extent": problem.extent.in_language(language),
                "basis": problem.basis.in_language(language),
                "kind": KINDS[measure.kind].in_language(language),
                "measure": measure.measure,
                "acceptance": measure.acceptance,
                "cause": measure.cause,
                "owner": measure.owner,
                "deadline": measure.deadline,
            }
        )
    return found


def _fill(
    book: Workbook,
    sheet: Worksheet,
    rows: list[dict[str, str | dt.date | None]],
    language: Language,
) -> None:
    plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    known = book.add_format({**plain, "bg_color": "#F2F2F2", "quote_prefix": True})
    editable = book.add_format({**plain, "quote_prefix": True})
    blank = book.add_format({**plain, "bg_color": f"#{BLANK_COLOUR}"})
    deadline = book.add_format(
        {**plain, "bg_color": f"#{BLANK_COLOUR}", "num_format": "yyyy-mm-dd", "align": "left"}
    )
    header = book.add_format({**plain, "bold": True, "bg_color": "#D9E2F3", "align": "center"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        title = f"{column.heading.in_language(language)}\n{column.name}"
        sheet.write_string(0, place, title, header)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, _LINE * _lines(row))
        for place, column in enumerate(COLUMNS):
            value = row[column.name]
            if value is None:
                sheet.write_blank(
                    number, place, None, deadline if column.name == "deadline" else blank
                )
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, place, value, deadline)
            else:
                told = identifier(value) if column.name == "problem" else cell(value)
                sheet.write_string(number, place, told, editable if column.editable else known)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _lines(row: Mapping[str, object]) -> int:
    """Lines of the tallest cell, a Chinese character counted as two: not every program measures."""
    return max(
        -(
            -sum(1 if c.isascii() else 2 for c in str(row[column.name] or ""))
            // (column.width * 5 // 6)
        )
        for column in COLUMNS
    )


def _guard(sheet: Worksheet, last: int, language: Language, *, since: dt.date) -> None:
    """Let Excel say at once what reading back would say later."""
    place = {column.name: n for n, column in enumerate(COLUMNS)}
    kinds = [text.in_language(language) for text in KINDS.values()]
    sheet.data_validation(
        1, place["kind"], last, place["kind"], {"validate": "list", "source": kinds}
    )
    wrong = Text(
        zh="请填写不早于文书日期的日期，如 2022-09-30。", en="A date, such as 2022-09-30."
    )
    sheet.data_validation(
        1,
        place["deadline"],
        last,
        place["deadline"],
        {
            "validate": "date",
            "criteria": ">=",
            "value": since,
            "error_message": wrong.in_language(language),
        },
    )


def _front(book: Workbook, language: Language, *, fingerprint: str, day: dt.date) -> None:
    """How to fill it in, and of which run it is."""
    sheet = book.add_worksheet(Text(zh="说明", en="Read me").in_language(language))
    wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    lines = [(Text(zh="填写说明", en="how to"), text.in_language(language)) for text in _HELP]
    lines += [
        (Text(zh="日期", en="day"), date(day, language)),
        (Text(zh="运行指纹", en="fingerprint"), fingerprint),
    ]
    for number, (label, value) in enumerate(lines):
        sheet.write_string(number, 0, label.in_language(language), wrapped)
        sheet.write_string(number, 1, value, wrapped)
