"""How much one piece of evidence may ask of this machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """Bounds on hostile or damaged input; each refusal is a reject that says which.

    certificate_bytes  one certificate (real ones stay under 10 KB)
    object_bytes       one object that must be in memory whole: PKCS#7, a ZIP inside an archive
    expanded_bytes     what one compressed file may expand to
    expansion          bytes out per byte in; PEM shrinks to a half, similar certificates to a
                       tenth, zeros to a thousandth
    member_name_bytes  the name of one member of an archive
    nesting            archives inside archives that are opened
    """

    certificate_bytes: int = 1 * MIB
    object_bytes: int = 256 * MIB
    expanded_bytes: int = 1024 * GIB
    expansion: int = 100
    member_name_bytes: int = 4 * KIB
    nesting: int = 1
