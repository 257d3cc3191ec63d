"""What is wrong with a certificate's public key: the signature data article 21 (5) asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec

from mingzheng.certificates import Field, offsets
from mingzheng.certificates.rsa_keys import RsaFault, examine
from mingzheng.records.signatures import octets_of
from mingzheng.signatures.compression import COMPRESSED, decompress
from mingzheng.signatures.curves import P256, SM2, Curve, on_curve

FAULTS = (
    None,
    "not_examined",
    "undecodable",
    "point_not_on_curve",
    "point_at_infinity",
    "negative_modulus",
    "negative_exponent",
    "short_modulus",
    "even_modulus",
    "exponent_one",
    "even_exponent",
    "great_exponent",
)
"""None: nothing is wrong. not_examined: of another algorithm, curve or form of point."""

SOUND, NOT_EXAMINED, UNDECODABLE, NOT_ON_CURVE, AT_INFINITY = range(5)
RSA = ("rsa", "rsa-pss")

_OF_RSA = np.array(
    [FAULTS.index(fault.name.lower()) if fault else SOUND for fault in RsaFault], np.uint8
)
_CURVES = {"sm2": SM2, "p-256": P256}
_LIBRARY: Mapping[str, Callable[[], ec.EllipticCurve]] = {
    "p-192": ec.SECP192R1,
    "p-224": ec.SECP224R1,
    "p-384": ec.SECP384R1,
    "p-521": ec.SECP521R1,
    "secp256k1": ec.SECP256K1,
    "brainpoolp256r1": ec.BrainpoolP256R1,
    "brainpoolp384r1": ec.BrainpoolP384R1,
    "brainpoolp512r1": ec.BrainpoolP512R1,
}
"""Curves that pyca/cryptography decodes points of."""

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Keys:
    """The keys of a batch: their algorithm and form, and where their octets lie."""

    algorithm: pa.Array
    form: pa.Array
    octets: npt.NDArray[np.uint8]
    starts: Rows
    ends: Rows

    def rows(self, form: str, *algorithms: str) -> Rows:
        """Elliptic keys of a form of point."""
        alike = pc.is_in(self.algorithm, value_set=pa.array(algorithms))
        return np.flatnonzero(_mask(pc.and_(alike, pc.equal(self.form, form))))

    def points(self, rows: Rows, width: int) -> npt.NDArray[np.uint8]:
        """uint8[n, width]: the octets of keys of that many octets."""
        return self.octets[self.starts[rows, None] + np.arange(width)]


def key_faults(certificates: pa.Table, der: pa.Array) -> pa.StringArray:
    """The fault of each public key, a word of `FAULTS`; der is what was read."""
    places = offsets(der)
    keys = _Keys(
        algorithm=_whole(certificates["public_key_algorithm"]),
        form=_whole(certificates["ec_point_form"]),
        octets=octets_of(der),
        starts=places[:, Field.PUBLIC_KEY_START],
        ends=places[:, Field.PUBLIC_KEY_END],
    )
    decodable = _whole(certificates["public_key_decodable"])
    codes = np.full(len(der), NOT_EXAMINED, np.uint8)
    codes[_mask(pc.and_(decodable, keys.form.is_null()))] = SOUND
    codes[_mask(pc.invert(decodable))] = UNDECODABLE
    codes[_mask(pc.equal(keys.form, "infinity"))] = AT_INFINITY
    _judge_rsa(keys, codes)
    for name, curve in _CURVES.items():
        _judge_points(keys, name, curve, codes)
    _judge_by_library(keys, codes)
    return pa.array(FAULTS, pa.string()).take(pa.array(codes))


def _judge_rsa(keys: _Keys, codes: Codes) -> None:
    alike = _mask(pc.is_in(keys.algorithm, value_set=pa.array(RSA)))
    rows = np.flatnonzero(alike & (keys.starts >= 0))
    faults, _ = examine(keys.octets, keys.starts[rows], keys.ends[rows])
    codes[rows] = _OF_RSA[faults]


def _judge_points(keys: _Keys, name: str, curve: Curve, codes: Codes) -> None:
    """Points of a curve whose arithmetic is compiled here, in every form of SEC 1 2.3.3."""
    plain = keys.rows("uncompressed", name)
    codes[plain] = _verdict(on_curve(curve, keys.points(plain, 65)[:, 1:]))
    hybrid = keys.rows("hybrid", name)
    points = keys.points(hybrid, 65)
    agreed = (points[:, 0] & 1) == (points[:, 64] & 1)
    codes[hybrid] = _verdict(on_curve(curve, points[:, 1:]) & agreed)
    short = keys.rows("compressed", name)
    codes[short] = _verdict(decompress(curve, keys.points(short, COMPRESSED))[1])


def _judge_by_library(keys: _Keys, codes: Codes) -> None:
    """Points of other curves: few, of many kinds; what the library has no curve for stays open."""
    for form in ("uncompressed", "compressed"):
        for row in keys.rows(form, *_LIBRARY).tolist():
            curve = _LIBRARY[keys.algorithm[row].as_py()]()
            point = keys.octets[keys.starts[row] : keys.ends[row]].tobytes()
            codes[row] = _by_library(curve, point)


def _by_library(curve: ec.EllipticCurve, point: bytes) -> int:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
    except UnsupportedAlgorithm:
        return NOT_EXAMINED
    except ValueError:
        return NOT_ON_CURVE
    return SOUND


def _verdict(lies: Mask) -> Codes:
    return np.where(lies, np.uint8(SOUND), np.uint8(NOT_ON_CURVE))


def _mask(answers: pa.Array) -> Mask:
    mask: Mask = pc.fill_null(answers, False).to_numpy(zero_copy_only=False)
    return mask


def _whole(column: pa.ChunkedArray) -> Any:
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
