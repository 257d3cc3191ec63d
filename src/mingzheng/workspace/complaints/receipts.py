"""The receipt: a number drawn at random, and a key by which its holder learns what became of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.utils import timezone

from mingzheng.workspace.complaints.models import Complaint, Report, Submission

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that is taken for another one on paper; 32 of them, five bits each."""
PREFIXES: dict[type[Submission], str] = {Complaint: "TS", Report: "JB"}


def new_number(model: type[Submission]) -> str:
    """TS (投诉) or JB (举报), the day, and thirty random bits: it tells of no other one."""
    return f"{PREFIXES[model]}{timezone.localdate():%Y%m%d}-{_drawn(6)}"


def new_key() -> str:
    """A hundred random bits, in groups of five."""
    drawn = _drawn(20)
    return "-".join(drawn[n : n + 5] for n in range(0, 20, 5))


def key_hash(key: str) -> str:
    """What is kept of a key, however it was typed: so many random bits need no slow hash."""
    typed = "".join(each for each in key.upper() if each.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


def look_up(number: str, key: str) -> Submission | None:
    """The submission of that receipt. A wrong key and an unknown number answer alike."""
    number = number.strip().upper()
    model = Report if number.startswith(PREFIXES[Report]) else Complaint
    found: Submission | None = model.objects.filter(number=number).first()
    kept = found.key_hash if found is not None else key_hash("")
    fits = hmac.compare_digest(kept, key_hash(key))
    return found if fits and found is not None else None


def _drawn(letters: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(letters))
