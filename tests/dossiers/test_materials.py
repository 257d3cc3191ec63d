"""Papers reach a case by any link, are on file from the holder's earlier cases, and lapse."""

from __future__ import annotations

import pytest

from mingzheng.dossiers.materials import bits, material_facts, materials

LISTED = {"materials_person": ("id_document", "application_form")}
FORM, BOTH = bits(("application_form",)), bits(("id_document", "application_form"))


@pytest.fixture
def papers(joined):
    """`papers(cases="…", materials="…")` → application_id → what is told of its papers."""

    def run(*, complete="materials", parameters=LISTED, **written):
        return joined(
            materials, material_facts, complete=complete, parameters=parameters, **written
        )

    return run


def test_papers_reach_a_case_by_any_link_and_speak_of_whom_they_name(papers):
    found = papers(
        cases="""
            application_id batch_id contract_id subject_kind subject_name event_at
            direct         -        -           person       甲           2020-03-01T09:00
            named          B1       -           person       乙           2020-03-01T09:00
            other          B1       -           person       丙           2020-03-01T09:00
            frame          -        K1          person       丁           2020-03-01T09:00
            nothing        -        -           person       戊           2020-03-01T09:00
            """,
        materials="""
            application_id batch_id contract_id kind             names       received_at
            direct         -        -           application_form 甲          2020-02-01T09:00
            direct         -        -           id_document      别人        2020-02-01T09:00
            -              B1       -           application_form -           2020-02-01T09:00
            -              B1       -           id_document      乙；王代办   2020-02-01T09:00
            -              -        K1          id_document      -           2020-02-01T09:00
            """,
    )
    assert {name: row["material_kinds"] for name, row in found.items()} == {
        "direct": BOTH,
        "named": BOTH,
        "other": FORM,  # the document in its batch is another's
        "frame": bits(("id_document",)),
        "nothing": 0,
    }
    assert all(row["materials_settled"] for row in found.values())


def test_without_a_declaration_what_is_absent_is_not_known_to_be(papers):
    found = papers(
        cases="""
            application_id subject_kind subject_name event_at
            some           person       甲           2020-03-01T09:00
            none           person       乙           2020-03-01T09:00
            """,
        materials="application_id kind\n some application_form",
        complete="",
    )
    assert {name: row["material_kinds"] for name, row in found.items()} == {
        "some": FORM,
        "none": None,
    }
    assert not any(row["materials_settled"] for row in found.values())


def test_a_paper_in_the_batch_that_names_nobody_known_may_be_anybodys(papers):
    found = papers(
        cases="""
            application_id batch_id subject_kind subject_name event_at
            a              B1       person       甲           2020-03-01T09:00
            b              B1       person       乙           2020-03-01T09:00
            elsewhere      B2       person       丙           2020-03-01T09:00
            """,
        materials="""
            application_id batch_id kind        names
            a              -        id_document 甲
            -              B1       id_document 持证人乙
            """,
    )
    assert {name: row["materials_settled"] for name, row in found.items()} == {
        "a": True,
        "b": False,
        "elsewhere": True,
    }


def test_what_an_earlier_case_of_the_holder_brought_is_on_file(papers):
    found = papers(
        cases="""
            application_id subject_kind subject_id_number event_at
            first          person       N1                2020-03-01T09:00
            second         person       N1                2021-03-01T09:00
            masked         person       N2**              2021-03-01T09:00
            masked2        person       N2**              2022-03-01T09:00
            before         person       N3                2020-03-01T09:00
            after          person       N3                2021-03-01T09:00
            """,
        materials="""
            application_id kind             received_at
            first          id_document      2020-03-01T08:00
            first          application_form 2020-03-01T08:00
            second         application_form 2021-03-01T08:00
            masked         id_document      2021-03-01T08:00
            after          id_document      2021-03-01T08:00
            """,
    )
    assert {name: row["material_kinds"] for name, row in found.items()} == {
        "first": BOTH,
        "second": BOTH,
        "masked": bits(("id_document",)),
        "masked2": 0,  # a masked number says nobody's
        "before": 0,  # what came later was not on file then
        "after": bits(("id_document",)),
    }


EMPLOYEES = {"materials_person_in_organization": ("id_document", "business_licence")}


def test_what_an_organisation_filed_is_on_file_for_its_people(papers):
    found = papers(
        cases="""
            application_id subject_kind           subject_id_number organization_id_number event_at
            house          organization           U1                -                      2019-03-01T09:00
            colleague      person_in_organization N1                U2                     2019-03-01T09:00
            of_house       person_in_organization N2                U1                     2020-03-01T09:00
            of_colleague   person_in_organization N3                U2                     2020-03-01T09:00
            stranger       person_in_organization N4                U3                     2020-03-01T09:00
            unnumbered     person_in_organization N5                -                      2020-03-01T09:00
            """,
        materials="""
            application_id kind             received_at
            house          business_licence 2019-03-01T08:00
            colleague      business_licence 2019-03-01T08:00
            colleague      id_document      2019-03-01T08:00
            of_house       id_document      2020-03-01T08:00
            stranger       id_document      2020-03-01T08:00
            unnumbered     id_document      2020-03-01T08:00
            """,
        parameters=EMPLOYEES,
    )
    licence, identity = bits(("business_licence",)), bits(("id_document",))
    kinds = {name: row["material_kinds"] for name, row in found.items()}
    assert kinds["of_house"] == licence | identity
    assert kinds["of_colleague"] == licence  # a colleague's identity document is the colleague's
    assert kinds["stranger"] == kinds["unnumbered"] == identity
    assert found["stranger"]["materials_settled"]
    assert not found["unnumbered"]["materials_settled"]  # an employer's papers can't be found


def test_a_paper_of_another_kind_may_be_the_one_that_is_missed(papers):
    found = papers(
        cases="""
            application_id subject_kind event_at
            other          person       2020-03-01T09:00
            unread         person       2020-03-01T09:00
            agreed         person       2020-03-01T09:00
            """,
        materials="""
            application_id kind
            other          other
            unread         -
            agreed         agreement
            """,
    )
    assert {name: row["materials_settled"] for name, row in found.items()} == {
        "other": False,
        "unread": False,
        "agreed": True,
    }


def test_the_last_required_paper_counts_by_its_first_receipt(papers):
    found = papers(
        cases="""
            application_id subject_kind event_at
            a              person       2020-03-01T09:00
            undated        person       2020-03-01T09:00
            device         device       2020-03-01T09:00
            """,
        materials="""
            application_id kind             received_at
            a              id_document      2020-03-01T08:00
            a              id_document      2020-03-09T08:00
            a              application_form 2020-03-02T08:00
            a              agreement        2020-03-08T08:00
            undated        id_document      2020-03-01T08:00
            undated        application_form -
            device         application_form 2020-03-02T08:00
            """,
    )
    assert found["a"]["materials_received_at"].isoformat() == "2020-03-02T00:00:00"
    assert found["undated"]["materials_undated"]
    assert found["device"]["materials_received_at"] is None


def test_of_papers_for_the_same_people_the_one_that_lasts_counts(papers):
    found = papers(
        cases="""
            application_id subject_kind event_at
            lapsed         person       2020-03-11T09:00
            renewed        person       2020-03-11T09:00
            endless        person       2020-03-11T09:00
            others         person       2020-03-11T09:00
            licence        organization 2020-03-11T09:00
            powers         person       2020-03-11T09:00
            nameless       person       2020-03-11T09:00
            old_nameless   person       2020-03-11T09:00
            both_lapsed    person       2020-03-11T09:00
            nameless_ever  person       2020-03-11T09:00
            """,
        materials="""
            application_id kind             names valid_until
            lapsed         id_document      甲    2020-03-01
            renewed        id_document      甲    2020-03-01
            renewed        id_document      甲    2030-03-01
            endless        id_document      甲    2020-03-01
            endless        id_document      甲    -
            others         id_document      甲    2020-03-01
            others         id_document      乙    2030-03-01
            licence        business_licence 甲    2020-03-01
            powers         authorisation    甲    2020-03-01
            nameless       id_document      甲    2020-03-01
            nameless       id_document      -     2030-03-01
            old_nameless   id_document      甲    2030-03-01
            old_nameless   id_document      -     2020-03-01
            both_lapsed    id_document      甲    2020-03-02
            both_lapsed    id_document      -     2020-03-01
            nameless_ever  id_document      甲    2020-03-01
            nameless_ever  id_document      -     -
            """,
    )
    ends = {
        name: [
            at and at.date().isoformat()
            for at in (row["id_document_until_until"], row["material_until_until"])
        ]
        for name, row in found.items()
    }
    assert ends == {
        "lapsed": ["2020-03-01", None],
        "renewed": ["2030-03-01", None],
        "endless": [None, None],  # one without an end may still be good: its end is open
        "others": ["2020-03-01", None],
        "licence": [None, "2020-03-01"],
        "powers": [None, None],  # authorisations are asked about with the parties
        "nameless": ["2030-03-01", None],  # at the latest: whose the newer one is nobody knows
        "old_nameless": ["2030-03-01", None],
        "both_lapsed": ["2020-03-02", None],
        "nameless_ever": [None, None],
    }
    for name in ("endless", "nameless", "old_nameless"):
        assert found[name]["id_document_until"].isoformat() == "2020-02-29T16:00:00"
    assert found["powers"]["limited_materials"] == 0
    assert found["lapsed"]["expired_material_row"] == 0
