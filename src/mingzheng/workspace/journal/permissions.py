"""Who may look at the journal."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb
from mingzheng.workspace.people.roles import Reach, Role

VERBS = (
    Verb(
        "journal.read",
        Text(zh="查看日志", en="read the journal"),
        {
            Role.ORGANISER: Reach.ALL,
            Role.REVIEWER: Reach.ALL,
            Role.APPROVER: Reach.PROVINCE,
            Role.HEAD: Reach.OWN,
            Role.AUDITOR: Reach.OWN,
        },
    ),
    Verb(
        "journal.checkpoint",
        Text(zh="签署日志检查点", en="sign a checkpoint of the journal"),
        {Role.ORGANISER: Reach.ALL, Role.REVIEWER: Reach.ALL},
    ),
    Verb(
        "journal.export",
        Text(zh="导出日志", en="export the journal"),
        {Role.ORGANISER: Reach.ALL, Role.REVIEWER: Reach.ALL},
    ),
    Verb("access.refused", Text(zh="访问被拒绝", en="access was refused"), {}),
)
