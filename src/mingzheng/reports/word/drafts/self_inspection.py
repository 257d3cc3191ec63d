"""The template of the self-inspection report (自查报告)."""

from __future__ import annotations

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts import styles
from mingzheng.reports.word.drafts.attachments import attach
from mingzheng.reports.word.drafts.draft import Column, Draft
from mingzheng.reports.word.drafts.styles import (
    ADDRESSEE,
    BODY,
    CAPTION,
    DENSE,
    HEADING_1,
    HEADING_2,
    KEPT,
    LAW,
    NOTE,
    NUMBER,
    SIGNED,
)  # fmt: skip

_ITEM = Column(10, Text(zh="事项", en="Item"), "{{ row.id }}", styles.MIDDLE)
_TITLE = Text(zh="内容", en="Subject")
_EXAMINED = Column(17, Text(zh="已查", en="Examined"), "{{ row.examined }}", NUMBER)
_SUSPECTED = Column(24, Text(zh="疑似问题", en="Suspected"), "{{ row.suspected }}", NUMBER)
_UNKNOWN = Column(27, Text(zh="无法判断", en="Unknown"), "{{ row.unknown }}", NUMBER)
_STANDING = Column(28, Text(zh="情况", en="Standing"), "{{ row.standing }}")


_STANDS = (
    ("suspected", Text(zh="有疑似问题的", en="have suspected problems")),
    (
        "unshown",
        Text(zh="无疑似问题但有无法证明部分的", en="have none but can't be shown in part"),
    ),
    (
        "hinted",
        Text(zh="只能提示、须人工审阅的", en="can only be hinted at and are for a person to read"),
    ),
    (
        "quiet",
        Text(zh="在已查范围内未发现疑似问题的", en="had nothing suspected in what was examined"),
    ),
    ("empty", Text(zh="没有审查对象的", en="had nothing to examine")),
    ("unchecked", Text(zh="本次未检查的", en="were not checked")),
)
"""How an item may stand, in the order of the sentence that counts them."""


def self_inspection(language: Language) -> Draft:
    """The report: scope, overview, fields of application, findings, what is open, the seal."""
    draft = Draft(language, Text(zh="自查报告", en="Self-inspection report"))
    _head(draft)
    _scope(draft)
    _overview(draft)
    _domains(draft)
    _findings(draft)
    _open(draft)
    _close(draft)
    attach(draft)
    return draft


def _head(draft: Draft) -> None:
    draft.text(
        styles.TITLE,
        "{{ authority.name }}\n电子认证服务合规性专项自查报告",
        "Self-inspection report on the compliance of electronic certification services\n"
        "{{ authority.name }}",
    )
    draft.text(
        ADDRESSEE, "（待填写：省、自治区、直辖市工业和信息化主管部门）：",
        "To: (to be filled in: authority of the province of registration)",
    )  # fmt: skip
    draft.text(
        BODY,
        "按照{{ notice.issuer }}《{{ notice.title }}》（文号{{ notice.number }}，"
        "{{ notice.published }}公布）要求，我机构按照应用领域对{{ period.from }}至"
        "{{ period.until }}期间提供的电子认证服务开展了合规性专项自查。现将自查情况报告如下。",
        "As the {{ notice.issuer }} demands in its {{ notice.title }} (number {{ notice.number }}, "
        "published {{ notice.published }}), we inspected our electronic certification services "
        "from {{ period.from }} to {{ period.until }} by field of application and report as "
        "follows.",
    )
    draft.control("if not complete")
    draft.text(
        BODY,
        "特别说明：本次审计不完整，有{{ failures }}项检查或数据来源运行失败，本报告所列数字不得视为"
        "全部情况。",
        "Note: this audit is incomplete. {{ failures }} checks or sources failed, so that the "
        "numbers below are not the whole.",
    )
    draft.control("endif")


def _scope(draft: Draft) -> None:
    draft.text(HEADING_1, "一、自查组织和范围", "1. Organisation and scope")
    draft.text(
        BODY,
        "（一）组织。牵头负责人：（待填写）；参加部门和人员：（待填写）；自查起止日期：（待填写）。",
        "Organisation. In the lead: (to be filled in); departments and persons: (to be filled "
        "in); days of the self-inspection: (to be filled in).",
    )
    draft.text(
        BODY,
        "（二）对象。统一社会信用代码{{ authority.credit_code }}，电子认证服务许可证号"
        "{{ authority.licence_number }}，注册登记地{{ authority.province }}。",
        "Subject. Unified social credit code {{ authority.credit_code }}, licence "
        "{{ authority.licence_number }}, registered in {{ authority.province }}.",
    )
    draft.text(
        BODY,
        "（三）范围。以{{ as_of }}的状况为准，审计存档证书{{ certificates }}张及有关业务记录，输入"
        "文件{{ seal.inputs }}个，全部列入封存记录。",
        "Scope. As of {{ as_of }}: {{ certificates }} archived certificates and their records, "
        "{{ seal.inputs }} files, all of them in the seal of the run.",
    )
    draft.text(
        BODY,
        "（四）性质。本报告由审计程序根据我机构提供的数据生成。所列“疑似问题”须经人工核实确认后方为"
        "问题；“疑点”仅提示须由人工查看；“无法判断”指现有记录不足以证明，不视为符合要求。",
        "Nature. An audit program wrote this report from the data we supplied. What is suspected "
        "is a problem only once a person has confirmed it; a doubt only asks a person to look; "
        "what is unknown can't be shown from the records and does not count as kept.",
    )


def _overview(draft: Draft) -> None:
    draft.text(HEADING_1, "二、总体情况", "2. Overview")
    draft.text(
        BODY,
        "通知所列十四项中：" + "；".join(_told(*each, "zh") for each in _STANDS) + "。",
        "Of the fourteen items of the notice "
        + "; ".join(_told(*each, "en") for each in _STANDS)
        + ".",
    )
    draft.text(CAPTION, "表1　各事项自查情况", "Table 1. Items of the notice")
    doubts = Column(13, Text(zh="疑点", en="Doubts"), "{{ row.doubts }}", NUMBER)
    title = Column(37, _TITLE, "{{ row.title }}")
    draft.table(
        [_ITEM, title, _EXAMINED, _SUSPECTED, _UNKNOWN, doubts, _STANDING], "row in overview"
    )
    draft.text(
        NOTE,
        "注：已查＝未见问题＋疑似问题＋无法判断；“无法证明”指有无法判断的对象，或者所依据的记录没有"
        "提供、没有声明完整（见第五部分）；4.1、4.2为通知的工作要求，不计入十四项。",
        "Examined is clear, suspected and unknown together. An item can't be shown where something "
        "is unknown, or where records it rests on were not supplied or not declared complete "
        "(part 5). 4.1 and 4.2 are requirements of the notice outside the fourteen.",
    )


def _told(name: str, words: Text, language: Language) -> str:
    """One part of the sentence: how many items stand so, and which."""
    count, which = f"{{{{ tally.{name}.count }}}}", f"{{{{ tally.{name}.items }}}}"
    listed = Text(zh=f"（{which}）", en=f" ({which})").in_language(language)
    told = f"{words.zh}{count}项" if language == "zh" else f"{count} {words.en}"
    return f"{told}{{% if tally.{name}.count %}}{listed}{{% endif %}}"


def _domains(draft: Draft) -> None:
    draft.text(HEADING_1, "三、按应用领域的自查情况", "3. By field of application")
    draft.control("for domain in domains")
    draft.text(
        HEADING_2, "（{{ domain.number }}）{{ domain.name }}",
        "3.{{ loop.index }} {{ domain.name }}",
    )  # fmt: skip
    title = Column(50, _TITLE, "{{ row.title }}")
    draft.table([_ITEM, title, _EXAMINED, _SUSPECTED, _UNKNOWN, _STANDING], "row in domain.rows")
    draft.text(NOTE, "", "")
    draft.control("else")
    draft.text(BODY, "没有可以按应用领域统计的审查对象。", "Nothing was examined.")
    draft.control("endfor")


def _findings(draft: Draft) -> None:
    draft.text(HEADING_1, "四、疑似问题、疑点及其依据", "4. What was found, and the law")
    draft.control("for finding in findings")
    draft.text(
        HEADING_2,
        "（{{ finding.number }}）事项{{ finding.id }}　{{ finding.title }}",
        "4.{{ loop.index }} Item {{ finding.id }}: {{ finding.title }}",
    )
    draft.text(
        BODY,
        "通知原文：{{ finding.words }}。已查{{ finding.examined }}件，疑似问题"
        "{{ finding.suspected }}件，无法判断{{ finding.unknown }}件。",
        "Words of the notice: {{ finding.words }}. Examined {{ finding.examined }}, suspected "
        "{{ finding.suspected }}, unknown {{ finding.unknown }}.",
    )
    draft.control("if finding.erratum")
    draft.text(NOTE, "{{ finding.erratum }}", "{{ finding.erratum }}")
    draft.control("endif")
    draft.text(CAPTION, "检查结果", "Checks")
    draft.table(
        [
            Column(48, Text(zh="检查", en="Check"), "{{ row.title }}"),
            Column(20, Text(zh="性质", en="Nature"), "{{ row.nature }}"),
            Column(17, Text(zh="已查", en="Examined"), "{{ row.examined }}", NUMBER),
            Column(14, Text(zh="发现", en="Found"), "{{ row.found }}", NUMBER),
            Column(15, Text(zh="待核实", en="Held"), "{{ row.held }}", NUMBER),
            Column(18, Text(zh="无法判断", en="Unknown"), "{{ row.unknown }}", NUMBER),
            Column(24, Text(zh="首末日期", en="First, last"), "{{ row.days }}"),
        ],
        "row in finding.rules",
    )
    draft.text(NOTE, "", "")
    draft.text(KEPT, "依据（以事件发生之日施行的文字为准）：", "The law as it read on the days:")
    draft.control("for article in finding.basis")
    draft.text(
        LAW,
        "{{ article.citation }}{% if article.since %}（{{ article.since }}）：{{ article.words }}。"
        "{% else %}（{{ article.mark }}，标准只列名称）。{% endif %}",
        "{{ article.citation }}{% if article.since %} ({{ article.since }}): {{ article.words }}."
        "{% else %} ({{ article.mark }}; a standard, cited by name only).{% endif %}",
    )
    draft.control("endfor", "if finding.elapsed")
    draft.text(
        BODY,
        "{{ limitation.label }}：{{ finding.elapsed }}。",
        "{{ limitation.label }}: {{ finding.elapsed }}.",
    )
    draft.control("endif", "if finding.examples")
    draft.text(CAPTION, "示例", "Examples")
    draft.table(
        [
            Column(32, Text(zh="检查", en="Check"), "{{ row.title }}", DENSE),
            Column(28, Text(zh="编号", en="Number"), "{{ row.subject }}", DENSE),
            Column(52, Text(zh="所见", en="Shows"), "{{ row.shows }}", DENSE),
            Column(44, Text(zh="证据出处", en="Source"), "{{ row.sources }}", DENSE),
        ],
        "row in finding.examples",
    )
    draft.text(NOTE, "", "")
    draft.control("endif", "else")
    draft.text(
        BODY,
        "在已查范围内未发现疑似问题；未检查和无法证明的部分见第五部分。",
        "Nothing was found in what was examined; part 5 tells what is open.",
    )
    draft.control("endfor", "if findings")
    draft.text(
        NOTE,
        "{{ limitation.note }}。{{ limitation.citation }}：{{ limitation.article }}。",
        "{{ limitation.note }}. {{ limitation.citation }}: {{ limitation.article }}.",
    )
    draft.control("endif", "if outside")
    draft.text(HEADING_2, "通知所列事项之外的发现", "Outside the items of the notice")
    draft.table(
        [
            Column(60, Text(zh="检查", en="Check"), "{{ row.title }}"),
            Column(22, Text(zh="性质", en="Nature"), "{{ row.nature }}"),
            Column(18, Text(zh="已查", en="Examined"), "{{ row.examined }}", NUMBER),
            Column(16, Text(zh="发现", en="Found"), "{{ row.found }}", NUMBER),
            Column(40, Text(zh="依据", en="Law"), "{{ row.basis }}"),
        ],
        "row in outside",
    )
    draft.text(NOTE, "", "")
    draft.control("endif")


def _open(draft: Draft) -> None:
    draft.text(HEADING_1, "五、未检查的事项和尚缺的证据", "5. What is open")
    draft.control("if unchecked")
    draft.text(
        BODY,
        "本次未检查的事项：{% for each in unchecked %}{{ each.id }}{{ each.title }}"
        "{% if not loop.last %}；{% endif %}{% endfor %}。上述事项不得视为符合要求。",
        "Not checked: {% for each in unchecked %}{{ each.id }} {{ each.title }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}. None of them counts as kept.",
    )
    draft.control("endif", "if lacking")
    draft.text(CAPTION, "表2　待补充的证据", "Table 2. Evidence to be supplied")
    draft.table(
        [
            Column(32, Text(zh="记录表", en="Table"), "{{ row.table }}"),
            Column(56, Text(zh="需要补充", en="What is needed"), "{{ row.needed }}"),
            Column(40, Text(zh="可据以判断的事项", en="Items it decides"), "{{ row.items }}"),
            Column(
                28, Text(zh="相关检查无法判断次数", en="Unknowns"), "{{ row.unknown }}", NUMBER
            ),
        ],
        "row in lacking",
    )
    draft.text(NOTE, "", "")
    draft.control("else")
    draft.text(
        BODY, "各记录表均已提供并声明完整。", "Every table was supplied and declared complete."
    )
    draft.control("endif", "if rejects")
    draft.text(CAPTION, "表3　未能读取的数据", "Table 3. What could not be read")
    draft.table(
        [
            Column(24, Text(zh="记录表", en="Table"), "{{ row.table }}", DENSE),
            Column(36, Text(zh="原因", en="Reason"), "{{ row.reason }}", DENSE),
            Column(16, Text(zh="损失行数", en="Rows lost"), "{{ row.rows }}", NUMBER),
            Column(42, Text(zh="最先几处", en="First places"), "{{ row.first }}", DENSE),
            Column(38, Text(zh="补救办法", en="Remedy"), "{{ row.remedy }}", DENSE),
        ],
        "row in rejects",
    )
    draft.text(NOTE, "", "")
    draft.control("endif")


def _close(draft: Draft) -> None:
    draft.text(HEADING_1, "六、整改安排", "6. Rectification")
    draft.text(
        KEPT,
        "针对上述疑似问题、疑点和证据缺失，我机构另行制定整改方案，逐项明确措施、责任人、完成期限和验收"
        "标准，并以相同口径再次审计验收。",
        "A plan of rectification sets measures, owners, deadlines and criteria of acceptance for "
        "each of these; a second audit on the same terms will show what was put right.",
    )
    draft.text(
        KEPT,
        "附件：1. 审计参数及其来源",
        "Attachments: 1. Parameters and their sources",
    )
    draft.text(styles.LISTED, "2. 引用条文和标准的文本来源", "2. Sources of the texts cited")
    draft.text(styles.LISTED, "3. 封存信息", "3. The seal of the run")
    draft.text(KEPT, "", "")
    draft.text(SIGNED, "{{ authority.name }}", "{{ authority.name }}")
    draft.text(SIGNED, "{{ date }}", "{{ date }}")
