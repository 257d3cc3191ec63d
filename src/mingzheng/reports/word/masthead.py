"""What every document says of its run: whose, of which days, by which version, under which seal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mingzheng import law
from mingzheng.language import Language, Text
from mingzheng.reports.figures import grouped
from mingzheng.reports.plain import identifier, shown
from mingzheng.reports.reading import Result

BLANK = Text(zh="（待填写）", en="(to be filled in)")
"""What stands where a person must write."""

BLANK_COLOUR, FILLED_COLOUR = "FFF2CC", "auto"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_NUMERALS = "〇一二三四五六七八九"


def masthead(result: Result, language: Language, day: dt.date) -> dict[str, Any]:
    """The placeholders that every template knows."""
    run = result.run
    authority = {n: identifier(value, 120) for n, value in run["authority"].items() if value}
    notice = law.catalogue().notice
    return {
        "authority": {
            name: authority.get(name, BLANK.in_language(language))
            for name in ("name", "credit_code", "licence_number", "province")
        },
        "period": {end: date(_day(run["period"][end]), language) for end in ("from", "until")},
        "as_of": date(_day(run["as_of"]), language),
        "date": date(day, language),
        "certificates": grouped(run["certificates"]),
        "notice": _notice(notice, language),
        "complete": bool(run["complete"]),
        "failures": len(run["failures"]),
        "blank": BLANK.in_language(language),
        "seal": {
            "fingerprint": result.fingerprint,
            "version": run["version"],
            "rules": run["rules"]["version"],
            "rules_sha256": run["rules"]["sha256"],
            "law": run["law"]["version"],
            "law_sha256": run["law"]["sha256"],
            "inputs": grouped(len(run["inputs"])),
            "input_bytes": grouped(sum(row["bytes"] for row in run["inputs"])),
            "time_zone": shown(run["time_zone"], 60),
            "tolerance": grouped(run["clock_tolerance_seconds"]),
        },
    }


def date(day: dt.date, language: Language) -> str:
    """2022年10月30日, or 30 October 2022: without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九, for headings."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return (_NUMERALS[tens] if tens > 1 else "") + "十" + (_NUMERALS[ones] if ones else "")


def _notice(notice: law.Notice, language: Language) -> dict[str, str]:
    instrument = law.catalogue().instrument(notice.instrument)
    return {
        "title": instrument.title.in_language(language),
        "issuer": instrument.issuer.in_language(language),
        "number": notice.document_number.in_language(language),
        "published": date(notice.published, language),
        "annex": notice.annex.in_language(language),
    }


def _day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)
