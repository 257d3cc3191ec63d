"""The room of campaigns."""

from __future__ import annotations

from django.apps import AppConfig


class Campaigns(AppConfig):
    """Campaigns with their editions, implementation plans, the calendar of working days."""

    name = "mingzheng.workspace.campaigns"
    label = "campaigns"
