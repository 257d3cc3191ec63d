"""Names of people and organisations in the one spelling by which they are compared."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.records.cells import Stored, folded, octets, text

_BRACKETS = (("[【〔\\[〖{]", "("), ("[】〕\\]〗}]", ")"))
_DOTS = "[•・‧∙⋅.]"
_VARYING = np.zeros(256, bool)
_VARYING[np.frombuffer(b" \t\n\v\f\r.[]{}\xc2\xe1\xe2\xe3\xef", np.uint8)] = True
"""First bytes of whatever a name may be spelled with or without; ideographs begin with e4–e9."""


def read_names(array: pa.Array) -> Stored:
    """A column of names as (given, key)."""
    given = text(array)
    return Stored((given, name_key(given)))


def name_key(given: pa.StringArray) -> pa.StringArray:
    """Names without what spelling alone changes.

    NFKC (full and half width are one), no blanks, one kind of bracket, one middle dot, lower
    case: 上海（某某） 公司 and 上海(某某)公司 are equal.
    """
    key = pc.utf8_lower(folded(given))
    if not _VARYING[octets(key)].any():
        return key
    key = pc.replace_substring_regex(key, r"[\s\x{200b}\x{feff}]", "")
    for pattern, plain in _BRACKETS:
        if pc.any(pc.match_substring_regex(key, pattern)).as_py():
            key = pc.replace_substring_regex(key, pattern, plain)
    return pc.replace_substring_regex(key, _DOTS, "·")


def read_name_lists(array: pa.Array) -> Stored:
    """A column of cells with several names each, as (given, list of keys).

    They are split at ; 、 and |, and at a comma before a Chinese character: the comma of
    "Co., Ltd" separates nothing.
    """
    given = text(array)
    plain = pc.replace_substring_regex(folded(given), r",\s*(\p{Han})", r";\1")
    lists = pc.split_pattern_regex(plain, r"\s*[;、|]\s*")
    keys = name_key(lists.flatten())
    return Stored((given, _relisted(lists, keys)))


def _relisted(lists: pa.ListArray, values: pa.Array) -> pa.ListArray:
    """Other values in the shape of some lists; empty values are left out."""
    parents = pc.list_parent_indices(lists)
    kept = pc.fill_null(pc.not_equal(values, ""), False)
    return regrouped(values.filter(kept), parents.filter(kept), lists)


def regrouped(values: pa.Array, parents: pa.Array, lists: pa.ListArray) -> pa.ListArray:
    """Values as lists by the (sorted) row each belongs to; a null list stays null."""
    counts = np.bincount(parents.to_numpy(zero_copy_only=False), minlength=len(lists))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    missing = lists.is_null()
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=missing)
