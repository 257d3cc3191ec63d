"""What moves, what doesn't, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import pytest

from mingzheng.language import Text


class State(StrEnum):
    """A draft is published once, and may be withdrawn with a reason."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@pytest.fixture
def verbs(monkeypatch: pytest.MonkeyPatch, django: Any) -> Iterator[None]:
    """Two verbs that organisers have, beside those of the rooms."""
    from mingzheng.workspace.people import permissions
    from mingzheng.workspace.people.permissions import Verb
    from mingzheng.workspace.people.roles import Reach, Role

    reach = {Role.ORGANISER: Reach.ALL}
    own = (
        Verb("thing.publish", Text(zh="发布", en="publish it"), reach),
        Verb("thing.withdraw", Text(zh="撤回", en="withdraw it"), reach),
    )
    monkeypatch.setattr(permissions, "VERBS", (*permissions.VERBS, *own))
    permissions.verbs.cache_clear()
    yield
    monkeypatch.undo()
    permissions.verbs.cache_clear()


@pytest.fixture(scope="session")
def model(django: Any) -> type[Any]:
    """A kind of thing with a state and nothing else, outside of the rooms."""
    from django.apps.registry import Apps
    from django.db import models

    class Thing(models.Model):
        state = models.CharField(max_length=9, default=State.DRAFT)
        version = models.PositiveIntegerField(default=1)
        note = models.CharField(max_length=9, default="")

        class Meta:
            apps = Apps()
            app_label = "people"

    return Thing


@pytest.fixture
def thing(database: str, model: type[Any], verbs: None) -> Iterator[Any]:
    """A draft."""
    from django.db import connection

    with connection.cursor() as cursor:
        key = {"sqlite": "integer PRIMARY KEY", "postgresql": "bigserial PRIMARY KEY"}[database]
        cursor.execute(
            f"CREATE TABLE people_thing (id {key}, state text, version integer, note text)"
        )
    return model.objects.create()


@pytest.fixture
def life(django: Any) -> Any:
    """The ways between the states; only what the system does is nobody's button."""
    from mingzheng.workspace.transitions import Life, Transition

    return Life(
        texts={
            State.DRAFT: Text(zh="草稿", en="Draft"),
            State.PUBLISHED: Text(zh="已发布", en="Published"),
            State.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
        },
        initial=State.DRAFT,
        transitions=(
            Transition("thing.publish", frozenset({State.DRAFT}), State.PUBLISHED, by_system=True),
            Transition(
                "thing.withdraw", frozenset({State.PUBLISHED}), State.WITHDRAWN, needs_reason=True
            ),
        ),
    )


@pytest.fixture
def organiser(person: Callable[..., Any]) -> Any:
    """Somebody who has the verbs."""
    from mingzheng.workspace.people.roles import Role

    return person(Role.ORGANISER)


def entries() -> list[Any]:
    from mingzheng.workspace.journal.models import Entry

    return list(Entry.objects.order_by("number"))


def test_a_move_leaves_one_entry_with_both_states(thing, life, organiser):
    before = len(entries())
    moved = life.move(thing, by=organiser, verb="thing.publish", version=1)
    assert (moved.state, moved.version) == (State.PUBLISHED, 2)
    life.move(thing, by=organiser, verb="thing.withdraw", reason=" 有误 ")
    (_, last) = entries()[before:]
    assert last.details == '{"from":"published","reason":"有误","to":"withdrawn"}'
    assert (last.verb, last.thing) == ("thing.withdraw", str(thing.pk))


def test_only_what_is_possible_is_offered(thing, life, organiser, person):
    from mingzheng.workspace.people.roles import Role

    assert [each.verb for each in life.possible(organiser, thing)] == ["thing.publish"]
    assert life.possible(person(Role.READER), thing) == []


@pytest.mark.parametrize(
    ("verb", "reason", "said"),
    [
        ("thing.withdraw", "有误", "现在的状态是“草稿”，不能“撤回”"),
        ("thing.publish", "", ""),
    ],
)
def test_an_illegal_move_changes_nothing(thing, life, organiser, verb, reason, said):
    from mingzheng.workspace.transitions import IllegalTransition

    if not said:
        life.move(thing, by=organiser, verb="thing.publish")
        said = "现在的状态是“已发布”，不能“发布”"
    before = len(entries()), thing.state
    with pytest.raises(IllegalTransition) as refused:
        life.move(thing, by=organiser, verb=verb, reason=reason)
    assert refused.value.text.zh == said
    thing.refresh_from_db()
    assert (len(entries()), thing.state) == before


def test_a_reason_is_more_than_spaces(thing, life, organiser):
    from mingzheng.workspace.transitions import IllegalTransition

    life.move(thing, by=organiser, verb="thing.publish")
    with pytest.raises(IllegalTransition, match="理由"):
        life.move(thing, by=organiser, verb="thing.withdraw", reason="  ")


def test_who_may_not_cannot(thing, life, person):
    from mingzheng.workspace.people.permissions import NotAllowed
    from mingzheng.workspace.people.roles import Role

    with pytest.raises(NotAllowed):
        life.move(thing, by=person(Role.OFFICER), verb="thing.publish")


def test_the_system_does_only_what_the_table_gives_it(thing, life):
    from mingzheng.workspace.transitions import IllegalTransition

    life.move(thing, by=None, verb="thing.publish")
    with pytest.raises(IllegalTransition):
        life.move(thing, by=None, verb="thing.withdraw", reason="有误")


def test_the_second_of_two_is_told_who_was_first(thing, life, organiser):
    from mingzheng.workspace.transitions import ChangedMeanwhile

    life.move(thing, by=organiser, verb="thing.publish", version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        life.move(thing, by=organiser, verb="thing.withdraw", reason="有误", version=1)
    assert organiser.name in refused.value.text.zh
    thing.refresh_from_db()
    assert thing.state == State.PUBLISHED
