"""Where plants grow: innocent stories to edit, numbers that nobody else has, the truth told."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mingzheng.sample.business import RESERVED
from mingzheng.sample.identity import (
    credit_codes,
    organization_names,
    person_names,
    resident_numbers,
)
from mingzheng.sample.institution import BEGINS, UNDECLARED_BRANCH
from mingzheng.sample.keys import KeyKind
from mingzheng.sample.story import Paper, Row, Story, at

FIRST_PERSON, FIRST_HOUSE = 1000, 1000
MINUTES = dt.timedelta(minutes=1)
DAYS = dt.timedelta(days=1)
EARLIEST = 200
"""Plants begin this many days after the records do, or later: see `coverage_lead_days`."""
LIFE = 730
"""Days for which the certificate of a story is valid."""
LONGEST = 1150
"""Days that the longest plant takes from its first application."""
UNDECLARED_DAY = 110
"""A day of 2017 on which some tables of one branch are not declared complete."""
KEY_KINDS = {"sm2": KeyKind.SM2, "p256": KeyKind.P256, "rsa": KeyKind.RSA}


@dataclass(frozen=True)
class Truth:
    """What the audit must answer of one subject."""

    rule: str
    verdict: str
    severity: str | None
    looks_at: str
    application_id: str | None
    paper: Paper | None
    serial_number: str | None
    note: str
    subject: str | None = None
    """What names a subject that is neither a case nor a certificate."""


@dataclass(frozen=True)
class Listed:
    """An entry of a revocation list; times are civil."""

    authority: str
    serial: bytes
    at: dt.datetime
    until: dt.datetime
    """When the certificate expires and leaves the list."""


@dataclass
class Plot:
    """The ground of all plants of one sample."""

    seed: int
    as_of: dt.date
    issuers: Sequence[str]
    """Distinguished names of the SM2, P-256 and RSA issuer."""
    stories: list[Story] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)
    """Files of the archive: path → what they hold."""
    listed: list[Listed] = field(default_factory=list)
    """What the revocation lists hold beside the revocations on record."""
    unlisted: set[str] = field(default_factory=set)
    """Serial numbers of revoked certificates that no revocation list holds."""
    rule: str = ""
    note: str = ""
    _count: int = 0

    @property
    def begins(self) -> dt.date:
        """The day from which stories count."""
        return BEGINS

    # ------------------------------------------------------------------ stories

    def signer(
        self,
        *,
        day: int | None = None,
        person: int | None = None,
        authority: str = "sm2",
        branch: str = "RA02",
    ) -> Story:
        """A person's certificate on a USB key, checked in person; nothing is wrong with it."""
        n = self._next()
        who = np.array([FIRST_PERSON + n if person is None else person])
        [name], [number] = person_names(who).to_pylist(), resident_numbers(who).to_pylist()
        s = self._begun(n, name, number, day)
        s.add(
            "applications",
            kind="issue",
            product="signature",
            initiated_by="holder",
            applicant_name=name,
            applicant_id_type="resident_id",
            applicant_id_number=number,
            applicant_role="holder",
            subject_kind="person",
            subject_name=name,
            subject_id_type="resident_id",
            subject_id_number=number,
            quantity="1",
        )
        self._recorded(s, n, branch)
        self._papered(s, n, authority, common_name=f"051@{name}@Z{number}@1", resident=number)
        self._delivered(s, name, number, "holder")
        return s

    def house(
        self,
        *,
        day: int | None = None,
        house: int | None = None,
        agent: int | None = None,
        branch: str = "RA02",
        name: str | None = None,
        authority: str = "sm2",
    ) -> Story:
        """An organisation's certificate, fetched by an agent whom it authorised."""
        n = self._next()
        which = np.array([FIRST_HOUSE + n if house is None else house])
        who = np.array([FIRST_PERSON + n if agent is None else agent])
        own_name, number = organization_names(which)[0].as_py(), credit_codes(which)[0].as_py()
        name = name or own_name
        deputy, deputy_number = person_names(who)[0].as_py(), resident_numbers(who)[0].as_py()
        s = self._begun(n, name, number, day)
        s.add(
            "applications",
            kind="issue",
            product="signature",
            initiated_by="holder",
            applicant_name=name,
            applicant_id_type="uscc",
            applicant_id_number=number,
            applicant_role="holder",
            subject_kind="organization",
            subject_name=name,
            subject_id_type="uscc",
            subject_id_number=number,
            organization_name=name,
            organization_id_number=number,
            agent_name=deputy,
            agent_id_number=deputy_number,
            quantity="1",
        )
        self._recorded(s, n, branch)
        s.check.update(
            party="organization", method="business_registry", performed_by="ca",
            operator_id=None, automated="是", evidence_ref=f"JYP{n:06}",
        )  # fmt: skip
        s.add("materials", kind="business_licence", names=name, received_at=at(s.applied))
        self.authorise(s, name, deputy)
        self._papered(s, n, authority, common_name=f"041@N{number}@{name}@00000001", house=True)
        self._delivered(s, deputy, deputy_number, "agent")
        return s

    def member(self, *, day: int | None = None) -> Story:
        """A person in an organisation that applies for its people."""
        s = self.signer(day=day)
        n = int(s.id[3:])
        which = np.array([FIRST_HOUSE + n])
        house, code = organization_names(which)[0].as_py(), credit_codes(which)[0].as_py()
        s.application.update(
            subject_kind="person_in_organization", organization_name=house,
            organization_id_number=code, applicant_name=house, applicant_id_type="uscc",
            applicant_id_number=code, applicant_role="employer",
        )  # fmt: skip
        s.paper.common_name = f"052@{s.name}@Z{s.number}@1"
        s.paper.organization = house
        return s

    def after(self, first: Story, kind: str, *, days: int) -> Story:
        """A later application of the same person for the certificate of an earlier story."""
        day = (first.applied.date() - BEGINS).days + days
        person = FIRST_PERSON + int(first.id[3:])
        s = self.signer(day=day, person=person)
        s.application.update(kind=kind, serial_number=first.paper.hex)
        return s

    def revocation(self, first: Story, *, days: int = 200) -> Story:
        """The holder asks to revoke the certificate of an earlier story, and it is revoked."""
        s = self.after(first, "revoke", days=days).drop(
            "issuances", "deliveries", "contracts", "disclosures"
        )
        s.papers.clear()
        s.add(
            "status_changes", serial_number=first.paper.hex, action="revoked",
            initiated_by="holder", ground="requested", requested_at=at(s.applied),
            effective_at=at(s.issued),
        )  # fmt: skip
        s.rows["announcements"] = [
            {
                "serial_number": first.paper.hex, "action": "revoked", "channel": "crl",
                "announced_at": at(s.issued + 60 * MINUTES),
            }
        ]  # fmt: skip
        return s

    def authorise(self, s: Story, principal: str, agent: str) -> Row:
        """An authorisation, in force from three days before the application."""
        return s.add(
            "materials",
            kind="authorisation",
            names=f"{principal}；{agent}",
            received_at=at(s.applied),
            valid_from=(s.applied - 3 * DAYS).date().isoformat(),
            valid_until=(s.applied + 300 * DAYS).date().isoformat(),
            archive_ref=f"DAP{s.id[3:]}",
        )

    def undeclared(self) -> Story:
        """A person's story at the branch and in the time that are not declared complete."""
        return self.signer(day=UNDECLARED_DAY, branch=UNDECLARED_BRANCH)

    def undeclared_house(self) -> Story:
        """An organisation's story at that branch and in that time."""
        return self.house(day=UNDECLARED_DAY, branch=UNDECLARED_BRANCH)

    def spare_person(self) -> int:
        """A number that names a person, or an organisation, of no other story."""
        return FIRST_PERSON + self._next()

    def another(self) -> tuple[str, str]:
        """Name and number of somebody who has nothing to do with anything."""
        who = np.array([FIRST_PERSON + self._next()])
        return person_names(who)[0].as_py(), resident_numbers(who)[0].as_py()

    # -------------------------------------------------------------------- truth

    def breach(self, s: Story, severity: str = "violation", *, also: Sequence[str] = ()) -> None:
        """The audit must find a breach of the rule at hand in this story.

        also: what the same fact breaches besides, as `rule severity`.
        """
        self._tell(s, self.rule, "breach", severity)
        for other in also:
            rule, _, grade = other.partition(" ")
            self._tell(s, rule, "breach", grade)

    def also(self, s: Story, rule: str, severity: str) -> None:
        """What a neighbour of the rule at hand breaches of another."""
        self._tell(s, rule, "breach", severity)

    def clear(self, s: Story) -> None:
        """The rule at hand must find nothing in this story."""
        self._tell(s, self.rule, "clear", None)

    def unknown(self, s: Story) -> None:
        """The rule at hand must say of this story that it can't be told."""
        self._tell(s, self.rule, "unknown", None)

    def tell(
        self,
        looks_at: str,
        subject: str,
        verdict: str,
        severity: str | None = None,
        *,
        rule: str | None = None,
    ) -> None:
        """What the audit must answer of a subject that is neither a case nor a certificate.

        rule: another than the one at hand, of which it is a neighbour.
        """
        self.truths.append(
            Truth(
                rule=rule or self.rule,
                verdict=verdict,
                severity=severity,
                looks_at=looks_at,
                application_id=None,
                paper=None,
                serial_number=None,
                note=self.note,
                subject=subject,
            )
        )

    def _tell(self, s: Story, rule: str, verdict: str, severity: str | None) -> None:
        by_certificate = rule.startswith("content.") or rule in OF_CERTIFICATES
        by_certificate = by_certificate and rule != "content.changed_holder_kept"
        papers: Sequence[Paper | None] = s.papers if by_certificate and s.papers else [None]
        for paper in papers:
            serial = s.rows["issuances"][0]["serial_number"] if "issuances" in s.rows else None
            self.truths.append(
                Truth(
                    rule=rule,
                    verdict=verdict,
                    severity=severity,
                    looks_at="certificate" if by_certificate else "case",
                    application_id=s.id if "applications" in s.rows else None,
                    paper=paper,
                    serial_number=serial,
                    note=self.note,
                )
            )

    # ----------------------------------------------------------------- the rows

    def _next(self) -> int:
        self._count += 1
        if self._count >= RESERVED - FIRST_PERSON:
            raise ValueError("too many plants")
        return self._count

    def _begun(self, n: int, name: str, number: str, day: int | None) -> Story:
        span = (self.as_of - BEGINS).days - EARLIEST - LONGEST
        day = EARLIEST + n * 37 % span if day is None else day
        applied = dt.datetime.combine(BEGINS, dt.time(9, 20)) + day * DAYS + n % 29 * MINUTES
        s = Story(f"SQP{n:06}", name, number, applied, applied + 95 * MINUTES)
        self.stories.append(s)
        return s

    def _recorded(self, s: Story, n: int, branch: str) -> None:
        """What every innocent story has: told, accepted, checked, reviewed, agreed."""
        s.application.update(
            applied_at=at(s.applied), accepted_at=at(s.applied + 20 * MINUTES), domain="other",
            registration_authority=branch, channel="counter", outcome="approved",
        )  # fmt: skip
        operator = f"{branch}-P{n:06}"
        s.rows["operators"] = [
            {
                "operator_id": operator, "roles": "checker", "registration_authority": branch,
                "authorised_from": "2016-06-01", "authorised_until": "长期",
            }
        ]  # fmt: skip
        text = "1.0" if s.applied.year < 2020 else "2.0"
        s.add(
            "identity_checks", check_id=f"HYP{n:06}", party="holder", checked_name=s.name,
            checked_id_number=s.number, checked_at=at(s.applied + 40 * MINUTES),
            method="in_person", result="passed", performed_by=branch, operator_id=operator,
            automated="否", evidence_ref=f"PZP{n:06}",
        )  # fmt: skip
        s.add("reviews", reviewed_at=at(s.applied + 60 * MINUTES), result="approved",
              reviewer_id=f"{branch}-R{'A' if s.applied.year < 2020 else 'B'}0000", automated="否")  # fmt: skip
        s.add("materials", kind="application_form", names=s.name, received_at=at(s.applied),
              archive_ref=f"DAP{n:06}")  # fmt: skip
        s.add("disclosures", document_id=f"GZ-{text}", told_name=s.name, told_id_number=s.number,
              told_at=at(s.applied - 20 * MINUTES), acknowledged="是", means="signed")  # fmt: skip
        s.add("contracts", contract_id=f"HTP{n:06}", document_id=f"XY-{text}", scope="single",
              party_name=s.name, party_id_number=s.number, signed_by_name=s.name,
              signed_at=at(s.applied + 75 * MINUTES), means="electronic",
              archive_ref=f"DAP{n:06}")  # fmt: skip
        for reference in (f"DAP{n:06}", f"PZP{n:06}"):
            digest = hashlib.sha256(f"{self.seed} {reference}".encode()).hexdigest()
            s.rows.setdefault("holdings", []).append(
                {
                    "archive_ref": reference, "sha256": digest, "form": "electronic",
                    "location": "二号库", "stored_at": at(s.issued + DAYS),
                    "verified_at": at(dt.datetime.combine(self.as_of, dt.time(9)) - 60 * DAYS),
                    "retain_until": (s.issued + 5000 * DAYS).date().isoformat(),
                }
            )  # fmt: skip

    def _papered(
        self,
        s: Story,
        n: int,
        authority: str,
        *,
        common_name: str,
        resident: str | None = None,
        house: bool = False,
    ) -> None:
        """The certificate and its issuance."""
        plain = authority != "sm2"
        serial = hashlib.sha256(f"{self.seed} plant {n}".encode()).digest()[:16]
        begins = s.issued
        paper = Paper(
            authority=authority,
            serial=bytes([serial[0] & 0x3F | 0x40]) + serial[1:],
            begins=begins,
            ends=begins + LIFE * DAYS,
            common_name=s.name if plain else common_name,
            organization=s.name if house else None,
            number=s.number if house and plain else None,
            resident=resident if plain else None,
            key_kind=KEY_KINDS[authority],
            key_index=2**40 + n,
        )
        s.papers.append(paper)
        s.add(
            "issuances", serial_number=paper.hex,
            issuer_dn=self.issuers[list(KEY_KINDS).index(authority)], issued_at=at(s.issued),
            product="signature", media="usbkey", key_held_by="holder",
        )  # fmt: skip

    def _delivered(self, s: Story, name: str, number: str, role: str) -> None:
        s.rows["deliveries"] = [
            {
                "serial_number": s.paper.hex, "delivered_at": at(s.issued + 60 * MINUTES),
                "recipient_name": name, "recipient_id_number": number, "recipient_role": role,
            }
        ]  # fmt: skip


OF_CERTIFICATES = (
    "parties.applicant_is_not_subject", "parties.identifier_differs",
    "parties.key_held_by_another", "parties.never_delivered", "parties.recipient_is_another",
    "practice.outside_licence",
)  # fmt: skip
"""The rules outside `content` that look at certificates."""

Planting = Callable[[Plot], None]
