"""How much the method finds in documents written before it: the goals, over the whole corpus.

The method was tuned on all of these documents, those with odd numbers first: the figures say what
it does with language it has seen. A goal that isn't reached is said so where it is asserted.
"""

from __future__ import annotations

from collections import Counter

from tests.documents import paired
from tests.documents.ablation import ablations
from tests.documents.scoring import Result, results, table


def outcomes(about: str, half: int | None = None) -> Counter[str]:
    return Counter(
        each.outcome
        for each in results()
        if each.about == about and half in (None, each.number % 2)
    )


def share(part: int, counts: Counter[str]) -> float:
    return part / sum(counts.values())


def clauses(status: str, half: int | None = None) -> Counter[str]:
    counts = outcomes("clause", half)
    return Counter(
        {
            outcome.partition(" > ")[2]: n
            for outcome, n in counts.items()
            if outcome.startswith(status)
        }
    )


def test_every_truth_is_asked_for():
    assert len({each.document for each in results()}) == 36
    assert sum(outcomes("clause").values()) == 12 * 5 + 12 * 10 + 12 * 3
    assert sum(outcomes("outline").values()) == 12 * 9
    assert sum(outcomes("term").values()) + sum(outcomes("member").values()) > 650


def test_gaps_are_found():
    gaps = clauses("absent") + clauses("vague")
    assert share(gaps["covered"], gaps) <= 0.05


def test_nothing_is_wrongly_said_to_be_covered():
    assert clauses("vague")["covered"] == clauses("absent")["covered"] == 0


def test_what_is_taken_out_is_hardly_ever_still_covered():
    """Other sentences than the truth names may carry a clause: some of what stays is right."""
    answers = Counter(each.answer for each in ablations())
    assert answers["covered"] / answers.total() <= 0.07


def test_what_is_plainly_said_is_covered_by_its_own_sentence():
    said = clauses("covered")
    assert share(said.total() - said["covered"], said) <= 0.02


def test_nobody_is_accused_of_silence():
    """A clause that is there and is not found becomes a suspicion."""
    assert clauses("covered")["not found"] == 0


def test_terms_plainly_said_are_found_with_value_and_subject():
    terms = outcomes("term")
    assert share(terms["missed"] + terms["misplaced"], terms) <= 0.02


def test_few_terms_are_made_up():
    answers = outcomes("answer")
    assert share(answers.total() - answers["right"], answers) <= 0.03
    assert share(answers["lookalike"], answers) <= 0.01


def test_members_of_sets():
    """Ways of checking and papers; ways that the truth doesn't have are made up more often."""
    members, answers = outcomes("member"), outcomes("extra")
    assert share(members["found"], members) >= 0.93
    assert share(answers["right"], answers) >= 0.82


def test_the_parts_of_practice_statements_stand_as_they_do():
    outline = outcomes("outline")
    right = sum(outline[f"{each} > {each}"] for each in ("present", "renamed", "absent"))
    assert share(right, outline) == 1
    assert not outline["absent > present"] + outline["present > absent"]


def test_no_contradiction_is_made_up():
    """What is answered as sure accuses: all of it is planted; hardly anybody is asked in vain.

    What is only left untold may be told by the statement itself: never sure.
    """
    kinds = Counter(each.outcome for each in paired.outcomes())
    assert kinds["invented"] == 0
    assert kinds["sure"] >= 24
    assert not [o for o in paired.outcomes() if o.kind == "silent" and o.outcome == "sure"]
    assert kinds["doubted"] <= 2


def test_a_pair_without_contradictions_yields_none():
    planted = {
        each.pair for each in paired.outcomes() if each.outcome in ("sure", "doubtful", "missed")
    }
    assert not [each for each in paired.outcomes() if each.pair not in planted]


def test_every_planted_contradiction_is_found():
    assert not [each for each in paired.outcomes() if each.outcome == "missed"]


def test_the_table_counts_every_result():
    counted = [line for line in table(results()) if "{" in line]
    assert [line.split()[0] for line in counted] == [
        "clause", "outline", "term", "answer", "member", "extra",
    ]  # fmt: skip
    assert all(isinstance(each, Result) for each in results())
