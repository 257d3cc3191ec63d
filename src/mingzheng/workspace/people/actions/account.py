"""What persons do to their own account."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people import second_factor
from mingzheng.workspace.people.models import Membership, RecoveryCode, Session, User
from mingzheng.workspace.people.permissions import require


@transaction.atomic
def act_in(*, by: User, membership: Membership) -> None:
    """Go on as a member of another of one's organisations, or in another role."""
    require(by, "account.use", membership)
    if membership.ended_at is not None:
        raise WorkspaceError(zh="该角色已终止", en="this membership has ended")
    by.acting = membership
    by.save(update_fields=["acting"])
    record(by=by, verb="account.act_in", thing=membership)


@transaction.atomic
def choose_appearance(*, by: User, language: str | None = None, theme: str | None = None) -> None:
    """Keep the language and theme that a person chose."""
    by.language = language or by.language
    by.theme = theme or by.theme
    by.save(update_fields=["language", "theme"])
    chosen = {"language": by.language, "theme": by.theme}
    record(by=by, verb="account.appearance", thing=by, details=chosen)


@transaction.atomic
def change_password(*, by: User, current: str, new: str, session_key: str | None = None) -> None:
    """Set another password and end all sessions but the one at hand.

    Raises `WorkspaceError` where the current password isn't that.
    """
    confirm_password(by, current)
    by.set_password(new)
    by.save(update_fields=["password"])
    by.sessions.exclude(session_key=session_key).delete()
    record(by=by, verb="account.change_password", thing=by)


@transaction.atomic
def add_second_factor(*, by: User, secret: str, code: str) -> list[str]:
    """Ask for a code at each sign-in from now on; gives the recovery codes, which are kept hashed.

    Raises `WorkspaceError` where the code isn't the secret's: the telephone then has another one.
    """
    period = second_factor.period_of(secret, code, after=0)
    if period is None:
        raise WorkspaceError(
            zh="验证码不对。请确认手机时间准确，再输入当前显示的六位数字",
            en="the code is wrong; check the telephone's clock and enter the six digits it shows now",
        )
    by.totp_secret, by.totp_period = second_factor.encrypted(secret), period
    by.save(update_fields=["totp_secret", "totp_period"])
    codes = _recovery_codes(by)
    record(by=by, verb="account.add_second_factor", thing=by)
    return codes


@transaction.atomic
def renew_recovery_codes(*, by: User, current: str) -> list[str]:
    """Ten new recovery codes in place of those there were."""
    confirm_password(by, current)
    codes = _recovery_codes(by)
    record(by=by, verb="account.renew_recovery_codes", thing=by)
    return codes


@transaction.atomic
def remove_second_factor(*, by: User, current: str) -> None:
    """Sign in by password alone again."""
    confirm_password(by, current)
    by.totp_secret = ""
    by.save(update_fields=["totp_secret"])
    by.recovery_codes.all().delete()
    record(by=by, verb="account.remove_second_factor", thing=by)


@transaction.atomic
def end_session(*, by: User, session: Session) -> None:
    """Sign another browser out."""
    require(by, "account.use", session)
    session.delete()
    record(by=by, verb="account.end_session", thing=by, details={"address": session.address})


def confirm_password(user: User, given: str) -> None:
    """Raise `WorkspaceError` unless that is the person's password."""
    if not check_password(given, user.password):
        raise WorkspaceError(zh="口令不正确", en="the password is wrong")


def _recovery_codes(user: User) -> list[str]:
    user.recovery_codes.all().delete()
    codes = second_factor.new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=second_factor.recovery_hash(user.username, each))
        for each in codes
    )
    return codes
