"""A certificate that its holder never applied for was found so, and nothing followed.

A provider keeps what its certificates say true while they are valid. Where a complaint was
upheld that a certificate was not applied for, the certificate goes, and what else was issued at
the same applicant's or agent's word is looked at again.

Not a breach: a certificate that was revoked, or had ended before the complaint came; other
certificates of that applicant that were checked or reviewed again, or revoked, since. Whether
one of them was is asked by the applicant's and the agent's number: without them it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers.complaint import Complaint
from mingzheng.rules.logic import later
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("4.1",),
    zh="“非本人申请”投诉属实后未撤销证书或未复查同一申请人的其他证书",
    en="Certificate not applied for: neither revoked nor the applicant's others examined",
    doc_zh=(
        "机构应当保证证书内容在有效期内准确。“非本人申请”的投诉属实后，该证书应当撤销，同一申请"
        "人或经办人申请的其他证书应当复查。\n\n"
        "不属于问题：证书已撤销，或者在收到投诉前已到期；同一申请人的其他证书此后重新查验、重新审"
        "查或者已撤销。其他证书按申请人和经办人的证件号码查找，没有号码的，结论为无法判断。"
    ),
    cites=("esign-law/22", "measures/18(1)", "measures/29"),
    severity=Severity.DOUBT,
)
def denied_application_unresolved(d: Complaint) -> Verdict:
    """Live and not revoked, or another certificate of that applicant left as it was."""
    upheld = d.complaint_outcome.isin(("upheld", "partly"))
    kept = (d.revocations == 0) & ~later(d.event_at, d.not_after)
    return Verdict(
        applies=(d.topic == "not_applied_for") & upheld,
        breach=kept | (d.others_open > 0),
        shows=(
            d.serial_number,
            d.event_at,
            d.complaint_outcome,
            d.revoked_at,
            d.not_after,
            d.others_open,
        ),
        rows=(d.issuance_row,),
    )
