"""The template of the rectification plan (整改方案)."""

from __future__ import annotations

from mingzheng.language import Language, Text
from mingzheng.reports.word.drafts import styles
from mingzheng.reports.word.drafts.draft import Column, Draft
from mingzheng.reports.word.drafts.styles import (
    ADDRESSEE,
    ATTACHMENT,
    BODY,
    DENSE,
    HEADING_1,
    KEPT,
    NOTE,
    SIGNED,
    SUBTITLE,
)  # fmt: skip


def rectification_plan(language: Language) -> Draft:
    """The plan, and its list of measures on turned pages: known filled in, unknown coloured."""
    draft = Draft(language, Text(zh="整改方案", en="Rectification plan"))
    _plan(draft)
    _close(draft)
    draft.turn()
    _measures(draft)
    return draft


def _plan(draft: Draft) -> None:
    draft.text(
        styles.TITLE,
        "{{ authority.name }}\n电子认证服务合规性专项整改方案",
        "Rectification plan on the compliance of electronic certification services\n"
        "{{ authority.name }}",
    )
    draft.text(
        ADDRESSEE, "（待填写：省、自治区、直辖市工业和信息化主管部门）：",
        "To: (to be filled in: authority of the province of registration)",
    )  # fmt: skip
    draft.text(
        BODY,
        "按照{{ notice.issuer }}《{{ notice.title }}》要求，针对专项自查发现的问题，制定本整改方案。"
        "自查范围为{{ period.from }}至{{ period.until }}期间提供的电子认证服务，以{{ as_of }}的状况"
        "为准。",
        "As the {{ notice.issuer }} demands in its {{ notice.title }}, this plan answers what the "
        "self-inspection found. It covered the services from {{ period.from }} to "
        "{{ period.until }}, as of {{ as_of }}.",
    )
    draft.text(HEADING_1, "一、整改目标", "1. Aim")
    draft.text(
        BODY,
        "对自查发现的疑似问题逐件核实，属实的纠正既往、消除影响；查明根本原因，预防再次发生；补齐证据，"
        "使每一事项均可以记录证明。",
        "To verify what is suspected case by case, put right what is confirmed, find the root "
        "causes and remove them, and supply evidence so that every item can be shown by records.",
    )
    draft.text(HEADING_1, "二、组织领导", "2. Organisation")
    draft.text(
        BODY,
        "牵头负责人：（待填写）；责任部门：（待填写）；联络人及联系方式：（待填写）。",
        "In the lead: (to be filled in); departments: (to be filled in); contact: (to be filled "
        "in).",
    )
    draft.text(HEADING_1, "三、整改任务", "3. Tasks")
    draft.text(
        BODY,
        "列入整改的问题共{{ tally.problems }}项，其中疑似违反{{ tally.violations }}项、疑点"
        "{{ tally.doubts }}项、证据缺失{{ tally.lacking }}项；整改措施{{ tally.measures }}条，见附件。"
        "措施分为两类：纠正既往，即对已经发生的情形逐件处理；预防再发，即修订制度和系统控制。",
        "{{ tally.problems }} problems: {{ tally.violations }} suspected violations, "
        "{{ tally.doubts }} doubts, {{ tally.lacking }} tables of evidence lacking. "
        "{{ tally.measures }} measures against them are in the attachment: corrective ones deal "
        "with each past case, preventive ones with rules and controls.",
    )
    draft.control("if limitation.elapsed")
    draft.text(
        BODY,
        "{{ limitation.label }}，{{ limitation.citation }}：{{ limitation.elapsed }}。时效不影响整改。",
        "{{ limitation.label }}, {{ limitation.citation }}: {{ limitation.elapsed }}. Limitation "
        "does not lessen what has to be put right.",
    )
    draft.text(NOTE, "{{ limitation.note }}", "{{ limitation.note }}")
    draft.control("endif", "if not decided")
    draft.text(
        BODY,
        "附件中着色单元格的根本原因、责任人和完成期限须由我机构填写；所列措施和验收标准为审计程序的建议，"
        "可以修改。",
        "Root causes, owners and deadlines in coloured cells are ours to fill in; measures and "
        "criteria are the audit program's proposals and may be changed.",
    )
    draft.control("endif")
    draft.text(HEADING_1, "四、进度安排", "4. Schedule")
    draft.control("if schedule")
    draft.text(
        BODY,
        "各项措施完成期限：{% for each in schedule %}{{ each.day }}前完成{{ each.count }}条"
        "{% if not loop.last %}；{% endif %}{% endfor %}。",
        "Due: {% for each in schedule %}{{ each.count }} by {{ each.day }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}.",
    )
    draft.control("else")
    draft.text(
        BODY,
        "各项措施的完成期限由责任人确定后填入附件：（待填写）。",
        "Deadlines go into the attachment once owners have set them: (to be filled in).",
    )
    draft.control("endif")


def _close(draft: Draft) -> None:
    draft.text(HEADING_1, "五、验收和报送", "5. Acceptance and reporting")
    draft.text(
        KEPT,
        "每条措施按附件所列标准验收。整改完成后，以相同口径再次审计，与本次审计（运行指纹"
        "{{ seal.fingerprint[:16] }}…）逐项对照，整改落实情况及时报送主管部门。对整改中发现的新问题，"
        "及时补充列入。",
        "Each measure is accepted by its criterion. A second audit on the same terms is compared "
        "with this one (fingerprint {{ seal.fingerprint[:16] }}…), and the authority is told. "
        "What turns up on the way is added.",
    )
    draft.text(KEPT, "附件：整改任务清单", "Attachment: list of measures")
    draft.text(KEPT, "", "")
    draft.text(SIGNED, "{{ authority.name }}", "{{ authority.name }}")
    draft.text(SIGNED, "{{ date }}", "{{ date }}")


def _measures(draft: Draft) -> None:
    draft.text(ATTACHMENT, "附件", "Attachment")
    draft.text(SUBTITLE, "整改任务清单", "List of measures")
    draft.table(
        [
            Column(11, Text(zh="序号", en="No."), "{% vm %}{{ problem.number }}", DENSE),
            Column(
                34,
                Text(zh="问题", en="Problem"),
                "{% vm %}〔{{ problem.nature }}〕{{ problem.title }}（事项{{ problem.items }}）\n"
                "{{ problem.extent }}\n{{ problem.id }}"
                if draft.language == "zh"
                else "{% vm %}[{{ problem.nature }}] {{ problem.title }} (items "
                "{{ problem.items }})\n{{ problem.extent }}\n{{ problem.id }}",
                DENSE,
            ),
            Column(25, Text(zh="依据", en="Law"), "{% vm %}{{ problem.basis }}", DENSE),
            Column(18, Text(zh="措施类型", en="Kind"), "{{ row.kind }}", DENSE),
            Column(40, Text(zh="整改措施", en="Measure"), "{{ row.measure }}", DENSE),
            Column(37, Text(zh="验收标准", en="Accepted when"), "{{ row.acceptance }}", DENSE),
            Column(
                20,
                Text(zh="根本原因", en="Root cause"),
                "{{ row.cause }}",
                DENSE,
                "row.cause_colour",
            ),
            Column(
                19, Text(zh="责任人", en="Owner"), "{{ row.owner }}", DENSE, "row.owner_colour"
            ),
            Column(
                21,
                Text(zh="完成期限", en="Due"),
                "{{ row.deadline }}",
                DENSE,
                "row.deadline_colour",
            ),
        ],
        "problem in problems",
        "row in problem.measures",
    )
    draft.text(
        NOTE,
        "注：着色单元格须由本机构填写。提示类发现不列入整改，见自查报告。",
        "Coloured cells are to be filled in. Notices are in the self-inspection report alone.",
    )
