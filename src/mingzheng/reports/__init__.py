"""What a person reads of a run: one self-contained page and a workbook.

Both are written from the files of a result folder alone, the same bytes for the same result.
"""

from __future__ import annotations

from mingzheng.reports.page import write_report
from mingzheng.reports.workbook import write_workbook

__all__ = ["write_report", "write_workbook"]
