"""Organisations: registered, and changed with the day from which each change holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import (
    IssuerName,
    Licence,
    Name,
    Organisation,
    Seat,
    User,
)
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.transitions import locked


@dataclass(frozen=True)
class Entry:
    """What the register says of one authority, as a form or a row of a file gives it."""

    name: str
    code: str = ""
    name_en: str = ""
    province: str = ""
    """The two digits of the province where it is registered."""
    licence: str = ""
    licence_since: dt.date | None = None
    licence_until: dt.date | None = None
    issuers: tuple[str, ...] = ()


@transaction.atomic
def register_authority(*, by: User, entry: Entry) -> Organisation:
    """Put an authority on the register."""
    require(by, "organisation.register")
    organisation = _register(entry)
    record(by=by, verb="organisation.register", thing=organisation, details=_told(entry))
    return organisation


@transaction.atomic
def import_register(*, by: User, entries: list[Entry], source: str) -> dict[str, int]:
    """Take over a list of authorities in one go; gives how many are new, changed and as they were.

    `source` is the digest of the file. The same list again changes nothing.
    """
    require(by, "organisation.register")
    counts = {"new": 0, "changed": 0, "same": 0}
    for entry in entries:
        held = Organisation.objects.filter(kind=Kind.AUTHORITY, name=entry.name).first()
        if held is None:
            _register(entry)
            counts["new"] += 1
        else:
            counts["changed" if _complete(held, entry) else "same"] += 1
    record(by=by, verb="organisation.import", details={**counts, "sha256": source})
    return counts


@transaction.atomic
def change_organisation(
    *, by: User, organisation: Organisation, version: int, name: str, name_en: str, code: str,
    seat: Organisation | None, since: dt.date,
) -> None:  # fmt: skip
    """Change name, code or seat from a day on; what held before stays in the history.

    Raises `ChangedMeanwhile`, and `WorkspaceError` for a day to come or before the last change.
    """
    require(by, "organisation.change", organisation)
    held = locked(organisation, version=version)
    if since > timezone.localdate():
        raise WorkspaceError(
            zh="变更在生效之日及以后登记", en="a change is registered once it holds"
        )
    details = {
        key: [before, after]
        for key, before, after in (
            ("name", held.name, name),
            ("name_en", held.name_en, name_en),
            ("code", held.code, code),
            ("seat", held.seat and held.seat.code, seat and seat.code),
        )
        if before != after
    }
    if name != held.name:
        _date(Name, held, since, name=name)
    if seat is not None and seat.pk != held.seat_id:
        _date(Seat, held, since, province=seat)
    held.name, held.name_en, held.code, held.seat = name, name_en, code, seat
    held.version += 1
    held.save()
    details["since"] = [since.isoformat()]
    record(by=by, verb="organisation.change", thing=held, details=details)


@transaction.atomic
def add_licence(
    *, by: User, organisation: Organisation, number: str, since: dt.date, until: dt.date
) -> Licence:
    """Register a licence, or the next period of one."""
    require(by, "organisation.change", organisation)
    if until < since:
        raise WorkspaceError(zh="有效期止早于起", en="the licence ends before it begins")
    if Licence.objects.filter(number=number, since=since).exists():
        raise WorkspaceError(
            zh="该许可证的这一期已登记", en="that period of the licence is registered already"
        )
    licence = Licence.objects.create(
        organisation=organisation, number=number, since=since, until=until
    )
    told = {"number": number, "since": since.isoformat(), "until": until.isoformat()}
    record(by=by, verb="organisation.add_licence", thing=organisation, details=told)
    return licence


def _date(
    kind: type[Name] | type[Seat], organisation: Organisation, since: dt.date, **fact: object
) -> None:
    latest = kind.objects.filter(organisation=organisation).order_by("-since").first()
    if latest is not None and since < latest.since:
        raise WorkspaceError(
            zh=f"早于上一次变更（{latest.since}）",
            en=f"that is before the last change ({latest.since})",
        )
    kind.objects.update_or_create(organisation=organisation, since=since, defaults=fact)


def _register(entry: Entry) -> Organisation:
    if Organisation.objects.filter(name=entry.name).exists():
        raise WorkspaceError(
            zh=f"{entry.name} 已在名录中", en=f"{entry.name} is on the register already"
        )
    today = timezone.localdate()
    organisation = Organisation.objects.create(
        kind=Kind.AUTHORITY, name=entry.name, name_en=entry.name_en, code=entry.code,
        seat=_province(entry.province),
    )  # fmt: skip
    Name.objects.create(organisation=organisation, name=entry.name, since=today)
    if organisation.seat is not None:
        Seat.objects.create(organisation=organisation, province=organisation.seat, since=today)
    _add_facts(organisation, entry)
    return organisation


def _complete(held: Organisation, entry: Entry) -> bool:
    """Fill what the register lacks from a list; what it has stays. Whether anything was new."""
    changed = _add_facts(held, entry)
    for name in ("name_en", "code"):
        if not getattr(held, name) and getattr(entry, name):
            setattr(held, name, getattr(entry, name))
            changed = True
    if held.seat is None and entry.province:
        held.seat = _province(entry.province)
        Seat.objects.create(organisation=held, province=held.seat, since=timezone.localdate())
        changed = True
    if changed:
        held.version += 1
        held.save()
    return changed


def _add_facts(organisation: Organisation, entry: Entry) -> bool:
    new = False
    if entry.licence:
        new = Licence.objects.get_or_create(
            number=entry.licence,
            since=entry.licence_since,
            defaults={"organisation": organisation, "until": entry.licence_until},
        )[1]
    for issuer in entry.issuers:
        new |= IssuerName.objects.get_or_create(organisation=organisation, name=issuer)[1]
    return new


def _province(code: str) -> Organisation | None:
    return Organisation.objects.get(kind=Kind.PROVINCE, code=code) if code else None


def _told(entry: Entry) -> dict[str, object]:
    return {key: str(value) for key, value in asdict(entry).items() if value}
