"""What the practice statements on record set as parameters (see `documents.parameters`)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from mingzheng.documents.confirmations import Confirmations, read_confirmations
from mingzheng.documents.parameters import Proposals, Version, proposals
from mingzheng.evidence.settings import Settings
from mingzheng.records.parts import read_parts
from mingzheng.records.public_texts import ACCOUNTS
from mingzheng.records.reading import Records

TABLE = "documents"
_NONE = Proposals({}, {})
_COLUMNS = ("row", "document_id", "kind", "version", "effective_from", "effective_until")


def stated_parameters(settings: Settings, records: Records) -> Proposals:
    """What the versions in force set; nothing where a version or its days may have been lost.

    Raises SettingsError for a wrong confirmations.toml.
    """
    spoiled = {column for table, column in records.spoiled if table == TABLE}
    if TABLE in records.void | records.shifted or spoiled & {*_COLUMNS}:
        return _NONE
    confirmations = read_confirmations(settings.folder, as_of=settings.as_of)
    licensed = [span.since for span in settings.authority.licence_periods]
    begun = min(filter(None, licensed), default=None) if all(licensed) else None
    versions = list(_versions(settings, records, confirmations))
    return proposals(versions, period=settings.period, begun=begun)


def _versions(
    settings: Settings, records: Records, confirmations: Confirmations
) -> Iterator[Version]:
    zone = ZoneInfo(settings.time_zone)
    accounts = {
        row["row"]: json.loads(row["account"])
        for part in read_parts(records.folder / ACCOUNTS)
        for row in part.to_pylist()
    }
    for part in read_parts(records.folder / TABLE):
        for row in part.select(_COLUMNS).to_pylist():
            if row["kind"] != "cps" or row["effective_from"] is None:
                continue
            account = accounts.get(row["row"])
            yield Version(
                name=row["version"] or row["document_id"],
                since=_day(row["effective_from"], zone),
                until=_last_day(row["effective_until"], zone),
                account=account,
                denied=frozenset() if account is None else _denied(account, confirmations),
            )


def _day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(zone).date()


def _last_day(moment: dt.datetime | None, zone: ZoneInfo) -> dt.date | None:
    """None too for 长期: until the next version."""
    return None if moment is None or moment.year == dt.MAXYEAR else _day(moment, zone)


def _denied(account: dict[str, Any], confirmations: Confirmations) -> frozenset[str]:
    """The terms of which a person said that they aren't in a text."""
    return frozenset(
        each.item
        for each in confirmations.entries
        if each.document == account["sha256"] and each.answer == "not_found"
    )
