"""Official documents: what a CA hands in after an audit, as Word files that it can edit.

The self-inspection report (自查报告), the rectification plan (整改方案) with its workbook, and the
inspection record form (检查记录表), from templates in the layout of GB/T 9704-2012.
"""

from __future__ import annotations

from mingzheng.reports.word.documents import write_documents
from mingzheng.reports.word.filling import KINDS, export

__all__ = ["KINDS", "export", "write_documents"]
