"""A cohort: a block of the synthetic CA's applications, as arrays of numbers.

Everything that a cohort's records and certificates say follows from these arrays. Applications
come in one order; the certificates issued for them in another, each with its application's
place. Later applications (renewals, changes, revocations) know the one they follow.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from mingzheng.sample.cells import Integers
from mingzheng.sample.identity import PEOPLE
from mingzheng.sample.institution import BEGINS, BRANCHES, ITS_ELDER, LATE_BRANCH, PLATFORMS
from mingzheng.sample.keys import KeyKind

MINUTE, HOUR, DAY = 60, 3600, 86_400
CHINA = 8 * HOUR
"""Local time is eight hours ahead of UTC."""

STAFF_PER_BATCH = 20
RESERVED = 20_000
"""People and organisations below this number are nobody's in a cohort."""

Mask = npt.NDArray[np.bool_]


class Custom(IntEnum):
    """What kind of customer an application comes from."""

    EVENT = 0
    """A person signs once, online."""
    PERSON = 1
    """A person's certificate on a medium or in the cloud."""
    ORGANIZATION = 2
    """An organisation's pair on a USB key, through an agent."""
    STAFF = 3
    """An employer's people, in batches."""
    PLATFORM = 4
    """A person signs once, through a platform with a standing contract."""
    SERVER = 5
    """A web server of an organisation."""


class Kind(IntEnum):
    """The kind of request, in the order of the contract's codes."""

    ISSUE = 0
    RENEW = 1
    REKEY = 2
    CHANGE = 3
    REVOKE = 4


class Check(IntEnum):
    """How the holder's identity is verified."""

    IN_PERSON = 0
    VIDEO = 1
    FACE = 2
    REGISTER = 3
    """By the register of people or of companies."""
    CERTIFICATE = 4
    """By a signature with the certificate to be renewed."""
    REUSED = 5
    """An earlier check is relied on."""


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


@dataclass(frozen=True)
class Shares:
    """How many applications of each kind a cohort of so many certificates has."""

    staff: int
    platform: int
    server: int
    person: int
    organization: int
    revoke: int

    @classmethod
    def among(cls, certificates: int) -> Shares:
        """Shares of a mixed business."""
        return cls(
            staff=certificates // 10 // STAFF_PER_BATCH * STAFF_PER_BATCH,
            platform=certificates // 8,
            server=certificates // 100,
            person=certificates // 7,
            organization=certificates // 10,
            revoke=certificates // 40,
        )


def draw(*, seed: int, first: int, certificates: int, rsa: range, as_of: dt.date) -> Cohort:
    """The cohort whose certificates are `first` and the next of the sample.

    rsa: the indices of the RSA keys that its organisations use.
    """
    rng = np.random.default_rng([seed, first])
    shares = Shares.among(certificates)
    start = np.datetime64(BEGINS).astype("datetime64[s]").astype(np.int64)
    days = (np.datetime64(as_of) - np.datetime64(BEGINS)).astype(np.int64) - 20
    last = start + days * DAY

    lasting = np.repeat([Custom.PERSON, Custom.ORGANIZATION], [shares.person, shares.organization])
    lasting_at = _mornings(rng, start, days, len(lasting))
    years = rng.choice([1, 1, 2, 3, 5], len(lasting))
    kind_after, follows, after_at = _follow_ups(rng, lasting, lasting_at, years, last, shares)

    fixed = [lasting, lasting[follows], np.full(shares.platform, Custom.PLATFORM)]
    fixed += [np.full(shares.staff, Custom.STAFF), np.full(shares.server, Custom.SERVER)]
    kinds = [np.zeros(len(lasting), np.int64), kind_after]
    used = np.concatenate(fixed)
    kind = np.concatenate([*kinds, np.zeros(len(used) - len(lasting) - len(follows), np.int64)])
    needed = _certificates_of(used, kind).sum()
    events = certificates - int(needed)
    custom = np.concatenate([used, np.full(events, Custom.EVENT)]).astype(np.int64)
    n = len(custom)
    kind = np.concatenate([kind, np.zeros(events, np.int64)])
    origin = np.full(n, -1, np.int64)
    origin[len(lasting) : len(lasting) + len(follows)] = follows

    who = np.where(origin >= 0, origin, np.arange(n))
    applied = _mornings(rng, start, days, n)
    applied[: len(lasting)] = lasting_at
    applied[len(lasting) : len(lasting) + len(follows)] = after_at
    staffed = np.flatnonzero(custom == Custom.STAFF)
    groups = np.arange(len(staffed)) // STAFF_PER_BATCH
    applied[staffed] = applied[staffed[groups * STAFF_PER_BATCH]] if len(staffed) else 0
    batch = np.full(n, -1, np.int64)
    batch[staffed] = first + groups
    organization = RESERVED + first + who
    organization[staffed] = RESERVED + first + n + groups

    steps = rng.integers(11 * MINUTE, 25 * MINUTE, (n, 6))
    if len(staffed):
        steps[staffed] = steps[staffed[groups * STAFF_PER_BATCH]]
    accepted = applied + steps[:, 1]
    checked = accepted + steps[:, 2]
    reviewed = checked + steps[:, 3]
    signed = reviewed + steps[:, 4]
    issued = signed + steps[:, 5]
    branch = _branches(rng, custom, applied)[who]
    branch = _opened(branch, applied)
    span = np.ones(n, np.int64)
    span[: len(lasting)] = years
    life = np.where(np.isin(custom, (Custom.EVENT, Custom.PLATFORM)), DAY, span[who] * 365 * DAY)
    check = _checks(rng, custom, kind, span[who])

    owner, twin = _owners(custom, kind)
    m = len(owner)
    signing, encrypting = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    signing[owner[~twin]] = np.flatnonzero(~twin)
    encrypting[owner[twin]] = np.flatnonzero(twin)
    authority, key_kind, key_index = _keys(rng, custom, kind, owner, twin, rsa)
    key_index = np.where(key_kind == KeyKind.RSA, key_index, first + np.arange(m))
    return Cohort(
        number=first * 2 + np.arange(n),
        custom=custom,
        kind=kind,
        follows=origin,
        person=RESERVED + first + who,
        agent=PEOPLE - 1 - first - who,
        organization=organization,
        batch=batch,
        platform=rng.integers(0, PLATFORMS, n)[who],
        branch=branch,
        domain=rng.choice(5, n, p=[0.3, 0.3, 0.2, 0.15, 0.05])[who],
        check=check,
        checker=rng.integers(0, 2**31, n),
        told=applied - steps[:, 0],
        applied=applied,
        accepted=accepted,
        checked=checked,
        reviewed=reviewed,
        signed=signed,
        issued=issued,
        ends=np.where(kind == Kind.REVOKE, issued, issued + life),
        owner=owner,
        twin=twin,
        signing=signing,
        encrypting=encrypting,
        serials=_positive(rng.integers(0, 256, (m, 16), np.uint8)),
        key_kind=key_kind,
        key_index=key_index,
        authority=authority,
        hashes=rng.integers(0, 256, (n, 32), np.uint8),
    )


def _mornings(rng: np.random.Generator, start: int, days: int, rows: int) -> Integers:
    """Moments between nine and noon of days of the period: what follows fits into the day."""
    return start + rng.integers(0, days, rows) * DAY + rng.integers(9 * HOUR, 12 * HOUR, rows)


def _follow_ups(
    rng: np.random.Generator,
    lasting: Integers,
    at: Integers,
    years: Integers,
    last: int,
    shares: Shares,
) -> tuple[Integers, Integers, Integers]:
    """(kind, place followed, applied) of later applications: at most one per certificate."""
    ends = at + years * 365 * DAY
    middle = at + (years * 365 * rng.uniform(0.2, 0.8, len(at))).astype(np.int64) * DAY
    order = rng.permutation(len(lasting))
    expiring = order[ends[order] < last][: len(lasting) // 3]
    others = order[~np.isin(order, expiring) & (middle[order] < last)]
    revoked = others[: shares.revoke]
    replaced = others[shares.revoke : shares.revoke + shares.revoke // 2]
    follows = np.concatenate([expiring, revoked, replaced]).astype(np.int64)
    kind = np.concatenate(
        [
            np.full(len(expiring), Kind.RENEW),
            np.full(len(revoked), Kind.REVOKE),
            rng.choice([Kind.REKEY, Kind.CHANGE], len(replaced)),
        ]
    ).astype(np.int64)
    before_end = ends - rng.integers(5, 25, len(at)) * DAY
    return kind, follows, np.where(kind == Kind.RENEW, before_end[follows], middle[follows])


def _certificates_of(custom: Integers, kind: Integers) -> Integers:
    """How many certificates each application is given."""
    return np.where(kind == Kind.REVOKE, 0, np.where(custom == Custom.ORGANIZATION, 2, 1))


def _owners(custom: Integers, kind: Integers) -> tuple[Integers, Mask]:
    counts = _certificates_of(custom, kind)
    signing, encrypting = np.flatnonzero(counts), np.flatnonzero(counts == 2)
    twin = np.repeat([False, True], [len(signing), len(encrypting)])
    return np.concatenate([signing, encrypting]), twin


def _branches(rng: np.random.Generator, custom: Integers, applied: Integers) -> Integers:
    online = np.isin(custom, (Custom.EVENT, Custom.PLATFORM))
    return np.where(online, len(BRANCHES) - 1, rng.integers(0, len(BRANCHES) - 1, len(applied)))


def _opened(branch: Integers, applied: Integers) -> Integers:
    """RA07's customers went to RA06 until it opened."""
    opened = np.datetime64("2019-01-05").astype("datetime64[s]").astype(np.int64)
    return np.where((branch == LATE_BRANCH) & (applied < opened), ITS_ELDER, branch)


def _checks(
    rng: np.random.Generator, custom: Integers, kind: Integers, years: Integers
) -> Integers:
    """The means of verification: a reuse only while the first check is young enough."""
    n = len(custom)
    check = np.full(n, Check.REGISTER, np.int64)
    online = np.isin(custom, (Custom.EVENT, Custom.PLATFORM))
    check[online] = rng.choice([Check.FACE, Check.REGISTER], online.sum())
    person = custom == Custom.PERSON
    check[person] = rng.choice([Check.IN_PERSON, Check.VIDEO, Check.FACE], person.sum())
    staff = custom == Custom.STAFF
    check[staff] = Check.REGISTER
    renewal = np.isin(kind, (Kind.RENEW, Kind.REKEY, Kind.CHANGE))
    means = rng.choice([Check.CERTIFICATE, Check.FACE, Check.REUSED], n)
    young = (means != Check.REUSED) | (years == 1)
    renewed = np.where(young, means, Check.CERTIFICATE)
    own = np.where(renewed == Check.FACE, check, renewed)
    return np.where(renewal, own, check)


def _keys(
    rng: np.random.Generator,
    custom: Integers,
    kind: Integers,
    owner: Integers,
    twin: Mask,
    rsa: range,
) -> tuple[Integers, npt.NDArray[np.uint8], Integers]:
    """(authority, key kind, RSA key index) of each certificate; twins share the authority."""
    authority = rng.choice([0, 0, 0, 1], len(custom))
    authority[np.isin(custom, (Custom.STAFF, Custom.PLATFORM))] = 0
    authority[custom == Custom.SERVER] = 1
    index = np.zeros(len(custom), np.int64)
    first = np.flatnonzero((custom == Custom.ORGANIZATION) & (kind == Kind.ISSUE))[: len(rsa)]
    authority[first] = 2
    index[first] = np.arange(rsa.start, rsa.start + len(first))
    kinds = np.where(authority == 0, KeyKind.SM2, np.where(authority == 1, KeyKind.P256, 2))
    of_twin = np.where(authority == 0, KeyKind.SM2, KeyKind.P256)
    key_kind = np.where(twin, of_twin[owner], kinds[owner]).astype(np.uint8)
    return authority[owner], key_kind, index[owner]


def _positive(octets: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    octets[:, 0] = octets[:, 0] & 0x3F | 0x40
    return octets
