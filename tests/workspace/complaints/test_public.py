"""The pages without an account: what strangers send, how often, and what they learn."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

IDENTITY = "11010519491231002X"
SUBMIT, INFORM, RECEIPT = (f"/complaints/{page}/" for page in ("submit", "inform", "receipt"))


@pytest.fixture
def form(authority: Any) -> Callable[..., dict[str, Any]]:
    """What a person sends who took ten seconds."""

    def fill(**fields: Any) -> dict[str, Any]:
        from mingzheng.workspace.complaints import sheets

        return {
            "about": authority.pk,
            "topic": "fees",
            "text": "收费没有事先告知",
            "sheet": sheets.issue(at=time.time() - 10),
            **fields,
        }

    return fill


def receipt_of(answer: Any) -> dict[str, str]:
    page = answer.content.decode()
    assert answer.status_code == 201, page
    number = re.search(r"(?:TS|JB)\d{8}-\w{6}", page)
    key = re.search(r"\w{5}(?:-\w{5}){3}", page)
    assert number is not None
    assert key is not None
    return {"number": number[0], "key": key[0]}


def test_from_the_form_to_the_answer_and_back(
    browse: Callable[..., Any], form: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from django.utils import timezone

    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    public, officer = browse(), browse(person(Role.OFFICER))
    assert public.get(SUBMIT).status_code == 200
    receipt = receipt_of(public.post(SUBMIT, form(contact="13800000000")))
    complaint = Complaint.objects.get()
    assert receipt["key"] not in str(vars(complaint))
    page = f"/complaints/{complaint.number}/"
    answer = {
        "number": "答1", "outcome": "upheld", "grounds": "已退费",
        "served_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    for version, (verb, given) in enumerate(
        [("accept", {}), ("investigate", {}), ("answer", answer)], start=1
    ):
        done = officer.post(page, {"verb": verb, "version": version, **given})
        assert done.status_code == 302, done.content.decode()
    assert "13800000000" in officer.get(page).content.decode()
    told = public.post(RECEIPT, receipt).content.decode()
    assert "已退费" in told
    again = public.post(RECEIPT, {**receipt, "verb": "reopen", "reason": "没有收到"})
    assert "已要求重新办理" in again.content.decode()
    withdrawn = public.post(RECEIPT, {**receipt, "verb": "withdraw"})
    assert "已撤回" in withdrawn.content.decode()
    assert Complaint.objects.get().state == "withdrawn"


def test_a_step_that_is_wrong_says_so_beside_its_field(
    browse: Callable[..., Any], person: Callable[..., Any], submitted: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    officer, thing = browse(person(Role.OFFICER)), submitted(Complaint)
    page = f"/complaints/{thing.number}/"
    for given in (
        {"verb": "refuse", "version": 1},
        {"verb": "close", "version": 1},
        {"verb": "accept", "version": 7},
        {"verb": "transfer", "version": 1, "reason": "他家的"},
        {"verb": "assign", "version": 1, "to": 999999},
    ):
        assert officer.post(page, given).status_code == 422, given
    assert officer.post(page, {"verb": "delete", "version": 1}).status_code == 404
    assert Complaint.objects.get().state == "received"


def test_numbers_of_persons_are_masked_before_they_are_stored(
    browse: Callable[..., Any], form: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint

    broken = "\u200b".join(IDENTITY)
    answer = browse().post(SUBMIT, form(text=f"我是{IDENTITY}，又写作{broken}", contact=IDENTITY))
    assert "证件号码" in answer.content.decode()
    kept = Complaint.objects.get()
    for text in (kept.text, kept.contact, answer.content.decode()):
        assert IDENTITY not in text
        assert IDENTITY[6:14] not in text
    plain = browse().post(SUBMIT, form(text="没有号码"))
    assert "证件号码，已遮盖" not in plain.content.decode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{ user }} {% debug %} %s", "{{ user }} {% debug %} %s"),
        ("收\u202e费\u2066用\ufeff", "收费用"),
        ("一\r\n二\u2028三\x1b[31m", "一\n二\n三[31m"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_hostile_text_is_text(
    browse: Callable[..., Any], form: Callable[..., Any], person: Callable[..., Any],
    text: str, kept: str,
) -> None:  # fmt: skip
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    receipt_of(browse().post(SUBMIT, form(text=text, contact=text)))
    thing = Complaint.objects.get()
    assert thing.text == kept
    page = browse(person(Role.OFFICER)).get(f"/complaints/{thing.number}/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "收\x00费"},
        {"text": "字" * 4001},
        {"text": "\u202e\u200b"},
        {"topic": "no such"},
        {"about": 10**30},
        {"about": "'; DROP TABLE"},
        {"serial_number": "not hexadecimal"},
        {"serial_number": "110105 19491231 0003"},
        {"serial_number": "0x00110105194912310003FF"},
        {"sheet": "forged"},
        {"website": "http://spam.example"},
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_refused_and_said(
    browse: Callable[..., Any], form: Callable[..., Any], wrong: dict[str, Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint

    assert browse().post(SUBMIT, form(**wrong)).status_code == 422
    assert not Complaint.objects.exists()


def test_ten_megabytes_are_refused(browse: Callable[..., Any], form: Callable[..., Any]) -> None:
    from mingzheng.workspace.complaints.models import Complaint

    body = "text=" + "a" * 10_000_000
    answer = browse().post(SUBMIT, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert not Complaint.objects.exists()


def test_a_sheet_comes_back_neither_at_once_nor_late_nor_twice(
    browse: Callable[..., Any], form: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints import sheets

    now = time.time()
    for at in (now, now - 13 * 3600):
        assert browse().post(SUBMIT, form(sheet=sheets.issue(at=at))).status_code == 422
    filled = form()
    assert browse().post(SUBMIT, filled).status_code == 201
    assert browse().post(SUBMIT, filled).status_code == 409


def test_a_page_that_failed_can_be_sent_again(
    browse: Callable[..., Any], form: Callable[..., Any]
) -> None:
    """The new sheet is in the page; its age is asked anew."""
    page = browse().post(SUBMIT, form(sheet="forged")).content.decode()
    sheet = re.search(r'name="sheet" value="([^"]+)"', page)
    assert sheet is not None
    assert sheet[1] != "forged"
    assert "收费没有事先告知" in page


def test_an_address_may_ask_so_often_and_is_forgotten(database: str) -> None:
    from mingzheng.workspace.complaints.limits import INTAKE, take
    from mingzheng.workspace.complaints.models import Bucket

    now = dt.datetime(2022, 8, 30, 9, tzinfo=dt.UTC)
    assert [take(INTAKE, "192.0.2.7", now=now) for _ in range(6)] == [True] * 5 + [False]
    assert take(INTAKE, "192.0.2.8", now=now)
    assert not take(INTAKE, "192.0.2.7", now=now + INTAKE.every / 2)
    assert take(INTAKE, "192.0.2.7", now=now + INTAKE.every)
    assert not take(INTAKE, "192.0.2.7", now=now + INTAKE.every)
    assert "192.0.2" not in str(list(Bucket.objects.values_list()))
    assert take(INTAKE, "2001:db8::9", now=now + dt.timedelta(days=1))
    assert Bucket.objects.count() == 1
    for _ in range(4):
        assert take(INTAKE, "2001:db8::7", now=now + dt.timedelta(days=1))
    assert not take(INTAKE, "2001:db8::1:0", now=now + dt.timedelta(days=1))


def test_both_pages_are_limited(browse: Callable[..., Any], form: Callable[..., Any]) -> None:
    public = browse()
    assert [public.post(INFORM, form()).status_code for _ in range(6)] == [201] * 5 + [429]
    wrong = {"number": "TS20220830-AAAAAA", "key": "AAAAA-AAAAA-AAAAA-AAAAA"}
    assert [public.post(RECEIPT, wrong).status_code for _ in range(11)] == [404] * 10 + [429]


def test_a_wrong_key_and_no_such_number_look_alike(
    browse: Callable[..., Any], submitted: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint

    thing, public = submitted(Complaint), browse()

    def said(number: str, key: str) -> str:
        answer = public.post(RECEIPT, {"number": number, "key": key})
        assert answer.status_code == 404
        page = answer.content.decode().replace(number, "")
        return re.sub(r'(csrfmiddlewaretoken" value="|csrftoken": ")\w+', "", page).replace(
            key, ""
        )

    stranger = "TS20220830-AAAAAA"
    assert said(thing.number, "A" * 20) == said(stranger, "A" * 20) == said(stranger, thing.key)
    typed = {"number": thing.number.lower(), "key": thing.key.lower().replace("-", " ")}
    assert public.post(RECEIPT, typed).status_code == 200
