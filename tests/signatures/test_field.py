from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.signatures import field as compiled
from mingzheng.signatures.curves import P256, SM2


class Wide:
    """The compiled functions, whose limbs stay 64 bits wide on their way through Python.

    A tuple of Python's integers would be compiled anew by the size of its values.
    """

    def __getattr__(self, name):
        function = getattr(compiled, name)

        def call(*arguments):
            result = function(*arguments)
            return tuple(map(np.uint64, result)) if type(result) is tuple else result

        return call


f = Wide()

PRIMES = [SM2.p, SM2.n, P256.p, P256.n]
EDGES = [0, 1, 2, 2**64 - 1, 2**64, 2**128 - 1, 2**255, 2**256 - 1]


def number(a: compiled.Limbs) -> int:
    return sum(int(limb) << (64 * i) for i, limb in enumerate(a))


def numbers(prime: int) -> st.SearchStrategy[int]:
    near = [prime - 1, prime, prime + 1, *EDGES]
    return st.sampled_from(near) | st.integers(0, 2**256 - 1)


@pytest.mark.parametrize("prime", PRIMES)
@settings(deadline=None)
@given(data=st.data())
def test_agrees_with_integers(prime: int, data: st.DataObject) -> None:
    field = f.field_of(prime)
    one, other = data.draw(numbers(prime)), data.draw(numbers(prime))
    a, b = f.enter(f.limbs(one), field), f.enter(f.limbs(other), field)
    assert number(f.leave(a, field)) == one % prime
    assert number(f.leave(f.multiply(a, b, field), field)) == one * other % prime
    assert number(f.leave(f.add(a, b, field), field)) == (one + other) % prime
    assert number(f.leave(f.subtract(a, b, field), field)) == (one - other) % prime
    assert f.equal(a, b) == (one % prime == other % prime)
    assert f.less(f.limbs(one), f.limbs(other)) == (one < other)


@pytest.mark.parametrize("prime", PRIMES)
@pytest.mark.parametrize("value", [0, 1, 2, 3, 2**64, 2**255, -1, -2])
def test_inverts(prime: int, value: int) -> None:
    field = f.field_of(prime)
    inverse = number(f.leave(f.invert(f.enter(f.limbs(value % prime), field), field), field))
    assert inverse == (pow(value, -1, prime) if value else 0)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_reads_and_writes_octets(octets: bytes) -> None:
    row = np.frombuffer(octets, np.uint8)
    written = np.empty(32, np.uint8)
    f.write(written, f.read(row))
    assert number(f.read(row)) == int.from_bytes(octets, "big")
    assert written.tobytes() == octets
