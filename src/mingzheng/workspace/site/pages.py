"""The home page, and the choice of language and theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from mingzheng.workspace.people import actions
from mingzheng.workspace.people.authorisation import authorised, public
from mingzheng.workspace.site import rooms
from mingzheng.workspace.site.middleware import CODES, LANGUAGE_COOKIE, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@authorised("home.see")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person's rooms have to say to them."""
    return render(request, "site/home.html", {"panels": rooms.panels(request.user)})


@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose language or theme; back to the page where that was done."""
    language = request.POST.get("language")
    theme = request.POST.get("theme")
    language = language if language in CODES else None
    theme = theme if theme in THEMES else None
    if request.user.is_authenticated and (language or theme):
        actions.choose_appearance(by=request.user, language=language, theme=theme)
    answer = HttpResponseRedirect(back(request))
    for cookie, chosen in ((LANGUAGE_COOKIE, language), (THEME_COOKIE, theme)):
        if chosen:
            answer.set_cookie(
                cookie, chosen, max_age=YEAR, httponly=True, samesite="Lax",
                secure=request.is_secure(),
            )  # fmt: skip
    return answer


def back(request: HttpRequest) -> str:
    """The page to go on with: `next` where it is one of ours, else the home page."""
    to = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    return to if ours else "/"
