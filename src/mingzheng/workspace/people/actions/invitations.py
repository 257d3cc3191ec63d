"""Invitations: sent, withdrawn, taken up."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import (
    Invitation,
    Membership,
    Organisation,
    User,
    folded,
)
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.people.roles import Role

INVITATION_HOLDS = dt.timedelta(days=14)


def token_hash(token: str) -> str:
    """What is kept of a link's token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, by: User | None, organisation: Organisation, role: Role, name: str) -> str:
    """Ask somebody into an organisation; gives the token of the link, which is kept nowhere.

    `by` None is the system itself, on the first start.
    """
    if by is not None:
        require(by, "invitation.send", organisation)
    if role.kind != organisation.kind:
        raise WorkspaceError(
            zh=f"{organisation.name}没有“{role.text.zh}”这一角色",
            en=f"{organisation} has no role {role.text.en}",
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation, role=role.value, name=name, token_hash=token_hash(token),
        invited_by=by, expires_at=timezone.now() + INVITATION_HOLDS,
    )  # fmt: skip
    record(by=by, verb="invitation.send", thing=invitation, details={"role": role.value})
    return token


@transaction.atomic
def withdraw_invitation(*, by: User | None, invitation: Invitation) -> None:
    """The link leads nowhere from now on."""
    if by is not None:
        require(by, "invitation.withdraw", invitation)
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.state != Invitation.State.PENDING:
        raise WorkspaceError(
            zh="邀请已被接受或撤回", en="the invitation was accepted or withdrawn already"
        )
    held.state = Invitation.State.WITHDRAWN
    held.save(update_fields=["state"])
    record(by=by, verb="invitation.withdraw", thing=held)


@transaction.atomic
def accept_invitation(*, token: str, username: str, name: str, password: str) -> User:
    """A new person takes up an invitation, with the password they chose."""
    invitation = _open_invitation(token)
    username = folded(username)
    if User.objects.named(username) is not None:
        raise WorkspaceError(zh="这个登录名已有人使用", en="this sign-in name is taken")
    user = User(username=username, name=name)
    user.set_password(password)
    user.save()
    _join(user, invitation)
    return user


@transaction.atomic
def accept_as_member(*, by: User, token: str) -> Membership:
    """Somebody who can sign in already takes up an invitation to a further role."""
    invitation = _open_invitation(token)
    if by.memberships.filter(
        organisation=invitation.organisation, role=invitation.role, ended_at=None
    ).exists():
        raise WorkspaceError(
            zh="您在该机构已有这一角色", en="you have that role in that organisation already"
        )
    return _join(by, invitation)


def _open_invitation(token: str) -> Invitation:
    invitation: Invitation | None = (
        Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    )
    if invitation is None or not invitation.open:
        raise WorkspaceError(
            zh="邀请不存在、已过期或已被使用；请向邀请人再要一个链接",
            en="there is no such invitation, or it has expired or been used; "
            "ask whoever invited you for a new link",
        )
    return invitation


def _join(user: User, invitation: Invitation) -> Membership:
    membership = Membership.objects.create(
        user=user, organisation=invitation.organisation, role=invitation.role
    )
    user.acting = membership
    user.save(update_fields=["acting"])
    invitation.state, invitation.accepted_by = Invitation.State.ACCEPTED, user
    invitation.save(update_fields=["state", "accepted_by"])
    record(by=user, verb="invitation.accept", thing=invitation, details={"role": invitation.role})
    return membership
