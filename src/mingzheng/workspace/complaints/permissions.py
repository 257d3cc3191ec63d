"""Who may do what to complaints, and who to reports: no role of an authority has a report's verb."""

from __future__ import annotations

from collections.abc import Mapping

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb, by_level
from mingzheng.workspace.people.roles import MINISTRY, PROVINCE, Reach, Role

READERS = {
    **dict.fromkeys(MINISTRY, Reach.ALL),
    **dict.fromkeys((Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.READER), Reach.OWN),
}
"""Provinces see how many complaints there are, not what they say."""
HANDLERS = dict.fromkeys((Role.OFFICER, Role.HEAD), Reach.OWN)
REPORT_READERS = {
    **dict.fromkeys(MINISTRY, Reach.ALL),
    **dict.fromkeys(PROVINCE, Reach.OWN),
}
REPORT_HANDLERS = dict.fromkeys(
    (Role.ORGANISER, Role.MINISTRY_INSPECTOR, Role.INSPECTOR, Role.APPROVER), Reach.OWN
)
DONE = {
    "accept": Text(zh="受理", en="Accept"),
    "refuse": Text(zh="不予受理", en="Refuse"),
    "investigate": Text(zh="开始调查", en="Start to investigate"),
    "answer": Text(zh="答复", en="Answer"),
    "close": Text(zh="办结", en="Close"),
    "transfer": Text(zh="转办", en="Transfer"),
    "assign": Text(zh="指派", en="Assign"),
    "classify": Text(zh="改正分类", en="Correct the classification"),
}
BY_THE_PUBLIC = {
    "receive": Text(zh="收到", en="Receive"),
    "reopen": Text(zh="要求重新办理", en="Ask to reopen"),
    "withdraw": Text(zh="撤回", en="Withdraw"),
}


def _verbs(
    kind: str, name: Text, readers: Mapping[Role, Reach], handlers: Mapping[Role, Reach]
) -> tuple[Verb, ...]:
    seen = Text(zh=f"查看{name.zh}", en=f"see {name.en}s")
    done = [Verb(f"{kind}.{verb}", text, handlers) for verb, text in DONE.items()]
    public: list[Verb] = [Verb(f"{kind}.{verb}", text, {}) for verb, text in BY_THE_PUBLIC.items()]
    return (Verb(f"{kind}.see", seen, readers), *done, *public)


VERBS = (
    *_verbs("complaint", Text(zh="投诉", en="complaint"), READERS, HANDLERS),
    *_verbs("report", Text(zh="举报", en="report"), REPORT_READERS, REPORT_HANDLERS),
    Verb("complaint.count", Text(zh="查看投诉统计", en="see complaint statistics"), by_level()),
)
