"""A certificate of this authority, met elsewhere, is not in its archive.

What a provider leaves out of its archive, the archive can't show: its own revocation lists,
complaints and certificates met elsewhere can. A certificate that bytes can't be read of is not
preserved either.

Not a breach: a certificate of another issuer, of one taken over, for test or internal use; one of
the provider's own. Where the archive isn't declared complete for the whole time in which it may
have been issued, it is unknown: from the day of issuance on record, else from the longest validity
(`max_validity_days`) before it was revoked. So is a serial number without an issuer.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.sighting import Sighting
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="所见证书不在档案中",
    en="Certificate met elsewhere is not in the archive",
    doc_zh=(
        "档案之外的证书，档案自身无法显示；机构自己的撤销列表、投诉和别处所见的证书可以。字节已无法读"
        "取的证书，也不算妥善保存。\n\n"
        "不属于问题：其他机构颁发的、承接的、测试和内部用途的证书，以及机构自己的证书。证书可能签发的"
        "整段时间内，档案未全部声明完整的，结论为无法判断：自登记的签发日起算；没有登记的，自撤销日前推"
        "最长有效期（max_validity_days）起算。未写明颁发者的序列号也无法判断。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.VIOLATION,
)
def outside_archive(d: Sighting) -> Verdict:
    """Of an issuer of this archive, issued while it was kept complete, and not in it."""
    return Verdict(
        applies=d.own_issuer | d.in_archive,
        breach=ibis.cases(
            (d.in_archive, False),
            (~d.in_archive & d.archive_complete, True),
            else_=ibis.null("boolean"),
        ),
        shows=(d.source, d.issuer_dn, d.event_at, d.issued_from),
        rows=(d.issuance_row,),
    )
