"""The pages: who sees what, filters and files, forms that change nothing they shouldn't."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

ROOM = "/rectifications/"
NAMES = {"工业和信息化部", "中文"}
"""Names as they were recorded, where there is no English one."""
PERSONS = re.compile(r"人员\d+")


def test_suspicions_are_seen_by_their_own_side_alone(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    """A row for each: source, state, seen by the authority, by its province, by a stranger."""
    from mingzheng.workspace.journal.models import Entry

    for source, state, theirs, office in (
        ("self", "suspected", True, False), ("self", "confirmed", True, True),
        ("province", "suspected", False, True), ("province", "put_to_ca", True, True),
        ("audit", "suspected", False, True), ("audit", "closed", True, True),
    ):  # fmt: skip
        thing = found(state, source)
        for by, sees in (
            (people.reader, theirs), (people.inspector, office), (people.organiser, office),
            (people.stranger, False), (people.far, False),
        ):  # fmt: skip
            before = Entry.objects.count()
            browser = browse(by)
            answer = browser.get(f"{ROOM}{thing.pk}/")
            assert answer.status_code == (200 if sees else 404), (source, state, by.membership)
            assert Entry.objects.count() == before + (not sees)
            listed = browser.get(ROOM).content.decode()
            assert (f'href="{ROOM}{thing.pk}/"' in listed) is sees
            if not sees:
                posted = browser.post(f"{ROOM}{thing.pk}/", {"verb": "put_to_ca", "version": 1})
                assert posted.status_code == 404
                thing.refresh_from_db()
                assert thing.state == state


def test_orders_and_cases_are_the_authority_s_once_it_was_told(
    found: Callable[..., Any], ordered: Callable[..., Any], filed: Callable[..., Any],
    people: SimpleNamespace, browse: Callable[..., Any],
) -> None:  # fmt: skip
    from django.utils import timezone

    thing = found("notified")
    draft, served = ordered(thing, state="issued"), ordered(thing)
    secret = filed(thing)
    told = filed(thing, state="notice_of_intent", announced_to_party_on=timezone.localdate())
    for path, theirs, office in (
        (f"orders/{draft.pk}/", 404, 200), (f"orders/{served.pk}/", 200, 200),
        (f"orders/{draft.pk}/document.docx", 404, 200),
        (f"orders/{served.pk}/receipt.docx", 200, 200),
        (f"orders/{served.pk}/other.docx", 404, 404),
        (f"cases/{secret.pk}/", 404, 404), (f"cases/{told.pk}/", 200, 200),
    ):  # fmt: skip
        assert browse(people.head).get(ROOM + path).status_code == theirs, path
        assert browse(people.inspector).get(ROOM + path).status_code == office, path
        assert browse(people.stranger).get(ROOM + path).status_code == 404, path
    assert browse(people.ministry).get(f"{ROOM}cases/{secret.pk}/").status_code == 200


def test_a_party_sees_no_papers_that_the_office_weighs(
    found: Callable[..., Any], filed: Callable[..., Any], people: SimpleNamespace,
    browse: Callable[..., Any],
) -> None:  # fmt: skip
    from django.utils import timezone

    today = timezone.localdate()
    case = filed(found("notified"), state="notice_of_intent", announced_to_party_on=today)
    for verb, text in (("case.investigate", "内部意见"), ("case.give_notice", "拟吊销许可证")):
        case.papers.create(
            state="investigated", verb=verb, on=today, text=text, by=people.ministry
        )
    seen = browse(people.head).get(f"{ROOM}cases/{case.pk}/").content.decode()
    assert "拟吊销许可证" in seen
    assert "内部意见" not in seen


def test_buttons_are_what_the_table_allows_and_others_are_told_why_not(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    thing = found("notified")
    page = browse(people.officer).get(f"{ROOM}{thing.pk}/").content.decode()
    assert set(re.findall(r'name="verb" value="(\w+)"', page)) == {"plan"}
    answer = browse(people.officer).post(f"{ROOM}{thing.pk}/", {"verb": "start", "version": 1})
    assert answer.status_code == 422
    assert "不能" in answer.content.decode()
    for verb in ("nothing", "return_", "import_run", "__class__"):
        posted = browse(people.officer).post(f"{ROOM}{thing.pk}/", {"verb": verb, "version": 1})
        assert posted.status_code == 404


def test_what_was_typed_stays_beside_its_fault(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    thing = found("notified")
    given = {"verb": "plan", "version": 1, "measure": "改造签发系统", "kind": "prevent"}
    answer = browse(people.officer).post(f"{ROOM}{thing.pk}/", given)
    assert answer.status_code == 422
    assert "改造签发系统" in answer.content.decode()
    thing.refresh_from_db()
    assert thing.measure == ""


def test_filters_stay_in_the_address_and_hold_for_the_export(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    from django.utils import timezone

    late = found("in_progress", deadline=timezone.localdate().replace(year=2022), title="=1+1")
    found("closed"), found("suspected", item="2.1")
    mine = found("reported", inspector=people.approver)
    browser = browse(people.approver)
    for asked, numbers in (
        ("state=overdue", [late]), ("state=mine", [mine]), ("item=2.1&source=audit", []),
        (f"q={late.number}", [late]), ("q=%3D1", [late]), ("state=unmet", []),
    ):  # fmt: skip
        page = browser.get(f"{ROOM}?{asked}").content.decode()
        assert set(re.findall(r'href="/rectifications/(\d+)/"', page)) == {
            str(each.pk) for each in numbers
        }, asked
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(browser.get(f"{ROOM}findings.xlsx?{asked}").streaming_content))
        )
        rows = list(book.active.iter_rows(min_row=2))
        assert [row[0].value for row in rows if row[0].value] == [each.number for each in numbers]
        assert all(cell.data_type != "f" for row in rows for cell in row)


def test_the_story_tells_each_side_in_order(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Stance

    thing = found("suspected")
    actions.put_to_ca(by=people.inspector, finding=thing)
    actions.answer(by=people.head, finding=thing, stance=Stance.DISPUTED, text="<i>有记录</i>")
    actions.confirm(by=people.inspector, finding=thing, ground="记录系补写")
    page = browse(people.reader).get(f"{ROOM}{thing.pk}/").content.decode()
    steps = page[page.index("流转记录") :]
    assert [
        steps.index(said) for said in ("送机构说明", "&lt;i&gt;有记录", "记录系补写")
    ] == sorted(steps.index(said) for said in ("送机构说明", "&lt;i&gt;有记录", "记录系补写"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_speak_one_language(
    language: str, found: Callable[..., Any], ordered: Callable[..., Any],
    filed: Callable[..., Any], run: Callable[..., Any], results: SimpleNamespace,
    people: SimpleNamespace, browse: Callable[..., Any],
) -> None:  # fmt: skip
    from django.utils import timezone

    told = {"title": "Data", "title_en": "Data", "facts": "Data"}
    things = [found(state, **told) for state in
              ("suspected", "put_to_ca", "confirmed", "notified", "in_progress",
               "extension_requested", "reported", "reinspected", "closed")]  # fmt: skip
    type(things[0]).objects.exclude(stance="").update(
        answer="Data", ground="Data", measure="Data", kind="prevent"
    )
    things[5].extensions.update(reason="Data")
    order = ordered(things[3], measures="Data", number="N1")
    case = filed(things[3], number="N2", facts="Data", state="notice_of_intent",
                 announced_to_party_on=timezone.localdate())  # fmt: skip
    audited = run(results.before, name="Data")
    paths = [
        "/", ROOM, f"{ROOM}new/", f"{ROOM}from-audit/", f"{ROOM}from-audit/?run={audited.pk}",
        f"{ROOM}orders/", f"{ROOM}orders/new/", f"{ROOM}orders/{order.pk}/", f"{ROOM}cases/",
        f"{ROOM}orders/new/?organisation={people.authority.pk}",
        f"{ROOM}cases/new/", f"{ROOM}cases/{case.pk}/",
        f"{ROOM}cases/new/?organisation={people.authority.pk}",
        *(f"{ROOM}{thing.pk}/" for thing in things),
    ]  # fmt: skip
    for by in (people.head, people.approver, people.organiser, people.ministry):
        type(by).objects.filter(pk=by.pk).update(language=language, name="Data")
        by.refresh_from_db()
        browser = browse(by)
        for path in paths:
            answer = browser.get(path)
            if answer.status_code in {403, 404}:
                continue
            assert answer.status_code == 200, (path, by.membership)
            page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
            page = re.sub(r'lang="zh-CN">.*?<', "<", page)
            text = re.sub(r"<[^>]+>", " ", page)
            if language == "en":
                foreign = set(re.findall(r"[一-鿿]+", PERSONS.sub("", text))) - NAMES
                assert not foreign, (path, foreign)
            else:
                assert not re.search(r"\b(the|of|and|was|is)\b", text), path


def test_who_is_second_sees_what_is_stored_beside_what_was_typed(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    thing = found("planned", measure="甲", kind="prevent")
    place = f"{ROOM}{thing.pk}/"
    texts = dict.fromkeys(("root_cause", "measure", "cure", "acceptance", "owner"), "乙")
    plan = {"verb": "change_plan", "version": 1, "kind": "detect", **texts}
    assert browse(people.officer).post(place, plan).status_code == 302
    late = browse(people.head).post(place, {**plan, "measure": "丙"})
    assert late.status_code == 422
    page = late.content.decode()
    assert "丙" in page
    assert re.search(r'class="stored".*?乙', page, re.S)
    thing.refresh_from_db()
    assert (thing.measure, thing.version) == ("乙", 2)
    # what can't be done any longer is given back to be copied
    over = browse(people.inspector).post(place, {"verb": "confirm", "version": 2, "ground": "丁"})
    assert over.status_code == 422
    assert "丁" in over.content.decode()


def test_the_journal_tells_no_side_of_the_other_s_suspicions(
    run: Callable[..., Any], results: SimpleNamespace, found: Callable[..., Any],
    filed: Callable[..., Any], people: SimpleNamespace,
) -> None:  # fmt: skip
    from django.utils import timezone

    from mingzheng.workspace.journal.sight import visible
    from mingzheng.workspace.rectifications import actions

    audited = run(results.before)
    theirs = actions.import_run(by=people.inspector, run=audited)
    actions.dismiss(by=people.inspector, finding=theirs[0], reason="误报")
    own = actions.import_run(by=people.officer, run=audited)
    actions.dismiss_own(by=people.head, finding=own[0], reason="误报")
    case = filed(found("notified"), facts="x")
    actions.step(by=people.ministry, case=case, verb="investigate", text="内部意见")

    def read(by: Any) -> set[tuple[str, str]]:
        return set(visible(by).values_list("verb", "thing"))

    dismissed, alone = (
        ("finding.dismiss", str(theirs[0].pk)),
        ("finding.dismiss_own", str(own[0].pk)),
    )
    step = ("case.investigate", str(case.pk))
    assert alone in read(people.head)
    assert not {dismissed, step, ("finding.import_run", "")} & read(people.head)
    assert dismissed in read(people.approver)
    assert not {alone, step} & read(people.approver)
    assert step in read(people.organiser)
    type(case).objects.update(announced_to_party_on=timezone.localdate())
    assert step in read(people.head)
    assert not visible(people.head).filter(details__contains="内部意见").exists()


def test_progress_comes_with_a_file_that_is_known_by_its_content(
    found: Callable[..., Any], people: SimpleNamespace, browse: Callable[..., Any]
) -> None:
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile

    from mingzheng.workspace.filings.models import FOLDER
    from mingzheng.workspace.journal.models import Entry

    thing, folder = found("in_progress"), settings.WORKSPACE.files / FOLDER

    def send(content: bytes, name: str = "../整改/记录.txt") -> Any:
        thing.refresh_from_db()
        given = {"verb": "add_progress", "version": thing.version, "text": "已补做"}
        sent = SimpleUploadedFile(name, content)
        return browse(people.officer).post(f"{ROOM}{thing.pk}/", {**given, "file": sent})

    before, stored = Entry.objects.count(), set(folder.iterdir()) if folder.exists() else set()
    for hostile in (b"<html><script>alert(1)</script>", b"PK\x03\x04 no archive", b"\x00\x01\x02",
                    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # fmt: skip
        answer = send(hostile)
        assert answer.status_code == 422
        assert "已补做" in answer.content.decode(), "what was typed is still there"
    assert Entry.objects.count() == before
    assert set(folder.iterdir()) == stored
    assert send("逐件补做的记录".encode()).status_code == 302
    assert Entry.objects.count() == before + 1
    file = thing.progress.get().files.get()
    assert (file.sort, file.path.read_bytes()) == ("text", "逐件补做的记录".encode())
    assert file.sha256 in Entry.objects.first().details
    assert file.sha256 in browse(people.inspector).get(f"{ROOM}{thing.pk}/").content.decode()
    for by, status in ((people.reader, 200), (people.inspector, 200), (people.stranger, 404)):
        answer = browse(by).get(f"{ROOM}files/{file.pk}/")
        assert answer.status_code == status
        if status == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["Content-Type"] == "application/octet-stream"
            assert b"".join(answer.streaming_content) == "逐件补做的记录".encode()
    late = found("reported")
    answer = browse(people.officer).post(f"{ROOM}{late.pk}/", {
        "verb": "add_progress", "version": 1, "text": "x", "file": SimpleUploadedFile("a", b"abc"),
    })  # fmt: skip
    assert answer.status_code == 422
    assert set(folder.iterdir()) == {*stored, file.path}


def test_progress_counts_the_findings_of_one_authority_as_of_all(
    people: SimpleNamespace, found: Callable[..., Any]
) -> None:
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.rectifications.room import standings

    found("closed")
    found("suspected")
    found("in_progress", deadline=dt.date(2026, 1, 5))
    found("closed", organisation=people.stranger.membership.organisation)
    edition = SimpleNamespace(authorities=Organisation.objects.filter(kind="authority"))
    every = {each.organisation: each for each in standings(edition, None)}
    own = people.authority.pk
    assert (every[own].text.zh, every[own].tone) == ("了结 1/2，1 项逾期", "late")
    assert every[people.stranger.membership.organisation_id].done
    assert list(standings(edition, own)) == [every[own]]
    assert not list(standings(edition, people.organiser.membership.organisation_id))
