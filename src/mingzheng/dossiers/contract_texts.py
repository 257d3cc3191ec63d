"""What the texts of contracts say: rights and duties, and whether the practice statement agrees."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.public_texts import PAIRS, RIGHTS, TABLE, texts_read, worst
from mingzheng.dossiers.versions import in_force

CONTRACTS = "contracts"


def with_rights(e: Evidence, rows: Value) -> Value:
    """`rows` with rights_code: is there a clause for every right and duty in their document_id?

    OPEN of a text that was not read; null throughout where none was.
    """
    if not texts_read(e):
        return rows.mutate(rights_code=ibis.null("int8"))
    named = e[TABLE].inner_join(worst(e, RIGHTS), "row")
    of = named.select(rights_of="document_id", rights="fault")
    joined = rows.left_join(of, rows.document_id == of.rights_of)
    return joined.mutate(rights_code=_or_open(joined.rights)).drop("rights_of", "rights")


def with_statements(e: Evidence, rows: Value) -> Value:
    """Contracts with statement_code and pair: does their text contradict the statement of the day?

    The practice statement is the one in force when the contract was signed; where several are, all
    must agree. pair: the row in `text_pairs` that shows it, null where nothing does.
    """
    if not texts_read(e):
        return rows.mutate(statement_code=ibis.null("int8"), pair=ibis.null("int64"))
    spells = e.keep("text_spells", _spells(e))
    signed = e[CONTRACTS].select("row", "document_id", "signed_at", "signed_at_until")
    there = signed.inner_join(
        spells,
        [
            signed.document_id == spells.text_id,
            signed.signed_at_until >= spells.since,
            signed.signed_at <= spells.until,
        ],
    )
    found = there.group_by("row").agg(
        least=lambda t: t.code.min(),
        most=lambda t: t.code.max(),
        faulty=lambda t: t.pair.min(where=t.code == FAULTY),
        open=lambda t: t.pair.min(where=t.code == OPEN),
    )
    agreed = ibis.ifelse(found.least == found.most, found.least, ibis.literal(OPEN, "int8"))
    shown = ibis.coalesce(found.faulty, found.open)
    judged = found.select("row", pair=shown, statement_code=agreed)
    joined = rows.left_join(e.keep("contract_statements", judged), "row").drop("row_right")
    return joined.mutate(statement_code=_or_open(joined.statement_code))


def _spells(e: Evidence) -> Value:
    """A row per template and practice statement on record, with the statement's days.

    text_id, since, until, code; pair: the row in `text_pairs`.
    """
    d, p = e["documents"], e[PAIRS]
    texts = d.filter(d.kind == "contract").select(text_id="document_id", text_row="row")
    code = ibis.cases((p.answer == "contradicts", FAULTY), (p.answer == "none", FINE), else_=OPEN)
    pairs = p.select("text_row", "statement_row", pair="row", code=code.cast("int8"))
    statements = in_force(e, "cps").rename(statement_row="row")
    both = texts.cross_join(statements).left_join(pairs, ["text_row", "statement_row"])
    return both.select("text_id", "since", "until", "pair", code=_or_open(both.code))


def _or_open(code: Value) -> Value:
    return code.fill_null(ibis.literal(OPEN, "int8"))
