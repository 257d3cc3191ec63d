"""Which of the CA's headers is which column of the contract."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mingzheng.records.schema import LINKS, Table

_SECOND = re.compile(r"(?<=.)#\d+#*$")
"""What `sources.raw.named` appends to a header that a file has twice."""


@dataclass(frozen=True)
class Headers:
    """Contract column → the CA's own header, and what stands in the way of reading the table.

    problems: (reason, contract column, the header or headers concerned).
    """

    mapped: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()


def plain(header: str) -> str:
    """A header as it is compared: NFKC, no blanks, lower case."""
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", header)).lower()


def match_headers(table: Table, headers: Iterable[str], mapping: Mapping[str, str]) -> Headers:
    """Match the headers of a file to the table's columns.

    The CA's own mapping comes first, then the contract's names, then the Chinese headers known
    (in their order). A header goes to one column only; two headers that could both be the same
    column by equal right are a problem, never a choice.
    """
    given = list(headers)
    spelled: dict[str, list[str]] = {}
    for header in given:
        spelled.setdefault(plain(_SECOND.sub("", header)), []).append(header)
    mapped: dict[str, str] = {}
    problems: list[tuple[str, str, str]] = []
    for column, header in mapping.items():
        candidates = [header] if header in given else spelled.get(plain(header), [])
        if not candidates:
            problems.append(("mapped_header_missing", column, header))
        else:
            _claim(mapped, problems, column, candidates)
    for rank in range(_ranks(table)):
        for column_ in table.columns:
            names = (column_.name, *column_.headers)
            if column_.name in mapped or rank >= len(names):
                continue
            taken = set(mapped.values())
            free = [h for h in spelled.get(plain(names[rank]), []) if h not in taken]
            if free:
                _claim(mapped, problems, column_.name, free)
    problems += _absent(table, mapped, problems)
    unknown = tuple(header for header in given if header not in set(mapped.values()))
    return Headers(mapped=mapped, unknown=unknown, problems=tuple(problems))


def _ranks(table: Table) -> int:
    return 1 + max(len(column.headers) for column in table.columns)


def _claim(
    mapped: dict[str, str],
    problems: list[tuple[str, str, str]],
    column: str,
    candidates: list[str],
) -> None:
    if len(candidates) > 1:
        problems.append(("header_given_twice", column, " / ".join(candidates)))
    elif candidates[0] in mapped.values():
        problems.append(("header_claimed_twice", column, candidates[0]))
    else:
        mapped[column] = candidates[0]


def _absent(
    table: Table, mapped: Mapping[str, str], problems: list[tuple[str, str, str]]
) -> list[tuple[str, str, str]]:
    named = {column for _, column, _ in problems}
    missing = [
        ("column_missing", column.name, column.zh)
        for column in table.columns
        if column.required and column.name not in mapped and column.name not in named
    ]
    if table.link == "required" and not any(link in mapped for link in LINKS):
        names = "、".join(table.column(link).zh for link in LINKS)
        missing.append(("link_missing", " / ".join(LINKS), names))
    return missing
