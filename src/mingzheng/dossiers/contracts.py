"""Subscriber agreements: single and standing, by application, by batch, by their own number."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.contract_texts import with_rights, with_statements
from mingzheng.dossiers.evidence import LASTING, Evidence, counted, known, surely_before
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import PARTIES, reach, row_of, sequence
from mingzheng.dossiers.numbers import MASK, differ
from mingzheng.dossiers.public_texts import text_uses, texts_read, with_told_matters
from mingzheng.dossiers.versions import version_code, with_version

TABLE = "contracts"
OF_CONTRACT = (
    "row", "contract_id", "scope", "means", "document_id", "signed_at", "signed_at_until",
    "party_name_key", "party_id_number_key", "party_id_number_form", "signed_by_name_key", "authorisation_ref",
)  # fmt: skip
TEXT_CODES = ("rights_code", "statement_code")
CODES = ("party_code", "signer_code", "template_code", "text_code", "revised_code")


def contracts(e: Evidence, cases: Value) -> Value:
    """One row per case with its contracts."""
    judged = e.keep("contracts_judged", _judged(e, _reached(e, cases), cases))
    summary = e.keep("contracts_summary", _summary(e, judged))
    of = cases.select(
        "case",
        "event_at",
        *LASTING,
        "product",
        "registration_authority",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )
    s = of.left_join(summary, "case").drop("case_right")
    there = known(e, TABLE, s)
    undecided = s.covering_open.fill_null(0) > 0
    if texts_read(e):
        s = s.mutate(agreed_matters=_agreed(s, there)).drop("agreed")
    s = s.mutate(
        contracts=counted(s.n, known=there),
        contracts_in_force=counted(s.covering, known=there & ~undecided),
        contract_row=row_of(s["first"]),
    ).drop(
        "n",
        "covering",
        "covering_open",
        "first",
        "event_at",
        *LASTING,
        "product",
        "registration_authority",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )
    first = judged.select(
        "case",
        "contract_id",
        shown_row="row",
        contract_scope="scope",
        contract_means="means",
        contract_document="document_id",
        contract_pair="pair",
        contract_signed_at="signed_at",
        contract_signed_at_until="signed_at_until",
        contract_party_name_key="party_name_key",
        contract_party_id_number_key="party_id_number_key",
        contract_party_id_number_form="party_id_number_form",
        contract_signed_by_key="signed_by_name_key",
    )
    if texts_read(e):
        text_uses(e, TABLE, judged.filter(judged.covers.fill_null(False)), cases)
    else:
        nothing = ibis.null("int8")
        s = s.mutate(contract_rights_fault=nothing, contract_statement_fault=nothing)
    joined = s.left_join(first, [s.case == first.case, s.contract_row == first.shown_row])
    return e.keep("case_contracts", joined.drop("case_right", "shown_row"))


def _reached(e: Evidence, cases: Value) -> Value:
    """Every contract with every case it reaches, once; `stranger` where it may not be the case's.

    A contract of a batch with a party of some cases there is those cases' alone. With a party of
    none it may be the one contract of them all, or nobody's.
    """
    rows = e[TABLE]
    links = cases.select("case", "application_id", "batch_id", "contract_id", *PARTIES)
    by_application = rows.filter(rows.application_id.notnull()).inner_join(
        links.select("case", "application_id"), "application_id"
    )
    numbered = links.filter(links.contract_id.notnull()).select("case", "contract_id")
    by_number = rows.inner_join(numbered, "contract_id")
    loose = rows.filter(rows.application_id.isnull(), rows.batch_id.notnull())
    by_batch = e.keep(
        "contracts_of_batches",
        reach(
            loose.mutate(contract_number=loose.contract_id, contract_id=ibis.null("string")),
            links,
            named=("party_name_key", "party_id_number_key"),
            alike=("scope", "document_id"),
        ).select("case", "row"),
    )
    # one such contract of a batch serves it as well as the next
    nobodys = loose.anti_join(by_batch, "row").group_by("batch_id").agg(row=lambda t: t.row.min())
    strange = nobodys.inner_join(links.select("case", "batch_id"), "batch_id")
    sure = ibis.union(
        *[found.select("case", "row") for found in (by_application, by_number, by_batch)],
        distinct=True,
    )
    pairs = ibis.union(
        sure.mutate(stranger=ibis.literal(False)),
        strange.select("case", "row", stranger=ibis.literal(True)).anti_join(
            sure, ["case", "row"]
        ),
    )
    standing = _standing(rows, links).anti_join(pairs, ["case", "row"])
    pairs = ibis.union(pairs, standing.mutate(stranger=ibis.literal(True)))
    return rows.inner_join(pairs, "row")


def _standing(rows: Value, links: Value) -> Value:
    """Standing contracts of a party of a case that names no contract: it may be under them."""
    framed = rows.filter(
        rows.scope == "standing", rows.application_id.isnull(), rows.batch_id.isnull()
    )
    loose = links.filter(links.contract_id.isnull())
    parties = [
        loose.select("case", party=loose[column])
        for column in PARTIES
        if not column.startswith("agent")
    ]
    named = [
        framed.select("row", party=framed[column])
        for column in ("party_name_key", "party_id_number_key")
    ]
    found = ibis.union(*parties).inner_join(ibis.union(*named), "party")
    return found.select("case", "row").distinct()


def _judged(e: Evidence, reached: Value, cases: Value) -> Value:
    """What each contract is worth to the case: does it cover the day, who is party, who signed?"""
    of_case = cases.select(
        "case",
        "event_at",
        "event_at_until",
        "accepted_at_until",
        "subject_name_key",
        "subject_id_number_key",
        "subject_id_number_form",
        "organization_name_key",
        "organization_id_number_key",
        "organization_id_number_form",
        "applicant_name_key",
        "applicant_id_number_key",
        "applicant_id_number_form",
        "applicant_role",
        "agent_name_key",
    )
    c = reached.inner_join(of_case, "case")
    standing = (c.scope == "standing").fill_null(c.covers_from.notnull())
    starts, ends = c.covers_from <= c.event_at, c.covers_until_until >= c.event_at_until
    outside = surely_before(e, c.event_at_until, c.covers_from) | surely_before(
        e, c.covers_until_until, c.event_at
    )
    c = c.mutate(
        covers=ibis.cases(
            (standing & outside, False),
            (c.stranger, ibis.null("boolean")),
            (~standing, True),
            (starts & ends.fill_null(True), True),
            else_=ibis.null("boolean"),
        )
    )
    c = with_told_matters(e, _with_revision(e, with_version(e, c)))
    c = with_statements(e, with_rights(e, c))
    # what is signed with the acceptance, or before it, may tell what no notice tells
    afterwards = surely_before(e, c.accepted_at_until, c.signed_at).fill_null(False)
    return c.select(
        *OF_CONTRACT,
        "case",
        "covers",
        "stranger",
        "pair",
        *TEXT_CODES,
        matters=ibis.ifelse(afterwards, 0, c.matters),
        party_code=_party_code(c).cast("int8"),
        signer_code=_signer_code(c).cast("int8"),
        template_code=version_code(e, c, at=c.signed_at, until=c.signed_at_until).cast("int8"),
        text_code=_text_code(e, c).cast("int8"),
        revised_code=_revised_code(e, c).cast("int8"),
    )


def _with_revision(e: Evidence, c: Value) -> Value:
    """With statement_from, when the first CPS that is younger than the contract's text began.

    statements: whether any CPS is on record at all.
    """
    documents = e["documents"]
    statements = documents.filter(documents.kind == "cps").select(
        began="effective_from", any_cps=ibis.literal(True)
    )
    texts = documents.filter(documents.kind == "contract").select(
        text="document_id", text_from="effective_from"
    )
    revised = (
        texts.cross_join(statements)
        .group_by("text")
        .agg(
            statements=lambda t: t.any_cps.any(),
            statement_from=lambda t: t.began.min(where=t.began > t.text_from),
        )
    )
    return c.left_join(revised, c.document_id == revised.text).drop("text")


def _text_code(e: Evidence, c: Value) -> Value:
    """Can the text that was agreed be produced: a version on record, or the signed one archived?

    Where no contract names a version, it is the export that lacks them.
    """
    told = e[TABLE].document_id.notnull().any().as_scalar().fill_null(False)
    spoiled = (TABLE, "document_id") in e.spoiled
    return ibis.cases(
        (c.version_from.notnull() | c.archive_ref.notnull(), FINE),
        (c.document_id.isnull() & told & ibis.literal(not spoiled), FAULTY),
        else_=OPEN,
    )


def _revised_code(e: Evidence, c: Value) -> Value:
    """Had the CPS been revised since the text was, when the contract was signed?"""
    unrevised = c.statements & c.statement_from.isnull()
    return ibis.cases(
        (unrevised | surely_before(e, c.signed_at_until, c.statement_from), FINE),
        (surely_before(e, c.statement_from, c.signed_at), FAULTY),
        else_=OPEN,
    )


def _party_code(c: Value) -> Value:
    """Is the party the holder, the holder's organisation or the applicant?"""
    names = ("subject_name_key", "organization_name_key", "applicant_name_key")
    numbers = ("subject_id_number", "organization_id_number", "applicant_id_number")
    differing = [
        differ(c.party_id_number_key, c.party_id_number_form, c[f"{n}_key"], c[f"{n}_form"])
        for n in numbers
    ]
    same_number = ibis.or_(*[(~d).fill_null(False) for d in differing])
    another_number = ibis.or_(*[d.fill_null(False) for d in differing])
    same_name = ibis.or_(*[(c.party_name_key == c[n]).fill_null(False) for n in names])
    names_known = c.party_name_key.notnull() & c.applicant_name_key.notnull()
    return ibis.cases(
        (same_number, FINE),
        (same_name & another_number, OPEN),  # a namesake, or a slip of the pen
        (same_name, FINE),
        (names_known & ~c.party_name_key.contains(MASK), FAULTY),
        else_=OPEN,
    )


def _signer_code(c: Value) -> Value:
    """Did only an agent or a platform sign? Whether it was authorised is asked afterwards."""
    acting = c.applicant_role.isin(("agent", "platform"))
    by_agent = (c.signed_by_name_key == c.agent_name_key) | (
        acting & (c.signed_by_name_key == c.applicant_name_key)
    )
    by_holder = (c.signed_by_name_key == c.subject_name_key) | (
        c.signed_by_name_key == c.organization_name_key
    )
    by_applicant = (c.signed_by_name_key == c.applicant_name_key) & ~acting
    return ibis.cases(
        (by_holder, FINE),
        (by_agent & c.authorisation_ref.isnull(), FAULTY),
        (by_agent | by_applicant, FINE),
        else_=OPEN,
    )


def _if_covering(j: Value, code: str) -> Value:
    """A code, OPEN of a contract that may not be the case's at all."""
    return ibis.ifelse(j.covers.isnull(), ibis.literal(OPEN, "int8"), j[code])


def _agreed(s: Value, there: Value) -> Value:
    """The mask of what the case's agreements tell in time; null where one may be missing."""
    return ibis.ifelse(there, s.agreed.fill_null(0), ibis.null("int64"))


def _summary(e: Evidence, j: Value) -> Value:
    of_texts = {}
    if texts_read(e):
        of_texts = {
            "agreed": lambda t: ibis.ifelse(t.perhaps, t.matters, 0).bit_or(),
            "contract_rights_fault": lambda t: t.rights_code.min(where=t.perhaps),
            "contract_statement_fault": lambda t: t.statement_code.min(where=t.perhaps),
        }
    return (
        j.mutate(
            sequence=sequence(j.signed_at, j.row),
            covering=j.covers.fill_null(False),
            perhaps=j.covers.fill_null(True),
            **{code: _if_covering(j, code) for code in (*CODES, *TEXT_CODES)},
        )
        .group_by("case")
        .agg(
            n=lambda t: t.count(),
            covering=lambda t: t.covering.sum(),
            covering_open=lambda t: t.covers.isnull().sum(),
            first=lambda t: ibis.coalesce(t.sequence.min(where=t.covering), t.sequence.min()),
            contract_party_fault=lambda t: t.party_code.min(where=t.perhaps),
            contract_signer_fault=lambda t: t.signer_code.min(where=t.perhaps),
            contract_template_fault=lambda t: t.template_code.min(where=t.perhaps),
            contract_text_fault=lambda t: t.text_code.min(where=t.perhaps),
            contract_revision_fault=lambda t: t.revised_code.min(where=t.perhaps),
            contract_undated=lambda t: t.signed_at.isnull().any(),
            authorised_by_contract=lambda t: t.authorisation_ref.notnull().any(),
            **of_texts,
        )
    )
