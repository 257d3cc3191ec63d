"""Reviews reach a case by any link; what was decided last counts; who decided must be allowed to."""

from __future__ import annotations

import datetime as dt

from mingzheng.dossiers.facts import FAULTY, FINE, OPEN
from mingzheng.dossiers.reviews import review_facts, reviews

ISSUED = "2020-03-01T12:00"


def told(joined, fact, *, cases, complete="reviews operators", **written):
    found = joined(reviews, review_facts, cases=cases, complete=complete, **written)
    return {name: row[fact] for name, row in found.items()}


def issued(*names, batch="-"):
    lines = [f"{name} {batch} 2020-03-01T09:00 {ISSUED}" for name in names]
    return "\n".join(["application_id batch_id event_at issued_at", *lines])


def test_a_review_reaches_a_case_directly_by_batch_and_by_contract(joined):
    cases = """
        application_id batch_id contract_id event_at         issued_at
        direct         -        -           2020-03-01T09:00 2020-03-01T12:00
        batch1         B1       -           2020-03-01T09:00 2020-03-01T12:00
        batch2         B1       -           2020-03-01T09:00 2020-03-01T12:00
        frame          -        K1          2020-03-01T09:00 2020-03-01T12:00
        nothing        -        -           2020-03-01T09:00 2020-03-01T12:00
        """
    rows = """
        application_id batch_id contract_id reviewed_at      result
        direct         -        -           2020-03-01T10:00 approved
        -              B1       -           2020-03-01T10:00 approved
        -              B1       -           2020-03-01T10:05 approved
        -              -        K1          2020-01-01T10:00 approved
        """
    assert told(joined, "reviews", cases=cases, reviews=rows) == {
        "direct": 1,
        "batch1": 1,  # the reviews of a batch that agree are one
        "batch2": 1,
        "frame": 1,
        "nothing": 0,
    }
    untold = told(joined, "reviews", cases=cases, complete="", reviews=rows)
    assert untold["nothing"] is None


def test_of_a_batch_reviewed_twice_the_earlier_approval_counts(joined):
    found = told(
        joined,
        "review_approved_at",
        cases=issued("a", batch="B1"),
        reviews="""
            batch_id reviewed_at      result
            B1       2020-03-01T11:00 approved
            B1       2020-03-01T10:00 approved
            """,
    )
    assert found == {"a": dt.datetime(2020, 3, 1, 2)}


def test_a_result_that_cant_be_read_may_be_an_approval(joined):
    rows = "application_id reviewed_at result\n a 2020-03-01T10:00 -\n b 2020-03-01T10:00 returned"
    cases = issued("a", "b")
    assert told(joined, "approvals", cases=cases, reviews=rows) == {"a": None, "b": 0}
    assert told(joined, "machine_reviews", cases=cases, reviews=rows) == {"a": None, "b": 0}


def test_the_last_review_before_issuance_decides(joined):
    rows = """
        application_id reviewed_at      result
        lifted         2020-03-01T10:00 rejected
        lifted         2020-03-01T11:00 approved
        refused        2020-03-01T10:00 approved
        refused        2020-03-01T11:00 rejected
        afterwards     2020-03-01T10:00 approved
        afterwards     2020-03-01T13:00 rejected
        too_late       2020-03-01T11:00 rejected
        too_late       2020-03-01T13:00 approved
        close          2020-03-01T10:00 approved
        close          2020-03-01T11:57 rejected
        day            2020-03-01T10:00 approved
        day            2020-03-01       rejected
        undated        2020-03-01T10:00 approved
        undated        -                rejected
        unread         2020-03-01T10:00 rejected
        unread         2020-03-01T11:00 -
        returned       2020-03-01T10:00 returned
        """
    names = list(dict.fromkeys(line.split()[0] for line in rows.strip().splitlines()[1:]))
    assert told(joined, "last_review_fault", cases=issued(*names), reviews=rows) == {
        "lifted": FINE,
        "refused": FAULTY,
        "afterwards": FINE,
        "too_late": FAULTY,
        "close": OPEN,
        "day": OPEN,
        "undated": OPEN,
        "unread": OPEN,
        "returned": FINE,
    }


def test_a_rejection_in_a_batch_that_was_approved_may_be_anybodys(joined):
    cases = """
        application_id batch_id event_at         issued_at
        mixed          B1       2020-03-01T09:00 2020-03-01T12:00
        whole          B2       2020-03-01T09:00 2020-03-01T12:00
        """
    rows = """
        batch_id reviewed_at      result
        B1       2020-03-01T10:00 approved
        B1       2020-03-01T11:00 rejected
        B2       2020-03-01T10:00 rejected
        """
    found = told(joined, "last_review_fault", cases=cases, reviews=rows)
    assert found == {"mixed": OPEN, "whole": FAULTY}


def test_only_an_authorised_reviewer_reviews(joined):
    written = {
        "reviews": """
            application_id reviewed_at      result   reviewer_id automated
            allowed        2020-03-01T10:00 approved R1          no
            checker        2020-03-01T10:00 approved C1          no
            lapsed         2020-03-02T10:00 approved R1          no
            several        2020-03-01T10:00 approved C1          no
            several        2020-03-01T10:00 approved R1          no
            stranger       2020-03-01T10:00 approved X1          no
            account        2020-03-01T10:00 approved X1          -
            machine        2020-03-01T10:00 approved -           yes
            unnamed        2020-03-01T10:00 approved -           no
            nearly         2020-03-01T10:00 approved r1          no
            cured          2020-03-01T10:00 approved C1          no
            cured          2020-03-02T10:00 approved C2          no
            afterwards     2020-03-01T14:00 approved C2          no
            by_machine     2020-03-01T10:00 approved -           yes
            by_machine     2020-03-01T14:00 approved C1          no
            """,
        "operators": """
            operator_id roles            authorised_from authorised_until
            R1          reviewer         2015-01-01      2020-03-01
            C1          checker;auditor  2015-01-01      -
            C2          reviewer         2015-01-01      -
            """,
    }
    names = (
        "allowed",
        "checker",
        "lapsed",
        "several",
        "stranger",
        "account",
        "machine",
        "unnamed",
        "nearly",
        "cured",
        "afterwards",
        "by_machine",
    )
    said = told(joined, "reviewer_fault", cases=issued(*names), **written)
    assert said == {
        "allowed": FINE,  # on the last day
        "checker": FAULTY,
        "lapsed": FAULTY,
        "several": FINE,
        "stranger": FAULTY,
        "account": OPEN,
        "machine": None,
        "unnamed": OPEN,
        "nearly": OPEN,  # perhaps R1
        "cured": FAULTY,  # an approval after issuance cures nothing
        "afterwards": FINE,
        "by_machine": None,
    }
    undeclared = told(
        joined, "reviewer_fault", cases=issued(*names), complete="reviews", **written
    )
    assert undeclared == {**said, "stranger": OPEN}


def test_who_approved_and_whether_alone(joined):
    found = told(
        joined,
        "several_reviewers",
        cases=issued("one", "two", "unnamed", "machine"),
        reviews="""
            application_id reviewed_at      result   reviewer_id automated
            one            2020-03-01T10:00 approved R1          no
            one            2020-03-01T10:30 approved R1          no
            two            2020-03-01T10:00 approved R1          no
            two            2020-03-01T10:30 approved R2          no
            unnamed        2020-03-01T10:00 approved R1          no
            unnamed        2020-03-01T10:30 approved -           no
            machine        2020-03-01T10:00 approved R1          no
            machine        2020-03-01T10:30 approved -           yes
            """,
    )
    assert found == {"one": False, "two": True, "unnamed": None, "machine": False}
