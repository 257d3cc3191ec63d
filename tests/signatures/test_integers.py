from __future__ import annotations

import numpy as np
from asn1crypto.algos import DSASignature
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.signatures.integers import integers
from mingzheng.signatures.verdicts import Signed


def der(r: int, s: int) -> bytes:
    return DSASignature({"r": r, "s": s}).dump()


def read(*values: bytes, unused: bytes = b"\0") -> list[tuple[int, int]]:
    strings = [unused + value for value in values]
    ends = np.cumsum([len(string) for string in strings])
    bounds = np.stack([ends - [len(string) for string in strings], ends], axis=1)
    found = integers(Signed(np.frombuffer(b"".join(strings), np.uint8), bounds, bounds))
    r, s = ([int.from_bytes(row.tobytes(), "big") for row in part] for part in found)
    return list(zip(r, s, strict=True))


NUMBERS = st.integers(1, 2**256 - 1) | st.integers(1, 2**16)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5))
def test_der_is_read(pairs: list[tuple[int, int]]) -> None:
    assert read(*(der(*pair) for pair in pairs)) == pairs


def test_numbers_that_are_no_part_of_a_signature() -> None:
    for wrong in (0, -1, -(2**255), 2**256, 2**300):
        assert read(der(wrong, 1), der(1, wrong)) == [(0, 0), (0, 0)]


def test_only_der_is_read() -> None:
    sound = der(0x7F, 0x80)
    assert sound.hex() == "300702017f02020080"
    wrong = (
        "30810702017f02020080",  # a length in two octets
        "3008020200" + "7f02020080",  # an integer with a zero too many
        "300702017f02020080" + "00",  # an octet after the end
        "300802017f0202008000",  # an octet after s
        "300702017f020200",  # cut off
        "300602017f020180",  # negative
        "300702017f03020080",  # another tag
        "310702017f02020080",
        "30050200" + "020101",  # an integer of no octets
        "300a02017f02020080020101",  # three integers
        "300302017f",
        "3000",
        "30",
        "",
    )
    assert read(*(bytes.fromhex(text) for text in wrong)) == [(0, 0)] * len(wrong)
    assert read(sound) == [(0x7F, 0x80)]
    assert read(sound, unused=b"\1") == [(0, 0)]
    assert read(b"", unused=b"") == [(0, 0)]


@settings(max_examples=300)
@given(st.data())
def test_damaged_octets_are_read_as_openssl_reads_them(data: st.DataObject) -> None:
    """Whatever is read is the only way to write what was read."""
    octets = bytearray(der(data.draw(NUMBERS), data.draw(NUMBERS)))
    for _ in range(data.draw(st.integers(1, 3))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    octets = (
        octets[: data.draw(st.integers(0, len(octets)))] if data.draw(st.booleans()) else octets
    )
    [(r, s)] = read(bytes(octets))
    assert (r, s) == (0, 0) or der(r, s) == octets
