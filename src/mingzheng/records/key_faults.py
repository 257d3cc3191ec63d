"""What is wrong with a certificate's public key: the signature data article 21 (5) asks for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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
    wrong = _off_curve(certificates, der)
    if isinstance(faults, pa.ChunkedArray):
        faults = faults.combine_chunks()
    return pc.if_else(pa.array(wrong), "point_not_on_curve", faults)


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
    data = np.frombuffer(der.buffers()[2], np.uint8)
    first = int(np.frombuffer(der.buffers()[1], np.int64)[der.offset]) if len(der) else 0
    for oid, curve in _CURVES.items():
        of_curve = pc.fill_null(pc.equal(certificates["public_key_parameters"], oid), False)
        plain = pc.fill_null(pc.equal(certificates["ec_point_form"], "uncompressed"), False)
        mask = pc.and_(of_curve, plain).to_numpy() & (lengths == _UNCOMPRESSED)
        rows = np.flatnonzero(mask)
        if len(rows):
            points = data[first + starts[rows, None] + 1 + np.arange(64)]
            wrong[rows] = ~on_curve(curve, points)
    return wrong
