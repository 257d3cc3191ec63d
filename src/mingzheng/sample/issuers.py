"""The synthetic CA's own keys and certificates: a root, and an issuer of each kind of key."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from mingzheng.sample.certificates import IssuerKey, issue
from mingzheng.sample.extensions import distinguished_name
from mingzheng.sample.keys import KeyKind, key_identifiers, public_key_infos
from mingzheng.sample.profile import (
    Attribute,
    CertificateColumns,
    Constraints,
    Encoding,
    KeyUsage,
    serials,
)
from mingzheng.sample.signing import SigningKey

COUNTRY, ORGANIZATION, COMMON_NAME = "2.5.4.6", "2.5.4.10", "2.5.4.3"

FROM, UNTIL = 1_325_376_000, 2_524_608_000
"""2012-01-01 and 2050-01-01 UTC, in seconds from 1970: around everything the sample issues."""


class Issuers(NamedTuple):
    """The root signs `sm2`; `p256` and `rsa` sign themselves."""

    root: IssuerKey
    sm2: IssuerKey
    p256: IssuerKey
    rsa: IssuerKey


def make_issuers(seed: int, *, organization: str = "明证示例电子认证服务有限公司") -> Issuers:
    """The CA's keys from the seed; their key indices are negative, the holders' are not."""
    root = make_issuer(seed, KeyKind.SM2, -1, name=(organization, "明证示例根"))
    return Issuers(
        root=root,
        sm2=make_issuer(seed, KeyKind.SM2, -2, name=(organization, "明证示例SM2"), parent=root),
        p256=make_issuer(seed, KeyKind.P256, -3, name=(organization, "明证示例P-256")),
        rsa=make_issuer(seed, KeyKind.RSA, -4, name=(organization, "明证示例RSA")),
    )


def make_issuer(
    seed: int,
    kind: KeyKind,
    index: int,
    *,
    name: tuple[str, str],
    parent: IssuerKey | None = None,
) -> IssuerKey:
    """One CA key with its certificate, signed by `parent` or by itself.

    `name` is organization and common name; the country is CN.
    """
    subject = (
        Attribute(COUNTRY, pa.array(["CN"]), Encoding.PRINTABLE),
        Attribute(ORGANIZATION, pa.array(name[:1])),
        Attribute(COMMON_NAME, pa.array(name[1:])),
    )
    kinds, indices = np.array([kind], np.uint8), np.array([index])
    identifier = key_identifiers(public_key_infos(seed, kinds, indices))
    itself = IssuerKey(
        key=SigningKey(seed, kind, index),
        name=distinguished_name(subject).data.tobytes(),
        key_identifier=identifier.tobytes(),
        certificate=b"",
    )
    columns = CertificateColumns(
        serial=serials(identifier[:, :16]),
        not_before=np.array([FROM]),
        not_after=np.array([UNTIL]),
        subject=subject,
        key_kind=kinds,
        key_index=indices,
        key_usage=pa.array([KeyUsage.KEY_CERT_SIGN | KeyUsage.CRL_SIGN], pa.uint16()),
        constraints=np.array([Constraints.AUTHORITY], np.uint8),
    )
    [certificate] = issue(parent or itself, columns, seed=seed)
    return IssuerKey(itself.key, itself.name, itself.key_identifier, certificate.as_py())
