"""The templates of the papers: what stands where, in both languages."""

from __future__ import annotations

from collections.abc import Callable

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts import styles
from mingzheng.reports.word.drafts.draft import Column, Draft
from mingzheng.reports.word.drafts.styles import (
    ADDRESSEE,
    ATTACHMENT,
    BODY,
    CAPTION,
    DENSE,
    HEADING_1,
    KEPT,
    NOTE,
    NUMBER,
    SIGNED,
    SUBTITLE,
)  # fmt: skip
from mingzheng.workspace.filings.kinds import Kind

RECEIPT = Text(zh="回执", en="Receipt")
"""What the paper of a receipt is called."""


def draft(name: str, language: Language) -> Draft:
    """The template of a kind of filing, or of the receipt."""
    return DRAFTS[name](language)


def _begun(language: Language, title: Text) -> Draft:
    draft = Draft(language, title)
    draft.text(
        styles.TITLE,
        "{{ organisation }}\n" + title.zh,
        title.en + "\n{{ organisation }}",
    )
    draft.text(ADDRESSEE, "{{ recipient }}：", "To: {{ recipient }}")
    draft.control("if grounds")
    draft.text(
        BODY,
        "本件更正或补正我单位于{{ corrected }}报送的同类材料，以本件为准。理由：{{ grounds }}",
        "This corrects or supplements what we submitted on {{ corrected }}, in whose place it "
        "stands. Grounds: {{ grounds }}",
    )
    draft.control("endif")
    return draft


def _sections(draft: Draft) -> None:
    draft.control("for section in sections")
    draft.text(HEADING_1, "{{ section.number }}、{{ section.title }}", "{{ section.title }}")
    draft.control("for line in section.lines")
    draft.text(BODY, "{{ line }}", "{{ line }}")
    draft.control("endfor", "endfor")


def _end(draft: Draft) -> None:
    draft.text(KEPT, "", "")
    draft.text(SIGNED, "{{ organisation }}", "{{ organisation }}")
    draft.text(SIGNED, "{{ date }}", "{{ date }}")


def _digests(draft: Draft) -> None:
    draft.text(
        NOTE,
        "内容摘要 SHA-256 {{ sha256 }}；SM3 {{ sm3 }}。签署以平台记录的两人签署为准。",
        "Digests of the content: SHA-256 {{ sha256 }}; SM3 {{ sm3 }}. The two signatures are those "
        "that the workspace has recorded.",
    )


def self_inspection(language: Language) -> Draft:
    """自查报告: texts, verdicts by item and domain, implementation plan, evidence."""
    draft = _begun(language, Kind.SELF_INSPECTION.text)
    draft.text(
        BODY,
        "按照《{{ notice }}》要求，我机构对照需整治的问题，按照应用领域开展了合规性专项自查。现将自查情况"
        "报告如下。",
        "As the notice {{ notice }} demands, we inspected our services against what it sets to "
        "rights, by domain of use, and report as follows.",
    )
    _sections(draft)
    draft.text(HEADING_1, "{{ numbers.verdicts }}、各事项自查结论", "Verdicts by item")
    draft.text(BODY, "{{ audit }}", "{{ audit }}")
    draft.text(CAPTION, "表1　各事项、各应用领域结论数", "Table 1. Verdicts of each item")
    draft.table(
        [
            Column(14, Text(zh="事项", en="Item"), "{{ row.item }}", styles.MIDDLE),
            Column(66, Text(zh="内容", en="Subject"), "{{ row.title }}"),
            Column(19, Text(zh="存在问题", en="Problems"), "{{ row.problem }}", NUMBER),
            Column(19, Text(zh="无法证明", en="Not shown"), "{{ row.unknown }}", NUMBER),
            Column(19, Text(zh="未发现", en="None found"), "{{ row.none_found }}", NUMBER),
            Column(19, Text(zh="不涉及", en="N/A"), "{{ row.not_applicable }}", NUMBER),
        ],
        "row in items",
    )
    draft.text(HEADING_1, "{{ numbers.plan }}、实施方案", "Implementation plan")
    draft.text(
        BODY,
        "牵头负责人：{{ plan.lead }}。{{ plan.measures }}",
        "In the lead: {{ plan.lead }}. {{ plan.measures }}",
    )
    draft.table(
        [
            Column(76, Text(zh="任务", en="Task"), "{{ row.title }}"),
            Column(30, Text(zh="责任人", en="Owner"), "{{ row.owner }}"),
            Column(30, Text(zh="完成期限", en="Due"), "{{ row.due }}"),
            Column(20, Text(zh="进度", en="Done"), "{{ row.progress }}", NUMBER),
        ],
        "row in plan.tasks",
    )
    draft.text(KEPT, "附件：1．自查结论明细", "Attachments: 1. Verdicts in detail")
    draft.text(KEPT, "　　　2．证明材料目录", "2. List of evidence")
    _end(draft)
    draft.turn()
    _details(draft)
    _evidence(draft)
    return draft


def _details(draft: Draft) -> None:
    draft.text(ATTACHMENT, "附件1", "Attachment 1")
    draft.text(SUBTITLE, "自查结论明细", "Verdicts in detail")
    draft.table(
        [
            Column(12, Text(zh="事项", en="Item"), "{{ row.item }}", DENSE),
            Column(20, Text(zh="应用领域", en="Domain"), "{{ row.domain }}", DENSE),
            Column(22, Text(zh="本机构结论", en="Verdict"), "{{ row.verdict }}", DENSE),
            Column(46, Text(zh="审计所见", en="The audit"), "{{ row.audit }}", DENSE),
            Column(70, Text(zh="说明", en="Note"), "{{ row.note }}", DENSE),
            Column(
                55, Text(zh="与审计不一致的理由", en="Why it differs"), "{{ row.disagreement }}",
                DENSE,
            ),
        ],
        "row in answers",
    )  # fmt: skip
    draft.text(
        NOTE,
        "注：审计所列均为疑似，须经人工核实；“无法证明”不视为符合要求。",
        "What the audit lists is suspected until a person confirms it; what can't be shown does "
        "not count as kept.",
    )


def _evidence(draft: Draft) -> None:
    draft.text(ATTACHMENT, "附件2", "Attachment 2")
    draft.text(SUBTITLE, "证明材料目录", "List of evidence")
    draft.table(
        [
            Column(45, Text(zh="名称", en="Title"), "{{ row.title }}", DENSE),
            Column(25, Text(zh="对应结论", en="Supports"), "{{ row.answer }}", DENSE),
            Column(40, Text(zh="文件", en="File"), "{{ row.name }}", DENSE),
            Column(15, Text(zh="版本", en="Rev."), "{{ row.number }}", DENSE),
            Column(100, Text(zh="摘要", en="Digests"), "{{ row.digests }}", DENSE),
        ],
        "row in evidence",
    )
    _digests(draft)


def measures(kind: Kind) -> Callable[[Language], Draft]:
    """整改方案, 整改进展情况, 整改落实情况: texts, and the list of measures on turned pages."""

    def drafted(language: Language) -> Draft:
        draft = _begun(language, kind.text)
        draft.text(
            BODY,
            "按照《{{ notice }}》要求，现报送我机构"
            + kind.text.zh
            + "。共{{ tally.measures }}条措施，"
            "已完成{{ tally.done }}条。",
            "As the notice {{ notice }} demands, we file this. There are {{ tally.measures }} "
            "measures, {{ tally.done }} of them done.",
        )
        _sections(draft)
        draft.text(KEPT, "附件：整改任务清单", "Attachment: list of measures")
        _end(draft)
        draft.turn()
        _measures(draft)
        return draft

    return drafted


def _measures(draft: Draft) -> None:
    draft.text(ATTACHMENT, "附件", "Attachment")
    draft.text(SUBTITLE, "整改任务清单", "List of measures")
    draft.table(
        [
            Column(10, Text(zh="序号", en="No."), "{{ row.number }}", DENSE),
            Column(36, Text(zh="问题", en="Problem"), "{{ row.problem }}", DENSE),
            Column(30, Text(zh="原因", en="Cause"), "{{ row.cause }}", DENSE),
            Column(42, Text(zh="整改措施", en="Measure"), "{{ row.measure }}", DENSE),
            Column(32, Text(zh="验收标准", en="Accepted when"), "{{ row.acceptance }}", DENSE),
            Column(18, Text(zh="责任人", en="Owner"), "{{ row.owner }}", DENSE),
            Column(20, Text(zh="完成期限", en="Due"), "{{ row.due }}", DENSE),
            Column(37, Text(zh="进度和结果", en="Done, result"), "{{ row.result }}", DENSE),
        ],
        "row in measures",
    )
    _digests(draft)


def province_report(language: Language) -> Draft:
    """省级工作情况报告: texts, the authorities and how they filed, problems by item."""
    draft = _begun(language, Kind.PROVINCE_REPORT.text)
    draft.text(
        BODY,
        "按照《{{ notice }}》要求，现将本地区有关工作情况报告如下。涉及在本地区注册的机构"
        "{{ tally.authorities }}家。",
        "As the notice {{ notice }} demands, we report on our work. {{ tally.authorities }} "
        "authorities registered here are concerned.",
    )
    _sections(draft)
    draft.text(HEADING_1, "{{ numbers.verdicts }}、报送和自查情况", "What was filed")
    draft.text(CAPTION, "表1　各机构报送情况", "Table 1. What each authority filed")
    draft.table(
        [
            Column(66, Text(zh="机构", en="Authority"), "{{ row.name }}"),
            Column(30, Text(zh="自查报告", en="Self-inspection"), "{{ row.self_inspection }}"),
            Column(30, Text(zh="整改方案", en="Plan"), "{{ row.plan }}"),
            Column(30, Text(zh="整改落实", en="Completion"), "{{ row.completion }}"),
        ],
        "row in authorities",
    )
    draft.text(
        CAPTION, "表2　各事项自查结论（机构数）", "Table 2. Self-inspection by item (authorities)"
    )
    draft.table(
        [
            Column(14, Text(zh="事项", en="Item"), "{{ row.item }}", styles.MIDDLE),
            Column(70, Text(zh="内容", en="Subject"), "{{ row.title }}"),
            Column(24, Text(zh="存在问题", en="Problems"), "{{ row.problem }}", NUMBER),
            Column(24, Text(zh="无法证明", en="Not shown"), "{{ row.unknown }}", NUMBER),
            Column(24, Text(zh="未发现问题", en="None found"), "{{ row.none_found }}", NUMBER),
        ],
        "row in items",
    )
    _end(draft)
    _digests(draft)
    return draft


def receipt(language: Language) -> Draft:
    """回执: that it came, when and what; it says that it approves nothing."""
    draft = Draft(language, RECEIPT)
    draft.text(styles.TITLE, "报送材料回执", "Receipt")
    draft.text(styles.MARKED, "{{ receipt.number }}", "{{ receipt.number }}")
    draft.text(ADDRESSEE, "{{ organisation }}：", "To: {{ organisation }}")
    draft.text(
        BODY,
        "你单位报送的《{{ title }}》（{{ campaign }}）已于{{ receipt.received_at }}收到。报送时间为"
        "{{ receipt.submitted_at }}，{{ receipt.lateness }}。",
        "What you submitted for {{ campaign }}, {{ title }}, was received on "
        "{{ receipt.received_at }}. It was submitted on {{ receipt.submitted_at }}, "
        "{{ receipt.lateness }}.",
    )
    draft.text(
        BODY,
        "签署：经办人{{ receipt.officer }}，负责人{{ receipt.head }}。",
        "Signed by {{ receipt.officer }}, officer, and {{ receipt.head }}, responsible person.",
    )
    draft.text(
        BODY,
        "本回执只证明收到上述材料，不表示对其内容的审核、认可或批准，不免除依法监督检查。",
        "This receipt shows that the above came. It neither examines, accepts nor approves what it "
        "says, and takes nothing from supervision and inspection by law.",
    )
    draft.text(BODY, "报送文件摘要：", "Digests of the paper:")
    for name in ("SHA-256", "SM3"):
        place = name.lower().replace("-", "")
        said = f"{name} {{{{ receipt.{place} }}}}"
        draft.text(styles.CELL, said, said)
    draft.text(KEPT, "", "")
    draft.text(SIGNED, "{{ recipient }}", "{{ recipient }}")
    draft.text(SIGNED, "{{ receipt.day }}", "{{ receipt.day }}")
    _digests(draft)
    return draft


DRAFTS: dict[str, Callable[[Language], Draft]] = {
    Kind.SELF_INSPECTION: self_inspection,
    Kind.PLAN: measures(Kind.PLAN),
    Kind.PROGRESS: measures(Kind.PROGRESS),
    Kind.COMPLETION: measures(Kind.COMPLETION),
    Kind.PROVINCE_REPORT: province_report,
    "receipt": receipt,
}
