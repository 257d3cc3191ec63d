"""What the tables of a cohort share: ids, names and codes as text, one per application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.sample.business import Check, Custom, Mask
from mingzheng.sample.cells import Integers, beside, chosen, digits, joined, numbered, only
from mingzheng.sample.cohort import Cohort
from mingzheng.sample.identity import credit_codes, organization_names
from mingzheng.sample.institution import (
    BRANCHES,
    CHANGE_OF_STAFF,
    CHANGE_OF_TEXTS,
    FIRST_PLATFORM,
    PLATFORMS,
    Institution,
)
from mingzheng.sample.subjects import Parties, serial_texts

Columns = Mapping[str, pa.Array]
"""Columns of the contract by name, of one length."""

BY_HAND = (Check.IN_PERSON, Check.VIDEO)
PRODUCTS = ("event", "signature", "signature", "signature", "event", "server")
"""By `Custom`."""
MEDIA = ("none", "usbkey", "usbkey", "usbkey", "none", "file")
OF_PERSONS = ("usbkey", "file", "cloud")


@dataclass(frozen=True)
class Dealings:
    """A cohort with the texts that several of its tables share."""

    cohort: Cohort
    parties: Parties
    institution: Institution

    @cached_property
    def application(self) -> pa.StringArray:
        """Application ids."""
        return self.reference("SQ")

    @cached_property
    def batch(self) -> pa.StringArray:
        """Batch ids; null outside batches."""
        batch = self.cohort.batch
        return only(numbered("PC", np.maximum(batch, 0), 9), batch >= 0)

    @cached_property
    def together(self) -> Mask:
        """Members of batches whose checks, reviews and issuances are recorded by batch."""
        return (self.cohort.batch >= 0) & (self.cohort.batch % 2 == 0)

    @cached_property
    def leads(self) -> Mask:
        """The first application of every batch."""
        batch = self.cohort.batch
        return (batch >= 0) & (batch != np.roll(batch, 1))

    @cached_property
    def standing(self) -> pa.StringArray:
        """The standing contract of a platform, where there is one."""
        return only(numbered("KJ", self.cohort.platform, 4), self.cohort.of(Custom.PLATFORM))

    @cached_property
    def platform(self) -> pa.StringArray:
        """The platform's name."""
        names = organization_names(np.arange(PLATFORMS) + FIRST_PLATFORM)
        return names.take(pa.array(self.cohort.platform))

    @cached_property
    def platform_code(self) -> pa.StringArray:
        """The platform's credit code."""
        codes = credit_codes(np.arange(PLATFORMS) + FIRST_PLATFORM)
        return codes.take(pa.array(self.cohort.platform))

    @cached_property
    def people(self) -> Mask:
        """The applications whose subject is a person."""
        return self.cohort.of(Custom.EVENT, Custom.PERSON, Custom.STAFF, Custom.PLATFORM)

    @cached_property
    def subject(self) -> pa.StringArray:
        """The holder applied for."""
        server = pa.array(self.cohort.of(Custom.SERVER))
        house = pc.if_else(server, self.parties.host, self.parties.organization)
        return pc.if_else(pa.array(self.people), self.parties.person, house)

    @cached_property
    def subject_number(self) -> pa.StringArray:
        """The holder's number; a server has its organisation's."""
        return pc.if_else(
            pa.array(self.people), self.parties.resident_number, self.parties.credit_code
        )

    @cached_property
    def serial(self) -> pa.StringArray:
        """The serial number of every certificate."""
        return serial_texts(self.cohort)

    @cached_property
    def media(self) -> pa.StringArray:
        """The medium of the certificate."""
        codes = np.where(
            self.cohort.custom == Custom.PERSON,
            len(MEDIA) + self.cohort.checker % len(OF_PERSONS),
            self.cohort.custom,
        )
        return chosen([*MEDIA, *OF_PERSONS], codes)

    @cached_property
    def delivered(self) -> Mask:
        """Applications whose certificate is handed over on a medium."""
        handed = pc.is_in(self.media, value_set=pa.array(["usbkey", "file"]))
        return handed.to_numpy(zero_copy_only=False) & (self.cohort.signing >= 0)

    @cached_property
    def branch(self) -> pa.StringArray:
        """The registration authority's id."""
        return chosen([ra for ra, _, _ in BRANCHES], self.cohort.branch)

    @cached_property
    def checker(self) -> pa.StringArray:
        """The operator who would check the holder."""
        return self._operator("-C", self.cohort.checker % self.institution.staff)

    @cached_property
    def reviewer(self) -> pa.StringArray:
        """The operator who would review the materials."""
        return self._operator("-R", self.cohort.checker % 2)

    def _operator(self, role: str, number: Integers) -> pa.StringArray:
        late = self.cohort.checked >= seconds_of(CHANGE_OF_STAFF)
        term = chosen(["A", "B"], late.astype(np.int64))
        return joined(self.branch, role, term, beside(digits(number, 4)))

    def serial_of(self, places: Integers) -> pa.StringArray:
        """The serial number of certificates by place; -1 is null."""
        return self.serial.take(pa.array(places, mask=places < 0))

    def reference(self, prefix: str) -> pa.StringArray:
        """An id made of the application's number."""
        return numbered(prefix, self.cohort.number, 10)

    def version(self, prefix: str, at: Integers) -> pa.StringArray:
        """The version of a document in force at some moments."""
        late = at >= seconds_of(CHANGE_OF_TEXTS)
        return chosen([f"{prefix}-1.0", f"{prefix}-2.0"], late.astype(np.int64))


def seconds_of(day: dt.date) -> int:
    """The beginning of a civil day in seconds from 1970."""
    return (day - dt.date(1970, 1, 1)).days * 86_400


def constant(word: str | None, rows: int) -> pa.StringArray:
    """The same text in every row."""
    return pa.repeat(pa.scalar(word, pa.string()), rows)


def where(columns: Columns, rows: Mask) -> Columns:
    """The rows of some columns for which `rows` holds."""
    mask = pa.array(rows)
    return {name: values.filter(mask) for name, values in columns.items()}
