"""The audit finds exactly what was planted: nothing missed, nothing invented."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest

from mingzheng.audit.run import audit
from mingzheng.privacy import mask_text
from mingzheng.rules import rules
from mingzheng.sample.evidence import Order, make_sample

AS_OF = dt.date(2022, 10, 30)
GIB = 2**30


class Answers(NamedTuple):
    """rule → subject → (verdict, severity): what is true, what was found."""

    true: dict[str, dict[str, tuple[str, str | None]]]
    found: dict[str, dict[str, tuple[str, str | None]]]


@pytest.fixture(
    scope="module",
    params=[(1000, 7), (1000, 8), (5000, 7), (5000, 8)],
    ids=lambda p: f"{p[0]}-{p[1]}",
)
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    certificates, seed = request.param
    folder = tmp_path_factory.mktemp("sample")
    made = make_sample(Order(folder / "ca", certificates, seed, AS_OF))
    outcome = audit(made.evidence, folder / "result", as_of=AS_OF, memory=2 * GIB, threads=2)
    assert outcome.complete
    verdicts = [
        row
        for path in sorted((folder / "result" / "verdicts").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    return _answers(pq.read_table(made.truth).to_pylist(), verdicts)


def _answers(truth: list[dict[str, Any]], verdicts: list[dict[str, Any]]) -> Answers:
    """Subjects are applications, or certificates by serial number or, unreadable, by place."""
    places = _unreadable_places(truth, verdicts)
    answers = Answers(defaultdict(dict), defaultdict(dict))
    for row in truth:
        subject = row["application_id"] or mask_text(row["subject"] or "")
        if row["looks_at"] == "certificate":
            subject = places.get(row["fingerprint"], row["serial_number"])
        told = answers.true[row["rule"]]
        if subject not in told or row["verdict"] == "breach":
            told[subject] = (row["verdict"], row["severity"])
    for row in verdicts:
        subject = row["serial_number"] or next(iter(row["sources"]), "nothing")
        if row["looks_at"] == "case":
            subject = row["application_id"] or subject
        elif row["looks_at"] != "certificate":
            subject = mask_text(row["subject"])
        answers.found[row["rule"]][subject] = (row["verdict"], row["severity"])
    return answers


def _unreadable_places(
    truth: list[dict[str, Any]], verdicts: list[dict[str, Any]]
) -> dict[str, str]:
    """Fingerprint → where the audit met these bytes."""
    seen = {
        shown["value"]: row["sources"][0]
        for row in verdicts
        if row["rule"] == "content.unreadable"
        for shown in row["shows"]
        if shown["value"] and len(shown["value"]) == 64
    }
    prints = {row["fingerprint"] for row in truth if row["fingerprint"]}
    return {p: place for p in prints for shown, place in seen.items() if _alike(p, shown)}


def _alike(fingerprint: str, shown: str) -> bool:
    """A fingerprint is shown with masks where it looks like an identity number."""
    pairs = zip(fingerprint, shown, strict=True)
    return all(theirs in (ours, "*") for ours, theirs in pairs)


def test_every_rule_is_planted(answers: Answers) -> None:
    for rule in rules():
        planted = {verdict for verdict, _ in answers.true[rule.id].values()}
        assert planted == {"breach", "clear", "unknown"}, rule.id


@pytest.mark.parametrize("rule", [rule.id for rule in rules()])
def test_exactly_the_planted_breaches_are_found(answers: Answers, rule: str) -> None:
    true = {s: a for s, a in answers.true[rule].items() if a[0] == "breach"}
    found = {s: a for s, a in answers.found[rule].items() if a[0] == "breach"}
    missed = {s: a for s, a in true.items() if found.get(s) != a}
    invented = {s: a for s, a in found.items() if true.get(s) != a}
    assert not missed, f"missed: {missed}"
    assert not invented, f"invented: {invented}"


@pytest.mark.parametrize("rule", [rule.id for rule in rules()])
def test_innocent_neighbours_are_clear_and_unknowns_unknown(answers: Answers, rule: str) -> None:
    for subject, (verdict, _) in answers.true[rule].items():
        if verdict != "breach":
            found, _ = answers.found[rule].get(subject, ("clear", None))
            assert found == verdict, subject
