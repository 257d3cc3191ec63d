"""The room of organisations and persons."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    """Organisations, persons, memberships."""

    name = "mingzheng.workspace.people"
    label = "people"
