"""The synthetic CA itself: its branches, staff, documents and platforms, and what it keeps still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mingzheng.sample.identity import credit_codes, organization_names

NAME = "明证示例电子认证服务有限公司"
FORMER_NAME = "明证示例数字证书认证中心有限公司"
CREDIT_CODE = "91000000MA0000007C"
BEGINS = dt.date(2017, 7, 1)
"""The first day of its records: the period that the notice covers."""

Row = Mapping[str, str | None]

BRANCHES = (
    ("RA01", "总部营业厅", 2016),
    ("RA02", "政务服务大厅受理点", 2016),
    ("RA03", "东城受理点", 2016),
    ("RA04", "高新区受理点", 2016),
    ("RA05", "银行代理受理点", 2016),
    ("RA06", "医院受理点", 2016),
    ("RA07", "港区受理点", 2019),
    ("RA08", "在线受理中心", 2016),
)
"""Registration authorities: id, name, year in which the agreement begins."""
LATE_BRANCH, ITS_ELDER = 6, 5
"""RA07 opens in 2019: until then RA06 serves its customers."""
UNDECLARED_BRANCH = "RA03"
UNDECLARED_UNTIL = dt.date(2018, 1, 1)
"""The identity checks of this branch before this day are not declared complete."""

CHANGE_OF_STAFF = dt.date(2019, 12, 15)
CHANGE_OF_TEXTS = dt.date(2020, 1, 1)
LAST_OF_OLD_TEXTS = dt.date(2019, 12, 31)
YEAR_UNDECLARED, YEAR_OF_LAPSES, YEAR_IN_ORDER = 2018, 2019, 2020
"""Two years without an audit, and with days without a practice statement and a policy. Of the
first, audits and documents are not declared complete in December.
"""
UNDECLARED_MONTH = (dt.date(2018, 12, 1), dt.date(2018, 12, 31))
LICENCE_ENDS = 12
"""Days before the audit on which the licence ends: nobody innocent comes so late."""
PLATFORMS = 12
FIRST_PLATFORM = 100
"""The organisations 100 to 111 are platforms with standing contracts."""

REUSE_DAYS = 730
MOST_VALIDITY_DAYS = 1827
IN_PERSON_PER_HOUR, VIDEO_PER_HOUR, HOLDERS_PER_AGENT = 6, 8, 8
CHANGE_HOURS = 24
REVOCATION_HOURS, REVOCATION_PUBLICATION_HOURS = 24, 24
RENEWAL_DAYS = 3
RETENTION_YEARS = 5
ANSWER_DAYS = 15

PERMITTED: Mapping[str, Sequence[str]] = {
    "person": ("in_person", "video", "face", "public_security", "existing_certificate"),
    "organization": ("in_person", "business_registry", "existing_certificate"),
    "person_in_organization": ("in_person", "face", "public_security", "existing_certificate"),
    "device": ("in_person", "business_registry"),
}
"""The closed lists of its practice statement."""


@dataclass(frozen=True)
class Institution:
    """What does not grow with the number of certificates but slowly."""

    certificates: int
    as_of: dt.date

    @property
    def staff(self) -> int:
        """Checkers per branch and term: enough that nobody checks in a hurry."""
        return 3 + self.certificates // 20_000

    def operators(self) -> list[Row]:
        """Checkers and reviewers of every branch, in two terms with a fortnight in common."""
        terms = (("A", "2016-06-01", "2019-12-31"), ("B", "2019-12-01", "长期"))
        return [
            {
                "operator_id": f"{ra}-{role}{term}{n:04}",
                "roles": "checker" if role == "C" else "reviewer",
                "registration_authority": ra,
                "authorised_from": since,
                "authorised_until": until,
            }
            for ra, _, _ in BRANCHES
            for role, count in (("C", self.staff), ("R", 2))
            for term, since, until in terms
            for n in range(count)
        ]

    def branches(self) -> list[Row]:
        """The registration authorities with what they may do."""
        return [
            {
                "ra_id": ra,
                "name": name,
                "functions": "application;identity_check;review;delivery",
                "methods": "in_person;video;face;public_security;business_registry",
                "agreement_from": f"{year}-01-01",
                "agreement_until": "长期",
                "agreement_ref": f"XY-{ra}",
            }
            for ra, name, year in BRANCHES
        ]

    def standing_contracts(self) -> list[Row]:
        """One with every platform, under its authorisation to act for its users."""
        platforms = np.arange(PLATFORMS) + FIRST_PLATFORM
        names, codes = organization_names(platforms), credit_codes(platforms)
        return [
            {
                "contract_id": f"KJ{number:04}",
                "document_id": "XY-1.0",
                "scope": "standing",
                "covers_from": "2017-01-01",
                "covers_until": "长期",
                "party_name": name,
                "party_id_number": code,
                "signed_by_name": name,
                "authorisation_ref": f"PTSQ{number:04}",
                "signed_at": "2017-01-05 10:00:00",
                "ca_signed_at": "2017-01-06 10:00:00",
                "means": "paper",
                "archive_ref": f"DAKJ{number:04}",
            }
            for number, (name, code) in enumerate(
                zip(names.to_pylist(), codes.to_pylist(), strict=True)
            )
        ]

    def holdings(self) -> list[Row]:
        """The standing contracts, on a shelf."""
        return [
            {
                "archive_ref": contract["archive_ref"],
                "form": "paper",
                "location": "三号库",
                "stored_at": "2017-01-09 10:00:00",
                "verified_at": (self.as_of - dt.timedelta(days=60)).isoformat(),
                "retain_until": "长期",
            }
            for contract in self.standing_contracts()
        ]

    def audits(self) -> list[Row]:
        """One internal audit a year, but for two years."""
        return [
            {
                "audit_id": f"NS-{year}",
                "held_at": f"{year}-11-20",
                "scope": "全部业务",
                "findings": str(year % 3),
                "closed_at": f"{year}-12-20",
            }
            for year in range(BEGINS.year, self.as_of.year)
            if year not in (YEAR_UNDECLARED, YEAR_OF_LAPSES)
        ]
