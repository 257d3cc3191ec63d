"""Who may make, see and share audit runs.

A run is the authority's own: it was made of evidence that names its customers. Province and
ministry see it once the authority's responsible person has shared it, or attached it to what was
filed; before, an internal audit that finds faults must not cost the authority more than none.
"""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb, by_level
from mingzheng.workspace.people.roles import AUTHORITY, Reach, Role

_MAKERS = {Role.OFFICER: Reach.OWN, Role.AUDITOR: Reach.OWN}
_STOPPERS = {**_MAKERS, Role.HEAD: Reach.OWN}

VERBS = (
    Verb(
        "run.see",
        Text(zh="查看审计", en="see an audit run"),
        dict.fromkeys(AUTHORITY, Reach.OWN),
    ),
    Verb(
        "run.see_shared",
        Text(zh="查看已共享的审计", en="see an audit run that was shared"),
        by_level(),
    ),
    Verb("run.upload", Text(zh="上传审计结果", en="upload a result"), _MAKERS),
    Verb("run.order", Text(zh="开始审计", en="start an audit"), _MAKERS),
    Verb("run.cancel", Text(zh="取消", en="Cancel"), _STOPPERS),
    Verb("run.resume", Text(zh="继续", en="Resume"), _STOPPERS),
    Verb("run.share", Text(zh="共享给主管部门", en="share with the authorities"), {
        Role.HEAD: Reach.OWN,
    }),
    Verb("run.unshare", Text(zh="停止共享", en="stop sharing"), {Role.HEAD: Reach.OWN}),
    # done by the worker
    Verb("run.begin", Text(zh="审计开始运行", en="the audit began"), {}),
    Verb("run.take_up", Text(zh="接续中断的审计", en="an interrupted audit was taken up"), {}),
    Verb("run.finish", Text(zh="审计完成", en="the audit finished"), {}),
    Verb("run.fail", Text(zh="审计失败", en="the audit failed"), {}),
)  # fmt: skip
