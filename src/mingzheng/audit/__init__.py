"""The audit: records become dossiers, rules judge them, verdicts are sealed."""

from __future__ import annotations

from mingzheng.audit.run import Outcome, audit

__all__ = ["Outcome", "audit"]
