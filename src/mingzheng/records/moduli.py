"""The moduli of RSA keys, to be compared with one another."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.certificates import Field, offsets
from mingzheng.certificates.rsa_keys import RsaFault, examine
from mingzheng.records.key_faults import RSA
from mingzheng.records.signatures import octets_of

MOST_OCTETS = 2048
"""Of a modulus that is compared; libcrypto takes no longer ones either."""

_COMPARED = (
    RsaFault.NONE,
    RsaFault.EXPONENT_ONE,
    RsaFault.EVEN_EXPONENT,
    RsaFault.GREAT_EXPONENT,
)
"""Keys of which the modulus may be a product of odd primes."""


def rsa_moduli(certificates: pa.Table, der: pa.Array) -> pa.Array:
    """The modulus of each RSA key, big-endian without leading zeros: large_binary[n].

    Null for keys of other algorithms, and for moduli that can't be compared: undecodable, even,
    too short for any signature or over `MOST_OCTETS`. der is what was read.
    """
    algorithm = certificates["public_key_algorithm"]
    alike = pc.fill_null(pc.is_in(algorithm, value_set=pa.array(RSA)), False).to_numpy()
    if not alike.any():
        return pa.nulls(len(der), pa.large_binary())
    places, octets = offsets(der), octets_of(der)
    starts, ends = places[:, Field.PUBLIC_KEY_START], places[:, Field.PUBLIC_KEY_END]
    rows = np.flatnonzero(alike & (starts >= 0))
    faults, integers = examine(octets, starts[rows], ends[rows])
    moduli: list[bytes | None] = [None] * len(der)
    for i in np.flatnonzero(np.isin(faults, _COMPARED)).tolist():
        start, end = integers[i, :2].tolist()
        modulus = octets[start:end].tobytes().lstrip(b"\0")
        if len(modulus) <= MOST_OCTETS:
            moduli[rows[i]] = modulus
    return pa.array(moduli, pa.large_binary())
