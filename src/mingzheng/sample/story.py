"""A story: everything recorded about one application, row by row, for a plant to edit.

A story begins innocent. Its rows are in the contract's columns and codes; times are civil.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mingzheng.sample.keys import KeyKind
from mingzheng.sample.profile import Constraints, Damage
from mingzheng.sample.subjects import CLIENT_AUTH, POLICIES, SIGNING

Row = dict[str, str | None]

TIME = "%Y-%m-%d %H:%M:%S"


def at(moment: dt.datetime) -> str:
    """A civil moment as the tables write it."""
    return moment.strftime(TIME)


@dataclass
class Paper:
    """One certificate to be made, as a plant wants it."""

    authority: str
    serial: bytes
    begins: dt.datetime
    ends: dt.datetime
    common_name: str | None
    organization: str | None = None
    number: str | None = None
    """The subject's serialNumber."""
    resident: str | None = None
    """The identity extension of a person."""
    organisation_code: str | None = None
    """The identity extension of an organisation."""
    key_kind: KeyKind = KeyKind.SM2
    key_index: int = 0
    usage: int | None = int(SIGNING)
    purposes: str | None = CLIENT_AUTH
    policies: str | None = POLICIES[0]
    crl_url: str | None = "http://crl.example.com/1.crl"
    constraints: Constraints = Constraints.END_ENTITY
    algorithm: int | None = None
    outer_algorithm: int | None = None
    omit: int = 0
    damage: Damage = Damage.NONE
    archived: bool = False
    """Its hash is among the holdings."""
    fingerprint: str = ""
    """SHA-256 of its DER, once it is made."""

    @property
    def hex(self) -> str:
        """The serial number as the tables write it."""
        return self.serial.hex().lstrip("0") or "0"


@dataclass
class Story:
    """One application with its rows by table and its certificates."""

    id: str
    name: str
    number: str
    applied: dt.datetime
    issued: dt.datetime
    rows: dict[str, list[Row]] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    copies: int = 1
    """How often the archive holds each certificate."""

    def one(self, table: str) -> Row:
        """The first row of a table."""
        return self.rows[table][0]

    @property
    def application(self) -> Row:
        """The request."""
        return self.one("applications")

    @property
    def check(self) -> Row:
        """The check of the holder."""
        return self.one("identity_checks")

    @property
    def contract(self) -> Row:
        """The subscriber agreement."""
        return self.one("contracts")

    @property
    def issuance(self) -> Row:
        """The issuance of the first certificate."""
        return self.one("issuances")

    @property
    def disclosure(self) -> Row:
        """The notice given."""
        return self.one("disclosures")

    @property
    def delivery(self) -> Row:
        """The delivery of its medium."""
        return self.one("deliveries")

    @property
    def paper(self) -> Paper:
        """The first certificate."""
        return self.papers[0]

    @property
    def checked(self) -> dt.datetime:
        """When the holder is checked in the innocent story."""
        return dt.datetime.fromisoformat(str(self.check["checked_at"]))

    def issue_at(self, moment: dt.datetime) -> None:
        """Move the review, the contract, the issuance and the delivery to a day's later hour."""
        life = self.paper.ends - self.paper.begins
        self.issued = self.paper.begins = moment
        self.paper.ends = moment + life
        self.one("reviews")["reviewed_at"] = at(moment - dt.timedelta(minutes=35))
        self.contract["signed_at"] = at(moment - dt.timedelta(minutes=20))
        self.issuance["issued_at"] = at(moment)
        self.delivery["delivered_at"] = at(moment + dt.timedelta(minutes=60))

    def drop(self, *tables: str) -> Story:
        """Forget all rows of these tables."""
        for table in tables:
            self.rows.pop(table, None)
        return self

    def add(self, table: str, **columns: str | None) -> Row:
        """One more row of the application in a table."""
        row: Row = {"application_id": self.id, **columns}
        self.rows.setdefault(table, []).append(row)
        return row

    def again(self, table: str, **columns: str | None) -> Row:
        """One more row, like the first of the table but for some columns."""
        row = {**self.one(table), **columns}
        self.rows[table].append(row)
        return row
