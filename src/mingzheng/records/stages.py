"""What an audit is at, in words: its stages, and the tables it reads."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.records.schema import tables

STAGES = {
    "fetch": Text(zh="取证据（MiB）", en="fetching evidence (MiB)"),
    "certificates": Text(zh="证书", en="certificates"),
    "issuers": Text(zh="颁发者证书", en="issuers"),
    "crls": Text(zh="证书撤销列表", en="revocation lists"),
    "revoked": Text(zh="撤销列表条目", en="entries of revocation lists"),
    "objects": Text(zh="归档文件", en="archived objects"),
    "public_texts": Text(zh="文件正文", en="texts of documents"),
    "shared_primes": Text(zh="比较RSA模数", en="comparing RSA moduli"),
    "join": Text(zh="汇集卷宗", en="joining dossiers"),
    "judge": Text(zh="逐条核验", en="judging"),
    "list": Text(zh="列出疑似问题", en="listing verdicts"),
    "report": Text(zh="写报告", en="writing reports"),
    "put": Text(zh="送出结果", en="putting up the result"),
}


def named(stage: str) -> Text:
    """A stage or a table in both languages; what is neither as it stands."""
    if stage in STAGES:
        return STAGES[stage]
    table = tables().get(stage)
    return Text(zh=table.zh, en=table.name) if table else Text(zh=stage, en=stage)
