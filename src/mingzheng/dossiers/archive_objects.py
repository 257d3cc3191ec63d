"""What records name as their evidence, brought together with what the archive holds."""

from __future__ import annotations

import datetime as dt

import ibis

from mingzheng.dossiers.archive_object import NAMING, TABLE
from mingzheng.dossiers.evidence import Declarable, Evidence, complete, utc_midnight
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.lapses import lapses, lapses_of_applications
from mingzheng.law import catalogue

OBJECT_STEPS = ("objects_named", "objects_missing", "objects_explained")
"""Tables on the way: nothing stands on them once the dossiers are kept."""
LEAST_YEARS = 5
"""Electronic Signature Law, article 24."""
DELETION = "pipl/47"
ARCHIVING_DAYS = 30
"""In which a record's evidence reaches the archive: before that, a missing holding says nothing."""

LAST_MICROSECOND = 999_999

BY_HAND = ("in_person", "video")
BY_NUMBER = (
    "face", "bank_card", "public_security", "business_registry", "existing_certificate", "reused",
)  # fmt: skip
"""Checks of which the number of the transaction and its result are all there is to keep."""
NEEDED, PERHAPS, NUMBER = 2, 1, 0
"""Must the object itself be kept? Yes, that can't be told, its number does."""

DAYS = {
    "identity_checks": "checked_at",
    "materials": "received_at",
    "disclosures": "told_at",
    "contracts": "signed_at",
}
ROWS = dict(
    zip(NAMING, ("check_row", "material_row", "disclosure_row", "contract_row"), strict=True)
)
LINKS = ("application_id", "batch_id", "contract_id")
SEVERAL = "[;；,，、|]"
"""What stands between references where one cell names several."""
NAMED_ONLY = 2**40
"""Times the place of a table, added to its row where no holding gives an object its number."""


def archive_objects(e: Evidence, cases: Value, context: Value, archive: Value) -> Value:
    """One row per archive reference that must be kept, or that is held.

    cases: the base of all cases; context: units with their case. An object that several records
    name must be kept for the certificate that lapses last.
    """
    lapsed = lapses(e, context, archive)
    asked = e.keep("application_lapses", lapses_of_applications(cases, lapsed))
    named = e.keep("objects_named", _named(e, asked, context))
    for name in ("certificate_lapses", "application_lapses"):
        e.drop(name)
    dimensions = cases.filter(cases.application_row.notnull()).select(
        "application_row", "product", "domain", "registration_authority", "subject_kind", "channel"
    )
    n = named.left_join(dimensions, "application_row").drop("application_row_right")
    explained = e.keep("objects_explained", _explained(e, named))
    n = n.left_join(explained, "named_ref").drop("named_ref_right")
    held = _held(e)
    both = n.outer_join(held, n.named_ref == held.held_ref)
    # of a number that is all there is to keep nothing is asked of the archive
    return _facts(e, both.filter((both.code != NUMBER).fill_null(True) | both.held_ref.notnull()))


def _named(e: Evidence, asked: Value, context: Value) -> Value:
    """One row per reference that a record names, with when the last it concerns lapsed."""
    namings = [_naming(e, table) for table in NAMING]
    direct = ibis.union(*[n.filter(n.application_id.notnull()) for n in namings])
    pairs = _summed(direct, "ref", "application_id")
    pairs = ibis.union(
        pairs, *[p.select(*pairs.columns) for p in (_relying(e), *_authorising(e, context))]
    )
    found = [pairs.left_join(asked.drop("batch_id", "contract_id"), "application_id")]
    loose = ibis.union(*[n.filter(n.application_id.isnull()) for n in namings])
    wider = loose.batch_id.notnull()
    for link, rows in (("batch_id", loose.filter(wider)), ("contract_id", loose.filter(~wider))):
        grouped = _summed(rows, "ref", link).left_join(_grouped(asked, link), link)
        found.append(grouped)
    columns = [
        "ref", "at", "until", "code", *ROWS.values(), "application_row", "resting", "lapse_from",
        "lapse_until", "open",
    ]  # fmt: skip
    every = ibis.union(*[each.select(*columns) for each in found])
    # an application that is not on record may have been granted
    every = every.mutate(open=every.open.fill_null(True))
    settled = ~every.open & (every.lapse_until.notnull() | (every.resting == 0))
    every = every.mutate(settled=settled)
    return every.group_by(named_ref="ref").agg(
        at=lambda t: t["at"].min(),
        until=lambda t: t.until.min(),
        code=lambda t: t.code.max(),
        **{row: lambda t, row=row: t[row].min() for row in ROWS.values()},
        application_row=lambda t: t.application_row.min(),
        certificates=lambda t: ibis.ifelse(t.open.any(), ibis.null("int64"), t.resting.sum()),
        lapse_from=lambda t: t.lapse_from.max(),
        lapse_until=lambda t: ibis.ifelse(
            t.settled.all(), t.lapse_until.max(), ibis.null("timestamp(6)")
        ),
    )


def _naming(e: Evidence, table: str) -> Value:
    """ref, link columns, at, until, code and row of every record that names an object."""
    t = e[table]
    ref = t.evidence_ref if table == "identity_checks" else t.archive_ref
    day = DAYS[table]
    code = ibis.literal(NEEDED, "int8")
    if table == "identity_checks":
        code = ibis.cases(
            (t.method.isin(BY_HAND), NEEDED), (t.method.isin(BY_NUMBER), NUMBER), else_=PERHAPS
        ).cast("int8")
    rows = {row: t.row if source == table else ibis.null("int64") for source, row in ROWS.items()}
    return t.filter(ref.notnull()).select(
        *LINKS, ref=ref, at=t[day], until=t[f"{day}_until"], code=code, **rows
    )


def _summed(rows: Value, *by: str) -> Value:
    return rows.group_by(*by).agg(
        at=lambda t: t["at"].min(),
        until=lambda t: t.until.min(),
        code=lambda t: t.code.max(),
        **{row: lambda t, row=row: t[row].min() for row in ROWS.values()},
    )


def _pairs(found: Value) -> Value:
    """Pairs of ref and application_id that prolong the keeping and demand nothing."""
    nothing = ibis.null("timestamp(6)")
    return found.select(
        "ref",
        "application_id",
        at=nothing,
        until=nothing,
        code=ibis.literal(NUMBER, "int8"),
        **{row: ibis.null("int64") for row in ROWS.values()},
    )


def _relying(e: Evidence) -> Value:
    """The evidence of a check serves every later application that relies on the check."""
    checks = e["identity_checks"]
    later = checks.filter(checks.relied_on.notnull(), checks.application_id.notnull()).select(
        "application_id", check_id="relied_on"
    )
    first = checks.filter(checks.evidence_ref.notnull()).select("check_id", ref="evidence_ref")
    return _pairs(later.inner_join(first, "check_id")).distinct()


def _authorising(e: Evidence, context: Value) -> tuple[Value, Value]:
    """The number of an authorisation is its reference in the archive where the archive has it."""
    held = e[TABLE].select(ref="archive_ref")
    c = e["contracts"]
    agreed = c.filter(c.authorisation_ref.notnull(), c.application_id.notnull()).select(
        "application_id", ref="authorisation_ref"
    )
    d = e["deliveries"]
    handed = d.filter(d.authorisation_ref.notnull()).select(
        "serial_number", ref="authorisation_ref"
    )
    units = context.filter(context.alike == 1, context.application_id.notnull())
    received = handed.semi_join(held, "ref").inner_join(
        units.select("serial_number", "application_id"), "serial_number"
    )
    return _pairs(agreed.semi_join(held, "ref")), _pairs(received)


def _grouped(asked: Value, link: str) -> Value:
    """What rests on all applications of a batch or contract."""
    inside = asked.filter(asked[link].notnull())
    settled = inside.lapse_until.notnull() | (inside.resting == 0)
    return (
        inside.mutate(settled=settled)
        .group_by(link)
        .agg(
            application_row=lambda t: t.application_row.min(),
            resting=lambda t: t.resting.sum(),
            lapse_from=lambda t: t.lapse_from.max(),
            lapse_until=lambda t: ibis.ifelse(
                t.settled.all(), t.lapse_until.max(), ibis.null("timestamp(6)")
            ),
            open=lambda t: t.open.any(),
        )
    )


def _explained(e: Evidence, named: Value) -> Value:
    """References that may be held all the same: spelled otherwise, several in one cell, rejected."""
    held = e[TABLE]
    missing = named.filter(named.code != NUMBER).anti_join(
        held, named.named_ref == held.archive_ref
    )
    missing = e.keep(
        "objects_missing", missing.select("named_ref", spelling=missing.named_ref.lower())
    )
    lost = e["rejected_links"].filter(e["rejected_links"].table == TABLE)
    found = (
        missing.semi_join(held.select(spelling=held.archive_ref.lower()), "spelling"),
        missing.filter(missing.named_ref.re_search(SEVERAL)),
        missing.semi_join(lost.select(named_ref="value"), "named_ref"),
    )
    return ibis.union(*[f.select("named_ref", explained=True) for f in found], distinct=True)


def _held(e: Evidence) -> Value:
    """The holdings, each beside its object where the archive was supplied."""
    h, o = e[TABLE], e["objects"]
    h = h.mutate(retain_until=_as_day(h.retain_until))
    files = o.select(
        file="path", object_row="row", object_state="state", found_sha256="sha256", found_sm3="sm3"
    )
    j = h.left_join(files, h.path == files.file)
    agrees = [_same(j.sha256, j.found_sha256), _same(j.sm3, j.found_sm3)]
    once, differs = (
        ibis.or_(*[a.fill_null(False) for a in how]) for how in (agrees, [~a for a in agrees])
    )
    return j.select(
        "form",
        "stored_at",
        "stored_at_until",
        "retain_until",
        "retain_until_until",
        "destroyed_at",
        "destroyed_at_until",
        "verified_at",
        "verified_at_until",
        "object_row",
        "object_state",
        held_ref="archive_ref",
        holding_row="row",
        located=j.location.notnull(),
        digest_stated=j.sha256.notnull() | j.sm3.notnull(),
        # no other object has the same digest by chance: where one agrees, the other is a slip
        digest_agrees=ibis.cases((once, True), (differs, False), else_=ibis.null("boolean")),
    )


def _as_day(last: Value) -> Value:
    """An inclusive day, which is stored as its last moment, from its first: so it is shown as a day."""
    whole = ibis.interval(days=1) - ibis.interval(microseconds=1)
    return ibis.ifelse(last.microsecond() == LAST_MICROSECOND, last - whole, last)


def _same(stated: Value, found: Value) -> Value:
    """Is the digest stated that of the file? Null where it is none, or none was computed."""
    plain = stated.lower()
    nothing = ibis.null("boolean")
    return ibis.cases(
        (found.isnull(), nothing),
        (plain.re_search(r"^[0-9a-f]{64}\z"), plain == found),
        else_=nothing,
    )


def _facts(e: Evidence, both: Value) -> Value:
    """The facts of `ArchiveObject`."""
    years = ibis.interval(
        years=max(LEAST_YEARS, int(str(e.parameters.get("retention_years") or 0)))
    )
    today = utc_midnight(e.settings.as_of, e.settings.time_zone)
    tonight = today + dt.timedelta(days=1) - dt.timedelta(microseconds=1)
    first = ibis.coalesce(
        *[both[row] + NAMED_ONLY * place for place, row in enumerate(ROWS.values(), 1)]
    )
    o = both.mutate(
        archive_object=ibis.coalesce(both.holding_row, first),
        archive_ref=ibis.coalesce(both.held_ref, both.named_ref),
        # an act is judged by its day: an old record may be destroyed today
        event_at=ibis.coalesce(both.destroyed_at, both["at"], both.stored_at),
        event_at_until=ibis.coalesce(both.destroyed_at_until, both.until, both.stored_at_until),
        made_at=both["at"],
        made_at_until=both.until,
        lapse_at=both.lapse_from,
        lapse_at_until=both.lapse_until,
        keep_until=both.lapse_from + years,
        keep_until_until=both.lapse_until + years,
        audited_at=ibis.literal(today, "timestamp(6)"),
        audited_at_until=ibis.literal(tonight, "timestamp(6)"),
        needed=ibis.cases(
            (both.code == NEEDED, True), (both.code == NUMBER, False), else_=ibis.null("boolean")
        ),
        intact_at=ibis.coalesce(both.verified_at, both.stored_at),
        intact_at_until=ibis.coalesce(both.verified_at_until, both.stored_at_until),
    )
    here = o.holding_row.notnull()
    supplied = ibis.literal(False) if TABLE in e.supplied else ibis.null("boolean")
    return o.mutate(
        listed=ibis.ifelse(here, True, supplied),
        kept=ibis.cases(
            # of what lies on a shelf, the place is what shows that it is there
            (here & o.form.isin(("paper", "offline")) & ~o.located, ibis.null("boolean")),
            (here, True),
            (_surely_missing(e, o), False),
            else_=ibis.null("boolean"),
        ),
        destroyed=_stated(e, o, "destroyed_at", otherwise=supplied),
        planned=_stated(e, o, "retain_until", otherwise=supplied),
        deletion_due=ibis.literal(_deletion_due(e)),
        intact_at=_unless_lost(e, o, "intact_at"),
        intact_at_until=_unless_lost(e, o, "intact_at_until"),
        **dict.fromkeys(
            ("application_id", "location", "path", "sha256", "sm3", "object_sha256", "object_sm3"),
            ibis.null("string"),
        ),
    )


def _stated(e: Evidence, o: Value, column: str, *, otherwise: Value) -> Value:
    """Does the holding state this day? `otherwise` of what is not held."""
    empty = ibis.literal(False) if _told(e, column) else ibis.null("boolean")
    return ibis.cases(
        (o[column].notnull(), True), (o.holding_row.notnull(), empty), else_=otherwise
    )


def _deletion_due(e: Evidence) -> bool:
    """Is Personal Information Protection Law 47 in force on the day of the audit?"""
    since = catalogue().article(DELETION).since
    return since is not None and since <= e.settings.as_of


def _told(e: Evidence, column: str) -> bool:
    """Does an empty cell of this column of the holdings say something?"""
    return TABLE not in e.shifted and (TABLE, column) not in e.spoiled


def _unless_lost(e: Evidence, o: Value, column: str) -> Value:
    """When it was last seen whole: unknown where the cell that says so may have been refused."""
    sure = o.verified_at.notnull()
    if _told(e, "verified_at"):
        sure |= e[TABLE].verified_at.notnull().any().as_scalar().fill_null(False)
    return ibis.ifelse(sure, o[column], ibis.null("timestamp(6)"))


def _surely_missing(e: Evidence, o: Value) -> Value:
    """Would a holding be there if there were one? Asked of the days until it had to be stored."""
    first, last = (
        Declarable(at, product=o.product, registration_authority=o.registration_authority)
        for at in (o.made_at, o.made_at_until + ibis.interval(days=ARCHIVING_DAYS))
    )
    there = complete(e, TABLE, first) & complete(e, TABLE, last)
    there &= ~o.explained.fill_null(False)
    return there.fill_null(False)
