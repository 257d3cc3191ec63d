"""Certificate revocation lists (RFC 5280 section 5) to tables: the list, and its entries in blocks.

Entries become columns in compiled code; only what a whole list says once is a Python object. What
is damaged is said, with its place, and the rest is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates.columns import kept, strings
from mingzheng.certificates.der import OID, SEQUENCE, element, inside, put_hex
from mingzheng.certificates.distinguished import put_name
from mingzheng.certificates.extensions import put_authority, put_point
from mingzheng.certificates.objects import ALGORITHM_NAMES, known
from mingzheng.certificates.reader import warm_up
from mingzheng.certificates.reasons import MOST_ATTRIBUTES, UNREADABLE
from mingzheng.certificates.revocation_entries import (
    BAD_DATE,
    BAD_EXTENSIONS,
    BAD_REASON,
    BROKEN,
    INVALID_FROM,
    ISSUER_END,
    ISSUER_START,
    LONGEST_SERIAL,
    MALFORMED,
    NO_DATE,
    NO_SERIAL,
    POSITION,
    REASON_CODE,
    REVOKED_AT,
    UNKNOWN_CRITICAL,
    read_entries,
)
from mingzheng.certificates.revocation_walk import (
    ATTRIBUTE_ONLY,
    AUTHORITY_ONLY,
    INDIRECT,
    SOME_REASONS,
    ListField,
    integer_of,
    scope_of,
    walk_list,
)
from mingzheng.certificates.scalars import NO_TIME, moment
from mingzheng.certificates.schema import TEXT, TIME
from mingzheng.certificates.text import GROWTH

Array = np.ndarray[Any, Any]

REASONS = {
    0: "unspecified",
    1: "key_compromise",
    2: "ca_compromise",
    3: "affiliation_changed",
    4: "superseded",
    5: "cessation_of_operation",
    6: "certificate_hold",
    8: "remove_from_crl",
    9: "privilege_withdrawn",
    10: "aa_compromise",
}
"""CRLReason (RFC 5280 5.3.1) → the word in the column `reason`."""

FAULTS = {
    BROKEN: "broken",
    MALFORMED: "malformed",
    NO_SERIAL: "serial_number",
    NO_DATE: "revocation_date",
    BAD_EXTENSIONS: "extensions",
    UNKNOWN_CRITICAL: "unknown_critical",
    BAD_REASON: "reason",
    BAD_DATE: "invalidity_date",
}
"""What can be wrong with an entry. `broken`: neither it nor any after it could be read. The next
three: it is lost. `extensions`: it is kept without what they say. `unknown_critical`: it is kept,
but nobody may take the list for the whole truth. The last two: the value is null."""

LOST = frozenset({"broken", "malformed", "serial_number", "revocation_date"})

ENTRIES = pa.schema(
    [
        pa.field("entry", pa.int64(), nullable=False),
        ("issuer_dn", TEXT),
        pa.field("serial_number", TEXT, nullable=False),
        pa.field("revoked_at", TIME, nullable=False),
        ("reason", TEXT),
        ("invalid_from", TIME),
    ]
)
"""Columns of a block of entries: `entry` is its 1-based place in the list; `issuer_dn` the issuer of
the certificate, null where it can't be told; `serial_number` lower-case hex without leading zeros;
`reason` a word of `REASONS`; `invalid_from` the invalidityDate."""

BLOCK = 1 << 17
"""Entries in a block, at most."""

_FAULT_ROOM = 4096
_SERIAL_ROOM = 40


@dataclass(frozen=True)
class Fault:
    """What is wrong with one entry: a word of `FAULTS`, its place in the list, its offset."""

    what: str
    entry: int
    offset: int


@dataclass(frozen=True)
class RevocationList:
    """One list as a whole.

    fingerprint         SHA-256 of its DER
    issuer_dn           RFC 4514; null where the name can't be read
    issuer_key_id       of its authorityKeyIdentifier, hex
    distribution_point  URIs of its issuingDistributionPoint, joined by one space; null without
    number              its CRLNumber, hex
    covers_all          of the end-entity certificates of its issuer (and distribution point): it
                        is no delta, is not confined to authorities, attribute certificates or
                        some reasons, is not indirect, and says nothing critical that is unknown.
                        onlyContainsUserCerts covers all of them. Damaged entries are apart.
    unreadable          a code of `reasons.UNREADABLE` and its offset; then all else is null
    """

    fingerprint: bytes
    issuer_dn: str | None = None
    issuer_key_id: str | None = None
    distribution_point: str | None = None
    number: str | None = None
    signature_algorithm: str | None = None
    this_update: int | None = None
    next_update: int | None = None
    """Microseconds from 1970."""
    covers_all: bool = False
    indirect: bool = False
    unreadable: str | None = None
    unreadable_at: int | None = None
    octets: Array = field(repr=False, default_factory=lambda: np.zeros(0, np.uint8))
    found: Array = field(repr=False, default_factory=lambda: np.zeros(0, np.int64))


def read_list(der: bytes | memoryview) -> RevocationList:
    """What a list says as a whole; what can't be read is said in `unreadable`, nothing raises."""
    warm_up()
    b = np.frombuffer(der, np.uint8)
    b.flags.writeable = False
    fingerprint = hashlib.sha256(der).digest()
    found = np.empty(len(ListField), np.int64)
    why, at = walk_list(b, np.int64(0), np.int64(len(b)), found)
    this_update = None if why else _time(b, found, ListField.THIS_UPDATE_START)
    if why or this_update is None:
        code = tuple(UNREADABLE)[int(why) - 1] if why else "unexpected_tag"
        offset = int(at) if why else int(found[ListField.THIS_UPDATE_START])
        return RevocationList(fingerprint, unreadable=code, unreadable_at=offset)
    scope, bits = _scope(b, found)
    narrowed = AUTHORITY_ONLY | ATTRIBUTE_ONLY | SOME_REASONS | INDIRECT
    unusual = found[[ListField.DELTA, ListField.UNKNOWN_CRITICAL, ListField.REPEATED]].any()
    return RevocationList(
        fingerprint,
        issuer_dn=_name(b, *_pair(found, ListField.ISSUER_START)),
        issuer_key_id=_text(put_authority, b, *_pair(found, ListField.AUTHORITY_START)),
        distribution_point=scope,
        number=_number(b, found),
        signature_algorithm=_algorithm(b, found),
        this_update=this_update,
        next_update=_time(b, found, ListField.NEXT_UPDATE_START),
        covers_all=not unusual and bits & narrowed == 0 and scope != "",
        indirect=bool(bits > 0 and bits & INDIRECT),
        octets=b,
        found=found,
    )


def read_blocks(
    of: RevocationList, *, rows: int = BLOCK
) -> Iterator[tuple[pa.RecordBatch, list[Fault]]]:
    """The entries of a readable list as batches of `ENTRIES`, with what is wrong in each."""
    p, end = _pair(of.found, ListField.ENTRIES_START) if len(of.found) else (-1, -1)
    # an entry takes nine octets at least
    rows = max(1, min(rows, (end - p) // 9 + 1))
    out = np.empty(rows * _SERIAL_ROOM + 2 * LONGEST_SERIAL + 16, np.uint8)
    ends = np.zeros(rows + 1, np.int32)
    numbers = np.empty((rows, 6), np.int64)
    faults = np.empty((_FAULT_ROOM, 3), np.int64)
    state = np.array([1, -1, -1, of.indirect], np.int64)
    issuers = _Issuers(of)
    while 0 <= p < end:
        p, count, faulty = read_entries(
            of.octets, np.int64(p), np.int64(end), state, out, ends, numbers, faults
        )
        batch = _batch(numbers[:count], strings(out, ends[: count + 1], None), issuers)
        yield batch, [Fault(FAULTS[what], n, at) for what, n, at in faults[:faulty].tolist()]


class _Issuers:
    """The issuers that entries of a list name, each name rendered once."""

    def __init__(self, of: RevocationList) -> None:
        self._list = of
        self._names: dict[int, str | None] = {-1: of.issuer_dn, -2: None}

    def column(self, starts: Array, ends: Array) -> pa.Array:
        """The name per entry, by where its GeneralNames lie."""
        distinct, first, index = np.unique(starts, return_index=True, return_inverse=True)
        for start, end in zip(distinct.tolist(), ends[first].tolist(), strict=True):
            if start not in self._names:
                self._names[start] = self._directory_name(start, end)
        names = pa.array([self._names[start] for start in distinct.tolist()], TEXT)
        return names.take(pa.array(index))

    def _directory_name(self, start: int, end: int) -> str | None:
        """The directoryName among GeneralNames; None where there is none, or it is damaged."""
        b = self._list.octets
        p, stop = inside(b, np.int64(start), np.int64(end), SEQUENCE)
        while 0 <= p < stop:
            tag, name, name_end = element(b, p, stop)
            if tag < 0:
                return None
            if tag == 0xA4:
                return _name(b, int(name), int(name_end))
            p = name_end
        return None


def _batch(numbers: Array, serials: pa.Array, issuers: _Issuers) -> pa.RecordBatch:
    codes = numbers[:, REASON_CODE]
    words = pa.array([REASONS.get(code) for code in range(12)], TEXT)
    codes = np.where((codes >= 0) & (codes <= 11), codes, 11)
    columns = [
        pa.array(numbers[:, POSITION]),
        issuers.column(numbers[:, ISSUER_START], numbers[:, ISSUER_END]),
        serials,
        _times(numbers[:, REVOKED_AT]),
        words.take(pa.array(codes)),
        _times(numbers[:, INVALID_FROM]),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=ENTRIES)


def _times(micros: Array) -> pa.Array:
    absent = micros == NO_TIME
    mask = None if not absent.any() else pa.py_buffer(np.packbits(~absent, bitorder="little"))
    return pa.Array.from_buffers(TIME, len(micros), [mask, kept(np.ascontiguousarray(micros))])


def _pair(found: Array, place: int) -> tuple[int, int]:
    return int(found[place]), int(found[place + 1])


def _scope(b: Array, found: Array) -> tuple[str | None, int]:
    """The URIs of the issuingDistributionPoint ("" where it names a place otherwise), its bits.

    The bits are -1, all of them, where the extension is damaged.
    """
    start, end = _pair(found, ListField.DISTRIBUTION_START)
    if start < 0:
        return None, 0
    point, point_end, bits = scope_of(b, np.int64(start), np.int64(end))
    if bits < 0 or point == point_end:
        return None, int(bits)
    out = _room(end - start)
    stop = put_point(b, point, point_end, out, np.int64(0), np.int64(0))
    return (out[:stop].tobytes().decode(), int(bits)) if stop >= 0 else (None, -1)


def _name(b: Array, start: int, end: int) -> str | None:
    out = _room(end - start)
    attributes = np.empty((MOST_ATTRIBUTES, 7), np.int64)
    stop = put_name(b, np.int64(start), np.int64(end), attributes, out, np.int64(0))
    return out[:stop].tobytes().decode() if stop >= 0 else None


def _text(put: Any, b: Array, start: int, end: int) -> str | None:
    """What a kernel writes of an extension's value; None where there is nothing to read."""
    if start < 0:
        return None
    out = _room(end - start)
    stop = put(b, np.int64(start), np.int64(end), out, np.int64(0))
    return out[:stop].tobytes().decode() if stop >= 0 else None


def _room(octets: int) -> Array:
    return np.empty(GROWTH * octets + 64, np.uint8)


def _number(b: Array, found: Array) -> str | None:
    start, end = _pair(found, ListField.NUMBER_START)
    if start < 0:
        return None
    value, value_end = integer_of(b, np.int64(start), np.int64(end))
    return _text(put_hex, b, int(value), int(value_end))


def _algorithm(b: Array, found: Array) -> str | None:
    """The name of the signature algorithm; None where it is not a known one."""
    p, end = (np.int64(place) for place in _pair(found, ListField.ALGORITHM_START))
    _, start, stop = element(b, p, end)
    oid, oid_end = inside(b, start, stop, OID)
    code = known(b, oid, oid_end) if oid >= 0 else -1
    return ALGORITHM_NAMES[code] if code >= 0 else None


def _time(b: Array, found: Array, place: int) -> int | None:
    p, end = (np.int64(position) for position in _pair(found, place))
    if p < 0:
        return None
    tag, start, stop = element(b, p, end)
    micros = int(moment(b, start, stop, tag))
    return None if micros == NO_TIME else micros
