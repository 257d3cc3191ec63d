"""Revocation lists against pyca/cryptography and asn1crypto, whole and damaged."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import cryptography_vectors
import pytest
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.certificates.revocation_lists import (
    FAULTS,
    LOST,
    REASONS,
    RevocationList,
    read_blocks,
    read_list,
)

KEY = ec.derive_private_key(7, ec.SECP256R1())
NAME = x509.Name(
    [
        x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例CA"),
    ]
)
OTHER = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "另一CA")])
DAY = dt.datetime(2024, 5, 6, 7, 8, 9)
PEM = re.compile(rb"-----BEGIN X509 CRL-----(.*?)-----END", re.DOTALL)
WORDS = {flag.value.replace("-", ""): flag for flag in x509.ReasonFlags}


def real_lists() -> dict[str, bytes]:
    """The lists among pyca's test vectors, well-formed and not."""
    found = {}
    for path in sorted((Path(cryptography_vectors.__file__).parent / "x509").rglob("*crl*")):
        octets = path.read_bytes() if path.is_file() else b""
        bodies = [octets] if path.suffix == ".der" else map(b64decode, PEM.findall(octets))
        found |= {f"{path.name}-{n}": der for n, der in enumerate(bodies)}
    return found


REAL = real_lists()


def entries(of: RevocationList, **how: int) -> tuple[list[dict[str, Any]], list[tuple[str, int]]]:
    rows, faults = [], []
    for batch, found in read_blocks(of, **how):
        batch.validate(full=True)
        rows += batch.to_pylist()
        faults += [(fault.what, fault.entry) for fault in found]
    return rows, faults


def made(*revoked: x509.RevokedCertificate, extensions: tuple[Any, ...] = ()) -> bytes:
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=NAME, last_update=DAY, next_update=DAY + dt.timedelta(days=1)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    for value, critical in extensions:
        builder = builder.add_extension(value, critical=critical)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def revoked(serial: int, day: dt.datetime = DAY, *extensions: Any) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder(serial, day)
    for value in extensions:
        critical = isinstance(value, x509.CertificateIssuer)
        builder = builder.add_extension(value, critical=critical)
    return builder.build()


def micros(day: dt.datetime | None) -> int | None:
    return None if day is None else round(day.replace(tzinfo=dt.UTC).timestamp() * 1_000_000)


def by_pyca(der: bytes) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """What pyca finds: the list, its entries."""
    theirs = x509.load_der_x509_crl(der)
    rows = []
    for entry in theirs:
        found = {type(e.value): e.value for e in entry.extensions}
        reason = found.get(x509.CRLReason)
        invalid = found.get(x509.InvalidityDate)
        rows.append(
            (
                format(entry.serial_number, "x"),
                entry.revocation_date_utc,
                reason and WORDS[reason.reason.value.replace("-", "")].name,
                invalid and invalid.invalidity_date_utc,
            )
        )
    whole = (
        theirs.issuer.rfc4514_string(),
        micros(theirs.last_update_utc.replace(tzinfo=None)),
        micros(theirs.next_update_utc.replace(tzinfo=None) if theirs.next_update_utc else None),
        theirs.fingerprint(hashes.SHA256()),
    )
    return whole, rows


def by_us(der: bytes) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    ours = read_list(der)
    assert ours.unreadable is None
    rows, _ = entries(ours)
    return (ours.issuer_dn, ours.this_update, ours.next_update, ours.fingerprint), [
        (row["serial_number"], row["revoked_at"], row["reason"], row["invalid_from"])
        for row in rows
    ]


@pytest.mark.parametrize("name", REAL)
def test_agrees_with_pyca(name: str) -> None:
    """Where pyca reads a list of pyca's own vectors, the same is found, entry by entry."""
    try:
        whole, rows = by_pyca(REAL[name])
    except (ValueError, x509.InvalidVersion, x509.DuplicateExtension):
        # pyca refuses these: of a bad version, a bad time, an unsupported or repeated extension
        return
    assert by_us(REAL[name]) == (whole, rows)


@pytest.mark.parametrize("name", REAL)
def test_agrees_with_asn1crypto(name: str) -> None:
    """The authority's key, the number, and what narrows a list."""
    ours = read_list(REAL[name])
    theirs = asn1_crl.CertificateList.load(REAL[name])
    if ours.unreadable is not None:
        return
    key = theirs.authority_key_identifier_value
    identifier = key["key_identifier"].native if key else None
    assert ours.issuer_key_id == (identifier and identifier.hex())
    number = theirs.crl_number_value
    assert (ours.number and int(ours.number, 16)) == (number.native if number else None)
    point = theirs.issuing_distribution_point_value
    narrow = (
        "only_contains_ca_certs", "indirect_crl", "only_contains_attribute_certs",
        "only_some_reasons",
    )  # fmt: skip
    confined = point is not None and any(point[field].native for field in narrow)
    if confined or theirs.delta_crl_indicator_value is not None:
        assert not ours.covers_all


SERIALS = st.integers(1, 2**159 - 1)
DATES = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2099, 12, 31)).map(
    lambda day: day.replace(microsecond=0)
)
EXTENSIONS = st.tuples(
    st.none() | st.sampled_from(list(x509.ReasonFlags)).map(x509.CRLReason),
    st.none() | DATES.map(x509.InvalidityDate),
).map(lambda pair: [value for value in pair if value is not None])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(SERIALS, DATES, EXTENSIONS), max_size=12), st.integers(1, 5))
def test_agrees_with_pyca_on_any_list(
    drawn: list[tuple[int, dt.datetime, list[Any]]], rows: int
) -> None:
    """Serials, dates before and after 2050, reasons and invalidity dates; in blocks of any size."""
    der = made(*(revoked(serial, day, *values) for serial, day, values in drawn))
    whole, theirs = by_pyca(der)
    assert by_us(der) == (whole, theirs)
    ours, faults = entries(read_list(der), rows=rows)
    assert [row["serial_number"] for row in ours] == [row[0] for row in theirs]
    assert [row["entry"] for row in ours] == list(range(1, len(theirs) + 1))
    assert not faults


def point(**fields: Any) -> x509.IssuingDistributionPoint:
    usual = {
        "full_name": None, "relative_name": None, "only_contains_user_certs": False,
        "only_contains_ca_certs": False, "only_some_reasons": None, "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }  # fmt: skip
    return x509.IssuingDistributionPoint(**(usual | fields))


URL = [x509.UniformResourceIdentifier("http://crl.example.com/1.crl")]


@pytest.mark.parametrize(
    ("extension", "covers", "place"),
    [
        (None, True, None),
        (point(full_name=URL), True, "http://crl.example.com/1.crl"),
        (
            point(full_name=URL, only_contains_user_certs=True),
            True,
            "http://crl.example.com/1.crl",
        ),
        (point(only_contains_user_certs=True), True, None),
        (point(only_contains_ca_certs=True), False, None),
        (point(only_contains_attribute_certs=True), False, None),
        (point(indirect_crl=True), False, None),
        (point(only_some_reasons=frozenset({x509.ReasonFlags.key_compromise})), False, None),
        (point(full_name=[x509.DirectoryName(NAME)]), False, ""),
        (x509.DeltaCRLIndicator(3), False, None),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), False, None),
    ],
    ids=str,
)
def test_what_a_list_covers(extension: Any, covers: bool, place: str | None) -> None:
    """All end-entity certificates of its issuer and place, unless it says otherwise."""
    found = read_list(made(extensions=((extension, True),) if extension else ()))
    assert (found.covers_all, found.distribution_point) == (covers, place)


def test_issuers_of_an_indirect_list() -> None:
    """RFC 5280 5.3.3: an issuer holds until another is named; the first is the list's own."""
    named = x509.CertificateIssuer([x509.DirectoryName(OTHER)])
    der = made(
        revoked(1), revoked(2, DAY, named), revoked(3), revoked(4, DAY, named),
        revoked(5, DAY, x509.CertificateIssuer([x509.DirectoryName(NAME)])), revoked(6),
        extensions=((point(indirect_crl=True), True),),
    )  # fmt: skip
    whole = [NAME, OTHER, OTHER, OTHER, NAME, NAME]
    for rows in (1, 2, 100):
        ours, _ = entries(read_list(der), rows=rows)
        assert [row["issuer_dn"] for row in ours] == [name.rfc4514_string() for name in whole]


def test_a_damaged_entry_loses_itself() -> None:
    """Each kind of damage is said of its entry; the entries around it are read."""
    der = made(revoked(0x1111), revoked(0x2222, DAY, x509.CRLReason(x509.ReasonFlags.superseded)),
               revoked(0x3333))  # fmt: skip
    serial, reason = der.index(b"\x22\x22") - 2, der.index(b"\x0a\x01\x04")
    for place, octet, what, left in (
        (serial, 0x04, "malformed", ["1111", "3333"]),
        (serial - 2, 0x31, "malformed", ["1111", "3333"]),
        (serial + 4, 0x05, "revocation_date", ["1111", "3333"]),
        (serial + 8, ord("x"), "revocation_date", ["1111", "3333"]),
        (reason + 2, 0x07, "reason", ["1111", "2222", "3333"]),
        (reason + 2, 0x20, "reason", ["1111", "2222", "3333"]),
        (reason - 9, 0x31, "extensions", ["1111", "2222", "3333"]),
        (serial - 1, 0x7F, "broken", ["1111"]),
    ):
        octets = bytearray(der)
        octets[place] = octet
        ours, faults = entries(read_list(bytes(octets)))
        assert faults == [(what, 2)]
        assert [row["serial_number"] for row in ours] == left
        assert (what in LOST) == (len(left) < 3)


def guarded(der: bytes, octet: int) -> memoryview:
    """A list between octets that must not show in what is read."""
    return memoryview(bytes([octet] * 16) + der + bytes([octet] * 16))[16:-16]


def seen(der: memoryview) -> Any:
    of = read_list(der)
    rows, faults = entries(of)
    fields = {k: v for k, v in vars(of).items() if k not in ("octets", "found")}
    return fields, rows, faults


@cache
def small_lists() -> list[bytes]:
    named = x509.CertificateIssuer([x509.DirectoryName(OTHER)])
    rich = made(
        revoked(1), revoked(2**150, DAY, x509.CRLReason(x509.ReasonFlags.key_compromise)),
        revoked(3, dt.datetime(2051, 1, 1), named, x509.InvalidityDate(DAY)),
        extensions=(
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(KEY.public_key()), False),
            (x509.CRLNumber(77), False),
            (point(full_name=URL, indirect_crl=True), True),
        ),
    )  # fmt: skip
    return [rich, *(der for der in REAL.values() if len(der) < 500)]


def test_every_prefix_is_refused() -> None:
    """A list cut anywhere is unreadable, with the place; nothing behind the cut is looked at."""
    for der in small_lists()[:6]:
        for end in range(len(der)):
            first, second = (seen(guarded(der[:end], octet)) for octet in (0x00, 0x7F))
            assert first == second
            assert first[0]["unreadable"] is not None
            assert 0 <= first[0]["unreadable_at"] <= end


def test_every_octet_may_be_anything() -> None:
    """No single octet, whatever its value, stops the reader or leads it outside the list."""
    rich = small_lists()[0]
    values = (0x00, 0x01, 0x02, 0x05, 0x06, 0x0A, 0x17, 0x18, 0x30, 0x7F, 0x80, 0x84, 0xA0, 0xFF)
    for place in range(len(rich)):
        for value in values:
            octets = bytearray(rich)
            octets[place] = value
            first, second = (seen(guarded(bytes(octets), octet)) for octet in (0x00, 0x7F))
            assert first == second


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_damage_at_all(data: st.DataObject) -> None:
    """Several octets of any list, and octets that are no list."""
    der = data.draw(st.sampled_from(small_lists()) | st.binary(max_size=200))
    octets = bytearray(der)
    for _ in range(data.draw(st.integers(0, 6)) if octets else 0):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    first, second = (seen(guarded(bytes(octets), octet)) for octet in (0x00, 0x7F))
    assert first == second


def test_the_words_are_all_there() -> None:
    """Every reason of RFC 5280 has its word, every fault too."""
    assert set(REASONS.values()) == {flag.name for flag in x509.ReasonFlags}
    assert set(FAULTS.values()) > LOST


def test_no_entries() -> None:
    """An empty list is a list."""
    der = made()
    assert entries(read_list(der)) == ([], [])
