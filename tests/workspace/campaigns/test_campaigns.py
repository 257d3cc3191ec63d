"""The life of a campaign: what it may say, when it is frozen, what amends it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from mingzheng import law
from mingzheng.errors import WorkspaceError


def entries() -> int:
    from mingzheng.workspace.journal.models import Entry

    return Entry.objects.count()


def test_the_template_says_what_the_notice_says(draft: Any) -> None:
    from mingzheng.workspace.campaigns.models import SpecialDay

    edition, notice = draft.open_edition, law.catalogue().notice
    due = {stage.phase: stage.due for stage in edition.stages.all()}
    assert due == {
        "self_inspection": dt.date(2022, 8, 30),
        "inspection": dt.date(2022, 9, 30),
        "spot_check": None,
        "rectification": None,
        "end": dt.date(2022, 10, 30),
    }
    assert edition.look_back_since == notice.services_since
    assert edition.expected == notice.providers
    assert [item.item for item in edition.items.all()] == [
        item.id for item in law.catalogue().items() if not item.is_requirement
    ]
    assert {item.mark for item in edition.items.all()} <= set(law.Mark)
    assert edition.authorities.count() == 3
    assert edition.law_digest == law.digest()
    assert SpecialDay.objects.filter(day__year=2022).count() == 38


def test_publishing_needs_each_warning_confirmed(people: SimpleNamespace, draft: Any) -> None:
    from mingzheng.workspace.campaigns import actions, checks

    keys = {remark.key for remark in checks.check(draft.open_edition)}
    assert {"number", "rest:end:2022-10-30:False", "calendar-mark:2022"} <= keys
    assert "expected:55:3" in keys
    before = entries()
    with pytest.raises(WorkspaceError, match="rest day"):
        actions.publish(
            by=people.organiser, campaign=draft, version=draft.version,
            confirmed=keys - {"rest:end:2022-10-30:False"},
        )  # fmt: skip
    assert entries() == before
    actions.publish(by=people.organiser, campaign=draft, version=draft.version, confirmed=keys)
    assert draft.state == "published"
    assert entries() == before + 1


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        ({"title": " "}, "title"),
        ({"issued_on": None}, "issued"),
        ({"look_back_since": None}, "look-back"),
        ({"look_back_since": dt.date(2022, 8, 3)}, "look-back-late"),
        ({"items": ()}, "items"),
        ({"authorities": ()}, "objects"),
        ({"stages": {}}, "due:self_inspection"),
    ],
)
def test_errors_block(
    people: SimpleNamespace, draft: Any, terms: dict[str, Any], key: str
) -> None:
    from mingzheng.workspace.campaigns import actions, checks
    from mingzheng.workspace.campaigns.terms import terms_of

    changed = dataclasses.replace(terms_of(draft.open_edition), **terms)
    actions.edit(by=people.organiser, campaign=draft, terms=changed, version=draft.version)
    draft.refresh_from_db()
    remarks = checks.check(draft.open_edition)
    assert key in {remark.key for remark in remarks if remark.blocks}
    with pytest.raises(WorkspaceError):
        actions.publish(
            by=people.organiser, campaign=draft, version=draft.version,
            confirmed=[remark.key for remark in remarks],
        )  # fmt: skip
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_stages_out_of_order_block(draft: Any) -> None:
    from mingzheng.workspace.campaigns import checks

    draft.open_edition.stages.filter(phase="inspection").update(due=dt.date(2022, 8, 1))
    keys = {each.key for each in checks.check(draft.open_edition) if each.blocks}
    assert keys == {"order:inspection", "before:inspection"}


@pytest.mark.parametrize(("moves", "deadline"), [(False, 30), (True, 31)])
def test_a_deadline_on_a_rest_day_moves_only_if_the_campaign_says_so(
    draft: Any, publish: Callable[..., Any], moves: bool, deadline: int
) -> None:
    end = publish(draft, moves_rest_days=moves).in_force.stages.get(phase="end")
    assert end.due == dt.date(2022, 10, 30)
    assert end.deadline == dt.date(2022, 10, deadline)


def test_what_is_published_is_frozen_and_amended_by_a_new_edition(
    people: SimpleNamespace, published: Any, publish: Callable[..., Any]
) -> None:
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.campaigns.terms import terms_of

    first, by = published.in_force, people.organiser
    was = terms_of(first)
    changed = dataclasses.replace(was, title="另一个题目")
    with pytest.raises(WorkspaceError, match="frozen"):
        actions.edit(by=by, campaign=published, terms=changed, version=published.version)
    with pytest.raises(WorkspaceError, match="never deleted"):
        actions.discard(by=by, campaign=published, version=published.version)
    actions.amend(by=by, campaign=published, version=published.version, reason="期限延长")
    assert published.in_force == first
    with pytest.raises(WorkspaceError, match="already"):
        actions.amend(by=by, campaign=published, version=published.version, reason="再延长")
    with pytest.raises(WorkspaceError, match="amendment first"):
        actions.close(by=by, campaign=published, version=published.version)
    publish(published, title="另一个题目")
    assert published.in_force.number == 2
    assert terms_of(published.in_force) == changed
    assert terms_of(published.editions.get(number=1)) == was


def test_an_amendment_can_be_dropped(people: SimpleNamespace, published: Any) -> None:
    from mingzheng.workspace.campaigns import actions

    by = people.organiser
    actions.amend(by=by, campaign=published, version=published.version, reason="期限延长")
    actions.drop_amendment(by=by, campaign=published, version=published.version)
    assert published.open_edition is None
    assert published.in_force.number == 1


@pytest.mark.parametrize("state", ["draft", "published", "closed"])
@pytest.mark.parametrize("verb", ["publish", "amend", "drop_amendment", "close"])
def test_every_way_from_every_state(
    people: SimpleNamespace, draft: Any, publish: Callable[..., Any], state: str, verb: str
) -> None:
    """What the table allows is done with one entry; everything else leaves no trace."""
    from mingzheng.workspace.campaigns import actions, checks

    by, given = people.organiser, {}
    if state != "draft":
        publish(draft)
    if state == "closed":
        actions.close(by=by, campaign=draft, version=draft.version)
    if verb == "amend":
        given = {"reason": "期限延长"}
    if verb == "publish" and state == "draft":
        given = {"confirmed": [each.key for each in checks.check(draft.open_edition)]}
    legal = {("draft", "publish"), ("published", "amend"), ("published", "close")}
    before = entries()
    act = getattr(actions, verb)
    if (state, verb) in legal:
        act(by=by, campaign=draft, version=draft.version, **given)
        assert entries() == before + 1
        return
    with pytest.raises(WorkspaceError):
        act(by=by, campaign=draft, version=draft.version, **given)
    draft.refresh_from_db()
    assert (draft.state, entries()) == (state, before)


def test_only_organisers_write(people: SimpleNamespace, draft: Any) -> None:
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.campaigns.terms import terms_of
    from mingzheng.workspace.people.permissions import NotAllowed

    given = {"campaign": draft, "version": draft.version}
    attempts = [
        (actions.create, {}),
        (actions.edit, given | {"terms": terms_of(draft.open_edition)}),
        (actions.discard, given),
        (actions.publish, given),
        (actions.amend, given | {"reason": "期限延长"}),
        (actions.drop_amendment, given),
        (actions.close, given),
    ]
    for by in (people.inspector, people.officer):
        for act, arguments in attempts:
            with pytest.raises(NotAllowed):
                act(by=by, **arguments)


def test_the_second_editor_is_told(people: SimpleNamespace, draft: Any) -> None:
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.campaigns.terms import terms_of
    from mingzheng.workspace.transitions import ChangedMeanwhile

    terms = dataclasses.replace(terms_of(draft.open_edition), title="第一个人的题目")
    actions.edit(by=people.organiser, campaign=draft, terms=terms, version=1)
    other = dataclasses.replace(terms, title="第二个人的题目")
    with pytest.raises(ChangedMeanwhile, match=people.organiser.name):
        actions.edit(by=people.organiser, campaign=draft, terms=other, version=1)
    assert draft.open_edition.title == "第一个人的题目"
