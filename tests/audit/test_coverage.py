"""A missing row breaches only where the table is declared complete; elsewhere nothing is known."""

from __future__ import annotations

import pytest

NEVER = "identity.never_checked"
LATE = "identity.checked_after_issuance"

DECLARED = """
[audit]
from = 2000-01-01
until = 2022-12-31

[[tables.identity_checks.complete]]
from = 2020-01-01
until = 2020-12-31
[[tables.identity_checks.complete]]
product = "event"
from = 2021-01-01
until = 2021-12-31
[[tables.identity_checks.complete]]
registration_authority = "itsRA"
from = 2021-01-01
"""


@pytest.fixture(scope="module")
def declared(audited):
    """Identity checks declared for 2020, for events of 2021, and for one authority since 2021."""
    return audited(
        toml=DECLARED,
        complete="issuances contracts",
        applications="""
            application_id applied_at          accepted_at         product   kind   initiated_by outcome
            inside         2020-03-01T09:00:00 2020-03-01T10:00:00 signature issue  -            approved
            checked        2020-03-01T09:00:00 -                   signature issue  -            approved
            refused        2020-03-01T09:00:00 2020-03-01T10:00:00 signature issue  -            rejected
            byca           2020-03-01T09:00:00 2020-03-01T10:00:00 signature revoke ca           approved
            onaday         2020-03-01          -                   signature issue  -            approved
            firsthour      2020-01-01T00:30:00 -                   signature issue  -            approved
            hourbefore     2019-12-31T23:30:00 -                   signature issue  -            approved
            lasthour       2020-12-31T23:30:00 -                   signature issue  -            approved
            hoursafter     2021-01-01T05:00:00 -                   signature issue  -            approved
            event21        2021-05-01T09:00:00 -                   event     issue  -            approved
            signature21    2021-05-01T09:00:00 -                   signature issue  -            approved
            anyproduct     2020-05-01T09:00:00 -                   -         issue  -            approved
            itsRA          2022-12-31T23:00:00 -                   signature issue  -            approved
            nextyear       2023-01-01T01:00:00 -                   signature issue  -            approved
            undated        -                   -                   signature issue  -            approved
            beforelaw      2005-03-31T23:00:00 -                   signature issue  -            approved
            underlaw       2005-04-01T03:00:00 -                   signature issue  -            approved
            lost           2020-03-01T09:00:00 -                   signature issue  -            approved
            twice          2020-03-01T09:00:00 -                   signature issue  -            approved
            riddle         2020-03-01T09:00:00 -                   signature issue  -            approved
            failed         2020-03-01T09:00:00 -                   signature issue  -            approved
            late           2020-03-01T09:00:00 -                   signature issue  -            approved
            clocks         2020-03-01T09:00:00 -                   signature issue  -            approved
            sameday        2020-03-01T09:00:00 -                   signature issue  -            approved
            daybefore      2020-03-01T09:00:00 -                   signature issue  -            approved
            notime         2020-03-01T09:00:00 -                   signature issue  -            approved
            again          2020-03-01T09:00:00 -                   signature issue  -            approved
            exact          2020-03-01T09:00:00 -                   signature issue  -            approved
            """,
        identity_checks="""
            check_id application_id party  checked_at          result  method
            C1       checked        holder 2020-03-01T09:30:00 passed  face
            -        lost           holder 2020-03-01T09:30:00 passed  face
            C2       twice          holder 2020-03-01T09:30:00 passed  face
            C2       twice          holder 2020-03-01T09:40:00 failed  face
            C3       riddle         holder 2020-03-01T09:30:00 whoknow face
            C4       failed         holder 2020-03-01T09:30:00 failed  face
            C5       late           holder 2020-03-01T12:06:00 passed  face
            C6       clocks         holder 2020-03-01T12:04:00 passed  face
            C7       sameday        holder 2020-03-01          passed  face
            C8       daybefore      holder 2020-02-29          passed  face
            C9       notime         holder -                   passed  face
            CA       again          holder 2020-03-01T11:00:00 passed  face
            CB       again          holder 2020-03-01T13:00:00 passed  face
            CC       exact          holder 2020-03-01          passed  face
            CD       exact          holder 2020-03-01T10:00:00 passed  video
            """,
        issuances="""
            serial_number  application_id issued_at
            a1             late           2020-03-01T12:00:00
            a2             clocks         2020-03-01T12:00:00
            a3             sameday        2020-03-01T12:00:00
            a4             daybefore      2020-03-01T12:00:00
            a5             notime         2020-03-01T12:00:00
            a6             again          2020-03-01T12:00:00
            a7             exact          2020-03-01T12:00:00
            """,
        contracts="contract_id application_id signed_at",
    )


def test_a_missing_check_breaches_where_checks_are_declared_for_that_day_product_and_authority(
    declared,
):
    assert declared.verdicts(
        NEVER, "inside", "checked", "onaday", "firsthour", "lasthour", "event21", "itsRA"
    ) == {
        "inside": "breach",
        "checked": "clear",
        "onaday": "breach",
        "firsthour": "breach",
        "lasthour": "breach",
        "event21": "breach",
        "itsRA": "breach",
    }


def test_where_nothing_is_declared_a_missing_check_is_unknown(declared):
    names = ("hourbefore", "hoursafter", "signature21", "undated", "underlaw")
    assert declared.verdicts(NEVER, *names) == dict.fromkeys(names, "unknown")


def test_a_product_nobody_recorded_leaves_open_whether_the_rule_looks(declared):
    assert declared.verdict(NEVER, "anyproduct") == "unknown"


def test_requests_without_the_duty_are_not_looked_at(declared):
    assert declared.verdicts(NEVER, "refused", "byca") == {"refused": "-", "byca": "-"}


def test_acts_outside_the_period_are_not_looked_at(declared):
    assert declared.verdict(NEVER, "nextyear") == "-"


def test_no_duty_is_older_than_the_law(declared):
    assert declared.verdict(NEVER, "beforelaw") == "not_in_force"
    assert declared.item("1.1")["not_in_force"] == 1


def test_a_rejected_row_is_not_a_missing_row(declared):
    assert declared.verdicts(NEVER, "lost", "twice") == {"lost": "unknown", "twice": "unknown"}
    reasons = {r["reason"] for r in declared.rejects() if r["table"] == "identity_checks"}
    assert reasons == {"required_value_missing", "key_given_twice", "unknown_code"}


def test_an_unknown_code_decides_nothing(declared):
    assert declared.verdicts("identity.never_passed", "riddle", "failed", "checked") == {
        "riddle": "unknown",
        "failed": "breach",
        "checked": "clear",
    }


def test_the_order_of_two_times_counts_only_beyond_precision_and_clocks(declared):
    names = ("late", "clocks", "sameday", "daybefore", "notime", "again", "exact")
    assert declared.verdicts(LATE, *names) == {
        "late": "breach",
        "clocks": "unknown",
        "sameday": "unknown",
        "daybefore": "clear",
        "notime": "unknown",
        "again": "clear",
        "exact": "clear",
    }


def test_an_empty_table_declared_complete_is_evidence(declared):
    assert declared.verdict("contract.never_signed", "inside") == "breach"


def test_an_acceptance_without_a_time_is_never_replaced_by_the_application(declared):
    assert declared.verdict("contract.never_signed", "checked") == "unknown"


def test_a_missing_table_is_named_and_leaves_its_rules_unknown(declared):
    assert "deliveries" in declared.content["summary"]["missing_tables"]
    assert "contracts" not in declared.content["summary"]["missing_tables"]
    assert declared.rule("parties.recipient_is_another")["unknown"] > 0
    assert declared.rule("parties.recipient_is_another")["breach"] == 0


ONE_CASE = {
    "applications": """
        application_id accepted_at
        A1             2020-03-01T09:00:00
        """,
    "contracts": """
        contract_id application_id signed_at
        -           -              2020-03-01T09:30:00
        """,
    "identity_checks": """
        check_id application_id party  checked_at          result
        C1       -              holder 2020-03-01T09:30:00 passed
        """,
}


def test_a_row_lost_without_a_trace_undoes_the_declaration_until_it_is_explained(audited):
    told = audited(
        **ONE_CASE,
        complete="identity_checks contracts",
        toml='[tables.contracts]\nrejects_explained = "测试数据"\n',
    )
    assert told.content["tables"]["identity_checks"]["void"]
    assert told.verdict(NEVER, "A1") == "unknown"
    assert not told.content["tables"]["contracts"]["void"]
    assert told.verdict("contract.never_signed", "A1") == "breach"
