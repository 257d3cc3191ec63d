"""Where the data lies: SQLite beside the settings, or PostgreSQL by one URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from mingzheng.workspace.site.folder import DATABASE_FILE, Workspace

PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    # without it INSERT OR REPLACE would pass by the triggers that guard the journal
    "PRAGMA recursive_triggers=ON;"
    "PRAGMA cache_size=-65536;"
    "PRAGMA temp_store=MEMORY;"
)
PATIENCE = 30
"""Seconds a writer waits for another one."""


def database(workspace: Workspace) -> dict[str, Any]:
    """Django's settings of the one database."""
    if not workspace.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": workspace.folder / DATABASE_FILE,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": PATIENCE,
                "init_command": PRAGMAS,
            },
        }
    url = urlsplit(workspace.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
