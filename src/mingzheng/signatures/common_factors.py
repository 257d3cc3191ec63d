"""Which of many RSA moduli share a prime factor with another, without comparing them in pairs.

D. J. Bernstein, "How to find smooth parts of integers" (2004) and "Scaled remainder trees" (2004);
N. Heninger and others, "Mining your Ps and Qs" (2012). With P the product of all moduli, a modulus
N shares a factor just where gcd(N, P/N) is more than 1. The sum S of all P/N leaves P/N modulo N,
as every other term is a multiple of N: so a tree of products gives P and S, and going down again
gives S modulo each N.

Going down, a number modulo N is kept as its quotient by N, a fixed-point fraction: that of a
child is that of its parent times the product of its sibling, modulo 1. Nothing is divided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import gmpy2
from gmpy2 import mpz

CHUNK = 1 << 15
"""Moduli multiplied at a time: of 2048 bits each, they take some 500 MiB."""

_GUARD = 64
"""Bits of a fraction beyond those of its denominator; each level loses one at most."""

_ALONE = 1 << 10
"""Nodes of a level from which on they are too small to be worth handing to threads."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class _Map(Protocol):
    """Work done on every node of a level."""

    def __call__(
        self, work: Callable[[_Given], _Made], level: Sequence[_Given], /
    ) -> list[_Made]: ...


class _Node(NamedTuple):
    """Of some moduli N: their product P, and the sum of all P/N."""

    product: mpz
    cofactors: mpz


class _Fraction(NamedTuple):
    """value / 2^bits, under 1 and a little less than what it stands for."""

    value: mpz
    bits: int


class Sharing(NamedTuple):
    """A modulus that shares a factor: its number, and that of one it shares the factor with."""

    modulus: int
    other: int


class _Found(NamedTuple):
    number: int
    modulus: mpz
    factor: mpz


def sharing(
    chunks: Sequence[Callable[[], Iterable[bytes]]],
    *,
    scratch: Path,
    threads: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Sharing]:
    """Every modulus that shares a factor with another, in order, with the first such of its kind.

    Each of `chunks` gives some of the moduli, big-endian, whenever it is called; they are numbered
    through, must be distinct and odd, and `CHUNK` of them are a good measure. Between chunks only
    products are kept, in the folder `scratch`. No factor leaves this function.

    n chunks cost n trees and n² products modulo one another. 10^4 moduli of 2048 bits take about 3
    s of one core, 10^5 a minute, 10^6 a quarter of an hour.
    """
    with _threaded(threads) as spread:
        sizes = []
        for number, chunk in enumerate(chunks):
            moduli = _numbers(chunk())
            sizes.append(len(moduli))
            _keep(scratch, number, _multiplied(moduli, spread))
            progress(sum(sizes) // 2)
        found: list[_Found] = []
        for number, chunk in enumerate(chunks):
            first = sum(sizes[:number])
            moduli = _numbers(chunk())
            cofactors = _cofactors(scratch, number, len(chunks))
            found += _factored(moduli, cofactors, first, spread)
            progress((sum(sizes) + first + len(moduli)) // 2)
    return _partnered(found)


def _numbers(moduli: Iterable[bytes]) -> list[mpz]:
    return [mpz(int.from_bytes(modulus, "big")) for modulus in moduli]


def _keep(scratch: Path, number: int, node: _Node) -> None:
    for name, value in zip(_Node._fields, node, strict=True):
        (scratch / f"{name}-{number}").write_bytes(gmpy2.to_binary(value))


def _kept(scratch: Path, number: int, name: str) -> mpz:
    return mpz(gmpy2.from_binary((scratch / f"{name}-{number}").read_bytes()))


def _cofactors(scratch: Path, number: int, chunks: int) -> mpz:
    """The sum of all P/N of a chunk times every other chunk, modulo the chunk."""
    product, total = (_kept(scratch, number, name) for name in _Node._fields)
    for other in range(chunks):
        if other != number:
            total = total * (_kept(scratch, other, "product") % product) % product
    return total


@contextmanager
def _threaded(threads: int) -> Iterator[_Map]:
    """A map over a level of a tree, on threads where its numbers are large."""

    def release() -> None:
        gmpy2.get_context().allow_release_gil = True

    with ThreadPoolExecutor(max(1, threads), initializer=release) as pool:

        def spread(work: Callable[[_Given], _Made], level: Sequence[_Given]) -> list[_Made]:
            if threads < 2 or len(level) > _ALONE:
                return [work(each) for each in level]
            return list(pool.map(work, level))

        yield spread


def _pairs(level: Sequence[_Given]) -> list[Sequence[_Given]]:
    return [level[start : start + 2] for start in range(0, len(level), 2)]


def _multiplied(moduli: Sequence[mpz], spread: _Map) -> _Node:
    def joined(pair: Sequence[_Node]) -> _Node:
        if len(pair) == 1:
            return pair[0]
        (p, s), (q, t) = pair
        return _Node(p * q, s * q + t * p)

    level = [_Node(modulus, mpz(1)) for modulus in moduli]
    while len(level) > 1:
        level = spread(joined, _pairs(level))
    return level[0] if level else _Node(mpz(1), mpz(0))


def _levels(moduli: list[mpz]) -> list[list[mpz]]:
    """The products of pairs, of pairs of pairs and so on: the moduli first, all of them last."""
    levels = [moduli]
    while len(levels[-1]) > 1:
        levels.append([gmpy2.mul(*pair) if pair[1:] else pair[0] for pair in _pairs(levels[-1])])
    return levels


def _factored(
    moduli: list[mpz],
    cofactors: mpz,
    first: int,
    spread: _Map,
) -> list[_Found]:
    """Of one chunk, whose numbers begin at `first`, those that share a factor with any."""
    if not moduli:
        return []
    levels = _levels(moduli)
    [product] = levels.pop()
    bits = product.bit_length() + _GUARD
    fractions = [_Fraction((cofactors << bits) // product, bits)]
    while levels:
        below = spread(_descended, list(zip(fractions, _pairs(levels.pop()), strict=True)))
        fractions = [fraction for children in below for fraction in children]
    found = []
    for number, (modulus, fraction) in enumerate(zip(moduli, fractions, strict=True), first):
        remainder = ((fraction.value * modulus >> (fraction.bits - 1)) + 1) >> 1
        factor = gmpy2.gcd(remainder, modulus)
        if factor > 1:
            found.append(_Found(number, modulus, factor))
    return found


def _descended(parent: tuple[_Fraction, Sequence[mpz]]) -> list[_Fraction]:
    """The fractions of the children of a node, which have these products."""
    (value, bits), children = parent
    if len(children) == 1:
        return [parent[0]]
    found = []
    for own, sibling in (children, children[::-1]):
        kept = own.bit_length() + _GUARD
        found.append(_Fraction(gmpy2.f_mod_2exp(value * sibling, bits) >> (bits - kept), kept))
    return found


def _partnered(found: list[_Found]) -> list[Sharing]:
    """Each with the first that has the very factor it shares, else with the first of all."""
    alike: dict[mpz, list[int]] = {}
    for place, one in enumerate(found):
        alike.setdefault(one.factor, []).append(place)
    others = {
        place: members[members[0] == place]
        for members in alike.values()
        if len(members) > 1
        for place in members
    }
    left = [place for place in range(len(found)) if place not in others]
    if left:
        levels = _levels([one.modulus for one in found])
        others |= _sought(left, levels, height=len(levels) - 1, node=0)
    return [Sharing(one.number, found[others[place]].number) for place, one in enumerate(found)]


def _sought(
    seekers: list[int], levels: list[list[mpz]], *, height: int, node: int
) -> dict[int, int]:
    """Seeker → the first other leaf below a node of the tree with which it shares a factor.

    Each of them is known to share one with a leaf there.
    """
    if height == 0 or not seekers:
        return dict.fromkeys(seekers, node)
    height, node = height - 1, 2 * node
    product, moduli = levels[height][node], [levels[0][seeker] for seeker in seekers]
    inside = [seeker >> height == node for seeker in seekers]
    # a product without one of its moduli N, modulo N, is its remainder by N², over N
    by = [
        modulus * modulus if own else modulus for modulus, own in zip(moduli, inside, strict=True)
    ]
    rests = _remainders(product, by)
    here: list[int] = []
    beyond: list[int] = []
    for seeker, modulus, own, rest in zip(seekers, moduli, inside, rests, strict=True):
        without = gmpy2.gcd(rest // modulus if own else rest, modulus) > 1
        (here if without else beyond).append(seeker)
    return _sought(here, levels, height=height, node=node) | _sought(
        beyond, levels, height=height, node=node + 1
    )


def _remainders(value: mpz, moduli: list[mpz]) -> list[mpz]:
    """A value modulo each."""
    levels = _levels(moduli)
    rests = [value]
    while levels:
        level = levels.pop()
        rests = [rests[place // 2] % p for place, p in enumerate(level)]
    return rests
