"""The form on which a person says what the originals show, read back in, and its page."""

from __future__ import annotations

from mingzheng.reports.originals.filled import Filled, read_form
from mingzheng.reports.originals.form import write_form

__all__ = ["Filled", "read_form", "write_form"]
