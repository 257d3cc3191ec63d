"""How the synthetic CA signs: one private key of a kind, and a batch of messages at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import pyarrow as pa
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from mingzheng.sample.der import Column, object_identifier, sequence, strings, unsigned
from mingzheng.sample.keys import KeyKind, private_scalar, public_points, rsa_private_key
from mingzheng.signatures.curves import P256, SM2
from mingzheng.signatures.ecdsa import sign_ecdsa
from mingzheng.signatures.field import Octets
from mingzheng.signatures.sm2 import DEFAULT_IDENTITY, identity_hash, sign_sm2
from mingzheng.signatures.sm3 import sm3, sm3_slices


class Algorithm(IntEnum):
    """A signature algorithm, as the AlgorithmIdentifier of a certificate names it."""

    SM2_WITH_SM3 = 0
    """Without parameters, as OpenSSL writes it."""
    SM2_WITH_SM3_NULL = 1
    """With NULL parameters, as operating Chinese CAs write it."""
    ECDSA_WITH_SHA256 = 2
    ECDSA_WITH_SHA1 = 3
    RSA_WITH_SHA256 = 4
    RSA_WITH_SHA1 = 5
    RSA_WITH_MD5 = 6
    SM2_WITH_EMPTY_IDENTITY = 7
    """As `SM2_WITH_SM3_NULL`, but the text hashed after another ZA: of an empty identifier."""
    SM2_WITHOUT_ZA = 8
    """As `SM2_WITH_SM3_NULL`, but the text hashed alone."""


_NULL = b"\x05\x00"
_PARAMETERS = {
    Algorithm.SM2_WITH_SM3: ("1.2.156.10197.1.501", b""),
    Algorithm.SM2_WITH_SM3_NULL: ("1.2.156.10197.1.501", _NULL),
    Algorithm.SM2_WITH_EMPTY_IDENTITY: ("1.2.156.10197.1.501", _NULL),
    Algorithm.SM2_WITHOUT_ZA: ("1.2.156.10197.1.501", _NULL),
    Algorithm.ECDSA_WITH_SHA256: ("1.2.840.10045.4.3.2", b""),
    Algorithm.ECDSA_WITH_SHA1: ("1.2.840.10045.4.1", b""),
    Algorithm.RSA_WITH_SHA256: ("1.2.840.113549.1.1.11", _NULL),
    Algorithm.RSA_WITH_SHA1: ("1.2.840.113549.1.1.5", _NULL),
    Algorithm.RSA_WITH_MD5: ("1.2.840.113549.1.1.4", _NULL),
}

_HASHES = {
    Algorithm.ECDSA_WITH_SHA256: hashlib.sha256,
    Algorithm.ECDSA_WITH_SHA1: hashlib.sha1,
}
_RSA_HASHES = {
    Algorithm.RSA_WITH_SHA256: hashes.SHA256(),
    Algorithm.RSA_WITH_SHA1: hashes.SHA1(),
    Algorithm.RSA_WITH_MD5: hashes.MD5(),
}

ALGORITHM_IDENTIFIERS = [
    bytes([0x30, len(content)]) + content
    for content in (
        object_identifier(_PARAMETERS[algorithm][0]) + _PARAMETERS[algorithm][1]
        for algorithm in Algorithm
    )
]
"""The DER of every `Algorithm`, in its order."""


@dataclass(frozen=True)
class SigningKey:
    """A private key of the synthetic CA, drawn from the seed like every other."""

    seed: int
    kind: KeyKind
    index: int

    @cached_property
    def scalar(self) -> int:
        """The private key of a curve."""
        return private_scalar(self.seed, SM2 if self.kind is KeyKind.SM2 else P256, self.index)

    def prefix(self, algorithm: Algorithm) -> bytes:
        """What an SM2 key's messages are hashed after: ZA, where the standard is kept."""
        if algorithm is Algorithm.SM2_WITHOUT_ZA:
            return b""
        empty = algorithm is Algorithm.SM2_WITH_EMPTY_IDENTITY
        point = public_points(self.seed, SM2, np.array([self.index])).tobytes()
        return identity_hash(point, identity=b"" if empty else DEFAULT_IDENTITY)

    @cached_property
    def rsa(self) -> rsa.RSAPrivateKey:
        """An RSA key, ready to sign."""
        return rsa_private_key(self.seed, self.kind, self.index).private_key()

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """What the key can sign with, the usual one first."""
        if self.kind is KeyKind.SM2:
            return (
                Algorithm.SM2_WITH_SM3_NULL,
                Algorithm.SM2_WITH_SM3,
                Algorithm.SM2_WITH_EMPTY_IDENTITY,
                Algorithm.SM2_WITHOUT_ZA,
            )
        if self.kind is KeyKind.P256:
            return tuple(_HASHES)
        return tuple(_RSA_HASHES)

    def nonces(self, digests: Octets) -> Octets:
        """A secret number per digest, the same in every run: SM3 of the private key and it."""
        secret = b"nonce" + self.scalar.to_bytes(32, "big")
        bounds = np.arange(len(digests) + 1, dtype=np.int64) * 32
        return sm3(digests.reshape(-1), bounds, prefix=secret)

    def sign(self, messages: Column, algorithm: Algorithm) -> Column:
        """The signature value of every message, as the BIT STRING of a certificate holds it."""
        if algorithm not in self.algorithms:
            raise ValueError(f"a key of kind {self.kind.name} can't sign {algorithm.name}")
        if self.kind is KeyKind.SM2:
            bounds = messages.starts, messages.ends
            digests = sm3_slices(messages.data, *bounds, prefix=self.prefix(algorithm))
            r, s = sign_sm2(self.scalar, digests, self.nonces(digests))
        elif self.kind is KeyKind.P256:
            digests = _digests(messages, algorithm)
            r, s = sign_ecdsa(self.scalar, digests, self.nonces(digests))
        else:
            return self._sign_rsa(messages, algorithm)
        return sequence(unsigned(r), unsigned(s))

    def _sign_rsa(self, messages: Column, algorithm: Algorithm) -> Column:
        scheme, hashed = padding.PKCS1v15(), _RSA_HASHES[algorithm]
        signatures = [self.rsa.sign(octets, scheme, hashed) for octets in _rows(messages)]
        return strings(pa.array(signatures, pa.large_binary()))


def _rows(messages: Column) -> list[bytes]:
    octets = messages.data.tobytes()
    bounds = zip(messages.starts.tolist(), messages.ends.tolist(), strict=True)
    return [octets[start:end] for start, end in bounds]


def _digests(messages: Column, algorithm: Algorithm) -> Octets:
    """uint8[n, 32]; a hash of fewer octets has zeros before it."""
    hashed = _HASHES[algorithm]
    octets = b"".join(hashed(row).digest().rjust(32, b"\0") for row in _rows(messages))
    return np.frombuffer(octets, np.uint8).reshape(-1, 32)
