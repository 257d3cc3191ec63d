"""Certificates in PEM (RFC 7468): found and decoded in one compiled pass.

Tolerant where nothing can be misread: text around the blocks, CRLF, lines of any length, blanks,
missing padding. Strict about the rest: a character that is not base64 loses its block, and
only that.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from mingzheng.sources.der import declared_end

CERTIFICATE, PKCS7, TRUSTED, PRIVATE_KEY, OTHER, NONE = range(6)
"""What the label of a block announces."""

(
    FAULT_NO_END,
    FAULT_BASE64,
    FAULT_TRUNCATED,
    FAULT_TRAILING,
    FAULT_KEY,
    FAULT_LABEL,
    FAULT_LARGE,
    FAULT_MARKER,
    FAULT_LENGTH,
) = range(9)

_BLANK, _PAD, _BAD = 64, 65, 255
_WIDE_BAD = np.uint32(1 << 24)
_LONGEST_LABEL = 64


def _alphabet() -> np.ndarray:
    table = np.full(256, _BAD, np.uint8)
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for value, letter in enumerate(letters):
        table[letter] = value
    for blank in b" \t\r\n\v\f":
        table[blank] = _BLANK
    table[ord("=")] = _PAD
    return table


def _shifted(shift: int) -> np.ndarray:
    values = _ALPHABET.astype(np.uint32) << np.uint32(shift)
    return np.where(_ALPHABET < 64, values, _WIDE_BAD).astype(np.uint32)


_ALPHABET = _alphabet()
_FIRST, _SECOND, _THIRD, _FOURTH = (_shifted(shift) for shift in (18, 12, 6, 0))

_DASHES = np.frombuffer(b"-----", np.uint8)
_BEGIN = np.frombuffer(b"-----BEGIN ", np.uint8)
_END = np.frombuffer(b"-----END ", np.uint8)
_CERTIFICATE = np.frombuffer(b"CERTIFICATE", np.uint8)
_X509 = np.frombuffer(b"X509 CERTIFICATE", np.uint8)
_TRUSTED = np.frombuffer(b"TRUSTED CERTIFICATE", np.uint8)
_PKCS7 = np.frombuffer(b"PKCS7", np.uint8)
_PKCS7_SIGNED = np.frombuffer(b"PKCS #7 SIGNED DATA", np.uint8)
_CMS = np.frombuffer(b"CMS", np.uint8)
_KEY = np.frombuffer(b"PRIVATE KEY", np.uint8)


@njit(cache=True, nogil=True)
def stands_at(text, at, end, word):
    """Whether `word` stands at `at` and ends by `end`."""
    if at + word.shape[0] > end:
        return False
    k = 0
    while k < word.shape[0] and text[at + k] == word[k]:
        k += 1
    return k == word.shape[0]


@njit(cache=True, nogil=True)
def find_begin(text, at, end):
    """The next BEGIN marker from `at`, or -1, and the newlines before it (or before `end`)."""
    lines = 0
    while at < end:
        if text[at] == 10:
            lines += 1
        elif text[at] == 45 and stands_at(text, at, end, _BEGIN):
            return at, lines
        at += 1
    return -1, lines


@njit(cache=True, nogil=True)
def _find_marker(text, at, end):
    """The next BEGIN or END marker from `at`, or -1, and the newlines before it."""
    lines = 0
    while at < end:
        if text[at] == 10:
            lines += 1
        elif text[at] == 45 and (
            stands_at(text, at, end, _END) or stands_at(text, at, end, _BEGIN)
        ):
            return at, lines
        at += 1
    return -1, lines


@njit(cache=True, nogil=True)
def _label_end(text, at, end):
    """Where the label at `at` ends and its closing dashes begin, or -1."""
    for k in range(at, min(end, at + _LONGEST_LABEL)):
        if text[k] == 45 and stands_at(text, k, end, _DASHES):
            return k
        if text[k] == 10:
            return -1
    return -1


@njit(cache=True, nogil=True)
def _label_kind(text, at, end):
    size = end - at
    if end < 0:
        return NONE
    if size == 11 and stands_at(text, at, end, _CERTIFICATE):
        return CERTIFICATE
    if size == 16 and stands_at(text, at, end, _X509):
        return CERTIFICATE
    if size == 19 and stands_at(text, at, end, _TRUSTED):
        return TRUSTED
    if (
        (size == 5 and stands_at(text, at, end, _PKCS7))
        or (size == 19 and stands_at(text, at, end, _PKCS7_SIGNED))
        or (size == 3 and stands_at(text, at, end, _CMS))
    ):
        return PKCS7
    for k in range(at, end - 10):
        if stands_at(text, k, end, _KEY):
            return PRIVATE_KEY
    return OTHER


@njit(cache=True, nogil=True)
def _decode_groups(text, at, end, out, to):
    """Decode whole groups of four as long as nothing else comes: one line of PEM at a time."""
    while at + 4 <= end:
        bits = (
            _FIRST[text[at]] | _SECOND[text[at + 1]] | _THIRD[text[at + 2]] | _FOURTH[text[at + 3]]
        )
        if bits >= _WIDE_BAD:
            break
        to = _put(bits, 3, out, to)
        at += 4
    return at, to


@njit(cache=True, nogil=True, inline="always")
def _put(bits, count, out, to):
    """Write the first `count` bytes of a group of 24 bits."""
    out[to] = np.uint8(bits >> np.uint32(16))
    if count > 1:
        out[to + 1] = np.uint8((bits >> np.uint32(8)) & np.uint32(255))
    if count > 2:
        out[to + 2] = np.uint8(bits & np.uint32(255))
    return to + count


@njit(cache=True, nogil=True)
def decode_base64(text, at, end, out, to):
    """Decode base64 from `at` until a character that is none, writing from `out[to]` on.

    Returns where it stopped, the newlines passed, where writing ended, and whether what was
    read is whole (its last group has the right length and padding).
    """
    lines = 0
    group = np.uint32(0)
    phase = 0
    pads = 0
    while True:
        if phase == 0 and pads == 0:
            at, to = _decode_groups(text, at, end, out, to)
        value = _ALPHABET[text[at]] if at < end else np.uint8(_BAD)
        if value == _BAD or (value < 64 and pads > 0):
            break
        lines += text[at] == 10
        at += 1
        if value == _PAD:
            pads += 1
        elif value < 64:
            group |= np.uint32(value) << np.uint32(18 - 6 * phase)
            phase += 1
        if phase == 4:
            to = _put(group, 3, out, to)
            group = np.uint32(0)
            phase = 0
    if phase >= 2:
        to = _put(group, phase - 1, out, to)
    whole = pads == 0 if phase == 0 else phase != 1 and (pads == 0 or phase + pads == 4)
    return at, lines, to, whole


@njit(cache=True, nogil=True)
def _decode_body(text, kind, at, end, out, to):
    """Decode the body at `at`, but never that of a key or of anything else.

    Returns a fault (-1: none), where it stopped, the newlines passed, where writing ended.
    """
    if kind == PRIVATE_KEY:
        return FAULT_KEY, at, 0, to
    if kind == OTHER:
        return FAULT_LABEL, at, 0, to
    if kind == NONE:
        return FAULT_MARKER, at, 0, to
    stop, lines, written, whole = decode_base64(text, at, end, out, to)
    if (
        stop < end
        and not stands_at(text, stop, end, _END)
        and not stands_at(text, stop, end, _BEGIN)
    ):
        return FAULT_BASE64, stop, lines, written
    return -1 if whole else FAULT_LENGTH, stop, lines, written


@njit(cache=True, nogil=True)
def _close(text, at, end):
    """The end of the block whose body stopped at `at`: past its END, else at the next BEGIN.

    Returns that place (-1: neither), the newlines before it, and whether it is an END.
    """
    if stands_at(text, at, end, _END):
        return at + 9, 0, True
    marker, lines = _find_marker(text, at, end)
    if marker >= 0 and stands_at(text, marker, end, _END):
        return marker + 9, lines, True
    return marker, lines, False


@njit(cache=True, nogil=True)
def _room(kind, longest, largest):
    """How long a block of this kind may be as text before it counts as endless."""
    if kind == NONE:
        return 2 * _LONGEST_LABEL
    room = largest if kind == PKCS7 else longest
    return room + room // 2 + 4096


@njit(cache=True, nogil=True)
def _unended(fault, at, stop, end, final):
    """The fault of a block without its END: what is told is the END, not what came of it."""
    cut_marker = fault == FAULT_BASE64 and end - stop < 9
    if fault in (-1, FAULT_LENGTH) or cut_marker:
        return FAULT_NO_END if final or at < end - 10 else FAULT_LARGE
    return fault


@njit(cache=True, nogil=True)
def _leave(text, at, end, final, lines):
    """Where to go on when nothing was found up to `end`, and the newlines before it.

    A marker may begin in the last bytes of a window: they are left over.
    """
    goes_on = end if final else max(at, end - 10)
    for k in range(goes_on, end):
        lines -= text[k] == 10
    return goes_on, lines


@njit(cache=True, nogil=True)
def _judge(out, start, to, kind, longest):
    """What is wrong with the decoded certificate (-1: nothing), and where it ends."""
    if kind == PKCS7:
        return -1, to
    if to - start > longest:
        return FAULT_LARGE, start
    if to == start:
        return FAULT_LENGTH, start
    stop = declared_end(out, start, to)
    if out[start] != 0x30 or stop < 0:
        return -1, to
    if stop > to:
        return FAULT_TRUNCATED, start
    if stop < to and kind != TRUSTED:
        return FAULT_TRAILING, stop
    return -1, stop


@njit(cache=True, nogil=True)
def decode(text, start, end, line, final, longest, largest, out, to, found, faults):
    """Decode the PEM blocks in [start, end).

    text      uint8
    line      1-based line of `start`
    final     whether nothing follows `end`; otherwise an unfinished block is left over
    longest   the most bytes one certificate may have
    largest   the most bytes one PKCS#7 may have
    out, to   uint8 of at least 3/4 of the text, written from `to` on
    found     (n, 4) int64, filled with kind, start and end in `out`, line of the BEGIN
    faults    (m, 4) int64, filled with fault, line, start and end of what to show of `text`

    Returns blocks found, faults found, where to go on, its line, and the new `to`.
    """
    blocks = 0
    faulty = 0
    at = start
    while blocks < found.shape[0] and faulty + 1 < faults.shape[0]:
        begin, lines = find_begin(text, at, end)
        if begin < 0:
            at, lines = _leave(text, at, end, final, lines)
            return blocks, faulty, at, line + lines, to
        line += lines
        label = begin + 11
        label_end = _label_end(text, label, end)
        kind = _label_kind(text, label, label_end)
        fault, stop, passed, written = _decode_body(text, kind, label_end + 5, end, out, to)
        at, skipped, ended = _close(text, stop, end) if kind != NONE else (label, 0, True)
        room = _room(kind, longest, largest)
        if not final and end - begin < room and (at < 0 or kind == NONE):
            return blocks, faulty, begin, line, to
        if at < 0:
            at, skipped = _leave(text, stop, end, final, skipped)
        if not ended:
            fault = _unended(fault, at, stop, end, final)
        if fault < 0:
            fault, written = _judge(out, to, written, kind, longest)
            if fault < 0 or fault == FAULT_TRAILING:
                found[blocks] = (kind, to, written, line)
                blocks += 1
                to = written
        if fault == FAULT_BASE64:
            faults[faulty] = (fault, line + passed, stop, stop)
            faulty += 1
        elif fault >= 0:
            shown = label if fault in (FAULT_LENGTH, FAULT_MARKER) else label_end
            faults[faulty] = (fault, line, label, shown)
            faulty += 1
        line += passed + skipped
    return blocks, faulty, at, line, to
