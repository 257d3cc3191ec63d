"""Tables are what the models say."""

from __future__ import annotations

from django.core.management import call_command


def test_no_migration_is_missing(migrated: str) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
