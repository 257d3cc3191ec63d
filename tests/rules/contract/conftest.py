"""`by_text_fault`: what the rules about the texts of contracts say of the same nine cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mingzheng.rules import Rule

CASES = """
    case     kind   product   outcome  issued contracts {fault}
    faulty   issue  signature approved -      1         2
    fine     issue  signature approved -      3         0
    open     issue  signature approved -      1         1
    own_text issue  signature approved -      2         -
    nothing  issue  signature approved -      0         -
    untold   issue  signature approved -      -         -
    refused  issue  signature rejected no     1         2
    server   issue  server    approved -      1         2
    revoked  revoke signature approved -      1         2
    """

SAID = {
    "faulty": "breach",
    "fine": "clear",
    "open": "unknown",
    "own_text": "-",  # a text of its own is nobody's template
    "nothing": "-",
    "untold": "unknown",
    "refused": "-",
    "server": "-",
    "revoked": "-",
}


@pytest.fixture
def by_text_fault(judge: Callable[..., Any]) -> Callable[[Rule, str], bool]:
    """`by_text_fault(rule, fault)`: does the rule follow that fact, and nothing else?"""

    def run(rule: Rule, fault: str) -> bool:
        said = judge(rule, CASES.format(fault=fault))
        assert said == SAID
        return True

    return run
