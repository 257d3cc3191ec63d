"""The life of a filing: every transition from every state, who may, what is left behind."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from mingzheng.errors import WorkspaceError

STATES = (
    "draft", "checked", "signed_by_officer", "signed_by_head", "submitted", "received", "on_file",
    "returned_for_supplement",
)  # fmt: skip


def doing(people: SimpleNamespace, filing: Any) -> dict[str, Callable[[], Any]]:
    """Each verb of the table, done by whom it is for."""
    from mingzheng.workspace.filings import actions, checks
    from mingzheng.workspace.filings.models import Signature

    given = {"filing": filing, "version": filing.version}
    keys = [each.key for each in checks.check(filing)]
    return {
        "filing.check": lambda: actions.check(by=people.officer, confirmed=keys, **given),
        "filing.sign_as_officer": lambda: actions.sign(
            by=people.officer, place=Signature.Place.OFFICER, **given
        ),
        "filing.sign_as_head": lambda: actions.sign(
            by=people.head, place=Signature.Place.HEAD, **given
        ),
        "filing.submit": lambda: actions.submit(by=people.head, **given),
        "filing.reopen": lambda: actions.reopen(by=people.head, reason="有误", **given),
        "filing.receive": lambda: actions.receive(by=people.inspector, **given),
        "filing.put_on_file": lambda: actions.put_on_file(by=people.inspector, **given),
        "filing.return": lambda: actions.return_for_supplement(
            by=people.inspector, reason="缺少材料", **given
        ),
    }  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_every_verb_from_every_state(
    people: SimpleNamespace, brought: Callable[..., Any], entries: Callable[[], int], state: str
) -> None:
    from django.db import transaction

    from mingzheng.workspace.filings.states import LIFE
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.transitions import IllegalTransition

    filing = brought(state)
    legal = {way.verb: way.target for way in LIFE.transitions if state in way.sources}
    verbs = doing(people, filing)
    assert set(verbs) == {way.verb for way in LIFE.transitions}
    for verb, do in verbs.items():
        before, point = entries(), transaction.savepoint()
        if verb in legal:
            do()
            filing.refresh_from_db()
            assert filing.state == legal[verb], verb
            assert entries() == before + 1, verb
            assert Entry.objects.first().verb == verb
        else:
            with pytest.raises(IllegalTransition):
                do()
            assert entries() == before, verb
        transaction.savepoint_rollback(point)
        filing.refresh_from_db()
        assert filing.state == state


def test_the_same_person_never_signs_twice(
    people: SimpleNamespace, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.models import Signature
    from mingzheng.workspace.people.models import Membership
    from mingzheng.workspace.people.roles import Role

    filing, both = brought("signed_by_officer"), people.officer
    both.acting = Membership.objects.create(
        user=both, organisation=filing.organisation, role=Role.HEAD
    )
    both.save()
    with pytest.raises(WorkspaceError, match="two persons"):
        actions.sign(by=both, filing=filing, place=Signature.Place.HEAD, version=filing.version)
    filing.refresh_from_db()
    assert filing.state == "signed_by_officer"


def test_each_signs_in_their_own_place(
    people: SimpleNamespace, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.models import Signature
    from mingzheng.workspace.people.permissions import NotAllowed

    filing = brought("checked")
    for by, place in ((people.head, "OFFICER"), (people.officer, "HEAD"), (people.reader, "HEAD")):
        with pytest.raises(NotAllowed):
            actions.sign(
                by=by, filing=filing, place=Signature.Place[place], version=filing.version
            )


def test_reopening_voids_signatures_and_paper(
    people: SimpleNamespace, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions

    filing = brought("signed_by_head")
    actions.reopen(by=people.head, filing=filing, version=filing.version, reason="数字有误")
    assert not filing.signatures.filter(withdrawn_at=None).exists()
    assert not filing.papers.filter(withdrawn_at=None).exists()
    assert (filing.sha256, filing.edition) == ("", None)
    assert filing.signatures.count() == 2
    brought("submitted", filing)
    assert filing.signatures.filter(withdrawn_at=None).count() == 2


def test_nothing_written_changes_once_it_is_checked(
    people: SimpleNamespace, brought: Callable[..., Any], pdf: Callable[[], Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.verdicts import Verdict

    by, filing = people.officer, brought("checked")
    for state in ("checked", "submitted"):
        brought(state, filing)
        answer, section = filing.answers.first(), filing.sections.first()
        refused: list[Callable[[], Any]] = [
            lambda a=answer: actions.answer(
                by=by, answer=a, version=a.version, verdict=Verdict.UNKNOWN
            ),
            lambda s=section: actions.write(by=by, section=s, version=s.version, text="x"),
            lambda f=filing: actions.attach(
                by=by, filing=f, title="x", file=pdf(), name="x.pdf", size=9
            ),
            lambda f=filing: actions.discard(by=by, filing=f, version=f.version),
            lambda f=filing: actions.back(by=by, filing=f, run=None, version=f.version),
        ]
        for do in refused:
            with pytest.raises(WorkspaceError, match="can't be changed"):
                do()


def test_what_was_changed_behind_the_back_is_not_signed(
    people: SimpleNamespace, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.models import Signature

    filing = brought("checked")
    given = {"by": people.officer, "filing": filing, "version": filing.version}
    filing.answers.update(note="别的")
    with pytest.raises(WorkspaceError, match="not what was checked"):
        actions.sign(place=Signature.Place.OFFICER, **given)
    filing.answers.update(note="抽查三十份。")
    path = filing.papers.get(withdrawn_at=None).path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(WorkspaceError, match="not what was checked"):
        actions.sign(place=Signature.Place.OFFICER, **given)


def test_only_whom_it_is_for_receives_it(
    people: SimpleNamespace, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.people.permissions import NotAllowed

    filing = brought("submitted")
    given = {"filing": filing, "version": filing.version}
    with pytest.raises(WorkspaceError, match="addressed to another"):
        actions.receive(by=people.organiser, **given)
    for by in (people.other_province, people.stranger, people.officer):
        with pytest.raises(NotAllowed):
            actions.receive(by=by, **given)
    report = brought("submitted", _report(brought, people))
    with pytest.raises(WorkspaceError, match="addressed to another"):
        actions.receive(by=people.inspector, filing=report, version=report.version)
    actions.receive(by=people.organiser, filing=report, version=report.version)
    assert report.receipt.number.startswith("00-")


def _report(brought: Callable[..., Any], people: SimpleNamespace) -> Any:
    from mingzheng.workspace.campaigns.models import Campaign
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.kinds import Kind

    report = actions.begin(
        by=people.inspector, campaign=Campaign.objects.get(), kind=Kind.PROVINCE_REPORT,
        organisation=people.inspector.membership.organisation,
    )  # fmt: skip
    for section in report.sections.all():
        actions.write(by=people.inspector, section=section, version=1, text="已部署。")
    return report


def test_receipts_are_numbered_by_office_and_year(
    people: SimpleNamespace, brought: Callable[..., Any], filled: Callable[..., Any]
) -> None:
    from django.utils import timezone

    first = brought("received")
    second = brought("received", filled("plan"))
    year = timezone.localdate().year
    assert [f.receipt.number for f in (first, second)] == [f"31-{year}-0001", f"31-{year}-0002"]
    assert {f.papers.filter(sort="receipt").count() for f in (first, second)} == {1}
