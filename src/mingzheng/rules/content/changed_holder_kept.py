"""The old certificate stays live after an approved change of the holder's name.

The provider keeps a certificate's content complete and accurate while it is valid: once the
change is granted, the old name is no longer accurate. A doubt, since the time to revoke is the
CPS's and some changes leave the old name good.

Not a breach: an old certificate that is revoked within the CPS's hours of the new one's
issuance, or that ends by itself before then; a change that leaves the name as it was. Without
the CPS's hours, or revocations that are complete, it is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.content import UNKNOWN
from mingzheng.rules.logic import later_by, unless_open
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="变更名称后原证书未撤销",
    en="Old certificate kept after a change of name",
    doc_zh=(
        "证书有效期内，其内容应当完整、准确：同意变更名称之后，旧名称就不再准确。撤销的时限由"
        "业务规则规定，有些变更也不影响旧名称，因此列为疑点。\n\n"
        "不属于问题：在新证书签发后业务规则规定的时限内撤销，或在此之前自行到期的旧证书；名称"
        "没有变化的变更。没有规定时限，或撤销记录不完整的，结论为无法判断。"
    ),
    cites=("esign-law/22", "measures/18(1)"),
    severity=Severity.DOUBT,
)
def changed_holder_kept(d: Case, p: Parameters) -> Verdict:
    """Neither ended nor revoked within the hours the CPS gives."""
    hours = p.number("change_hours").as_interval("h")
    outlives = later_by(d.old_not_after, d.issued_at, hours)
    never = unless_open(outlives, ~d.old_revocations_complete)
    revoked = d.old_revoked_at.start.notnull()
    kept = ibis.ifelse(revoked, later_by(d.old_revoked_at, d.issued_at, hours), never)
    granted = (d.kind == "change") & (d.outcome == "approved") & d.old_name_changed
    return Verdict(
        applies=granted & ibis.ifelse(d.issued_at.start.isnull(), UNKNOWN, True),
        breach=outlives & kept,
        shows=(
            d.subject_name,
            d.old_serial_number,
            d.old_not_after,
            d.old_revoked_at,
            d.issued_at,
        ),
    )
