"""What holds for every rule, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ibis.expr import operations as ops

from mingzheng.dossiers.facts import Moment, Name, Number
from mingzheng.law import catalogue
from mingzheng.records.schema import tables
from mingzheng.rules import Parameters, Rule, rules

HERE = Path(__file__).parent
READ_FROM_BYTES = {"certificates", "revoked", "crls", "issuers", "public_texts"}

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)


def columns_of(shown):
    """The columns of one thing a rule shows."""
    if isinstance(shown, Moment):
        return [shown.start, shown.end]
    if isinstance(shown, Name):
        return [shown.text, shown.key]
    if isinstance(shown, Number):
        return [shown.text, shown.key, shown.form]
    return [shown]


def fact_of(rule, column):
    """The fact that a column stands for; fails where it is an expression and no fact."""
    assert isinstance(column.op(), ops.Field), f"{column} is computed: a rule shows only facts"
    owners = [f for f in rule.looks_at.FACTS.values() if column.op().name in f.columns()]
    assert owners, f"{column.op().name} is no fact of {rule.looks_at.__name__}"
    return owners[0]


@each_rule
def test_cites_law_that_the_catalogue_holds(rule: Rule):
    assert rule.cites
    for cited in rule.cites:
        assert catalogue().article(cited) if "/" in cited else catalogue().standard(cited)


@each_rule
def test_names_items_of_the_notice(rule: Rule):
    assert rule.items
    for item in rule.items:
        assert item == "0" or catalogue().item(item)


@each_rule
def test_says_in_both_languages_what_it_finds(rule: Rule):
    assert any("一" <= character <= "鿿" for character in rule.zh)
    assert rule.en.isascii()
    assert rule.en[0].isupper()
    assert not rule.zh.endswith("。")
    assert not rule.en.endswith(".")
    assert rule.authority


def test_no_two_rules_have_one_title():
    for titles in ([rule.zh for rule in rules()], [rule.en for rule in rules()]):
        assert sorted(titles) == sorted(set(titles))


@each_rule
def test_says_what_is_not_a_breach(rule: Rule):
    *reasons, innocent = rule.doc.split("\n\n")
    assert reasons, "what it finds and why comes before"
    assert innocent.startswith("Not a breach:")
    finds, _, not_a_breach = rule.doc_zh.partition("\n\n")
    assert finds.endswith("。")
    assert not_a_breach.startswith("不属于问题：")
    assert not_a_breach.endswith("。")


@each_rule
def test_has_its_own_test(rule: Rule):
    folder, _, name = rule.id.partition(".")
    assert f"{folder}.{name} import" in (HERE / folder / f"test_{name}.py").read_text("utf-8")


@each_rule
def test_shows_facts_and_nothing_else(rule: Rule):
    verdict = rule.judge(rule.looks_at.empty(), Parameters({}))
    assert verdict.shows
    for shown in verdict.shows:
        for column in columns_of(shown):
            fact_of(rule, column)
    for row in verdict.rows:
        assert fact_of(rule, row).kind == "row"


@each_rule
def test_reads_tables_of_the_contract(rule: Rule):
    assert rule.reads()
    assert set(rule.reads()) <= set(tables()) | READ_FROM_BYTES


@each_rule
def test_answers_in_truth_values(rule: Rule):
    verdict = rule.judge(rule.looks_at.empty(), Parameters({}))
    assert verdict.applies.type().is_boolean()
    assert verdict.breach.type().is_boolean()
    assert verdict.severity is None or verdict.severity.type().is_string()


def test_ids_once_published_stay():
    published = (HERE / "ids.txt").read_text("utf-8").split()
    assert len(published) == len(set(published))
    assert set(published) == {rule.id for rule in rules()}
