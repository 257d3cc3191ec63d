"""Versions that only plants use: silent, vague, contradicting, unreadable; and innocent neighbours."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mingzheng.sample.institution import CHANGE_OF_TEXTS
from mingzheng.sample.publishing.versions import PLAIN, Version, second

UNTOLD = {
    "terms_of_use": second("GZ-2.1", "notice-2-terms", "pdf"),
    "fees": second("GZ-2.2", "notice-2-fees", "docx"),
    "information_rights": second("GZ-2.3", "notice-2-information", "pdf"),
    "provider_liability": second("GZ-2.4", "notice-2-provider", "docx"),
    "holder_liability": second("GZ-2.5", "notice-2-holder", "pdf"),
}
"""Matter → a notice that is silent on it, and on no other."""
THREE_UNTOLD = ("fees", "information_rights", "provider_liability")
WITHOUT_THREE = second("GZ-2.6", "notice-2-three", "docx")
VAGUE_NOTICE = second("GZ-2.7", "notice-2-vague", "docx")
"""It touches all five matters and tells none."""
SCANNED_NOTICE = replace(
    second("GZ-2.8", "notice-2", "scan"), until=CHANGE_OF_TEXTS + dt.timedelta(days=365)
)
"""Nobody knows what it says: it ends before the statements that are to come."""
SHORT_NOTICE = second("GZ-2.9", "notice-2-short", "pdf")
"""It tells all in few words of its own."""
NOTICES = (*UNTOLD.values(), WITHOUT_THREE, VAGUE_NOTICE, SCANNED_NOTICE, SHORT_NOTICE)

WITHOUT_STATUS = second("XY-2.1", "agreement-2-status", "docx")
WITHOUT_COMPROMISE = second("XY-2.2", "agreement-2-compromise", "pdf")
"""Without the holder's duties on a compromised key, without the provider's to show the status."""
VAGUE_AGREEMENT = second("XY-2.3", "agreement-2-vague", "docx")
"""It leaves the provider's liability to the law."""
SCANNED_AGREEMENT = second("XY-2.4", "agreement-2", "scan")
SHORT_AGREEMENT = second("XY-2.5", "agreement-2-short", "pdf")
"""It says all in few words of its own, and nothing else than the practice statement."""
WORSE_AGREEMENT = second("XY-2.6", "agreement-2-worse", "docx")
"""A lower cap, a shorter retention, a later revocation."""
INCOMPATIBLE_AGREEMENT = second("XY-2.7", "agreement-2-incompatible", "pdf")
"""Arbitration where the practice statement has a court."""
UNSURE_AGREEMENT = second("XY-2.8", "agreement-2-forum", "docx")
"""The court where it was signed: perhaps that at the provider's seat."""
AGREEMENTS = (
    WITHOUT_STATUS, WITHOUT_COMPROMISE, VAGUE_AGREEMENT, SCANNED_AGREEMENT, SHORT_AGREEMENT,
    WORSE_AGREEMENT, INCOMPATIBLE_AGREEMENT, UNSURE_AGREEMENT,
)  # fmt: skip

WITHOUT_PART, WITHOUT_TOPIC = "CPS-3.1", "CPS-3.2"
"""One lacks the eighth part; one says nothing of how information is kept secure."""
VAGUE_STATEMENT, SCANNED_STATEMENT = "CPS-3.3", "CPS-3.4"
"""One leaves the provider's liability to the law."""
WITHOUT_ANSWER = "CPS-3.5"
"""It says not by when complaints are answered, nor does a notice of its days."""


def statements(as_of: dt.date) -> tuple[Version, ...]:
    """Practice statements that are published and not yet in force: no contract is under them."""
    published, since = as_of - dt.timedelta(days=40), as_of + dt.timedelta(days=30)
    return tuple(
        Version(id, text, format, published, since)
        for id, text, format in (
            (WITHOUT_PART, "cps-2-audit", "pdf"),
            (WITHOUT_TOPIC, "cps-bare", "docx"),
            (VAGUE_STATEMENT, "cps-2-liability", "docx"),
            (SCANNED_STATEMENT, "cps-2", "scan"),
            (WITHOUT_ANSWER, "cps-2-complaints", "docx"),
        )
    )


def versions(as_of: dt.date) -> tuple[Version, ...]:
    """Every version of a sample that ends that day."""
    return (*PLAIN, *NOTICES, *AGREEMENTS, *statements(as_of))
