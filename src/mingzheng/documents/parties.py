"""Who is who in a document: the provider (CA) and the holder, under the names it gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass

PROVIDER, HOLDER = "〔P〕", "〔H〕"
"""Marks that no word of a pattern can match by chance."""

_LETTER = "[甲乙丙丁]方"
_PROVIDER_NAME = (
    r"电子认证服务(?:机构|提供者|提供方|方|商)|电子认证机构|认证服务机构|认证机构|证书认证中心|认证中心|"
    r"CA机构|CA中心|CA公司|发证机构|本机构|本中心|本公司|我公司|我司|我方|我们|我中心|我机构|"
    r"[A-Z]{0,6}CA(?![A-Za-z])|服务提供者|服务提供方|服务方|认证方|发证方|受托方"
)
_HOLDER_NAME = (
    r"证书持有(?:人|者)|持有人|持证人|持有者|订户|订购(?:人|者|方)|证书用户|最终用户|用户|申请(?:人|者|方|单位)|"
    r"电子签名人|签名人|客户|您|本人|证书主体|委托方|使用(?:人|者|方)|领用人"
)
_COMPANY = re.compile(
    r"(?:电子认证|数字认证|数字证书|证书认证|认证中心|安全认证|认证服务|认证科技)"
)
_HOLDER_WORD = re.compile(_HOLDER_NAME)
_GIVEN = re.compile(
    rf"(?P<letter>{_LETTER})\s*(?:[（(](?P<inner>[^）)\n]{{1,30}})[）)])?\s*(?:[：:为指即是]\s*(?P<after>[^\n，。；]{{0,40}}))?"
)
_CALLED = re.compile(
    r"(?P<name>[^\n，。；：:]{2,40}?)\s*[（(](?:以下|下称|以下统称|下文)?简?称?(?:为)?[：:]?\s*[“\"「'‘]?"
    rf"(?P<letter>{_LETTER})"
)
_SHORT = re.compile(
    r"(?P<name>[^\n，。；：:（）()]{2,40})\s*[（(](?:以下|下称|以下统称|下文|以下均)?\s*(?:简称|统称|称)(?:为)?[：:]?\s*"
    r"[“\"「'‘]?(?P<short>[^”\"」'’，。；）)]{1,12})"
)
_INTRODUCTION = 5000


@dataclass(frozen=True)
class Parties:
    """Patterns for both sides; each matches any name the document uses for it."""

    provider: re.Pattern[str]
    holder: re.Pattern[str]

    def named(self, text: str) -> str:
        """`text` with both sides under one mark each; lengths are not kept."""
        return self.holder.sub(HOLDER, self.provider.sub(PROVIDER, text))


def pattern(written: str) -> re.Pattern[str]:
    """A pattern of the data files, in which 〔提供者〕 and 〔持有人〕 are written out."""
    return re.compile(written.replace("〔提供者〕", PROVIDER).replace("〔持有人〕", HOLDER))


def parties(text: str) -> Parties:
    """The sides of a document, from how it introduces them or, failing that, what they do."""
    roles: dict[str, str] = {}
    for found in _GIVEN.finditer(text):
        role = _role(f"{found['inner'] or ''} {found['after'] or ''}")
        if role and (found["inner"] or found["after"]):
            roles.setdefault(found["letter"], role)
    for found in _CALLED.finditer(text):
        if role := _role(found["name"]):
            roles.setdefault(found["letter"], role)
    if not roles and "甲方" in text and "乙方" in text:
        roles = _by_deeds(text)
    if len(roles) == 1:
        ((letter, role),) = roles.items()
        other = {"甲方": "乙方", "乙方": "甲方"}.get(letter)
        if other:
            roles[other] = "holder" if role == "provider" else "provider"
    provider = [letter for letter, role in roles.items() if role == "provider"]
    holder = [letter for letter, role in roles.items() if role == "holder"]
    for found in _SHORT.finditer(text[:_INTRODUCTION]):
        short = found["short"].strip("“”\"「」'‘’ ")
        # 订户 and 甲方 are known already; 华示CA is not.
        if (
            len(short) > 1
            and not re.fullmatch(_LETTER, short)
            and (_role(short) is None or "CA" in short)
        ):
            names = {"provider": provider, "holder": holder}.get(_role(found["name"]) or "", [])
            names.append(re.escape(short))
    return Parties(
        re.compile("|".join([*provider, _PROVIDER_NAME])),
        re.compile("|".join([*holder, _HOLDER_NAME])),
    )


def _role(said: str) -> str | None:
    if _COMPANY.search(said) or re.search(_PROVIDER_NAME, said):
        return "provider"
    return "holder" if _HOLDER_WORD.search(said) else None


def _by_deeds(text: str) -> dict[str, str]:
    """Who issues certificates is the provider; where both seem to, nobody is."""
    deeds = r"[^。；\n]{0,12}(?:签发|颁发|受理|提供电子认证服务|发布证书撤销列表)"
    counts = {letter: len(re.findall(letter + deeds, text)) for letter in ("甲方", "乙方")}
    if counts["甲方"] == counts["乙方"]:
        return {}
    provider = max(counts, key=lambda letter: counts[letter])
    other = "乙方" if provider == "甲方" else "甲方"
    return {provider: "provider", other: "holder"}
