"""Every write of this room: one transaction, one entry of the journal."""

from __future__ import annotations

from mingzheng.workspace.campaigns.actions.calendars import (
    fill_year,
    import_calendar,
    remove_day,
    set_day,
)
from mingzheng.workspace.campaigns.actions.campaigns import (
    amend,
    close,
    create,
    discard,
    drop_amendment,
    edit,
    publish,
)
from mingzheng.workspace.campaigns.actions.plans import (
    add_task,
    change_plan,
    change_task,
    draw_up,
    remove_task,
)

__all__ = [
    "add_task",
    "amend",
    "change_plan",
    "change_task",
    "close",
    "create",
    "discard",
    "draw_up",
    "drop_amendment",
    "edit",
    "fill_year",
    "import_calendar",
    "publish",
    "remove_day",
    "remove_task",
    "set_day",
]
