"""Evidence reaches a case directly, by batch, by contract, by reuse, and never anybody else's."""

from __future__ import annotations

import pytest

NEVER = "identity.never_checked"
COMPLETE = (
    "identity_checks contracts issuances deliveries materials status_changes operators"
    " registration_authorities"
)


@pytest.fixture(scope="module")
def linked(audited, issuer_named):
    """One small CA whose records are all declared complete."""
    ca = issuer_named("甲CA")
    return audited(
        complete=COMPLETE,
        certificates={
            f"{serial}.der": ca.certificate(serial, name="己一", since="2020-06-01T00:00:00")
            for serial in (0x71, 0x72, 0x73)
        },
        toml='[authority]\nname = "示例认证有限公司"\n[parameters]\nidentity_reuse_days = 3650\n',
        applications="""
            application_id batch_id contract_id subject_name subject_id_number  applied_at          accepted_at         agent_name applicant_name applicant_role
            direct         -        -           甲一         110101199003070134 2020-03-01T09:00:00 2020-03-01T10:00:00 -          甲一           holder
            batch1         B1       -           乙一         -                  2020-03-01T09:00:00 2020-03-01T10:00:00 -          乙一           holder
            batch2         B1       -           乙二         -                  2020-03-01T09:00:00 2020-03-01T10:00:00 -          乙二           holder
            unnamed1       B2       -           丙一         -                  2020-03-01T09:00:00 2020-03-01T10:00:00 -          丙一           holder
            unnamed2       B2       -           丙二         -                  2020-03-01T09:00:00 2020-03-01T10:00:00 -          丙二           holder
            frame1         -        K1          丁一         -                  2020-03-01T09:00:00 2020-03-01T10:00:00 -          丁一           holder
            lapsed1        -        K2          丁二         -                  2020-03-01T09:00:00 2020-03-01T10:00:00 -          丁二           holder
            reuse          -        -           甲一         110101199003070134 2021-03-01T09:00:00 2021-03-01T10:00:00 -          甲一           holder
            noorigin       -        -           戊一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          戊一           holder
            badorigin      -        -           戊二         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          戊二           holder
            others         -        -           戊三         110101199003072797 2021-03-01T09:00:00 2021-03-01T10:00:00 -          戊三           holder
            revokedday     -        -           己一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          己一           holder
            revokedago     -        -           己一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          己一           holder
            lapsedcert     -        -           己一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          己一           holder
            alivecert      -        -           己一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          己一           holder
            somebody       -        -           己二         110101199003072797 2021-03-01T09:00:00 2021-03-01T10:00:00 -          己二           holder
            otherpapers    -        -           己三         110101199003072797 2021-03-01T09:00:00 2021-03-01T10:00:00 -          己三           holder
            ownname        -        -           庚一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          庚一           holder
            stranger       -        -           庚二         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          庚二           holder
            machine        -        -           庚三         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 -          庚三           holder
            agent1         B3       -           辛一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 王代办     王代办         agent
            agent2         B3       -           辛二         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 王代办     王代办         agent
            mixed          -        -           壬一         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 王代办     王代办         agent
            endless        -        -           壬二         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 王代办     王代办         agent
            received       -        -           壬三         -                  2021-03-01T09:00:00 2021-03-01T10:00:00 王代办     王代办         agent
            """,
        identity_checks="""
            check_id application_id batch_id party  checked_name checked_id_number  checked_at          result method          relied_on performed_by     operator_id automated
            C1       direct         -        holder 甲一         110101199003070134 2020-03-01T09:30:00 passed face            -         示例认证有限公司 -           -
            C2       -              B1       holder 乙一         -                  2020-03-01T09:30:00 passed face            -         ca               -           -
            C3       -              B2       holder -            -                  2020-03-01T09:30:00 passed face            -         ca               -           -
            C4       reuse          -        holder 甲一         110101199003070134 2021-03-01T09:30:00 passed reused          C1        ca               -           -
            C5       noorigin       -        holder 戊一         -                  2021-03-01T09:30:00 passed reused          C999      ca               -           -
            C6       badorigin      -        holder 戊二         -                  2021-03-01T09:20:00 failed face            -         ca               -           -
            C7       badorigin      -        holder 戊二         -                  2021-03-01T09:30:00 passed reused          C6        ca               -           -
            C8       others         -        holder 戊三         110101199003072797 2021-03-01T09:30:00 passed reused          C1        ca               -           -
            CA       somebody       -        holder 己二         110101199003070134 2021-03-01T09:30:00 passed face            -         ca               -           -
            D1       revokedday     -        holder 己一         -                  2021-03-01T09:30:00 passed existing_certificate 71 ca - -
            D2       revokedago     -        holder 己一         -                  2021-03-01T09:30:00 passed existing_certificate 72 ca - -
            D3       lapsedcert     -        holder 己一         -                  2021-06-02T09:30:00 passed existing_certificate 73 ca - -
            D4       alivecert      -        holder 己一         -                  2021-03-01T09:30:00 passed existing_certificate 73 ca - -
            CB       otherpapers    -        holder 己三         E12345678          2021-03-01T09:30:00 passed face            -         ca               -           -
            CC       ownname        -        holder 庚一         -                  2021-03-01T09:30:00 passed in_person       -         本机构           OP1         no
            CD       stranger       -        holder 庚二         -                  2021-03-01T09:30:00 passed in_person       -         某公司           OP9         no
            CE       machine        -        holder 庚三         -                  2021-03-01T09:30:00 passed public_security -         ca               SYSTEM      -
            """,
        operators="""
            operator_id roles   authorised_from authorised_until
            OP1         checker 2015-01-01      2021-03-01
            """,
        registration_authorities="""
            ra_id functions      agreement_from
            RA7   identity_check 2015-01-01
            """,
        contracts="""
            contract_id application_id batch_id scope    party_name signed_at           covers_from covers_until signed_by_name
            H1          direct         -        single   甲一       2020-03-01T10:30:00 -           -            甲一
            H2          -              B1       single   乙一       2020-03-01T10:30:00 -           -            乙一
            H3          -              B2       single   某平台     2020-03-01T10:30:00 -           -            -
            K1          -              -        standing 丁一       2019-01-01          2019-01-01  -            丁一
            K2          -              -        standing 丁二       2018-01-01          2018-01-01  2019-12-31   丁二
            H4          reuse          -        single   别人       2021-03-01T10:30:00 -           -            别人
            """,
        materials="""
            application_id batch_id kind          names           received_at         valid_from valid_until
            -              B3       authorisation 辛一;王代办     2021-02-01T09:00:00 2021-02-01 2021-12-31
            mixed          -        authorisation 壬一;王代办     2020-01-01T09:00:00 2020-01-01 2020-12-31
            mixed          -        authorisation 别人;王代办     2021-02-01T09:00:00 2021-02-01 2021-12-31
            endless        -        authorisation 壬二;王代办     2021-02-01T09:00:00 2021-02-01 -
            received       -        authorisation 壬三;王代办     2021-03-02T09:00:00 -          -
            """,
        issuances="""
            serial_number application_id issued_at
            5a            agent1         2021-03-02T09:00:00
            5b            agent2         2021-03-02T09:00:00
            5c            received       2021-03-03T09:00:00
            """,
        deliveries="serial_number delivered_at",
        status_changes="""
            serial_number action  effective_at
            71            revoked 2021-03-01
            72            revoked 2021-02-28
            """,
    )


def test_checks_reach_a_case_directly_by_batch_and_by_reuse(linked):
    names = ("direct", "batch1", "batch2", "unnamed1", "unnamed2", "reuse", "noorigin")
    assert linked.verdicts(NEVER, *names) == {
        "direct": "clear",
        "batch1": "clear",
        "batch2": "breach",  # its batch has a check, but of somebody else by name
        "unnamed1": "clear",
        "unnamed2": "clear",
        "reuse": "clear",
        "noorigin": "unknown",  # the check relied on is not on record
    }


def test_a_reused_check_is_worth_what_its_origin_was(linked):
    names = ("reuse", "badorigin", "others")
    assert linked.verdicts("identity.reused_from_invalid", *names) == {
        "reuse": "clear",
        "badorigin": "breach",
        "others": "breach",
    }


def test_another_number_is_another_party_only_if_it_is_of_the_same_kind(linked):
    names = ("direct", "somebody", "otherpapers")
    assert linked.verdicts("identity.somebody_else_checked", *names) == {
        "direct": "clear",
        "somebody": "breach",
        "otherpapers": "unknown",
    }


def test_the_authority_itself_may_check_under_any_of_its_names(linked):
    names = ("direct", "ownname", "stranger")
    assert linked.verdicts("identity.checked_by_unauthorised_party", *names) == {
        "direct": "clear",
        "ownname": "clear",
        "stranger": "breach",
    }


def test_a_machine_is_no_unauthorised_operator(linked):
    names = ("ownname", "stranger", "machine")
    assert linked.verdicts("identity.operator_not_authorised", *names) == {
        "ownname": "clear",  # the last day of the authorisation counts
        "stranger": "breach",
        "machine": "unknown",
    }


def test_contracts_reach_a_case_directly_by_batch_and_by_number(linked):
    names = ("direct", "batch1", "batch2", "unnamed1", "frame1", "lapsed1", "stranger")
    assert linked.verdicts("contract.never_signed", *names) == {
        "direct": "clear",
        "batch1": "clear",
        "batch2": "breach",  # the batch's contract is another's
        "unnamed1": "unknown",  # a contract with no party of the batch may cover them all
        "frame1": "clear",
        "lapsed1": "breach:doubt",
        "stranger": "breach",
    }


def test_a_contract_with_a_third_party_breaches_where_it_is_the_cases_own(linked):
    names = ("direct", "batch2", "unnamed1", "reuse")
    assert linked.verdicts("contract.party_is_another", *names) == {
        "direct": "clear",
        "batch2": "-",
        "unnamed1": "unknown",
        "reuse": "breach",
    }


def test_an_authorisation_of_the_batch_speaks_for_those_it_names(linked):
    names = ("agent1", "agent2")
    assert linked.verdicts("parties.authorisation_does_not_cover", *names) == {
        "agent1": "clear",
        "agent2": "-",
    }


def test_one_paper_must_name_the_right_people_and_be_in_date(linked):
    assert linked.verdicts("parties.authorisation_does_not_cover", "mixed", "endless") == {
        "mixed": "breach",  # one names the right people, the other is in date
        "endless": "clear",
    }


def test_the_day_a_paper_came_in_is_not_the_day_it_was_signed(linked):
    names = ("agent1", "agent2", "received")
    assert linked.verdicts("parties.applied_by_another", *names) == {
        "agent1": "clear",
        "agent2": "breach",
        "received": "unknown",
    }


def test_an_agent_needs_an_authorisation_of_each_holder(linked):
    names = ("direct", "agent1", "agent2")
    assert linked.verdicts("parties.agent_without_authorisation", *names) == {
        "direct": "-",
        "agent1": "clear",
        "agent2": "breach",
    }


def test_a_certificate_relied_on_must_not_have_been_revoked_or_lapsed_that_day(linked):
    names = ("revokedday", "revokedago", "lapsedcert", "alivecert")
    assert linked.verdicts("identity.reused_from_invalid", *names) == {
        "revokedday": "unknown",  # on that day, but nobody wrote at which hour
        "revokedago": "breach",
        "lapsedcert": "breach",
        "alivecert": "clear",
    }
