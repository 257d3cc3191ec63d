"""Every version of a public document: its row in `documents`, its file in `documents/`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mingzheng.sample.institution import CHANGE_OF_TEXTS, LAST_OF_OLD_TEXTS, Row
from mingzheng.sample.publishing.composition import composed
from mingzheng.sample.publishing.pdf import pdf, scanned
from mingzheng.sample.publishing.word import docx

FOLDER = "documents"
FIRST, FIRST_PUBLISHED, FIRST_FILED = (
    dt.date(2016, 6, 1), dt.date(2016, 5, 20), dt.date(2016, 6, 10),
)  # fmt: skip
SECOND_PUBLISHED, SECOND_FILED = dt.date(2019, 12, 20), dt.date(2020, 1, 15)
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
    since: dt.date
    until: dt.date | None = None

    @property
    def path(self) -> str:
        """Where its file lies in the evidence."""
        return f"{FOLDER}/{self.id}.{'docx' if self.format == 'docx' else 'pdf'}"

    @property
    def published(self) -> dt.date:
        """When it was published: with the others of its generation, never after it took effect."""
        return FIRST_PUBLISHED if self.since == FIRST else min(SECOND_PUBLISHED, self.since)

    @property
    def row(self) -> Row:
        """Its row in the columns of the contract."""
        prefix, _, version = self.id.partition("-")
        filed = FIRST_FILED if self.since == FIRST else SECOND_FILED
        return {
            "document_id": self.id,
            "kind": KINDS[prefix],
            "version": version,
            "effective_from": self.since.isoformat(),
            "effective_until": "长期" if self.until is None else self.until.isoformat(),
            "published_at": self.published.isoformat(),
            "filed_at": filed.isoformat() if prefix == "CPS" else None,
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


STATEMENT = Version("CPS-2.0", "cps-2", "docx", CHANGE_OF_TEXTS)
NOTICE = Version("GZ-2.0", "notice-2", "pdf", CHANGE_OF_TEXTS)
PLAIN = (
    Version("CPS-1.0", "cps-1", "pdf", FIRST, STATEMENT_LAPSES),
    STATEMENT,
    Version("GZ-1.0", "notice-1", "docx", FIRST, LAST_OF_OLD_TEXTS),
    NOTICE,
    Version("XY-1.0", "agreement-1", "pdf", FIRST, LAST_OF_OLD_TEXTS),
    Version("XY-2.0", "agreement-2", "docx", CHANGE_OF_TEXTS),
    Version("AQ-1.0", "policy-1", "docx", FIRST, POLICY_LAPSES),
    Version("AQ-2.0", "policy-2", "pdf", POLICY_RESUMES),
)
"""What the CA uses, in order."""

UNTOLD = {
    "terms_of_use": Version("GZ-2.1", "notice-2-terms", "pdf", CHANGE_OF_TEXTS),
    "fees": Version("GZ-2.2", "notice-2-fees", "docx", CHANGE_OF_TEXTS),
    "information_rights": Version("GZ-2.3", "notice-2-information", "pdf", CHANGE_OF_TEXTS),
    "provider_liability": Version("GZ-2.4", "notice-2-provider", "docx", CHANGE_OF_TEXTS),
    "holder_liability": Version("GZ-2.5", "notice-2-holder", "pdf", CHANGE_OF_TEXTS),
}
"""Matter → a notice that is silent on it, and on no other."""
THREE_UNTOLD = ("fees", "information_rights", "provider_liability")
WITHOUT_THREE = Version("GZ-2.6", "notice-2-three", "docx", CHANGE_OF_TEXTS)
VAGUE_NOTICE = Version("GZ-2.7", "notice-2-vague", "docx", CHANGE_OF_TEXTS)
"""It touches all five matters and tells none."""
SCANNED_NOTICE = Version("GZ-2.8", "notice-2", "scan", CHANGE_OF_TEXTS)
SHORT_NOTICE = Version("GZ-2.9", "notice-2-short", "pdf", CHANGE_OF_TEXTS)
"""It tells all in few words of its own."""

VERSIONS = (
    *PLAIN,
    *UNTOLD.values(),
    WITHOUT_THREE,
    VAGUE_NOTICE,
    SCANNED_NOTICE,
    SHORT_NOTICE,
)
"""All of them, those that only plants use included."""
