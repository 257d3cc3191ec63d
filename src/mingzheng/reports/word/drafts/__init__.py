"""Where the Word templates come from: `python -m mingzheng.reports.word.drafts` writes them.

Layout after GB/T 9704-2012, 党政机关公文格式. An office may edit what is written here in Word;
what this package ships is always what this room wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from mingzheng.reports.word.drafts.inspection_record import inspection_record
from mingzheng.reports.word.drafts.rectification_plan import rectification_plan
from mingzheng.reports.word.drafts.self_inspection import self_inspection
from mingzheng.reports.word.filling import reproducible, template_name

DRAFTS = {
    "self-inspection": self_inspection,
    "rectification-plan": rectification_plan,
    "inspection-record": inspection_record,
}
"""Kind of document → what drafts its template."""


def templates() -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every template, in both languages."""
    for kind, draft in DRAFTS.items():
        for language in ("zh", "en"):
            yield template_name(kind, language), reproducible(draft(language).save())
