"""SHA-256 (FIPS 180-4) by the processor's own instructions, in compiled code.

Only for x86-64 processors that have them, see `AVAILABLE`; `hashlib` serves the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.registry import cpu_target
from numba.extending import intrinsic

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.octets import copy

_FEATURES = cpu_target.target_context.codegen().magic_tuple()[2].split(",")
AVAILABLE = {"+sha", "+ssse3"} <= set(_FEATURES)
"""Whether the machine code that Numba makes may use the instructions."""

BLOCK = 64

_ROUNDS = 64
_LANES = 4
_NUMBER = ir.IntType(32)
_VECTOR = ir.VectorType(_NUMBER, _LANES)


def _primes(count: int) -> list[int]:
    """So many primes from 2 on."""
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


def _root_fraction(prime: int, power: int) -> int:
    """The first 32 bits of the fraction of a prime's root of a power."""
    low, high = 0, prime << 32
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**power <= prime << 32 * power else (low, middle - 1)
    return low & 0xFFFFFFFF


_CONSTANTS = [_root_fraction(prime, 3) for prime in _primes(_ROUNDS)]
_ORDER = (5, 4, 1, 0, 7, 6, 3, 2)
"""How the instructions hold the eight numbers a to h: f, e, b, a and h, g, d, c."""
_START = np.array([[_root_fraction(prime, 2) for prime in _primes(8)][i] for i in _ORDER], "u4")
_PLACE = np.argsort(_ORDER)


def _shuffle(builder: Any, low: Any, high: Any, lanes: tuple[int, ...]) -> Any:
    """Four lanes of two vectors."""
    return builder.shuffle_vector(low, high, ir.Constant(_VECTOR, list(lanes)))


def _compress_block(builder: Any, low: Any, high: Any, words: list[Any]) -> tuple[Any, Any]:
    """Sixty-four rounds over one block, its sixteen numbers in `words`, four by four."""

    def instruction(name: str, *operands: Any) -> Any:
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * len(operands))
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.x86.{name}")
        return builder.call(function, operands)

    before = low, high
    for group in range(_ROUNDS // _LANES):
        if group >= _LANES:
            four, three, two, one = words[group - 4 : group]
            first = instruction("sha256msg1", four, three)
            first = builder.add(first, _shuffle(builder, two, one, (1, 2, 3, 4)))
            words.append(instruction("sha256msg2", first, one))
        constants = _CONSTANTS[group * _LANES : (group + 1) * _LANES]
        mixed = builder.add(words[group], ir.Constant(_VECTOR, constants))
        high = instruction("sha256rnds2", high, low, mixed)
        mixed = _shuffle(builder, mixed, mixed, (2, 3, 2, 3))
        low = instruction("sha256rnds2", low, high, mixed)
    return builder.add(low, before[0]), builder.add(high, before[1])


@intrinsic
def compress(typingctx: Any, state: Any, octets: Any, index: Any, blocks: Any) -> Any:
    """Work so many blocks of octets from an index on, which the caller vouches for, into state."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = [
            context.make_array(kind)(context, builder, value).data
            for kind, value in zip(signature.args[:2], arguments[:2], strict=True)
        ]
        start = builder.gep(data[1], [arguments[2]])
        swap = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(_VECTOR, [_VECTOR]), "llvm.bswap.v4i32"
        )
        halves = builder.bitcast(data[0], _VECTOR.as_pointer())
        places = [cgutils.gep_inbounds(builder, halves, half) for half in range(2)]
        kept = [cgutils.alloca_once_value(builder, builder.load(p, align=4)) for p in places]
        with cgutils.for_range(builder, arguments[3]) as loop:
            block = builder.gep(start, [builder.mul(loop.index, loop.index.type(BLOCK))])
            block = builder.bitcast(block, _VECTOR.as_pointer())
            words = [
                builder.call(
                    swap, [builder.load(cgutils.gep_inbounds(builder, block, i), align=1)]
                )
                for i in range(_LANES)
            ]
            now = _compress_block(builder, builder.load(kept[0]), builder.load(kept[1]), words)
            for half, value in zip(kept, now, strict=True):
                builder.store(value, half)
        for place, half in zip(places, kept, strict=True):
            builder.store(builder.load(half), place, align=4)
        return context.get_dummy_value()

    return types.void(state, octets, types.int64, types.int64), generate


@kernel
def digest(b, start, end, state, tail, out):
    """Write the digest of b[start:end] to out; state, (8,) uint32, and tail, (128,), are room."""
    for i in range(8):
        state[i] = _START[i]
    whole = (end - start) // BLOCK
    compress(state, b, start, whole)
    rest = end - start - whole * BLOCK
    copy(b, end - rest, end, tail, 0)
    tail[rest:] = 0
    tail[rest] = 0x80
    blocks = 1 if rest < BLOCK - 8 else 2
    length = (end - start) * 8
    for i in range(8):
        tail[blocks * BLOCK - 1 - i] = length >> 8 * i & 0xFF
    compress(state, tail, 0, blocks)
    for i in range(8):
        number = state[_PLACE[i]]
        for k in range(4):
            out[4 * i + k] = number >> (24 - 8 * k) & 0xFF


@kernel
def digests(b, starts, ends, state, tail, out):
    """Write SHA-256 of b[start:end] of each row to out, (n, 32); nothing where start < 0."""
    for i in range(starts.size):
        if starts[i] >= 0:
            digest(b, starts[i], ends[i], state, tail, out[i])
