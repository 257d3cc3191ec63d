"""What a document calls a certificate: 网证, 村盾.

A document that says "网证即数字证书" speaks of 网证 from then on. The patterns know 证书 only, so
that they read such a document with the usual name in its place, as many characters long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mingzheng.documents.structure import Document

_BEGINNING = 4000
_OFTEN = 3
_USUAL = "数字证书"
_NAME = "[一-鿿]{2,6}?"
_FORMS = (
    re.compile(rf"(?<![一-鿿])[“「]?(?P<name>{_NAME})[”」]?，?(?:即|就是|也就是|系指|是指)(?:数字|电子|电子签名认证)?证书[，。；]"),
    re.compile(rf"证书[（(](?:以下|下文)?(?:简称|统称|俗称|又称|又名|也叫|称)(?:为)?[：:]?[“「]?(?P<name>{_NAME})[”」]?[）)]"),
    re.compile(rf"证书[（(][“「]?(?P<name>{_NAME}(?<=[证盾锁卡钥通牌]))[”」]?[）)]"),
    re.compile(rf"(?:数字|电子)证书[^。；\n]{{0,20}}(?:叫做|叫作|称为|称作|俗称|简称)[“「](?P<name>{_NAME})[”」]"),
)  # fmt: skip
_NO_NAME = re.compile("证书|机构|个人|单位|企业|本|该|[方司者户]$|规则|协议|合同")


def usually_named(document: Document) -> Document:
    """The document with the usual name of a certificate in place of its own; offsets stay."""
    text = document.text
    for name in dict.fromkeys(_own_names(text[:_BEGINNING])):
        if text.count(name) >= _OFTEN:
            text = text.replace(name, _USUAL[-len(name) :].rjust(len(name), "　"))
    return document if text == document.text else replace(document, text=text)


def _own_names(text: str) -> Iterator[str]:
    for form in _FORMS:
        for found in form.finditer(text):
            if not _NO_NAME.search(found["name"]):
                yield found["name"]
