"""What we propose against a problem, and what an inspector looks at: data in proposals.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mingzheng.language import Text
from mingzheng.rules import Rule
from mingzheng.rules.rule import Severity

KINDS = {
    "corrective": Text(zh="纠正既往", en="corrective"),
    "preventive": Text(zh="预防再发", en="preventive"),
}
"""Kind of measure: what puts the past right, and what keeps it from happening again."""


@dataclass(frozen=True)
class Proposal:
    """A measure of one kind, and by what one can tell that it was carried out."""

    kind: str
    measure: Text
    acceptance: Text


def for_rule(rule: Rule, severity: str) -> tuple[Proposal, ...]:
    """The proposals against what a rule found: its own words, else those of its item.

    `severity` is that of what it found: against a doubt the first thing is that a person looks.
    """
    given = _given()
    own, of_item = given["rules"].get(rule.id, {}), given["items"][rule.items[0]]
    doubt = given["doubt"] if severity != Severity.VIOLATION else {}
    return tuple(
        Proposal(
            kind=kind, **_words({**of_item[kind], **doubt.get(kind, {}), **own.get(kind, {})})
        )
        for kind in KINDS
    )


def for_table(name: Text) -> tuple[Proposal, ...]:
    """The proposals where a record table is lacking."""
    given = _given()["evidence"]
    return tuple(
        Proposal(
            kind=kind,
            **{
                part: Text(zh=text.zh.format(table=name.zh), en=text.en.format(table=name.en))
                for part, text in _words(given[kind]).items()
            },
        )
        for kind in KINDS
    )


def to_look_at(item: str) -> Text:
    """What an inspector looks at for an item of the notice."""
    return Text(**_given()["items"][item]["look"])


def named_rules() -> frozenset[str]:
    """The rules that have words of their own."""
    return frozenset(_given()["rules"])


def _words(given: Mapping[str, Any]) -> dict[str, Text]:
    return {part: Text(**given[part]) for part in ("measure", "acceptance")}


@cache
def _given() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "proposals.toml").read_text("utf-8"))
