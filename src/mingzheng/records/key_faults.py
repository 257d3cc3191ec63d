"""What is wrong with a certificate's public key: the signature data article 21 (5) asks for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mingzheng.certificates import Field, offsets
from mingzheng.signatures.curves import P256, SM2, on_curve

_CURVES = {"1.2.156.10197.1.301": SM2, "1.2.840.10045.3.1.7": P256}
_UNCOMPRESSED = 65


def key_faults(certificates: pa.Table, der: pa.Array) -> pa.StringArray:
    """The fault of each public key, see `records.archive.STORED`; der is what was read."""
    decodable = certificates["public_key_decodable"]
    faults = pc.case_when(
        pc.make_struct(
            pc.fill_null(pc.invert(decodable), False),
            pc.fill_null(certificates["rsa_modulus_even"], False),
            pc.fill_null(certificates["rsa_exponent_one"], False),
            _not_examined(certificates),
        ),
        "undecodable",
        "even_modulus",
        "exponent_one",
        "not_examined",
    )
    if isinstance(faults, pa.ChunkedArray):
        faults = faults.combine_chunks()
    faults = pc.if_else(pa.array(_off_curve(certificates, der)), "point_not_on_curve", faults)
    return _others(certificates, faults, der)


def _others(certificates: pa.Table, faults: pa.StringArray, der: pa.Array) -> pa.StringArray:
    """Put keys on curves that the kernels don't know to pyca/cryptography: few, of many kinds.

    What it has no algorithm for stays not_examined; an uncompressed point that it refuses on a
    curve it knows is not on that curve.
    """
    elliptic = pc.equal(certificates["ec_point_form"], "uncompressed")
    asked = pc.and_(pc.equal(faults, "not_examined"), elliptic)
    mask = pc.fill_null(asked, False).to_numpy()
    if not mask.any():
        return faults
    places, octets = offsets(der), _octets(der)
    spki = [
        octets[places[row, Field.SPKI_START] : places[row, Field.SPKI_END]].tobytes()
        for row in np.flatnonzero(mask)
    ]
    verdicts = pa.array([_by_library(key) for key in spki], pa.string())
    return pc.replace_with_mask(faults, pa.array(mask), verdicts)


def _by_library(key: bytes) -> str | None:
    try:
        load_der_public_key(key)
    except UnsupportedAlgorithm:
        return "not_examined"
    except ValueError:
        return "point_not_on_curve"
    return None


def _not_examined(certificates: pa.Table) -> pa.ChunkedArray:
    """Keys of which too little is known: another algorithm, curve or form of point."""
    parameters, form = certificates["public_key_parameters"], certificates["ec_point_form"]
    curve = pc.is_in(parameters, value_set=pa.array(list(_CURVES)))
    plain = pc.fill_null(pc.equal(form, "uncompressed"), False)
    elliptic = form.is_valid()
    unknown = certificates["public_key_decodable"].is_null()
    return pc.or_(unknown, pc.and_(elliptic, pc.invert(pc.and_(curve, plain))))


def _off_curve(certificates: pa.Table, der: pa.Array) -> npt.NDArray[np.bool_]:
    wrong = np.zeros(len(der), bool)
    places = offsets(der)
    starts = places[:, Field.PUBLIC_KEY_START]
    lengths = places[:, Field.PUBLIC_KEY_END] - starts
    octets = _octets(der)
    for oid, curve in _CURVES.items():
        of_curve = pc.fill_null(pc.equal(certificates["public_key_parameters"], oid), False)
        plain = pc.fill_null(pc.equal(certificates["ec_point_form"], "uncompressed"), False)
        mask = pc.and_(of_curve, plain).to_numpy() & (lengths == _UNCOMPRESSED)
        rows = np.flatnonzero(mask)
        if len(rows):
            points = octets[starts[rows, None] + 1 + np.arange(64)]
            wrong[rows] = ~on_curve(curve, points)
    return wrong


def _octets(der: pa.Array) -> npt.NDArray[np.uint8]:
    """The bytes of a column from its first certificate on, where offsets count from."""
    first = int(np.frombuffer(der.buffers()[1], np.int64)[der.offset]) if len(der) else 0
    return np.frombuffer(der.buffers()[2], np.uint8)[first:]
