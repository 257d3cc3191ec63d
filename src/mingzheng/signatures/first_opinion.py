"""Many signatures of one key verified fast: our kernels for SM2 and P-256, else pyca/cryptography."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from mingzheng.signatures.algorithms import Algorithm, Scheme
from mingzheng.signatures.curves import P256, SM2
from mingzheng.signatures.field import Octets
from mingzheng.signatures.integers import integers
from mingzheng.signatures.public_keys import PublicKey
from mingzheng.signatures.sm2 import identity_hash
from mingzheng.signatures.sm3 import sm3_slices
from mingzheng.signatures.verdicts import Codes, Signed, Verdict
from mingzheng.signatures.verification import (
    VerifyingKey,
    verify_ecdsa,
    verify_sm2,
    verifying_key,
)

_KEYS_HELD = 32
"""Keys whose tables are kept, of 0.85 MB each."""
_WIDTH = 32


def first_opinion(key: PublicKey, algorithm: Algorithm, signed: Signed) -> Codes | None:
    """Whether each signature is the key's: uint8[n] of `Verdict`, INVALID where it is not.

    None where this algorithm can't be verified here. The key must have the algorithm's scheme.
    Runs on one core and mostly without the interpreter's lock.
    """
    if key.curve == SM2:
        return _sm2(key, signed)
    if key.curve == P256:
        r, s = integers(signed)
        digests = _digests(signed, algorithm.digest)
        return _codes(verify_ecdsa(_verifying(key), digests, r, s))
    return _by_library(key, algorithm, signed)


@lru_cache(maxsize=_KEYS_HELD)
def _verifying(key: PublicKey) -> VerifyingKey:
    assert key.curve is not None
    return verifying_key(key.curve, key.point)


def _codes(accepted: npt.NDArray[np.bool_]) -> Codes:
    return np.where(accepted, Verdict.VALID, Verdict.INVALID).astype(np.uint8)


def _sm2(key: PublicKey, signed: Signed) -> Codes:
    """By the standard's digest; where that is refused, by those that CAs are known to use."""
    ways = (
        (Verdict.VALID, identity_hash(key.point)),
        (Verdict.VALID_EMPTY_ID, identity_hash(key.point, identity=b"")),
        (Verdict.VALID_NO_ZA, b""),
    )
    found = np.full(len(signed.texts), Verdict.INVALID, np.uint8)
    r, s = integers(signed)
    left = np.arange(len(found))
    for verdict, prefix in ways:
        texts = signed.texts[left]
        digests = sm3_slices(signed.octets, texts[:, 0], texts[:, 1], prefix=prefix)
        accepted = verify_sm2(_verifying(key), digests, r[left], s[left])
        found[left[accepted]] = verdict
        left = left[~accepted]
        if not len(left):
            break
    return found


def _digests(signed: Signed, name: str) -> Octets:
    """The leftmost 256 bits of each digest, zeros before a shorter one: uint8[n, 32]."""
    view = signed.octets.data
    octets = b"".join(
        hashlib.new(name, view[start:end]).digest()[:_WIDTH].rjust(_WIDTH, b"\0")
        for start, end in signed.texts.tolist()
    )
    return np.frombuffer(octets, np.uint8).reshape(-1, _WIDTH)


def _by_library(key: PublicKey, algorithm: Algorithm, signed: Signed) -> Codes | None:
    parameters = _parameters(algorithm)
    accepted = np.zeros(len(signed.texts), np.bool_)
    for row in range(len(accepted)):
        text, value = signed.row(row)
        try:
            key.loaded.verify(value, bytes(text), *parameters)
        except InvalidSignature:
            continue
        except UnsupportedAlgorithm:
            return None
        accepted[row] = True
    return _codes(accepted)


def _parameters(algorithm: Algorithm) -> tuple[object, ...]:
    """What pyca's verify takes beside signature and text."""
    if algorithm.scheme in (Scheme.ED25519, Scheme.ED448):
        return ()
    digest = getattr(hashes, algorithm.digest.upper())()
    if algorithm.scheme is Scheme.ECDSA:
        return (ec.ECDSA(digest),)
    if algorithm.scheme is Scheme.RSA:
        return padding.PKCS1v15(), digest
    mask = padding.MGF1(getattr(hashes, algorithm.mask_digest.upper())())
    return padding.PSS(mask, algorithm.salt_octets), digest
