from __future__ import annotations

from collections.abc import Callable

import pytest

from mingzheng.rules import Rule


@pytest.fixture
def judge_untold(judge) -> Callable[[Rule, str], None]:
    """Asserts what a rule says by the fault of the matter that it is about."""

    def asked(rule: Rule, fault: str) -> None:
        assert judge(
            rule,
            f"""
            case    kind   product   outcome  issued disclosures {fault}
            untold  issue  signature approved yes    1           2
            told    issue  signature approved yes    1           0
            unread  issue  signature approved yes    1           1
            nothing issue  signature approved yes    1           -
            none    issue  signature approved yes    0           -
            perhaps issue  signature approved yes    -           2
            refused issue  signature rejected no     1           2
            revoked revoke signature approved yes    1           2
            server  issue  server    approved yes    1           2
            """,
        ) == {
            "untold": "breach",
            "told": "clear",
            "unread": "unknown",
            "nothing": "unknown",
            "none": "-",
            "perhaps": "unknown",
            "refused": "-",
            "revoked": "-",
            "server": "-",
        }
        renewal = f"""
            case  kind  product   outcome  issued disclosures {fault}
            renew renew signature approved yes    1           2
            """
        for asks, said in ((True, "breach"), (False, "-"), (None, "unknown")):
            parameters = {"renewal_needs_disclosure": asks}
            assert judge(rule, renewal, parameters=parameters) == {"renew": said}

    return asked
