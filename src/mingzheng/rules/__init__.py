"""The rules: one file each, one folder per item of the notice, found by walking the package."""

from __future__ import annotations

from mingzheng.rules.registry import VERSION, rule_by_id, rules
from mingzheng.rules.rule import Parameters, Rule, Severity, Verdict, rule

__all__ = ["VERSION", "Parameters", "Rule", "Severity", "Verdict", "rule", "rule_by_id", "rules"]
