"""Pages of implementation plans."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns import actions
from mingzheng.workspace.campaigns.forms import NewPlan, PlanForm, TaskForm
from mingzheng.workspace.campaigns.models import Plan, Task
from mingzheng.workspace.campaigns.pages import seen
from mingzheng.workspace.campaigns.states import State
from mingzheng.workspace.campaigns.units import takes_part
from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.permissions import may
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both, spoken

PLANS = Plan.objects.select_related("campaign", "organisation")
TASKS = Task.objects.select_related("plan__campaign", "plan__organisation")


@authorised("plan.draw_up")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """The own unit's plan; where there is none, the form that begins it."""
    campaign, unit = seen(request, pk), request.user.membership.organisation
    kept = PLANS.filter(campaign=campaign, organisation=unit).first()
    if kept is not None:
        return redirect("campaigns:plan", kept.pk)
    if campaign.state != State.PUBLISHED or not takes_part(campaign, unit):
        messages.error(
            request,
            both("现在不需要制定实施方案。", "There is no plan to draw up now."),
        )
        return redirect("campaigns:campaign", pk)
    form = NewPlan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw_up(
                by=request.user, campaign=campaign, organisation=unit, **form.cleaned_data
            )
            return redirect("campaigns:plan", made.pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    title = both("制定实施方案", "Draw up the implementation plan")
    return _form(request, form, title, campaign=campaign)


@authorised("plan.see")
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's plan with its tasks."""
    found: Plan = find(request, "plan.see", PLANS, pk=pk)
    tasks = list(found.tasks.all())
    given = {
        "plan": found,
        "campaign": found.campaign,
        "tasks": tasks,
        "done": sum(task.done for task in tasks),
        "overdue": sum(task.overdue for task in tasks),
        "changes": may(request.user, "plan.change", found)
        and found.campaign.state == State.PUBLISHED,
    }
    return render(request, "campaigns/plan.html", given)


@authorised("plan.change")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another lead, other measures."""
    found: Plan = find(request, "plan.change", PLANS, pk=pk)
    form = PlanForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_plan(by=request.user, plan=found, **form.cleaned_data)
            return redirect("campaigns:plan", pk)
        except WorkspaceError as error:
            form.refused(error, PlanForm.of)
    return _form(request, form, both("修改实施方案", "Change the plan"), plan=found)


@authorised("plan.add_task")
@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A further task."""
    found: Plan = find(request, "plan.add_task", PLANS, pk=pk)
    form = TaskForm.of(found, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.add_task(by=request.user, plan=found, version=version, task=form.entered())
            return redirect("campaigns:plan", pk)
        except WorkspaceError as error:
            form.refused(error, TaskForm.of)
    return _form(request, form, both("增加任务", "Add a task"), plan=found)


@authorised("plan.change_task")
@require_http_methods(["GET", "POST"])
def change_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress, or change the owner or the day."""
    task: Task = find(request, "plan.change_task", TASKS, pk=pk)
    form = TaskForm.of(task.plan, task, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.change_task(
                by=request.user, task=task, version=version, entered=form.entered()
            )
            return redirect("campaigns:plan", task.plan_id)
        except WorkspaceError as error:
            form.refused(error, lambda now: TaskForm.of(now, task))
    return _form(request, form, both("任务进展", "Progress of a task"), plan=task.plan, task=task)


@authorised("plan.remove_task")
@require_POST
def remove_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike a task."""
    task: Task = find(request, "plan.remove_task", TASKS, pk=pk)
    version = request.POST.get("version", "")
    try:
        actions.remove_task(
            by=request.user, task=task, version=int(version) if version.isdecimal() else 0
        )
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
    return redirect("campaigns:plan", task.plan_id)


def _form(request: HttpRequest, form: Form, title: str, **given: object) -> HttpResponse:
    plan = given.get("plan")
    shown = {"campaign": plan.campaign if isinstance(plan, Plan) else None} | given
    status = 422 if form.errors else 200
    given = shown | {"form": form, "title": title}
    return render(request, "campaigns/plan_form.html", given, status=status)
