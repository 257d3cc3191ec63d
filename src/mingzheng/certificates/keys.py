"""Public keys, in compiled code: algorithm, curve, size and whether they decode.

RFC 3279, 5480, 8410; SEC 1 for the forms of a point. Whether a point lies on its curve is not
looked at here.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.der import INTEGER, OID, SEQUENCE, bits, element, inside, small
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import (
    CODE,
    CURVES,
    DSA_KEY,
    EC_KEY,
    PLAIN_KEYS,
    RSA_KEYS,
    known,
)
from mingzheng.certificates.reasons import DAMAGE_BIT
from mingzheng.certificates.scalars import (
    EXPLICIT,
    FIRST_DOTTED,
    FIRST_FORM,
    IMPLICIT,
    NO_CODE,
    OTHER_CODE,
    put_label,
)
from mingzheng.certificates.sheet import NUMBERS, TEXTS

UNCOMPRESSED, COMPRESSED, HYBRID, INFINITY, MALFORMED = range(FIRST_FORM, FIRST_FORM + 5)

NAME, NAME_START, NAME_END, PARAMETERS, PARAMETERS_START, PARAMETERS_END = range(6)
BITS, FORM, EVEN, EXPONENT, DECODABLE = range(6, 11)
WIDTH = 11
"""Columns of the pass over keys: codes and places of two labels, then numbers; -1 unknown."""

NO_EXPONENT, TOO_GREAT = -1, -2

_SPKI = int(Field.SPKI_START)
_PUBLIC_KEY = int(Field.PUBLIC_KEY_START)
_DAMAGE = int(Field.DAMAGE)
_NAME_TEXT = TEXTS.index("public_key_algorithm")
_PARAMETERS_TEXT = TEXTS.index("public_key_parameters")
_FORM_TEXT = TEXTS.index("ec_point_form")
_SIZE = NUMBERS.index("public_key_bits")
_EVEN_MODULUS = NUMBERS.index("rsa_modulus_even")
_EXPONENT_ONE = NUMBERS.index("rsa_exponent_one")
_EXPONENT = NUMBERS.index("rsa_exponent")
_DECODABLE = NUMBERS.index("public_key_decodable")
_MALFORMED = DAMAGE_BIT["public_key:malformed"]
_RSA = np.array([CODE[oid] for oid in RSA_KEYS])
_EC, _DSA = CODE[EC_KEY], CODE[DSA_KEY]
_FIRST_CURVE = CODE[next(iter(CURVES))]
_CURVE_BITS = np.array([size for _, size in CURVES.values()])
_FIRST_PLAIN = CODE[next(iter(PLAIN_KEYS))]
_PLAIN = np.array([(octets, size) for _, octets, size in PLAIN_KEYS.values()])


@kernel
def read_rsa(b, p, end, key):
    """RSAPublicKey b[p:end]: bits of the modulus, its parity, the exponent."""
    key[DECODABLE] = 0
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return
    modulus, modulus_end = inside(b, start, stop, INTEGER)
    if modulus < 0:
        return
    exponent, exponent_end = inside(b, modulus_end, stop, INTEGER)
    if exponent < 0 or exponent_end != stop:
        return
    size = bits(b, modulus, modulus_end)
    if size < 1 or bits(b, exponent, exponent_end) < 0:
        return
    value = small(b, exponent, exponent_end)
    key[BITS] = size
    key[EVEN] = b[modulus_end - 1] & 1 == 0
    key[EXPONENT] = value if value >= 0 else TOO_GREAT
    key[DECODABLE] = 1


@kernel
def point_form(b, p, end, size):
    """The form of the point b[p:end] on a curve over `size` bits (-1: unknown)."""
    length = end - p
    octets = (size + 7) // 8
    if length == 0:
        return MALFORMED
    if b[p] == 0:
        return INFINITY if length == 1 else MALFORMED
    if length > 1 and (length == 1 + 2 * octets or (size < 0 and length % 2)):
        if b[p] == 4:
            return UNCOMPRESSED
        if b[p] == 6 or b[p] == 7:
            return HYBRID
    if (b[p] == 2 or b[p] == 3) and length > 1 and (length == 1 + octets or size < 0):
        return COMPRESSED
    return MALFORMED


@kernel
def explicit_bits(b, p, end):
    """Bits of the prime field of explicit ECParameters whose content is b[p:end], or -1."""
    _, after = inside(b, p, end, INTEGER)
    if after < 0:
        return np.int64(-1)
    field, field_end = inside(b, after, end, SEQUENCE)
    if field < 0:
        return np.int64(-1)
    oid, oid_end = inside(b, field, field_end, OID)
    if oid < 0:
        return np.int64(-1)
    prime, prime_end = inside(b, oid_end, field_end, INTEGER)
    return bits(b, prime, prime_end) if prime >= 0 else np.int64(-1)


@kernel
def read_ec(b, parameters, end, point, point_end, key):
    """A point and its curve, named at b[parameters:end] unless the algorithm names it."""
    if key[NAME] != _EC:
        key[BITS] = _CURVE_BITS[key[NAME] - _FIRST_CURVE]
    else:
        tag, start, stop = element(b, parameters, end)
        if tag == OID:
            key[PARAMETERS_START], key[PARAMETERS_END] = start, stop
            curve = known(b, start, stop)
            key[PARAMETERS] = FIRST_DOTTED + curve if curve >= 0 else OTHER_CODE
            if _FIRST_CURVE <= curve < _FIRST_CURVE + _CURVE_BITS.size:
                key[NAME] = curve
                key[BITS] = _CURVE_BITS[curve - _FIRST_CURVE]
        elif tag == SEQUENCE:
            key[PARAMETERS] = EXPLICIT
            key[BITS] = explicit_bits(b, start, stop)
        elif tag > 0:
            key[PARAMETERS] = IMPLICIT
    key[FORM] = point_form(b, point, point_end, key[BITS])
    key[DECODABLE] = key[FORM] != MALFORMED


@kernel
def read_dsa(b, parameters, end, point, point_end, key):
    """A DSA key: an INTEGER; its bits are those of p, unknown where parameters are inherited."""
    start, stop = inside(b, parameters, end, SEQUENCE)
    if start >= 0:
        prime, prime_end = inside(b, start, stop, INTEGER)
        if prime >= 0:
            key[BITS] = bits(b, prime, prime_end)
    y, y_end = inside(b, point, point_end, INTEGER)
    key[DECODABLE] = y >= 0 and y_end == point_end and bits(b, y, y_end) > 0


@kernel
def read_key(b, parameters, end, point, point_end, key):
    """Read the key by its algorithm; an unknown one keeps its identifier and no verdict."""
    code = key[NAME]
    if code == _RSA[0] or code == _RSA[1]:
        read_rsa(b, point, point_end, key)
    elif code == _EC or _FIRST_CURVE <= code < _FIRST_CURVE + _CURVE_BITS.size:
        read_ec(b, parameters, end, point, point_end, key)
    elif code == _DSA:
        read_dsa(b, parameters, end, point, point_end, key)
    elif _FIRST_PLAIN <= code < _FIRST_PLAIN + _PLAIN.shape[0]:
        key[BITS] = _PLAIN[code - _FIRST_PLAIN, 1]
        key[DECODABLE] = point_end - point == _PLAIN[code - _FIRST_PLAIN, 0]


@inlined
def find_key(b, rows, i, key):
    """Fill `key` with what the public key of a row is."""
    key[:] = -1
    key[NAME] = key[PARAMETERS] = key[FORM] = NO_CODE
    if rows[i, _SPKI] < 0:
        return
    key[DECODABLE] = 0
    _, start, stop = element(b, rows[i, _SPKI], rows[i, _SPKI + 1])
    algorithm, after = inside(b, start, stop, SEQUENCE)
    oid, oid_end = inside(b, algorithm, after, OID) if algorithm >= 0 else (-1, -1)
    if oid < 0:
        return
    key[NAME] = known(b, oid, oid_end)
    key[NAME_START], key[NAME_END] = oid, oid_end
    point = rows[i, _PUBLIC_KEY]
    if point >= 0:
        key[DECODABLE] = -1
        read_key(b, oid_end, after, point, rows[i, _PUBLIC_KEY + 1], key)


@inlined
def put_known(value, sheet, column, row):
    """Write a number that is known."""
    if value >= 0:
        sheet.numbers[column, row] = value


@kernel
def public_keys(b, rows, at, sheet):
    """The public keys."""
    key = sheet.key
    for i in range(rows.shape[0]):
        row = at + i
        find_key(b, rows, i, key)
        if key[DECODABLE] == 0:
            rows[i, _DAMAGE] |= _MALFORMED
        put_label(b, key[NAME], key[NAME_START], key[NAME_END], sheet, _NAME_TEXT, row)
        start, end = key[PARAMETERS_START], key[PARAMETERS_END]
        put_label(b, key[PARAMETERS], start, end, sheet, _PARAMETERS_TEXT, row)
        put_label(b, key[FORM], start, end, sheet, _FORM_TEXT, row)
        put_known(key[BITS], sheet, _SIZE, row)
        put_known(key[EVEN], sheet, _EVEN_MODULUS, row)
        put_known(key[DECODABLE], sheet, _DECODABLE, row)
        put_known(key[EXPONENT], sheet, _EXPONENT, row)
        if key[EXPONENT] != NO_EXPONENT:
            sheet.numbers[_EXPONENT_ONE, row] = key[EXPONENT] == 1
