"""Coded values: the contract's codes, the Chinese spellings it knows and the CA's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.records.cells import Fault, Stored, folded, text, where
from mingzheng.records.names import regrouped
from mingzheng.records.schema import codes

_TRUE = ("true", "t", "yes", "y", "1", "是", "有", "真", "已确认", "对")
_FALSE = ("false", "f", "no", "n", "0", "否", "无", "假", "未确认", "没有", "错")


def fold(spelling: str) -> str:
    """A spelling as it is compared: NFKC, no blanks, lower case."""
    array = pa.array([spelling], pa.string())
    folded_: str = _folded(array)[0].as_py() or ""
    return folded_


@cache
def spellings(name: str) -> Mapping[str, str]:
    """Every spelling known for a list of codes, folded → code; the code's own name wins."""
    found: dict[str, str] = {}
    for code, others in codes()[name].items():
        for spelling in others:
            found.setdefault(fold(spelling), code)
    found |= {fold(code): code for code in codes()[name]}
    return MappingProxyType(found)


def read_codes(array: pa.Array, *, known: Mapping[str, str]) -> Stored:
    """A column of codes; an unknown one is null and a fault."""
    cells = _folded(text(array))
    codes_, unknown = _looked_up(cells, known)
    return Stored((codes_,), unknown)


def read_code_lists(array: pa.Array, *, known: Mapping[str, str]) -> Stored:
    """A column of cells with several codes each, split at ; 、 | and commas.

    An unknown code makes its whole cell null: a list cut short would say less than was given.
    """
    cells = folded(text(array))
    lists = pc.split_pattern_regex(cells, r"\s*[;、|,]\s*")
    values = _folded(lists.flatten())
    parents = pc.list_parent_indices(lists)
    kept = pc.fill_null(pc.not_equal(values, ""), False)
    values, parents = values.filter(kept), parents.filter(kept)
    codes_, _ = _looked_up(values, known)
    cut = np.unique(parents.to_numpy(zero_copy_only=False)[where(codes_.is_null())])
    grouped = regrouped(codes_, parents, lists)
    if not len(cut):
        return Stored((grouped,))
    mask = np.zeros(len(grouped), bool)
    mask[cut] = True
    blank = pc.if_else(pa.array(mask), pa.scalar(None, grouped.type), grouped)
    return Stored((blank,), (Fault("unknown_code", cut),))


def read_booleans(array: pa.Array) -> Stored:
    """A column of yes and no."""
    cells = _folded(text(array))
    yes = pc.is_in(cells, value_set=pa.array(_TRUE))
    no = pc.is_in(cells, value_set=pa.array(_FALSE))
    value = pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))
    wrong = where(pc.and_(value.is_null(), cells.is_valid()))
    return Stored((value,), (Fault("not_a_boolean", wrong),) if len(wrong) else ())


def _folded(cells: pa.StringArray) -> pa.StringArray:
    encoded = cells.dictionary_encode()
    words = pc.utf8_lower(folded(encoded.dictionary))
    words = pc.replace_substring_regex(words, r"\s", "")
    return words.take(encoded.indices)


def _looked_up(
    cells: pa.StringArray, known: Mapping[str, str]
) -> tuple[pa.StringArray, tuple[Fault, ...]]:
    places = pc.index_in(cells, value_set=pa.array(list(known), pa.string()))
    found = pa.array(list(known.values()), pa.string()).take(places)
    unknown = where(pc.and_(found.is_null(), cells.is_valid()))
    return found, (Fault("unknown_code", unknown),) if len(unknown) else ()
