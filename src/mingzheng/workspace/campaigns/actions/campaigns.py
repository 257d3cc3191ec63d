"""Making, publishing, amending and closing campaigns."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns import checks
from mingzheng.workspace.campaigns.actions.calendars import keep_year
from mingzheng.workspace.campaigns.models import Campaign, Edition, SpecialDay
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.states import LIFE, State
from mingzheng.workspace.campaigns.terms import (
    Terms,
    authorities,
    duties_of,
    fill,
    template,
    terms_of,
)
from mingzheng.workspace.campaigns.working_days import calendar, days_of
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.transitions import locked

BLANK = Terms(title="新的专项行动", title_en="New campaign", stages=dict.fromkeys(Phase))


@transaction.atomic
def create(*, by: User, template_name: str = "") -> Campaign:
    """A draft: of a template with the whole register as its objects, or blank.

    A template brings the holidays of its year, unless the calendar has some.
    """
    require(by, "campaign.create")
    ministry = Organisation.objects.get(kind=Kind.MINISTRY)
    campaign = Campaign.objects.create(organisation=ministry, template=template_name)
    edition = Edition(campaign=campaign)
    if template_name:
        chosen = template(template_name)
        edition.instrument = chosen.instrument
        everyone = tuple(each.pk for each in authorities())
        fill(edition, _with(chosen.terms, everyone), chosen.duties)
        if not SpecialDay.objects.filter(day__year=chosen.calendar).exists():
            keep_year(days_of(chosen.calendar))
    else:
        fill(edition, BLANK, {})
    record(by=by, verb="campaign.create", thing=campaign, details={"template": template_name})
    return campaign


def _with(terms: Terms, chosen: tuple[int, ...]) -> Terms:
    return Terms(**{**vars(terms), "authorities": chosen})


@transaction.atomic
def edit(*, by: User, campaign: Campaign, terms: Terms, version: int) -> None:
    """Set the terms of the edition that isn't published.

    Raises `ChangedMeanwhile` where the page was made of another version, `WorkspaceError` where
    everything is published: a published edition never changes.
    """
    held = locked(campaign, version=version)
    require(by, "campaign.edit", held)
    edition = _open(held)
    fill(edition, terms, duties_of(edition))
    held.version += 1
    held.save(update_fields=["version"])
    record(by=by, verb="campaign.edit", thing=held, details={"edition": edition.number})


def _open(campaign: Campaign) -> Edition:
    edition = campaign.open_edition
    if edition is None:
        raise WorkspaceError(
            zh="已发布的内容不能改动；需要改变时，以新的通知修订",
            en="what is published is frozen; a further notice amends it",
        )
    return edition


@transaction.atomic
def discard(*, by: User, campaign: Campaign, version: int) -> None:
    """Delete a draft that was never published."""
    held = locked(campaign, version=version)
    require(by, "campaign.discard", held)
    if held.state != State.DRAFT:
        raise WorkspaceError(
            zh="发布过的专项行动不能删除", en="a campaign that was published is never deleted"
        )
    record(by=by, verb="campaign.discard", thing=held)
    held.delete()


@transaction.atomic
def publish(
    *, by: User, campaign: Campaign, version: int, confirmed: Collection[str] = ()
) -> Campaign:
    """Freeze the open edition and put it in force; `confirmed` are keys of warnings.

    Raises `WorkspaceError` where an error is left, or a warning that nobody confirmed.
    """
    held = locked(campaign, version=version)
    verb = "campaign.publish" if held.state == State.DRAFT else "campaign.publish_amendment"
    require(by, verb, held)
    edition = held.open_edition
    if edition is not None:
        remarks = checks.check(edition)
        if left := [each for each in remarks if each.blocks or each.key not in confirmed]:
            zh = "；".join(each.text.zh for each in left)
            en = "; ".join(each.text.en for each in left)
            raise WorkspaceError(zh=f"还不能发布：{zh}", en=f"can't be published yet: {en}")
        _freeze(edition, by)
    elif held.state == State.PUBLISHED:
        _open(held)
    told = {"edition": edition.number if edition else 0, "confirmed": sorted(confirmed)}
    return LIFE.move(campaign, by=by, verb=verb, version=version, details=told)


def _freeze(edition: Edition, by: User) -> None:
    if edition.moves_rest_days:
        days = calendar()
        for stage in edition.stages.exclude(due=None):
            moved = days.next_working_day(stage.due)
            if moved != stage.due:
                stage.moved_to = moved
                stage.save(update_fields=["moved_to"])
    edition.published_at, edition.published_by = timezone.now(), by
    edition.save(update_fields=["published_at", "published_by"])


@transaction.atomic
def amend(*, by: User, campaign: Campaign, version: int, reason: str) -> Campaign:
    """Begin the next edition as a copy of the one in force; `reason`: what is amended and why."""
    held = locked(campaign, version=version)
    require(by, "campaign.amend", held)
    if held.open_edition is not None and held.state == State.PUBLISHED:
        raise WorkspaceError(zh="已有一个修订尚未发布", en="an amendment is being edited already")
    former = held.in_force
    moved = LIFE.move(campaign, by=by, verb="campaign.amend", version=version, reason=reason)
    assert former is not None
    edition = Edition(
        campaign=moved, number=former.number + 1, instrument=former.instrument,
        amends=reason.strip(),
    )  # fmt: skip
    fill(edition, terms_of(former), duties_of(former))
    return moved


@transaction.atomic
def drop_amendment(*, by: User, campaign: Campaign, version: int) -> Campaign:
    """Give an amendment up; what is in force stays in force."""
    held = locked(campaign, version=version)
    require(by, "campaign.drop_amendment", held)
    if held.state != State.PUBLISHED:
        return LIFE.move(campaign, by=by, verb="campaign.drop_amendment", version=version)
    edition = _open(held)
    moved = LIFE.move(
        campaign, by=by, verb="campaign.drop_amendment", version=version,
        details={"edition": edition.number},
    )  # fmt: skip
    edition.delete()
    return moved


@transaction.atomic
def close(*, by: User, campaign: Campaign, version: int) -> Campaign:
    """The campaign is over. Findings stay open until each of them is closed by itself."""
    held = locked(campaign, version=version)
    require(by, "campaign.close", held)
    if held.state == State.PUBLISHED and held.open_edition is not None:
        raise WorkspaceError(
            zh="先发布或放弃未完成的修订", en="publish or drop the open amendment first"
        )
    return LIFE.move(campaign, by=by, verb="campaign.close", version=version)
