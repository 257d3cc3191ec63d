"""The object identifiers that the reader knows, as one table that compiled code can search.

Names of algorithms: RFC 5480, 8017, 8410, 3279; GM/T 0006 for the SM ones.
Attribute short names: RFC 4514 section 3. Identity extensions: GM/T 0015-2012 and -2023,
GB/T 20518, the older arc 1.2.86.11.7, and arcs seen in vendors' code.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import kernel

SLOTS = {
    "2.5.4.3": "CN",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.6": "C",
    "2.5.4.5": "",
    "1.2.840.113549.1.9.1": "",
    "0.9.2342.19200300.100.1.1": "UID",
}
"""Attributes of a name with a column of their own, in the order of the slots; short names."""

ATTRIBUTES = SLOTS | {
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "0.9.2342.19200300.100.1.25": "DC",
}

VALUED = {
    "2.5.29.15": "key_usage",
    "2.5.29.37": "extended_key_usage",
    "2.5.29.19": "basic_constraints",
    "2.5.29.35": "authority_key_id",
    "2.5.29.14": "subject_key_id",
    "2.5.29.32": "policies",
    "2.5.29.31": "crl_points",
    "1.3.6.1.5.5.7.1.1": "authority_access",
    "2.5.29.17": "alternative_names",
}
"""Extensions whose value the offsets pass records, in the order of their fields."""

POISON = "1.3.6.1.4.1.11129.2.4.3"

IDENTITY = {
    "1.2.156.10260.4.1.1": "resident_id",
    "1.2.156.10260.4.1.1.1": "resident_id",
    "1.2.156.10260.4.1.1.2": "passport",
    "1.2.156.10260.4.1.2": "social_insurance",
    "1.2.156.10260.4.1.3": "business_registration",
    "1.2.156.10260.4.1.4": "organisation_code",
    "1.2.156.10260.4.1.5": "tax",
    "1.2.86.11.7.1": "resident_id",
    "1.2.86.11.7.2": "social_insurance",
    "1.2.86.11.7.3": "business_registration",
    "1.2.86.11.7.4": "organisation_code",
    "1.2.86.11.7.5": "tax",
    "1.2.156.10260.4.4": "uscc_disputed",
    "1.2.156.10260.4.4.4": "uscc_disputed",
    "1.2.156.1.8888.148": "vendor",
    "1.2.156.112570.11.205": "vendor",
    "1.2.156.112573.14": "vendor",
}

OTHER_EXTENSIONS = (
    "2.5.29.9",
    "2.5.29.16",
    "2.5.29.18",
    "2.5.29.30",
    "2.5.29.33",
    "2.5.29.36",
    "2.5.29.46",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.3",
    "1.3.6.1.5.5.7.1.11",
    "1.3.6.1.5.5.7.1.24",
    "1.3.6.1.5.5.7.48.1.5",
    "1.3.6.1.4.1.11129.2.4.2",
    "2.16.840.1.113730.1.1",
)
"""Known by name only: a critical one of these is not an unknown one."""

RSA_KEYS = {"1.2.840.113549.1.1.1": "rsa", "1.2.840.113549.1.1.10": "rsa-pss"}
PLAIN_KEYS = {
    "1.3.101.112": ("ed25519", 32, 256),
    "1.3.101.113": ("ed448", 57, 456),
    "1.3.101.110": ("x25519", 32, 256),
    "1.3.101.111": ("x448", 56, 448),
}
"""Keys that are their own octets: name, octets, bits of the field element."""

EC_KEY = "1.2.840.10045.2.1"
DSA_KEY = "1.2.840.10040.4.1"

CURVES = {
    "1.2.156.10197.1.301": ("sm2", 256),
    "1.2.840.10045.3.1.7": ("p-256", 256),
    "1.3.132.0.34": ("p-384", 384),
    "1.3.132.0.35": ("p-521", 521),
    "1.3.132.0.33": ("p-224", 224),
    "1.2.840.10045.3.1.1": ("p-192", 192),
    "1.3.132.0.10": ("secp256k1", 256),
    "1.3.36.3.3.2.8.1.1.7": ("brainpoolp256r1", 256),
    "1.3.36.3.3.2.8.1.1.11": ("brainpoolp384r1", 384),
    "1.3.36.3.3.2.8.1.1.13": ("brainpoolp512r1", 512),
    "1.3.132.0.1": ("sect163k1", 163),
    "1.3.132.0.15": ("sect163r2", 163),
    "1.3.132.0.26": ("sect233k1", 233),
    "1.3.132.0.27": ("sect233r1", 233),
    "1.3.132.0.16": ("sect283k1", 283),
    "1.3.132.0.17": ("sect283r1", 283),
    "1.3.132.0.36": ("sect409k1", 409),
    "1.3.132.0.37": ("sect409r1", 409),
    "1.3.132.0.38": ("sect571k1", 571),
    "1.3.132.0.39": ("sect571r1", 571),
}

SIGNATURES = {
    "1.2.156.10197.1.501": "sm2-sm3",
    "1.2.156.10197.1.504": "rsa-sm3",
    "1.2.840.10045.4.1": "ecdsa-sha1",
    "1.2.840.10045.4.3.1": "ecdsa-sha224",
    "1.2.840.10045.4.3.2": "ecdsa-sha256",
    "1.2.840.10045.4.3.3": "ecdsa-sha384",
    "1.2.840.10045.4.3.4": "ecdsa-sha512",
    "2.16.840.1.101.3.4.3.9": "ecdsa-sha3-224",
    "2.16.840.1.101.3.4.3.10": "ecdsa-sha3-256",
    "2.16.840.1.101.3.4.3.11": "ecdsa-sha3-384",
    "2.16.840.1.101.3.4.3.12": "ecdsa-sha3-512",
    "1.2.840.113549.1.1.2": "rsa-md2",
    "1.2.840.113549.1.1.4": "rsa-md5",
    "1.2.840.113549.1.1.5": "rsa-sha1",
    "1.3.14.3.2.29": "rsa-sha1",
    "1.2.840.113549.1.1.14": "rsa-sha224",
    "1.2.840.113549.1.1.11": "rsa-sha256",
    "1.2.840.113549.1.1.12": "rsa-sha384",
    "1.2.840.113549.1.1.13": "rsa-sha512",
    "2.16.840.1.101.3.4.3.13": "rsa-sha3-224",
    "2.16.840.1.101.3.4.3.14": "rsa-sha3-256",
    "2.16.840.1.101.3.4.3.15": "rsa-sha3-384",
    "2.16.840.1.101.3.4.3.16": "rsa-sha3-512",
    "1.2.840.10040.4.3": "dsa-sha1",
    "2.16.840.1.101.3.4.3.1": "dsa-sha224",
    "2.16.840.1.101.3.4.3.2": "dsa-sha256",
    "2.16.840.1.101.3.4.3.3": "dsa-sha384",
    "2.16.840.1.101.3.4.3.4": "dsa-sha512",
}
"""rsa-pss, ed25519 and ed448 sign under the identifier of their keys."""

OCSP, CA_ISSUERS = "1.3.6.1.5.5.7.48.1", "1.3.6.1.5.5.7.48.2"

KNOWN = tuple(
    dict.fromkeys(
        (
            *ATTRIBUTES,
            *VALUED,
            POISON,
            *IDENTITY,
            *OTHER_EXTENSIONS,
            *RSA_KEYS,
            *PLAIN_KEYS,
            EC_KEY,
            DSA_KEY,
            *CURVES,
            *SIGNATURES,
            OCSP,
            CA_ISSUERS,
        )
    )
)
"""Every identifier known; its index is its code in compiled code."""

CODE = {oid: code for code, oid in enumerate(KNOWN)}

ALGORITHM_NAMES = tuple(
    {
        **RSA_KEYS,
        **{oid: key[0] for oid, key in PLAIN_KEYS.items()},
        **{oid: curve[0] for oid, curve in CURVES.items()},
        **SIGNATURES,
        EC_KEY: "ec",
        DSA_KEY: "dsa",
    }.get(oid, oid)
    for oid in KNOWN
)
"""The name of each known identifier, the dotted identifier where it has none."""


def encode(oid: str) -> bytes:
    """The content octets of a dotted object identifier (X.690 8.19)."""
    first, second, *rest = (int(arc) for arc in oid.split("."))
    octets = bytearray()
    for arc in (first * 40 + second, *rest):
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | arc & 0x7F)
        octets += bytes(reversed(septets))
    return bytes(octets)


WIDEST = 16
BUCKETS = 1024


def _bucket(content: bytes) -> int:
    return (content[-1] * 37 + content[-2] * 11 + len(content)) % BUCKETS


def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Content octets and lengths by code; first code of each bucket and the next in it."""
    octets = np.zeros((len(KNOWN), WIDEST), np.uint8)
    lengths = np.zeros(len(KNOWN), np.int64)
    heads = np.full(BUCKETS, -1, np.int64)
    following = np.full(len(KNOWN), -1, np.int64)
    for code, oid in enumerate(KNOWN):
        content = encode(oid)
        octets[code, : len(content)] = list(content)
        lengths[code] = len(content)
        following[code], heads[_bucket(content)] = heads[_bucket(content)], code
    return octets, lengths, heads, following


_OCTETS, _LENGTHS, _HEADS, _FOLLOWING = _table()


def _arcs(prefix: str) -> np.ndarray:
    """Codes by the last octet of the identifiers of three octets under a prefix, or -1."""
    codes = [CODE.get(f"{prefix}.{arc}", -1) for arc in range(128)]
    return np.array(codes + [-1] * 128)


ATTRIBUTE_CODE, EXTENSION_CODE = _arcs("2.5.4"), _arcs("2.5.29")
"""Codes of the identifiers 55 04 xx and 55 1D xx by their last octet."""


@kernel
def known(b, a, z):
    """The code of the identifier whose content octets are b[a:z], or -1."""
    length = z - a
    if length < 3 or length > WIDEST:
        return -1
    if length == 3 and b[a] == 0x55 and (b[a + 1] == 0x04 or b[a + 1] == 0x1D):
        codes = ATTRIBUTE_CODE if b[a + 1] == 0x04 else EXTENSION_CODE
        return codes[b[a + 2]]
    code = _HEADS[(np.int64(b[z - 1]) * 37 + np.int64(b[z - 2]) * 11 + length) % BUCKETS]
    while code >= 0:
        if _LENGTHS[code] == length:
            i = 0
            while i < length and _OCTETS[code, i] == b[a + i]:
                i += 1
            if i == length:
                return code
        code = _FOLLOWING[code]
    return -1
