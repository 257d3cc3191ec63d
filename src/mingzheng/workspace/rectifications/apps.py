"""The room of rectifications."""

from __future__ import annotations

from django.apps import AppConfig


class Rectifications(AppConfig):
    """Findings, orders and cases."""

    name = "mingzheng.workspace.rectifications"
    label = "rectifications"
