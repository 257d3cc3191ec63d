"""Certificates per issuer, product and year: what the archive holds against what was recorded."""

from __future__ import annotations

import pyarrow as pa

from mingzheng.audit.engine import Engine
from mingzheng.audit.judging import local_year
from mingzheng.dossiers.evidence import Evidence
from mingzheng.privacy import mask_texts


def reconciliation(engine: Engine, e: Evidence) -> pa.Table:
    """issuer, product, year, archive, issuances, matched, archive_only, issuances_only.

    A twin for encryption that the issuance of its signing certificate names is on record.
    """
    u = e["unit_context"]
    kept, issued = u.certificate_row.notnull(), u.issuance_row.notnull()
    counted = u.select(
        issuer="issuer_dn", product="product", year=local_year(u.event_at, e.settings), kept=kept, issued=issued,
    ).group_by("issuer", "product", "year").agg(
        archive=lambda t: t.kept.sum(),
        issuances=lambda t: t.issued.sum(),
        matched=lambda t: (t.kept & t.issued).sum(),
        archive_only=lambda t: (t.kept & ~t.issued).sum(),
        issuances_only=lambda t: (~t.kept & t.issued).sum(),
    )  # fmt: skip
    table = engine.table(counted).sort_by(
        [(c, "ascending") for c in ("issuer", "product", "year")]
    )
    numbers = ("archive", "issuances", "matched", "archive_only", "issuances_only")
    for name in numbers:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].cast(pa.int64()))
    return table.set_column(0, "issuer", mask_texts(table["issuer"].combine_chunks()))
