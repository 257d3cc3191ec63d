"""The room of the journal."""

from __future__ import annotations

from django.apps import AppConfig


class Journal(AppConfig):
    """Entries and checkpoints."""

    name = "mingzheng.workspace.journal"
    label = "journal"
