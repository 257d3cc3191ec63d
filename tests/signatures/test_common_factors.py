"""Moduli that share a factor, against every pair's greatest common divisor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import combinations
from math import gcd
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sample.primes import prime
from mingzheng.signatures.common_factors import sharing

PRIMES = [prime(f"common factors {n}", 192) for n in range(24)]


def shared(moduli: Sequence[int], scratch: Path, *, chunk: int, threads: int = 1) -> dict:
    """Number of a modulus → number of one it shares a factor with."""
    octets = [m.to_bytes((m.bit_length() + 7) // 8, "big") for m in moduli]
    parts = [octets[start : start + chunk] for start in range(0, len(octets), chunk)]
    chunks = [partial(list, part) for part in parts]
    return dict(sharing(chunks, scratch=scratch, threads=threads))


def agrees_with_every_pair(moduli: Sequence[int], found: dict[int, int]) -> None:
    true = {n for a, b in combinations(range(len(moduli)), 2) if gcd(moduli[a], moduli[b]) > 1
            for n in (a, b)}  # fmt: skip
    assert found.keys() == true
    for one, other in found.items():
        assert one != other
        assert gcd(moduli[one], moduli[other]) > 1


@settings(max_examples=150, deadline=None)
@given(
    factors=st.lists(
        st.lists(st.integers(0, len(PRIMES) - 1), min_size=2, max_size=3), max_size=14
    ),
    chunk=st.integers(1, 6),
    threads=st.integers(1, 2),
)
def test_agrees_with_the_divisors_of_every_pair(tmp_path_factory, factors, chunk, threads):
    moduli = []
    for each in factors:
        modulus = 1
        for n in each:
            modulus *= PRIMES[n]
        if modulus not in moduli:
            moduli.append(modulus)
    found = shared(moduli, tmp_path_factory.getbasetemp(), chunk=chunk, threads=threads)
    agrees_with_every_pair(moduli, found)
    alone = shared(moduli, tmp_path_factory.getbasetemp(), chunk=len(moduli) + 1)
    assert found == alone


@settings(max_examples=100, deadline=None)
@given(moduli=st.lists(st.integers(3, 2**90).map(lambda n: n | 1), max_size=40, unique=True))
def test_agrees_for_any_odd_numbers(tmp_path_factory, moduli):
    found = shared(moduli, tmp_path_factory.getbasetemp(), chunk=7)
    agrees_with_every_pair(moduli, found)


@pytest.mark.parametrize("sizes", [(512, 4096), (2048, 384)])
def test_moduli_of_very_different_sizes(tmp_path, sizes):
    first, second = (prime(f"size {bits}", bits // 2 // 64 * 64) for bits in sizes)
    moduli = [first * PRIMES[0], second * PRIMES[0], first * second, PRIMES[1] * PRIMES[2]]
    assert shared(moduli, tmp_path, chunk=2).keys() == {0, 1, 2}
