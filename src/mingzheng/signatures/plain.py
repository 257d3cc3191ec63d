"""SM2 and ECDSA verified with Python's own integers: slow, short, and nothing of the kernels in it.

The second opinion where libcrypto is missing or knows no SM2. The equations are those of
GB/T 32918.2-2016, 7.1, and FIPS 186-4, 6.4; points are added in Jacobian coordinates.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from mingzheng.signatures.curves import Curve

_Point = tuple[int, int, int]
"""x / z^2 and y / z^3; z is 0 at infinity."""


def verify_sm2(curve: Curve, point: bytes, digest: bytes, value: bytes) -> bool:
    """Whether the DER in `value` signs e = SM3(ZA || text), or another digest in its place."""
    r, s = _integers(curve, value)
    if not (r and s and (r + s) % curve.n):
        return False
    x = _combined(curve, s, (r + s) % curve.n, point)
    return x is not None and (int.from_bytes(digest, "big") + x - r) % curve.n == 0


def verify_ecdsa(curve: Curve, point: bytes, digest: bytes, value: bytes) -> bool:
    """Whether the DER in `value` signs the leftmost 256 bits of a digest."""
    r, s = _integers(curve, value)
    if not (r and s):
        return False
    w = pow(s, -1, curve.n)
    e = int.from_bytes(digest[:32], "big")
    x = _combined(curve, e * w % curve.n, r * w % curve.n, point)
    return x is not None and (x - r) % curve.n == 0


def sm3(message: bytes) -> bytes:
    """The SM3 digest (GB/T 32905-2016)."""
    padded = message + b"\x80" + bytes(-(len(message) + 9) % 64)
    padded += (8 * len(message)).to_bytes(8, "big")
    state = [
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
        0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    ]  # fmt: skip
    for start in range(0, len(padded), 64):
        state = _compressed(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def identity_digest(curve: Curve, point: bytes, identity: bytes) -> bytes:
    """ZA (GB/T 32918.2, 5.5)."""
    constants = (curve.a, curve.b, curve.x, curve.y)
    text = (8 * len(identity)).to_bytes(2, "big") + identity
    return sm3(text + b"".join(value.to_bytes(32, "big") for value in constants) + point)


def _turned(word: int, bits: int) -> int:
    bits %= 32
    return (word << bits | word >> (32 - bits)) & 0xFFFFFFFF


def _compressed(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turned(w[j - 3], 15)
        w.append(x ^ _turned(x, 15) ^ _turned(x, 23) ^ _turned(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = _turned(0x79CC4519 if j < 16 else 0x7A879D8A, j)
        one = _turned((_turned(a, 12) + e + constant) & 0xFFFFFFFF, 7)
        two = one ^ _turned(a, 12)
        first = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        second = e ^ f ^ g if j < 16 else e & f | ~e & g
        left = (first + d + two + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        right = (second + h + one + w[j]) & 0xFFFFFFFF
        a, b, c, d = left, a, _turned(b, 9), c
        e, f, g, h = right ^ _turned(right, 9) ^ _turned(right, 17), e, _turned(f, 19), g
    return [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


def _integers(curve: Curve, value: bytes) -> tuple[int, int]:
    """The two where both are in [1, n - 1], else zeros."""
    try:
        r, s = decode_dss_signature(value)
    except ValueError:
        return 0, 0
    return (r, s) if 1 <= r < curve.n and 1 <= s < curve.n else (0, 0)


def _combined(curve: Curve, a: int, b: int, point: bytes) -> int | None:
    """The first coordinate of a * G + b * Q, None at infinity."""
    g = curve.x, curve.y, 1
    q = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big"), 1
    both = _added(curve, g, q)
    total: _Point = (1, 1, 0)
    for bit in range(255, -1, -1):
        total = _doubled(curve, total)
        chosen = a >> bit & 1, b >> bit & 1
        if any(chosen):
            total = _added(curve, total, both if all(chosen) else g if chosen[0] else q)
    x, _, z = total
    return x * pow(z, -2, curve.p) % curve.p if z else None


def _doubled(curve: Curve, point: _Point) -> _Point:
    x, y, z = point
    p = curve.p
    square = y * y % p
    s = 4 * x * square % p
    m = (3 * x * x + curve.a * pow(z, 4, p)) % p
    left = (m * m - 2 * s) % p
    return left, (m * (s - left) - 8 * square * square) % p, 2 * y * z % p


def _added(curve: Curve, one: _Point, other: _Point) -> _Point:
    if not one[2]:
        return other
    if not other[2]:
        return one
    p = curve.p
    (x1, y1, z1), (x2, y2, z2) = one, other
    u1, u2 = x1 * z2 * z2 % p, x2 * z1 * z1 % p
    s1, s2 = y1 * pow(z2, 3, p) % p, y2 * pow(z1, 3, p) % p
    h, r = (u2 - u1) % p, (s2 - s1) % p
    if not h:
        return (1, 1, 0) if r else _doubled(curve, one)
    square, cube = h * h % p, pow(h, 3, p)
    v = u1 * square % p
    x = (r * r - cube - 2 * v) % p
    return x, (r * (v - x) - s1 * cube) % p, h * z1 * z2 % p
