"""All addresses: each room under its own name."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from mingzheng.workspace.site import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("preferences/", pages.preferences, name="preferences"),
    *(
        path("" if room == "people" else f"{room}/", include(f"mingzheng.workspace.{room}.urls"))
        for room in settings.ROOMS
        if room != "site" and find_spec(f"mingzheng.workspace.{room}.urls")
    ),
]
handler400 = "mingzheng.workspace.site.errors.bad_request"
handler403 = "mingzheng.workspace.site.errors.forbidden"
handler404 = "mingzheng.workspace.site.errors.not_found"
handler500 = "mingzheng.workspace.site.errors.failed"
