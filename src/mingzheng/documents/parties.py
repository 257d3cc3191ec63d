"""Who is who in a document: the provider (CA) and the holder, under the names it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mingzheng.documents.vocabulary import HOLDER, PROVIDER

_LETTER = "[甲乙丙丁]方"
_PROVIDER_NAME = (
    r"电子认证服务(?:机构|提供者|提供方|方|商)|电子认证机构|认证服务机构|认证机构|证书认证中心|[省市州区县]?认证中心|"
    r"CA机构|CA中心|CA公司|发证机构|本机构|本中心|认证公司|本公司|我公司|本司|本平台|我司|我方|我们|我中心|我机构|"
    r"[A-Z]{0,6}CA(?![A-Za-z])|服务提供者|服务提供方|服务方|认证方|发证方|受托方"
)
_HOLDER_NAME = (
    r"证书持有(?:人|者|方)|持有(?:人|者|方)|持证(?:人|者|方|单位)|订户|订购(?:人|者|方|单位)|证书用户|最终用户|用户|"
    r"用证(?:人|方|单位)|(?:申请|申领|申办|报名|领用|领取|认购|购买)(?:人|者|方|单位|企业|机构)|"
    r"电子签名人|签名人|签署人|客户|您|本人|证书主体|委托方|(?<!密钥)使用(?:人|者|方)|会员|你方|贵方|你|贵(?:司|公司|单位)"
)
_COMPANY = re.compile(
    r"(?:电子认证|数字认证|数字证书|证书认证|认证中心|安全认证|认证服务|认证科技)"
    r"|认证[^，。；]{0,8}(?:公司|中心)"
)
_HOLDER_WORD = re.compile(_HOLDER_NAME)
_KNOWN = re.compile(
    f"{_LETTER}|{_PROVIDER_NAME}|{_HOLDER_NAME}|双方|各方|[本该][一-鿿]{{1,4}}|证书|协议"
)
_GIVEN = re.compile(
    rf"(?P<letter>{_LETTER})[ \t　]*(?:[（(](?P<inner>[^）)\n]{{1,30}})[）)])?[ \t　]*"
    rf"(?:[：:为指即是][ \t　]*(?P<after>(?:(?!{_LETTER})[^\n，。；]){{0,40}}))?"
)
_CALLED = re.compile(
    r"(?P<name>[^\n，。；：:]{2,40}?)\s*[（(](?:以下|下称|以下统称|下文)?简?称?(?:为)?[：:]?\s*[“\"「'‘]?"
    rf"(?P<letter>{_LETTER})"
)
_SHORT = re.compile(
    r"(?P<name>[^\n，。；：:（）()]{2,40})\s*[（(](?:以下|下文|以下均|下|以下合)?\s*(?:简称|统称|称)?(?:为)?[：:]?\s*"
    r"(?P<called>[“\"「'‘][^）)\n]{1,30}|[^”\"」'’，。；）)\n]{1,12})[）)]"
)
_QUOTED = re.compile(r"[^“”\"「」'‘’，、或和 ]{2,12}")
_NAMED_CA = re.compile(r"(?=([一-鿿]{2,4}CA)(?![A-Za-z]))")
_FIRM = re.compile(
    r"([一-鿿]{2,12}?)(?:数字|电子|金融|信息|安全)?(?:证书)?认证[一-鿿]{0,10}(?:公司|中心)"
)
_ACTS = "(?:将|应|须|可|会|有权|负责|对|不|依|通过|提供|保存|确保|保证|承担|承诺|在|按|就|为|于|收到|修改|签发)"
_BY = re.compile(r"[由向与对和及在被从经为因将给使]")
_DEEDS = r"[^，。；\n]{0,16}?(?:签发|颁发|赔偿|公布|发布|查验|核验|鉴别|审核|受理|撤销|提供证书)"
_FIRM_END = re.compile(r"(?:公司|中心|集团|机构|研究院|局)[”\"」]?$")
_HOLDER_END = re.compile(f"(?:{_HOLDER_NAME}).{{0,3}}$")
_DEED = re.compile(
    r"(?<![一-鿿A-Za-z])([一-鿿]{2,5}?[A-Z]{0,4})(?:应当|应|将|须|可以|可|有权|负责|会|保证|确保|承诺|对|在|依|按|收到|于|自)?"
    + _DEEDS
)
_NOBODY = re.compile(
    r"证书|协议|规则|依赖|任何|双方|因|如|本|应当|撤销|申请|申领|公布|发布|审核|受理|查验|鉴别|核验|签发|第|其|或|及|"
    r"注册机构|银行|受理点|网点|窗口|收到|未|不|对|在|经|由|自|可|将|请|私钥|人员|材料|信息|服务|电子|签名|条|章"
)
_ENOUGH_DEEDS = 4
_INTRODUCTION = 5000


@dataclass(frozen=True)
class Parties:
    """Patterns for both sides; each matches any name the document uses for it."""

    provider: re.Pattern[str]
    holder: re.Pattern[str]

    def named(self, text: str) -> str:
        """`text` with both sides under one mark each; lengths are not kept."""
        return self.holder.sub(HOLDER, self.provider.sub(PROVIDER, text))


def parties(text: str) -> Parties:
    """The sides of a document, from how it introduces them or, failing that, what they do."""
    roles = _lettered(text)
    provider = [letter for letter, role in roles.items() if role == "provider"]
    holder = [letter for letter, role in roles.items() if role == "holder"]
    for role, short in _shortened(text):
        (provider if role == "provider" else holder).append(short)
    provider.extend(_usual_names(text))
    if not provider and (doer := _doer(text)):
        provider.append(doer)
    return Parties(_any_of(provider, _PROVIDER_NAME), _any_of(holder, _HOLDER_NAME))


def _lettered(text: str) -> dict[str, str]:
    """甲方, 乙方 → the role of each, where it is known."""
    roles: dict[str, str] = {}
    for found in _GIVEN.finditer(text):
        role = _role(found["inner"] or "") or _role(found["after"] or "")
        if role:
            roles.setdefault(found["letter"], role)
    for found in _CALLED.finditer(text):
        if role := _role(found["name"]):
            roles.setdefault(found["letter"], role)
    if roles.get("甲方") == roles.get("乙方"):
        roles.update(_by_deeds(text))
    if len(roles) == 1:
        ((letter, role),) = roles.items()
        other = {"甲方": "乙方", "乙方": "甲方"}.get(letter)
        if other:
            roles[other] = "holder" if role == "provider" else "provider"
    return roles


def _shortened(text: str) -> Iterator[tuple[str, str]]:
    """The role of everybody who is given a short name, and that name."""
    for found in _SHORT.finditer(text[:_INTRODUCTION]):
        called = found["called"]
        if called[0] not in "“\"「'‘" and "称" not in found.group():
            continue
        for short in _QUOTED.findall(called):
            role = None if _KNOWN.fullmatch(short) else _introduced(found["name"], short, text)
            if role is not None:
                yield role, short


def _any_of(names: list[str], otherwise: str) -> re.Pattern[str]:
    """The longest name first, so that none leaves a part of another behind."""
    escaped = [re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name))]
    return re.compile("|".join([*escaped, otherwise]))


def _usual_names(text: str) -> list[str]:
    """What a text calls the provider without having said that it will: 华示CA, 华示."""
    names: dict[str, int] = {}
    for found in _NAMED_CA.finditer(text):
        names[found[1]] = names.get(found[1], 0) + 1
    for found in _FIRM.finditer(text[:_INTRODUCTION]):
        for length in range(2, min(len(found[1]), 5) + 1):
            name = found[1][-length:]
            names[name] = len(re.findall(f"{name}{_ACTS}", text))
    usual = [
        name
        for name, count in names.items()
        if count >= 2 and not _BY.search(name) and 4 * count >= text.count(name[-3:])
    ]
    return sorted(usual, key=len)[-1:]


def _doer(text: str) -> str | None:
    """Who does what a provider does, where nothing says who that is."""
    counts: dict[str, int] = {}
    for found in _DEED.finditer(text):
        if not (_KNOWN.fullmatch(found[1]) or _NOBODY.search(found[1])):
            counts[found[1]] = counts.get(found[1], 0) + 1
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] >= _ENOUGH_DEEDS else None


def _introduced(name: str, short: str, text: str) -> str | None:
    """The role of who is given a short name; a firm that does a provider's deeds is one."""
    if _FIRM_END.search(name):
        does = re.findall(re.escape(short) + _DEEDS, text)
        return "provider" if _COMPANY.search(name) or len(does) > 1 else None
    return "holder" if _HOLDER_END.search(name) else _role(name)


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
