"""Who may do what with findings, orders and cases."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb, by_level
from mingzheng.workspace.people.roles import AUTHORITY, MINISTRY, PROVINCE, Reach, Role

INSPECTORS = {
    Role.MINISTRY_INSPECTOR: Reach.ALL,
    Role.INSPECTOR: Reach.PROVINCE,
    Role.APPROVER: Reach.PROVINCE,
}
APPROVERS = {Role.ORGANISER: Reach.ALL, Role.APPROVER: Reach.PROVINCE}
"""Whoever drafts an order doesn't issue it alone."""
DRAFTERS = {**INSPECTORS, Role.ORGANISER: Reach.ALL}
RECTIFIERS = dict.fromkeys((Role.OFFICER, Role.HEAD), Reach.OWN)
HEAD = {Role.HEAD: Reach.OWN}
OFFICES = {
    **dict.fromkeys(MINISTRY, Reach.ALL),
    **dict.fromkeys(PROVINCE, Reach.PROVINCE),
}
CASE_HANDLERS = dict.fromkeys((Role.ORGANISER, Role.MINISTRY_INSPECTOR), Reach.ALL)
DECIDERS = {Role.ORGANISER: Reach.ALL}


def _verb(name: str, zh: str, en: str, reach: dict[Role, Reach]) -> Verb:
    return Verb(name, Text(zh=zh, en=en), reach)


VERBS = (
    _verb("finding.see", "查看问题", "see findings", by_level()),
    _verb(
        "finding.see_own", "查看本机构未认定的问题", "see one's own suspicions",
        dict.fromkeys(AUTHORITY, Reach.OWN),
    ),
    _verb("finding.see_suspicion", "查看未告知机构的疑似问题", "see suspicions", OFFICES),
    _verb(
        "finding.register", "登记问题", "Register a finding",
        {**INSPECTORS, **RECTIFIERS, Role.AUDITOR: Reach.OWN},
    ),
    _verb(
        "finding.import_run", "由审计结果登记问题", "Take findings from an audit",
        {**INSPECTORS, **RECTIFIERS, Role.AUDITOR: Reach.OWN},
    ),
    _verb("finding.put_to_ca", "送机构说明", "Put to the authority", INSPECTORS),
    _verb("finding.answer", "回复", "Answer", RECTIFIERS),
    _verb("finding.confirm", "认定", "Confirm", INSPECTORS),
    _verb("finding.dismiss", "排除", "Dismiss", INSPECTORS),
    _verb("finding.acknowledge", "认定属实", "Acknowledge", RECTIFIERS),
    _verb("finding.dismiss_own", "排除疑点", "Dismiss", RECTIFIERS),
    _verb("finding.correct_on_spot", "当场改正", "Corrected on the spot", INSPECTORS),
    _verb("finding.notify", "告知整改要求", "Notify", INSPECTORS),
    _verb("finding.plan", "制定整改措施", "Plan", RECTIFIERS),
    _verb("finding.change_plan", "修改整改措施", "Change the plan", RECTIFIERS),
    _verb("finding.start", "开始整改", "Start", RECTIFIERS),
    _verb("finding.add_progress", "报告进展", "Report progress", RECTIFIERS),
    _verb("finding.request_extension", "申请延期", "Request an extension", HEAD),
    _verb("finding.grant_extension", "同意延期", "Grant the extension", INSPECTORS),
    _verb("finding.deny_extension", "不同意延期", "Deny the extension", INSPECTORS),
    _verb("finding.report", "报告整改完成", "Report as put right", HEAD),
    _verb("finding.reinspect", "复查", "Re-inspect", INSPECTORS),
    _verb("finding.close", "销号", "Close", INSPECTORS),
    _verb("finding.close_own", "自行销号", "Close", HEAD),
    _verb("finding.verify", "核验", "Verify", INSPECTORS),
    _verb("finding.return", "退回整改", "Return", INSPECTORS),
    _verb("finding.resume", "重新整改", "Resume", RECTIFIERS),
    _verb("finding.transfer", "移送", "Transfer", INSPECTORS),
    _verb(
        "finding.attach_run", "关联审计结果", "Attach an audit",
        {**INSPECTORS, **RECTIFIERS, Role.AUDITOR: Reach.OWN},
    ),
    _verb("finding.urge", "督办", "Urge", DRAFTERS),
    _verb("finding.talk", "约谈", "Summon for a talk", DRAFTERS),
    _verb(
        "finding.report_up", "上报", "Report up",
        dict.fromkeys((Role.INSPECTOR, Role.APPROVER), Reach.PROVINCE),
    ),
    _verb("finding.export", "导出问题清单", "export findings", by_level()),
    _verb("order.see", "查看整改意见和责令改正", "see orders", by_level()),
    _verb("order.see_draft", "查看未送达的文书", "see orders not yet served", OFFICES),
    _verb("order.draft", "起草文书", "Draft an order", DRAFTERS),
    _verb("order.issue", "签发", "Issue", APPROVERS),
    _verb("order.serve", "登记送达", "Record the service", DRAFTERS),
    _verb("order.withdraw", "撤销", "Withdraw", APPROVERS),
    _verb("case.see", "查看案件", "see cases", by_level()),
    _verb(
        "case.see_closed_door", "查看未告知当事人的案件", "see cases not yet notified",
        dict.fromkeys(MINISTRY, Reach.ALL),
    ),
    _verb("case.file", "立案", "File a case", CASE_HANDLERS),
    _verb("case.investigate", "调查终结", "Conclude the investigation", CASE_HANDLERS),
    _verb("case.give_notice", "告知拟处罚", "Give notice of intent", CASE_HANDLERS),
    _verb("case.state", "陈述和申辩", "State one's case", HEAD),
    _verb("case.hear", "记录陈述申辩或听证", "Record the hearing", CASE_HANDLERS),
    _verb("case.review", "法制审核", "Review legally", {Role.REVIEWER: Reach.ALL}),
    _verb("case.discuss", "集体讨论", "Discuss collectively", DECIDERS),
    _verb("case.decide", "作出决定", "Decide", DECIDERS),
    _verb("case.serve", "登记决定送达", "Record the service", CASE_HANDLERS),
    _verb("case.announce", "公告", "Announce", DECIDERS),
    _verb("case.not_proven", "违法事实不成立", "Not proven", DECIDERS),
    _verb("case.no_penalty", "不予处罚", "No penalty", DECIDERS),
    _verb("case.transfer", "移送", "Transfer", DECIDERS),
)  # fmt: skip
