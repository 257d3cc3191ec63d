"""The contract's text has no clause for a right or duty that the law gives one of the sides.

The provider signs a contract that makes rights and duties of both sides clear. Ten are looked for:
the holder's true information, care for the signing data, notice of a compromise and end of use;
the provider's checks, accurate certificates, information on their status, records, protection of
personal information, and liability.

Not a breach: a clause in whatever words; one of several contracts on a text that has them all.
A clause that only touches the matter or leaves it to another paper, a text that was not supplied or
can't be read, and a contract that names no version, are unknown until a person has read them. A
person's confirmation of the text decides either way.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.2",),
    zh="合同文本没有写明双方的权利义务",
    en="Text of the contract lacks a right or duty",
    doc_zh=(
        "合同应当明确双方的权利义务。逐一查找十项：持有人提供真实信息、保管电子签名制作数据、失密时"
        "告知、失密时停用；机构查验身份、保证证书内容准确、提供状态信息、保存记录、保护个人信息、承"
        "担赔偿责任。文本中没有其中一项的条款。\n\n"
        "不属于问题：措辞不同的条款；几份合同中有一份的文本各项齐全。只是提及或指向别的文件的，文"
        "本没有提供或无法读取的，合同没有写明所用版本的，结论均为无法判断，须人工审阅。经人工确认的"
        "，以确认为准。"
    ),
    cites=("measures/22",),
    severity=Severity.VIOLATION,
)
def rights_unclear(d: Case) -> Verdict:
    """No contract that may cover the case has a clause for each."""
    return Verdict(
        applies=contract_due(d) & (d.contracts > 0),
        breach=faulty(d.contract_rights_fault),
        shows=(d.contract_document, d.contract_version, d.contract_lacks, d.contract_unsure),
        rows=(d.contract_row,),
    )
