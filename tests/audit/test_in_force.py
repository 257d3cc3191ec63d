"""Every rule is bound to the days of its articles, and compares the event that matters."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from mingzheng.audit import force as forces
from mingzheng.audit.engines.duckdb import DuckDB
from mingzheng.audit.force import Force, force
from mingzheng.audit.judging import Judged, codes, column_of
from mingzheng.dossiers import DOSSIERS
from mingzheng.evidence.settings import Settings, Span
from mingzheng.law import catalogue
from mingzheng.law.article import Article
from mingzheng.rules import rules
from mingzheng.rules.content.profile_incomplete import FIRST_EDITION, profile_incomplete
from mingzheng.rules.rule import Verdict

BREACH, NOT_IN_FORCE, UNKNOWN = "breach", "not in force", "unknown"
SPOKEN = {1: "clear", 2: BREACH, 3: UNKNOWN, 4: NOT_IN_FORCE, 5: BREACH, 6: BREACH}
CHINA = dt.timedelta(hours=8)
MOMENT = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)


def settings(since: dt.date | None = None) -> Settings:
    return Settings(folder=Path(), period=Span(since), as_of=dt.date(2026, 10, 1))


def always(dossier):
    """A rule's answer that only the law's own days can undo."""
    return Verdict(applies=ibis.literal(True), breach=ibis.literal(True), shows=())


def said(folder, looks_at, events, *, since=None) -> dict[str, list[str]]:
    """Rule → what is said of each event, given as (earliest, latest) moment in UTC."""
    columns = {name: ibis.dtype(type_).to_pyarrow() for name, type_ in looks_at.schema().items()}
    blank = {name: pa.nulls(len(events), type_) for name, type_ in columns.items()}
    blank[looks_at.key()] = pa.array(range(len(events)))
    for place, name in enumerate(("event_at", "event_at_until")):
        blank[name] = pa.array([event[place] for event in events], columns[name])
    engine = DuckDB(folder, memory=1 << 28, threads=1)
    dossier = looks_at(engine.store("subjects", pa.table(blank)))
    judged = [
        Judged(rule, always(None), column_of(replace(rule, explain=always)))
        for rule in rules()
        if rule.looks_at is looks_at
    ]
    keys = [looks_at.key()]
    found = codes(judged, dossier, settings(since), keys=keys, view=engine.view)
    rows = engine.table(found.order_by(looks_at.key())).to_pylist()
    engine.close()
    return {j.rule.id: [SPOKEN[row[j.column]] for row in rows] for j in judged}


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) - CHINA


@pytest.mark.parametrize("looks_at", DOSSIERS, ids=lambda looks_at: looks_at.__name__)
def test_a_rule_speaks_from_the_first_day_of_the_first_duty_it_cites(looks_at, tmp_path):
    begins = {force(rule).since for rule in rules() if rule.looks_at is looks_at} - {None}
    for begin in sorted(begins):
        events = [
            (begin - DAY, begin - MOMENT),  # the day before
            (begin, begin),  # midnight in China
            (begin, begin + DAY - MOMENT),  # the first day, at no known hour
            (begin - MOMENT, begin),  # a time on either side
            (None, None),
        ]
        answers = said(tmp_path, looks_at, events)
        for rule in rules():
            if rule.looks_at is looks_at and force(rule).since == begin:
                assert answers[rule.id] == [NOT_IN_FORCE, BREACH, BREACH, UNKNOWN, UNKNOWN]


@pytest.mark.parametrize("looks_at", DOSSIERS, ids=lambda looks_at: looks_at.__name__)
def test_an_event_of_an_unknown_day_is_one_of_the_period(looks_at, tmp_path):
    for rule, answers in said(
        tmp_path, looks_at, [(None, None)], since=dt.date(2017, 7, 1)
    ).items():
        [found] = [r for r in rules() if r.id == rule]
        early = force(found).since <= midnight(dt.date(2017, 7, 1))
        assert answers == [BREACH if early else UNKNOWN]


def test_every_rule_has_a_first_day_and_it_is_that_of_an_article_it_cites():
    for rule in rules():
        law = [catalogue().find(cite) for cite in rule.cites]
        days = {midnight(found.since) for found in law if isinstance(found, Article)}
        assert force(rule).since in days, rule.id


def test_what_all_its_articles_have_ceased_to_ask_is_no_longer_asked(monkeypatch, tmp_path):
    class Repealed:
        """A catalogue in which two duties ended and one stands."""

        def find(self, cite):
            article = catalogue().article("esign-law/20")
            until = {"old": dt.date(2018, 1, 1), "older": dt.date(2017, 1, 1), "new": None}[cite]
            versions = (*article.versions[:-1], replace(article.versions[-1], until=until))
            return replace(article, versions=versions)

    rule = rules()[0]
    monkeypatch.setattr(forces, "catalogue", Repealed)
    began = midnight(catalogue().article("esign-law/20").since)
    ended = force(replace(rule, cites=("old", "older")))
    assert ended == Force(began, midnight(dt.date(2018, 1, 1)))
    assert force(replace(rule, cites=("old", "new"))).until is None
    monkeypatch.setattr("mingzheng.audit.judging.force", lambda _: ended)
    end = ended.until
    events = [(end - DAY, end - MOMENT), (end, end), (end - MOMENT, end), (None, None)]
    for answers in said(tmp_path, rule.looks_at, events, since=dt.date(2017, 7, 1)).values():
        assert answers == [BREACH, NOT_IN_FORCE, UNKNOWN, UNKNOWN]


SINCE_2000 = """
[audit]
from = 2000-01-01
until = 2025-12-31

[[tables.identity_checks.complete]]
from = 2000-01-01
[[tables.issuances.complete]]
from = 2000-01-01
[[certificates.complete]]
from = 2000-01-01
"""


def test_the_event_of_a_case_is_its_acceptance_and_of_a_certificate_its_issuance(audited):
    """The Electronic Signature Law came into force on 1 April 2005."""
    found = audited(
        toml=SINCE_2000,
        identity_checks="check_id application_id party checked_at result",
        applications="""
            application_id applied_at          accepted_at
            before         2005-03-30T09:00:00 2005-03-31T23:59:59
            between        2005-03-30T09:00:00 2005-04-01T00:00:00
            after          2005-04-01T09:00:00 -
            """,
        issuances="""
            application_id serial_number       issued_at           product
            before         aaaaaaaaaaaaaaaaaaa 2005-04-01T09:00:00 signature
            between        bbbbbbbbbbbbbbbbbbb 2005-03-31T09:00:00 signature
            after          ccccccccccccccccccc 2005-04-01T09:00:00 signature
            """,
        certificates={},
    )
    assert found.verdicts("identity.never_checked", "before", "between", "after") == {
        "before": "not_in_force",
        "between": "breach",
        "after": "breach",
    }
    absent = "content.application_without_certificate"
    assert found.verdicts(absent, "before", "between", "after") == {
        "before": "breach",
        "between": "not_in_force",
        "after": "breach",
    }


def test_the_certificate_profile_has_an_edition_for_every_day_since_the_first():
    """GM/T 0015-2012 until the end of May 2024 in China, the edition of 2023 from then on."""
    old, new = (catalogue().standard(f"gmt-0015-{year}") for year in (2012, 2023))
    assert old.until == new.since == dt.date(2024, 6, 1)
    assert {old.id, new.id} < set(profile_incomplete.cites)
    assert FIRST_EDITION.op().value == midnight(old.issued)
