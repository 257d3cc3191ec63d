"""Who may do what with filings.

What is being written is the unit's own; whoever it is addressed to sees it once it is submitted.
Reach alone does not say who receives a filing: `Filing.recipient` does, and actions ask it.
"""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb, by_level
from mingzheng.workspace.people.roles import AUTHORITY, MINISTRY, PROVINCE, Reach, Role

OFFICERS = {Role.OFFICER: Reach.OWN, Role.INSPECTOR: Reach.OWN}
"""经办人: of an authority, and of a province for its own report."""
HEADS = {Role.HEAD: Reach.OWN, Role.APPROVER: Reach.OWN}
"""负责人."""
RECEIVERS = {
    **dict.fromkeys(PROVINCE, Reach.PROVINCE),
    **dict.fromkeys(MINISTRY, Reach.ALL),
}

VERBS = (
    Verb(
        "filing.see_submitted",
        Text(zh="查看报送材料", en="see what was filed"),
        by_level(),
    ),
    Verb(
        "filing.see",
        Text(zh="查看未报送的材料", en="see what is not submitted yet"),
        dict.fromkeys(AUTHORITY | PROVINCE, Reach.OWN),
    ),
    Verb("filing.begin", Text(zh="开始填报", en="Begin a filing"), OFFICERS),
    Verb("filing.discard", Text(zh="删除草稿", en="Discard the draft"), OFFICERS),
    Verb("filing.answer", Text(zh="填写自查结论", en="Answer an item"), OFFICERS),
    Verb("filing.write", Text(zh="填写正文", en="Write a section"), OFFICERS),
    Verb("filing.add_measure", Text(zh="增加整改措施", en="Add a measure"), OFFICERS),
    Verb("filing.change_measure", Text(zh="修改整改措施", en="Change a measure"), OFFICERS),
    Verb("filing.remove_measure", Text(zh="删除整改措施", en="Remove a measure"), OFFICERS),
    Verb("filing.attach", Text(zh="上传证明材料", en="Attach evidence"), OFFICERS),
    Verb("filing.revise", Text(zh="上传新版本", en="Attach a revision"), OFFICERS),
    Verb("filing.detach", Text(zh="撤下证明材料", en="Withdraw evidence"), OFFICERS),
    Verb("filing.back", Text(zh="附上审计结果", en="Back it by an audit"), OFFICERS),
    Verb("filing.check", Text(zh="通过校验", en="Close the check"), OFFICERS),
    Verb("filing.sign_as_officer", Text(zh="经办人签署", en="Sign as the officer"), OFFICERS),
    Verb("filing.sign_as_head", Text(zh="负责人签署", en="Sign as the responsible person"), HEADS),
    Verb("filing.submit", Text(zh="报送", en="Submit"), {**OFFICERS, **HEADS}),
    Verb("filing.reopen", Text(zh="退回修改", en="Reopen for changes"), {**OFFICERS, **HEADS}),
    Verb("filing.receive", Text(zh="接收并出具回执", en="Receive it"), RECEIVERS),
    Verb("filing.put_on_file", Text(zh="归档", en="Put on file"), RECEIVERS),
    Verb("filing.return", Text(zh="退回补正", en="Return for supplement"), RECEIVERS),
    Verb("filing.correct", Text(zh="更正或补正", en="Correct or supplement"), OFFICERS),
)
