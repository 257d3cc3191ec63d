"""A filled form read back in: what the person found, or every cell that can't be taken over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from mingzheng.audit.sampling import Finding, Sample, SealedResult, Verdict, repeated
from mingzheng.errors import FormError, MingzhengError
from mingzheng.evidence.settings import Span
from mingzheng.language import Text
from mingzheng.reports.originals.layout import (
    COLUMNS,
    FORM,
    HEADER_ROW,
    NO,
    PARAMETER_NAMES,
    PARAMETERS,
    PLACES,
    VERDICTS,
    YES,
    protected,
    reference,
)

Cells = Sequence[Sequence[Any]]
MOST_TOLD = 20
"""Faults of a form that are told at once."""

_FIRST_FILLED = next(place for place, column in enumerate(COLUMNS) if column.filled)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Filled:
    """A form that can be taken over; `partial` where some rows are still empty."""

    sample: Sample
    findings: tuple[Finding, ...]

    @property
    def partial(self) -> bool:
        """Some originals have no finding yet."""
        return len(self.findings) < len(self.sample.places)


def read_form(path: Path, result: SealedResult, *, today: dt.date) -> Filled:
    """Read a filled form, against the result it was drawn from.

    The sample is drawn again from the form's parameters, and every protected cell compared.
    Raises FormError, naming the cells, where anything but the open cells was changed, the form
    belongs to another result, or a finding is incomplete or contradicts itself.
    """
    parameters, rows = _sheets(path)
    sample = _sample(path, result, _parameters(path, parameters), title=_plain(rows[0][0]))
    days = Span(dt.date.fromisoformat(result.run["as_of"]), today)
    faults = _Faults()
    expected = {int(cells[0]): cells for cells in protected(sample)}
    found: dict[int, Finding | None] = {}
    for row, cells in enumerate(rows[HEADER_ROW + 1 :], start=HEADER_ROW + 1):
        padded = [*cells, *[""] * (len(COLUMNS) - len(cells))]
        if not any(_plain(value) for value in padded):
            continue
        number = _number(padded[0])
        if number not in expected or number in found:
            faults.add(row, 0, *_numbering(number, again=number in found))
            continue
        _compare(row, padded, expected[number], faults)
        found[number] = _finding(row, number, padded, faults, days)
    missing = sorted(expected.keys() - found.keys())
    if missing:
        faults.say(
            zh=f"缺少序号 {'、'.join(map(str, missing[:10]))} 的行",
            en=f"rows {', '.join(map(str, missing[:10]))} are missing",
        )
    faults.tell(path)
    return Filled(sample, tuple(f for _, f in sorted(found.items()) if f is not None))


class _Faults:
    """What can't be taken over, told all at once."""

    def __init__(self) -> None:
        self._found: list[Text] = []

    def say(self, *, zh: str, en: str) -> None:
        self._found.append(Text(zh=zh, en=en))

    def add(self, row: int, place: int, zh: str, en: str) -> None:
        """A fault of one cell."""
        where = reference(row, place)
        column = COLUMNS[place].heading
        self.say(zh=f"{where}（{column.zh}）{zh}", en=f"{where} ({column.en}) {en}")

    def tell(self, path: Path) -> None:
        """Raise what was found, if anything."""
        if not self._found:
            return
        told, more = self._found[:MOST_TOLD], len(self._found) - MOST_TOLD
        zh, en = "；".join(t.zh for t in told), "; ".join(t.en for t in told)
        if more > 0:
            zh, en = f"{zh}；另有 {more} 处", f"{en}; and {more} more"
        raise FormError(
            zh=f"{path} 不能读回：{zh}。请改正后重试；受保护的单元格请从原表恢复。",
            en=f"{path} can't be taken over: {en}. Put it right and try again; restore protected cells from the form as it was written.",
        )


def _sheets(path: Path) -> tuple[Cells, Cells]:
    """The rows of the parameters and of the form, from the first row and column on."""
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            names = {PARAMETERS, FORM} & set(book.sheet_names)
            if len(names) == 2:
                parameters, form = map(book.get_sheet_by_name, (PARAMETERS, FORM))
                return _rows(parameters), _rows(form)
    except (OSError, python_calamine.CalamineError) as error:
        raise FormError(
            zh=f"{path} 不存在，或不是可读的 Excel 文件：请给出填好的抽查表（.xlsx）。",
            en=f"{path} is not there, or no Excel file that can be read: name the filled form (.xlsx).",
        ) from error
    raise FormError(
        zh=f"{path} 里没有“{FORM}”或“{PARAMETERS}”工作表：请用 mingzheng originals select 生成的表格。",
        en=f"{path} has no sheet {FORM} or {PARAMETERS}: use a form written by mingzheng originals select.",
    )


def _rows(sheet: python_calamine.CalamineSheet) -> Cells:
    rows: Cells = sheet.to_python(skip_empty_area=False)
    return rows


def _parameters(path: Path, rows: Cells) -> Mapping[str, str]:
    given = {_plain(row[1]): _plain(row[2]) for row in rows if len(row) > 2}
    lacking = [name for name in PARAMETER_NAMES if name not in given]
    if lacking:
        raise FormError(
            zh=f"{path} 的“{PARAMETERS}”缺少 {lacking[0]}：请从原表恢复。",
            en=f"{path} lacks {lacking[0]} on its sheet {PARAMETERS}: restore it from the form as it was written.",
        )
    return {name: given[name] for name in PARAMETER_NAMES}


def _sample(
    path: Path, result: SealedResult, parameters: Mapping[str, str], *, title: str
) -> Sample:
    """The form's sample drawn again; its parameters must come out the same."""
    if parameters["run"] != result.fingerprint:
        raise FormError(
            zh=f"{path} 抽自另一次审计（指纹 {parameters['run'][:12]}），不是 {result.folder}（{result.fingerprint[:12]}）：请给出抽取时的结果文件夹。",
            en=f"{path} was drawn from another run ({parameters['run'][:12]}) than {result.folder} ({result.fingerprint[:12]}): name the result it was drawn from.",
        )
    try:
        sample = repeated(result, parameters)
        changed = [k for k, v in sample.parameters().items() if parameters[k] != v]
        changed += [] if title.endswith(sample.id) else ["seed"]
    except (MingzhengError, ValueError, ZeroDivisionError):
        changed = ["rules"]
    if changed:
        name = PARAMETER_NAMES[changed[0]]
        raise FormError(
            zh=f"{path} 的“{PARAMETERS}”（{name.zh}）已被改动，或与结果的封存不符：请从原表恢复。",
            en=f"On the sheet {PARAMETERS} of {path} something ({name.en}) was changed, or is not of this result: restore the form as it was written.",
        )
    return sample


def _plain(value: Any) -> str:
    """A cell as text: whole numbers without a point, line ends as one kind."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").strip()


def _number(value: Any) -> int | None:
    text = _plain(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _numbering(number: int | None, *, again: bool) -> tuple[str, str]:
    if again:
        return f"序号 {number} 重复", f"number {number} stands twice"
    return "序号不是抽取时的序号", "is no number of this sample"


def _compare(row: int, cells: Sequence[Any], expected: Sequence[str], faults: _Faults) -> None:
    for place in range(1, _FIRST_FILLED):
        if _plain(cells[place]) != expected[place].strip():
            faults.add(row, place, "受保护的内容已被改动", "is protected and was changed")


def _finding(
    row: int, number: int, cells: Sequence[Any], faults: _Faults, days: Span
) -> Finding | None:
    """One row's finding; None where nothing is filled in, or not all of it can be taken over."""
    given = {c.name: cells[PLACES[c.name]] for c in COLUMNS if c.filled}
    text = {name: _plain(value) for name, value in given.items()}
    if not any(text.values()):
        return None
    for column in COLUMNS:
        value = text.get(column.name, "")
        if column.choices and value and value not in column.choices:
            listed = "、".join(column.choices)
            faults.add(row, PLACES[column.name], f"须为 {listed}", f"must be one of {listed}")
            return None
    day = _day(given["day"])
    wrong = [*_lacking(text, day, days), *_contradictions(text)]
    for name, zh, en in wrong:
        faults.add(row, PLACES[name], zh, en)
    if wrong or day is None:
        return None
    verdict = next(v for v, words in VERDICTS.items() if words.zh == text["verdict"])
    return Finding(
        number=number,
        seen=text["seen"] == YES,
        matches={YES: True, NO: False}.get(text["matches"]),
        verdict=verdict,
        note=text["note"] or None,
        reviewer=text["reviewer"],
        day=day,
    )


Fault = tuple[str, str, str]
"""The column, and what is wrong with its cell in both languages."""


def _lacking(text: Mapping[str, str], day: dt.date | None, days: Span) -> list[Fault]:
    found = [
        (name, "未填写", "is empty") for name in ("seen", "verdict", "reviewer") if not text[name]
    ]
    if day is None:
        found.append(("day", "须填写日期，如 2026-11-22", "must be a date such as 2026-11-22"))
    elif days.until and day > days.until:
        found.append(("day", "晚于今天", "is later than today"))
    elif days.since and day < days.since:
        found.append(
            (
                "day",
                f"早于审计截止日（{days.since}）",
                f"is before the day of the audit ({days.since})",
            )
        )
    return found


def _contradictions(text: Mapping[str, str]) -> list[Fault]:
    unseen = text["verdict"] == VERDICTS[Verdict.UNSEEN].zh
    if text["seen"] == NO and text["verdict"] and not unseen:
        return [("verdict", "未见到原件，结论只能是“未见原件”", "can only be 未见原件, not seen")]
    if text["seen"] == YES and unseen:
        return [("verdict", "已见到原件，结论不能是“未见原件”", "can't be 未见原件, it was seen")]
    if text["seen"] == YES and not text["matches"]:
        return [("matches", "见到原件的须填写是否与记录相符", "is needed where it was seen")]
    if text["seen"] == NO and text["matches"]:
        return [("matches", "未见到原件的须留空", "must be empty where it was not seen")]
    return []


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = _DAY.fullmatch(_plain(value))
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
