"""The seven things a certificate states by article 21, and what this one says for each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from mingzheng.audit.bare_certificates import Examined
from mingzheng.certificates import REASONS
from mingzheng.cli.certificate_file import printable
from mingzheng.language import Text
from mingzheng.privacy import mask_number, mask_text

STATED, NOT_STATED, UNKNOWN = "stated", "not_stated", "unknown"
VERDICTS = {
    STATED: Text(zh="载明", en="stated"),
    NOT_STATED: Text(zh="未载明", en="not stated"),
    UNKNOWN: Text(zh="无法判断", en="can't be told"),
}
ARTICLES = ("esign-law/21", "measures/28")

TITLES = (
    Text(zh="电子认证服务提供者名称", en="the provider's name"),
    Text(zh="证书持有人名称", en="the holder's name"),
    Text(zh="证书序列号", en="the serial number"),
    Text(zh="证书有效期", en="the validity"),
    Text(zh="证书持有人的电子签名验证数据", en="the holder's signature verification data"),
    Text(zh="电子认证服务提供者的电子签名", en="the provider's electronic signature"),
    Text(zh="主管部门规定的其他内容", en="other content the ministry requires"),
)
"""Headings of items 1 to 7; the words of the law stand beside them."""

SIGNATURES = {
    "valid": (
        STATED,
        Text(
            zh="签名经颁发者证书验证，是颁发者所作",
            en="the signature is the issuer's, by the issuer's certificate",
        ),
    ),
    "valid_empty_id": (
        STATED,
        Text(
            zh="签名是颁发者所作，但杂凑时使用了空的用户标识，不合标准",
            en="the signature is the issuer's, but hashed with an empty identifier, which the "
            "standard does not provide for",
        ),
    ),
    "valid_no_za": (
        STATED,
        Text(
            zh="签名是颁发者所作，但杂凑时没有ZA，不合标准",
            en="the signature is the issuer's, but hashed without ZA, which the standard asks for",
        ),
    ),
    "invalid": (
        NOT_STATED,
        Text(
            zh="签名不是该颁发者所作（两套独立程序结论一致）",
            en="the signature is not this issuer's (two independent implementations agree)",
        ),
    ),
    "issuer_unknown": (
        UNKNOWN,
        Text(
            zh="未验证签名：没有颁发者该密钥的证书，用 --issuer 给出；载有签名不等于签名有效",
            en="Signature not verified: there is no certificate of the issuer's key, give it with "
            "--issuer; a signature that is there need not be valid",
        ),
    ),
    "algorithm_unsupported": (
        UNKNOWN,
        Text(
            zh="未验证签名：本版本不支持该算法或颁发者的公钥，或者内外算法标识不一致",
            en="Signature not verified: this version knows not the algorithm or the issuer's key, "
            "or the two identifiers of the algorithm disagree",
        ),
    ),
}
"""Verdict on the signature → what it means for item 6."""
FAULTS = {
    "undecodable": Text(zh="公钥无法解码", en="the public key can't be decoded"),
    "point_not_on_curve": Text(zh="公钥不在其曲线上", en="the public key is not on its curve"),
    "point_at_infinity": Text(zh="公钥为无穷远点", en="the public key is the point at infinity"),
    "short_modulus": Text(
        zh="RSA模数短得容不下任何签名", en="the RSA modulus is too short for any signature"
    ),
    "even_modulus": Text(zh="RSA模数为偶数", en="the RSA modulus is even"),
    "exponent_one": Text(zh="RSA指数为1", en="the RSA exponent is 1"),
    "even_exponent": Text(zh="RSA指数为偶数", en="the RSA exponent is even"),
}
DISPUTED = {
    "negative_modulus": Text(
        zh="RSA模数写成负数，有的软件不计符号照样读取",
        en="the RSA modulus is written as a negative number, which some read without its sign",
    ),
    "negative_exponent": Text(
        zh="RSA指数写成负数，有的软件不计符号照样读取",
        en="the RSA exponent is written as a negative number, which some read without its sign",
    ),
    "great_exponent": Text(
        zh="RSA指数不小于模数，有的软件拒绝使用",
        en="the RSA exponent is not under the modulus, which some software refuses",
    ),
}
USAGES = (
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
)  # fmt: skip
"""Bits 0 to 8 of keyUsage (RFC 5280, 4.2.1.3)."""

PURPOSES = {
    "1.3.6.1.5.5.7.3.1": "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    "1.3.6.1.5.5.7.3.4": "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
}
CHINA = ZoneInfo("Asia/Shanghai")
LONG = 6
"""Characters of a number from which on it is masked inside other texts too."""

_NUMBER_FIELD = re.compile(r"(?<=@)[A-Za-z]{1,3}\d{6,}[0-9A-Za-z]*")
"""A lettered number in a subject like `051@name@E1234567@1`."""


@dataclass(frozen=True)
class Item:
    """One item: what the certificate says for it, a verdict, and why."""

    number: int
    title: Text
    says: tuple[tuple[Text, str], ...]
    verdict: str
    reason: Text


def items(examined: Examined) -> tuple[Item, ...]:
    """Items 1 to 7 of article 21 of the law and 28 of the Measures."""
    judges = (_provider, _holder, _serial, _validity, _key, _signature, _other)
    return tuple(
        Item(number, TITLES[number - 1], *judge(examined, veil(examined.columns)))
        for number, judge in enumerate(judges, start=1)
    )


Veil = Callable[[str], str]
Judgement = tuple[tuple[tuple[Text, str], ...], str, Text]


def veil(columns: Mapping[str, Any]) -> Veil:
    """How texts of this certificate may be shown: numbers masked, nothing unprintable."""
    numbers = {n["value"]: n["kind"] for n in columns.get("subject_identifiers") or ()}
    for name in ("subject_serial_number", "subject_user_id"):
        numbers.setdefault(columns.get(name) or "", None)
    if columns.get("holder_number"):
        numbers.setdefault(columns["holder_number"], columns["holder_number_kind"])
    masks = {
        value: mask_number(value, kind) for value, kind in numbers.items() if len(value) >= LONG
    }

    def shown(text: str) -> str:
        for value in sorted(masks, key=len, reverse=True):
            text = text.replace(value, masks[value])
        text = _NUMBER_FIELD.sub(lambda found: mask_number(found.group()), text)
        return printable(mask_text(text))

    return shown


def _said(*pairs: tuple[Text, str | None]) -> tuple[tuple[Text, str], ...]:
    return tuple((label, value) for label, value in pairs if value)


def _verdict_of(examined: Examined, rule: str) -> str:
    found = {f.rule.id: f.verdict for f in examined.findings}
    return {"clear": STATED, "breach": NOT_STATED}.get(found.get(rule, ""), UNKNOWN)


def _damage(columns: Mapping[str, Any], *parts: str) -> Text | None:
    codes = [c for c in (columns["damaged"] or "").split() if c.startswith(parts)]
    if not codes:
        return None
    return Text(
        zh="；".join(REASONS[c].zh for c in codes), en="; ".join(REASONS[c].en for c in codes)
    )


def _provider(examined: Examined, shown: Veil) -> Judgement:
    c = examined.columns
    says = _said(
        (Text(zh="单位 O", en="organisation O"), shown(c["issuer_organization"] or "")),
        (Text(zh="通用名 CN", en="common name CN"), shown(c["issuer_common_name"] or "")),
        (Text(zh="颁发者", en="issuer"), shown(c["issuer_dn"] or "")),
    )
    verdict = _verdict_of(examined, "content.issuer_not_named")
    reasons = {
        STATED: Text(
            zh="颁发者载有给出的提供者名称", en="the issuer bears the provider's name given"
        ),
        NOT_STATED: Text(
            zh="颁发者为空，或不含给出的提供者名称",
            en="the issuer is empty, or bears no provider's name given",
        ),
        UNKNOWN: _damage(c, "issuer:")
        or Text(
            zh="不能确定所载名称就是提供者的登记名称；用 --provider 给出登记名称（CA证书可由其上级签发）",
            en="whether this is the provider's registered name can't be told; give that with "
            "--provider (a CA's own certificate may be its superior's)",
        ),
    }
    return says, verdict, reasons[verdict]


def _holder(examined: Examined, shown: Veil) -> Judgement:
    c = examined.columns
    numbers = [
        f"{n['kind']}={mask_number(n['value'], n['kind'])}" for n in c["subject_identifiers"] or ()
    ]
    for name, kind in (("subject_serial_number", "serialNumber"), ("subject_user_id", "UID")):
        numbers += [f"{kind}={mask_number(c[name])}"] if c[name] else []
    says = _said(
        (Text(zh="通用名 CN", en="common name CN"), shown(c["subject_name"] or "")),
        (Text(zh="单位 O", en="organisation O"), shown(c["subject_organization"] or "")),
        (Text(zh="号码（已掩码）", en="numbers (masked)"), shown("、".join(numbers))),
        (Text(zh="主体", en="subject"), shown(c["subject_dn"] or "")),
    )
    verdict = _verdict_of(examined, "content.holder_not_named")
    reasons = {
        STATED: Text(
            zh="主体载有名称；是否与真实持有人一致须对照申请和身份查验记录",
            en="the subject bears a name; whether it is the real holder's, application and "
            "identity checks must show",
        ),
        NOT_STATED: Text(
            zh="主体中没有通用名或单位名称",
            en="the subject has neither common name nor organisation",
        ),
        UNKNOWN: _damage(c, "subject:")
        or Text(zh="主体不能读出名称", en="no name can be read from the subject"),
    }
    return says, verdict, reasons[verdict]


def _serial(examined: Examined, shown: Veil) -> Judgement:
    c = examined.columns
    octets = c["serial_octets"]
    says = _said(
        (Text(zh="序列号（十六进制）", en="serial number (hex)"), c["serial_number"]),
        (Text(zh="字节数", en="octets"), None if octets is None else str(octets)),
    )
    if c["serial_number"] is None:
        return says, NOT_STATED, Text(zh="没有序列号", en="there is no serial number")
    return (
        says,
        STATED,
        Text(
            zh="载有序列号；在该颁发者下是否重复须对照整个档案",
            en="a serial number is there; whether the issuer gave it twice, the archive must show",
        ),
    )


def _validity(examined: Examined, shown: Veil) -> Judgement:
    c = examined.columns
    since, until = c["not_before"], c["not_after"]
    says = _said(
        (Text(zh="起（北京时间）", en="from (Beijing time)"), since and local(since)),
        (Text(zh="止（北京时间）", en="until (Beijing time)"), until and local(until)),
    )
    damage = _damage(c, "not_before:", "not_after:")
    if since is None or until is None:
        unread = Text(zh="有效期无法读取", en="the validity can't be read")
        return says, UNKNOWN, damage or unread
    if since > until:
        return (
            says,
            STATED,
            Text(zh="载明，但止期早于起期", en="stated, but it ends before it begins"),
        )
    return says, STATED, Text(zh="起止时间均载明", en="both its ends are stated")


def local(moment: dt.datetime) -> str:
    """A UTC time on a Chinese clock; the last days of year 9999 mean that there is no end."""
    if moment.year >= 9999:
        return "9999-12-31"
    return moment.replace(tzinfo=dt.UTC).astimezone(CHINA).isoformat(sep=" ")


def _key(examined: Examined, shown: Veil) -> Judgement:
    c = examined.columns
    fault = c["public_key_fault"]
    bits = None if c["public_key_bits"] is None else str(c["public_key_bits"])
    says = _said(
        (Text(zh="公钥算法", en="algorithm"), c["public_key_algorithm"]),
        (Text(zh="位数", en="bits"), bits),
        (Text(zh="参数", en="parameters"), c["public_key_parameters"]),
        (Text(zh="公钥 SHA-256", en="SHA-256 of the key"), (c["public_key"] or b"").hex()),
    )
    if fault is None:
        sound = Text(
            zh="公钥可以解码，未发现缺陷（点在曲线上，或模数和指数正常）",
            en="the key can be decoded and no fault was found (a point on its curve, or a sound "
            "modulus and exponent)",
        )
        return says, STATED, sound
    if fault in FAULTS:
        why = FAULTS[fault]
        bad = Text(
            zh=f"{why.zh}，不能用来验证签名", en=f"{why.en}: no signature can be verified with it"
        )
        return says, NOT_STATED, bad
    if fault in DISPUTED:
        return says, UNKNOWN, DISPUTED[fault]
    unexamined = Text(
        zh="载有公钥，但该算法、曲线或编码本版本不检查",
        en="a key is there, of an algorithm, curve or form that this version does not examine",
    )
    return says, UNKNOWN, unexamined


def _signature(examined: Examined, shown: Veil) -> Judgement:
    c = examined.columns
    match = c["signature_algorithms_match"]
    agree = {True: "=", False: "≠"}.get(match)
    says = _said(
        (Text(zh="签名算法", en="signature algorithm"), c["signature_algorithm"]),
        (Text(zh="内外算法标识", en="inner and outer algorithm"), agree),
    )
    if c["signature_verdict"] is None:
        answers = c["signature_answers"] or "?"
        disputed = Text(
            zh=f"两套独立程序结论不同（{answers}），不予采信",
            en=f"two independent implementations disagree ({answers}): neither is believed",
        )
        return says, UNKNOWN, disputed
    return says, *SIGNATURES[c["signature_verdict"]]


def _other(examined: Examined, shown: Veil) -> Judgement:
    reason = Text(
        zh="规定了哪些其他内容，本系统未取得文本：只列出扩展，缺少的只作提示",
        en="which content is required, no text at hand says: extensions are listed, and one "
        "that lacks is only a notice",
    )
    damage = _damage(examined.columns, "extension", "version:")
    if damage is not None:
        reason = Text(zh=f"{reason.zh}。{damage.zh}", en=f"{reason.en}. {damage.en}")
    return _said(*_extensions(examined.columns, shown)), UNKNOWN, reason


def _extensions(c: Mapping[str, Any], shown: Veil) -> Iterable[tuple[Text, str | None]]:
    def listed(name: str) -> str:
        return shown(" ".join((c[name] or "").split()))

    yield Text(zh="版本", en="version"), None if c["version"] is None else f"v{c['version']}"
    usage = c["key_usage"]
    if usage is not None:
        named = [name for bit, name in enumerate(USAGES) if usage >> bit & 1]
        yield Text(zh="密钥用法", en="key usage"), ", ".join(named) or "0"
    purposes = [PURPOSES.get(oid, oid) for oid in (c["extended_key_usage"] or "").split()]
    yield Text(zh="扩展密钥用法", en="extended key usage"), ", ".join(purposes)
    if c["is_ca"] is not None:
        path = "" if c["path_length"] is None else f", pathLen {c['path_length']}"
        yield Text(zh="基本限制", en="basic constraints"), f"CA={c['is_ca']}{path}".lower()
    yield Text(zh="颁发者密钥标识", en="authority key id"), c["authority_key_id"]
    yield Text(zh="主体密钥标识", en="subject key id"), c["subject_key_id"]
    yield Text(zh="证书策略", en="policies"), listed("policies")
    yield Text(zh="CRL地址", en="CRL addresses"), listed("crl_urls")
    yield Text(zh="OCSP地址", en="OCSP addresses"), listed("ocsp_urls")
    yield Text(zh="颁发者证书地址", en="issuer addresses"), listed("issuer_urls")
    names = [f"{n['kind']}:{n['value']}" for n in c["subject_alternative_names"] or ()]
    yield Text(zh="主体别名", en="alternative names"), shown(", ".join(names))
    yield Text(zh="未知的关键扩展", en="unknown critical"), listed("unknown_critical")
    yield Text(zh="扩展总数", en="extensions"), str(c["extensions"] or 0)
