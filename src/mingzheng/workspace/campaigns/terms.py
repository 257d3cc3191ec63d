"""What an organiser sets down in an edition, and the templates to begin with.

A template is a TOML file in `data/` that names a notice of `law/`: its dates, its duties and its
items are taken from there.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mingzheng import law
from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.law import Item
from mingzheng.workspace.campaigns.models import ChecklistItem, Edition, Stage
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.working_days import DATA
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.roles import Kind

FACTS = (
    "title", "title_en", "document_number", "issued_on", "notice", "look_back_since", "expected",
    "moves_rest_days", "remind_before",
)  # fmt: skip
"""The fields of an edition that are entered one by one."""


@dataclass(frozen=True)
class Terms:
    """The content of an edition as it is entered."""

    title: str
    title_en: str = ""
    document_number: str = ""
    issued_on: dt.date | None = None
    notice: str = ""
    look_back_since: dt.date | None = None
    expected: int | None = None
    moves_rest_days: bool = False
    remind_before: int = 14
    stages: Mapping[Phase, dt.date | None] | None = None
    """The stages there are, with the days the notice sets."""
    items: tuple[str, ...] = ()
    """Ids of the checklist's items in `law/`."""
    authorities: tuple[int, ...] = ()
    """Primary keys of the objects."""


@dataclass(frozen=True)
class Template:
    """A campaign to begin with."""

    name: str
    text: Text
    instrument: str
    calendar: int
    duties: Mapping[Phase, str]
    terms: Terms


@cache
def templates() -> dict[str, Template]:
    """Every template, by name."""
    paths = sorted(each.name for each in DATA.iterdir() if not each.name.startswith("calendar-"))
    return {name.removesuffix(".toml"): _read(name) for name in paths}


def _read(file: str) -> Template:
    table = tomllib.loads((DATA / file).read_text("utf-8"))
    catalogue = law.catalogue()
    notice, instrument = catalogue.notice, catalogue.instrument(table["instrument"])
    duties = {Phase(phase): duty for phase, duty in table["stages"].items()}
    due = {duty.id: duty.due for duty in notice.duties}
    terms = Terms(
        title=instrument.title.zh,
        title_en=instrument.title.en,
        issued_on=notice.published,
        look_back_since=notice.services_since,
        expected=notice.providers,
        moves_rest_days=table["moves_rest_days"],
        remind_before=table["remind_before"],
        stages={phase: due[duty] for phase, duty in duties.items()},
        items=tuple(item.id for item in catalogue.items() if not item.is_requirement),
    )
    return Template(
        name=file.removesuffix(".toml"),
        text=Text(zh=table["zh"], en=table["en"]),
        instrument=instrument.id,
        calendar=table["calendar"],
        duties=duties,
        terms=terms,
    )


def template(name: str) -> Template:
    """The template of that name; raises `WorkspaceError` where there is none."""
    found = templates().get(name)
    if found is None:
        raise WorkspaceError(zh="没有这个模板", en="there is no such template")
    return found


def authorities() -> list[Organisation]:
    """The register's authorities by province: whom a campaign may address."""
    found = Organisation.objects.filter(kind=Kind.AUTHORITY).select_related("seat")
    return sorted(found, key=lambda each: (each.seat.code if each.seat else "~", each.name))


def fill(edition: Edition, terms: Terms, duties: Mapping[Phase, str]) -> None:
    """Put the terms into an edition that isn't published."""
    for name in FACTS:
        setattr(edition, name, getattr(terms, name))
    edition.law_version, edition.law_digest = law.VERSION, law.digest()
    edition.save()
    edition.authorities.set(
        Organisation.objects.filter(kind=Kind.AUTHORITY, pk__in=terms.authorities)
    )
    edition.stages.all().delete()
    stages = terms.stages or {}
    Stage.objects.bulk_create(
        Stage(edition=edition, phase=phase, due=stages[phase], duty=duties.get(phase, ""))
        for phase in Phase
        if phase in stages
    )
    edition.items.all().delete()
    ChecklistItem.objects.bulk_create(
        _checklist_item(edition, item)
        for item in law.catalogue().items()
        if item.id in terms.items
    )


def _checklist_item(edition: Edition, item: Item) -> ChecklistItem:
    return ChecklistItem(
        edition=edition, item=item.id, place=item.place, title=item.zh, title_en=item.en,
        words=item.text, mark=item.mark.value,
    )  # fmt: skip


def terms_of(edition: Edition) -> Terms:
    """The terms of an edition as they stand."""
    return Terms(
        **{name: getattr(edition, name) for name in FACTS},
        stages={Phase(stage.phase): stage.due for stage in edition.stages.all()},
        items=tuple(item.item for item in edition.items.all()),
        authorities=tuple(edition.authorities.order_by("pk").values_list("pk", flat=True)),
    )


def duties_of(edition: Edition) -> dict[Phase, str]:
    """By stage, the duty of the notice that sets it."""
    return {Phase(stage.phase): stage.duty for stage in edition.stages.all() if stage.duty}
