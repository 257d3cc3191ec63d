"""The second factor: codes of six digits that a telephone makes (TOTP, RFC 6238), recovery codes.

HMAC-SHA-1, 30 seconds, six digits: what every authenticator application understands.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time
from urllib.parse import quote, urlencode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PERIOD, DIGITS = 30, 6
DRIFT = 1
"""Periods by which a telephone's clock may be off."""
RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_secret() -> str:
    """160 random bits in base 32, as applications take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(secret: str, counter: int) -> str:
    """The code of one period of 30 seconds since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1)
    offset = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def period_of(secret: str, given: str, *, after: int, now: float | None = None) -> int | None:
    """The period whose code was given, if it is about now and later than `after`.

    A code counts once: whoever read it over a shoulder comes too late.
    """
    current = int((time.time() if now is None else now) // PERIOD)
    for counter in range(current - DRIFT, current + DRIFT + 1):
        if counter > after and hmac.compare_digest(code(secret, counter).encode(), given.encode()):
            return counter
    return None


def address(secret: str, username: str) -> str:
    """What the QR code says: the key in the form that applications scan."""
    issuer = "Mingzheng"
    asked = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": PERIOD})
    return f"otpauth://totp/{issuer}:{quote(username)}?{asked}"


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 bits, each good once, for a telephone that is lost."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(username: str, given: str) -> str:
    """What is kept of a recovery code; keyed, so that the table alone lets nobody try."""
    spelled = f"{username.casefold()}:{given.strip().lower()}".encode()
    return hmac.new(_key(b"recovery codes"), spelled, hashlib.sha256).hexdigest()


def encrypted(secret: str) -> str:
    """How the secret lies in the database."""
    return _box().encrypt(secret.encode()).decode()


def decrypted(stored: str) -> str:
    """The secret, from what lies in the database."""
    return _box().decrypt(stored.encode()).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(b"second factor")))


def _key(purpose: bytes) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mingzheng " + purpose)
    return derive.derive(settings.SECRET_KEY.encode())
