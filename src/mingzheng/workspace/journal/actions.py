"""Writing the journal: every action of every room ends here, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation

from mingzheng.workspace.journal import checkpoints
from mingzheng.workspace.journal.chain import FIRST, Seal, canonical, seal
from mingzheng.workspace.journal.models import Checkpoint, Entry
from mingzheng.workspace.people.permissions import require

LOCK = 0x6D7A
"""The advisory lock by which writers on PostgreSQL queue; on SQLite there is one writer anyway."""


@transaction.atomic
def record(
    *,
    by: Any | None,
    verb: str,
    thing: Model | None = None,
    details: Mapping[str, object] | None = None,
    named: bool = True,
) -> Entry:
    """Put one entry at the end of the chain, in the transaction of the action that calls.

    `by` None is the system itself. `details` becomes JSON; it holds no identity numbers. `named`
    False keeps what the thing is called from those who read what `by` did.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Entry.objects.values("number", "sha256", "sm3").order_by("-number").first()
    before = Seal(last["sha256"], last["sm3"]) if last else FIRST
    membership = by.membership if by is not None else None
    owner = getattr(thing, "organisation", None)
    with translation.override("zh-hans"):
        name = str(thing)[:200] if thing is not None and named else ""
    columns: dict[str, Any] = {
        "number": (last["number"] if last else 0) + 1,
        "at": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "user": by.pk if by is not None else None,
        "user_name": by.name if by is not None else "",
        "role": membership.role if membership else "",
        "acting_for": membership.organisation_id if membership else None,
        "verb": verb,
        "thing_kind": thing._meta.label_lower if thing is not None else "",
        "thing": str(thing.pk) if thing is not None else "",
        "thing_name": name,
        "organisation": owner.pk if owner is not None else None,
        "details": canonical(details or {}),
    }
    sealed = seal(columns, before)
    return Entry.objects.create(**columns, sha256=sealed.sha256, sm3=sealed.sm3)


@transaction.atomic
def sign_checkpoint(*, by: Any | None) -> Checkpoint:
    """Sign the head of the chain as it stands; `by` None is the server as it starts."""
    if by is not None:
        require(by, "journal.checkpoint")
    head = record(by=by, verb="journal.checkpoint")
    text = checkpoints.text(head.number, head.at, Seal(head.sha256, head.sm3))
    key = checkpoints.signing_key(settings.WORKSPACE.folder)
    return Checkpoint.objects.create(
        number=head.number,
        text=text,
        signature=key.sign(text.encode()).hex(),
        key=checkpoints.public_key(key),
    )
