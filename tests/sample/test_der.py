from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from asn1crypto import core
from asn1crypto import x509 as asn1
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sample import der

quickly = settings(deadline=None)


def rows(column: der.Column) -> list[bytes]:
    return der.join(column).to_arrow().to_pylist()


@quickly
@given(st.lists(st.integers(der.YEAR_0, der.YEAR_10000 - 1), min_size=1, max_size=5))
def test_times(seconds: list[int]) -> None:
    for second, octets in zip(seconds, rows(der.times(np.array(seconds))), strict=True):
        if second < -62_135_596_800:
            assert octets[2:6] == b"0000"  # Python's calendar begins with the year 1
            continue
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
        time = asn1.Time.load(octets, strict=True)
        assert time.native == moment
        assert time.name == ("utc_time" if 1950 <= moment.year < 2050 else "general_time")


@pytest.mark.parametrize("second", [der.YEAR_0 - 1, der.YEAR_10000])
def test_a_time_no_form_can_say_is_refused(second: int) -> None:
    with pytest.raises(ValueError, match="years"):
        der.times(np.array([second]))


@quickly
@given(st.lists(st.integers(0, 2**256 - 1), min_size=1, max_size=5))
def test_unsigned(numbers: list[int]) -> None:
    octets = b"".join(number.to_bytes(32, "big") for number in numbers)
    column = der.unsigned(np.frombuffer(octets, np.uint8).reshape(-1, 32))
    assert rows(column) == [core.Integer(number).dump() for number in numbers]


@pytest.mark.parametrize("length", [0, 1, 127, 128, 255, 256, 65_535, 65_536])
def test_lengths(length: int) -> None:
    [octets] = rows(der.tagged(der.OCTET_STRING, der.constant(bytes(length))))
    assert octets == core.OctetString(bytes(length)).dump()


@pytest.mark.parametrize(
    "dotted", ["2.5.4.3", "1.2.156.10197.1.501", "1.2.156.10260.4.1.1", "2.999.16384.0"]
)
def test_object_identifiers(dotted: str) -> None:
    assert der.object_identifier(dotted) == core.ObjectIdentifier(dotted).dump()


@quickly
@given(st.lists(st.none() | st.text(max_size=9), min_size=2, max_size=9), st.data())
def test_columns_agree_with_rows(texts: list[str | None], data: st.DataObject) -> None:
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    start = data.draw(st.integers(0, len(texts) - 1))
    plain = [(text or "").encode() for text in texts]
    values = pa.array(texts, pa.string())
    assert rows(der.strings(values[start:])) == plain[start:]
    column = der.strings(values)
    chosen = der.present(column, keep)
    assert rows(chosen) == [each if kept else b"" for each, kept in zip(plain, keep, strict=True)]
    both = der.join(column, der.constant(b"/"), chosen)
    assert rows(both) == [
        each + b"/" + (each if kept else b"") for each, kept in zip(plain, keep, strict=True)
    ]
    parts = [
        (mask, der.Column(column.data, column.starts[mask], column.ends[mask]))
        for mask in (keep, ~keep)
        if mask.any()
    ]
    assert rows(der.choose(parts)) == plain


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="as many rows"):
        der.join(der.take([b"a"], np.zeros(2, int)), der.take([b"a"], np.zeros(3, int)))
