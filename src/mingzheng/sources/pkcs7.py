"""The certificates of a PKCS#7 or CMS SignedData (RFC 2315 9.1, RFC 5652 5.1, GM/T 0010).

Only the way down to `certificates` is walked, with every length checked against its container;
signatures and content are passed over. Nothing recurses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingzheng.sources.limits import Limits

SIGNED_DATA = (
    bytes.fromhex("06092a864886f70d010702"),  # 1.2.840.113549.1.7.2
    bytes.fromhex("060a2a811ccf550601040202"),  # 1.2.156.10197.6.1.4.2.2, with SM2
)
_SEQUENCE, _SET, _CONTEXT_0, _INTEGER = 0x30, 0x31, 0xA0, 0x02


@dataclass(frozen=True)
class Signed:
    """What was read: the DER of each certificate, and what stopped the reading, if anything.

    reason  a code of `reasons.toml`, None where all was read
    offset  where it stopped
    """

    certificates: list[bytes]
    reason: str | None = None
    offset: int = 0


class _FaultError(Exception):
    """Why no more certificates can be had."""

    def __init__(self, reason: str, offset: int) -> None:
        self.reason = reason
        self.offset = offset
        super().__init__(reason, offset)


@dataclass(frozen=True)
class _Element:
    tag: int
    start: int
    content: int
    end: int


def read_signed(data: bytes, limits: Limits) -> Signed:
    """The certificates of a SignedData in their order; before a break, those that are whole."""
    certificates: list[bytes] = []
    try:
        for certificate in _certificates(data, limits):
            certificates.append(certificate)
    except _FaultError as fault:
        return Signed(certificates, fault.reason, fault.offset)
    return Signed(certificates)


def _certificates(data: bytes, limits: Limits) -> Iterator[bytes]:
    held = _certificate_set(data)
    if held is None:
        raise _FaultError("no_certificates", 0)
    at, count = held.content, 0
    while at < held.end:
        part = _element(data, at, held.end)
        # Attribute certificates and other formats ([1] to [3]) are not the CA's certificates.
        if part.tag == _SEQUENCE:
            if part.end - part.start > limits.certificate_bytes:
                raise _FaultError("too_large", at)
            yield data[part.start : part.end]
            count += 1
        at = part.end
    if count == 0:
        raise _FaultError("no_certificates", held.start)


def _certificate_set(data: bytes) -> _Element | None:
    """The [0] certificates of the SignedData; its end may lie past the data."""
    info = _open(data, 0, len(data), _SEQUENCE)
    kind = _element(data, info.content, len(data))
    if data[kind.start : kind.end] not in SIGNED_DATA:
        raise _FaultError("no_certificates", kind.start)
    wrapped = _open(data, kind.end, info.end, _CONTEXT_0)
    signed = _open(data, wrapped.content, wrapped.end, _SEQUENCE)
    at = signed.content
    for tag in (_INTEGER, _SET, _SEQUENCE):  # version, digest algorithms, content
        part = _element(data, at, len(data))
        if part.tag != tag:
            raise _FaultError("damaged_pkcs7", at)
        at = part.end
    if at >= signed.end:
        return None
    part = _open(data, at, signed.end, None)
    return part if part.tag == _CONTEXT_0 else None


def _element(data: bytes, at: int, end: int) -> _Element:
    """The element at `at`, which must lie within both `end` and the data."""
    element = _open(data, at, end, None)
    if element.end > len(data):
        raise _FaultError("damaged_pkcs7", at)
    return element


def _open(data: bytes, at: int, end: int, tag: int | None) -> _Element:
    """The element at `at` of a container that ends at `end`; the data may break off inside it."""
    if at + 2 > min(end, len(data)):
        raise _FaultError("damaged_pkcs7", at)
    if tag is not None and data[at] != tag:
        raise _FaultError("damaged_pkcs7", at)
    length, content = data[at + 1], at + 2
    if length == 0x80:
        raise _FaultError("indefinite_length", at)
    if length > 0x80:
        size = length & 0x7F
        if size > 4 or content + size > len(data):
            raise _FaultError("damaged_pkcs7", at)
        length = int.from_bytes(data[content : content + size], "big")
        content += size
    # The outermost end is the data's, which may have been cut: only real containers bind.
    if content + length > end and end != len(data):
        raise _FaultError("damaged_pkcs7", at)
    return _Element(data[at], at, content, content + length)
