"""Documents side by side with what was found in them: one self-contained page."""

from __future__ import annotations

from mingzheng.reports.documents.page import write_documents, write_page

__all__ = ["write_documents", "write_page"]
