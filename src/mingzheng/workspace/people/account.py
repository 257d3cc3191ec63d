"""Pages of one's own account: password, second factor, sessions."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people import actions, second_factor, signing_in
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.forms import ChangePassword, Code, CurrentPassword
from mingzheng.workspace.people.models import Session
from mingzheng.workspace.site.speech import both, spoken

NEW_SECRET = "new_second_factor"
"""Where a session keeps a secret until its first code proves that a telephone has it."""


@authorised("account.use")
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is, as what, and how one's account is guarded."""
    user: Any = request.user
    sessions = [
        (session, session.session_key == request.session.session_key)
        for session in user.sessions.all()
    ]
    given = {
        "memberships": user.memberships.active().select_related("organisation"),
        "sessions": sessions,
        "codes_left": user.recovery_codes.count(),
    }
    return render(request, "people/account.html", given)


@authorised("account.use")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change it; other sessions end."""
    user: Any = request.user
    form = ChangePassword(user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _confirms(request, form):
        given = form.cleaned_data
        actions.change_password(
            by=user,
            current=given["current"],
            new=given["password"],
            session_key=request.session.session_key,
        )
        auth.update_session_auth_hash(request, user)
        messages.success(request, both("口令已更改，其他会话已结束。", CHANGED))
        return redirect("people:account")
    title = both("更改口令", "Change the password")
    return _form(request, form, title=title)


CHANGED = "The password is changed; other sessions have ended."


@authorised("account.use")
@require_http_methods(["GET", "POST"])
def add_second_factor(request: HttpRequest) -> HttpResponse:
    """Scan a code with the telephone, enter what it shows, keep the recovery codes."""
    user: Any = request.user
    if user.has_second_factor:
        return redirect("people:account")
    secret = request.session.setdefault(NEW_SECRET, second_factor.new_secret())
    form = Code(request.POST or None)
    form.fields["code"].help_text = both(
        "扫描后，手机应用显示的六位数字", "The six digits that the application shows then"
    )
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            codes = actions.add_second_factor(by=user, secret=secret, code=code)
        except WorkspaceError as error:
            form.add_error("code", spoken(error.text))
        else:
            del request.session[NEW_SECRET]
            return render(request, "people/recovery_codes.html", {"codes": codes})
    drawn = segno.make(second_factor.address(secret, user.username), error="m")
    given = {
        "form": form,
        "picture": drawn.svg_data_uri(scale=5, border=3, light="#fff"),
        "spelled": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
    status = 422 if form.errors else 200
    return render(request, "people/second_factor.html", given, status=status)


@authorised("account.use")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Sign in by password alone again."""
    form = CurrentPassword(request.POST or None)
    if request.method == "POST" and form.is_valid() and _confirms(request, form):
        actions.remove_second_factor(by=request.user, current=form.cleaned_data["current"])
        return redirect("people:account")
    title = both("停用第二因素", "Remove the second factor")
    return _form(request, form, title=title, grave=True)


@authorised("account.use")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new ones in place of the old."""
    form = CurrentPassword(request.POST or None)
    if request.method == "POST" and form.is_valid() and _confirms(request, form):
        codes = actions.renew_recovery_codes(by=request.user, current=form.cleaned_data["current"])
        return render(request, "people/recovery_codes.html", {"codes": codes})
    return _form(request, form, title=both("更换备用码", "Renew recovery codes"))


@authorised("account.use")
@require_POST
def end_session(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Sign another browser out."""
    keys = [
        each.session_key for each in request.user.sessions.all() if each.fingerprint == fingerprint
    ]
    session = get_object_or_404(Session, session_key=keys[0] if keys else "")
    actions.end_session(by=request.user, session=session)
    messages.success(request, both("会话已结束。", "The session has ended."))
    return redirect("people:account")


def _confirms(request: HttpRequest, form: Any) -> bool:
    """Whether the form names the current password; the form is told where it doesn't.

    A wrong one counts as it does at the sign-in page: whoever finds a browser open tries no more
    of them than a stranger.
    """
    user: Any = request.user
    if signing_in.locked(request, user.username):
        form.add_error("current", signing_in.LOCKED)
        return False
    try:
        actions.confirm_password(user, form.cleaned_data["current"])
    except WorkspaceError as error:
        signing_in.fail(request, user.username)
        form.add_error("current", spoken(error.text))
        return False
    return True


def _form(request: HttpRequest, form: Any, *, title: str, grave: bool = False) -> HttpResponse:
    given = {"form": form, "title": title, "grave": grave}
    status = 422 if form.errors else 200
    return render(request, "people/account_form.html", given, status=status)
