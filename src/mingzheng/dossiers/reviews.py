"""Reviews of the materials: by application, by batch, by contract; by people and by machines."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, complete_with_all, counted, known, surely_before
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import reach, row_of, sequence
from mingzheng.dossiers.operators import UNAUTHORISED, UNLISTED, with_standing

TABLE = "reviews"
LINKS = ("application_id", "batch_id", "contract_id")
OF_REVIEW = (
    "row", *LINKS, "reviewed_at", "reviewed_at_until", "result", "reviewer_id", "automated",
)  # fmt: skip


def reviews(e: Evidence, cases: Value) -> Value:
    """One row per case that a review reaches; `review_facts` tells the others apart."""
    return e.keep("case_reviews", _last_review(_summary(_judged(e, cases))))


def review_facts(e: Evidence, whole: Value) -> dict[str, Value]:
    """The facts that need the case's day: was there no review, or is it only not on record?

    whole: cases with what `reviews` gives, `lost_<table>` and what a declaration is asked by.
    """
    there = known(e, TABLE, whole)
    undecided = whole.reviews_unread.fill_null(False)
    blank = whole.reviews_blank.fill_null(False)
    listed = complete_with_all(e, "operators", whole)
    code = whole.reviewer_code
    return {
        "reviews": counted(whole.review_count, known=there),
        "personal_reviews": counted(whole.personal_count, known=there & ~blank),
        "machine_reviews": counted(whole.machine_count, known=there & ~undecided),
        "approvals": counted(whole.approval_count, known=there & ~undecided),
        "reviewer_fault": ibis.cases(
            (code == UNAUTHORISED, FAULTY),
            (code == UNLISTED, ibis.ifelse(listed, FAULTY, OPEN)),
            else_=code,
        ).cast("int8"),
    }


def _judged(e: Evidence, cases: Value) -> Value:
    """A row per review and case that it reaches, with its place before or after issuance.

    Reviews name nobody: those of a batch that agree in result and reviewer are one review of it.
    """
    reached = reach(
        e[TABLE].select(*OF_REVIEW),
        cases.select("case", *LINKS),
        named=(),
        alike=("result", "reviewer_id", "automated"),
        at="reviewed_at",
    )
    of_case = cases.select("case", "issued_at", "issued_at_until")
    j = _with_reviewers(e, reached.inner_join(of_case, "case"))
    return j.mutate(
        approved=(j.result == "approved").fill_null(False),
        rejected=(j.result == "rejected").fill_null(False),
        machine=j.automated.fill_null(False),
        # neither who reviewed nor with what result: it may be anything
        blank=j.automated.isnull() & j.result.isnull(),
        own=j.application_id.notnull(),
        before=surely_before(e, j.reviewed_at_until, j.issued_at).fill_null(False),
        perhaps_before=~surely_before(e, j.issued_at_until, j.reviewed_at).fill_null(False),
    )


def _with_reviewers(e: Evidence, j: Value) -> Value:
    """Was the person who reviewed authorised that day? Null for an automated review."""
    r = with_standing(
        e, j, of=TABLE, who="reviewer_id", at="reviewed_at", role="reviewer"
    )  # fmt: skip
    # who is not said to be a person may be a machine under a name that is nobody's
    perhaps_a_machine = (r.standing == UNLISTED) & r.automated.isnull()
    code = ibis.cases(
        (r.automated.fill_null(False), ibis.null("int8")),
        (perhaps_a_machine, ibis.literal(OPEN, "int8")),
        else_=r.standing,
    )
    return r.mutate(code=code).drop("standing")


def _summary(j: Value) -> Value:
    by_person = j.approved & ~j.machine
    standing = j.approved & j.perhaps_before
    return (
        j.mutate(
            sequence=sequence(j.reviewed_at, j.row),
            by_person=by_person,
            standing=standing,
            refused=j.rejected & j.before,
            perhaps_refused=j.rejected & j.perhaps_before,
        )
        .group_by("case")
        .agg(
            review_count=lambda t: t.count(),
            personal_count=lambda t: (~t.machine & ~t.blank).sum(),
            reviews_blank=lambda t: t.blank.any(),
            machine_count=lambda t: (t.machine & t.result.notnull()).sum(),
            approval_count=lambda t: t.approved.sum(),
            reviews_unread=lambda t: t.result.isnull().any(),
            review_undated=lambda t: (t.approved & t.reviewed_at.isnull()).any(),
            review_approved_at=lambda t: t.reviewed_at.min(where=t.approved),
            review_approved_at_until=lambda t: t.reviewed_at_until.min(where=t.approved),
            first=lambda t: t.sequence.min(where=t.approved),
            review_last_approved_at=lambda t: t.reviewed_at.max(where=t.standing),
            review_last_approved_at_until=lambda t: t.reviewed_at_until.max(where=t.standing),
            approved_from=lambda t: t.reviewed_at.max(where=t.approved & t.before),
            batch_approved=lambda t: (t.approved & ~t.own).any(),
            refused_from=lambda t: t.reviewed_at.max(where=t.refused & t.own),
            batch_refused_from=lambda t: t.reviewed_at.max(where=t.refused & ~t.own),
            refused_until=lambda t: t.reviewed_at_until.max(where=t.perhaps_refused),
            refusals=lambda t: t.perhaps_refused.sum(),
            undated=lambda t: (
                (t.rejected | t.approved | t.result.isnull()) & t.reviewed_at.isnull()
            ).any(),
            unread_before=lambda t: (t.result.isnull() & t.perhaps_before).any(),
            last_refused=lambda t: t.sequence.max(where=t.refused),
            reviewer=lambda t: t.reviewer_id.min(where=t.by_person),
            another_reviewer=lambda t: t.reviewer_id.max(where=t.by_person),
            unnamed=lambda t: (t.by_person & t.reviewer_id.isnull()).any(),
            # an approval after issuance cures nothing, unless there is no other
            reviewer_code=lambda t: ibis.ifelse(
                t.standing.any(), t.code.min(where=t.standing), t.code.min(where=t.approved)
            ),
        )
    )


def _last_review(s: Value) -> Value:
    """Is the last review before issuance a rejection? Who approved, and was it one person?

    Reviews of one table are read off one clock: among them order is order. A rejection in a
    batch that was approved as well may be of any of its members.
    """
    of_batch = ibis.ifelse(s.batch_approved, ibis.null("timestamp(6)"), s.batch_refused_from)
    refused_from = ibis.coalesce(ibis.greatest(s.refused_from, of_batch), s.refused_from, of_batch)
    lifted = s.review_last_approved_at_until >= refused_from
    last_review_fault = ibis.cases(
        (s.unread_before, OPEN),
        (s.refusals == 0, FINE),
        (s.undated, OPEN),
        (s.approved_from > s.refused_until, FINE),
        (refused_from.notnull() & ~lifted.fill_null(False), FAULTY),
        else_=OPEN,
    ).cast("int8")
    unnamed = ibis.ifelse(s.unnamed, ibis.null("boolean"), False)
    return s.mutate(
        review_row=row_of(s["first"]),
        rejection_row=row_of(s.last_refused),
        last_review_fault=last_review_fault,
        several_reviewers=(s.reviewer != s.another_reviewer) | unnamed,
    ).drop(
        "first",
        "last_refused",
        "approved_from",
        "batch_approved",
        "refused_from",
        "batch_refused_from",
        "refused_until",
        "refusals",
        "undated",
        "unread_before",
        "another_reviewer",
        "unnamed",
    )
