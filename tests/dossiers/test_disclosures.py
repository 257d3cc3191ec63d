"""Notices reach a case by any link, or stand from an earlier one while their version is in force."""

from __future__ import annotations

import datetime as dt

from mingzheng.dossiers.disclosures import disclosure_facts, disclosures
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN

DOCUMENTS = """
    document_id kind       effective_from effective_until
    GZ1         disclosure 2018-01-01     2019-12-31
    GZ2         disclosure 2020-01-01     -
    """


def told(joined, *, complete="disclosures", documents=DOCUMENTS, **written):
    return joined(disclosures, disclosure_facts, complete=complete, documents=documents, **written)


def of(found, fact):
    return {name: row[fact] for name, row in found.items()}


def test_a_notice_reaches_a_case_directly_by_batch_and_by_contract(joined):
    written = {
        "cases": """
            application_id batch_id contract_id subject_name subject_id_number event_at
            direct         -        -           甲           N1                2020-03-01T09:00
            named          B1       -           乙           N2                2020-03-01T09:00
            other          B1       -           丙           N3                2020-03-01T09:00
            frame          -        K1          丁           N4                2020-03-01T09:00
            nothing        -        -           戊           N5                2020-03-01T09:00
            unnumbered     -        -           己           -                 2020-03-01T09:00
            """,
        "disclosures": """
            application_id batch_id contract_id document_id told_name told_at          means
            direct         -        -           GZ2         甲        2020-03-01T08:00 signed
            -              B1       -           GZ2         乙        2020-03-01T08:00 signed
            -              -        K1          GZ2         -         2020-02-01T08:00 signed
            """,
    }
    assert of(told(joined, **written), "disclosures") == {
        "direct": 1,
        "named": 1,
        "other": 0,  # its batch has a notice, but to somebody else by name
        "frame": 1,
        "nothing": 0,
        "unnumbered": None,  # an earlier notice is found by the holder's number
    }
    assert of(told(joined, complete="", **written), "disclosures")["nothing"] is None


def test_whom_the_notice_reached(joined):
    found = told(
        joined,
        cases="""
            application_id applicant_role applicant_name applicant_id_number subject_name subject_id_number organization_name agent_name event_at
            himself        holder         甲             N1                  甲           N1                -                 -          2020-03-01T09:00
            number         holder         甲             N2                  甲           N2                -                 -          2020-03-01T09:00
            employer       employer       某公司         -                   甲           N7                -                 -          2020-03-01T09:00
            house          holder         某公司         -                   某公司       -                 某公司            王         2020-03-01T09:00
            agent          holder         某公司         -                   某公司       -                 某公司            王         2020-03-01T09:00
            platform       platform       某平台         -                   甲           N3                -                 -          2020-03-01T09:00
            both           platform       某平台         -                   甲           N8                -                 -          2020-03-01T09:00
            unnamed        holder         甲             N5                  甲           N5                -                 -          2020-03-01T09:00
            stranger       holder         甲             N6                  甲           N6                -                 -          2020-03-01T09:00
            """,
        disclosures="""
            application_id document_id told_name told_id_number told_at          means
            himself        GZ2         甲        -              2020-03-01T08:00 signed
            number         GZ2         -         N2             2020-03-01T08:00 signed
            employer       GZ2         某公司    -              2020-03-01T08:00 signed
            house          GZ2         某公司    -              2020-03-01T08:00 signed
            agent          GZ2         王        -              2020-03-01T08:00 signed
            platform       GZ2         某平台    -              2020-03-01T08:00 signed
            both           GZ2         某平台    -              2020-03-01T08:00 signed
            both           GZ2         甲        -              2020-03-01T08:30 signed
            unnamed        GZ2         -         -              2020-03-01T08:00 signed
            stranger       GZ2         路人      -              2020-03-01T08:00 signed
            """,
    )
    assert of(found, "told_fault") == {
        "himself": FINE,
        "number": FINE,
        "employer": FINE,
        "house": FINE,
        "agent": FAULTY,
        "platform": FAULTY,
        "both": FINE,
        "unnamed": OPEN,
        "stranger": OPEN,
    }
    assert found["agent"]["told_agent_key"] == "王"
    assert found["agent"]["told_agent_row"] == 4


def test_how_it_was_given_and_on_which_version(joined):
    names = ("signed", "clicked", "posted", "heard", "unheard", "perhaps", "day", "listed")
    found = told(
        joined,
        cases="application_id subject_name event_at\n"
        + "\n".join(f"{name} 甲 2019-12-31T20:00" for name in names),
        disclosures="""
            application_id document_id told_name told_at          means      acknowledged
            signed         GZ1         甲        2019-12-31T10:00 signed     -
            clicked        GZ2         甲        2019-12-31T10:00 clicked    -
            posted         GZ1         甲        2019-12-31T10:00 posted     no
            heard          GZ1         甲        2019-12-31T10:00 read_aloud yes
            unheard        GZ1         甲        2019-12-31T10:00 read_aloud no
            perhaps        GZ1         甲        2019-12-31T10:00 posted     -
            day            GZ1         甲        2019-12-31       signed     -
            listed         GZ0         甲        2019-12-31T10:00 -          no
            """,
    )
    assert of(found, "notice_fault") == {
        "signed": FINE,
        "clicked": FINE,
        "posted": FAULTY,
        "heard": FINE,
        "unheard": FAULTY,
        "perhaps": OPEN,
        "day": FINE,
        "listed": OPEN,
    }
    versions = of(found, "disclosure_version_fault")
    assert versions["signed"] == versions["day"] == FINE
    assert versions["clicked"] == FAULTY
    assert versions["listed"] == OPEN


EARLIER = """
    application_id subject_name subject_id_number event_at
    first          甲           N1                2020-03-01T09:00
    again          甲           N1                2021-03-01T09:00
    before         乙           N2                2019-03-01T09:00
    lapsed         乙           N2                2020-03-01T09:00
    unlisted       丙           N3                2020-03-01T09:00
    unlisted2      丙           N3                2021-03-01T09:00
    unnamed        丁           N4                2020-03-01T09:00
    unnamed2       丁           N4                2021-03-01T09:00
    agent          戊           N5                2020-03-01T09:00
    agent2         戊           N5                2021-03-01T09:00
    earlier        己           N6                2020-03-01T09:00
    later          己           N6                2021-03-01T09:00
    """


def test_an_earlier_notice_stands_while_its_version_is_in_force(joined):
    found = told(
        joined,
        cases=EARLIER.replace("event_at", "event_at         agent_name").replace(
            "09:00", "09:00 王"
        ),
        disclosures="""
            application_id document_id told_name told_at          means
            first          GZ2         甲        2020-03-01T08:00 signed
            before         GZ1         乙        2019-03-01T08:00 signed
            unlisted       GZ9         丙        2020-03-01T08:00 signed
            unnamed        GZ2         -         2020-03-01T08:00 signed
            agent          GZ2         王        2020-03-01T08:00 signed
            later          GZ2         己        2021-03-01T08:00 signed
            """,
    )
    counts = of(found, "disclosures")
    assert counts["again"] == 1
    assert counts["lapsed"] == 0  # the version ended between
    assert counts["unlisted2"] is None  # nobody knows until when it was in force
    assert counts["unnamed2"] is None  # whom it reached is not on record
    assert counts["agent2"] == 0  # the agent was told, not the holder
    assert counts["earlier"] == 0  # what was told later was not told then
    assert found["again"]["told_at"] == dt.datetime(2020, 3, 1, 0)
    assert found["again"]["disclosure_row"] == 0


def test_an_earlier_notice_to_the_holder_makes_up_for_one_to_the_agent(joined):
    cases = """
        application_id subject_name subject_id_number agent_name event_at
        first          甲           N1                王         2020-03-01T09:00
        again          甲           N1                王         2021-03-01T09:00
        """
    found = told(
        joined,
        cases=cases,
        disclosures="""
            application_id document_id told_name told_at          means
            first          GZ2         甲        2020-03-01T08:00 signed
            again          GZ2         王        2021-03-01T08:00 signed
            """,
    )
    assert of(found, "told_fault") == {"first": FINE, "again": FINE}
