"""Certificates in bulk: DER from columns, really signed, the same bytes for the same seed.

No object is made per certificate: rows are encoded and signed in blocks, on all cores, by compiled
code that releases the interpreter. Only what OpenSSL does is called row by row: RSA signatures,
and SHA-2 for ECDSA.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mingzheng.sample.der import (
    INTEGER,
    Column,
    bit_string,
    choose,
    constant,
    fixed,
    join,
    present,
    sequence,
    strings,
    tagged,
    take,
    times,
)
from mingzheng.sample.extensions import codes, distinguished_name, extensions, valid
from mingzheng.sample.keys import draw_rsa_keys, key_identifiers, public_key_infos
from mingzheng.sample.profile import CertificateColumns, Codes, Damage, Omission
from mingzheng.sample.signing import ALGORITHM_IDENTIFIERS, Algorithm, SigningKey

BLOCK = 4096
"""Rows encoded at a time: their DER stays in the cache, and blocks are what threads share."""


@dataclass(frozen=True)
class IssuerKey:
    """A CA key with its name and its own certificate."""

    key: SigningKey
    name: bytes
    """The DER of its distinguished name."""
    key_identifier: bytes
    certificate: bytes
    """DER."""


def issue(
    issuer: IssuerKey, columns: CertificateColumns, *, seed: int, threads: int | None = None
) -> pa.LargeBinaryArray:
    """The DER of one certificate per row, in order: large_binary[n].

    The seed gives the holders' keys. The result doesn't depend on `threads` (default: all cores).
    """
    starts = range(0, len(columns), BLOCK)
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        draw_rsa_keys(seed, columns.key_kind, columns.key_index, pool)
        blocks = pool.map(
            lambda start: _issue_block(issuer, columns.rows(start, start + BLOCK), seed), starts
        )
        empty = pa.array([], pa.large_binary())
        return pa.concat_arrays([empty, *blocks])


def _issue_block(issuer: IssuerKey, columns: CertificateColumns, seed: int) -> pa.LargeBinaryArray:
    usual = issuer.key.algorithms[0]
    inner = codes(columns.algorithm, len(columns), usual)
    outer = inner if columns.outer_algorithm is None else columns.outer_algorithm
    signed = _signed_part(issuer, columns, inner=inner, seed=seed)
    signature = _signatures(issuer.key, signed, outer)
    whole = sequence(signed, take(ALGORITHM_IDENTIFIERS, outer), bit_string(signature))
    if columns.damage is not None:
        whole = _damaged(whole, columns.damage)
    return whole.to_arrow()


def _signed_part(
    issuer: IssuerKey, columns: CertificateColumns, *, inner: Codes, seed: int
) -> Column:
    """The TBSCertificate (RFC 5280, 4.1.2)."""
    rows = len(columns)
    infos = public_key_infos(seed, columns.key_kind, columns.key_index)
    version = constant(b"\xa0\x03\x02\x01\x02")
    named = (codes(columns.omit, rows, 0) & Omission.ISSUER) == 0
    subject_key = fixed(key_identifiers(infos))
    return sequence(
        present(version, codes(columns.version, rows, 3) == 3),
        present(tagged(INTEGER, strings(columns.serial)), valid(columns.serial)),
        take(ALGORITHM_IDENTIFIERS, inner),
        take([b"\x30\x00", issuer.name], named.astype(np.int64)),
        sequence(times(columns.not_before), times(columns.not_after)),
        distinguished_name(columns.subject),
        infos,
        extensions(columns, authority=issuer.key_identifier, subject=subject_key),
    )


def _signatures(key: SigningKey, messages: Column, outer: Codes) -> Column:
    """Each row's signature, with its outer algorithm where the key can, else the usual one."""
    able = np.where(np.isin(outer, key.algorithms), outer, key.algorithms[0])
    parts = []
    for code in np.unique(able):
        rows = able == code
        part = Column(messages.data, messages.starts[rows], messages.ends[rows])
        parts.append((rows, key.sign(part, Algorithm(code))))
    return choose(parts)


def _damaged(whole: Column, damage: Codes) -> Column:
    """The certificates with what happened to them afterwards."""
    data = whole.data.copy()
    data[whole.ends[damage == Damage.SIGNATURE] - 1] ^= 1
    for octet in range(1, 5):
        data[whole.starts[damage == Damage.GARBLED] + octet] = 0xFF
    data[whole.starts[damage == Damage.INSIDE] + 13] = 0xFF
    halves = (whole.starts + whole.ends) // 2
    return join(
        Column(data, whole.starts, np.where(damage == Damage.TRUNCATED, halves, whole.ends))
    )
