"""The register of authorities as a file: read, checked row by row, and shown before it is taken.

CSV in UTF-8 or GB 18030, or the first sheet of an XLSX file. Several rows of one name are one
authority with several issuer names.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.people.actions import Entry
from mingzheng.workspace.people.forms import CREDIT_CODE
from mingzheng.workspace.people.registration import levels
from mingzheng.workspace.site import csv_files

LARGEST = 2 << 20
LARGEST_INSIDE = 64 << 20
"""Octets of an XLSX file, packed and unpacked."""
MOST_ROWS = 2000
COLUMNS = {
    "name": ("机构名称", "名称", "运营机构", "operator", "name"),
    "name_en": ("英文名称", "name_en", "english name"),
    "code": ("统一社会信用代码", "信用代码", "code"),
    "province": ("注册地", "省份", "省", "province"),
    "licence": ("许可证号", "许可证编号", "licence", "license"),
    "licence_since": ("有效期起", "发证日期", "valid_from", "licence_since"),
    "licence_until": ("有效期止", "有效期至", "valid_until", "licence_until"),
    "issuers": ("签发者名称", "颁发者名称", "证书主题", "subject_dn", "issuer"),
}
"""What a column may be called, whatever its case."""

_DAY = re.compile(r"(\d{4})[-/年]?(\d{1,2})[-/月]?(\d{1,2})日?(?:[ T]|\Z)")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell of the file."""

    row: int
    column: str
    value: str
    text: Text


@dataclass(frozen=True)
class Reading:
    """What a file says, and what in it can't be taken over."""

    entries: list[Entry]
    faults: list[Fault]
    ignored: list[str]
    """Columns that the register has no use for."""


def read(content: bytes) -> Reading:
    """Read and check a file; raises `WorkspaceError` where it is none of the kinds."""
    if len(content) > LARGEST:
        raise WorkspaceError(zh="文件超过 2 MB", en="the file is larger than 2 MB")
    rows = list(_sheet(content) if content.startswith(b"PK\3\4") else csv_files.rows(content))
    if not rows:
        raise WorkspaceError(zh="文件是空的", en="the file is empty")
    if len(rows) > MOST_ROWS:
        raise WorkspaceError(zh=f"超过 {MOST_ROWS} 行", en=f"there are more than {MOST_ROWS} rows")
    header = [cell.strip() for cell in rows[0]]
    places = {
        field: at
        for field, names in COLUMNS.items()
        for at, cell in enumerate(header)
        if cell.casefold() in names
    }
    if "name" not in places:
        raise WorkspaceError(
            zh=f"首行没有机构名称列；可用的列名：{'、'.join(COLUMNS['name'])}",
            en=f"the first row names no column of names; it may be called "
            f"{', '.join(COLUMNS['name'])}",
        )
    faults: list[Fault] = []
    entries = _entries(rows, places, header, faults)
    ignored = [cell for at, cell in enumerate(header) if cell and at not in places.values()]
    return Reading(entries=entries, faults=faults, ignored=ignored)


def _entries(
    rows: list[list[str]], places: dict[str, int], header: list[str], faults: list[Fault]
) -> list[Entry]:
    gathered: dict[str, Entry] = {}
    for number, row in enumerate(rows[1:], start=2):
        given = {field: row[at].strip() if at < len(row) else "" for field, at in places.items()}
        if not any(given.values()):
            continue
        found = dict(_faults(given))
        faults += [
            Fault(number, header[places[field]], given[field][:80], text)
            for field, text in found.items()
        ]
        if found:
            continue
        entry = _entry(given)
        before = gathered.get(entry.name)
        gathered[entry.name] = entry if before is None else _merged(before, entry)
    return list(gathered.values())


def _faults(given: dict[str, str]) -> Iterator[tuple[str, Text]]:
    if not given["name"]:
        yield "name", Text(zh="没有机构名称", en="there is no name")
    if len(given["name"]) > 120:
        yield "name", Text(zh="超过 120 个字", en="it is longer than 120 characters")
    if len(given.get("issuers", "")) > 400:
        yield "issuers", Text(zh="超过 400 个字", en="it is longer than 400 characters")
    code = given.get("code", "")
    if code and not CREDIT_CODE.regex.search(code):
        yield (
            "code",
            Text(
                zh="统一社会信用代码为 18 位数字和大写字母",
                en="a unified social credit code has 18 digits and capital letters",
            ),
        )
    if given.get("province") and _province(given["province"]) is None:
        yield (
            "province",
            Text(
                zh="不是省、自治区、直辖市或兵团的名称或代码",
                en="it names no province, nor its code",
            ),
        )
    for field in ("licence_since", "licence_until"):
        if given.get(field) and _day(given[field]) is None:
            yield field, Text(zh="不是日期，应如 2022-08-30", en="it is no date like 2022-08-30")


def _entry(given: dict[str, str]) -> Entry:
    issuer = given.get("issuers", "")
    return Entry(
        name=given["name"],
        name_en=given.get("name_en", ""),
        code=given.get("code", ""),
        province=_province(given.get("province", "")) or "",
        licence=given.get("licence", ""),
        licence_since=_day(given.get("licence_since", "")),
        licence_until=_day(given.get("licence_until", "")),
        issuers=(issuer,) if issuer else (),
    )


def _merged(one: Entry, other: Entry) -> Entry:
    return Entry(
        name=one.name,
        name_en=one.name_en or other.name_en,
        code=one.code or other.code,
        province=one.province or other.province,
        licence=one.licence or other.licence,
        licence_since=one.licence_since or other.licence_since,
        licence_until=one.licence_until or other.licence_until,
        issuers=tuple(dict.fromkeys([*one.issuers, *other.issuers])),
    )


def _province(given: str) -> str | None:
    """The code of a province by its code or the beginning of its name: 31, 上海, 上海市."""
    for province in levels()["province"]:
        if given == province["code"] or (len(given) >= 2 and province["zh"].startswith(given)):
            code: str = province["code"]
            return code
    return None


def _day(given: str) -> dt.date | None:
    """A date as 2022-08-30, 2022/8/30, 2022年8月30日 or 20220830, with or without a time."""
    found = _DAY.match(given)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _sheet(content: bytes) -> Iterator[list[str]]:
    refused = WorkspaceError(
        zh="XLSX 文件已损坏、解压后过大或没有工作表",
        en="the XLSX file is damaged, too large inside, or has no sheet",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_INSIDE:
                raise refused
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(nrows=MOST_ROWS + 1)
    except (CalamineError, zipfile.BadZipFile, IndexError, OSError) as error:
        raise refused from error
    for row in rows:
        yield [_written(cell) for cell in row]


def _written(cell: object) -> str:
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
