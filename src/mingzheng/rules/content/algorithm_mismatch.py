"""The signature algorithm named inside the signed part differs from the one outside it.

RFC 5280 section 4.1.1.2 wants them equal: what is outside is not protected by the signature.
The law does not say so, hence only a notice.

Not a breach: the same algorithm with its parameters left out where they mean nothing.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import readable
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="证书内外签名算法标识不一致",
    en="Inner and outer signature algorithm differ",
    doc_zh=(
        "RFC 5280 第4.1.1.2节要求证书内、外两处签名算法标识一致：外层标识不受签名保护。法律未"
        "作此规定，因此只作提示。\n\n"
        "不属于问题：算法相同，只是省略了没有意义的参数。"
    ),
    cites=("esign-law/21(6)", "rfc-5280"),
    severity=Severity.NOTICE,
)
def algorithm_mismatch(d: Certificate) -> Verdict:
    """The two identifiers are not equal."""
    return Verdict(
        applies=d.in_archive,
        breach=readable(d, ~d.signature_algorithms_match),
        shows=(d.signature_algorithm,),
    )
