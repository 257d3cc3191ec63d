"""Every version of a public document: its row in `documents`, its file in `documents/`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mingzheng.sample.institution import CHANGE_OF_TEXTS, LAST_OF_OLD_TEXTS, Row
from mingzheng.sample.publishing.composition import composed
from mingzheng.sample.publishing.pdf import pdf, scanned
from mingzheng.sample.publishing.word import docx

FOLDER = "documents"
FIRST, FIRST_PUBLISHED = dt.date(2016, 6, 1), dt.date(2016, 5, 20)
SECOND_PUBLISHED = dt.date(2019, 12, 20)
DAYS_TO_FILE = dt.timedelta(days=21)
STATEMENT_LAPSES = dt.date(2018, 12, 30)
POLICY_LAPSES, POLICY_RESUMES = dt.date(2018, 12, 15), dt.date(2019, 2, 1)
KINDS = {"CPS": "cps", "GZ": "disclosure", "XY": "contract", "AQ": "policy"}
"""The beginning of an id → the contract's code."""


@dataclass(frozen=True)
class Version:
    """One version of a document.

    text    the name of a text of `texts/`
    format  docx, pdf, or scan: a PDF of pictures
    """

    id: str
    text: str
    format: str
    published: dt.date
    since: dt.date
    until: dt.date | None = None

    @property
    def path(self) -> str:
        """Where its file lies in the evidence."""
        return f"{FOLDER}/{self.id}.{'docx' if self.format == 'docx' else 'pdf'}"

    @property
    def row(self) -> Row:
        """Its row in the columns of the contract."""
        prefix, _, version = self.id.partition("-")
        filed = (self.published + DAYS_TO_FILE).isoformat()
        return {
            "document_id": self.id,
            "kind": KINDS[prefix],
            "version": version,
            "effective_from": self.since.isoformat(),
            "effective_until": "长期" if self.until is None else self.until.isoformat(),
            "published_at": self.published.isoformat(),
            "filed_at": filed if prefix == "CPS" else None,
            "path": self.path,
        }

    def file(self) -> bytes:
        """The document itself."""
        blocks = composed(
            self.text, version=self.id.partition("-")[2], since=_said(self.since),
            published=_said(self.published),
        )  # fmt: skip
        if self.format == "docx":
            return docx(blocks, written=self.published)
        return pdf(blocks) if self.format == "pdf" else scanned(blocks)


def _said(day: dt.date) -> str:
    """A day as a Chinese text writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def first(id: str, text: str, format: str, *, until: dt.date = LAST_OF_OLD_TEXTS) -> Version:
    """A version of the first generation."""
    return Version(id, text, format, FIRST_PUBLISHED, FIRST, until)


def second(id: str, text: str, format: str) -> Version:
    """A version in force since the texts changed."""
    return Version(id, text, format, SECOND_PUBLISHED, CHANGE_OF_TEXTS)


STATEMENT = second("CPS-2.0", "cps-2", "docx")
NOTICE = second("GZ-2.0", "notice-2", "pdf")
AGREEMENT = second("XY-2.0", "agreement-2", "docx")
PLAIN = (
    first("CPS-1.0", "cps-1", "pdf", until=STATEMENT_LAPSES), STATEMENT,
    first("GZ-1.0", "notice-1", "docx"), NOTICE,
    first("XY-1.0", "agreement-1", "pdf"), AGREEMENT,
    first("AQ-1.0", "policy-1", "docx", until=POLICY_LAPSES),
    Version("AQ-2.0", "policy-2", "pdf", POLICY_RESUMES, POLICY_RESUMES),
)  # fmt: skip
"""What the CA uses, in order."""
