"""The lives of findings, of orders and of the ministry's cases.

A finding of an authority's own is confirmed and closed by it, then verified by an inspector; what
others found is put to the authority before anybody confirms it, and closed by an inspector alone.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from mingzheng.language import Text
from mingzheng.workspace.transitions import Life, Transition


class Source(StrEnum):
    """Who found it."""

    SELF = "self"
    AUDIT = "audit"
    PROVINCE = "province"
    MINISTRY = "ministry"
    COMPLAINT = "complaint"


class State(StrEnum):
    """Where a finding stands. Overdue is no state: it follows from the day."""

    SUSPECTED = "suspected"
    PUT_TO_CA = "put_to_ca"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NOTIFIED = "notified"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    EXTENSION_REQUESTED = "extension_requested"
    REPORTED = "reported"
    REINSPECTED = "reinspected"
    RETURNED = "returned"
    CLOSED = "closed"
    VERIFIED = "verified"
    CORRECTED_ON_SPOT = "corrected_on_spot"
    TRANSFERRED = "transferred"


class OrderState(StrEnum):
    """Where an order stands; it binds from its service on."""

    DRAFT = "draft"
    ISSUED = "issued"
    SERVED = "served"
    WITHDRAWN = "withdrawn"


class CaseState(StrEnum):
    """Where a case of the ministry's stands."""

    FILED = "filed"
    INVESTIGATED = "investigated"
    NOTICE_OF_INTENT = "notice_of_intent"
    HEARD = "statement_or_hearing"
    LEGAL_REVIEW = "legal_review"
    COLLECTIVE_DECISION = "collective_decision"
    DECIDED = "decided"
    SERVED = "served"
    ANNOUNCED = "announced"
    NOT_PROVEN = "not_proven"
    NO_PENALTY = "no_penalty"
    TRANSFERRED = "transferred"


SOURCES: dict[StrEnum, Text] = {
    Source.SELF: Text(zh="机构自查", en="Self-inspection"),
    Source.AUDIT: Text(zh="审计", en="Audit"),
    Source.PROVINCE: Text(zh="省级检查", en="Province"),
    Source.MINISTRY: Text(zh="部级抽查", en="Ministry"),
    Source.COMPLAINT: Text(zh="投诉举报", en="Complaint"),
}
STATES: dict[StrEnum, Text] = {
    State.SUSPECTED: Text(zh="疑似", en="Suspected"),
    State.PUT_TO_CA: Text(zh="待机构说明", en="Put to the authority"),
    State.CONFIRMED: Text(zh="已认定", en="Confirmed"),
    State.DISMISSED: Text(zh="已排除", en="Dismissed"),
    State.NOTIFIED: Text(zh="已告知", en="Notified"),
    State.PLANNED: Text(zh="已订方案", en="Planned"),
    State.IN_PROGRESS: Text(zh="整改中", en="Being put right"),
    State.EXTENSION_REQUESTED: Text(zh="申请延期", en="Extension requested"),
    State.REPORTED: Text(zh="已报整改完成", en="Reported as put right"),
    State.REINSPECTED: Text(zh="已复查", en="Re-inspected"),
    State.RETURNED: Text(zh="退回整改", en="Returned"),
    State.CLOSED: Text(zh="已销号", en="Closed"),
    State.VERIFIED: Text(zh="已核验", en="Verified"),
    State.CORRECTED_ON_SPOT: Text(zh="当场改正", en="Corrected on the spot"),
    State.TRANSFERRED: Text(zh="已移送", en="Transferred"),
}
TONES: dict[StrEnum, str] = {
    State.SUSPECTED: "plain",
    State.PUT_TO_CA: "open",
    State.CONFIRMED: "open",
    State.DISMISSED: "off",
    State.NOTIFIED: "open",
    State.PLANNED: "open",
    State.IN_PROGRESS: "open",
    State.EXTENSION_REQUESTED: "open",
    State.REPORTED: "open",
    State.REINSPECTED: "open",
    State.RETURNED: "late",
    State.CLOSED: "good",
    State.VERIFIED: "good",
    State.CORRECTED_ON_SPOT: "good",
    State.TRANSFERRED: "off",
}
ORDER_STATES: dict[StrEnum, Text] = {
    OrderState.DRAFT: Text(zh="草稿", en="Draft"),
    OrderState.ISSUED: Text(zh="已签发，未送达", en="Issued, not served"),
    OrderState.SERVED: Text(zh="已送达", en="Served"),
    OrderState.WITHDRAWN: Text(zh="已撤销", en="Withdrawn"),
}
ORDER_TONES: dict[StrEnum, str] = {
    OrderState.DRAFT: "plain",
    OrderState.ISSUED: "open",
    OrderState.SERVED: "good",
    OrderState.WITHDRAWN: "off",
}
CASE_STATES: dict[StrEnum, Text] = {
    CaseState.FILED: Text(zh="已立案", en="Filed"),
    CaseState.INVESTIGATED: Text(zh="已调查", en="Investigated"),
    CaseState.NOTICE_OF_INTENT: Text(zh="已告知拟处罚", en="Intent announced to the party"),
    CaseState.HEARD: Text(zh="已听取陈述申辩或听证", en="Heard"),
    CaseState.LEGAL_REVIEW: Text(zh="已法制审核", en="Legally reviewed"),
    CaseState.COLLECTIVE_DECISION: Text(zh="已集体讨论", en="Discussed collectively"),
    CaseState.DECIDED: Text(zh="已决定", en="Decided"),
    CaseState.SERVED: Text(zh="决定已送达", en="Decision served"),
    CaseState.ANNOUNCED: Text(zh="已公告", en="Announced"),
    CaseState.NOT_PROVEN: Text(zh="违法事实不成立", en="Not proven"),
    CaseState.NO_PENALTY: Text(zh="不予处罚", en="No penalty"),
    CaseState.TRANSFERRED: Text(zh="已移送", en="Transferred"),
}
CASE_TONES: dict[StrEnum, str] = {
    **dict.fromkeys(CaseState, "open"),
    CaseState.ANNOUNCED: "good",
    CaseState.NOT_PROVEN: "off",
    CaseState.NO_PENALTY: "off",
    CaseState.TRANSFERRED: "off",
}

WORKING = frozenset(
    {State.NOTIFIED, State.PLANNED, State.IN_PROGRESS, State.EXTENSION_REQUESTED, State.RETURNED}
)
"""The authority owes the rectification: past its deadline in one of these it is overdue."""
ENDED = frozenset(
    {
        State.DISMISSED, State.CLOSED, State.VERIFIED, State.CORRECTED_ON_SPOT,
        State.TRANSFERRED,
    }
)  # fmt: skip
OPEN = frozenset(State) - ENDED
EXITS = frozenset({CaseState.NOT_PROVEN, CaseState.NO_PENALTY, CaseState.TRANSFERRED})
CASE_ENDED = EXITS | {CaseState.ANNOUNCED}


def _way(
    verb: str, sources: Set[StrEnum], target: StrEnum, *, reason: bool = False, kept: bool = True
) -> Transition:
    return Transition(verb, frozenset(sources), target, needs_reason=reason, keeps_reason=kept)


_OF_BOTH = (
    _way("finding.start", {State.PLANNED}, State.IN_PROGRESS),
    _way("finding.resume", {State.RETURNED}, State.IN_PROGRESS),
    _way("finding.report", {State.IN_PROGRESS}, State.REPORTED, reason=True),
)

LIFE = Life(
    texts=STATES,
    initial=State.SUSPECTED,
    transitions=(
        _way("finding.put_to_ca", {State.SUSPECTED}, State.PUT_TO_CA),
        _way("finding.answer", {State.PUT_TO_CA}, State.PUT_TO_CA),
        _way("finding.confirm", {State.PUT_TO_CA}, State.CONFIRMED),
        _way(
            "finding.dismiss", {State.SUSPECTED, State.PUT_TO_CA}, State.DISMISSED, reason=True
        ),
        _way("finding.correct_on_spot", {State.CONFIRMED}, State.CORRECTED_ON_SPOT, reason=True),
        _way("finding.notify", {State.CONFIRMED}, State.NOTIFIED),
        _way("finding.plan", {State.NOTIFIED}, State.PLANNED),
        *_OF_BOTH,
        _way(
            "finding.request_extension", {State.IN_PROGRESS}, State.EXTENSION_REQUESTED,
            reason=True,
        ),
        _way("finding.grant_extension", {State.EXTENSION_REQUESTED}, State.IN_PROGRESS),
        _way(
            "finding.deny_extension", {State.EXTENSION_REQUESTED}, State.IN_PROGRESS, reason=True
        ),
        _way("finding.reinspect", {State.REPORTED}, State.REINSPECTED, reason=True),
        _way("finding.close", {State.REINSPECTED}, State.CLOSED, reason=True),
        _way("finding.return", {State.REINSPECTED}, State.RETURNED, reason=True),
        _way(
            "finding.transfer", {State.CONFIRMED, State.REPORTED, State.REINSPECTED, *WORKING},
            State.TRANSFERRED, reason=True,
        ),
    ),
)  # fmt: skip
"""Of what others than the authority itself found."""

OWN_LIFE = Life(
    texts=STATES,
    initial=State.SUSPECTED,
    transitions=(
        _way("finding.acknowledge", {State.SUSPECTED}, State.CONFIRMED),
        _way("finding.dismiss_own", {State.SUSPECTED}, State.DISMISSED, reason=True),
        _way("finding.plan", {State.CONFIRMED}, State.PLANNED),
        *_OF_BOTH,
        _way("finding.close_own", {State.REPORTED}, State.CLOSED, reason=True),
        _way("finding.verify", {State.CLOSED}, State.VERIFIED),
        _way("finding.return", {State.CLOSED}, State.RETURNED, reason=True),
    ),
)
"""Of what the authority found itself."""

ORDER_LIFE = Life(
    texts=ORDER_STATES,
    initial=OrderState.DRAFT,
    transitions=(
        _way("order.issue", {OrderState.DRAFT}, OrderState.ISSUED),
        _way("order.serve", {OrderState.ISSUED}, OrderState.SERVED),
        _way(
            "order.withdraw", {OrderState.DRAFT, OrderState.ISSUED, OrderState.SERVED},
            OrderState.WITHDRAWN, reason=True,
        ),
    ),
)  # fmt: skip

_BEFORE_DECISION = {
    CaseState.FILED, CaseState.INVESTIGATED, CaseState.NOTICE_OF_INTENT, CaseState.HEARD,
    CaseState.LEGAL_REVIEW, CaseState.COLLECTIVE_DECISION,
}  # fmt: skip
CASE_LIFE = Life(
    texts=CASE_STATES,
    initial=CaseState.FILED,
    transitions=(
        _way(
            "case.investigate", {CaseState.FILED}, CaseState.INVESTIGATED, reason=True, kept=False
        ),
        _way(
            "case.give_notice", {CaseState.INVESTIGATED}, CaseState.NOTICE_OF_INTENT, reason=True
        ),
        _way("case.state", {CaseState.NOTICE_OF_INTENT}, CaseState.NOTICE_OF_INTENT, reason=True),
        _way("case.hear", {CaseState.NOTICE_OF_INTENT}, CaseState.HEARD, reason=True),
        _way("case.review", {CaseState.HEARD}, CaseState.LEGAL_REVIEW, reason=True, kept=False),
        _way(
            "case.discuss",
            {CaseState.LEGAL_REVIEW},
            CaseState.COLLECTIVE_DECISION,
            reason=True,
            kept=False,
        ),
        _way("case.decide", {CaseState.COLLECTIVE_DECISION}, CaseState.DECIDED, reason=True),
        _way("case.serve", {CaseState.DECIDED}, CaseState.SERVED),
        _way("case.announce", {CaseState.SERVED}, CaseState.ANNOUNCED),
        _way("case.not_proven", _BEFORE_DECISION, CaseState.NOT_PROVEN, reason=True),
        _way("case.no_penalty", _BEFORE_DECISION, CaseState.NO_PENALTY, reason=True),
        _way("case.transfer", _BEFORE_DECISION, CaseState.TRANSFERRED, reason=True),
    ),
)
