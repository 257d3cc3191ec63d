"""What holds for every answer: its headers, its language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Nothing from another host, nothing written into the page (Content Security Policy, level 3)."""

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
CODES = {"zh": "zh-hans", "en": "en"}
THEMES = ("auto", "light", "dark")


def security_headers(get_response: Answer) -> Answer:
    """Say to the browser what a page of ours never does; keep pages out of shared caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def speak(get_response: Answer) -> Answer:
    """Answer in the language this session or this person chose; in Chinese otherwise."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        chosen = user.language if user.is_authenticated else request.COOKIES.get(LANGUAGE_COOKIE)
        theme = user.theme if user.is_authenticated else request.COOKIES.get(THEME_COOKIE)
        request.theme = theme if theme in THEMES else "auto"
        code = CODES.get(chosen or "zh", "zh-hans")
        with translation.override(code):
            response = get_response(request)
        response.headers["Content-Language"] = "zh-CN" if code == "zh-hans" else code
        return response

    return answer
