"""The signing key is held by a platform or the CA's cloud, and the holder did not consent.

A reliable electronic signature needs a key that at the time of signing only the signer controls
(article 13, item 2). Somebody else's keeping is a doubt that consent, or evidence of sole
control, answers.

Not a breach: a key in the holder's hands; the escrowed key of an encryption certificate. Where
consent can't be told from the records it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.parties import of_holders
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.3",),
    zh="签名密钥由他人保管且无持有人同意",
    en="Signing key held by another without the holder's consent",
    doc_zh=(
        "可靠的电子签名，要求签署时签名制作数据仅由签名人控制（电子签名法第十三条第二项）。由"
        "他人保管是一个疑点，须以持有人的同意或独占控制的证据来回答。\n\n"
        "不属于问题：密钥由持有人掌握；加密证书的托管密钥。记录中看不出是否同意的，结论为无法"
        "判断。"
    ),
    cites=("esign-law/13(2)", "esign-law/20"),
    severity=Severity.DOUBT,
)
def key_held_by_another(d: Certificate) -> Verdict:
    """A platform or cloud holds the key; no consent of the holder is on record."""
    return Verdict(
        applies=of_holders(d) & d.key_held_by.isin(("platform", "ca_cloud")),
        breach=~d.key_consent,
        shows=(d.subject_name, d.key_held_by, d.key_consent),
    )
