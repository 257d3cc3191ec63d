"""The sheet a public form is on: issued by us, filled in by somebody who took their time, once.

Instead of a captcha, which would send people to another host and shut out those who can't see:
a form carries a signed number and the second it was issued. Sent back at once it was no person;
sent back after half a day, or with a signature that isn't ours, it isn't taken.
"""

from __future__ import annotations

import secrets
import time
from enum import Enum

from django.core.signing import BadSignature, Signer

SOONEST, LATEST = 3, 12 * 3600
"""Seconds between a form's leaving and its coming back."""


class Fault(Enum):
    """What is wrong with a sheet that came back."""

    FORGED = "not issued here"
    SOON = "filled in faster than one can read"
    STALE = "issued too long ago"


def issue(*, at: float | None = None) -> str:
    """A new sheet: its number, the second it was issued, our signature."""
    issued = int(time.time() if at is None else at)
    return _signer().sign(f"{secrets.token_hex(16)}-{issued}")


def examine(sheet: str) -> str | Fault:
    """The number of a sheet that came back in good time, or what is wrong with it."""
    try:
        number, _, issued = _signer().unsign(sheet).partition("-")
    except BadSignature:
        return Fault.FORGED
    age = time.time() - int(issued)
    if age < SOONEST:
        return Fault.SOON
    return number if age <= LATEST else Fault.STALE


def _signer() -> Signer:
    return Signer(salt="complaints.sheet")
