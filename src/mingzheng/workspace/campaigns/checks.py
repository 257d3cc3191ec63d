"""What is looked at before an edition is published: errors block, warnings are confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from mingzheng import law
from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Edition, SpecialDay, Stage
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.working_days import Calendar, calendar
from mingzheng.workspace.people.models import Membership
from mingzheng.workspace.people.roles import Kind

STATUTORY = (Phase.SELF_INSPECTION, Phase.INSPECTION, Phase.END)
"""Without these days nobody knows what is due when."""


@dataclass(frozen=True)
class Remark:
    """Something that isn't right, or may not be."""

    key: str
    """What it is about, with what it found: a confirmation holds for this and nothing else."""
    place: str
    """The part of the editor's page where it is put right."""
    text: Text
    blocks: bool = False


def check(edition: Edition) -> list[Remark]:
    """Everything to be said of an edition, errors first."""
    remarks = [*_facts(edition), *_dates(edition), *_objects(edition), *_checklist(edition)]
    return sorted(remarks, key=lambda remark: not remark.blocks)


def _error(key: str, place: str, zh: str, en: str) -> Remark:
    return Remark(key, place, Text(zh=zh, en=en), blocks=True)


def _warning(key: str, place: str, zh: str, en: str) -> Remark:
    return Remark(key, place, Text(zh=zh, en=en))


def _facts(edition: Edition) -> Iterator[Remark]:
    if not edition.title.strip():
        yield _error("title", "facts", "没有标题", "There is no title")
    if edition.issued_on is None:
        yield _error("issued", "facts", "没有通知日期", "The notice has no date")
    elif edition.issued_on > timezone.localdate():
        yield _warning(
            f"issued:{edition.issued_on}", "facts",
            f"通知日期 {edition.issued_on} 还没有到",
            f"The notice's date, {edition.issued_on}, has not come yet",
        )  # fmt: skip
    if not edition.document_number:
        yield _warning(
            "number", "facts", "文号未填：页面上写“未知”",
            "No document number: pages say that it is unknown",
        )  # fmt: skip
    if not edition.instrument and not edition.notice.strip():
        yield _error("notice", "facts", "没有通知正文", "The notice's words are missing")
    if edition.look_back_since is None:
        yield _error(
            "look-back",
            "facts",
            "没有追溯起始日",
            "The day from which services are looked at is missing",
        )
    elif edition.issued_on and edition.look_back_since > edition.issued_on:
        yield _error(
            "look-back-late", "facts", "追溯起始日在通知日期之后",
            "Services are looked at only from a day after the notice",
        )  # fmt: skip


def _dates(edition: Edition) -> Iterator[Remark]:
    stages: dict[str, Stage] = {stage.phase: stage for stage in edition.stages.all()}
    before: Stage | None = None
    for phase in STATUTORY:
        stage = stages.get(phase)
        if stage is None or stage.due is None:
            yield _error(
                f"due:{phase}", "stages", f"“{phase.text.zh}”没有截止日期",
                f"{phase.text.en} has no date",
            )  # fmt: skip
            continue
        if before is not None and before.due and stage.due < before.due:
            yield _error(
                f"order:{phase}", "stages",
                f"“{phase.text.zh}”的截止日期早于“{before.text.zh}”",
                f"{phase.text.en} is over before {before.text.en.lower()}",
            )  # fmt: skip
        before = stage
    days = calendar()
    for stage in stages.values():
        if stage.due is not None:
            yield from _date(edition, stage, stage.due, days)
    yield from _years(edition, {stage.due.year for stage in stages.values() if stage.due})


def _date(edition: Edition, stage: Stage, due: dt.date, days: Calendar) -> Iterator[Remark]:
    name = stage.text
    if edition.issued_on and due < edition.issued_on:
        yield _error(
            f"before:{stage.phase}", "stages", f"“{name.zh}”的截止日期早于通知日期",
            f"{name.en} is due before the notice",
        )  # fmt: skip
    if due < timezone.localdate():
        yield _warning(
            f"past:{stage.phase}:{due}", "stages", f"“{name.zh}”的截止日期 {due} 已过",
            f"{name.en} was due on {due}, which is past",
        )  # fmt: skip
    if days.is_rest_day(due):
        working = days.next_working_day(due)
        zh = f"顺延到 {working}" if edition.moves_rest_days else "不顺延"
        en = f"moves to {working}" if edition.moves_rest_days else "does not move"
        yield _warning(
            f"rest:{stage.phase}:{due}:{edition.moves_rest_days}", "stages",
            f"“{name.zh}”的截止日期 {due} 是休息日，{zh}",
            f"{name.en} is due on {due}, a rest day, and {en}",
        )  # fmt: skip


def _years(edition: Edition, years: set[int]) -> Iterator[Remark]:
    kept = SpecialDay.objects
    for year in sorted(years):
        of_year = kept.filter(day__year=year)
        if not of_year.exists():
            yield _warning(
                f"calendar:{year}", "calendar",
                f"工作日历中没有 {year} 年的节假日：只按周末判断休息日",
                f"The calendar has no holidays of {year}: only weekends count as rest days",
            )  # fmt: skip
        elif of_year.filter(mark=law.Mark.MEMORY).exists():
            yield _warning(
                f"calendar-mark:{year}", "calendar",
                f"{year} 年的节假日凭记忆录入，未与公布的通知核对",
                f"The holidays of {year} are from memory, not compared with the publication",
            )  # fmt: skip


def _objects(edition: Edition) -> Iterator[Remark]:
    chosen = list(edition.authorities.select_related("seat"))
    if not chosen:
        yield _error("objects", "objects", "没有选择整治对象", "No authority is addressed")
        return
    if edition.expected is not None and edition.expected != len(chosen):
        yield _warning(
            f"expected:{edition.expected}:{len(chosen)}", "objects",
            f"通知说有 {edition.expected} 家机构，选了 {len(chosen)} 家",
            f"The notice speaks of {edition.expected} authorities; {len(chosen)} are chosen",
        )  # fmt: skip
    for each in chosen:
        if each.seat is None:
            yield _error(
                f"seat:{each.pk}", "objects", f"{each.name}没有注册地：不知道由谁监督检查",
                f"{each} is registered nowhere: nobody inspects it",
            )  # fmt: skip
    seats = {each.seat_id for each in chosen if each.seat_id}
    peopled = set(Membership.objects.active().values_list("organisation_id", flat=True).distinct())
    for kind, keys in ((Kind.AUTHORITY, {each.pk for each in chosen}), (Kind.PROVINCE, seats)):
        missing = len(keys - peopled)
        if missing:
            zh = {Kind.AUTHORITY: "机构", Kind.PROVINCE: "省级主管部门"}[kind]
            en = {Kind.AUTHORITY: "authorities", Kind.PROVINCE: "provinces"}[kind]
            yield _warning(
                f"people:{kind}:{missing}", "objects",
                f"{missing} 家{zh}还没有人员：没有人会在平台上看到通知",
                f"{missing} {en} have no members: nobody there will see the notice here",
            )  # fmt: skip


def _checklist(edition: Edition) -> Iterator[Remark]:
    chosen = {item.item for item in edition.items.all()}
    if not chosen:
        yield _error("items", "items", "检查清单是空的", "The checklist is empty")
    for item in law.catalogue().items():
        if item.id in chosen and item.erratum is not None:
            yield _warning(
                f"erratum:{item.id}", "items",
                f"{item.place} 的依据印错：印作{item.cited_as}，应为{item.actual}",
                f"Item {item.id} cites a wrong article as printed: see its remark",
            )  # fmt: skip
        if item.id not in chosen and not item.is_requirement and edition.instrument:
            yield _warning(
                f"without:{item.id}", "items", f"清单不含 {item.place} {item.zh}",
                f"The checklist leaves out {item.id}, {item.en}",
            )  # fmt: skip
