"""The Word files of an order: the document itself, and its receipt of service (送达回证).

Layout after GB/T 9704-2012 by the drafts of the reports. Where a text of the law isn't verified
the document says so beside it, for a person to compare before it is signed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts import styles
from mingzheng.reports.word.drafts.draft import Column
from mingzheng.reports.word.drafts.draft import Draft as Paper
from mingzheng.reports.word.drafts.styles import (
    ADDRESSEE,
    BODY,
    HEADING_1,
    KEPT,
    LAW,
    NOTE,
    SIGNED,
)
from mingzheng.reports.word.filling import fill
from mingzheng.reports.word.masthead import date
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.models import ORDERS, Order
from mingzheng.workspace.rectifications.periods import periods

NAMES = ("document", "receipt")
RECEIPT = Text(zh="送达回证", en="Receipt of service")
_EMPTY = Text(zh="", en="")


def written(order: Order, name: str, language: Language, day: dt.date) -> bytes:
    """One of `NAMES` as a Word file; the same order and day give the same bytes."""
    kind = Order.Kind(order.kind)
    title = ORDERS[kind] if name == "document" else RECEIPT
    paper = _document(language, kind) if name == "document" else _receipt(language)
    return fill(
        paper.save(), _values(order, language, day), name=f"{kind}.{name}.{language}.docx",
        title=title.in_language(language), day=day,
    )  # fmt: skip


def _document(language: Language, kind: Order.Kind) -> Paper:
    title = ORDERS[kind]
    paper = Paper(language, title)
    paper.text(styles.TITLE, "{{ office }}\n" + title.zh, title.en + "\n{{ office }}")
    paper.text(styles.MARKED, "{{ number }}", "{{ number }}")
    paper.text(ADDRESSEE, "{{ authority }}：", "To: {{ authority }}")
    if kind is Order.Kind.ORDER:
        paper.control("if delegation")
        paper.text(
            BODY, "本通知书受工业和信息化部委托作出。委托文书：{{ delegation }}",
            "Given in the name of the ministry, which delegated it by: {{ delegation }}",
        )  # fmt: skip
        paper.control("endif")
    paper.text(
        BODY, "经查，你单位存在下列问题，已听取你单位的说明：",
        "The following was found, after hearing what you had to say:",
    )  # fmt: skip
    paper.table(
        [
            Column(20, Text(zh="编号", en="Number"), "{{ row.number }}"),
            Column(38, Text(zh="事项", en="Item"), "{{ row.item }}"),
            Column(54, Text(zh="问题", en="Problem"), "{{ row.title }}"),
            Column(44, Text(zh="认定的依据", en="Grounds"), "{{ row.ground }}"),
        ],
        "row in findings",
    )
    paper.text(NOTE, "", "")
    paper.text(HEADING_1, "一、整改要求", "1. What has to be put right")
    paper.text(BODY, "{{ measures }}", "{{ measures }}")
    paper.text(
        KEPT, "请于{{ deadline }}前完成整改，并报送整改落实情况。",
        "By {{ deadline }}; report when it is done.",
    )  # fmt: skip
    paper.text(HEADING_1, "二、依据", "2. Legal basis")
    paper.control("for basis in bases")
    paper.text(LAW, "{{ basis.cited }}：{{ basis.text }}", "{{ basis.cited }}: {{ basis.text }}")
    paper.control("endfor")
    if kind is Order.Kind.ORDER:
        _consequences(paper)
    paper.text(SIGNED, "{{ office }}", "{{ office }}")
    paper.text(SIGNED, "{{ date }}", "{{ date }}")
    return paper


def _consequences(paper: Paper) -> None:
    paper.text(HEADING_1, "三、逾期的后果和救济", "3. Consequences and remedies")
    paper.text(
        BODY, "逾期未改正的，依照《中华人民共和国电子签名法》第三十一条处理。",
        "What is not put right in time is dealt with by article 31 of the Electronic Signature Law.",
    )  # fmt: skip
    paper.control("for each in remedies")
    paper.text(KEPT, "不服本通知书的，可自收到之日起{{ each }}。", "{{ each }}, from receipt.")
    paper.control("endfor")
    paper.text(KEPT, "", "")


def _receipt(language: Language) -> Paper:
    paper = Paper(language, RECEIPT)
    paper.text(styles.TITLE, RECEIPT.zh, RECEIPT.en)
    paper.form(
        [44, 112],
        *(
            (label, Text(zh=value, en=value))
            for label, value in (
                (Text(zh="送达机关", en="Office"), "{{ office }}"),
                (Text(zh="受送达人", en="Addressee"), "{{ authority }}"),
                (Text(zh="文书名称及文号", en="Document"), "{{ kind }} {{ number }}"),
                (Text(zh="送达方式", en="How"), "{{ served_by }}"),
                (Text(zh="送达日期", en="Served on"), "{{ served_on }}"),
                (Text(zh="签收人", en="Received by"), "{{ recipient }}"),
            )
        ),
        (Text(zh="签收人签名或者盖章", en="Signature or seal"), _EMPTY),
        (Text(zh="拒收事由和见证人", en="Refusal, witnesses"), _EMPTY),
        (Text(zh="送达人（签名）", en="Served by (signature)"), _EMPTY),
        height=14,
    )
    return paper


def _values(order: Order, language: Language, day: dt.date) -> dict[str, Any]:
    remedies = [periods()[name].source for name in ("reconsideration", "litigation")]
    ministry = order.office.kind == Kind.MINISTRY
    return {
        "office": _name(order.office, language),
        "authority": _name(order.organisation, language),
        "kind": order.kind_text.in_language(language),
        "number": order.number,
        "delegation": "" if ministry else order.delegation,
        "measures": order.measures,
        "deadline": date(order.deadline, language),
        "findings": [
            {
                "number": each.number,
                "item": each.item_text.in_language(language),
                "title": (language == "en" and each.title_en) or each.title,
                "ground": each.ground,
            }
            for each in order.findings.all()
        ],
        "bases": [
            {"cited": each.cite(language), "text": each.shown(language)} for each in order.articles
        ],
        "remedies": [text.in_language(language) for text in remedies],
        "date": date(day, language),
        "served_by": order.served_by,
        "served_on": date(order.served_on, language) if order.served_on else "",
        "recipient": order.recipient,
    }


def _name(organisation: Any, language: Language) -> str:
    return str((language == "en" and organisation.name_en) or organisation.name)
