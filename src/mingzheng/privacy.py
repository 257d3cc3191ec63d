"""Numbers of persons never leave the engine readable: masks, differing positions, digests.

A mask keeps the length. Of a resident identity number it keeps the first two digits (the
province) and the last character (a check digit): enough to recognise a row one already has,
too little to find a person, as division, birth, sequence and sex (the 17th digit) are hidden
and a province holds millions. The customary six plus four is no protection: with the check
digit it leaves about 3,300 births to try. Any other personal number keeps its first and last
character. Numbers of organisations are public and stay (GB 32100, GB 11714).
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

import pyarrow as pa
import pyarrow.compute as pc

PUBLIC_KINDS = frozenset({"uscc", "organisation_code", "registration_number"})
"""Kinds of number (`subject_id_type`) that belong to organisations and are never masked."""

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_PERSONAL = re.compile(
    r"(?<!\d)(?:\d{6}[ \-]?\d{8}[ \-]?\d{3}[\dXxＸｘ]|\d{6}[ \-]?\d{6}[ \-]?\d{3})(?!\d)"
)
_LONG_RUN = re.compile(r"\d{18,}[Xx]?")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CANDIDATE = r"[0-9０-９][0-9０-９ \-]{13,}"


def mask_number(value: str, kind: str | None = None) -> str:
    """`value` as it may be shown, by its kind (a `subject_id_type`, None where unknown).

    A number of unknown kind is masked unless it can only be a credit code. One said to be an
    organisation's is masked too where it is a valid resident identity number: kinds are typed
    in by hand.
    """
    plain = unicodedata.normalize("NFKC", value).strip().upper()
    if kind in PUBLIC_KINDS:
        unbroken = re.sub(r"[ \-]", "", plain)
        return mask_text(value) if is_resident_number(unbroken) else value
    if kind is None and _CREDIT_CODE.fullmatch(plain) and not _PERSONAL.fullmatch(plain):
        return value
    return _mask(value.strip())


def mask_text(text: str) -> str:
    """`text` with everything in it that looks like an identity number masked.

    Masked are runs of 15 digits and of 17 digits and a digit or X, also full-width or broken by
    single spaces or hyphens after division and birth, and inside longer runs of digits each
    window that is a valid number (a request number is often built from one).
    """
    masked = _PERSONAL.sub(lambda found: _mask(found.group()), text)
    return _LONG_RUN.sub(lambda found: _mask_windows(found.group()), masked)


def mask_numbers(numbers: pa.StringArray, kinds: pa.StringArray | None = None) -> pa.StringArray:
    """`mask_number` over a column: nulls stay null; each distinct pair is masked once."""
    numbers = numbers.cast(pa.string())
    if kinds is None:
        kinds = pa.nulls(len(numbers), pa.string())
    pairs = pa.table({"number": numbers, "kind": kinds.cast(pa.string())})
    keyed = pc.binary_join_element_wise(
        pc.fill_null(pairs["kind"], ""), pairs["number"], "\x1f", null_handling="emit_null"
    ).combine_chunks()
    encoded = keyed.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    shown = []
    for pair in encoded.dictionary.to_pylist():
        kind, _, number = pair.partition("\x1f")
        shown.append(mask_number(number, kind or None))
    return pa.array(shown, pa.string()).take(encoded.indices)


def mask_texts(texts: pa.StringArray) -> pa.StringArray:
    """`mask_text` over a column: only cells with a long run of digits are looked at twice."""
    suspects = pc.fill_null(pc.match_substring_regex(texts, _CANDIDATE), False)
    if not pc.any(suspects).as_py():
        return texts
    masked = [mask_text(text) for text in texts.filter(suspects).to_pylist()]
    return pc.replace_with_mask(texts, suspects, pa.array(masked, texts.type))


def differing(a: str, b: str) -> list[int]:
    """The 1-based positions at which two numbers differ, width and case of letters aside.

    Positions past the end of the shorter one differ.
    """
    left = unicodedata.normalize("NFKC", a).strip().upper()
    right = unicodedata.normalize("NFKC", b).strip().upper()
    shorter = min(len(left), len(right))
    differ = [place + 1 for place in range(shorter) if left[place] != right[place]]
    return differ + list(range(shorter + 1, max(len(left), len(right)) + 1))


def keyed_digest(value: str, key: bytes) -> str:
    """Twelve hex digits that are equal for equal values (BLAKE2b, RFC 7693, keyed).

    Without the key, numbers can't be tried out against it; `key` has 16 to 64 bytes and stays
    beside the evidence.
    """
    if not 16 <= len(key) <= 64:
        raise ValueError("the key of a digest has 16 to 64 bytes")
    return blake2b(value.encode(), key=key, digest_size=6).hexdigest()


def is_resident_number(value: str) -> bool:
    """Whether 18 characters are a resident identity number by date and check (GB 11643)."""
    if len(value) != 18 or not (value[:17].isascii() and value[:17].isdigit()):
        return False
    year, month, day = int(value[6:10]), int(value[10:12]), int(value[12:14])
    if not (1800 <= year < 2200 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    return "10X98765432"[remainder % 11] == value[17].upper()


def _mask(value: str) -> str:
    if len(value) <= 4:
        return "*" * len(value)
    shown = 2 if len(value) >= 15 else 1
    return value[:shown] + "*" * (len(value) - shown - 1) + value[-1]


def _mask_windows(run: str) -> str:
    plain = unicodedata.normalize("NFKC", run)
    for start in range(len(run) - 17):
        if is_resident_number(plain[start : start + 18]):
            end = start + 18
            return run[:start] + _mask(run[start:end]) + _mask_windows(run[end:])
    return run
