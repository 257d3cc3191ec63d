"""The business of a cohort: who asks for what on which day, and what follows from it later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from mingzheng.sample.cells import Integers
from mingzheng.sample.institution import BEGINS

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


@dataclass(frozen=True)
class Business:
    """n applications, by kind of customer; renewals and the like behind what they follow."""

    custom: Integers
    kind: Integers
    follows: Integers
    """The place of the application it follows, or -1."""
    applied: Integers
    """Civil seconds from 1970 in China."""
    years: Integers
    """For how long the certificate is asked."""
    group: Integers
    """The number of its batch within the cohort, or -1."""

    @property
    def holder(self) -> Integers:
        """The place of the first application of its holder."""
        return np.where(self.follows >= 0, self.follows, np.arange(len(self.custom)))

    @property
    def once(self) -> Mask:
        """Applications to sign a single time."""
        return np.isin(self.custom, (Custom.EVENT, Custom.PLATFORM))


def plan(rng: np.random.Generator, certificates: int, as_of: dt.date) -> Business:
    """The applications for exactly so many certificates: what is not shared out are events."""
    shares = Shares.among(certificates)
    start = int(np.datetime64(BEGINS).astype("datetime64[s]").astype(np.int64))
    days = (as_of - BEGINS).days - 20
    lasting = np.repeat([Custom.PERSON, Custom.ORGANIZATION], [shares.person, shares.organization])
    lasting_at = _mornings(rng, start, days, len(lasting))
    years = rng.choice([1, 1, 2, 3, 5], len(lasting))
    later, follows, later_at = _follow_ups(rng, lasting_at, years, start + days * DAY, shares)
    others = [Custom.PLATFORM, Custom.STAFF, Custom.SERVER]
    others_counts = [shares.platform, shares.staff, shares.server]
    used = np.concatenate([lasting, lasting[follows], np.repeat(others, others_counts)])
    kind = _padded(later, len(lasting), len(used), Kind.ISSUE)
    events = certificates - int(certificates_of(used, kind).sum())
    n = len(used) + events
    custom = np.concatenate([used, np.full(events, Custom.EVENT)]).astype(np.int64)
    applied = _mornings(rng, start, days, n)
    applied[: len(lasting)] = lasting_at
    applied[len(lasting) : len(lasting) + len(follows)] = later_at
    group = np.full(n, -1, np.int64)
    staff = np.flatnonzero(custom == Custom.STAFF)
    group[staff] = np.arange(len(staff)) // STAFF_PER_BATCH
    applied[staff] = applied[staff[group[staff] * STAFF_PER_BATCH]]
    return Business(
        custom=custom,
        kind=_padded(later, len(lasting), n, Kind.ISSUE),
        follows=_padded(follows, len(lasting), n, -1),
        applied=applied,
        years=_padded(years, 0, n, 1),
        group=group,
    )


def _padded(values: Integers, at: int, rows: int, otherwise: int) -> Integers:
    """`values` from place `at` on, `otherwise` before and behind them."""
    padded = np.full(rows, otherwise, np.int64)
    padded[at : at + len(values)] = values
    return padded


def _mornings(rng: np.random.Generator, start: int, days: int, rows: int) -> Integers:
    """Moments between nine and noon of days of the period: what follows fits into the day."""
    return start + rng.integers(0, days, rows) * DAY + rng.integers(9 * HOUR, 12 * HOUR, rows)


def _follow_ups(
    rng: np.random.Generator, at: Integers, years: Integers, last: int, shares: Shares
) -> tuple[Integers, Integers, Integers]:
    """(kind, place followed, applied) of later applications: at most one per certificate."""
    ends = at + years * 365 * DAY
    middle = at + (years * 365 * rng.uniform(0.2, 0.8, len(at))).astype(np.int64) * DAY
    order = rng.permutation(len(at))
    expiring = order[ends[order] < last][: len(at) // 3]
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


def certificates_of(custom: Integers, kind: Integers) -> Integers:
    """How many certificates each application is given."""
    return np.where(kind == Kind.REVOKE, 0, np.where(custom == Custom.ORGANIZATION, 2, 1))


def owners(custom: Integers, kind: Integers) -> tuple[Integers, Mask]:
    """(place of each certificate's application, is it the twin): signing certificates first."""
    counts = certificates_of(custom, kind)
    signing, encrypting = np.flatnonzero(counts), np.flatnonzero(counts == 2)
    twin = np.repeat([False, True], [len(signing), len(encrypting)])
    return np.concatenate([signing, encrypting]), twin
