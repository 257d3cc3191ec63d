"""The exit codes of an audit, as documented in its help."""

from __future__ import annotations

from typing import Any

NEITHER, VIOLATION, COULD_NOT_RUN, INCOMPLETE, UNKNOWNS = 0, 1, 2, 3, 4


def exit_code(content: dict[str, Any]) -> int:
    """Incomplete wins over a violation, a violation over unknowns; doubts and notices change none."""
    if not content["complete"]:
        return INCOMPLETE
    items = content["summary"]["items"].values()
    if any(item["breach"] for item in items):
        return VIOLATION
    return UNKNOWNS if any(item["unknown"] for item in items) else NEITHER
