"""Codes, tables, facts and verdicts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mingzheng import law
from mingzheng.dossiers import DOSSIERS, Case
from mingzheng.dossiers.facts import Dossier, Fact, Value
from mingzheng.errors import LawError
from mingzheng.language import Language, Text
from mingzheng.records import schema
from mingzheng.reports.plain import shown
from mingzheng.rules.rule import CRYPTOGRAPHY, MIIT, PERSONAL_INFORMATION

UNRECORDED = Text(zh="未登记", en="not recorded")
NO = Text(zh="否", en="no")
YES = Text(zh="是", en="yes")

SEVERITIES = {
    "violation": Text(zh="疑似违反", en="suspected violation"),
    "doubt": Text(zh="疑点", en="doubt"),
    "notice": Text(zh="提示", en="notice"),
}
KINDS = {
    "violation": Text(zh="违反类", en="violation"),
    "doubt": Text(zh="疑点类", en="doubt"),
    "notice": Text(zh="提示类", en="notice"),
}
"""What a rule would find: a rule that found nothing must not read like an accusation."""
COMPETENT = {
    MIIT: Text(zh=MIIT, en="the department of industry and information technology"),
    CRYPTOGRAPHY: Text(zh=CRYPTOGRAPHY, en="the cryptography administration"),
    PERSONAL_INFORMATION: Text(
        zh=PERSONAL_INFORMATION, en="the departments that protect personal information"
    ),
}
"""The authorities that rules name."""

FOUND = {
    "violation": Text(zh="疑似问题", en="suspected"),
    "doubt": Text(zh="疑点", en="doubts"),
    "notice": Text(zh="提示", en="notices"),
}
"""What a rule's count counts: a doubt is no suspected problem yet."""

DIMENSIONS = {
    "domain": Text(zh="应用领域", en="domain of use"),
    "product": Text(zh="产品", en="product"),
    "year": Text(zh="年份", en="year"),
    "registration_authority": Text(zh="注册机构", en="registration authority"),
    "subject_kind": Text(zh="证书主体类型", en="kind of subject"),
    "channel": Text(zh="办理渠道", en="channel"),
}
STEPS = {
    "disclosed": Text(zh="告知", en="disclosed"),
    "applied": Text(zh="申请", en="applied"),
    "accepted": Text(zh="受理", en="accepted"),
    "failed": Text(zh="查验未通过", en="check failed"),
    "checked": Text(zh="查验通过", en="identity checked"),
    "reviewed": Text(zh="审查", en="reviewed"),
    "signed": Text(zh="签约", en="contract signed"),
    "issued": Text(zh="签发", en="issued"),
    "delivered": Text(zh="交付", en="delivered"),
    "revoked": Text(zh="撤销", en="revoked"),
}
"""The steps of a dossier in their customary order."""

ALWAYS = frozenset(STEPS) - {"failed", "revoked"}
"""Steps that every dossier should have: where one is not recorded, the gap is shown."""

_TABLES_EN = {
    "certificates": "certificates",
    "issuances": "issuances",
    "applications": "applications",
    "identity_checks": "identity checks",
    "reviews": "reviews of materials",
    "materials": "materials submitted",
    "disclosures": "disclosures",
    "contracts": "contracts",
    "deliveries": "deliveries",
    "status_changes": "status changes",
    "announcements": "announcements",
    "observed": "certificates seen elsewhere",
    "holdings": "archive holdings",
    "operators": "operators",
    "registration_authorities": "registration authorities",
    "documents": "document versions",
    "complaints": "complaints",
    "audits": "internal audits",
    "issuers": "issuer certificates",
    "crls": "certificate revocation lists",
    "revoked": "CRL entries",
    "public_texts": "texts of documents",
}
_TABLES_ZH = {
    "certificates": "证书档案",
    "issuers": "颁发者证书",
    "crls": "证书撤销列表",
    "revoked": "CRL条目",
    "public_texts": "文件正文",
}
_CODES_OF_FACT = {
    "identity_method": "method",
    "identity_failed_method": "method",
    "contract_scope": "scope",
    "contract_means": "contract_means",
    "subject_id_type": "id_type",
    "applicant_id_type": "id_type",
    "holder_number_kind": "id_type",
    "recipient_role": "recipient_role",
}
_FAULTS = {
    "0": Text(zh="无此情形", en="in order"),
    "1": Text(zh="不能判定", en="can't be told"),
    "2": Text(zh="有此情形", en="at fault"),
}


@cache
def table(name: str) -> Text:
    """A record table by its name."""
    known = schema.tables().get(name)
    safe = shown(name, 60)
    zh = known.zh if known else _TABLES_ZH.get(name, safe)
    return Text(zh=zh, en=_TABLES_EN.get(name, safe))


@cache
def code(family: str, value: str | None) -> Text:
    """A value of a code list; anything else as it stands."""
    if value is None:
        return UNRECORDED
    if (family, value) == ("product", "ca"):
        return Text(zh="CA证书", en="CA certificate")
    spellings = schema.codes().get(family, {}).get(value)
    if spellings is None:
        return _as_given(value)
    return Text(zh=spellings[0], en=value.replace("_", " "))


def is_code(family: str, value: str | None) -> bool:
    """Whether the contract knows this code, so that its wording is ours."""
    return value in schema.codes().get(family, {}) or (family, value) == ("product", "ca")


@cache
def fact(looks_at: str, name: str) -> Text:
    """The label of what a rule shows; `looks_at` is the key of a kind of dossier."""
    known = _facts(looks_at).get(name)
    return Text(zh=known.zh, en=known.en) if known else _as_given(name)


def _as_given(value: str) -> Text:
    safe = shown(value, 60)
    return Text(zh=safe, en=safe)


def _facts(looks_at: str) -> Mapping[str, Fact[Value]]:
    return kind_of_dossier(looks_at).FACTS


@cache
def kind_of_dossier(looks_at: str) -> type[Dossier]:
    """The kind of dossier that a result names; a case where this version knows no such kind."""
    return next((kind for kind in DOSSIERS if kind.key() == looks_at), Case)


def is_coded(looks_at: str, name: str) -> bool:
    """Whether the values of a fact may be codes, truths or faults, which have words of ours."""
    known = _facts(looks_at).get(name)
    if known is None:
        return False
    return known.type in ("boolean", "int8") or _CODES_OF_FACT.get(name, name) in schema.codes()


def fact_value(looks_at: str, name: str, value: str | None) -> Text | None:
    """A shown value in both languages where it is a code, a truth or a fault; else None."""
    known = _facts(looks_at).get(name)
    if value is None or known is None:
        return UNRECORDED if value is None else None
    if known.type == "boolean" and value in ("true", "false"):
        return YES if value == "true" else NO
    if known.type == "int8" and value in _FAULTS:
        return _FAULTS[value]
    family = _CODES_OF_FACT.get(name, name)
    return code(family, value) if is_code(family, value) else None


@cache
def cite(id: str, language: Language) -> str:
    """《电子签名法》第二十条, or its English; an id that the catalogue lacks as it stands."""
    try:
        return law.catalogue().find(id).cite(language)
    except LawError:
        return id


def citation(id: str) -> Text:
    """A citation in both languages."""
    return Text(zh=cite(id, "zh"), en=cite(id, "en"))


def severity(value: str | None) -> Text | None:
    """The severity of one breach."""
    return SEVERITIES.get(value or "")


def listed(texts: list[Text]) -> Text:
    """Several, in one line."""
    return Text(zh="、".join(t.zh for t in texts), en=", ".join(t.en for t in texts))
