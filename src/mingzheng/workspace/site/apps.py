"""The frame as a Django application: templates, tags and static files."""

from __future__ import annotations

from django.apps import AppConfig


class Site(AppConfig):
    """Base templates, the style, and what belongs to no room."""

    name = "mingzheng.workspace.site"
    label = "site"
