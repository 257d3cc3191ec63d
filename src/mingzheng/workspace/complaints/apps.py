"""The room of complaints."""

from __future__ import annotations

from django.apps import AppConfig


class Complaints(AppConfig):
    """Complaints and reports."""

    name = "mingzheng.workspace.complaints"
    label = "complaints"
