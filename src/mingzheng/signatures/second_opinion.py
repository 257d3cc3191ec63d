"""One signature verified again, by an implementation that shares nothing with the first.

libcrypto gives it; where that is missing or can't do SM2, plain integers do for SM2 and P-256,
and for other keys there is none, which the audit says. A certificate is accused only where both
agree.
"""

from __future__ import annotations

import hashlib
from functools import cache

from mingzheng.signatures import plain
from mingzheng.signatures.algorithms import Algorithm, Scheme, algorithm_of
from mingzheng.signatures.curves import SM2
from mingzheng.signatures.libcrypto import Libcrypto, libcrypto
from mingzheng.signatures.public_keys import PublicKey
from mingzheng.signatures.sm2 import DEFAULT_IDENTITY
from mingzheng.signatures.verdicts import Verdict

_IDENTITIES = {Verdict.VALID: DEFAULT_IDENTITY, Verdict.VALID_EMPTY_ID: b""}

# The published example of GB/T 32918.5-2017, A.2: who can't verify it knows no SM2.
_EXAMPLE_KEY = bytes.fromhex(
    "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
_EXAMPLE_SIGNATURE = bytes.fromhex(
    "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
_SM2_ALGORITHM = bytes.fromhex("300a06082a811ccf55018375")


def second_opinion(
    key: PublicKey, algorithm: Algorithm, text: memoryview, value: bytes
) -> Verdict | None:
    """What the other implementation says of a signature value; INVALID where it refuses it.

    None where there is no other implementation for this kind of key.
    """
    library = library_for(algorithm.scheme)
    if library is None:
        return _plain(key, algorithm, text, value)
    if algorithm.scheme is Scheme.SM2:
        for verdict, identity in _IDENTITIES.items():
            if library.verify(key.spki, algorithm, text, value, identity=identity):
                return verdict
        accepted = library.verify_sm3(key.spki, text, value)
        return Verdict.VALID_NO_ZA if accepted else Verdict.INVALID
    accepted = library.verify(key.spki, algorithm, text, value)
    return Verdict.VALID if accepted else Verdict.INVALID


@cache
def library_for(scheme: Scheme) -> Libcrypto | None:
    """libcrypto, where it can verify such signatures: of SM2 it must prove it."""
    library, algorithm = libcrypto(), algorithm_of(_SM2_ALGORITHM)
    if library is None or algorithm is None or scheme is not Scheme.SM2:
        return library
    text = memoryview(b"message digest")
    example = _EXAMPLE_KEY, algorithm, text, _EXAMPLE_SIGNATURE
    right = library.verify(*example, identity=DEFAULT_IDENTITY)
    return library if right and not library.verify(*example, identity=b"") else None


def _plain(key: PublicKey, algorithm: Algorithm, text: memoryview, value: bytes) -> Verdict | None:
    if key.curve is None:
        return None
    if key.curve != SM2:
        digest = hashlib.new(algorithm.digest, text).digest()
        accepted = plain.verify_ecdsa(key.curve, key.point, digest, value)
        return Verdict.VALID if accepted else Verdict.INVALID
    message = bytes(text)
    for verdict, identity in _IDENTITIES.items():
        prefix = plain.identity_digest(SM2, key.point, identity)
        if plain.verify_sm2(SM2, key.point, plain.sm3(prefix + message), value):
            return verdict
    accepted = plain.verify_sm2(SM2, key.point, plain.sm3(message), value)
    return Verdict.VALID_NO_ZA if accepted else Verdict.INVALID
