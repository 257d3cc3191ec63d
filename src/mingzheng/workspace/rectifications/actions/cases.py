"""The ministry's cases: each step of the Administrative Penalty Law with what was put down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from mingzheng import law
from mingzheng.errors import LawError, WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.rectifications.models import Case, Finding, Order, Paper
from mingzheng.workspace.rectifications.periods import periods
from mingzheng.workspace.rectifications.states import CaseState, OrderState
from mingzheng.workspace.transitions import locked

LADDER = "esign-law/31"
"""责令限期改正, and only 逾期未改正 the licence: nothing is decided by it without an order."""
DATED = {
    "give_notice": "announced_to_party_on", "decide": "decided_on", "serve": "served_on",
}  # fmt: skip


@transaction.atomic
def file_case(
    *, by: User, organisation: Organisation, number: str, facts: str, basis: str,
    findings: Sequence[Finding], act_ended_on: dt.date | None = None,
) -> Case:  # fmt: skip
    """File a case about confirmed findings of one authority.

    Raises `WorkspaceError` where it lacks something, or a finding was never confirmed.
    """
    require(by, "case.file", organisation)
    number, facts = clean(number)[:60], clean(facts)
    if not number or not facts or not findings:
        raise WorkspaceError(
            zh="案号、事实和所涉问题都须填写", en="number, facts and the findings are needed"
        )
    if Case.objects.filter(number=number).exists():
        raise WorkspaceError(zh="案号已经用过", en="that number is taken")
    try:
        law.catalogue().article(basis)
    except LawError as error:
        raise WorkspaceError(
            zh="须选择法律依据", en="choose the article the case rests on"
        ) from error
    for each in findings:
        if each.organisation_id != organisation.pk or each.confirmed_at is None:
            raise WorkspaceError(
                zh=f"{each.number}不是该机构已认定的问题",
                en=f"{each.number} is no confirmed finding of that authority",
            )
    if act_ended_on is not None and act_ended_on > timezone.localdate():
        raise WorkspaceError(zh="行为终了之日不能晚于今天", en="that day isn't ahead")
    case = Case.objects.create(
        organisation=organisation, number=number, facts=facts, basis=basis, handler=by,
        filed_on=timezone.localdate(), act_ended_on=act_ended_on,
    )  # fmt: skip
    case.findings.set(findings)
    told = {"basis": basis, "findings": [each.number for each in findings]}
    record(by=by, verb="case.file", thing=case, details=told)
    return case


@transaction.atomic
def step(
    *, by: User, case: Case, verb: str, text: str = "", on: dt.date | None = None,
    version: int | None = None,
) -> None:  # fmt: skip
    """Take the next step of a case, named as in its table (`investigate`, `decide`, …).

    Raises `WorkspaceError` for a day ahead, and where what must come before has not: the
    party's time to be heard, a served order that was not obeyed.
    """
    on, text = on or timezone.localdate(), clean(text)
    held: Any = locked(case, version=version)
    last = held.papers.last()
    if on > timezone.localdate() or on < (last.on if last else held.filed_on):
        raise WorkspaceError(
            zh="日期不能早于上一步，也不能晚于今天",
            en="its day lies between the last step and today",
        )
    if verb in BEFORE:
        BEFORE[verb](held, on)
    if verb in DATED:
        setattr(case, DATED[verb], on)
        case.save(update_fields=[DATED[verb]])
    way = next(each for each in Case.LIFE.transitions if each.verb == f"case.{verb}")
    Paper.objects.create(
        case=case, state=way.target.value, verb=f"case.{verb}", on=on, text=text, by=by
    )
    Case.LIFE.move(
        case, by=by, verb=f"case.{verb}", version=version, reason=text,
        details={"on": on.isoformat()},
    )  # fmt: skip


def _after_hearing(case: Case, on: dt.date) -> None:
    """Nothing goes on before the party was heard or let its time pass."""
    said = case.papers.filter(verb="case.state").exists()
    begun = case.announced_to_party_on
    until = periods()["hearing_request"].ends(begun) if begun else None
    if case.state == CaseState.NOTICE_OF_INTENT and not said and until and on <= until:
        raise WorkspaceError(
            zh=f"当事人可在 {until} 以前陈述、申辩或要求听证；在此之前不能进入下一步",
            en=f"the party may speak or ask for a hearing until {until}: nothing goes on before",
        )


def _ladder(case: Case, on: dt.date) -> None:
    """By article 31 a licence is touched only where a served order was not obeyed in time."""
    if case.basis == LADDER and not any(each.unmet for each in case.findings.all()):
        raise _without_order()


def _still_ordered(case: Case, on: dt.date) -> None:
    """The same at the decision: late obedience is weighed there, an order withdrawn ends it."""
    late = case.findings.filter(
        deadline__lt=on, orders__state=OrderState.SERVED, orders__kind=Order.Kind.ORDER
    )
    if case.basis == LADDER and not late.exists():
        raise _without_order()


def _without_order() -> WorkspaceError:
    return WorkspaceError(
        zh="没有已送达而逾期未改正的责令限期改正：依电子签名法第三十一条不能作出处罚",
        en="no served order was left unmet: nothing can be imposed by article 31 of the "
        "Electronic Signature Law",
    )


BEFORE = {"hear": _after_hearing, "give_notice": _ladder, "decide": _still_ordered}
