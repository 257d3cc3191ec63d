"""How things change their state: one table per kind of thing.

Buttons, permissions, documentation and tests follow from the table. A room's `states.py` holds
its states as a `StrEnum` and one `Life`; its actions move things through `Life.move` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Model

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.journal.models import Entry
from mingzheng.workspace.people.permissions import may, require, verbs

Thing = TypeVar("Thing", bound=Model)


class IllegalTransition(WorkspaceError):
    """A thing in this state can't be moved so."""


class ChangedMeanwhile(WorkspaceError):
    """Somebody else changed the thing after the page was opened; nothing is overwritten.

    A page answers by `site.forms.Versioned.refused`.
    """

    def __init__(self, *, zh: str, en: str, stored: Model) -> None:
        super().__init__(zh=zh, en=en)
        self.stored = stored
        """The thing as it stands now."""


@dataclass(frozen=True)
class Transition:
    """By `verb`, a thing in one of `sources` comes to stand in `target`."""

    verb: str
    sources: frozenset[StrEnum]
    target: StrEnum
    needs_reason: bool = False
    by_system: bool = False
    """Also done by the system itself, as when a period has run out."""
    keeps_reason: bool = True
    """The journal, which forgets nothing, has the reason too; not where it tells of strangers."""

    @property
    def text(self) -> Text:
        """What the button says: the verb's own text."""
        return verbs()[self.verb].text


@dataclass(frozen=True)
class Life:
    """The states of one kind of thing, kept in its field `state`, and all ways between them."""

    texts: Mapping[StrEnum, Text]
    initial: StrEnum
    transitions: tuple[Transition, ...]

    def possible(self, user: Any, thing: Any) -> list[Transition]:
        """What this person may do with the thing as it stands."""
        return [
            each
            for each in self.transitions
            if thing.state in each.sources and may(user, each.verb, thing)
        ]

    def move(
        self,
        thing: Thing,
        *,
        by: Any | None,
        verb: str,
        reason: str = "",
        version: int | None = None,
        details: Mapping[str, object] | None = None,
    ) -> Thing:
        """Move a thing and put the one entry of the action into the journal; gives it as stored.

        Called within the action's transaction, after what else it writes. `by` None is the system
        itself. Raises `NotAllowed`, `ChangedMeanwhile`, `IllegalTransition`.
        """
        held: Any = locked(thing, version=version)
        if by is not None:
            require(by, verb, held)
        ways = [t for t in self.transitions if t.verb == verb and (by is not None or t.by_system)]
        way = next((each for each in ways if held.state in each.sources), None)
        if way is None:
            raise self._illegal(held.state, verb)
        reason = reason.strip()
        if way.needs_reason and not reason:
            raise IllegalTransition(
                zh=f"“{way.text.zh}”须写明理由", en=f"to {way.text.en} needs a reason"
            )
        before, held.state = held.state, way.target.value
        held.version += 1
        held.save(update_fields=["state", "version"])
        told = {
            "from": str(before),
            "to": way.target.value,
            **({"reason": reason} if reason and way.keeps_reason else {}),
        }
        record(by=by, verb=verb, thing=held, details={**told, **(details or {})})
        thing.refresh_from_db()
        return thing

    def _illegal(self, state: str, verb: str) -> IllegalTransition:
        stands = next(text for value, text in self.texts.items() if value == state)
        wanted = verbs()[verb].text
        return IllegalTransition(
            zh=f"现在的状态是“{stands.zh}”，不能“{wanted.zh}”",
            en=f"it is {stands.en.lower()} now and can't be moved so ({wanted.en})",
        )


def locked(thing: Thing, *, version: int | None = None) -> Thing:
    """The thing as stored now, held until the transaction ends.

    `version` is the one the page was made of. Raises `ChangedMeanwhile` where it is another by
    now, and says who changed it when.
    """
    held: Any = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if version is not None and held.version != version:
        raise _changed(held)
    return held


def _changed(thing: Model) -> ChangedMeanwhile:
    of_thing = Entry.objects.filter(thing_kind=thing._meta.label_lower, thing=str(thing.pk))
    entry = of_thing.exclude(verb="access.refused").first()
    who = entry.user_name if entry is not None and entry.user_name else ""
    when = entry.at[:16].replace("T", " ") + " UTC" if entry is not None else ""
    return ChangedMeanwhile(
        zh=f"在您打开页面之后，{who or '有人'}已作修改（{when}）。您的内容没有保存，请对照后再提交",
        en=f"{who or 'somebody'} changed this after you opened the page ({when}); what you entered "
        "was not saved: compare and submit again",
        stored=thing,
    )
