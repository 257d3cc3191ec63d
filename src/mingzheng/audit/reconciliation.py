"""Certificates per issuer, product and year: what the archive holds against what was recorded."""

from __future__ import annotations

import ibis
import pyarrow as pa

from mingzheng.audit.engines import Engine
from mingzheng.audit.judging import local_year
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value
from mingzheng.privacy import mask_texts

COUNTS = (
    "archive", "issuances", "matched", "archive_only", "issuances_only", "listed", "listed_only",
)  # fmt: skip
"""listed: in a revocation list that was supplied; listed_only: there, and nowhere else."""

KEYS = ("issuer", "product", "year")
SCHEMA = pa.schema(
    [
        ("issuer", pa.string()),
        ("product", pa.string()),
        ("year", pa.int64()),
        *((count, pa.int64()) for count in COUNTS),
    ]
)
NUMBER = ["serial_number", "issuer_key"]


def reconciliation(engine: Engine, e: Evidence) -> pa.Table:
    """issuer, product, year and `COUNTS`.

    A twin for encryption that the issuance of its signing certificate names is on record. Of a
    certificate in a revocation list alone the product is not known, and its year is that of its
    revocation; the CA's own certificates are none of them.
    """
    listed = e.keep("listed_certificates", _listed(e))
    known, strangers = _known(e, listed), _strangers(e, listed)
    every = ibis.union(known, strangers)
    counted = every.group_by(*KEYS).agg(**{count: every[count].sum() for count in COUNTS})
    table = engine.table(counted).cast(SCHEMA)
    table = table.sort_by([(c, "ascending") for c in KEYS])
    return table.set_column(0, "issuer", mask_texts(table["issuer"].combine_chunks()))


def signatures(engine: Engine, e: Evidence) -> dict[str, int]:
    """What verifying the signatures came to → how many of the certificates that can be read.

    `disputed` are those on which two implementations disagree; the others are words of
    `records.signatures`.
    """
    readable = e["certificates"].filter(e["certificates"].unreadable.isnull())
    verdicts = readable.select(verdict=readable.signature_verdict.fill_null("disputed"))
    counted = engine.table(verdicts.group_by("verdict").agg(count=lambda t: t.count()))
    return {row["verdict"]: row["count"] for row in counted.sort_by("verdict").to_pylist()}


def _listed(e: Evidence) -> Value:
    """Every certificate of the revocation lists once."""
    entries = e["revoked"].filter(e["revoked"].issuer_dn_key.notnull())
    entries = entries.rename(issuer_key="issuer_dn_key")
    return entries.group_by(*NUMBER).agg(
        issuer=lambda t: t.issuer_dn.min(), revoked_at=lambda t: t.revoked_at.min()
    )


def _known(e: Evidence, listed: Value) -> Value:
    """The certificates and issuances, each with where it was met."""
    there = listed.select(*NUMBER, there=ibis.literal(True))
    u = e["unit_context"].left_join(there, NUMBER)
    kept, issued = u.certificate_row.notnull(), u.issuance_row.notnull()
    return _rows(
        issuer=u.issuer_dn,
        product=u.product,
        year=local_year(u.event_at, e.settings),
        of=u,
        archive=kept,
        issuances=issued,
        matched=kept & issued,
        archive_only=kept & ~issued,
        issuances_only=~kept & issued,
        listed=u.there.fill_null(False),
    )


def _strangers(e: Evidence, listed: Value) -> Value:
    """What is in the lists alone."""
    own = e["issuers"].select("serial_number", issuer_key="issuer_dn_key")
    met = ibis.union(e["unit_context"].select(*NUMBER), own)
    s = listed.anti_join(met, NUMBER)
    return _rows(
        issuer=s.issuer,
        product=ibis.null("string"),
        year=local_year(s.revoked_at, e.settings),
        of=s,
        listed=ibis.literal(True),
        listed_only=ibis.literal(True),
    )


def _rows(*, of: Value, issuer: Value, product: Value, year: Value, **met: Value) -> Value:
    """A line per certificate: 1 where it was met."""
    counts = {c: met.get(c, ibis.literal(False)).cast("int64") for c in COUNTS}
    return of.select(issuer=issuer, product=product, year=year, **counts)
