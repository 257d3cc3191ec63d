"""Sessions in the database, each with its person, so that it can be listed and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's own store over our table."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        from mingzheng.workspace.people.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """A row that says whose session it is and where it was begun."""
        session = super().create_model_instance(data)
        session.user_id = data.get("_auth_user_id")
        session.agent = data.get("agent", "")
        session.address = data.get("address", "")
        if "started_at" in data:
            session.started_at = dt.datetime.fromisoformat(data["started_at"])
        return session
