"""There is a proposal against whatever a rule may find, and nothing for what does not exist."""

from __future__ import annotations

import pytest

from mingzheng import law
from mingzheng.records import schema
from mingzheng.reports import wording
from mingzheng.reports.word import proposals
from mingzheng.rules import rules


@pytest.mark.parametrize("severity", ["violation", "doubt"])
def test_every_rule_has_a_measure_of_each_kind(severity):
    for rule in rules():
        found = proposals.for_rule(rule, severity)
        assert [proposal.kind for proposal in found] == list(proposals.KINDS), rule.id
        for proposal in found:
            for text in (proposal.measure, proposal.acceptance):
                assert text.zh.strip(), rule.id
                assert text.en.strip(), rule.id
                assert text.en.isascii(), text.en


def test_against_a_doubt_somebody_looks_first():
    for rule in rules():
        corrective = proposals.for_rule(rule, "doubt")[0]
        if rule.id not in proposals.named_rules():
            assert "人工核实" in corrective.measure.zh


def test_every_item_says_what_to_look_at():
    for item in law.catalogue().items():
        assert proposals.to_look_at(item.id).zh
        assert proposals.to_look_at(item.id).en


def test_every_table_can_be_asked_for():
    for name in ("certificates", *schema.tables()):
        table = wording.table(name)
        for proposal in proposals.for_table(table):
            told = proposal.measure.zh + proposal.measure.en
            assert "{" not in told
            assert table.zh in told


def test_rules_with_words_of_their_own_exist():
    assert proposals.named_rules() <= {rule.id for rule in rules()}
