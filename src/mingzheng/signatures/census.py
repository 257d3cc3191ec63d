"""Every signature of a batch verified: grouped by issuer, each group against its issuer's keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from mingzheng.signatures.algorithms import agreed
from mingzheng.signatures.authorities import Authorities, Authority
from mingzheng.signatures.field import Octets, frozen
from mingzheng.signatures.opinions import Opinions, opinions
from mingzheng.signatures.public_keys import PublicKey
from mingzheng.signatures.verdicts import Bounds, Signed, Verdict

_LONGEST_IDENTIFIER = 255
"""Octets of an AlgorithmIdentifier: a longer one is none that is known."""


class Claims(NamedTuple):
    """Whom and what n signed objects name.

    issuers     string[n]: the issuer's name as names are compared; null: unreadable
    key_ids     string[n]: the authority key identifier, hex; null: it names none
    unnamed     bool[n]: there is no such extension at all, rather than one without a readable one
    signed_at   int64[n]: microseconds from 1970, the start of validity; `UNDATED`: unknown
    inner       int64[n, 2]: bounds of the AlgorithmIdentifier in the text, in the same buffer
    outer       int64[n, 2]: and of the one beside it
    """

    issuers: pa.StringArray
    key_ids: pa.StringArray
    unnamed: npt.NDArray[np.bool_]
    signed_at: npt.NDArray[np.int64]
    inner: Bounds
    outer: Bounds


UNDATED = np.iinfo(np.int64).min


class _Group(NamedTuple):
    """Rows that name the same issuer, key and algorithms."""

    rows: npt.NDArray[np.int64]
    issuer: str
    key_id: str | None
    identifiers: tuple[bytes, bytes]


def census(signed: Signed, claims: Claims, authorities: Authorities) -> Opinions:
    """Whether each signature is its issuer's, by the authorities known.

    The same signature gets the same answer in whatever batch. Runs on one core, mostly without
    the interpreter's lock.
    """
    verdicts = np.full(len(signed.texts), Verdict.ISSUER_UNKNOWN, np.uint8)
    seconds = verdicts.copy()
    known = pc.is_in(claims.issuers, value_set=pa.array(authorities.names, pa.string()))
    rows = np.flatnonzero(known.to_numpy(zero_copy_only=False))
    for group in _groups(signed, claims, rows):
        found = _judged(group, signed.take(group.rows), claims, authorities)
        verdicts[group.rows], seconds[group.rows] = found
    return Opinions(verdicts, seconds)


def _judged(group: _Group, signed: Signed, claims: Claims, authorities: Authorities) -> Opinions:
    candidates = authorities.candidates(group.issuer, group.key_id)
    algorithm = agreed(*group.identifiers)
    if algorithm is None and candidates:
        return _all(Verdict.ALGORITHM_UNSUPPORTED, len(group.rows))
    fitting = [c for c in candidates if c.key and algorithm and algorithm.scheme in c.key.schemes]
    # a key that can't be used may be the one that signed
    unusable = any(c.key is None for c in candidates)
    if algorithm is None or not fitting:
        verdict = Verdict.ALGORITHM_UNSUPPORTED if unusable else Verdict.ISSUER_UNKNOWN
        return _all(verdict, len(group.rows))
    accusable = _accusable(fitting, group, claims) & (not unusable)
    return opinions(_keys(fitting), algorithm, signed, accusable=accusable)


def _all(verdict: Verdict, count: int) -> Opinions:
    same = np.full(count, verdict, np.uint8)
    return Opinions(same, same)


def _keys(candidates: list[Authority]) -> list[PublicKey]:
    """Each key once, whatever certificates it has."""
    return [key for key in dict.fromkeys(c.key for c in candidates) if key is not None]


def _accusable(
    candidates: list[Authority], group: _Group, claims: Claims
) -> npt.NDArray[np.bool_]:
    """Which rows a supplied authority must have signed, so that its refusal is a fault.

    It must have been valid on the day and be the one named: by its key identifier, or by its name
    where nothing at all is said about the key.
    """
    at = claims.signed_at[group.rows]
    result = np.zeros(len(at), np.bool_)
    for c in candidates:
        if c.supplied and group.key_id in (None, c.key_id):
            result |= (c.since <= at) & (at <= c.until)
    return result & claims.unnamed[group.rows] if group.key_id is None else result


def _groups(signed: Signed, claims: Claims, rows: npt.NDArray[np.int64]) -> Iterator[_Group]:
    """The rows in groups, in the order of their first rows."""
    if not len(rows):
        return
    named = [
        claims.issuers.take(pa.array(rows)),
        claims.key_ids.take(pa.array(rows)),
        _gathered(signed.octets, claims.inner[rows]),
        _gathered(signed.octets, claims.outer[rows]),
    ]
    encoded = [column.dictionary_encode(null_encoding="encode") for column in named]
    code = np.zeros(len(rows), np.int64)
    for column in encoded:
        _, code = np.unique(
            code * len(column.dictionary) + column.indices.to_numpy(), return_inverse=True
        )
    order = np.argsort(code, kind="stable")
    edges = np.flatnonzero(np.diff(code[order], prepend=-1))
    for members in np.split(order, edges[1:]):
        issuer, key_id, inner, outer = (column[members[0]].as_py() for column in named)
        yield _Group(rows[members], issuer, key_id, (inner, outer))


@njit(cache=True, nogil=True)
def _copy(octets: Octets, bounds: Bounds, offsets: Bounds, out: Octets) -> None:
    for i in range(len(bounds)):
        for k in range(offsets[i + 1] - offsets[i]):
            out[offsets[i] + k] = octets[bounds[i, 0] + k]


def _gathered(octets: Octets, bounds: Bounds) -> pa.Array:
    """The octets within each bounds as binary; empty where there are too many."""
    sizes = bounds[:, 1] - bounds[:, 0]
    sizes = np.where(sizes > _LONGEST_IDENTIFIER, 0, sizes)
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    out = np.empty(offsets[-1], np.uint8)
    _copy(frozen(octets), frozen(bounds), offsets, out)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(out)]
    return pa.Array.from_buffers(pa.large_binary(), len(bounds), buffers)
