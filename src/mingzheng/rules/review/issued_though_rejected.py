"""A certificate was issued on an application that was rejected or withdrawn.

Whether the outcome of the application says so or the last review before issuance: the CA had
decided against the certificate, or nobody wanted it any more.

Not a breach: a rejection that a later approval lifted; a rejection after issuance; a rejection in
a batch that was approved as well, which may be any of its members. Times that leave the order
open, and a result that can't be read, are unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty
from mingzheng.rules.review import issued_on_application
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="申请被拒绝或撤回仍予签发",
    en="Issued though the application was rejected or withdrawn",
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def issued_though_rejected(d: Case) -> Verdict:
    """The outcome, or the last review before issuance, is against it."""
    refused = d.outcome.isin(("rejected", "withdrawn"))
    last_rejects = ibis.ifelse(d.reviews == 0, False, faulty(d.last_review_fault))
    return Verdict(
        applies=issued_on_application(d),
        breach=refused | last_rejects,
        shows=(d.outcome, d.review_last_approved_at, d.issued_at),
        rows=(d.rejection_row,),
    )
