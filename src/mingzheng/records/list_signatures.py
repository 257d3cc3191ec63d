"""A revocation list as it was read → whether its signature is its issuer's.

Whoever signs a list, be it of an indirect one, is the issuer that it names itself. A list refused
by its issuer's key is no evidence, for nobody and against nobody. Where the key is not known the list
counts: the CA hands it in as its own, and a signature would say no more against the CA itself.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from mingzheng.certificates.names import issuer_key
from mingzheng.certificates.revocation_lists import RevocationList
from mingzheng.certificates.revocation_walk import ListField
from mingzheng.records.signatures import both_answers
from mingzheng.signatures.authorities import Authorities
from mingzheng.signatures.census import UNDATED, Claims, census
from mingzheng.signatures.opinions import Opinions
from mingzheng.signatures.verdicts import WORDS, Signed, Verdict

DISBELIEVED = (None, Verdict.INVALID.word)
"""What signature_verdict says of a list that counts for nothing; null: two answers."""


def list_signature(one: RevocationList, authorities: Authorities) -> tuple[str | None, str | None]:
    """The verdict on a readable list, a word of `signatures.verdicts.WORDS`.

    Null where two implementations disagree; then the second is both answers, else it is null.
    """
    found = _opinions(one, authorities)
    verdict, second = int(found.verdicts[0]), int(found.seconds[0])
    return (WORDS[verdict], None) if verdict == second else (None, both_answers(verdict, second))


def _opinions(one: RevocationList, authorities: Authorities) -> Opinions:
    named = None if one.issuer_dn is None else issuer_key(one.issuer_dn)
    at = UNDATED if one.this_update is None else one.this_update
    claims = Claims(
        issuers=pa.array([named], pa.string()),
        key_ids=pa.array([one.issuer_key_id or None], pa.string()),
        unnamed=one.found[[ListField.AUTHORITY_START]] < 0,
        signed_at=np.array([at], np.int64),
        inner=_bounds(one, ListField.ALGORITHM_START),
        outer=_bounds(one, ListField.OUTER_ALGORITHM_START),
    )
    text, signature = (
        _bounds(one, field) for field in (ListField.SIGNED_START, ListField.SIGNATURE_START)
    )
    return census(Signed(one.octets, text, signature), claims, authorities)


def _bounds(
    one: RevocationList, field: ListField
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return one.found[[field, field + 1]].reshape(1, 2)
