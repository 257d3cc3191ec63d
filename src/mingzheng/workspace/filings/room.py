"""What this room shows elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mingzheng.language import Text
from mingzheng.workspace.campaigns.units import running
from mingzheng.workspace.filings.filters import visible
from mingzheng.workspace.filings.models import Filing
from mingzheng.workspace.filings.standing import owed_by, standings
from mingzheng.workspace.filings.states import BEFORE_SUBMISSION, State
from mingzheng.workspace.people.permissions import may, verbs
from mingzheng.workspace.people.roles import Kind as Level
from mingzheng.workspace.people.roles import Role
from mingzheng.workspace.site.rooms import Matters, Panel, Place

__all__ = ["MATTERS", "NAVIGATION", "panels", "standings"]

NAVIGATION = (
    Place(Text(zh="报送", en="Filings"), "filings:filings", "filing.see_submitted", "filings"),
)
SHOWN = 8
"""Rows on a home page."""


def panels(user: Any) -> Iterator[Panel]:
    """What the own unit has to file; what came in and waits; what can be signed."""
    unit = user.membership.organisation
    for campaign in running(user) if may(user, "filing.see", unit) else ():
        owed = list(owed_by(campaign.shown, unit))
        if owed:
            given = {
                "owed": owed,
                "may_begin": may(user, "filing.begin"),
                "campaign": campaign,
            }
            late = any(standing.tone == "late" for _, standing in owed)
            title = Text(zh="本单位报送", en="What your organisation files")
            yield Panel(title, "filings/panel.html", given, rank=10 if late else 25)
    if may(user, "filing.receive"):
        yield from _arrived(user)


def _arrived(user: Any) -> Iterator[Panel]:
    """What is addressed to this office and not received yet, the longest waiting first."""
    waiting = visible(user).filter(state=State.SUBMITTED).select_related("organisation__seat")
    waiting = (
        waiting.exclude(organisation__kind=Level.AUTHORITY, organisation__seat__isnull=False)
        if user.membership.organisation.kind == Level.MINISTRY
        else waiting.filter(organisation__seat=user.membership.organisation_id)
    )
    rows = list(waiting.order_by("submitted_at")[: SHOWN + 1])
    if rows:
        more = waiting.count() if len(rows) > SHOWN else 0
        title = Text(zh="待接收的材料", en="To be received")
        yield Panel(title, "filings/panel.html", {"rows": rows[:SHOWN], "more": more}, rank=15)


def _held(membership: Any) -> Any:
    return Filing.objects.filter(
        drafter=membership.user_id,
        organisation=membership.organisation_id,
        state__in=BEFORE_SUBMISSION,
    )


def _move(filing: Filing, to: Any) -> None:
    filing.drafter = to.user
    filing.version += 1
    filing.save(update_fields=["drafter", "version"])


def _fits(membership: Any) -> bool:
    return Role(membership.role) in verbs()["filing.write"].reach


MATTERS = (Matters(Text(zh="填报中的材料", en="Filings being written"), _held, _fits, _move),)
