"""A cohort: a block of the synthetic CA's applications, as arrays of numbers.

Everything that a cohort's records and certificates say follows from these arrays. Applications
come in one order; the certificates issued for them in another, each with its application's
place. Later applications (renewals, changes, revocations) know the one they follow.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mingzheng.sample.business import (
    DAY,
    MINUTE,
    RESERVED,
    STAFF_PER_BATCH,
    Business,
    Check,
    Custom,
    Kind,
    Mask,
    owners,
    plan,
)
from mingzheng.sample.cells import Integers
from mingzheng.sample.identity import PEOPLE
from mingzheng.sample.institution import BRANCHES, ITS_ELDER, LATE_BRANCH, PLATFORMS
from mingzheng.sample.keys import KeyKind


@dataclass(frozen=True)
class Cohort:
    """n applications and m certificates; times are civil seconds from 1970 in China."""

    number: Integers
    """Of the application, unique over the sample."""
    custom: Integers
    kind: Integers
    follows: Integers
    """The place of the application it follows, or -1."""
    person: Integers
    agent: Integers
    organization: Integers
    batch: Integers
    """Unique over the sample, or -1."""
    platform: Integers
    branch: Integers
    domain: Integers
    check: Integers
    checker: Integers
    """A number from which the operator is chosen."""
    told: Integers
    applied: Integers
    accepted: Integers
    checked: Integers
    reviewed: Integers
    signed: Integers
    issued: Integers
    ends: Integers
    """Until when the certificate is valid; of a revocation when it takes effect."""
    owner: Integers
    """int64[m]: the place of each certificate's application, signing certificates first."""
    twin: Mask
    """bool[m]: an encryption certificate."""
    signing: Integers
    """The place of each application's signing certificate, or -1."""
    encrypting: Integers
    serials: npt.NDArray[np.uint8]
    """uint8[m, 16]."""
    key_kind: npt.NDArray[np.uint8]
    key_index: Integers
    authority: Integers
    """int64[m]: 0 the SM2 issuer, 1 P-256, 2 RSA."""
    hashes: npt.NDArray[np.uint8]
    """uint8[n, 32]: the SHA-256 of what the archive keeps of the application."""

    def __len__(self) -> int:
        return len(self.number)

    def of(self, *customs: Custom) -> Mask:
        """The applications of these customers."""
        return np.isin(self.custom, customs)

    @property
    def revokes(self) -> Mask:
        """The applications that ask to revoke."""
        return self.kind == Kind.REVOKE


def draw(*, seed: int, first: int, certificates: int, rsa: range, as_of: dt.date) -> Cohort:
    """The cohort whose certificates are `first` and the next of the sample.

    rsa: the indices of the RSA keys that its organisations use.
    """
    rng = np.random.default_rng([seed, first])
    b = plan(rng, certificates, as_of)
    n, holder = len(b.custom), b.holder
    owner, twin = owners(b.custom, b.kind)
    authority, key_kind, rsa_index = _keys(rng, b, owner, twin, rsa)
    own_index = first + np.arange(len(owner))
    told, accepted, checked, reviewed, signed, issued = _steps(rng, b)
    life = np.where(b.once, DAY, b.years[holder] * 365 * DAY)
    return Cohort(
        number=first * 2 + np.arange(n),
        custom=b.custom,
        kind=b.kind,
        follows=b.follows,
        person=RESERVED + first + holder,
        agent=PEOPLE - 1 - first - holder,
        organization=RESERVED + first + np.where(b.group >= 0, n + b.group, holder),
        batch=np.where(b.group >= 0, first + b.group, -1),
        platform=rng.integers(0, PLATFORMS, n)[holder],
        branch=_branches(rng, b),
        domain=rng.choice(5, n, p=[0.3, 0.3, 0.2, 0.15, 0.05])[holder],
        check=_checks(rng, b),
        checker=rng.integers(0, 2**31, n),
        told=told,
        applied=b.applied,
        accepted=accepted,
        checked=checked,
        reviewed=reviewed,
        signed=signed,
        issued=issued,
        ends=np.where(b.kind == Kind.REVOKE, issued, issued + life),
        owner=owner,
        twin=twin,
        signing=_places(owner, ~twin, n),
        encrypting=_places(owner, twin, n),
        serials=_positive(rng.integers(0, 256, (len(owner), 16), np.uint8)),
        key_kind=key_kind,
        key_index=np.where(key_kind == KeyKind.RSA, rsa_index, own_index),
        authority=authority,
        hashes=rng.integers(0, 256, (n, 32), np.uint8),
    )


def _steps(rng: np.random.Generator, b: Business) -> tuple[Integers, ...]:
    """When each application was told, accepted, checked, reviewed, signed and issued.

    At least eleven minutes apart: the order is certain whatever the clocks; one for a batch.
    """
    steps = rng.integers(11 * MINUTE, 25 * MINUTE, (len(b.custom), 6))
    staff = np.flatnonzero(b.group >= 0)
    steps[staff] = steps[staff[b.group[staff] * STAFF_PER_BATCH]]
    later = b.applied[:, None] + np.cumsum(steps[:, 1:], axis=1)
    return b.applied - steps[:, 0], *later.T


def _places(owner: Integers, rows: Mask, applications: int) -> Integers:
    """The place of each application's certificate among these rows, or -1."""
    places = np.full(applications, -1, np.int64)
    places[owner[rows]] = np.flatnonzero(rows)
    return places


def _branches(rng: np.random.Generator, b: Business) -> Integers:
    """Online customers have a branch of their own; RA07's went to RA06 until it opened."""
    n = len(b.custom)
    branch = np.where(b.once, len(BRANCHES) - 1, rng.integers(0, len(BRANCHES) - 1, n))[b.holder]
    opened = int(np.datetime64("2019-01-05").astype("datetime64[s]").astype(np.int64))
    return np.where((branch == LATE_BRANCH) & (b.applied < opened), ITS_ELDER, branch)


def _checks(rng: np.random.Generator, b: Business) -> Integers:
    """The means of verification: a reuse only while the first check is young enough."""
    n = len(b.custom)
    by_custom = np.full((len(Custom), 3), Check.REGISTER)
    by_custom[[Custom.EVENT, Custom.PLATFORM]] = Check.FACE, Check.REGISTER, Check.REGISTER
    by_custom[Custom.PERSON] = Check.IN_PERSON, Check.VIDEO, Check.FACE
    afresh = by_custom[b.custom, rng.integers(0, 3, n)]
    means = rng.choice([Check.CERTIFICATE, Check.FACE, Check.REUSED], n)
    old = (means == Check.REUSED) & (b.years[b.holder] > 1)
    renewed = np.where(means == Check.FACE, afresh, np.where(old, Check.CERTIFICATE, means))
    return np.where(np.isin(b.kind, (Kind.RENEW, Kind.REKEY, Kind.CHANGE)), renewed, afresh)


def _keys(
    rng: np.random.Generator, b: Business, owner: Integers, twin: Mask, rsa: range
) -> tuple[Integers, npt.NDArray[np.uint8], Integers]:
    """(authority, key kind, RSA key index) of each certificate; twins share the authority."""
    authority = rng.choice([0, 0, 0, 1], len(b.custom))
    authority[np.isin(b.custom, (Custom.STAFF, Custom.PLATFORM))] = 0
    authority[b.custom == Custom.SERVER] = 1
    index = np.zeros(len(b.custom), np.int64)
    first = np.flatnonzero((b.custom == Custom.ORGANIZATION) & (b.kind == Kind.ISSUE))[: len(rsa)]
    authority[first] = 2
    index[first] = np.arange(rsa.start, rsa.start + len(first))
    kinds = np.where(authority == 0, KeyKind.SM2, np.where(authority == 1, KeyKind.P256, 2))
    of_twin = np.where(authority == 0, KeyKind.SM2, KeyKind.P256)
    key_kind = np.where(twin, of_twin[owner], kinds[owner]).astype(np.uint8)
    return authority[owner], key_kind, index[owner]


def _positive(octets: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    octets[:, 0] = octets[:, 0] & 0x3F | 0x40
    return octets
