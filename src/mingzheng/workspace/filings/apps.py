"""The room of filings."""

from __future__ import annotations

from django.apps import AppConfig


class Filings(AppConfig):
    """Filings with their answers, texts, measures, evidence, signatures and receipts."""

    name = "mingzheng.workspace.filings"
    label = "filings"
