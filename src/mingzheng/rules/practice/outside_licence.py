"""A certificate was issued on a day on which the CA held no licence.

Nobody gives electronic certification service without the ministry's licence. The periods of the
licence are the CA's own statement, in evidence.toml.

Not a breach: a certificate of a server or a device, which is no signature's; one taken over from
another CA, which issued it under its own licence; an issuance within the clock tolerance of the
midnight at which a licence begins or ends, which is unknown. So is everything where no licence
period is given.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.logic import for_signing
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("0",),
    zh="在许可有效期之外签发证书",
    en="Certificate issued outside the licence",
    doc_zh=(
        "提供电子认证服务须经主管部门许可。许可期由机构在 evidence.toml 中说明。\n\n"
        "不属于问题：服务器和设备证书，不用于电子签名；承接自其他机构的证书，由该机构在其许可期内"
        "签发。在许可起止当日零点前后、时钟误差以内签发的，结论为无法判断；没有提供许可期的，全部"
        "无法判断。"
    ),
    cites=("esign-law/29",),
    severity=Severity.VIOLATION,
)
def outside_licence(d: Certificate) -> Verdict:
    """Within none of the licence's periods."""
    return Verdict(
        applies=for_signing(d) & (~d.taken_over).fill_null(True),
        breach=~d.licensed,
        shows=(d.issued_at, d.serial_number),
        rows=(d.issuance_row,),
    )
