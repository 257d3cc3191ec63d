"""All rules, found by walking the package: from each module the object named like it."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from functools import cache
from importlib import resources

import mingzheng.rules as package
from mingzheng.errors import RuleError
from mingzheng.rules.rule import Rule

VERSION = "2026.11"
"""Version of the rule set: changes whenever a verdict could."""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, sorted by id."""
    found = []
    for folder in pkgutil.iter_modules(package.__path__):
        if not folder.ispkg:
            continue
        inside = importlib.import_module(f"{package.__name__}.{folder.name}")
        for module in pkgutil.iter_modules(inside.__path__):
            place = f"{package.__name__}.{folder.name}.{module.name}"
            candidate = getattr(importlib.import_module(place), module.name, None)
            if not isinstance(candidate, Rule):
                raise RuleError(
                    zh=f"{place} 中没有与文件同名的规则。",
                    en=f"{place} holds no rule named like the file.",
                )
            found.append(candidate)
    return tuple(sorted(found, key=lambda rule: rule.id))


def rule_by_id(rule_id: str) -> Rule:
    """The rule of that id; RuleError if there is none."""
    for rule in rules():
        if rule.id == rule_id:
            return rule
    raise RuleError(
        zh=f"没有规则 {rule_id}。用 mingzheng rules list 查看全部。",
        en=f"There is no rule {rule_id}. See them all with: mingzheng rules list",
    )


@cache
def digest() -> str:
    """SHA-256 over the sources of all rules, for the seal of a run."""
    seal = hashlib.sha256()
    root = resources.files(package.__name__)
    for entry in sorted(root.iterdir(), key=lambda entry: entry.name):
        files = sorted(entry.iterdir(), key=lambda f: f.name) if entry.is_dir() else [entry]
        for file in files:
            if file.name.endswith(".py"):
                seal.update(f"{entry.name}/{file.name}\n".encode() + file.read_bytes())
    return seal.hexdigest()
