"""A revoked certificate is missing from a revocation list that should hold it.

Who checks a certificate looks for it in the provider's list: what is revoked and not in it, still
counts. The list was issued after the revocation took effect and the practice statement's hours had
passed, by the same issuer under the same key, for the distribution point the certificate names.

Not a breach: a list issued before that, or after the certificate expired (it may leave the list
then); a list that is a delta, confined to some certificates or reasons, or damaged; a certificate
that was resumed. A certificate that another list holds is unknown, since lists may share out the
certificates without saying so. Where no list was supplied that should hold it, or without
`revocation_announcement_hours`, it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.announcement import revocation
from mingzheng.rules.logic import unless_open
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("2.6",),
    zh="已撤销的证书未列入撤销列表",
    en="Revoked certificate missing from the revocation list",
    doc_zh=(
        "依赖方按撤销列表判断证书是否有效：已撤销而未列入的，仍会被当作有效。所看的列表，是同一颁发者"
        "同一密钥、同一发布点，在撤销生效并经过业务规则规定的小时数之后签发的。\n\n"
        "不属于问题：在此之前签发的列表，或者证书到期之后签发的列表（到期后可以移出）；增量列表、只限"
        "部分证书或者部分原因的列表、有损坏的列表；后来恢复的证书。另一份列表已列入的（列表可能分册），结论为无法判断；没有提供本应列入的列表，或者未提供 "
        "revocation_announcement_hours 的，结论为无法判断。"
    ),
    cites=("measures/31", "measures/16"),
    severity=Severity.VIOLATION,
)
def missing_from_crl(d: StatusChange) -> Verdict:
    """In one of the lists that were due at least, it is not, and in no other either."""
    listed_elsewhere = (d.crl_entries > 0).fill_null(False)
    return Verdict(
        applies=revocation(d),
        breach=unless_open(d.lists_without > 0, listed_elsewhere),
        shows=(d.effective_at, d.not_after, d.lists_due, d.lists_without),
        rows=(d.list_row, d.crl_entry_row),
    )
