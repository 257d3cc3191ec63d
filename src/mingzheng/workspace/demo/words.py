"""The data of the demonstration: authorities that don't exist, and what is said in it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files("mingzheng.workspace.demo") / "data"


def register() -> bytes:
    """The file of the authorities."""
    return (DATA / "authorities.toml").read_bytes()


@cache
def authorities() -> list[dict[str, str]]:
    """Each authority's name, English name and province."""
    found: list[dict[str, str]] = tomllib.loads(register().decode())["authority"]
    return found


@cache
def words() -> dict[str, Any]:
    """Names, tasks, reasons, and what complaints say."""
    return tomllib.loads((DATA / "words.toml").read_text("utf-8"))
