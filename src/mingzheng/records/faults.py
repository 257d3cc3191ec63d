"""Faults of a whole column or table: what no single cell shows.

A spoiled export is a reject, never a breach. Three faults are looked for: identity numbers
that a spreadsheet rounded (18 digits, all ending in 000), serial numbers that are decimal where
hex was expected, and times that are all eight hours off.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.compute as pc

from mingzheng.language import Text
from mingzheng.records.cells import Stored, octets
from mingzheng.records.schema import Column

ROUNDED_SHARE, ROUNDED_LEAST = 0.9, 20
DECIMAL_DIGITS = 100
"""So many digits and not one letter: (10/16)^100 < 10^-20 for hex."""

SHIFT_HOURS = 8
SHIFT_SHARE, SHIFT_LEAST = 0.9, 50


@dataclass
class Shapes:
    """Counts, over all batches of a table, of the shapes that betray a spoiled column."""

    long_numbers: Counter[str] = field(default_factory=Counter)
    rounded: Counter[str] = field(default_factory=Counter)
    serial_digits: Counter[str] = field(default_factory=Counter)
    serial_letters: Counter[str] = field(default_factory=Counter)

    def look(self, column: Column, stored: Stored) -> None:
        """Count one batch of one column."""
        if column.type == "number":
            key = stored.arrays[1]
            long = key.filter(pc.fill_null(pc.equal(pc.binary_length(key), 18), False))
            self.long_numbers[column.name] += len(long)
            if len(long):
                ends = pc.match_substring_regex(long, ROUNDED)
                self.rounded[column.name] += pc.sum(ends).as_py()
        elif column.type == "serial":
            written = octets(stored.arrays[0].fill_null(""))
            letters = int((written >= ord("a")).sum())
            self.serial_letters[column.name] += letters
            self.serial_digits[column.name] += len(written) - letters

    def rounded_columns(self) -> tuple[str, ...]:
        """Number columns whose 18-digit values all end in 000."""
        return tuple(
            name
            for name, count in self.long_numbers.items()
            if count >= ROUNDED_LEAST and self.rounded[name] >= ROUNDED_SHARE * count
        )

    def digit_serials(self) -> dict[str, bool]:
        """Serial columns without a single hex letter → whether that can't be chance."""
        return {
            name: count >= DECIMAL_DIGITS
            for name, count in self.serial_digits.items()
            if count and not self.serial_letters[name]
        }


ROUNDED = r"^\d{15}000$"


def shifted_by_hours(issuances: Path, certificates: Path, *, tolerance_minutes: int) -> int | None:
    """By how many whole hours (8 or -8) issued_at stands off notBefore in the whole table.

    None where it does not, or fewer than `SHIFT_LEAST` rows match a certificate.
    """
    query = """
        SELECT round(epoch(c.not_before) - epoch(i.issued_at)) AS apart
        FROM read_parquet($issuances) i JOIN read_parquet($certificates) c
        ON i.serial_number = c.serial_number
        WHERE i.issued_at = i.issued_at_until AND c.not_before IS NOT NULL
    """
    parts = {
        "issuances": f"{issuances}/part-*.parquet",
        "certificates": f"{certificates}/part-*.parquet",
    }
    with duckdb.connect(config={"threads": 2}) as engine:
        apart = engine.execute(query, parts).fetchnumpy()["apart"]
    seconds = np.asarray(apart, np.float64)
    if len(seconds) < SHIFT_LEAST:
        return None
    for hours in (SHIFT_HOURS, -SHIFT_HOURS):
        near = np.abs(seconds - hours * 3600) <= tolerance_minutes * 60
        if near.mean() >= SHIFT_SHARE:
            return hours
    return None


def shift_notice(table: str, hours: int) -> Text:
    """Why the times of a table are not believed."""
    return Text(
        zh=f"{table}：时间整体相差 {abs(hours)} 小时，是时区映射错误，不是违法。该表的时间不参与判断；请核对 evidence.toml 的 time_zone 或重新导出",
        en=f"{table}: all times are off by {abs(hours)} hours, a fault of the mapping and no breach. They are not judged; check time_zone in evidence.toml or export again",
    )


def decimal_notice(table: str, header: str, *, certain: bool) -> Text:
    """What to declare where serial numbers have no hex letter."""
    if certain:
        return Text(
            zh=f"{table}：“{header}”列全部是数字，应为十进制序列号，未采用。请在 [tables.{table}] 中写明 decimal_serials = true（确为十六进制则写 false）",
            en=f"{table}: column “{header}” holds digits only and must be decimal; it was not used. Declare decimal_serials = true under [tables.{table}] (false if it is hex)",
        )
    return Text(
        zh=f"{table}：“{header}”列全部是数字，无法判断是十进制还是十六进制，按十六进制读取。请在 [tables.{table}] 中写明 decimal_serials",
        en=f"{table}: column “{header}” holds digits only, so its base can't be told; read as hex. Declare decimal_serials under [tables.{table}]",
    )
