"""Pages on which an organisation's persons are managed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people import actions
from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.forms import HandOver, Invite, Reason
from mingzheng.workspace.people.models import Invitation, Membership, Organisation
from mingzheng.workspace.people.roles import Role
from mingzheng.workspace.site.speech import both, spoken


@authorised("invitation.send")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody into an organisation; the link is shown once."""
    organisation = find(request, "invitation.send", Organisation, pk=pk)
    form = Invite(organisation.level, request.POST or None)
    link = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        token = actions.invite(
            by=request.user, organisation=organisation, role=Role(given["role"]),
            name=given["name"],
        )  # fmt: skip
        link = request.build_absolute_uri(reverse("people:invitation", args=[token]))
    given = {"form": form, "organisation": organisation, "link": link}
    return render(request, "people/invite.html", given, status=422 if form.errors else 200)


@authorised("invitation.withdraw")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The link leads nowhere from now on."""
    invitation = find(request, "invitation.withdraw", Invitation, pk=pk)
    _told(request, both("邀请已撤回。", "The invitation is withdrawn."), lambda: (
        actions.withdraw_invitation(by=request.user, invitation=invitation)
    ))  # fmt: skip
    return redirect("people:organisation", invitation.organisation_id)


@authorised("membership.end")
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: what is in their hands, and the end of the membership."""
    membership = find(request, "membership.end", Membership.objects.active(), pk=pk)
    colleagues = membership.organisation.memberships.active().exclude(pk=pk)
    what = request.POST.get("what")
    reason = Reason(request.POST if what in {"end", "deactivate"} else None)
    over = HandOver(colleagues, request.POST if what == "hand_over" else None)
    if what == "hand_over" and over.is_valid():
        to = over.cleaned_data["to"]
        if _told(request, both("已移交。", "Handed over."), lambda: actions.hand_over(
            by=request.user, membership=membership, to=to
        )):  # fmt: skip
            return redirect("people:member", pk)
    if what in {"end", "deactivate"} and reason.is_valid():
        why = reason.cleaned_data["reason"]
        done = both("已办理。", "Done.")
        if _told(request, done, lambda: _end(request.user, membership, what, why)):
            return redirect("people:organisation", membership.organisation_id)
    given = {
        "member": membership,
        "matters": actions.open_matters(membership),
        "colleagues": colleagues.exists(),
        "reason": reason,
        "over": over,
    }
    return render(request, "people/member.html", given)


def _end(by: Any, membership: Membership, what: str, reason: str) -> None:
    if what == "end":
        actions.end_membership(by=by, membership=membership, reason=reason)
    else:
        actions.deactivate(by=by, user=membership.user, reason=reason)


def _told(request: HttpRequest, done: str, act: Any) -> bool:
    """Whether the action was done; either way the person is told."""
    try:
        act()
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
        return False
    messages.success(request, done)
    return True
