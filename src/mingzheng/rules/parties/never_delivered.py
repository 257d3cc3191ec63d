"""A USB key or certificate file of which no delivery is on record.

Without a delivery nobody can show who received the means to sign. Neither the law nor the
notice asks for the record itself: hence a notice.

Not a breach: a key kept in the cloud, or by no medium at all, which is not delivered. Where the
deliveries are not declared complete it is unknown; so is a certificate renewed or changed, which
may be on the medium that its holder has.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.logic import unless_open
from mingzheng.rules.parties import of_holders
from mingzheng.rules.rule import Severity, Verdict, rule

REPLACING = ("renew", "rekey", "change")


@rule(
    items=("1.3",),
    zh="介质证书没有交付记录",
    en="No delivery of a USB key or file on record",
    doc_zh=(
        "没有交付记录，就无法证明是谁拿到了签名的工具。法律和通知都未直接要求这项记录，因此只"
        "作提示。\n\n"
        "不属于问题：保存在云端或没有介质的密钥，无须交付。交付记录未声明完整的，以及更新、变更后"
        "可能仍用原有介质的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/16"),
    severity=Severity.NOTICE,
)
def never_delivered(d: Certificate) -> Verdict:
    """The deliveries, complete there, hold none for it."""
    return Verdict(
        applies=of_holders(d) & d.media.isin(("usbkey", "file")),
        breach=unless_open(d.deliveries == 0, d.kind.isin(REPLACING).fill_null(False)),
        shows=(d.serial_number, d.media, d.deliveries),
    )
