"""What complaints are about, and which items of the notice a topic touches."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mingzheng import law
from mingzheng.language import Text


@dataclass(frozen=True)
class Topic:
    """One topic; `code` is its name in the `complaints` table of the evidence."""

    id: str
    text: Text
    hint: Text
    items: tuple[str, ...]
    code: str


@cache
def topics() -> dict[str, Topic]:
    """Every topic by id, in the order of the form."""
    given = tomllib.loads((files(__package__) / "data/topics.toml").read_text("utf-8"))
    return {
        name: Topic(
            id=name,
            text=Text(zh=row["zh"], en=row["en"]),
            hint=Text(**row["hint"]),
            items=tuple(row["items"]),
            code=row["code"],
        )
        for name, row in given.items()
    }


@cache
def items() -> dict[str, Text]:
    """The items of the notice that a complaint can be linked to, with their titles."""
    return {
        each.id: Text(zh=f"{each.id} {each.zh}", en=f"{each.id} {each.en}")
        for each in law.catalogue().notice.items
    }
