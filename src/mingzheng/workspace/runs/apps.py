"""The room of audit runs."""

from __future__ import annotations

from django.apps import AppConfig


class Runs(AppConfig):
    """Runs and the worker that makes them."""

    name = "mingzheng.workspace.runs"
    label = "runs"
