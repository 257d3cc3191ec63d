"""Why a certificate could not be read, or not all of it: codes and their words."""

from __future__ import annotations

from mingzheng.certificates.objects import VALUED
from mingzheng.language import Text

LARGEST = 1 << 20
"""Octets of the largest certificate that is read."""

MOST_ATTRIBUTES = 128
"""Attributes of one name, and relative distinguished names of one name, that are read."""

MOST_EXTENSIONS = 256
"""Extensions of one certificate that are read."""

UNREADABLE = {
    "missing": Text(zh="没有证书数据（空值）", en="There is no certificate (a null)"),
    "too_large": Text(
        zh=f"超过 {LARGEST} 字节，不作为证书读取", en=f"Over {LARGEST} bytes, not read as one"
    ),
    "truncated": Text(zh="数据在此处中断", en="The bytes end here"),
    "length_beyond_end": Text(
        zh="此处声明的长度超出其所在结构",
        en="The length given here passes the end of what holds it",
    ),
    "length_indefinite": Text(
        zh="此处使用不定长编码，DER 不允许", en="Indefinite length, which DER does not allow"
    ),
    "length_too_long": Text(
        zh="此处的长度用了四个以上字节", en="The length here takes more than four octets"
    ),
    "tag_too_high": Text(
        zh="此处的标签号大于 30，证书中不应出现",
        en="A tag number over 30, unknown in certificates",
    ),
    "unexpected_tag": Text(
        zh="此处不是证书结构所要求的内容", en="Not what a certificate has in this place"
    ),
    "trailing_bytes": Text(
        zh="证书或其结构之后还有多余字节", en="Bytes follow where the certificate or a part ends"
    ),
}
"""Code of `unreadable` → what it means. The order gives the number in compiled code, from 1."""

_NAME_DAMAGE = {
    "malformed": Text(zh="名称的结构不正确", en="the name is not built as a name"),
    "invalid_utf8": Text(zh="名称中有无效的 UTF-8", en="a value of the name is not valid UTF-8"),
    "invalid_string": Text(
        zh="名称中有无法解码的字符串", en="a string of the name can't be decoded"
    ),
    "too_many_attributes": Text(
        zh=f"名称的属性超过 {MOST_ATTRIBUTES} 个", en=f"over {MOST_ATTRIBUTES} attributes"
    ),
}

DAMAGED = {
    "serial_number:empty": Text(zh="序列号没有内容", en="The serial number has no octets"),
    "version:unknown": Text(zh="版本号不是 1 至 3", en="The version is none of 1 to 3"),
    "not_before:malformed": Text(zh="生效时间无法读取", en="The start of validity can't be read"),
    "not_after:malformed": Text(zh="失效时间无法读取", en="The end of validity can't be read"),
    "signature_algorithm:malformed": Text(
        zh="签名算法标识无法读取", en="The signature algorithm can't be read"
    ),
    "public_key:malformed": Text(zh="公钥无法解码", en="The public key can't be decoded"),
    **{
        f"issuer:{code}": Text(zh=f"颁发者：{text.zh}", en=f"Issuer: {text.en}")
        for code, text in _NAME_DAMAGE.items()
    },
    **{
        f"subject:{code}": Text(zh=f"主体：{text.zh}", en=f"Subject: {text.en}")
        for code, text in _NAME_DAMAGE.items()
    },
    "extensions:malformed": Text(zh="扩展列表无法读取", en="The list of extensions can't be read"),
    "extensions:repeated": Text(
        zh="同一扩展出现多次，读取第一个", en="An extension occurs twice; the first is read"
    ),
    "extensions:too_many": Text(
        zh=f"扩展超过 {MOST_EXTENSIONS} 个", en=f"Over {MOST_EXTENSIONS} extensions"
    ),
    **{
        f"extension:{oid}": Text(zh=f"扩展 {oid} 无法解码", en=f"Extension {oid} can't be decoded")
        for oid in VALUED
    },
    "extension:identity": Text(
        zh="身份标识扩展无法解码", en="An identity extension can't be decoded"
    ),
}
"""Code in `damaged` → what it means. The order gives the bit in compiled code."""

REASONS: dict[str, Text] = UNREADABLE | DAMAGED
"""Every code that `unreadable` or `damaged` can hold, in words."""

REASON_NUMBER = {code: number for number, code in enumerate(UNREADABLE, start=1)}
DAMAGE_BIT = {code: 1 << bit for bit, code in enumerate(DAMAGED)}
