"""Deliveries: who received the certificate or its medium, and did it reach the holder?"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, counted, known
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import row_of, sequence
from mingzheng.dossiers.numbers import MASK, differ

TABLE = "deliveries"


def deliveries(e: Evidence, units: Value) -> Value:
    """One row per unit that has a delivery, or whose delivery would be on record.

    units: unit, serial_number, issuer_key, event_at, product, registration_authority and the
    parties of the case (subject, organisation, applicant, agent), authorisations.
    """
    judged = e.keep("deliveries_judged", _judged(e, units))
    judged = e.keep("deliveries_known", _named_in_papers(e, judged))
    summary = e.keep(
        "deliveries_summary",
        judged.group_by("unit").agg(
            n=lambda t: t.count(),
            first=lambda t: sequence(t.delivered_at, t.row).min(),
            delivered_at=lambda t: t.delivered_at.min(),
            delivered_at_until=lambda t: t.delivered_at_until.min(),
            recipient_fault=lambda t: t.code.min(),
            handed_over=lambda t: t.to_holder.any(),
            received_by_agent=lambda t: (
                t.recipient_role.isin(("agent", "platform")) & ~t.to_holder & ~t.represents
            ).any(),
            authorised_receipt=lambda t: t.authorisation_ref.notnull().any(),
        ),
    )
    s = (
        units.select(
            "unit",
            "event_at",
            "product",
            "registration_authority",
            *[f"lost_{table}" for table in sorted(e.lost)],
        )
        .left_join(summary, "unit")
        .drop("unit_right")
    )
    there = known(e, TABLE, s)
    shown = judged.select("unit", "recipient_name_key", "recipient_role", shown_row="row")
    s = s.mutate(
        deliveries=counted(s.n, known=there),
        delivery_row=row_of(s["first"]),
        handed_over=ibis.ifelse(
            s.handed_over.fill_null(False), True, ibis.ifelse(there, False, ibis.null("boolean"))
        ),
    )
    joined = s.left_join(shown, [s.unit == shown.unit, s.delivery_row == shown.shown_row])
    return e.keep(
        "unit_deliveries",
        joined.drop(
            "unit_right",
            "shown_row",
            "n",
            "first",
            "event_at",
            "product",
            "registration_authority",
            *[f"lost_{table}" for table in sorted(e.lost)],
        ),
    )


def _judged(e: Evidence, units: Value) -> Value:
    d = e[TABLE].rename(recorded="issuer_dn_key").drop("issuer_dn")
    of_unit = units.filter(units.serial_number.notnull()).select(
        "unit",
        "serial_number",
        "issuer_key",
        "subject_name_key",
        "subject_id_number_key",
        "subject_id_number_form",
        "organization_name_key",
        "organization_id_number_key",
        "organization_id_number_form",
        "applicant_name_key",
        "applicant_id_number_key",
        "applicant_id_number_form",
        "agent_name_key",
        "agent_id_number_key",
        "agent_id_number_form",
        "alike",
        "application_id",
        "batch_id",
        "contract_id",
        "subject_kind",
        checks_known=known(e, "identity_checks", units),
    )
    j = d.inner_join(of_unit, "serial_number")
    # without its issuer a serial counts only where it is unique
    j = j.filter(ibis.ifelse(j.recorded.isnull(), j.alike == 1, j.recorded == j.issuer_key))
    code = _code(j)
    # a check that is not on record may show the recipient to be the organisation's representative
    unsettled = (j.subject_kind == "organization").fill_null(False) & ~j.checks_known
    code = ibis.ifelse((code == FAULTY) & unsettled, OPEN, code)
    return j.mutate(code=code.cast("int8"), to_holder=_to_holder(j)).drop("checks_known")


def _named_in_papers(e: Evidence, judged: Value) -> Value:
    """Deliveries with those to a person whom an authorisation or contract of the case names in order."""
    doubtful = judged.filter(judged.code == FAULTY, judged.recipient_name_key.notnull())
    m = e["materials"].filter(e["materials"].kind == "authorisation")
    c = e["contracts"]
    links = ("application_id", "batch_id", "contract_id")
    by_paper = [
        doubtful.inner_join(m.filter(m[link].notnull()).select(link, "names_key"), link)
        .filter(lambda t: t.names_key.contains(t.recipient_name_key))
        .select("unit", "row")
        for link in links
    ]
    by_contract = [
        doubtful.inner_join(
            c.filter(c[link].notnull()).select(
                link, party="party_name_key", signer="signed_by_name_key"
            ),
            link,
        )
        .filter(lambda t: t.recipient_name_key.isin((t.party, t.signer)))
        .select("unit", "row")
        for link in links
    ]
    office = e.keep("deliveries_to_representatives", _to_representatives(e, judged))
    named = ibis.union(*by_paper, *by_contract, office, distinct=True)
    named = named.mutate(named=ibis.literal(True))
    j = judged.left_join(named, ["unit", "row"]).drop("unit_right", "row_right")
    j = j.left_join(office.mutate(represents=ibis.literal(True)), ["unit", "row"])
    j = j.drop("unit_right", "row_right")
    fine = ibis.literal(FINE, "int8")
    return j.mutate(
        code=ibis.ifelse(j.named.fill_null(False), fine, j.code),
        represents=j.represents.fill_null(False),
    ).drop("named")


def _to_representatives(e: Evidence, judged: Value) -> Value:
    """Deliveries to the organisation's legal representative, by a passed check of one."""
    c = e["identity_checks"]
    c = c.filter(
        c.party == "legal_representative", c.result == "passed", c.checked_name_key.notnull()
    )
    handed = judged.filter(judged.subject_kind == "organization")
    found = [
        handed.inner_join(
            c.filter(c[link].notnull()).select(link, recipient_name_key="checked_name_key"),
            [link, "recipient_name_key"],
        ).select("unit", "row")
        for link in ("application_id", "batch_id", "contract_id")
    ]
    return ibis.union(*found, distinct=True)


def _same(j: Value, party: str) -> tuple[Value, Value]:
    """(the recipient is that party, the recipient is surely not that party)."""
    number = differ(
        j.recipient_id_number_key,
        j.recipient_id_number_form,
        j[f"{party}_id_number_key"],
        j[f"{party}_id_number_form"],
    )
    name = j.recipient_name_key == j[f"{party}_name_key"]
    masked = j.recipient_name_key.contains(MASK)
    name = ibis.ifelse(masked.fill_null(False) & ~name, ibis.null("boolean"), name)
    same = ibis.coalesce(~number, name)
    return same.fill_null(False), (~same).fill_null(False)


def _to_holder(j: Value) -> Value:
    return (j.recipient_role == "holder").fill_null(False) | _same(j, "subject")[0]


def _code(j: Value) -> Value:
    parties = [_same(j, p) for p in ("subject", "organization", "applicant", "agent")]
    known_party = ibis.or_(*[same for same, _ in parties])
    # whoever is not on record at all can't be the recipient by mistake; subject and applicant must be
    surely_another = parties[0][1] & (parties[2][1])
    return ibis.cases(
        (known_party | j.authorisation_ref.notnull(), FINE),
        (j.recipient_name_key.isnull() & j.recipient_id_number_key.isnull(), OPEN),
        (surely_another, FAULTY),
        else_=OPEN,
    )
