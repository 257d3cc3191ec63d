"""Identity checks: which reach a case, and what each is worth there."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, complete_with_all, surely_before
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import PARTIES, reach
from mingzheng.dossiers.numbers import differ
from mingzheng.dossiers.operators import UNAUTHORISED, UNLISTED, with_standing
from mingzheng.dossiers.units import plain_name

TABLE = "identity_checks"
OF_CHECK = (
    "row", "party", "method", "result", "automated", "operator_id", "performed_by", "relied_on",
    "evidence_ref", "checked_at", "checked_at_until", "checked_name", "checked_name_key",
    "checked_id_number_key", "checked_id_number_form",
)  # fmt: skip
JUDGED = (
    "case", "subject_name_key", "is_holder", "is_organization", "expected_key", "expected_form",
    "origin_method", "performer_code", "operator_code",
)  # fmt: skip
"""What is kept of a check and of what it is worth: a row per check and case, so not more."""

PERSONAL = ("in_person", "video")
"""Methods that take a person on the CA's side."""


def checks_judged(e: Evidence, cases: Value) -> Value:
    """A row per check and case that it reaches, with what it is worth there."""
    return e.keep("checks_judged", _judged(e, cases))


def checks_of_strangers(e: Evidence, cases: Value) -> Value:
    """Cases of a batch or contract with a check that names nobody who is known there.

    A masked number, an older one or another spelling of a name may be anybody's of them.
    """
    rows = e[TABLE]
    loose = rows.filter(
        rows.application_id.isnull(),
        rows.checked_name_key.notnull() | rows.checked_id_number_key.notnull(),
    )
    links = cases.select("case", "batch_id", "contract_id", *PARTIES)
    parts = []
    for link, only in (
        ("batch_id", loose),
        ("contract_id", loose.filter(loose.batch_id.isnull())),
    ):
        grouped = only.filter(only[link].notnull())
        beside = links.semi_join(grouped, link)  # few: the parties of all cases are many
        parties = ibis.union(
            *[beside.select(link, party=beside[column]) for column in PARTIES], distinct=True
        )
        known_rows = ibis.union(
            *[
                grouped.select("row", link, party=grouped[column])
                for column in ("checked_name_key", "checked_id_number_key")
            ]
        ).semi_join(parties, [link, "party"])
        nobodys = grouped.anti_join(known_rows, "row").select(link).distinct()
        parts.append(links.semi_join(nobodys, link).select("case"))
    return ibis.union(*parts, distinct=True).mutate(strange=ibis.literal(True))


def _judged(e: Evidence, cases: Value) -> Value:
    """Every check with every case it reaches, and what it is worth there."""
    links = cases.select("case", "application_id", "batch_id", "contract_id", *PARTIES)
    reached = reach(
        e[TABLE],
        links,
        named=("checked_name_key", "checked_id_number_key"),
        alike=("party", "result", "method", "operator_id", "performed_by"),
        at="checked_at",
        latest=True,
    )
    of_case = cases.select(
        "case",
        "subject_kind",
        "event_at",
        "product",
        "registration_authority",
        "subject_id_number_key",
        "subject_id_number_form",
        "organization_id_number_key",
        "organization_id_number_form",
        "agent_id_number_key",
        "agent_id_number_form",
        "subject_name_key",
        "organization_name_key",
    )
    c = reached.inner_join(of_case, "case")
    c = _with_origins(e, _with_expected(c))
    c = _with_operators(e, _with_performers(e, c))
    reused = c.method == "reused"
    found = c.origin_row.notnull()
    passed = ibis.ifelse(
        reused.fill_null(False),
        found & (c.origin_result == "passed") & (c.result.fill_null("passed") == "passed"),
        c.result == "passed",
    )
    # a re-use whose origin is not on record may or may not be a check at all
    passed = ibis.ifelse(reused.fill_null(False) & ~found, ibis.null("boolean"), passed)
    return c.select(
        *OF_CHECK,
        *JUDGED,
        passed=passed,
        reused=reused.fill_null(False),
        baseless=reused.fill_null(False) & ~found,
        effective_at=ibis.ifelse(reused.fill_null(False), c.origin_at, c.checked_at),
        effective_until=ibis.ifelse(reused.fill_null(False), c.origin_until, c.checked_at_until),
        reuse_code=_reuse_code(e, c),
    )


def _with_expected(c: Value) -> Value:
    """Whom the check vouches for: the holder of this case or not, and that party's number."""
    of_organization = (c.subject_kind == "organization") & c.party.isin(("organization", "holder"))
    is_holder = ibis.cases(
        (c.subject_kind.isin(("person", "person_in_organization")), c.party == "holder"),
        (c.subject_kind == "organization", c.party.isin(("organization", "holder"))),
        (c.subject_kind == "device", c.party.isin(("holder", "organization", "domain"))),
        else_=ibis.null("boolean"),
    )
    organization = of_organization | (c.party == "organization")
    number = ibis.coalesce(c.organization_id_number_key, c.subject_id_number_key)
    form = ibis.coalesce(c.organization_id_number_form, c.subject_id_number_form)
    name = ibis.coalesce(c.organization_name_key, c.subject_name_key)
    return c.mutate(
        is_holder=is_holder,
        is_organization=organization.fill_null(False),
        expected_key=ibis.cases(
            (organization, number),
            (c.party == "holder", c.subject_id_number_key),
            (c.party == "agent", c.agent_id_number_key),
            else_=ibis.null("string"),
        ),
        expected_form=ibis.cases(
            (organization, form),
            (c.party == "holder", c.subject_id_number_form),
            (c.party == "agent", c.agent_id_number_form),
            else_=ibis.null("uint8"),
        ),
        expected_name=ibis.ifelse(organization.fill_null(False), name, c.subject_name_key),
    )


def _with_origins(e: Evidence, c: Value) -> Value:
    """The earlier check, or the certificate, that a check relies on."""
    relying = c.filter(c.relied_on.notnull()).select("relied_on").distinct()
    checks = e[TABLE]
    origins = checks.semi_join(relying, checks.check_id == relying.relied_on).select(
        origin="check_id",
        origin_row="row",
        origin_at="checked_at",
        origin_until="checked_at_until",
        origin_result="result",
        origin_method="method",
        origin_key="checked_id_number_key",
        origin_form="checked_id_number_form",
        origin_name="checked_name_key",
    )
    serials = relying.mutate(serial_number=relying.relied_on.lower())
    kept = (
        e["certificates"]
        .semi_join(serials, "serial_number")
        .group_by("serial_number")
        .agg(
            lapse_from=lambda t: t.not_before.min(),
            lapse_at=lambda t: t.not_after.min(),
            issuer=lambda t: t.issuer_dn_key.min(),
            candidates=lambda t: t.fingerprint.nunique(),
        )
    )
    changes = e["status_changes"].filter(lambda t: t.action == "revoked")
    of_issuer = changes.inner_join(kept.select("serial_number", "issuer"), "serial_number")
    revoked = (
        of_issuer.filter((of_issuer.issuer_dn_key == of_issuer.issuer).fill_null(True))
        .group_by("serial_number")
        .agg(
            dead_from=lambda t: t.effective_at.min(),
            dead_until=lambda t: t.effective_at_until.min(),
        )
    )
    relied = (
        kept.left_join(revoked, "serial_number")
        .drop("serial_number_right")
        .rename(relied_serial="serial_number")
    )
    c = c.left_join(origins, c.relied_on == origins.origin)
    return c.left_join(relied, c.relied_on.lower() == relied.relied_serial)


def _reuse_code(e: Evidence, c: Value) -> Value:
    """Is what the check relies on valid? Null where it relies on nothing."""
    another = differ(c.origin_key, c.origin_form, c.expected_key, c.expected_form)
    another = ibis.coalesce(
        another, ibis.ifelse(c.origin_name == c.expected_name, False, ibis.null("boolean"))
    )
    by_check = ibis.cases(
        ((c.origin_result == "failed") | another, FAULTY),
        ((c.origin_result == "passed") & ~another, FINE),
        else_=OPEN,
    )
    lapsed = surely_before(e, c.lapse_at, c.checked_at) | surely_before(
        e, c.checked_at_until, c.lapse_from
    )
    dead = surely_before(e, c.dead_until, c.checked_at)
    never_revoked = ibis.ifelse(
        complete_with_all(e, "status_changes", c), True, ibis.null("boolean")
    )
    alive = ibis.coalesce(c.dead_from > c.checked_at_until, never_revoked)
    by_certificate = ibis.cases(
        (c.candidates > 1, OPEN), (lapsed | dead, FAULTY), (~lapsed & alive, FINE), else_=OPEN
    )
    relies = c.relied_on.notnull() | (c.method == "reused").fill_null(False)
    return ibis.cases(
        (~relies, ibis.null("int8")),
        (c.origin_row.notnull(), by_check.cast("int8")),
        (c.relied_serial.notnull(), by_certificate.cast("int8")),
        else_=ibis.literal(OPEN, "int8"),
    )


def _with_performers(e: Evidence, c: Value) -> Value:
    """May whoever performed the check perform it? The CA may; an RA by its agreement that day."""
    ra = e["registration_authorities"].select(
        ra_key="ra_id",
        ra_functions="functions",
        ra_from="agreement_from",
        ra_until="agreement_until_until",
    )
    by_ra = c.left_join(ra, c.performed_by == ra.ra_key)
    outside = surely_before(e, by_ra.checked_at_until, by_ra.ra_from) | surely_before(
        e, by_ra.ra_until, by_ra.checked_at
    )
    inside = (by_ra.checked_at >= by_ra.ra_from) & (
        by_ra.checked_at_until <= by_ra.ra_until.fill_null(by_ra.checked_at_until)
    )
    may = by_ra.ra_functions.contains("identity_check")
    listed = complete_with_all(e, "registration_authorities", by_ra)
    return by_ra.mutate(
        performer_code=ibis.cases(
            (_plain(by_ra.performed_by).isin(_names_of(e)), FINE),
            (by_ra.performed_by.isnull() | (by_ra.performed_by.lower() == "other"), OPEN),
            (by_ra.ra_key.isnull(), ibis.ifelse(listed, FAULTY, OPEN)),
            (outside | ~may, FAULTY),
            (inside & may, FINE),
            else_=OPEN,
        ).cast("int8")
    ).drop("ra_key", "ra_functions", "ra_from", "ra_until")


def _plain(column: Value) -> Value:
    return column.lower().replace(" ", "").replace("（", "(").replace("）", ")")


def _names_of(e: Evidence) -> tuple[str, ...]:
    """How records may call the CA itself."""
    authority = e.settings.authority
    names = {*authority.other_names, *(name for i in e.settings.issuers for name in i.names)}
    names |= {authority.name} if authority.name is not None else set()
    return ("ca", "本机构", "本公司", *sorted(plain_name(name) for name in names))


def _with_operators(e: Evidence, c: Value) -> Value:
    """Was the person who checked authorised that day? Null for an automated check."""
    j = with_standing(e, c, of=TABLE, who="operator_id", at="checked_at", role="checker")
    by_person = ~j.automated.fill_null(False)
    present = (~j.automated | j.method.isin(PERSONAL)).fill_null(False)
    # a register is asked by machines, under a name that is nobody's
    whole = complete_with_all(e, "operators", j) & present
    code = ibis.cases(
        (~by_person, ibis.null("int8")),
        (j.standing == UNLISTED, ibis.ifelse(whole, FAULTY, OPEN).cast("int8")),
        (j.standing == UNAUTHORISED, ibis.literal(FAULTY, "int8")),
        else_=j.standing,
    )
    return j.mutate(operator_code=code).drop("standing")
