"""Who may do what with campaigns, plans and the calendar."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb, by_level, everyone
from mingzheng.workspace.people.roles import MINISTRY, Reach, Role

ORGANISER = {Role.ORGANISER: Reach.ALL}
PLANNERS = {
    Role.ORGANISER: Reach.OWN,
    Role.INSPECTOR: Reach.OWN,
    Role.APPROVER: Reach.OWN,
    Role.OFFICER: Reach.OWN,
    Role.HEAD: Reach.OWN,
}
"""Each unit plans for itself."""

VERBS = (
    Verb("campaign.see", Text(zh="查看专项行动", en="see campaigns"), everyone(Reach.ALL)),
    Verb(
        "campaign.see_draft",
        Text(zh="查看专项行动草稿", en="see drafts of campaigns"),
        dict.fromkeys(MINISTRY, Reach.ALL),
    ),
    Verb("campaign.create", Text(zh="新建专项行动", en="Create a campaign"), ORGANISER),
    Verb("campaign.edit", Text(zh="编辑", en="Edit"), ORGANISER),
    Verb("campaign.discard", Text(zh="删除草稿", en="Discard the draft"), ORGANISER),
    Verb("campaign.publish", Text(zh="发布", en="Publish"), ORGANISER),
    Verb("campaign.amend", Text(zh="修订", en="Amend"), ORGANISER),
    Verb("campaign.publish_amendment", Text(zh="发布修订", en="Publish the amendment"), ORGANISER),
    Verb("campaign.drop_amendment", Text(zh="放弃修订", en="Drop the amendment"), ORGANISER),
    Verb("campaign.close", Text(zh="结束", en="Close"), ORGANISER),
    Verb("plan.see", Text(zh="查看实施方案", en="see implementation plans"), by_level()),
    Verb("plan.draw_up", Text(zh="制定实施方案", en="Draw up a plan"), PLANNERS),
    Verb("plan.change", Text(zh="修改实施方案", en="Change the plan"), PLANNERS),
    Verb("plan.add_task", Text(zh="增加任务", en="Add a task"), PLANNERS),
    Verb("plan.change_task", Text(zh="修改任务", en="Change a task"), PLANNERS),
    Verb("plan.remove_task", Text(zh="删除任务", en="Remove a task"), PLANNERS),
    Verb("calendar.see", Text(zh="查看工作日历", en="see the calendar"), everyone(Reach.ALL)),
    Verb("calendar.edit", Text(zh="维护工作日历", en="Edit the calendar"), ORGANISER),
)
