"""What its identity checks come to for a case: counts, the earliest pass, the last failure."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import LASTING, Evidence, counted, known
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.identity_checks import TABLE, checks_of_strangers
from mingzheng.dossiers.links import row_of, sequence
from mingzheng.dossiers.numbers import differ
from mingzheng.records.schema import codes

REGISTERS = ("public_security", "business_registry")


def identity(e: Evidence, cases: Value, judged: Value) -> Value:
    """One row per case with its identity facts; unknown and zero told apart."""
    return e.keep("case_identity", _facts(e, cases, judged))


def _facts(e: Evidence, cases: Value, judged: Value) -> Value:
    summary = e.keep("checks_summary", _summary(judged))
    of = cases.select(
        "case",
        "event_at",
        *LASTING,
        "product",
        "registration_authority",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )
    s = of.left_join(summary, "case").drop("case_right")
    strange = e.keep("checks_of_strangers", checks_of_strangers(e, cases))
    s = s.left_join(strange, "case").drop("case_right")
    s = s.mutate(strange=s.strange.fill_null(False))
    there = known(e, TABLE, s) & ~s.strange
    undecided = s.holder_open.fill_null(0) > 0
    pass_undecided = s.pass_open.fill_null(0) > 0
    s = s.mutate(
        checks=counted(s.n, known=there),
        holder_checks=counted(s.n_holder, known=there & ~undecided),
        holder_passes=counted(s.n_pass, known=there & ~pass_undecided),
        organization_passes=counted(s.n_organization, known=there),
        agent_passes=counted(s.n_agent, known=there),
        register_passes=counted(s.n_register, known=there & ~s.register_open.fill_null(False)),
        representative_settled=there & ~s.representative_open.fill_null(False),
        reused_passes=counted(s.n_reused, known=there & ~pass_undecided),
        fresh_passes=counted(s.n_pass - s.n_reused, known=there & ~pass_undecided),
        identity_undated=s.undated | pass_undecided | s.strange,
        identity_pass_row=row_of(s.first),
    )
    if TABLE in e.lost:  # the row that was lost may be a pass by any method
        other = ibis.ifelse(s.lost_identity_checks, 1 << list(codes()["method"]).index("other"), 0)
        s = s.mutate(identity_methods=s.identity_methods | other)
    first = judged.select(
        "case",
        pass_row="row",
        identity_passed_at="effective_at",
        identity_method="method",
        identity_operator="operator_id",
        identity_performer="performed_by",
        relied_on="relied_on",
        evidence_ref="evidence_ref",
        checked_name_key="checked_name_key",
        checked_id_number_key="checked_id_number_key",
        checked_id_number_form="checked_id_number_form",
    )
    s = s.left_join(first, [s.case == first.case, s.identity_pass_row == first.pass_row])
    # of several passes the earliest may be told more exactly by another than by the first row
    s = s.drop("case_right", "pass_row").rename(identity_passed_at_until="passed_by")
    return _with_failures(judged, s).drop(
        "event_at",
        *LASTING,
        "product",
        "registration_authority",
        "first",
        "n",
        "n_holder",
        "holder_open",
        "n_pass",
        "pass_open",
        "n_organization",
        "n_agent",
        "n_register",
        "register_open",
        "representative_open",
        "n_reused",
        "strange",
        "undated",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )


def _summary(j: Value) -> Value:
    held = j.is_holder.fill_null(False)
    passes = held & j.passed.fill_null(False)
    methods = list(codes()["method"])
    # a method that can't be read may be any: it counts as `other`, which settles nothing
    # a re-used check was done by the method of the one it relies on
    method = ibis.ifelse(j.reused, j.origin_method, j.method)
    bits = ibis.cases(
        *[(method == code, 1 << bit) for bit, code in enumerate(methods)],
        else_=1 << methods.index("other"),
    ).cast("int64")
    maybe_holder = j.is_holder.isnull() | (held & j.baseless)
    return (
        j.mutate(
            held=held & ~j.baseless,
            passes=passes,
            represents=((j.party == "legal_representative") & j.passed).fill_null(False),
            maybe_holder=maybe_holder,
            maybe_pass=(j.is_holder.isnull() & j.passed.fill_null(True))
            | (held & j.passed.isnull()),
            bits=bits,
            sequence=sequence(j.effective_at, j.row),
            differs=differ(
                j.checked_id_number_key, j.checked_id_number_form, j.expected_key, j.expected_form
            ),
        )
        .group_by("case")
        .agg(
            n=lambda t: t.count(),
            n_holder=lambda t: t.held.sum(),
            holder_open=lambda t: t.maybe_holder.sum(),
            n_pass=lambda t: t.passes.sum(),
            pass_open=lambda t: t.maybe_pass.sum(),
            n_organization=lambda t: (t.is_organization & t.passed.fill_null(False)).sum(),
            n_agent=lambda t: ((t.party == "agent") & t.passed).fill_null(False).sum(),
            n_register=lambda t: (t.passes & t.method.isin(REGISTERS).fill_null(False)).sum(),
            # a result or a method that can't be read may be a register's pass
            register_open=lambda t: (
                (t.passes | t.maybe_pass).fill_null(True)
                & t.method.isin(REGISTERS).fill_null(True)
                & ~(t.passes & t.method.notnull()).fill_null(False)
            ).any(),
            representative_open=lambda t: (
                (t.party == "legal_representative").fill_null(True) & t.passed.isnull()
                | t.party.isnull()
            ).any(),
            n_reused=lambda t: (t.passes & t.reuse_code.notnull()).sum(),
            undated=lambda t: (t.passes & t.effective_at.isnull()).any(),
            passed_by=lambda t: t.effective_until.min(where=t.passes),
            first=lambda t: t.sequence.min(where=t.passes),
            representative=lambda t: t.checked_name.min(where=t.represents),
            representative_key=lambda t: t.checked_name_key.min(where=t.represents),
            identity_latest_passed_at=lambda t: t.effective_at.max(where=t.passes),
            identity_latest_passed_at_until=lambda t: t.effective_until.max(where=t.passes),
            identity_methods=lambda t: t.bits.bit_or(where=t.passes),
            operator_fault=lambda t: t.operator_code.min(where=t.passes),
            performer_fault=lambda t: t.performer_code.min(where=t.passes),
            reuse_fault=lambda t: t.reuse_code.min(
                where=t.passes | (t.is_holder.fill_null(False) & t.reuse_code.notnull())
            ),
            other_party_fault=lambda t: (
                ibis.cases((t.differs, FAULTY), (~t.differs, FINE), else_=OPEN)
                .cast("int8")
                .min(where=t.passes)
            ),
        )
    )


def _with_failures(judged: Value, s: Value) -> Value:
    """Add the last failure before the earliest pass."""
    failed = judged.filter(
        judged.is_holder.fill_null(False), judged.result == "failed", judged.checked_at.notnull()
    ).select("case", "row", "checked_at", "checked_at_until", "method")
    passed = s.select("case", passed_at="identity_passed_at")
    before = failed.inner_join(passed, "case")
    before = before.filter(before.checked_at <= before.passed_at)
    last = before.group_by("case").agg(last=lambda t: sequence(t.checked_at, t.row).max())
    last = last.mutate(identity_failed_row=row_of(last.last)).drop("last")
    shown = failed.select(
        failed_case="case",
        failed_row="row",
        identity_failed_at="checked_at",
        identity_failed_at_until="checked_at_until",
        identity_failed_method="method",
    )
    last = last.inner_join(
        shown, [last.case == shown.failed_case, last.identity_failed_row == shown.failed_row]
    ).drop("failed_case", "failed_row")
    return s.left_join(last, "case").drop("case_right")
