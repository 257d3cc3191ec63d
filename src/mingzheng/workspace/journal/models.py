"""Entries of the journal. They stand on nothing else: no foreign keys, texts as they were."""

from __future__ import annotations

import datetime as dt

from django.db import models


class Entry(models.Model):
    """Who did what to which thing, sealed together with all entries before.

    What is sealed is in `journal/chain.py`; the database refuses to change or delete a row.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=27)
    """The time in UTC, as it was sealed: 2022-08-30T09:05:00.000000Z."""
    user = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, blank=True)
    acting_for = models.BigIntegerField(null=True)
    """The organisation in which the person acted."""
    verb = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60, blank=True)
    thing = models.CharField(max_length=40, blank=True)
    thing_name = models.CharField(max_length=200, blank=True)
    organisation = models.BigIntegerField(null=True)
    """The organisation whose thing it is."""
    details = models.TextField()
    """Canonical JSON of an object."""
    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64, unique=True)

    class Meta:
        """Found by number, and by what the page filters by."""

        default_permissions = ()
        ordering = ("-number",)
        indexes = [
            models.Index("organisation", "number", name="journal_by_organisation"),
            models.Index("acting_for", "number", name="journal_by_acting_for"),
            models.Index("verb", "number", name="journal_by_verb"),
            models.Index("user", "number", name="journal_by_user"),
            models.Index("thing_kind", "thing", "number", name="journal_by_thing"),
        ]

    @property
    def time(self) -> dt.datetime:
        """The time as a time."""
        return dt.datetime.fromisoformat(self.at)


class Checkpoint(models.Model):
    """A signature over the head of the chain: who keeps one elsewhere sees a chain made anew."""

    number = models.BigIntegerField(primary_key=True)
    """The entry that was the head: the one that records this checkpoint."""
    text = models.TextField()
    """What is signed: canonical JSON of number, time and seals."""
    signature = models.CharField(max_length=128)
    """Ed25519 over the text in UTF-8, in hexadecimal."""
    key = models.CharField(max_length=64)
    """The public key, in hexadecimal."""

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-number",)
