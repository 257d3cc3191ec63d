"""When the reader's machine code is made, and where it is kept."""

from __future__ import annotations


def warm_up() -> None:
    """Compile."""
