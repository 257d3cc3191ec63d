"""Item 1.3: are the applicant, the recipient and the holder named in the certificate one party?

What the rules of the folder share are the words below: how names are compared that were
written by different hands, and whom the rules look at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import ibis

from mingzheng.dossiers.facts import Value
from mingzheng.rules.logic import for_signing

UNKNOWN = ibis.null("boolean")

_MATTERS = (
    "财务|合同|发票|税务|业务|报关|人事|行政|投标|招标|结算|检验|检测|电子|法人|法定代表人|公"
)
SEALS = rf"[(]?(({_MATTERS})+(专用)?|专用)章[)]?\z|[(]?(法人|法定代表人)[)]?\z"
"""Endings of names of seals and roles: the certificate is still the organisation's."""

SEAL_ENDINGS = (("章", "人"), ("章)", "人)", "·)"))
"""Last characters of what SEALS takes away: the last one, or the last two."""

ENDS_OF_SEALS = ("章", "人", ")")
"""How a name ends that SEALS could match."""

REPLACED = "?*□■〓●\ufffd"
"""What exports write for a character they can't."""

LIKE_SPECIAL = "%\\"
"""What LIKE would read as something else."""

SHORTEST_CUT = 20
"""Characters: the least a name cut at 64 octets, the bound X.520 sets in characters, keeps."""

DECORATED = r"[0-9@_/|,;:=\-]"
"""Signs that a name carries more than the name: its template was not given."""


@dataclass(frozen=True)
class Comparison:
    """Do two sets of names stand for different parties, and is the difference a lesser one?

    `differs` is null where a side gives no name, or where one merely carries the other inside.
    """

    differs: Value
    lesser: Value


def compared(certified: tuple[Value, ...], applied: tuple[Value, ...]) -> Comparison:
    """Compare names (normalised keys): one of the certificate's equal to one applied for will do.

    Nearly all are equal as they stand: only the others, and what may be a mere seal, are looked
    at with patterns.
    """
    same = ibis.or_(*(_same(c, a) for c in certified for a in applied))
    ours, theirs = [plain(key) for key in certified], [plain(key) for key in applied]
    pairs = [(c, a) for c in ours for a in theirs]
    equal = ibis.or_(*(c.isin(theirs).fill_null(False) for c in ours))
    carried = ibis.or_(*(_carries(c, theirs) for c in ours))
    both = ibis.coalesce(*ours).notnull() & ibis.coalesce(*theirs).notnull()
    return Comparison(
        differs=ibis.cases((same, False), (equal, False), (carried | ~both, UNKNOWN), else_=True),
        lesser=ibis.cases((same, False), else_=ibis.or_(*(_lesser(c, a) for c, a in pairs))),
    )


def plain(key: Value) -> Value:
    """A normalised name without the ending of a seal and without middle dots; null if none is left."""
    name = key.replace("·", "")
    # a pattern costs more than the ends of ten names: few end as SEALS do
    ends = ibis.or_(*(name.endswith(end) for end in ENDS_OF_SEALS))
    return ibis.ifelse(ends, name.re_replace(SEALS, ""), name).nullif("")


def _may_be_seal(key: Value) -> Value:
    one, two = SEAL_ENDINGS
    return key.right(1).isin(one) | key.right(2).isin(two)


def _carries(certified: Value, applied: Sequence[Value]) -> Value:
    """The certificate's name holds one of the others and what no name holds."""
    holds = ibis.or_(*(certified.contains(name).fill_null(False) for name in applied))
    return holds & certified.re_search(DECORATED).fill_null(False)


def _same(certified: Value, applied: Value) -> Value:
    """Equal as they stand, and not by an ending that a seal alone could have."""
    return ((certified == applied) & ~_may_be_seal(certified)).fill_null(False)


def _lesser(certified: Value, applied: Value) -> Value:
    """A name cut at its end, or with a character that could not be written."""
    return _cut(certified, applied) | _replaced(certified, applied) | _replaced(applied, certified)


def _cut(certified: Value, applied: Value) -> Value:
    """The certificate holds the beginning of a long name."""
    cut = applied.startswith(certified) & (certified.length() >= SHORTEST_CUT)
    return cut.fill_null(False)


def _replaced(a: Value, b: Value) -> Value:
    """`a` is `b` but for characters that an export could not write."""
    signs = REPLACED + LIKE_SPECIAL
    pattern = a.translate(signs, "_" * len(signs))
    marked = a.re_search(rf"[{re.escape(signs)}]")
    return ibis.ifelse(marked, b.like(pattern), False).fill_null(False)


def of_holders(d: Value) -> Value:
    """Certificates for signing, given to holders: not a CA's own, not a precertificate."""
    ca = d.is_ca.fill_null(False) | d.is_precertificate.fill_null(False)
    return for_signing(d) & ~ca


def asked_for(d: Value) -> Value:
    """Cases of certificates for signing that were issued: revocations are not delivered."""
    return for_signing(d) & (d.kind != "revoke") & d.issued


def on_application(d: Value, thing: Value) -> Value:
    """`thing`, but null where the case has no application: what it said is not known."""
    return ibis.ifelse(d.application_row.isnull(), UNKNOWN, thing)


def representative_known(d: Value) -> Value:
    """Would an organisation's legal representative be on record? A person has none."""
    a_person = (d.subject_kind == "person").fill_null(False)
    return a_person | d.representative_settled.fill_null(False)
