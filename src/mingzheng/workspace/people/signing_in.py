"""Signing in and out: the password, what too many failures do, and the session that begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people import second_factor
from mingzheng.workspace.people.models import Attempt, Session, User, folded
from mingzheng.workspace.site.addresses import address_of, network_of
from mingzheng.workspace.site.speech import both

WINDOW = dt.timedelta(minutes=15)
"""How long a failure counts."""
FAILURES_OF_ONE_NAME, FAILURES_OF_ONE_ADDRESS = 5, 50
"""So many within the window, and nobody gets in by that name, or from that network."""
LOCKED = both(
    "失败次数过多，请 15 分钟后再试。", "Too many attempts failed. Try again in 15 minutes."
)


def locked(request: HttpRequest, username: str) -> bool:
    """Whether too many attempts failed of late. It says nothing of whether there is such a name."""
    recent = Attempt.objects.filter(at__gt=timezone.now() - WINDOW)
    network = network_of(address_of(request))
    return (
        recent.filter(username=_counted(username)).count() >= FAILURES_OF_ONE_NAME
        or recent.filter(address=network).count() >= FAILURES_OF_ONE_ADDRESS
    )


def check_code(request: HttpRequest, user: User, given: str) -> bool:
    """Whether that is a code of this person's telephone, or a recovery code; each counts once."""
    if given.isdecimal():
        secret = second_factor.decrypted(user.totp_secret)
        period = second_factor.period_of(secret, given, after=user.totp_period)
        # of two requests with one code only one moves the period on
        if period is not None and User.objects.filter(pk=user.pk, totp_period__lt=period).update(
            totp_period=period
        ):
            return True
    elif _use_recovery_code(user, given):
        return True
    fail(request, user.username)
    return False


@transaction.atomic
def _use_recovery_code(user: User, given: str) -> bool:
    hashed = second_factor.recovery_hash(user.username, given)
    deleted, _ = user.recovery_codes.filter(code_hash=hashed).delete()
    if deleted:
        left = user.recovery_codes.count()
        record(by=user, verb="account.use_recovery_code", thing=user, details={"left": left})
    return bool(deleted)


def check_password(request: HttpRequest, username: str, password: str) -> User | None:
    """The person of that name and password; a failure is counted and put on record.

    A name nobody has takes as long as a wrong password.
    """
    user: User | None = auth.authenticate(request, username=username, password=password)
    if user is None:
        fail(request, username)
    return user


@transaction.atomic
def fail(request: HttpRequest, username: str) -> None:
    """Count a failure. What was typed as a name is not put on record: it may be a password."""
    address = address_of(request)
    Attempt.objects.create(username=_counted(username), address=network_of(address))
    record(
        by=None, verb="account.sign_in_failed", thing=User.objects.named(username),
        details={"address": address},
    )  # fmt: skip


@transaction.atomic
def begin(request: HttpRequest, user: User) -> None:
    """Start a session of this person, under a new key."""
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session["agent"] = request.headers.get("User-Agent", "")[:200]
    request.session["address"] = address_of(request)
    request.session["started_at"] = timezone.now().isoformat()
    Attempt.objects.filter(username=_counted(user.username)).delete()
    forget()
    record(by=user, verb="account.sign_in", thing=user, details={"address": address_of(request)})


def forget() -> None:
    """Delete what counts no longer: failures past their window, sessions past their end."""
    now = timezone.now()
    Attempt.objects.filter(at__lte=now - WINDOW).delete()
    Session.objects.filter(expire_date__lte=now).delete()


@transaction.atomic
def end(request: HttpRequest) -> None:
    """End the session at hand."""
    user: Any = request.user
    record(by=user, verb="account.sign_out", thing=user)
    auth.logout(request)


def _counted(username: str) -> str:
    return folded(username)[:80]
