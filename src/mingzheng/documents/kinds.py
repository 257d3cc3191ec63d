"""Which of the three kinds a document is: practice statement, notice or agreement."""

from __future__ import annotations

import re
from typing import Literal

from mingzheng.documents.structure import Document
from mingzheng.language import Text

Kind = Literal["cps", "notice", "agreement"]

NAMES: dict[Kind, Text] = {
    "cps": Text(zh="电子认证业务规则", en="practice statement"),
    "notice": Text(zh="告知书", en="disclosure notice"),
    "agreement": Text(zh="订户协议", en="subscriber agreement"),
}
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("cps", re.compile(r"业务规则|认证规则|CPS|Certification Practice Statement", re.IGNORECASE)),
    ("notice", re.compile(r"告知|须知|知情|提示|说明|公示")),
    ("agreement", re.compile(r"协议|合同|契约|约定书|责任书|条款")),
)
_BEGINNING = 6


def kind_of(document: Document) -> Kind:
    """The kind by the first lines, by the file's name where they tell none, by its length last."""
    lines = [document.quote(each) for each in document.paragraphs[:_BEGINNING]]
    titles = [line for line in lines if len(line) <= 40]
    for text in (*titles, document.name):
        places = {kind: found.start() for kind, form in _WORDS if (found := form.search(text))}
        if places:
            # 电子认证业务规则告知书 is named by its last word.
            return max(places, key=lambda kind: places[kind])
    return "cps" if len(document.text) > 30_000 else "agreement"
