"""Certificates, issuances and applications brought together: who belongs to whom.

A *unit* is one certificate of the archive, or one issuance whose certificate is not there.
"""

from __future__ import annotations

import ibis

from mingzheng.certificates.names import issuer_key
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value

SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
SIGNING_BITS, ENCRYPTING_BITS = 0b00011, 0b11100
"""digitalSignature and nonRepudiation; keyEncipherment, dataEncipherment and keyAgreement."""

RANDOM_DIGITS = 16
"""Hex digits of a serial number of 64 bits: two of them are not equal by chance."""

ISSUANCE_ONLY = 2**40
"""Added to an issuance's row where there is no certificate to take the unit's number from."""


def archive(e: Evidence) -> Value:
    """The certificates of the archive, each once, with the product its key usage speaks for.

    The same certificate in two files is one certificate: the first place counts.
    """
    certificates = e["certificates"]
    places = certificates.group_by("fingerprint").agg(
        first=lambda t: t.row.min(), places=lambda t: t.count()
    )
    several = e.keep("repeated_fingerprints", places.filter(places.places > 1))
    again = certificates.inner_join(several, "fingerprint")
    repeated = e.keep(
        "repeated_certificates", again.filter(again.row != again["first"]).select("row")
    )
    once = certificates.anti_join(repeated, "row")
    return e.view(
        "archive",
        once.mutate(
            apparent=_apparent_product(once),
            issuer_named=_issuer_named(e, once),
            issuer_role=_by_issuer(
                e, once, {i.dn: i.role for i in e.settings.issuers}, "production"
            ),
            taken_over=_by_issuer(
                e, once, {i.dn: i.taken_over for i in e.settings.issuers}, False
            ),
        ),
    )


def _apparent_product(c: Value) -> Value:
    usage = c.key_usage.cast("int64")
    signs = (usage & SIGNING_BITS) != 0
    return ibis.cases(
        (c.is_ca.fill_null(False), "ca"),
        (c.extended_key_usage.fill_null("").contains(SERVER_AUTH), "server"),
        (signs, "signature"),
        ((usage & ENCRYPTING_BITS) != 0, "encryption"),
        else_=ibis.null("string"),
    )


def _issuer_named(e: Evidence, c: Value) -> Value:
    """Does the issuer bear a name that the CA registered? Null where none is given."""
    authority = e.settings.authority
    names = {*authority.other_names, *(n for i in e.settings.issuers for n in i.names)}
    if authority.name is not None:
        names.add(authority.name)
    if not names:
        return ibis.null("boolean")
    keys = tuple(sorted({plain_name(name) for name in names}))
    return _plain(c.issuer_organization).isin(keys) | _plain(c.issuer_common_name).isin(keys)


def plain_name(name: str) -> str:
    """A name without what spelling alone changes, as `_plain` makes it in the engine."""
    return name.lower().replace(" ", "").replace("（", "(").replace("）", ")")


def _plain(column: Value) -> Value:
    plain = column.fill_null("").lower().replace(" ", "")
    return plain.replace("（", "(").replace("）", ")")


def _by_issuer(e: Evidence, c: Value, said: dict[str, object], otherwise: object) -> Value:
    branches = [(c.issuer_dn_key == issuer_key(dn), value) for dn, value in said.items()]
    return ibis.cases(*branches, else_=otherwise) if branches else ibis.literal(otherwise)


def units(e: Evidence, certificates: Value) -> Value:
    """One row per unit: certificate_row, issuance_row, application_row, product and how sure.

    `ambiguous`: the records leave open which certificate the issuance is, or whether one of them
    is this certificate's. `grouped`: its batch or
    contract has applications, though none that is plainly its own. `paired`: a twin for
    encryption, known by the issuance of its signing certificate.
    """
    matched = e.keep("matched_issuances", _match_issuances(e["issuances"], certificates))
    applied = e.keep("applied_issuances", _match_applications(e, matched, certificates))
    own = matched.filter(matched.certificate_row.notnull()).group_by("certificate_row")
    own = own.agg(issuance_row=lambda t: t.issuance_row.min())
    twins = _twins(e["issuances"], certificates)
    claimed = matched.filter(matched.ambiguous).select("serial_number").distinct()
    claimed = claimed.mutate(claimed=ibis.literal(True))
    c = certificates.left_join(claimed, "serial_number").select(
        certificate_row="row",
        apparent="apparent",
        issuer_role="issuer_role",
        certificate_from="not_before",
        claimed=lambda t: t.claimed.fill_null(False),
    )
    with_own = c.left_join(own, "certificate_row").drop("certificate_row_right")
    both = with_own.left_join(twins, "certificate_row").drop("certificate_row_right")
    from_archive = both.mutate(
        issuance_row=ibis.coalesce(both.issuance_row, both.twin_issuance_row),
        paired=both.twin_issuance_row.notnull() & both.issuance_row.isnull(),
    )
    absent = matched.filter(matched.certificate_row.isnull())
    from_records = absent.select(
        certificate_row=ibis.null("int64"),
        apparent=ibis.null("string"),
        issuer_role=ibis.null("string"),
        certificate_from=ibis.null("timestamp(6)"),
        claimed="ambiguous",
        issuance_row="issuance_row",
        paired=ibis.literal(False),
    )
    everything = ibis.union(from_archive.select(*from_records.columns), from_records)
    i = applied.select("issuance_row", "application_row", "grouped", "differs")
    joined = everything.left_join(i, "issuance_row").drop("issuance_row_right")
    joined = joined.mutate(ambiguous=joined.claimed & joined.certificate_row.isnull())
    # a certificate that an open issuance may be, and that has none of its own
    open_ = joined.claimed & joined.issuance_row.isnull()
    return _with_products(e, joined.mutate(ambiguous=joined.ambiguous | open_).drop("claimed"))


def _with_products(e: Evidence, joined: Value) -> Value:
    issued = e["issuances"].select(
        issuance_row="row",
        issued_product="product",
        issued_at="issued_at",
        issued_at_until="issued_at_until",
    )
    asked = e["applications"].select(application_row="row", asked_product="product")
    full = joined.left_join(issued, "issuance_row").drop("issuance_row_right")
    full = full.left_join(asked, "application_row").drop("application_row_right")
    twin = full.issuance_row.isin(_named_as_twins(e["issuances"]).issuance_row).fill_null(False)
    special = full.issuer_role.isin(("test", "internal"))
    seems_encryption = full.apparent == "encryption"
    product = ibis.coalesce(
        # the product on record is that of the signing certificate, whose issuance names the twin
        ibis.ifelse(
            full.paired | (twin & full.issued_product.isnull()), "encryption", full.issued_product
        ),
        ibis.ifelse(seems_encryption, "encryption", ibis.null("string")),
        ibis.ifelse(special, full.issuer_role, ibis.null("string")),
        ibis.ifelse(full.apparent == "ca", "ca", ibis.null("string")),
        full.asked_product,
        full.apparent,
    )
    return e.keep(
        "units",
        full.mutate(
            unit=ibis.coalesce(full.certificate_row, full.issuance_row + ISSUANCE_ONLY),
            product=product,
            product_derived=full.issued_product.isnull() & full.asked_product.isnull(),
        ),
    )


def _match_issuances(issuances: Value, certificates: Value) -> Value:
    """issuance_row, certificate_row, differs, ambiguous: a serial without its issuer counts only
    where it is unique; two candidates are ambiguous.

    Under another issuer than the recorded one it counts only where no other certificate can bear
    it by chance: short numbers are counted up by every issuer.
    """
    i = issuances.select(
        "serial_number",
        "application_id",
        "batch_id",
        "contract_id",
        "twin_serial",
        issuance_row="row",
        recorded="issuer_dn_key",
        issued_at="issued_at",
        product="product",
    )
    c = certificates.filter(certificates.serial_number.notnull())
    by_serial = c.group_by("serial_number").agg(
        alike=lambda t: t.count(),
        only_row=lambda t: t.row.min(),
        issuer=lambda t: t.issuer_dn_key.min(),
    )
    shared = c.semi_join(by_serial.filter(by_serial.alike > 1), "serial_number").group_by(
        "serial_number", "issuer_dn_key"
    )
    exact = shared.agg(exact_row=lambda t: t.row.min(), exact_alike=lambda t: t.count())
    exact = exact.rename(exact_serial="serial_number", exact_issuer="issuer_dn_key")
    m = i.left_join(by_serial, "serial_number").drop("serial_number_right")
    m = m.left_join(
        exact, [m.serial_number == exact.exact_serial, m.recorded == exact.exact_issuer]
    )
    alone = (m.alike == 1).fill_null(False)
    same = (m.recorded == m.issuer).fill_null(m.recorded.isnull())
    unique = alone & (same | (m.serial_number.length() >= RANDOM_DIGITS))
    found_exact = (m.exact_alike == 1).fill_null(False)
    return m.select(
        *i.columns,
        certificate_row=ibis.cases(
            (unique, m.only_row), (found_exact, m.exact_row), else_=ibis.null("int64")
        ),
        differs=unique & _another_name(m.recorded, m.issuer),
        ambiguous=((m.alike > 1).fill_null(False) & ~found_exact) | (alone & ~unique),
    )


def _another_name(recorded: Value, issuer: Value) -> Value:
    """Do two issuers' keys differ? Null where the record gives but a part of the name."""
    part = ("," + issuer + ",").contains("," + recorded + ",") | ~recorded.contains("=")
    return ibis.ifelse((recorded != issuer) & part, ibis.null("boolean"), recorded != issuer)


def _match_applications(e: Evidence, matched: Value, certificates: Value) -> Value:
    """Each issuance with its application: by id, or in its batch or contract by the holder named
    in the certificate, where exactly one application there is that holder's.
    """
    a = e["applications"].select(
        "application_id",
        "batch_id",
        "contract_id",
        "subject_kind",
        "subject_name_key",
        "subject_id_number_key",
        "organization_name_key",
        application_row="row",
    )
    by_id = matched.filter(matched.application_id.notnull()).left_join(
        a.select("application_id", "application_row"), "application_id"
    )
    direct = by_id.select(
        "issuance_row",
        "differs",
        application_row=by_id.application_row,
        grouped=ibis.literal(False),
    )
    c = certificates.select(
        certificate_row="row",
        holder="holder_name_key",
        person="holder_person_key",
        organization="holder_organization_key",
        number="holder_number_key",
    )
    loose = matched.filter(matched.application_id.isnull())
    named = loose.left_join(c, "certificate_row").drop("certificate_row_right")
    found = ibis.union(_in_group(named, a, "batch_id"), _in_group(named, a, "contract_id"))
    one = found.group_by("issuance_row").agg(
        candidates=lambda t: t.application_row.nunique(),
        application_row=lambda t: t.application_row.min(),
    )
    inhabited = ibis.union(
        *[
            loose.semi_join(a, link).select("issuance_row", grouped=ibis.literal(True))
            for link in ("batch_id", "contract_id")
        ],
        distinct=True,
    )
    settled = loose.left_join(one, "issuance_row").drop("issuance_row_right")
    settled = settled.left_join(inhabited, "issuance_row")
    by_group = settled.select(
        "issuance_row",
        "differs",
        application_row=ibis.ifelse(
            settled.candidates == 1, settled.application_row, ibis.null("int64")
        ),
        grouped=settled.grouped.fill_null(False),
    )
    return ibis.union(direct, by_group)


def _in_group(named: Value, a: Value, link: str) -> Value:
    """Pairs of issuance and application of one batch or contract that name the same holder."""
    rows = named.filter(named[link].notnull())
    if link == "contract_id":
        rows = rows.filter(rows.batch_id.isnull())
    holders = ibis.union(
        *[
            rows.select("issuance_row", group=rows[link], holder=rows[column])
            for column in ("holder", "person", "organization", "number")
        ]
    ).filter(lambda t: t.holder.notnull())
    inside = a.semi_join(rows, link)
    # everybody of a company is in one batch: its name finds its own certificate, not theirs
    itself = inside.filter(inside.subject_kind == "organization")
    subjects = ibis.union(
        inside.select("application_row", group=inside[link], holder="subject_name_key"),
        inside.select("application_row", group=inside[link], holder="subject_id_number_key"),
        itself.select("application_row", group=itself[link], holder="organization_name_key"),
    ).filter(lambda t: t.holder.notnull())
    return holders.inner_join(subjects, ["group", "holder"]).select(
        "issuance_row", "application_row"
    )


def _named_as_twins(issuances: Value) -> Value:
    """issuance_row of every issuance that another of its application names as its twin.

    Where two name each other the first of them signs.
    """
    by = ("application_id", "serial_number", "twin_serial")
    naming = issuances.filter(issuances.twin_serial.notnull()).select(
        "application_id", serial_number="twin_serial", itself="serial_number", first="row"
    )
    pairs = naming.inner_join(
        issuances.select(*by, issuance_row="row"), ["application_id", "serial_number"]
    )
    back = (pairs.twin_serial == pairs.itself).fill_null(False)
    return pairs.filter(~back | (pairs["first"] < pairs.issuance_row)).select("issuance_row")


def _twins(issuances: Value, certificates: Value) -> Value:
    """certificate_row → the issuance that names it as its encryption twin."""
    naming = issuances.filter(issuances.twin_serial.notnull()).select(
        serial_number="twin_serial", recorded="issuer_dn_key", twin_issuance_row="row"
    )
    c = certificates.select("serial_number", "issuer_dn_key", certificate_row="row")
    pairs = naming.inner_join(c, "serial_number")
    same = pairs.recorded.isnull() | (pairs.recorded == pairs.issuer_dn_key)
    return (
        pairs.filter(same)
        .group_by("certificate_row")
        .agg(twin_issuance_row=lambda t: t.twin_issuance_row.min())
    )
