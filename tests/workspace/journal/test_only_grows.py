"""The database refuses to change or delete an entry."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

ATTEMPTS = [
    "UPDATE journal_entry SET verb = 'nothing'",
    "UPDATE journal_entry SET details = details WHERE number = 1",
    "DELETE FROM journal_entry",
    "INSERT INTO journal_entry SELECT * FROM journal_entry WHERE number = 1 "
    "ON CONFLICT (number) DO UPDATE SET verb = 'nothing'",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE number = 1",
    "UPDATE OR REPLACE journal_entry SET number = 1",
]
ON_POSTGRESQL = ["TRUNCATE journal_entry", "TRUNCATE journal_entry CASCADE"]


@pytest.mark.parametrize("attempt", ATTEMPTS + ON_SQLITE + ON_POSTGRESQL)
def test_no_statement_changes_an_entry(database: str, attempt: str) -> None:
    foreign = {"sqlite": ON_POSTGRESQL, "postgresql": ON_SQLITE}[database]
    if attempt in foreign:
        pytest.skip("the other database's statement")
    refused = pytest.raises(DatabaseError, match="only grows")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_a_plain_connection_cannot_replace_an_entry(migrated: str) -> None:
    """Without our pragma SQLite fires no delete trigger on REPLACE; another trigger refuses."""
    if migrated != "sqlite":
        pytest.skip("SQLite's own way of replacing")
    import sqlite3
    from contextlib import closing

    path = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(path)) as plain, pytest.raises(sqlite3.IntegrityError):
        plain.execute(ON_SQLITE[0])
