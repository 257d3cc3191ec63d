"""Runs of octets compared and copied eight at a time, in compiled code."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from mingzheng.certificates.compilation import inlined

_WORD = ir.IntType(64)


def _word_at(context: Any, builder: Any, array: tuple[Any, Any], index: Any) -> Any:
    """A pointer to the eight octets of an array from an index on."""
    kind, value = array
    data = context.make_array(kind)(context, builder, value).data
    return builder.bitcast(builder.gep(data, [index]), _WORD.as_pointer())


@intrinsic
def load(typingctx: Any, octets: Any, index: Any) -> Any:
    """The eight octets at an index, which the caller vouches for, as one number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _word_at(context, builder, (signature.args[0], arguments[0]), arguments[1])
        return builder.load(pointer, align=1)

    return types.uint64(octets, types.int64), generate


@intrinsic
def store(typingctx: Any, octets: Any, index: Any, word: Any) -> Any:
    """Put the eight octets of a number at an index, which the caller vouches for."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _word_at(context, builder, (signature.args[0], arguments[0]), arguments[1])
        builder.store(arguments[2], pointer, align=1)
        return context.get_dummy_value()

    return types.void(octets, types.int64, types.uint64), generate


def word(octets: bytes) -> np.uint64:
    """The number that `load` gives for eight octets."""
    return np.uint64(np.frombuffer(octets, np.uint64)[0])


@inlined
def equal(b, a, z, other, other_end):
    """Whether b[a:z] and b[other:other_end] hold the same octets."""
    length = z - a
    if length != other_end - other:
        return False
    if length < 8:
        i = np.int64(0)
        while i < length and b[a + i] == b[other + i]:
            i += 1
        return i == length
    # The intrinsics check nothing: these reads do, where bounds checking is on.
    same = b[a] == b[other] and b[z - 1] == b[other_end - 1]
    i = np.int64(0)
    while same and i < length - 8:
        same = load(b, a + i) == load(b, other + i)
        i += 8
    return same and load(b, z - 8) == load(b, other_end - 8)


@inlined
def copy(b, a, z, out, o):
    """Copy b[a:z] to out[o:], which must not overlap; returns the end.

    Up to seven octets after the end may change: nothing may lie there yet.
    """
    length = z - a
    if length == 0:
        return o
    # The intrinsics check nothing: this does, where bounds checking is on.
    out[o], out[o + length - 1] = b[a], b[z - 1]
    i = np.int64(0)
    if z + 8 <= b.size and o + length + 8 <= out.size:
        while i < length:
            store(out, o + i, load(b, a + i))
            i += 8
        return o + length
    while i < length:
        out[o + i] = b[a + i]
        i += 1
    return o + length
