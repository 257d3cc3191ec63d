"""Missing evidence is unknown: no null acquits, accuses or gets lost under a negation."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from ibis.expr import operations as ops

from mingzheng.audit.engines.spark import Spark
from mingzheng.dossiers import DOSSIERS
from mingzheng.dossiers.facts import Dossier, Fact
from mingzheng.records.schema import codes
from mingzheng.rules import Parameters, Rule, Severity, rules

ENGINE = ibis.duckdb.connect()
ROWS = 4_000
CLEAR_ROWS_TRIED = 12

GIVEN = Parameters(
    {
        "identity_methods_person": ("in_person", "video"),
        "identity_methods_organization": ("in_person", "business_registry"),
        "identity_methods_person_in_organization": ("in_person",),
        "identity_methods_device": ("in_person",),
        "identity_methods_closed": True,
        "identity_reuse_days": 30,
        "stop_first_on_loss": True,
        "contract_before_issuance": True,
        "max_validity_days": 30,
        "backdating_days": 1,
        "renewal_keeps_old_end": True,
        "explained_minutes": 30,
        "pace_in_person_per_hour": 1,
        "pace_video_per_hour": 1,
        "agent_applicants": 1,
        "matched_tolerance_hours": 24,
        "coverage_lead_days": 1,
        "change_hours": 24,
        "materials_person": ("id_document",),
        "materials_organization": ("business_licence",),
        "renewal_needs_materials": True,
        "document_extension_days": 0,
        "automated_review_traceable": True,
        "checker_reviewer_separated": True,
        "renewal_needs_disclosure": True,
        "complaint_answer_days": 15,
        "yearly_internal_audit": True,
        "archive_whole": True,
        "verification_days": 1,
        "crl_is_announcement": True,
        "revocation_announcement_hours": 24,
        "renewal_announcement_days": 3,
        "revocation_hours": 24,
    }
)
NOT_GIVEN = Parameters({})

WORDS = {
    "kind": codes()["kind"],
    "product": ("signature", "signature", "event", "server"),
    "initiated_by": codes()["initiated_by"],
    "outcome": codes()["outcome"],
    "subject_kind": codes()["subject_kind"],
    "subject_id_type": codes()["id_type"],
    "applicant_id_type": codes()["id_type"],
    "applicant_role": codes()["applicant_role"],
    "identity_method": codes()["method"],
    "identity_failed_method": codes()["method"],
    "contract_scope": codes()["scope"],
    "contract_means": codes()["contract_means"],
    "media": codes()["media"],
    "object_state": ("read", "absent", "refused"),
    "document_kind": codes()["document_kind"],
    "complaint_outcome": codes()["complaint_outcome"],
    "topic": ("not_applied_for", "not_applied_for", "fees"),
    "key_held_by": codes()["key_held_by"],
    "action": ("renewed", "revoked", "revoked", "suspended"),
    "change_initiated_by": codes()["initiated_by"],
    "source": ("crl", "crl", "complaint"),
    "revocation_reason": ("superseded", "certificate_hold"),
    "recipient_role": codes()["recipient_role"],
    "holder_number_kind": ("resident_id", "uscc"),
    "issuer_role": ("production",),
    "public_key_algorithm": ("rsa", "sm2"),
    "signature_algorithm": ("rsa-sha256", "rsa-md5", "sm2-sm3"),
    "signature_verdict": ("valid", "valid", "valid_no_za", "invalid", "issuer_unknown"),
}
NUMBERS = (
    ("11010519491231002X", 1),
    ("110105194912310021", 0),
    ("91350100M000100Y43", 2),
    ("1101**********0021", 4),
)
INTEGERS = {"identity_methods": 512, "key_usage": 512, "public_key_bits": 8192, "version": 4}
FAULTS_OF_BYTES = ("unreadable", "damaged", "public_key_fault")

SAYS_WITHOUT = {
    # lists are announcements on record too, of which there are none by another fact
    "announcement.announced_late": {"listed_at"},
    # whether a revocation that is not there counts is another fact: old_revocations_complete
    "content.changed_holder_kept": {"old_revoked_at"},
    # any of several names or numbers clears; one that is missing leaves the others to differ
    "parties.applicant_is_not_subject": {"subject_name", "organization_name"},
    "parties.applied_by_another": {"representative", "subject_name"},
    # the certificate's number may be either of the case's own
    "parties.identifier_differs": {"organization_id_number", "subject_id_number"},
    # whether the checks of a representative are all there is another fact
    "disclosure.told_another": {"representative"},
    # a doubt until the hand-over to the holder is shown
    "parties.recipient_is_another": {"handed_over"},
}
"""The facts that acquit where they are there, and whose absence alone is no unknown."""

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)


def filled(fact: Fact[Any], chance: np.random.Generator) -> dict[str, pa.Array]:
    """A fact's columns filled by chance, about one in six null; most certificates are sound."""
    absent = chance.random(ROWS) < (5 / 6 if fact.name in FAULTS_OF_BYTES else 1 / 6)
    if fact.kind == "moment":
        start = chance.integers(0, 60 * 24, ROWS) * 3_600_000_000
        whole_day = np.where(chance.random(ROWS) < 0.3, 86_399_999_999, 0)
        epoch = np.datetime64("2019-01-01", "us")
        ends = (start, start + whole_day)
        stored = [pa.array(epoch + end.astype("timedelta64[us]"), mask=absent) for end in ends]
    elif fact.kind == "number":
        picked = chance.integers(0, len(NUMBERS), ROWS)
        texts, forms = (np.array(column)[picked] for column in zip(*NUMBERS, strict=True))
        stored = [pa.array(c, mask=absent) for c in (texts, texts, forms)]
    elif fact.kind == "name":
        texts = np.array(["某甲", "某乙"])[chance.integers(0, 2, ROWS)]
        stored = [pa.array(texts, mask=absent)] * 2
    elif fact.type == "boolean":
        stored = [pa.array(chance.random(ROWS) < 0.5, mask=absent)]
    elif fact.type == "string":
        words = np.array(list(WORDS.get(fact.name, ("a", "b"))))
        stored = [pa.array(words[chance.integers(0, len(words), ROWS)], mask=absent)]
    else:
        stored = [pa.array(chance.integers(0, INTEGERS.get(fact.name, 3), ROWS), mask=absent)]
    return dict(zip(fact.columns(), stored, strict=True))


def subjects(looks_at: type[Dossier]) -> pa.Table:
    """Dossiers filled by chance, the same on every run."""
    chance = np.random.default_rng(20220802)
    columns: dict[str, pa.Array] = {}
    for fact in looks_at.FACTS.values():
        columns |= filled(fact, chance)
    return pa.table(columns).cast(arrow_schema(looks_at))


def arrow_schema(looks_at: type[Dossier]) -> pa.Schema:
    return ibis.schema(looks_at.schema()).to_pyarrow()


def asked(rule: Rule, table: pa.Table, parameters: Parameters) -> Any:
    """applies, breach, their negations and the severity of every row, as an expression."""
    stored = ibis.memtable(table)
    return stored.select(**columns(rule, stored, parameters))


def columns(rule: Rule, stored: Any, parameters: Parameters) -> dict[str, Any]:
    verdict = rule.judge(rule.looks_at(stored), parameters)
    plain = ibis.literal(rule.severity.value)
    return {
        "applies": verdict.applies,
        "breach": verdict.breach,
        "not_applies": ~verdict.applies,
        "not_breach": ~verdict.breach,
        "severity": plain if verdict.severity is None else verdict.severity,
    }


def answers(expression: Any) -> list[dict[str, Any]]:
    """Its rows as DuckDB gives them."""
    return ENGINE.to_pyarrow(expression).to_pylist()


def spoken(answer: dict[str, Any]) -> str:
    if answer["applies"] is False:
        return "-"
    if answer["applies"] is None or answer["breach"] is None:
        return "unknown"
    return "breach" if answer["breach"] else "clear"


@pytest.fixture(scope="module")
def filled_by_chance() -> dict[type, pa.Table]:
    return {looks_at: subjects(looks_at) for looks_at in DOSSIERS}


@each_rule
def test_where_nothing_is_known_nothing_is_said(rule: Rule):
    nothing = arrow_schema(rule.looks_at).empty_table()
    nothing = pa.table([pa.nulls(1, field.type) for field in nothing.schema], nothing.schema)
    for parameters in (GIVEN, NOT_GIVEN):
        (answer,) = answers(asked(rule, nothing, parameters))
        assert spoken(answer) in ("unknown", "-")


@each_rule
def test_no_truth_value_is_lost(rule: Rule, filled_by_chance: dict[type, pa.Table]):
    table = filled_by_chance[rule.looks_at]
    opposite = {True: False, False: True, None: None}
    for parameters in (GIVEN, NOT_GIVEN):
        for answer in answers(asked(rule, table, parameters).distinct()):
            assert answer["not_applies"] is opposite[answer["applies"]]
            assert answer["not_breach"] is opposite[answer["breach"]]
            assert answer["severity"] in set(Severity)


@pytest.mark.parametrize("looks_at", DOSSIERS, ids=lambda looks_at: looks_at.key())
def test_spark_says_the_same(
    looks_at: type[Dossier], filled_by_chance: dict[type, pa.Table], spark: Spark
):
    subjects = filled_by_chance[looks_at]
    numbered = subjects.append_column("number", pa.array(range(len(subjects)), pa.int64()))

    def every(stored: Any) -> Any:
        return stored.select(
            "number",
            **{
                f"{n} {rule.id} {name}": value
                for rule in rules()
                if rule.looks_at is looks_at
                for n, parameters in enumerate((GIVEN, NOT_GIVEN))
                for name, value in columns(rule, stored, parameters).items()
            },
        ).order_by("number")

    there = every(spark.store(f"by_chance_{looks_at.key()}", numbered))
    here = ENGINE.to_pyarrow(every(ibis.memtable(numbered)))
    found = spark.table(there)
    for name in here.column_names:
        assert found[name].to_pylist() == here[name].to_pylist(), name


@each_rule
def test_taking_a_fact_away_never_accuses(rule: Rule, filled_by_chance: dict[type, pa.Table]):
    table = filled_by_chance[rule.looks_at]
    said = [spoken(answer) for answer in answers(asked(rule, table, GIVEN))]
    clear = [row for row, word in enumerate(said) if word == "clear"][:CLEAR_ROWS_TRIED]
    assert clear, "no row is clear: fill the facts it reads with words it knows"
    assert "breach" in said, "no row is a breach: fill the facts it reads with words it knows"
    kept = table.take(clear)
    robbed, taken = [], []
    for fact in rule.looks_at.FACTS.values():
        # What a certificate's bytes do not hold is absent, not unknown.
        if read_by(rule) & set(fact.columns()) and fact.tables[:1] != ("certificates",):
            robbed.append(without(kept, fact))
            taken += [fact.name] * len(clear)
    if not robbed:
        return
    words = [spoken(answer) for answer in answers(asked(rule, pa.concat_tables(robbed), GIVEN))]
    accused = {name for name, word in zip(taken, words, strict=True) if word == "breach"}
    assert accused <= SAYS_WITHOUT.get(rule.id, set())


@each_rule
def test_no_null_is_asked_of_a_truth_that_is_computed(rule: Rule):
    # Ibis prints NOT (x) IS NULL for (~x).isnull(): a null would read as an acquittal.
    verdict = rule.judge(rule.looks_at.empty(), GIVEN)
    for expression in (verdict.applies, verdict.breach):
        for node in expression.op().find((ops.IsNull, ops.NotNull)):
            assert isinstance(node.arg, ops.Field) or not node.arg.dtype.is_boolean()


def read_by(rule: Rule) -> set[str]:
    """The columns its expressions read."""
    verdict = rule.judge(rule.looks_at.empty(), GIVEN)
    return {
        field.name
        for expression in (verdict.applies, verdict.breach)
        for field in expression.op().find(ops.Field)
    }


def without(table: pa.Table, fact: Fact[Any]) -> pa.Table:
    """The table with one fact unknown in every row."""
    for name in fact.columns():
        place = table.schema.get_field_index(name)
        field = table.schema.field(place)
        table = table.set_column(place, field, pa.nulls(table.num_rows, field.type))
    return table
