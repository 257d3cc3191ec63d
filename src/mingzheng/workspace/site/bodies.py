"""How large a request may be: small, unless its page takes files and says how large they are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import Resolver404, resolve

from mingzheng.workspace.people.authorisation import PUBLIC

Page = Callable[..., HttpResponse]
WITHOUT_ACCOUNT, ORDINARY = 256 << 10, 2 << 20
"""Octets that a page takes which says nothing: one that is for everybody, and any other."""
AROUND = 64 << 10
"""Octets around a file: the other fields, and what separates them."""


def takes(file: Callable[[], int]) -> Callable[[Page], Page]:
    """Mark a page that takes files of at most so many octets, asked for at each request."""

    def mark(page: Page) -> Page:
        page.takes = file  # type: ignore[attr-defined]
        return page

    return mark


def largest(path: str) -> int:
    """Octets that a request for that path may hold; a server asks before it keeps any of them."""
    try:
        page = resolve(path).func
    except Resolver404:
        return WITHOUT_ACCOUNT
    file: Callable[[], int] | None = getattr(page, "takes", None)
    if file is not None:
        return file() + AROUND
    return WITHOUT_ACCOUNT if getattr(page, "authorisation", None) == PUBLIC else ORDINARY
