"""Certificates as they were read → whether each signature is its issuer's.

Pure functions of a batch, so that any engine can share the rows out as it likes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.certificates import Field, offsets
from mingzheng.certificates.names import issuer_key
from mingzheng.signatures.authorities import Authorities, Authority
from mingzheng.signatures.census import UNDATED, Claims, census
from mingzheng.signatures.opinions import Opinions
from mingzheng.signatures.verdicts import WORDS, Signed, Verdict

VERDICT, ANSWERS = "signature_verdict", "signature_answers"

FIELDS = (pa.field(VERDICT, pa.string()), pa.field(ANSWERS, pa.string()))
"""Columns that verification adds.

signature_verdict: a word of `signatures.verdicts.WORDS`; null for what can't be read, and where
two implementations disagree. Then signature_answers holds both answers, else it is null.
"""

_CERT_SIGN = 1 << 5
"""keyCertSign in the column key_usage."""


def issuer_keys(certificates: pa.Table) -> pa.StringArray:
    """The key of each issuer's name, under which names are compared: string[n]."""
    names = certificates["issuer_dn"].combine_chunks().dictionary_encode()
    if isinstance(names, pa.ChunkedArray):
        names = names.combine_chunks()
    known = pa.array([issuer_key(dn) for dn in names.dictionary.to_pylist()], pa.string())
    return known.take(names.indices)


def authorities_in(certificates: pa.Table, der: pa.Array, *, supplied: bool) -> list[Authority]:
    """The authorities that certificates make known, in their order; der is what they lie in.

    supplied: by the CA. Else only a certificate that says it is an authority's is one.
    """
    known = certificates["unreadable"].is_null()
    if not supplied:
        usage = pc.fill_null(certificates["key_usage"], _CERT_SIGN)
        signs = pc.not_equal(pc.bit_wise_and(usage, pa.scalar(_CERT_SIGN, usage.type)), 0)
        known = pc.and_(known, pc.and_(pc.fill_null(certificates["is_ca"], False), signs))
    rows = np.flatnonzero(known.to_numpy())
    places, octets = offsets(der), octets_of(der)
    taken = certificates.select(["subject_dn", "subject_key_id", "not_before", "not_after"])
    taken = taken.take(rows)
    since, until = (_microseconds(taken[name]).tolist() for name in ("not_before", "not_after"))
    return [
        Authority(
            name=issuer_key(row["subject_dn"] or ""),
            key_id=row["subject_key_id"] or "",
            spki=octets[places[at, Field.SPKI_START] : places[at, Field.SPKI_END]].tobytes(),
            since=since[i],
            until=until[i],
            supplied=supplied,
        )
        for i, (at, row) in enumerate(zip(rows, taken.to_pylist(), strict=True))
        if UNDATED not in (since[i], until[i])
    ]


def verified(
    certificates: pa.Table, der: pa.Array, issuers: pa.Array, authorities: Authorities
) -> Opinions:
    """Whether each signature is its issuer's.

    certificates  of the schema of `certificates.read`, from der
    issuers       string[n], the key of each issuer's name

    An unreadable certificate is ISSUER_UNKNOWN.
    """
    if not authorities:
        nobody = np.full(len(der), Verdict.ISSUER_UNKNOWN, np.uint8)
        return Opinions(nobody, nobody)
    places = offsets(der)
    signatures = places[:, [Field.SIGNATURE_START, Field.SIGNATURE_END]]
    # the octet before counts the unused bits
    signatures[:, 0] -= 1
    bounds = (
        places[:, [field, field + 1]]
        for field in (Field.TBS_START, Field.INNER_ALGORITHM_START, Field.OUTER_ALGORITHM_START)
    )
    texts, inner, outer = bounds
    readable = certificates["unreadable"].is_null().combine_chunks()
    claims = Claims(
        issuers=pc.if_else(readable, issuers, pa.scalar(None, pa.string())),
        key_ids=_key_ids(certificates),
        unnamed=_unnamed(certificates, places),
        signed_at=_microseconds(certificates["not_before"]),
        inner=inner,
        outer=outer,
    )
    return census(Signed(octets_of(der), texts, signatures), claims, authorities)


def columns(found: Opinions, readable: pa.Array) -> list[pa.Array]:
    """The columns of `FIELDS`."""
    disputed = found.disputed
    words = pa.DictionaryArray.from_arrays(
        pa.array(found.verdicts.astype(np.int8), mask=disputed), pa.array(WORDS)
    ).cast(pa.string())
    answers = pa.nulls(len(found.verdicts), pa.string())
    if disputed.any():
        both = [
            both_answers(int(one), int(other)) if differ else None
            for one, other, differ in zip(*found, disputed, strict=True)
        ]
        answers = pa.array(both, pa.string())
    nothing = pa.scalar(None, pa.string())
    return [pc.if_else(readable, words, nothing), answers]


def both_answers(one: int, other: int) -> str:
    """Both answers in a few words: first ours, then the other implementation's."""
    return f"{WORDS[one]} / {WORDS[other]}"


def octets_of(der: pa.Array) -> npt.NDArray[np.uint8]:
    """The bytes of a column from its first certificate on, where offsets count from."""
    _, ends, data = der.buffers()
    width = np.int64 if pa.types.is_large_binary(der.type) else np.int32
    first = int(np.frombuffer(ends, width)[der.offset]) if len(der) else 0
    return np.frombuffer(data if data is not None else b"", np.uint8)[first:]


def _key_ids(certificates: pa.Table) -> pa.StringArray:
    ids = certificates["authority_key_id"].combine_chunks()
    return pc.if_else(pc.equal(ids, ""), pa.scalar(None, pa.string()), ids)


def _unnamed(certificates: pa.Table, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whether nothing at all is said of the issuer's key: damaged extensions may say something.

    One that names itself as issuer is signed with its own key, not with another's of its name.
    """
    listed = certificates["extensions"].is_valid().to_numpy()
    itself = pc.equal(certificates["issuer_dn"], certificates["subject_dn"])
    another = ~pc.fill_null(itself, True).to_numpy()
    return listed & another & (places[:, Field.AUTHORITY_KEY_ID_START] < 0)


def _microseconds(times: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    numbers = times.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    return np.asarray(pc.fill_null(numbers, UNDATED).to_numpy())
