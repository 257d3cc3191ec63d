"""What the certificates of a cohort contain, by issuer: subjects, validity, usage, pointers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.sample.business import CHINA, Custom, Mask
from mingzheng.sample.cells import Integers, beside, chosen, hexes, joined, only
from mingzheng.sample.cohort import Cohort
from mingzheng.sample.identity import (
    credit_codes,
    domain_names,
    organization_names,
    person_names,
    resident_numbers,
)
from mingzheng.sample.profile import (
    AlternativeName,
    Attribute,
    CertificateColumns,
    Encoding,
    KeyUsage,
    NameKind,
    serials,
)

COUNTRY, ORGANIZATION, COMMON_NAME, SERIAL_NUMBER = "2.5.4.6", "2.5.4.10", "2.5.4.3", "2.5.4.5"
RESIDENT_EXTENSION = "1.2.156.10260.4.1.1"
POLICIES = ("1.2.156.11290.1.1", "1.2.156.11290.1.2", "1.2.156.11290.1.3")
SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2 1.3.6.1.5.5.7.3.4"
CRL_URL = "http://crl.example.com/{}/1.crl"
AUTHORITIES = ("sm2", "p256", "rsa")
"""The issuers of a cohort in the order of its codes."""
TEMPLATED = 0
"""The SM2 issuer: its subjects follow templates, those of the others have none."""

SIGNING = KeyUsage.DIGITAL_SIGNATURE | KeyUsage.NON_REPUDIATION
ENCRYPTING = KeyUsage.KEY_ENCIPHERMENT | KeyUsage.DATA_ENCIPHERMENT | KeyUsage.KEY_AGREEMENT

TEMPLATES = (
    "051@{person}@Z{number}@{sequence}",
    "041@N{number}@{organization}@{sequence}",
    "052@{person}@Z{number}@{sequence}; O={organization}",
)
"""How the SM2 issuer's subjects read."""


@dataclass(frozen=True)
class Parties:
    """The names and numbers of a cohort's parties, one per application."""

    person: pa.StringArray
    resident_number: pa.StringArray
    organization: pa.StringArray
    credit_code: pa.StringArray
    agent: pa.StringArray
    agent_number: pa.StringArray
    host: pa.StringArray

    @classmethod
    def of(cls, c: Cohort) -> Parties:
        """Those of a cohort."""
        return cls(
            person=person_names(c.person),
            resident_number=resident_numbers(c.person),
            organization=organization_names(c.organization),
            credit_code=credit_codes(c.organization),
            agent=person_names(c.agent),
            agent_number=resident_numbers(c.agent),
            host=domain_names(c.organization),
        )


def serial_texts(c: Cohort) -> pa.StringArray:
    """The serial number of every certificate, in hex."""
    return beside(hexes(c.serials))


def certificate_columns(c: Cohort, parties: Parties, authority: int) -> CertificateColumns:
    """What the certificates of one issuer contain, in the order of the cohort."""
    rows = np.flatnonzero(c.authority == authority)
    owner = c.owner[rows]
    custom = c.custom[owner]
    server = custom == Custom.SERVER
    once = np.isin(custom, (Custom.EVENT, Custom.PLATFORM))
    usage = np.where(c.twin[rows], int(ENCRYPTING), int(SIGNING)).astype(np.uint16)
    host = only(parties.host.take(pa.array(owner)), server)
    number = only(parties.resident_number.take(pa.array(owner)), _of_people(custom))
    plain = authority != TEMPLATED
    return CertificateColumns(
        serial=serials(c.serials[rows]),
        not_before=c.issued[owner] - CHINA,
        not_after=c.ends[owner] - CHINA,
        subject=_subject(parties, owner, custom, plain=plain),
        key_kind=c.key_kind[rows],
        key_index=c.key_index[rows],
        key_usage=pa.array(usage),
        extended_key_usage=chosen([CLIENT_AUTH, SERVER_AUTH], server.astype(np.int64)),
        policies=chosen(POLICIES, np.where(once, 1, np.where(server, 2, 0))),
        crl_url=chosen([CRL_URL.format(AUTHORITIES[authority])], np.zeros(len(rows), np.int64)),
        alternative_names=(AlternativeName(NameKind.DNS, host),),
        identifiers=(Attribute(RESIDENT_EXTENSION, number, Encoding.IMPLICIT),) if plain else (),
    )


def _of_people(custom: Integers) -> Mask:
    return np.isin(custom, (Custom.EVENT, Custom.PERSON, Custom.STAFF, Custom.PLATFORM))


def _subject(
    parties: Parties, owner: Integers, custom: Integers, *, plain: bool
) -> tuple[Attribute, ...]:
    """The attributes of the subjects: by the templates, or CN and O as they stand."""
    at = pa.array(owner)
    person, organization = parties.person.take(at), parties.organization.take(at)
    code = parties.credit_code.take(at)
    people, staff = _of_people(custom), custom == Custom.STAFF
    if plain:
        server = pa.array(custom == Custom.SERVER)
        of_house = pc.if_else(server, parties.host.take(at), organization)
        name = pc.if_else(pa.array(people), person, of_house)
    else:
        number = parties.resident_number.take(at)
        prefix = chosen(["051@", "052@"], staff.astype(np.int64))
        name = pc.if_else(
            pa.array(people),
            joined(prefix, person, "@Z", number, "@1"),
            joined("041@N", code, "@", organization, "@00000001"),
        )
    house = only(organization, staff if not plain else ~people)
    country = chosen(["CN"], np.zeros(len(owner), np.int64))
    numbered = only(code, (custom == Custom.ORGANIZATION) & plain)
    return (
        Attribute(COUNTRY, country, Encoding.PRINTABLE),
        Attribute(ORGANIZATION, house),
        Attribute(SERIAL_NUMBER, numbered, Encoding.PRINTABLE),
        Attribute(COMMON_NAME, name),
    )
