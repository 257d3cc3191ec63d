"""The template of the inspection record form (检查记录表), a reconstruction and marked so."""

from __future__ import annotations

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts import styles
from mingzheng.reports.word.drafts.draft import BLANK, Column, Draft
from mingzheng.reports.word.drafts.styles import CAPTION, DENSE, HEADING_1, NOTE

_EMPTY = Text(zh="", en="")


def inspection_record(language: Language) -> Draft:
    """The form: whom and when, item by item what to look at and what was seen, signatures."""
    draft = Draft(language, Text(zh="检查记录表", en="Inspection record"))
    draft.text(
        styles.TITLE, "电子认证服务合规性检查记录表",
        "Record of the inspection of electronic certification services",
    )  # fmt: skip
    draft.text(
        styles.MARKED,
        "（{{ notice.annex }}：官方检查记录表未公开，本表由审计程序按通知所列事项拟制）",
        "({{ notice.annex }}: the official form is not public; an audit program drew this one up "
        "after the items of the notice)",
    )
    _subject(draft)
    draft.text(HEADING_1, "一、逐项检查", "1. Item by item")
    _items(draft)
    draft.text(
        NOTE,
        "注：“审计所见”来自被检查机构自行运行的审计（截至{{ as_of }}，运行指纹{{ seal.fingerprint }}），"
        "仅供参考，不代替检查人员的判断；“疑似”未经人工确认，“无法判断”和“尚未检查”不视为符合要求。",
        "What the audit found comes from an audit that the inspected provider ran itself (as of "
        "{{ as_of }}, fingerprint {{ seal.fingerprint }}). It does not replace the inspector's "
        "judgement: nobody has confirmed what is suspected, and what is unknown or not checked "
        "does not count as kept.",
    )
    _conclusion(draft)
    return draft


def _subject(draft: Draft) -> None:
    draft.form(
        [30, 48, 30, 48],
        (
            Text(zh="被检查机构", en="Provider"),
            Text(zh="{{ authority.name }}", en="{{ authority.name }}"),
            Text(zh="统一社会信用代码", en="Credit code"),
            Text(zh="{{ authority.credit_code }}", en="{{ authority.credit_code }}"),
        ),
        (
            Text(zh="许可证号", en="Licence"),
            Text(zh="{{ authority.licence_number }}", en="{{ authority.licence_number }}"),
            Text(zh="注册登记地", en="Registered in"),
            Text(zh="{{ authority.province }}", en="{{ authority.province }}"),
        ),
        (
            Text(zh="业务期间", en="Services from, to"),
            Text(
                zh="{{ period.from }}至{{ period.until }}",
                en="{{ period.from }} to {{ period.until }}",
            ),
            Text(zh="存档证书数", en="Archived certificates"),
            Text(zh="{{ certificates }}", en="{{ certificates }}"),
        ),
        (Text(zh="检查日期", en="Day"), _EMPTY, Text(zh="检查地点", en="Place"), _EMPTY),
        (
            Text(zh="检查人员", en="Inspectors"),
            _EMPTY,
            Text(zh="执法证件号", en="Warrant numbers"),
            _EMPTY,
        ),
        (
            Text(zh="被检查机构在场人员", en="Present for the provider"),
            _EMPTY,
            Text(zh="职务", en="Position"),
            _EMPTY,
        ),
    )


def _items(draft: Draft) -> None:
    answer = Text(
        zh="□未发现问题\n□发现问题\n□不适用\n情况：",
        en="□ no problem found\n□ problem found\n□ not applicable\nDetails:",
    ).in_language(draft.language)
    draft.table(
        [
            Column(11, Text(zh="事项", en="Item"), "{{ row.id }}", styles.MIDDLE),
            Column(
                32,
                Text(zh="检查内容和依据", en="Subject and law"),
                "{{ row.title }}\n{{ row.basis }}",
                DENSE,
            ),
            Column(34, Text(zh="查看什么", en="What to look at"), "{{ row.look }}", DENSE),
            Column(46, Text(zh="审计所见", en="What the audit found"), "{{ row.audit }}", DENSE),
            Column(33, Text(zh="检查情况", en="The inspector"), answer, DENSE, f"'{BLANK}'"),
        ],
        "row in items",
    )


def _conclusion(draft: Draft) -> None:
    draft.text(HEADING_1, "二、检查意见和签名", "2. Opinion and signatures")
    draft.form(
        [36, 120],
        (Text(zh="检查意见", en="Opinion"), _EMPTY),
        (Text(zh="被检查机构意见", en="The provider's view"), _EMPTY),
        height=26,
    )
    draft.text(CAPTION, "", "")
    draft.form(
        [36, 42, 36, 42],
        (
            Text(zh="检查人员（签名）", en="Inspector (signature)"),
            _EMPTY,
            Text(zh="检查人员（签名）", en="Inspector (signature)"),
            _EMPTY,
        ),
        (
            Text(zh="被检查机构负责人（签名、盖章）", en="For the provider (signature, seal)"),
            _EMPTY,
            Text(zh="日期", en="Date"),
            _EMPTY,
        ),
        height=16,
    )
