"""Pages for signing in, taking up an invitation, and choosing as whom to act."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people import actions, signing_in
from mingzheng.workspace.people.authorisation import authorised, find, public
from mingzheng.workspace.people.forms import Code, Join, SignIn
from mingzheng.workspace.people.models import Invitation, Membership, User
from mingzheng.workspace.site.pages import back
from mingzheng.workspace.site.speech import both, spoken


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password, then the home page or wherever one was going."""
    if request.user.is_authenticated:
        return redirect(back(request))
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        if signing_in.locked(request, username):
            form.add_error(None, signing_in.LOCKED)
        elif user := signing_in.check_password(request, username, form.cleaned_data["password"]):
            if user.has_second_factor:
                request.session[HALF_WAY] = [user.pk, time.time(), back(request)]
                return redirect("people:code")
            signing_in.begin(request, user)
            return redirect(back(request))
        else:
            form.add_error(None, WRONG)
    return render(
        request,
        "people/sign_in.html",
        {"form": form, "next": back(request)},
        status=422 if form.errors else 200,
    )


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second factor, within five minutes of the password."""
    user_id, since, to = request.session.get(HALF_WAY, (None, 0, "/"))
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or time.time() - since > PATIENCE:
        request.session.pop(HALF_WAY, None)
        return redirect("people:sign_in")
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if signing_in.locked(request, user.username):
            form.add_error(None, signing_in.LOCKED)
        elif signing_in.check_code(request, user, form.cleaned_data["code"]):
            del request.session[HALF_WAY]
            signing_in.begin(request, user)
            return redirect(to)
        else:
            form.add_error("code", WRONG_CODE)
    return render(request, "people/code.html", {"form": form}, status=422 if form.errors else 200)


HALF_WAY = "half_way"
"""Where a session keeps who gave the right password, when, and where they were going."""
PATIENCE = 300
WRONG_CODE = both("验证码不正确，或已经用过。", "The code is wrong, or has been used already.")
WRONG = both("登录名或口令不正确。", "The sign-in name or the password is wrong.")


@authorised("account.use")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    signing_in.end(request)
    return redirect("people:sign_in")


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and the form by which a new person takes it up."""
    found = Invitation.objects.filter(token_hash=actions.token_hash(token)).first()
    if found is None or not found.open:
        return render(request, "people/invitation_over.html", status=410)
    member = request.user if request.user.is_authenticated else None
    form = None if member else Join(request.POST or None, initial={"name": found.name})
    if request.method == "POST":
        try:
            if member is not None:
                actions.accept_as_member(by=member, token=token)
                return redirect("home")
            if form is not None and form.is_valid():
                given = form.cleaned_data
                user = actions.accept_invitation(
                    token=token, username=given["username"], name=given["name"],
                    password=given["password"],
                )  # fmt: skip
                signing_in.begin(request, user)
                return redirect("home")
        except WorkspaceError as error:
            messages.error(request, spoken(error.text))
    return render(
        request,
        "people/invitation.html",
        {"invitation": found, "form": form},
        status=422 if form is not None and form.errors else 200,
    )


@authorised("account.use")
@require_POST
def act_in(request: HttpRequest) -> HttpResponse:
    """Switch to another membership, and begin at its home page."""
    chosen = find(
        request, "account.use", Membership.objects.active(), pk=request.POST.get("membership", 0)
    )
    actions.act_in(by=request.user, membership=chosen)
    return redirect("home")
