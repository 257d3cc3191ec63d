"""Every write about findings, orders and cases: one transaction, one entry of the journal."""

from __future__ import annotations

from mingzheng.workspace.rectifications.actions.acts import report_up, talk, urge
from mingzheng.workspace.rectifications.actions.cases import file_case, step
from mingzheng.workspace.rectifications.actions.findings import (
    acknowledge,
    answer,
    confirm,
    dismiss,
    dismiss_own,
    put_to_ca,
    register,
)
from mingzheng.workspace.rectifications.actions.orders import (
    draft_order,
    issue,
    serve,
    withdraw,
)
from mingzheng.workspace.rectifications.actions.rectifying import (
    add_progress,
    change_plan,
    close,
    close_own,
    correct_on_spot,
    deny_extension,
    grant_extension,
    notify,
    plan,
    reinspect,
    report,
    request_extension,
    resume,
    return_,
    start,
    transfer,
    verify,
)
from mingzheng.workspace.rectifications.actions.runs import attach_run, import_run

__all__ = [
    "acknowledge",
    "add_progress",
    "answer",
    "attach_run",
    "change_plan",
    "close",
    "close_own",
    "confirm",
    "correct_on_spot",
    "deny_extension",
    "dismiss",
    "dismiss_own",
    "draft_order",
    "file_case",
    "grant_extension",
    "import_run",
    "issue",
    "notify",
    "plan",
    "put_to_ca",
    "register",
    "reinspect",
    "report",
    "report_up",
    "request_extension",
    "resume",
    "return_",
    "serve",
    "start",
    "step",
    "talk",
    "transfer",
    "urge",
    "verify",
    "withdraw",
]
