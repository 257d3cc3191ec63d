"""The end of a membership, and what becomes of what the person had in hand."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Membership, User
from mingzheng.workspace.people.permissions import may, require
from mingzheng.workspace.people.roles import Role
from mingzheng.workspace.site import rooms


@transaction.atomic
def end_membership(*, by: User, membership: Membership, reason: str) -> None:
    """Somebody has that role no longer.

    Raises `WorkspaceError` while open matters are in their hands: those are handed over first;
    and where it would leave nobody who can invite others.
    """
    require(by, "membership.end", membership)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.ended_at is not None:
        raise WorkspaceError(zh="该角色已经终止", en="this membership has ended already")
    count = sum(number for _, number in open_matters(held))
    if count:
        raise WorkspaceError(
            zh=f"名下还有 {count} 件未办结事项，请先移交",
            en=f"{count} open matters are in this person's hands; hand them over first",
        )
    organisers = Membership.objects.active().filter(role=Role.ORGANISER)
    if held.role == Role.ORGANISER and not organisers.exclude(pk=held.pk).exists():
        raise WorkspaceError(
            zh="这是部的最后一位组织人员；先邀请另一位",
            en="this is the ministry's last organiser; invite another one first",
        )
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    record(by=by, verb="membership.end", thing=held, details={"reason": reason})


@transaction.atomic
def hand_over(*, by: User, membership: Membership, to: Membership) -> int:
    """Put all open matters of one member into another's hands; gives how many there were.

    Each room moves its own; all of it is one entry. Raises `WorkspaceError` where the other one
    is no colleague, or has a role that can't deal with what there is.
    """
    require(by, "membership.hand_over", membership)
    if to.organisation_id != membership.organisation_id or to.ended_at is not None:
        raise WorkspaceError(
            zh="只能移交给同一机构的在职人员",
            en="matters go to a present member of the same organisation",
        )
    if to.pk == membership.pk:
        raise WorkspaceError(zh="请选择另一个人", en="choose another person")
    moved: dict[str, int] = {}
    for matters in rooms.matters():
        held = list(matters.held(membership).select_for_update(of=("self",)))
        if not held:
            continue
        if not matters.fits(to):
            raise WorkspaceError(
                zh=f"{to.user.name}（{to.role_text.zh}）不能办理{matters.text.zh}，请选择另一个人",
                en=f"{to.user.name} ({to.role_text.en.lower()}) can't deal with "
                f"{matters.text.en.lower()}; choose another person",
            )
        for thing in held:
            matters.move(thing, to)
        moved[matters.text.zh] = len(held)
    details = {"to": to.pk, "to_name": to.user.name, "moved": moved}
    record(by=by, verb="membership.hand_over", thing=membership, details=details)
    return sum(moved.values())


@transaction.atomic
def deactivate(*, by: User, user: User, reason: str) -> None:
    """Somebody can't sign in any longer; sessions end now, history stays.

    Whoever may end every membership of a person may do this; open matters are handed over first.
    """
    present = list(user.memberships.active())
    for membership in present:
        require(by, "membership.end", membership)
        if any(number for _, number in open_matters(membership)):
            raise WorkspaceError(
                zh="名下还有未办结事项，请先移交",
                en="open matters are in this person's hands; hand them over first",
            )
    if not present and not may(by, "invitation.send"):
        require(by, "membership.end", user)
    if user == by:
        raise WorkspaceError(
            zh="不能停用本人的账号；请由另一位管理人员办理",
            en="nobody deactivates their own account; ask another manager",
        )
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.memberships.filter(ended_at=None).update(ended_at=timezone.now())
    user.sessions.all().delete()
    record(by=by, verb="person.deactivate", thing=user, details={"reason": reason})


def open_matters(membership: Membership) -> list[tuple[object, int]]:
    """What is in a member's hands: each kind with its number."""
    counted = [(matters.text, matters.held(membership).count()) for matters in rooms.matters()]
    return [(text, number) for text, number in counted if number]
