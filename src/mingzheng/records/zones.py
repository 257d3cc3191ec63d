"""Civil time to UTC for any IANA zone, by column; gaps and overlaps keep both answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

from mingzheng.errors import SettingsError

Micros = npt.NDArray[np.int64]
"""Microseconds since 1970-01-01, of UTC or of civil time."""

SECOND = 1_000_000
DAY = 86_400 * SECOND
_FIRST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_YEARS = 130
_STEP = 7


@dataclass(frozen=True)
class Zone:
    """Where the offset from UTC changes: `at[i]` begins `offsets[i + 1]` (microseconds)."""

    at: Micros
    offsets: Micros

    def to_utc(self, civil: Micros) -> tuple[Micros, Micros]:
        """Civil time as the earliest and the latest moment it can mean."""
        if not len(self.at):
            utc = civil - self.offsets[0]
            return utc, utc
        before, after = self.offsets[:-1], self.offsets[1:]
        late = np.searchsorted(self.at + np.maximum(before, after), civil, side="right")
        early = np.searchsorted(self.at + np.minimum(before, after), civil, side="right")
        one, other = civil - self.offsets[late], civil - self.offsets[early]
        return np.minimum(one, other), np.maximum(one, other)


@cache
def zone(name: str) -> Zone:
    """The zone of an IANA name such as Asia/Shanghai; SettingsError if there is none.

    Transitions are found between 1970 and 2100 by sampling each week, as zone files hold rules,
    not a list, for the future; no zone has changed its clocks and back within one.
    """
    try:
        info = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            zh=f"evidence.toml 的 time_zone：没有名为 {name!r} 的时区，请用 Asia/Shanghai 这样的 IANA 名称",
            en=f"time_zone in evidence.toml: there is no time zone {name!r}; use an IANA name such as Asia/Shanghai",
        ) from error

    def offset(moment: int) -> int:
        found = (_FIRST + dt.timedelta(seconds=moment)).astimezone(info).utcoffset()
        return 0 if found is None else round(found.total_seconds())

    at: list[int] = []
    offsets = [offset(0)]
    for day in range(_STEP, int(_YEARS * 365.25), _STEP):
        here = offset(day * 86_400)
        if here != offsets[-1]:
            low, high = (day - _STEP) * 86_400, day * 86_400
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offsets[-1] else (low, middle)
            at.append(high)
            offsets.append(here)
    return Zone(at=np.array(at, np.int64) * SECOND, offsets=np.array(offsets, np.int64) * SECOND)
