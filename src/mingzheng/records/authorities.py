"""The issuers that the CA supplied, with which the archive's signatures are verified."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from mingzheng.certificates import read
from mingzheng.language import Text
from mingzheng.records.signatures import authorities_in, issuer_keys, verified
from mingzheng.signatures.algorithms import Scheme
from mingzheng.signatures.authorities import Authorities, Authority
from mingzheng.signatures.second_opinion import library_for
from mingzheng.signatures.verdicts import Verdict
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Rejects


def supplied_authorities(paths: list[Path], root: Path, limits: Limits) -> Authorities:
    """The authorities whose certificates lie under the paths.

    One that another of them did not sign, though it names it and its key, is none: it is damaged
    or not what it says. What can't be read is reported where the table of issuers is read.
    """
    # rejects are collected by who reads the same files as a table
    with Rejects() as ignored:
        batches = read_certificates(paths, rejects=ignored, limits=limits, root=root)
        read_whole = [(read(batch.der).combine_chunks(), batch.der) for batch in batches]
    every = Authorities.of(_every(read_whole))
    sound = [(table, der) for table, der in (_sound(*each, every) for each in read_whole)]
    return Authorities.of(_every(sound))


def _every(tables: list[tuple[pa.Table, pa.Array]]) -> list[Authority]:
    return [a for table, der in tables for a in authorities_in(table, der, supplied=True)]


def _sound(table: pa.Table, der: pa.Array, every: Authorities) -> tuple[pa.Table, pa.Array]:
    verdicts = verified(table, der, issuer_keys(table), every).verdicts
    mask = pa.array(verdicts != np.uint8(Verdict.INVALID))
    return table.filter(mask).combine_chunks(), der.filter(mask)


def without_library() -> tuple[Text, ...]:
    """What a reader must know where this machine has no libcrypto that can do SM2."""
    if library_for(Scheme.SM2) is not None:
        return ()
    return (
        Text(
            zh="本机没有支持SM2的libcrypto（OpenSSL 3）：SM2和P-256签名由另一套纯整数运算复核，RSA等其他算法只验证一次。",
            en="This machine has no libcrypto (OpenSSL 3) that can do SM2: SM2 and P-256 signatures are verified again with plain integers, those of RSA and other algorithms once.",
        ),
    )
