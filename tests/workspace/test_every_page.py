"""Every address, asked by every role and by nobody: no page opens without leave."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "runs"))

from mingzheng.workspace.people.roles import Role

PUBLIC = {
    "preferences", "people:sign_in", "people:code", "people:invitation",
    "complaints:complain", "complaints:inform", "complaints:receipt",
}  # fmt: skip
"""The pages that are for everybody; each is named here on purpose."""


def patterns() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Every address by its name: its page, and which values it takes."""
    from django.urls import get_resolver

    def below(resolver: Any, prefix: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        for each in resolver.url_patterns:
            if hasattr(each, "url_patterns"):
                yield from below(each, f"{each.namespace}:" if each.namespace else prefix)
            else:
                yield f"{prefix}{each.name}", each.callback, dict(each.pattern.converters)

    yield from below(get_resolver(), "")


def address(name: str, **values: Any) -> str:
    from django.urls import reverse

    return reverse(name, kwargs=values)


FILINGS = {
    **dict.fromkeys(
        ("filing", "discard", "correct", "comparison", "back", "add_measure", "attach", "check",
         "sign", "move", "paper", "receipt"),
        "filing",
    ),
    **dict.fromkeys(("answer", "attach_to"), "answer"),
    "section": "section",
    **dict.fromkeys(("measure", "remove_measure"), "measure"),
    **dict.fromkeys(("revise", "detach"), "evidence"),
    "file": "revision",
}  # fmt: skip
"""The pages of filings, and of which of their parts the address has the key."""


def filing(organisation: Any, world: Any) -> dict[str, int]:
    """A submitted filing of that organisation, by the keys of its parts."""
    from mingzheng.workspace.campaigns.models import Campaign, Edition
    from mingzheng.workspace.filings.models import (
        Answer,
        Evidence,
        Filing,
        Measure,
        Revision,
        Section,
    )  # fmt: skip

    by = world.people[Role.OFFICER]
    ministry = world.people[Role.ORGANISER].membership.organisation
    campaign, is_new = Campaign.objects.get_or_create(organisation=ministry, state="published")
    if is_new:
        Edition.objects.create(
            campaign=campaign, title="x", law_version="1", law_digest="0",
            published_at="2026-01-01T00:00:00Z",
        )  # fmt: skip
    made = Filing.objects.create(
        campaign=campaign, organisation=organisation, kind="self_inspection", drafter=by,
        state="submitted", submitted_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    answer = Answer.objects.create(filing=made, item="1.1", domain="finance")
    evidence = Evidence.objects.create(filing=made, title="x")
    revision = Revision.objects.create(
        evidence=evidence, size=1, sha256="0" * 64, sm3="0" * 64, name="x", sort="pdf",
        added_by=by,
    )  # fmt: skip
    return {
        "filing": made.pk, "answer": answer.pk, "evidence": evidence.pk,
        "revision": revision.pk,
        "section": Section.objects.create(filing=made, name="scope").pk,
        "measure": Measure.objects.create(filing=made, problem="x").pk,
    }  # fmt: skip


@pytest.fixture
def values(world: Any) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """For each address with values: those of something of Shanghai's, and of Beijing's."""
    from audited import row, write_result
    from world import member

    from mingzheng.workspace.people.models import Invitation
    from mingzheng.workspace.rectifications.models import Case, Finding, Order, Progress
    from mingzheng.workspace.runs import reading
    from mingzheng.workspace.runs.models import Run
    from mingzheng.workspace.runs.states import RunState

    def invitation(organisation: Any) -> int:
        made = Invitation.objects.create(
            organisation=organisation, role=Role.READER, name="Somebody",
            token_hash=str(organisation.pk), expires_at="2099-01-01T00:00:00Z",
        )  # fmt: skip
        return made.pk

    def finding(organisation: Any) -> Any:
        return Finding.objects.create(
            organisation=organisation, ordinal=1, source="province", item="1.1", title="Something",
            registered_by=world.people[Role.INSPECTOR], put_at="2026-01-01T00:00:00Z",
        )  # fmt: skip

    def file(finding: int) -> Any:
        progress = Progress.objects.create(
            finding_id=finding, text="x", by=world.people[Role.OFFICER]
        )
        return progress.files.create(name="a.txt", sort="text", size=1, sha256="", sm3="")

    def order(organisation: Any) -> Any:
        return Order.objects.create(
            organisation=organisation, office=world.here.seat, kind="opinion",
            number=str(organisation.pk), measures="x", deadline="2099-01-01", state="served",
            served_on="2026-01-01", drafted_by=world.people[Role.INSPECTOR],
        )  # fmt: skip

    def case(organisation: Any) -> Any:
        return Case.objects.create(
            organisation=organisation, number=str(organisation.pk), basis="esign-law/31",
            facts="x", handler=world.people[Role.MINISTRY_INSPECTOR], filed_on="2026-01-01",
            announced_to_party_on="2026-01-02",
        )  # fmt: skip

    def of(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"pk": made[name][0]}, {"pk": made[name][1]}

    def run(organisation: Any) -> int:
        made = Run(
            organisation=organisation, name="2022", state=RunState.FINISHED, shared=True,
            begun_by=world.people[Role.OFFICER],
        )  # fmt: skip
        made.facts, _ = reading.examine(write_result(made.folder, [row(1)]))
        made.save()
        return made.pk

    places = (world.here, world.elsewhere)
    filed = [filing(place, world) for place in places]
    made = {
        "organisation": [place.pk for place in places],
        "member": [member(place, Role.READER).membership.pk for place in places],
        "invitation": [invitation(place) for place in places],
        "run": [run(place) for place in places],
        "finding": [finding(place).pk for place in places],
        "order": [order(place).pk for place in places],
        "case": [case(place).pk for place in places],
    }
    of_runs = {name: of("run") for name in (
        "run", "progress", "cancel", "resume", "share", "unshare", "verdicts", "export", "report",
        "download",
    )}  # fmt: skip
    of_filings = {
        f"filings:{name}": ({"pk": filed[0][kind]}, {"pk": filed[1][kind]})
        for name, kind in FILINGS.items()
    }
    verdicts = [{**each, "place": "content.algorithm_weak:0"} for each in of("run")]
    papers = of("order")
    made["file"] = [file(each).pk for each in made["finding"]]
    return {
        "people:organisation": of("organisation"),
        "people:change": of("organisation"),
        "people:licence": of("organisation"),
        "people:invite": of("organisation"),
        "people:withdraw": of("invitation"),
        "people:member": of("member"),
        **{f"runs:{name}": given for name, given in of_runs.items()},
        "runs:verdict": (verdicts[0], verdicts[1]),
        **of_filings,
        "rectifications:finding": of("finding"),
        "rectifications:file": of("file"),
        "rectifications:order": of("order"),
        "rectifications:case": of("case"),
        "rectifications:paper": tuple({**each, "which": "document"} for each in papers),
    }


def test_every_page_says_who_may_open_it(django):
    from mingzheng.workspace.people.permissions import verbs

    for name, page, _ in patterns():
        said = getattr(page, "authorisation", None)
        assert said == "public" if name in PUBLIC else said in verbs(), name


def test_every_page_that_takes_files_says_how_large_they_are(django):
    from inspect import getsource, unwrap

    found = {
        name: page for name, page, _ in patterns() if "request.FILES" in getsource(unwrap(page))
    }
    assert {"people:import", "campaigns:import_calendar"} <= set(found)
    for name, page in found.items():
        assert 0 < page.takes() <= 8 << 30, name


def test_nobody_who_has_not_signed_in_gets_further_than_the_sign_in_page(world, values):
    from django.test import Client

    for name, _, taken in patterns():
        if name in PUBLIC:
            continue
        given = dict.fromkeys(taken, 1) if name not in values else values[name][0]
        for ask in (Client().get, Client().post):
            answer = ask(address(name, **given))
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/sign-in/?next="), name


@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_for_whoever_has_its_verb(world, signed_in, values, entries, role):
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.permissions import may

    browser, user = signed_in(role), world.people[role]
    for name, page, taken in patterns():
        if name in PUBLIC or (taken and name not in values) or name == "people:sign_out":
            continue
        verb = page.authorisation
        for place, whose in enumerate((world.here, world.elsewhere)):
            given = values[name][place] if taken else {}
            allowed = may(user, verb, whose) if taken else may(user, verb)
            for ask in (browser.get, browser.post):
                before = entries()
                answer = ask(address(name, **given))
                answer.getvalue()  # a file is closed once it was read
                status = answer.status_code
                if status == 405:  # not served by this method, to anybody
                    continue
                if allowed:
                    assert status in {200, 302, 404, 422}, (name, role, status)
                else:
                    assert status == (404 if may(user, verb) else 403), (name, role, status)
                    assert entries() == before + 1, (name, role)
                    assert Entry.objects.latest("number").thing_name == "", (name, role)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.APPROVER, Role.HEAD, Role.READER])
def test_a_form_of_another_organisation_changes_nothing(world, signed_in, values, role):
    """Ended, withdrawn, invited: what the posts of the walk above would do, had they been let."""
    from mingzheng.workspace.people.models import Invitation, Membership
    from mingzheng.workspace.people.permissions import may

    browser = signed_in(role)
    member, invitation = values["people:member"][1], values["people:withdraw"][1]
    browser.post(address("people:member", **member), {"what": "end", "reason": "x"})
    browser.post(address("people:withdraw", **invitation))
    allowed = may(world.people[role], "membership.end", world.elsewhere)
    assert (Membership.objects.get(**member).ended_at is None) != allowed
    assert (Invitation.objects.get(**invitation).state == "pending") != allowed


def test_a_page_without_authorisation_is_refused(world, signed_in, rf):
    from mingzheng.workspace.people.authorisation import refuse_unless_authorised

    guard = refuse_unless_authorised(lambda request: None)
    request = rf.get("/")
    request.user, request.resolver_match = world.people[Role.ORGANISER], None
    answer = guard.process_view(request, lambda request: "open", [], {})
    assert answer.status_code == 403
