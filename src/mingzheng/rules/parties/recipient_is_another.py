"""The certificate or its medium was delivered to somebody who is not the holder's side.

Who holds the medium signs. A recipient must be the holder, the applicant, the agent, or be named
in a batch, contract or authorisation.

Not a breach: an organisation's legal representative, by a check of one; an employer, registration
authority or courier that handed it over to the holder; until that is shown it is a doubt, and so
is any delivery that is neither a USB key nor a file, or of which the recipient's role is not on
record. A masked name is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.logic import faulty
from mingzheng.rules.parties import of_holders
from mingzheng.rules.rule import Severity, Verdict, rule

ON_THE_WAY = ("employer", "registration_authority", "courier")


@rule(
    items=("1.3",),
    zh="证书交付给了他人",
    en="Certificate delivered to another",
    doc_zh=(
        "谁拿着介质，谁就能签名。接收人须是持有人、申请人、经办人，或在批次、合同、授权中载明"
        "的人。\n\n"
        "不属于问题：经查验的单位法定代表人领取；单位、注册机构、快递代收后已交到持有人手中；在证明已交到之前只列为疑点，"
        "既非USB Key也非文件的交付、未登记接收人身份的交付，也只列为疑点。姓名经遮盖"
        "的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def recipient_is_another(d: Certificate) -> Verdict:
    """No delivery reached the holder, the applicant, the agent or anyone named."""
    on_the_way = d.recipient_role.isnull() | d.recipient_role.isin(ON_THE_WAY)
    arrived = d.handed_over.fill_null(False) & on_the_way
    in_hand = d.media.isin(("usbkey", "file")) & ~on_the_way
    return Verdict(
        applies=of_holders(d) & (d.deliveries > 0),
        breach=faulty(d.recipient_fault) & ~arrived,
        shows=(d.subject_name, d.recipient_name, d.recipient_role, d.media, d.handed_over),
        rows=(d.delivery_row,),
        severity=ibis.ifelse(in_hand, Severity.VIOLATION, Severity.DOUBT),
    )
