"""All plants of a sample grown: their rows, their certificates, and the truth about them."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.sample.certificates import IssuerKey, issue
from mingzheng.sample.institution import FORMER_NAME, NAME
from mingzheng.sample.issuers import Issuers, make_issuer
from mingzheng.sample.keys import KeyKind
from mingzheng.sample.plants import PLANTS
from mingzheng.sample.plot import Plot
from mingzheng.sample.profile import (
    Attribute,
    CertificateColumns,
    Codes,
    Encoding,
)
from mingzheng.sample.signing import Algorithm
from mingzheng.sample.story import Paper, Row
from mingzheng.sample.subjects import (
    COMMON_NAME,
    COUNTRY,
    ORGANIZATION,
    RESIDENT_EXTENSION,
    SERIAL_NUMBER,
)

ORGANISATION_CODE_EXTENSION = "1.2.156.10260.4.1.4"
CHINA = dt.timezone(dt.timedelta(hours=8))
ABSENT = "absent"
"""The issuer whose own certificate the CA does not supply."""

USUAL = {
    "sm2": Algorithm.SM2_WITH_SM3_NULL,
    "second": Algorithm.SM2_WITH_SM3_NULL,
    "rsa": Algorithm.RSA_WITH_SHA256,
    **dict.fromkeys(("p256", "former", "foreign", ABSENT), Algorithm.ECDSA_WITH_SHA256),
}
"""The algorithm by which each issuer signs."""

TRUTH = pa.schema(
    [
        ("rule", pa.string()),
        ("verdict", pa.string()),
        ("severity", pa.string()),
        ("looks_at", pa.string()),
        ("application_id", pa.string()),
        ("serial_number", pa.string()),
        ("fingerprint", pa.string()),
        ("subject", pa.string()),
        ("note", pa.string()),
    ]
)
"""The columns of truth.parquet; fingerprint is the SHA-256 of the certificate's bytes, subject
what names a subject that is neither a case nor a certificate."""


def times(certificates: int) -> int:
    """How often every plant is grown: twice, and once more with every power of ten from 10^4."""
    return max(2, int(math.log10(certificates)) - 1)


def grow(seed: int, as_of: dt.date, issuers: Sequence[str], certificates: int) -> Plot:
    """The plants of a sample of that size."""
    plot = Plot(seed=seed, as_of=as_of, issuers=issuers)
    for _ in range(times(certificates)):
        for rule, plant in PLANTS.items():
            plot.rule, plot.note = rule, (plant.__doc__ or "").strip()
            plant(plot)
    return plot


def gardeners(seed: int, issuers: Issuers) -> dict[str, IssuerKey]:
    """Every issuer that a plant may ask for, by its name there."""
    second = ("明证示例电子认证服务有限公司", "明证示例SM2")
    return {
        "sm2": issuers.sm2,
        "p256": issuers.p256,
        "rsa": issuers.rsa,
        "second": make_issuer(seed, KeyKind.SM2, -5, name=second),
        "former": make_issuer(seed, KeyKind.P256, -6, name=(FORMER_NAME, "明证示例旧P-256")),
        "foreign": make_issuer(
            seed, KeyKind.P256, -7, name=("他山电子认证服务有限公司", "他山示例CA")
        ),
        ABSENT: make_issuer(seed, KeyKind.P256, -8, name=(NAME, "明证示例离线CA")),
    }


def rows(plot: Plot) -> dict[str, list[Row]]:
    """Every row of every story, by table; the certificates must be made before."""
    found: dict[str, list[Row]] = {}
    for story in plot.stories:
        for table, lines in story.rows.items():
            found.setdefault(table, []).extend(lines)
        for paper in story.papers:
            if paper.archived:
                found.setdefault("holdings", []).append(
                    {"archive_ref": f"ZS{paper.fingerprint[:16]}", "sha256": paper.fingerprint,
                     "form": "electronic", "location": "二号库"}
                )  # fmt: skip
    return found


def count(plot: Plot) -> int:
    """How many certificates the plants take in the archive."""
    return sum(len(story.papers) * story.copies for story in plot.stories)


def certificates(
    plot: Plot, issuers: Mapping[str, IssuerKey], *, threads: int | None
) -> Iterator[pa.LargeBinaryArray]:
    """The certificates of all plants, by issuer; each paper then knows its fingerprint."""
    for name, issuer in issuers.items():
        papers = [
            (paper, story.copies)
            for story in plot.stories
            for paper in story.papers
            if paper.authority == name
        ]
        if not papers:
            continue
        made = issue(issuer, _columns([p for p, _ in papers]), seed=plot.seed, threads=threads)
        for (paper, _), der in zip(papers, made.to_pylist(), strict=True):
            paper.fingerprint = hashlib.sha256(der).hexdigest()
        yield made
        again = [place for place, (_, copies) in enumerate(papers) if copies > 1]
        if again:
            yield made.take(pa.array(again))


def _columns(papers: Sequence[Paper]) -> CertificateColumns:
    columns = {
        "serial": pa.array([p.serial for p in papers], pa.binary()),
        "not_before": np.array([_utc(p.begins) for p in papers]),
        "not_after": np.array([_utc(p.ends) for p in papers]),
        "subject": (
            Attribute(COUNTRY, pa.array(["CN"] * len(papers)), Encoding.PRINTABLE),
            Attribute(ORGANIZATION, _texts([p.organization for p in papers])),
            Attribute(SERIAL_NUMBER, _texts([p.number for p in papers]), Encoding.PRINTABLE),
            Attribute(COMMON_NAME, _texts([p.common_name for p in papers])),
        ),
        "identifiers": (
            Attribute(RESIDENT_EXTENSION, _texts([p.resident for p in papers]), Encoding.IMPLICIT),
            Attribute(
                ORGANISATION_CODE_EXTENSION,
                _texts([p.organisation_code for p in papers]),
                Encoding.PRINTABLE,
            ),
        ),
        "key_kind": np.array([p.key_kind for p in papers], np.uint8),
        "key_index": np.array([p.key_index for p in papers], np.int64),
        "key_usage": pa.array([p.usage for p in papers], pa.uint16()),
        "extended_key_usage": _texts([p.purposes for p in papers]),
        "policies": _texts([p.policies for p in papers]),
        "crl_url": _texts([p.crl_url for p in papers]),
        "constraints": np.array([p.constraints for p in papers], np.uint8),
        "algorithm": _algorithms(papers, [p.algorithm for p in papers]),
        "outer_algorithm": _algorithms(papers, [p.outer_algorithm or p.algorithm for p in papers]),
        "omit": np.array([p.omit for p in papers], np.uint8),
        "damage": np.array([p.damage for p in papers], np.uint8),
    }
    return CertificateColumns(**columns)


def _algorithms(papers: Sequence[Paper], wanted: Sequence[int | None]) -> Codes:
    """The algorithms asked for, elsewhere the issuer's usual one."""
    pairs = zip(papers, wanted, strict=True)
    return np.array([USUAL[p.authority] if code is None else code for p, code in pairs], np.uint8)


def _texts(values: Sequence[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


def _utc(moment: dt.datetime) -> int:
    return int(moment.replace(tzinfo=CHINA).timestamp())


def write_truth(plot: Plot, path: Path) -> int:
    """Write truth.parquet; gives its rows."""
    told = [
        {
            "rule": truth.rule,
            "verdict": truth.verdict,
            "severity": truth.severity,
            "looks_at": truth.looks_at,
            "application_id": truth.application_id,
            "serial_number": truth.paper.hex if truth.paper else truth.serial_number,
            "fingerprint": truth.paper.fingerprint if truth.paper else None,
            "subject": truth.subject,
            "note": truth.note,
        }
        for truth in plot.truths
    ]
    pq.write_table(pa.Table.from_pylist(told, TRUTH), path, compression="zstd")
    return len(told)
