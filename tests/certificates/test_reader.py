"""What the reader makes of good, strange and hostile certificates."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from asn1crypto import core, x509
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.certificates import REASONS, SCHEMA, Field, compiled, offsets, read
from mingzheng.certificates.objects import KNOWN, encode
from mingzheng.certificates.reasons import LARGEST

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz_certificates.py"


@pytest.fixture(scope="module")
def sample(collection: dict[str, bytes]) -> bytes:
    return collection["made P-256"]


def row_of(der: bytes | None) -> dict:
    return read(pa.array([der], pa.binary())).to_pylist()[0]


def changed(der: bytes, **parts: object) -> bytes:
    """The certificate with parts of its TBSCertificate replaced, by asn1crypto."""
    found = x509.Certificate.load(der).copy()
    for name, part in parts.items():
        found["tbs_certificate"][name] = part
    return found.dump(force=True)


def with_extension(der: bytes, oid: str, value: bytes, *, critical: bool = False) -> bytes:
    found = x509.Certificate.load(der).copy()
    found["tbs_certificate"]["extensions"].append(
        {"extn_id": oid, "critical": critical, "extn_value": core.ParsableOctetString(value)}
    )
    return found.dump(force=True)


def with_name(der: bytes, *attributes: tuple[str, int, bytes]) -> bytes:
    """The certificate with a subject of (OID, tag, octets), one RDN each."""

    def element(tag: int, content: bytes) -> bytes:
        length = len(content)
        head = bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")
        return bytes([tag]) + head + content

    rdns = b"".join(
        element(0x31, element(0x30, element(6, encode(oid)) + element(tag, content)))
        for oid, tag, content in attributes
    )
    name = element(0x30, rdns)
    rows = offsets(pa.array([der], pa.binary()))[0]
    start, end = rows[Field.SUBJECT_START], rows[Field.SUBJECT_END]
    tbs_start, tbs_end = rows[Field.TBS_START], rows[Field.TBS_END]
    content = x509.Certificate.load(der)["tbs_certificate"].contents
    head = tbs_end - tbs_start - len(content)
    body = content[: start - tbs_start - head] + name + content[end - tbs_start - head :]
    return element(0x30, element(0x30, body) + der[tbs_end:])


def test_shape_of_the_table(collection: dict[str, bytes]) -> None:
    ders = list(collection.values())[:50]
    column = pa.array([b"x", *ders, None], pa.binary())
    table = read(column.slice(1))
    assert table.schema == SCHEMA
    assert table.num_rows == 51
    assert table["unreadable"].to_pylist()[-1] == "missing"
    for other in (column.cast(pa.large_binary()).slice(1), pa.chunked_array([column.slice(1)])):
        assert read(other).equals(table)
    halves = pa.chunked_array([column.slice(1, 20), column.slice(21)])
    assert read(halves).combine_chunks().equals(table.combine_chunks())
    assert read(pa.array([], pa.binary())).num_rows == 0
    assert read(pa.array([None], pa.binary())).num_rows == 1
    with pytest.raises(TypeError, match="binary"):
        read(pa.array(["text"]))
    assert compiled()


def test_rows_do_not_depend_on_their_neighbours(collection: dict[str, bytes]) -> None:
    ders = list(collection.values())[::7]
    together = read(pa.array(ders, pa.binary())).to_pylist()
    assert [row_of(der) for der in ders] == together


def test_blocks_leave_no_trace(sample: bytes) -> None:
    """Every block ends its columns itself: none shows what the next one wrote."""
    strange = with_extension(sample, "1.2.3.4", b"\x05\x00", critical=True)
    ders = [sample, sample + b"\0", None, strange, bytes(LARGEST + 1), b"0\x80"]
    one = read(pa.array(ders, pa.binary())).to_pylist()
    rows = [index for index in range(6) for _ in range(2000 if ders[index] != ders[4] else 3)]
    table = read(pa.array([ders[index] for index in rows], pa.binary()))
    table.validate(full=True)
    assert all(row == one[index] for row, index in zip(table.to_pylist(), rows, strict=True))


def test_offsets_delimit_the_parts(collection: dict[str, bytes], sample: bytes) -> None:
    column = pa.array([b"junk", sample], pa.binary()).slice(1)
    row = offsets(column)[0]
    found = x509.Certificate.load(sample)
    tbs = found["tbs_certificate"]

    def part(field: Field) -> bytes:
        return sample[row[field] : row[field + 1]]

    assert part(Field.TBS_START) == tbs.dump()
    assert part(Field.SPKI_START) == tbs["subject_public_key_info"].dump()
    assert part(Field.ISSUER_START) == tbs["issuer"].dump()
    assert part(Field.SIGNATURE_START) == found["signature_value"].native
    assert part(Field.OUTER_ALGORITHM_START) == found["signature_algorithm"].dump()
    assert part(Field.PUBLIC_KEY_START) == tbs["subject_public_key_info"]["public_key"].native
    assert offsets(pa.array([], pa.binary())).shape == (0, len(Field))


def test_every_prefix_and_octet(collection: dict[str, bytes]) -> None:
    """No prefix is a certificate; no single octet, whatever its value, stops the batch."""
    for name in ("made RSA", "x509/cryptography.io.pem", "certifi"):
        der = collection[name]
        prefixes = read(pa.array([der[:end] for end in range(len(der))], pa.binary()))
        assert prefixes["unreadable"].null_count == 0
        mutants = []
        for at in range(len(der)):
            for value in {0x00, 0x7F, 0x80, 0x84, 0xFF, 0x30, der[at] ^ 1, der[at] ^ 0x80}:
                mutants.append(der[:at] + bytes([value]) + der[at + 1 :])
        table = read(pa.array(mutants, pa.binary()), digests=False)
        table.validate(full=True)
        codes = {
            code for text in table["damaged"].unique().to_pylist() if text for code in text.split()
        }
        assert codes | {code for code in table["unreadable"].unique().to_pylist() if code} <= set(
            REASONS
        )


@pytest.mark.parametrize(
    ("der", "reason", "at"),
    [
        (b"", "truncated", 0),
        (b"\x30", "truncated", 0),
        (b"\x30\x05\x30\x00", "length_beyond_end", 0),
        (b"\x30\x80\x00\x00", "length_indefinite", 0),
        (b"\x30\x85\x01\x01\x01\x01\x01", "length_too_long", 0),
        (b"\x30\x84\xff\xff\xff\xff", "length_beyond_end", 0),
        (b"\x30\x84\xff\xff", "truncated", 0),
        (b"\x3f\x81\x00\x00", "tag_too_high", 0),
        (b"\x30\x04\x3f\x02\x00\x00", "tag_too_high", 2),
        (b"\x04\x00", "unexpected_tag", 0),
        (b"\x30\x02\x30\x00\x00", "trailing_bytes", 4),
        (b"\x30\x80" * 400, "length_indefinite", 0),
        (bytes(LARGEST + 1), "too_large", 0),
    ],
)
def test_hostile(der: bytes, reason: str, at: int) -> None:
    row = row_of(der)
    assert (row["unreadable"], row["unreadable_at"]) == (reason, at)
    assert row["fingerprint"] == hashlib.sha256(der).digest()
    kept = {"fingerprint", "unreadable", "unreadable_at"}
    assert all(value is None for name, value in row.items() if name not in kept)


def test_trailing_bytes(sample: bytes) -> None:
    row = row_of(sample + b"\x00")
    assert (row["unreadable"], row["unreadable_at"]) == ("trailing_bytes", len(sample))


@pytest.mark.parametrize(
    "number", [0, 1, 127, 128, -1, -128, -129, -256, 255, 2**160 - 1, -(2**80)]
)
def test_serial_numbers(sample: bytes, number: int) -> None:
    row = row_of(changed(sample, serial_number=number))
    assert row["serial_number"] == f"{number:x}"
    assert row["serial_minimal"]
    assert row["serial_octets"] == (max(number, ~number).bit_length() // 8 + 1)


@pytest.mark.parametrize(
    ("tag", "octets", "value"),
    [
        (0x0C, "张三".encode(), "张三"),
        (0x13, "张三".encode("gbk"), "张三"),
        (0x14, "朱镕基".encode("gbk"), "朱镕基"),
        (0x14, "Müller é".encode("latin-1"), "Müller é"),
        (0x14, "张三".encode(), "张三"),
        (0x1E, "张𠮷".encode("utf-16-be"), "张𠮷"),
        (0x1C, "张𠮷".encode("utf-32-be"), "张𠮷"),
        (0x16, b"a b", "a b"),
        (0x0C, b"", ""),
    ],
)
def test_strings(sample: bytes, tag: int, octets: bytes, value: str) -> None:
    row = row_of(with_name(sample, ("2.5.4.6", 0x13, b"CN"), ("2.5.4.3", tag, octets)))
    assert row["subject_name"] == value
    assert row["subject_dn"] == f"CN={value},C=CN"
    assert row["damaged"] is None


@pytest.mark.parametrize(
    ("tag", "octets", "code"),
    [
        (0x0C, b"\xff", "subject:invalid_utf8"),
        (0x0C, "张三".encode("gbk"), "subject:invalid_utf8"),
        (0x0C, b"\xed\xa0\x80", "subject:invalid_utf8"),
        (0x1E, b"\x00", "subject:invalid_string"),
        (0x1E, b"\xd8\x00", "subject:invalid_string"),
        (0x1C, b"\x00\x11\x00\x00", "subject:invalid_string"),
        (0x13, b"\xff", "subject:invalid_string"),
    ],
)
def test_bad_strings_leave_the_rest(sample: bytes, tag: int, octets: bytes, code: str) -> None:
    row = row_of(with_name(sample, ("2.5.4.10", 0x0C, b"O"), ("2.5.4.3", tag, octets)))
    assert row["damaged"] == code
    assert row["subject_dn"] is None
    assert row["subject_name"] is None
    assert row["subject_organization"] == "O"
    assert row["unreadable"] is None


def test_names(sample: bytes) -> None:
    row = row_of(
        with_name(
            sample,
            ("2.5.4.3", 0x0C, b"general"),
            ("2.5.4.3", 0x0C, b"specific"),
            ("2.5.4.5", 0x13, b"7"),
            ("2.5.4.45", 0x00, b"\xff"),
        )
    )
    assert row["subject_dn"] == "2.5.4.45=#0001ff,2.5.4.5=7,CN=specific,CN=general"
    assert (row["subject_name"], row["subject_repeated"]) == ("specific", True)
    many = [("2.5.4.11", 0x0C, b"x")] * 129
    assert row_of(with_name(sample, *many))["damaged"] == "subject:too_many_attributes"
    assert row_of(with_name(sample, *many[1:]))["subject_attributes"] == 128


@pytest.mark.parametrize(
    ("moment", "written", "good"),
    [
        (dt.datetime(2049, 12, 31, 23, 59, 59, tzinfo=dt.UTC), "utc", True),
        (dt.datetime(2050, 1, 1, tzinfo=dt.UTC), "general", True),
        (dt.datetime(2020, 2, 29, 12, tzinfo=dt.UTC), "general", False),
        (dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC), "general", True),
        (dt.datetime(1900, 3, 1, tzinfo=dt.UTC), "general", False),
        (dt.datetime(1950, 1, 1, tzinfo=dt.UTC), "utc", True),
    ],
)
def test_times(sample: bytes, moment: dt.datetime, written: str, good: bool) -> None:
    kind = {"utc": "utc_time", "general": "general_time"}[written]
    start = x509.Time(name="utc_time", value=core.UTCTime(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))
    written_time = core.UTCTime(moment) if written == "utc" else core.GeneralizedTime(moment)
    end = x509.Time(name=kind, value=written_time)
    row = row_of(changed(sample, validity={"not_before": start, "not_after": end}))
    assert row["not_after"] == moment
    assert row["validity_encoding_ok"] is good


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1, 9999))
@settings(max_examples=50, deadline=None)
def test_calendar(sample_day: int, month: int, year: int) -> None:
    from mingzheng.certificates.scalars import days

    assert (
        days(year, month, sample_day)
        == (dt.date(year, month, sample_day) - dt.date(1970, 1, 1)).days
    )


NUMBER = b"123456180001010018"


@pytest.mark.parametrize(
    ("oid", "value", "kind", "text"),
    [
        ("1.2.156.10260.4.1.1", b"\xa0\x14\x13\x12" + NUMBER, "resident_id", NUMBER),
        ("1.2.156.10260.4.1.1", b"\x80\x12" + NUMBER, "resident_id", NUMBER),
        ("1.2.156.10260.4.1.1", b"\x13\x12" + NUMBER, "resident_id", NUMBER),
        ("1.2.156.10260.4.1.1", b"\x13\x14\x13\x12" + NUMBER, "resident_id", NUMBER),
        ("1.2.156.10260.4.1.1", NUMBER, "resident_id", NUMBER),
        ("1.2.156.10260.4.1.1", b"\x13\x14SF" + NUMBER, "resident_id", NUMBER),
        ("1.2.156.10260.4.1.1", b"\x81\x06\xe5\x86\x9b123", "military", "军123".encode()),
        ("1.2.156.10260.4.1.1", b"\xa2\x0b\x13\x09E12345678", "passport", b"E12345678"),
        ("1.2.156.10260.4.1.1.2", b"\x0c\x09E12345678", "passport", b"E12345678"),
        ("1.2.156.10260.4.1.2", b"\x13\x03123", "social_insurance", b"123"),
        (
            "1.2.156.10260.4.1.3",
            b"\x13\x0f110000000000001",
            "business_registration",
            b"110000000000001",
        ),
        ("1.2.156.10260.4.1.4", b"\x13\x0aN123456789", "organisation_code", b"123456789"),
        (
            "1.2.156.10260.4.1.4",
            b"\x13\x12N2330106MA00000000"[:20],
            "organisation_code",
            b"N2330106MA00000000",
        ),
        ("1.2.156.10260.4.1.5", b"\x13\x0f110000000000001", "tax", b"110000000000001"),
        ("1.2.86.11.7.1", b"\x13\x12" + NUMBER, "resident_id", NUMBER),
        ("1.2.86.11.7.4", b"\x13\x09123456789", "organisation_code", b"123456789"),
        ("1.2.156.10260.4.4", b"\x13\x03abc", "uscc_disputed", b"abc"),
        ("1.2.156.10260.4.4.4", b"\x13\x03abc", "uscc_disputed", b"abc"),
        ("1.2.156.112573.14", b"\x13\x03abc", "vendor", b"abc"),
    ],
)
def test_identity_extensions(
    sample: bytes, oid: str, value: bytes, kind: str, text: bytes
) -> None:
    row = row_of(with_extension(sample, oid, value))
    assert row["subject_identifiers"] == [{"kind": kind, "value": text.decode()}]
    assert row["damaged"] is None


def test_damaged_extensions_leave_the_rest(sample: bytes) -> None:
    unknown = with_extension(sample, "2.5.29.99", b"\x03\x02\x09\x80")
    row = row_of(unknown.replace(encode("2.5.29.99"), encode("2.5.29.15")))
    assert row["damaged"] == "extension:2.5.29.15"
    assert row["key_usage"] is None
    assert row["is_ca"] is True
    twice = with_extension(sample, "2.5.29.19", b"\x30\x00")
    assert row_of(twice)["damaged"] == "extensions:repeated"


def test_unknown_critical_and_poison(sample: bytes) -> None:
    row = row_of(with_extension(sample, "1.2.3.4", b"\x05\x00", critical=True))
    assert (row["unknown_critical"], row["is_precertificate"]) == ("1.2.3.4", False)
    poisoned = with_extension(sample, "1.3.6.1.4.1.11129.2.4.3", b"\x05\x00", critical=True)
    assert row_of(poisoned)["is_precertificate"] is True


def test_alternative_names(rows: dict[str, dict]) -> None:
    names = rows["made P-256"]["subject_alternative_names"]
    assert [(each["kind"], each["value"]) for each in names[2:5]] == [
        ("ip", "10.0.0.1"),
        ("ip", "2001:db8::1:0:0:1"),
        ("registered_id", "2.25.329800735698586629295641978511506172918"),
    ]


def test_sm2(rows: dict[str, dict]) -> None:
    if "made SM2" not in rows:
        pytest.skip("this OpenSSL makes no SM2 certificates")
    row = rows["made SM2"]
    assert (row["public_key_algorithm"], row["public_key_bits"]) == ("sm2", 256)
    assert row["signature_algorithm"] == "sm2-sm3"
    assert row["subject_dn"] == "CN=测试,O=示例公司,C=CN"
    assert row["public_key_decodable"]


@given(st.lists(st.binary(max_size=200), max_size=30))
@settings(deadline=None)
def test_any_octets(ders: list[bytes]) -> None:
    table = read(pa.array(ders, pa.binary()))
    table.validate(full=True)
    assert table["unreadable"].null_count == 0
    assert table["fingerprint"].to_pylist() == [hashlib.sha256(der).digest() for der in ders]


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_spliced_certificates(collection: dict[str, bytes], data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(list(collection.values())[::11])) for _ in range(2))
    cut = data.draw(st.integers(0, len(one)))
    read(pa.array([one[:cut] + other[cut:]], pa.binary())).validate(full=True)


def test_known_identifiers_are_found() -> None:
    from mingzheng.certificates.objects import known

    for code, oid in enumerate(KNOWN):
        assert known(np.frombuffer(encode(oid), np.uint8), 0, len(encode(oid))) == code


def test_mutants_with_bounds_checking() -> None:
    done = subprocess.run(
        [sys.executable, str(FUZZ), "--inputs=100000"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "nothing read outside" in done.stdout
