"""One term: what it is about, for whom, its value, and where it is said."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mingzheng.documents.structure import Sentence, Span
from mingzheng.language import Text

NAMES: dict[str, Text] = {
    "retention": Text(zh="认证信息保存期限", en="retention of certification records"),
    "revocation_processing": Text(zh="撤销处理时限", en="time to revoke after a request"),
    "revocation_publication": Text(zh="撤销发布时限", en="time to publish a revocation"),
    "liability_cap": Text(zh="赔偿限额", en="liability cap"),
    "refund": Text(zh="退费规则", en="refund rule"),
    "validity": Text(zh="证书有效期", en="validity of certificates"),
    "complaint_answer": Text(zh="投诉答复时限", en="time to answer a complaint"),
    "payer": Text(zh="费用承担", en="who pays"),
    "governing_law": Text(zh="适用法律", en="governing law"),
    "forum": Text(zh="争议解决", en="forum"),
    "change_right": Text(zh="变更条款的权利", en="right to change the terms"),
    "change_notice": Text(zh="变更提前通知期", en="notice before a change"),
    "effective": Text(zh="生效规则", en="when it takes effect"),
    "identity_method": Text(zh="身份查验方式", en="ways of checking identity"),
    "reuse_period": Text(zh="查验结果沿用期限", en="reuse of an earlier check"),
    "required_materials": Text(zh="应提交的材料", en="materials required"),
    "separation": Text(zh="查验与审查分离", en="separation of checker and reviewer"),
}
KEYS = tuple(NAMES)


@dataclass(frozen=True)
class Term:
    """A value of one term.

    key      one of `KEYS`
    subject  individual, organization, device, event, long_lived or any; of `payer` what is paid
             for (certificate, medium, replacement, revocation); of `effective` in a practice
             statement whose effect (cps, contract)
    value    a plain number, or a code; codes and names of a set are joined by `+`
    unit     year, month, week, day, working_day, hour, minute, CNY, USD, times_fee; None for codes
    place    the words that say the value
    cues     the words that led to it
    score    0 to 1: how near the cues stand
    """

    key: str
    subject: str
    value: str
    unit: str | None
    sentence: Sentence
    place: Span
    cues: tuple[str, ...]
    score: float


@cache
def data() -> dict[str, Any]:
    """`data/terms.toml`."""
    file = files("mingzheng.documents").joinpath("data/terms.toml")
    return tomllib.loads(file.read_text("utf-8"))
