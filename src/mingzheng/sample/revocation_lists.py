"""The revocation lists of the synthetic CA: really signed, one a quarter and one on the last day."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from mingzheng.sample.business import CHINA
from mingzheng.sample.cells import Integers
from mingzheng.sample.certificates import IssuerKey
from mingzheng.sample.cohort import Cohort
from mingzheng.sample.der import (
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    Column,
    constant,
    fixed,
    object_identifier,
    present,
    sequence,
    strings,
    tagged,
    times,
)
from mingzheng.sample.institution import BEGINS
from mingzheng.sample.plot import Listed, Plot
from mingzheng.sample.signing import ALGORITHM_IDENTIFIERS
from mingzheng.sample.subjects import AUTHORITIES, CRL_URL
from mingzheng.signatures.field import Octets

ENUMERATED, EXPLICIT_0 = 0x0A, 0xA0
AUTHORITY_KEY, NUMBER, DISTRIBUTION, REASON = "2.5.29.35", "2.5.29.20", "2.5.29.28", "2.5.29.21"
NO_REASON = 255

ISSUED_AT = 6 * 3600
"""The hour of the day at which lists are issued, in seconds, civil time in China."""
DAY, HOUR = 86_400, 3600

PARTITIONED = "p256"
"""The issuer whose lists name their distribution point; they are PEM, the others DER."""


@dataclass(frozen=True)
class Revoked:
    """n certificates that one issuer revoked; times are seconds from 1970."""

    serials: pa.Array
    """binary: the content octets of the serial number."""
    at: Integers
    until: Integers
    """When the certificate expires: it leaves the lists then."""
    reasons: Octets
    """CRLReason, NO_REASON for none."""

    def __len__(self) -> int:
        return len(self.at)

    def on(self, moment: int) -> Revoked:
        """Those that a list of that moment holds: revoked an hour before, and not expired."""
        rows = (self.at + HOUR <= moment) & (self.until > moment)
        return Revoked(
            self.serials.filter(pa.array(rows)),
            self.at[rows],
            self.until[rows],
            self.reasons[rows],
        )


@dataclass
class Revocations:
    """What has been revoked so far, by the name of the issuer."""

    found: dict[str, list[Revoked]] = field(default_factory=dict)

    def add(self, issuer: str, revoked: Revoked) -> None:
        """More of one issuer's."""
        self.found.setdefault(issuer, []).append(revoked)

    def add_cohort(self, c: Cohort) -> None:
        """The certificates that the cohort's applications revoke, twins included."""
        asks = np.flatnonzero(c.revokes)
        old = c.follows[asks]
        for places in (c.signing[old], c.encrypting[old]):
            there = places >= 0
            place, ask = places[there], asks[there]
            for number, name in enumerate(AUTHORITIES):
                mine = c.authority[place] == number
                serials = c.serials[place[mine]]
                self.add(
                    name,
                    Revoked(
                        serials=fixed(serials).to_arrow().cast(pa.binary()),
                        at=c.issued[ask[mine]] - CHINA,
                        until=c.ends[c.follows[ask[mine]]] - CHINA,
                        reasons=np.full(int(mine.sum()), NO_REASON, np.uint8),
                    ),
                )

    def add_stories(self, plot: Plot) -> None:
        """What the plants revoke, but for what they leave out, and what they list besides."""
        papers = {paper.hex: paper for story in plot.stories for paper in story.papers}
        listed = list(plot.listed)
        for story in plot.stories:
            for row in story.rows.get("status_changes", ()):
                paper = papers.get(str(row["serial_number"]))
                effective = row.get("effective_at")
                if row["action"] != "revoked" or paper is None or effective is None:
                    continue
                if paper.hex not in plot.unlisted:
                    at = dt.datetime.fromisoformat(effective)
                    listed.append(Listed(paper.authority, paper.serial, at, paper.ends))
        for entry in listed:
            self.add(
                entry.authority,
                Revoked(
                    serials=pa.array([entry.serial], pa.binary()),
                    at=np.array([_utc(entry.at)]),
                    until=np.array([_utc(entry.until)]),
                    reasons=np.array([NO_REASON], np.uint8),
                ),
            )

    def of(self, issuer: str) -> Revoked:
        """All of one issuer's, in the order of their serial numbers."""
        parts = self.found.get(issuer, [])
        serials = pa.concat_arrays([pa.array([], pa.binary()), *(p.serials for p in parts)])
        order = np.argsort(np.array(serials.to_pylist(), object), kind="stable")
        none = np.zeros(0, np.int64)
        return Revoked(
            serials.take(pa.array(order, pa.int64())),
            np.concatenate([none, *(p.at for p in parts)])[order],
            np.concatenate([none, *(p.until for p in parts)])[order],
            np.concatenate([np.zeros(0, np.uint8), *(p.reasons for p in parts)])[order],
        )


def issue_days(as_of: dt.date) -> list[dt.date]:
    """The days on which lists are issued: the first of every quarter, and the last day."""
    quarters = [
        dt.date(year, month, 1)
        for year in range(BEGINS.year, as_of.year + 1)
        for month in (1, 4, 7, 10)
    ]
    return [day for day in quarters if BEGINS < day < as_of] + [as_of]


def write_revocation_lists(
    folder: Path, keys: Mapping[str, IssuerKey], revocations: Revocations, as_of: dt.date
) -> int:
    """Write every list; how many there are."""
    folder.mkdir(parents=True)
    days = issue_days(as_of)
    for name in AUTHORITIES:
        every, point = revocations.of(name), None
        suffix = "crl"
        if name == PARTITIONED:
            point, suffix = CRL_URL.format(name), "pem"
        for number, day in enumerate(days, 1):
            at = int(np.datetime64(day).astype("datetime64[s]").astype(np.int64))
            at += ISSUED_AT - CHINA
            der = revocation_list(keys[name], every.on(at), at=at, number=number, point=point)
            octets = _armoured(der) if suffix == "pem" else der
            (folder / f"{name}-{day.isoformat()}.{suffix}").write_bytes(octets)
    return len(days) * len(AUTHORITIES)


def revocation_list(
    issuer: IssuerKey, revoked: Revoked, *, at: int, number: int, point: str | None = None
) -> bytes:
    """The DER of one list (RFC 5280 5.1), good for a quarter."""
    algorithm = ALGORITHM_IDENTIFIERS[issuer.key.algorithms[0]]
    updates = b"".join(_one(times(np.array([each]))) for each in (at, at + 93 * DAY))
    entries = _wrapped(SEQUENCE, _entries(revoked)) if len(revoked) else b""
    body = b"".join(
        [
            b"\x02\x01\x01",
            algorithm,
            issuer.name,
            updates,
            entries,
            _extensions(issuer, number, point),
        ]
    )
    signed = _wrapped(SEQUENCE, body)
    [signature] = (
        issuer.key.sign(constant(signed), issuer.key.algorithms[0]).to_arrow().to_pylist()
    )
    return _wrapped(SEQUENCE, signed + algorithm + _wrapped(0x03, b"\x00" + signature))


def _utc(moment: dt.datetime) -> int:
    """A civil moment in China as seconds from 1970."""
    return int(np.datetime64(moment, "s").astype(np.int64)) - CHINA


def _entries(revoked: Revoked) -> bytes:
    reason = sequence(
        sequence(
            constant(object_identifier(REASON)),
            tagged(OCTET_STRING, tagged(ENUMERATED, fixed(revoked.reasons[:, None]))),
        )
    )
    entries = sequence(
        tagged(INTEGER, strings(revoked.serials)),
        times(revoked.at),
        present(reason, revoked.reasons != NO_REASON),
    )
    return entries.data.tobytes()


def _extensions(issuer: IssuerKey, number: int, point: str | None) -> bytes:
    key = _one(sequence(tagged(0x80, constant(issuer.key_identifier))))
    found = [_extension(AUTHORITY_KEY, key), _extension(NUMBER, b"\x02\x01" + bytes([number]))]
    if point is not None:
        uri = _wrapped(0x86, point.encode())
        name = _wrapped(EXPLICIT_0, _wrapped(EXPLICIT_0, uri))
        found.append(_extension(DISTRIBUTION, _wrapped(SEQUENCE, name), critical=True))
    return _wrapped(EXPLICIT_0, _wrapped(SEQUENCE, b"".join(found)))


def _extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    flag = b"\x01\x01\xff" if critical else b""
    return _wrapped(SEQUENCE, object_identifier(oid) + flag + _wrapped(OCTET_STRING, value))


def _armoured(der: bytes) -> bytes:
    """A list in PEM (RFC 7468)."""
    text = base64.b64encode(der)
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return b"\n".join([b"-----BEGIN X509 CRL-----", *lines, b"-----END X509 CRL-----", b""])


def _one(column: Column) -> bytes:
    """The only row of a column."""
    return column.data[column.starts[0] : column.ends[0]].tobytes()


def _wrapped(tag: int, content: bytes) -> bytes:
    """One element, of any length: a list may be larger than a column's rows."""
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
