"""An edited plan read back: every cell that can't be taken over is named, all of them at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mingzheng.errors import PlanError
from mingzheng.language import Text
from mingzheng.reports.plain import masked, shown
from mingzheng.reports.word.plan import Measure
from mingzheng.reports.word.plan_columns import COLUMNS, READ
from mingzheng.reports.word.problems import Problem
from mingzheng.reports.word.proposals import KINDS

MOST_ROWS = 5_000
LONGEST = 2_000
"""Characters of one cell that the Word plan can still hold on a page."""

_SAID = 20
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_NEEDED = {
    "measure": Text(zh="没有整改措施", en="no measure"),
    "acceptance": Text(zh="没有验收标准", en="no criterion of acceptance"),
    "cause": Text(zh="没有填写根本原因", en="no root cause"),
    "owner": Text(zh="没有填写责任人", en="no owner"),
}
_EARLIEST = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class _Row:
    """One row: its number as the program shows it, column → value, column → place."""

    number: int
    cells: Mapping[str, object]
    places: Mapping[str, int]

    def text(self, column: str) -> str:
        """A cell as text, without white space around it."""
        return _text(self.cells[column])

    def at(self, column: str) -> str:
        """How the program calls a cell: C7."""
        return f"{_letters(self.places[column])}{self.number}"


def read_plan(
    path: Path, problems: Sequence[Problem], *, fingerprint: str, since: dt.date
) -> tuple[Measure, ...]:
    """The measures of an edited workbook, in the order of its rows.

    `since` is the first day a deadline may be. Raises PlanError where the file is no workbook, is
    of another run, or where cells are wrong: unknown problems, kinds that are neither, missing
    words or owners, dates that are none. Numbers of persons are masked. Formulas are never evaluated: what counts is the value
    that the spreadsheet program stored.
    """
    sheets = _sheets(path)
    place, sheet = _measures(path, sheets)
    _same_run(path, sheets, fingerprint)
    known = {problem.id for problem in problems}
    wrong: list[Text] = []
    found = []
    for row in _rows(path, place, sheet):
        measure = _measure(row, known, since=since, wrong=wrong)
        if measure is not None:
            found.append(measure)
    seen = {measure.problem for measure in found}
    for problem in problems:
        if problem.id not in seen and not wrong:
            wrong.append(
                Text(
                    zh=f"缺少问题 {problem.id}（{problem.title.zh}）：每个问题至少保留一行",
                    en=f"problem {problem.id} ({problem.title.en}) is missing: each keeps a row",
                )
            )
    if wrong:
        raise _refused(path, wrong)
    return tuple(found)


def _sheets(path: Path) -> dict[str, CalamineSheet]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    except FileNotFoundError as error:
        raise PlanError(zh=f"没有文件 {path}。", en=f"There is no file {path}.") from error
    except (CalamineError, OSError) as error:
        raise PlanError(
            zh=f"无法读取 {path}：不是 Excel 工作簿（.xlsx）或已损坏。",
            en=f"{path} can't be read: it is no workbook (.xlsx), or damaged.",
        ) from error


def _measures(
    path: Path, sheets: Mapping[str, CalamineSheet]
) -> tuple[dict[str, int], CalamineSheet]:
    """Column → place, and the sheet whose first row has the headings."""
    best: set[str] = set()
    for sheet in sheets.values():
        header: Sequence[object] = next(iter(sheet.iter_rows()), [])
        place = {str(title).split("\n")[-1].strip(): n for n, title in enumerate(header)}
        if set(READ) <= set(place):
            return place, sheet
        best = max(best, set(READ) & set(place), key=len)
    lacking = [column for column in COLUMNS if column.name in READ and column.name not in best]
    raise PlanError(
        zh=f"{path} 中没有整改任务表，或第一行缺少列："
        f"{'、'.join(column.heading.zh for column in lacking)}。请勿改动表头。",
        en=f"{path} has no sheet of measures, or its first row lacks the columns "
        f"{', '.join(column.name for column in lacking)}. Leave the headings as they are.",
    )


def _same_run(path: Path, sheets: Mapping[str, CalamineSheet], fingerprint: str) -> None:
    told = {
        str(value)
        for sheet in sheets.values()
        for row in sheet.iter_rows()
        for value in row
        if _FINGERPRINT.fullmatch(str(value))
    }
    if fingerprint not in told:
        raise PlanError(
            zh=f"{path} 不是由这个结果文件夹生成的（运行指纹不符或已删除）。请用生成它的结果文件夹，"
            "或重新生成工作簿后转录。",
            en=f"{path} was not made from this result folder (its fingerprint differs or is gone). "
            "Use the folder it was made from, or make a new workbook and copy over.",
        )


def _rows(path: Path, place: Mapping[str, int], sheet: CalamineSheet) -> Iterable[_Row]:
    """Every row of measures that is not empty."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = {name: row[at] if at < len(row) else "" for name, at in place.items()}
        if number == 1 or not any(_text(cells[name]) for name in READ):
            continue
        if number > MOST_ROWS:
            raise PlanError(
                zh=f"{path} 超过 {MOST_ROWS:,} 行。请删去多余的行。",
                en=f"{path} has more than {MOST_ROWS:,} rows. Remove what is too much.",
            )
        yield _Row(number, cells, place)


def _measure(row: _Row, known: set[str], *, since: dt.date, wrong: list[Text]) -> Measure | None:
    """One row; None, and what is wrong with it, where it can't be taken over."""
    before = len(wrong)

    def say(column: str, text: Text) -> None:
        at = row.at(column)
        wrong.append(Text(zh=f"{at}：{text.zh}", en=f"{at}: {text.en}"))

    problem, kind = row.text("problem"), _kind(row.text("kind"))
    if problem not in known:
        told = shown(problem, 60)
        say("problem", Text(zh=f"没有问题“{told}”", en=f"there is no problem {told!r}"))
    if kind is None:
        kinds = [text.zh for text in KINDS.values()], [text.en for text in KINDS.values()]
        say("kind", Text(zh="措施类型应为" + "或".join(kinds[0]), en=" or ".join(kinds[1])))
    for name, text in _NEEDED.items():
        if not row.text(name):
            say(name, text)
        elif len(row.text(name)) > LONGEST:
            say(name, Text(zh=f"超过{LONGEST}个字符", en=f"more than {LONGEST} characters"))
    deadline = _deadline(row.cells["deadline"])
    if deadline is None:
        say("deadline", _no_date(row.text("deadline")))
    elif deadline < since:
        early = Text(
            zh=f"完成期限早于文书日期 {since}", en=f"earlier than the plan's day, {since}"
        )
        say("deadline", early)
    if len(wrong) > before or kind is None:
        return None
    words = {name: masked(row.text(name)) for name in _NEEDED}
    return Measure(problem=problem, kind=kind, deadline=deadline, **words)


def _kind(said: str) -> str | None:
    return next((kind for kind, text in KINDS.items() if said in (kind, text.zh, text.en)), None)


def _deadline(value: object) -> dt.date | None:
    """A day from a date cell, or from text such as 2022-09-30, 2022/9/30 or 2022年9月30日."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    written = _DATE.fullmatch(_text(value))
    if written is None:
        return None
    try:
        day = dt.date(*(int(part) for part in written.groups()))
    except ValueError:
        return None
    return day if day > _EARLIEST else None


def _no_date(said: str) -> Text:
    told = shown(said, 40)
    if not told:
        return Text(zh="没有填写完成期限", en="no deadline")
    return Text(zh=f"“{told}”不是日期", en=f"{told!r} is no date")


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _letters(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"#{place + 1}/"


def _refused(path: Path, wrong: Sequence[Text]) -> PlanError:
    """All that is wrong, up to a bound."""
    rest = len(wrong) - _SAID
    zh = [f"  {text.zh}" for text in wrong[:_SAID]] + [f"  另有 {rest} 处"] * (rest > 0)
    en = [f"  {text.en}" for text in wrong[:_SAID]] + [f"  {rest} more"] * (rest > 0)
    return PlanError(
        zh="\n".join([f"{path} 不能采用，请改正下列单元格：", *zh]),
        en="\n".join([f"{path} can't be taken over. Put these cells right:", *en]),
    )
