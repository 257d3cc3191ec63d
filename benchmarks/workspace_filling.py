"""A workspace as full as the country would make it: 55 authorities, a result of 10^6 verdicts."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any

AUTHORITIES = 55
RUNS = 4
"""Of each authority."""
ROLES = (
    "ministry.organiser", "ministry.inspector", "ministry.reviewer", "province.inspector",
    "province.approver", "authority.head", "authority.officer", "authority.auditor",
)  # fmt: skip
PEOPLE = tuple(role.replace(".", "-") for role in ROLES)
"""Who is asked first what they see; the last ones belong to the first authority."""
FINDINGS = 100_000
DOMAINS = ("commerce", "finance", "government", "healthcare", "other")
_BATCH = 5000


def fill(folder: Path, entries: int, verdicts: int, complaints: int) -> None:
    """Fill a new workspace."""
    from mingzheng.workspace import serving

    serving.start(folder)
    from mingzheng.workspace.people.registration import establish

    establish()
    authorities = _register()
    people = _people(authorities[0])
    campaign = _campaign(people["ministry-organiser"])
    _plans(campaign, people)
    _runs(authorities, people["authority-officer"], folder, verdicts)
    _filings(campaign, authorities)
    _findings(authorities, people["province-inspector"], FINDINGS)
    _complaints(authorities, complaints)
    _journal(entries, people, authorities)


def _register() -> list[Any]:
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind

    provinces = list(Organisation.objects.filter(kind=Kind.PROVINCE).order_by("code"))
    made = []
    for n in range(AUTHORITIES):
        seat = provinces[n % len(provinces)]
        name = f"示例认证{n}号有限公司"
        authority = Organisation.objects.create(
            kind=Kind.AUTHORITY, name=name, name_en=f"Example CA {n}", seat=seat
        )
        authority.names.create(name=name, since="2010-01-01")
        authority.seats.create(province=seat, since="2010-01-01")
        authority.licences.create(number=f"ECP{n:04}", since="2021-01-01", until="2099-01-01")
        made.append(authority)
    return made


def _people(authority: Any) -> dict[str, Any]:
    from mingzheng.workspace.people.models import Membership, Organisation, User
    from mingzheng.workspace.people.roles import Kind

    places = {
        "ministry": Organisation.objects.get(kind=Kind.MINISTRY), "province": authority.seat,
        "authority": authority,
    }  # fmt: skip
    people = {}
    for username, role in zip(PEOPLE, ROLES, strict=True):
        user = User.objects.create(username=username, name=username)
        place = places[role.partition(".")[0]]
        user.acting = Membership.objects.create(user=user, organisation=place, role=role)
        user.save()
        people[username] = user
    return people


def _campaign(organiser: Any) -> Any:
    from django.utils import timezone

    from mingzheng.workspace.campaigns import actions, checks
    from mingzheng.workspace.campaigns.phases import Phase
    from mingzheng.workspace.campaigns.terms import terms_of

    today = timezone.localdate()
    campaign = actions.create(by=organiser, template_name="compliance-2022")
    days = (10, 40, None, 70)
    stages = {
        phase: today + dt.timedelta(day) if day else None
        for phase, day in zip(
            (Phase.SELF_INSPECTION, Phase.INSPECTION, Phase.SPOT_CHECK, Phase.END),
            days,
            strict=True,
        )
    }
    from dataclasses import replace

    terms = replace(terms_of(campaign.open_edition), stages=stages, issued_on=today)
    actions.edit(by=organiser, campaign=campaign, terms=terms, version=campaign.version)
    campaign.refresh_from_db()
    keys = [remark.key for remark in checks.check(campaign.open_edition)]
    return actions.publish(
        by=organiser, campaign=campaign, version=campaign.version, confirmed=keys
    )


def _plans(campaign: Any, people: dict[str, Any]) -> None:
    """A plan of every unit, with five tasks."""
    from mingzheng.workspace.campaigns.models import Plan, Task
    from mingzheng.workspace.people.models import Organisation

    campaign.refresh_from_db()
    for unit in Organisation.objects.all():
        plan = Plan.objects.create(
            campaign=campaign, organisation=unit, lead="负责人", measures="逐项自查"
        )
        for n in range(5):
            Task.objects.create(
                plan=plan,
                title=f"任务{n}",
                owner="某部门",
                due=dt.date(2026, 12, n + 1),
                progress=20 * n,
            )


def _runs(authorities: list[Any], by: Any, folder: Path, verdicts: int) -> None:
    """Runs of every authority; the first has a result with so many verdicts."""
    from browse_verdicts import made
    from mingzheng.workspace.runs import reading
    from mingzheng.workspace.runs.models import Run

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        result = made(Path(scratch) / "result", verdicts)
        facts, _ = reading.examine(result)
        for n in range(RUNS * len(authorities)):
            run = Run.objects.create(
                organisation=authorities[n % len(authorities)], name=f"自查 {n}",
                source=Run.Source.UPLOADED, state="finished", shared=True, begun_by=by,
                facts=facts, as_of=facts["as_of"],
            )  # fmt: skip
            if n == 0:
                run.folder.parent.mkdir(exist_ok=True)
                shutil.copytree(result, run.folder)


def _filings(campaign: Any, authorities: list[Any]) -> None:
    """A self-inspection of every authority over all items and domains, all but one submitted."""
    from django.utils import timezone

    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.kinds import Kind
    from mingzheng.workspace.filings.models import Filing
    from mingzheng.workspace.people.models import Membership, User

    for n, authority in enumerate(authorities):
        officer = User.objects.create(username=f"officer-{n}", name=f"经办人{n}")
        officer.acting = Membership.objects.create(
            user=officer, organisation=authority, role="authority.officer"
        )
        officer.save()
        filing = actions.begin(
            by=officer, campaign=campaign, organisation=authority, kind=Kind.SELF_INSPECTION,
            fields=DOMAINS,
        )  # fmt: skip
        filing.answers.update(verdict="none_found", note="逐项核对，附记录。")
        run = authority.runs.order_by("pk").first()
        if run.has_result:
            actions.back(by=officer, filing=filing, run=run, version=filing.version)
        else:
            Filing.objects.filter(pk=filing.pk).update(
                state="submitted", submitted_at=timezone.now(), edition=campaign.in_force,
                sha256="0" * 64, sm3="0" * 64,
            )  # fmt: skip


def _findings(authorities: list[Any], by: Any, number: int) -> None:
    """Findings in every state in which nothing else belongs to them."""
    from django.utils import timezone

    from mingzheng.workspace.rectifications.models import Finding
    from mingzheng.workspace.rectifications.states import Source, State

    draw, now = random.Random(2), timezone.now()
    states = (State.SUSPECTED, State.PUT_TO_CA, State.CONFIRMED, State.DISMISSED, State.CLOSED)
    items = [f"{n}.{m}" for n, most in ((1, 5), (2, 6), (3, 3)) for m in range(1, most + 1)]
    rows = []
    for n in range(number):
        state = states[n % len(states)]
        at = now - dt.timedelta(minutes=draw.randrange(365 * 1440))
        ended = state in {State.DISMISSED, State.CLOSED}
        rows.append(Finding(
            organisation=authorities[n % len(authorities)], ordinal=n // len(authorities) + 1,
            source=Source.PROVINCE, item=draw.choice(items), title="未查验申请人身份",
            title_en="Identity not checked", facts="抽查所见。", registered_by=by,
            registered_at=at, state=state, put_at=at, answer_by=at.date() + dt.timedelta(10),
            confirmed_at=at if state == State.CONFIRMED else None,
            ended_at=at if ended else None,
        ))  # fmt: skip
    Finding.objects.bulk_create(rows, batch_size=500)


def _complaints(authorities: list[Any], number: int) -> None:
    """Complaints to the authorities and a tenth as many reports about them, over two years."""
    from django.utils import timezone

    from mingzheng.workspace.complaints.actions import department
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.complaints.states import State
    from mingzheng.workspace.complaints.topics import topics

    draw, now = random.Random(0), timezone.now()
    names = sorted(topics())
    states = [State.RECEIVED, State.ACCEPTED, State.INVESTIGATING, State.CLOSED]
    for model, count in ((Complaint, number), (Report, number // 10)):
        rows = []
        for n in range(count):
            about = authorities[draw.randrange(len(authorities))]
            received = now - dt.timedelta(minutes=draw.randrange(2 * 365 * 1440))
            topic, state = draw.choice(names), draw.choice(states)
            rows.append(model(
                number=f"{model.KIND[:1].upper()}{n:08}", key_hash=f"{n:064x}",
                sheet=uuid.UUID(int=draw.getrandbits(128)).hex, about=about, topic=topic,
                organisation=about if model is Complaint else department(about),
                item=topics()[topic].items[0], text="证书办理时没有核验身份。", state=state,
                received_at=received, accept_by=received.date() + dt.timedelta(7),
                answer_by=received.date() + dt.timedelta(15),
                closed_at=received + dt.timedelta(9) if state == State.CLOSED else None,
            ))  # fmt: skip
        model.objects.bulk_create(rows, batch_size=500)


def _journal(number: int, people: dict[str, Any], authorities: list[Any]) -> None:
    """Entries, each sealed after the one before, up to so many."""
    from mingzheng.workspace.journal.chain import Seal, canonical, seal
    from mingzheng.workspace.journal.models import Entry

    last = Entry.objects.latest("number")
    before, draw = Seal(last.sha256, last.sm3), random.Random(1)
    began = dt.datetime.now(dt.UTC)
    asking = list(people.values())
    details = canonical({"what": "x"})
    rows = []
    for at in range(last.number + 1, number + 1):
        user = asking[at % len(asking)]
        owner = authorities[draw.randrange(len(authorities))]
        columns: dict[str, Any] = {
            "number": at,
            "at": (began + dt.timedelta(milliseconds=at)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "user": user.pk, "user_name": user.name, "role": user.acting.role,
            "acting_for": user.acting.organisation_id, "verb": "run.upload",
            "thing_kind": "runs.run", "thing": str(at % 220 + 1), "thing_name": "自查",
            "organisation": owner.pk, "details": details,
        }  # fmt: skip
        before = seal(columns, before)
        rows.append(Entry(**columns, sha256=before.sha256, sm3=before.sm3))
        if len(rows) == _BATCH or at == number:
            Entry.objects.bulk_create(rows, batch_size=500)
            rows.clear()
