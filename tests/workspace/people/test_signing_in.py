"""Signing in: the password, the lockout, the second factor, and the sessions that begin."""

from __future__ import annotations

import base64
import datetime as dt
import re
import time

import pytest

from mingzheng.workspace.people.roles import Role

WRONG, LOCKED = "登录名或口令不正确", "失败次数过多"


@pytest.fixture
def browser(django):
    from django.test import Client

    return Client()


def sign_in(browser, username, password, **given):
    return browser.post("/sign-in/", {"username": username, "password": password, **given})


def said(answer):
    return answer.content.decode()


def test_the_right_password_begins_a_session_whatever_the_case_of_the_name(browser, world):
    from world import PASSWORD_OF_ALL

    user = world.people[Role.OFFICER]
    answer = sign_in(browser, user.username.upper(), PASSWORD_OF_ALL, next="/organisations/")
    assert answer.status_code == 302
    assert answer["Location"] == "/organisations/"
    (session,) = user.sessions.all()
    assert session.address == "127.0.0.1"


def test_nobody_is_led_to_another_site(browser, world):
    from world import PASSWORD_OF_ALL

    name = world.people[Role.OFFICER].username
    answer = sign_in(browser, name, PASSWORD_OF_ALL, next="//evil.example/")
    assert answer["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_put_on_record(browser, world):
    from mingzheng.workspace.journal.models import Entry

    user = world.people[Role.OFFICER]
    answers = [sign_in(browser, name, "wrong") for name in (user.username, "nobody")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(WRONG in said(answer) for answer in answers)
    newest = Entry.objects.all()[:2]
    assert {entry.verb for entry in newest} == {"account.sign_in_failed"}
    assert "nobody" not in str(list(newest.values()))


def test_five_failures_lock_a_name_and_the_right_password_too(browser, world):
    from world import PASSWORD_OF_ALL

    from mingzheng.workspace.people.models import Attempt

    name = world.people[Role.OFFICER].username
    for _ in range(5):
        assert WRONG in said(sign_in(browser, name, "wrong"))
    assert LOCKED in said(sign_in(browser, name, PASSWORD_OF_ALL))
    other = world.people[Role.HEAD].username
    assert sign_in(browser, other, PASSWORD_OF_ALL).status_code == 302
    Attempt.objects.update(at="2020-01-01T00:00:00Z")
    browser.post("/sign-out/")
    assert sign_in(browser, name, PASSWORD_OF_ALL).status_code == 302


def test_what_counts_no_longer_is_deleted(browser, world):
    from django.utils import timezone
    from world import PASSWORD_OF_ALL

    from mingzheng.workspace.people.models import Attempt, Session

    past = timezone.now() - dt.timedelta(days=1)
    for key, ends in (("a" * 32, past), ("b" * 32, timezone.now() + dt.timedelta(hours=1))):
        Session.objects.create(session_key=key, expire_date=ends, session_data="")
    for at in (past, timezone.now()):
        Attempt.objects.create(username="somebody", address="192.0.2.1", at=at)
    sign_in(browser, world.people[Role.OFFICER].username, PASSWORD_OF_ALL)
    assert Attempt.objects.count() == 1
    assert not Session.objects.filter(session_key="a" * 32).exists()
    assert Session.objects.count() == 2


def test_the_addresses_of_one_line_are_one(browser, world):
    from mingzheng.workspace.people import signing_in
    from mingzheng.workspace.people.models import Attempt
    from mingzheng.workspace.site.addresses import network_of

    for n in range(signing_in.FAILURES_OF_ONE_ADDRESS):
        near = f"2001:db8:1:2:{n:x}::1"
        browser.post("/sign-in/", {"username": f"n{n}", "password": "x"}, REMOTE_ADDR=near)
    form = {"username": "somebody", "password": "x"}
    assert LOCKED in said(browser.post("/sign-in/", form, REMOTE_ADDR="2001:db8:1:2:ffff::9"))
    assert WRONG in said(browser.post("/sign-in/", form, REMOTE_ADDR="2001:db8:1:3::1"))
    assert Attempt.objects.first().address == "2001:db8:1:2::/64"
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("fe80::1%eth0") == "fe80::/64"


@pytest.mark.parametrize("name", ["Strauß-a", "ＷＡＮＧ", "ſmith", "Ⅷ.Σίσυφος"])
def test_a_name_is_one_however_it_is_typed(browser, world, name):
    """Looked up and counted alike, on every database."""
    from mingzheng.workspace.people import actions
    from mingzheng.workspace.people.models import folded

    def invited():
        return actions.invite(
            by=world.people[Role.HEAD], organisation=world.here, role=Role.READER, name="New"
        )

    word = "four plain words together"
    form = {"name": "New", "username": name, "password": word, "repeated": word}
    assert browser.post(f"/invitation/{invited()}/", form).status_code == 302
    browser.post("/sign-out/")
    for spelled in (folded(name), folded(name).upper(), name.swapcase()):
        again = {**form, "username": spelled}
        assert "已有人使用" in said(browser.post(f"/invitation/{invited()}/", again)), spelled
        assert sign_in(browser, spelled, word).status_code == 302, spelled
        browser.post("/sign-out/")
    for spelled in (name, name.upper(), folded(name), name.swapcase(), name.lower()):
        assert WRONG in said(sign_in(browser, spelled, "wrong"))
    assert LOCKED in said(sign_in(browser, folded(name), word))


@pytest.mark.parametrize("page", ["password", "second-factor/remove", "recovery-codes"])
def test_a_browser_left_open_is_no_place_to_try_passwords(signed_in, world, page):
    from world import PASSWORD_OF_ALL

    browser, new = signed_in(Role.OFFICER), "four plain words together"
    form = {"password": new, "repeated": new}
    for _ in range(5):
        answer = browser.post(f"/account/{page}/", {**form, "current": "wrong"})
        assert "口令不正确" in said(answer)
    answer = browser.post(f"/account/{page}/", {**form, "current": PASSWORD_OF_ALL})
    assert LOCKED in said(answer)
    world.people[Role.OFFICER].refresh_from_db()
    assert world.people[Role.OFFICER].check_password(PASSWORD_OF_ALL)


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, the values for SHA-1, cut to six digits."""
    from mingzheng.workspace.people import second_factor

    secret = base64.b32encode(b"12345678901234567890").decode()
    vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    for seconds, code in vectors.items():
        assert second_factor.code(secret, seconds // 30) == code
        assert second_factor.period_of(secret, code, after=0, now=seconds) == seconds // 30
        assert second_factor.period_of(secret, code, after=0, now=seconds + 90) is None
        assert second_factor.period_of(secret, code, after=seconds // 30, now=seconds) is None


@pytest.fixture
def guarded(world):
    """Somebody with a second factor, its secret, and their recovery codes."""
    from mingzheng.workspace.people import actions, second_factor

    user, secret = world.people[Role.HEAD], second_factor.new_secret()
    before = int(time.time() // 30) - 1
    codes = actions.add_second_factor(
        by=user, secret=secret, code=second_factor.code(secret, before)
    )
    return user, secret, codes


def test_a_code_is_asked_for_and_counts_once(browser, guarded):
    from django.test import Client
    from world import PASSWORD_OF_ALL

    from mingzheng.workspace.people import second_factor

    user, secret, _ = guarded
    assert secret not in user.totp_secret
    answer = sign_in(browser, user.username, PASSWORD_OF_ALL)
    assert answer["Location"] == "/sign-in/code/"
    assert browser.get("/").status_code == 302
    assert browser.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    code = second_factor.code(secret, int(time.time() // 30))
    assert browser.post("/sign-in/code/", {"code": code})["Location"] == "/"
    assert browser.get("/").status_code == 200
    again = Client()
    sign_in(again, user.username, PASSWORD_OF_ALL)
    assert again.post("/sign-in/code/", {"code": code}).status_code == 422


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def test_a_code_typed_full_width_and_in_groups_is_the_code(browser, guarded):
    from world import PASSWORD_OF_ALL

    from mingzheng.workspace.people import second_factor

    user, secret, _ = guarded
    sign_in(browser, user.username, PASSWORD_OF_ALL)
    assert browser.post("/sign-in/code/", {"code": "０００ ０００"}).status_code == 422
    assert browser.post("/sign-in/code/", {"code": "٠١٢٣٤٥"}).status_code == 422
    code = second_factor.code(secret, int(time.time() // 30)).translate(FULL_WIDTH)
    typed = f" {code[:3]}\u3000{code[3:]} "
    assert browser.post("/sign-in/code/", {"code": typed})["Location"] == "/"


def test_a_recovery_code_works_once(guarded):
    from django.test import Client
    from world import PASSWORD_OF_ALL

    user, _, codes = guarded
    assert len(set(codes)) == 10
    for expected in (302, 422):
        browser = Client()
        sign_in(browser, user.username, PASSWORD_OF_ALL)
        given = {"code": codes[3].upper()}
        assert browser.post("/sign-in/code/", given).status_code == expected
    assert user.recovery_codes.count() == 9


def test_the_code_page_is_nothing_without_the_password(browser, guarded):
    assert browser.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_setting_up_the_second_factor_in_the_browser(signed_in, world):
    from mingzheng.workspace.people import second_factor

    browser = signed_in(Role.OFFICER)
    page = said(browser.get("/account/second-factor/"))
    assert "data:image/svg+xml" in page
    (spelled,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)
    secret = spelled.replace(" ", "")
    assert browser.post("/account/second-factor/", {"code": "12"}).status_code == 422
    code = second_factor.code(secret, int(time.time() // 30))
    answer = browser.post("/account/second-factor/", {"code": code})
    assert len(re.findall(r"<li><code>\w{5}-\w{5}</code>", said(answer))) == 10
    world.people[Role.OFFICER].refresh_from_db()
    assert world.people[Role.OFFICER].has_second_factor


def test_another_password_ends_the_other_sessions(signed_in, world):
    from world import PASSWORD_OF_ALL

    here, there = signed_in(Role.OFFICER), signed_in(Role.OFFICER)
    assert there.get("/account/").status_code == 200
    new = "four plain words together"
    given = {"current": PASSWORD_OF_ALL, "password": new, "repeated": new}
    assert here.post("/account/password/", {**given, "current": "x"}).status_code == 422
    assert here.post("/account/password/", {**given, "repeated": "x"}).status_code == 422
    easy = {**given, "password": "1234567890123", "repeated": "1234567890123"}
    assert here.post("/account/password/", easy).status_code == 422
    assert here.post("/account/password/", given)["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_a_session_can_be_ended_from_another_one_but_not_by_others(signed_in):
    here, there, stranger = (signed_in(role) for role in (Role.HEAD, Role.HEAD, Role.OFFICER))
    page = said(here.get("/account/"))
    (address,) = re.findall(r'"(/account/sessions/\w+/end/)"', page)
    assert stranger.post(address).status_code == 404
    assert there.get("/").status_code == 200
    assert here.post(address).status_code == 302
    assert there.get("/").status_code == 302


def test_a_deactivated_person_is_out_at_once(signed_in, world):
    from mingzheng.workspace.people import actions

    browser = signed_in(Role.OFFICER)
    assert browser.get("/").status_code == 200
    actions.deactivate(by=world.people[Role.HEAD], user=world.people[Role.OFFICER], reason="left")
    assert browser.get("/").status_code == 302


def test_one_person_acts_in_several_organisations_one_at_a_time(signed_in, world):
    from world import member

    from mingzheng.workspace.people.models import Membership

    user = world.people[Role.OFFICER]
    second = Membership.objects.create(user=user, organisation=world.elsewhere, role=Role.READER)
    foreign = member(world.elsewhere, Role.HEAD).membership
    browser = signed_in(Role.OFFICER)
    there = f"/organisations/{world.elsewhere.pk}/"
    assert browser.get(there).status_code == 404
    assert browser.post("/act-in/", {"membership": foreign.pk}).status_code == 404
    assert browser.post("/act-in/", {"membership": second.pk}).status_code == 302
    assert browser.get(there).status_code == 200
    assert browser.get(f"/organisations/{world.here.pk}/").status_code == 404


def test_an_invitation_works_once_until_it_expires_or_is_withdrawn(browser, world):
    from mingzheng.workspace.people import actions
    from mingzheng.workspace.people.models import Invitation, User

    head = world.people[Role.HEAD]
    tokens = [
        actions.invite(by=head, organisation=world.here, role=Role.AUDITOR, name="New")
        for _ in range(3)
    ]
    used, late, withdrawn = tokens
    Invitation.objects.filter(token_hash=actions.token_hash(late)).update(
        expires_at="2020-01-01T00:00:00Z"
    )
    actions.withdraw_invitation(
        by=head,
        invitation=Invitation.objects.get(token_hash=actions.token_hash(withdrawn)),
    )
    word = "four plain words together"
    form = {"name": "New", "username": "new-one", "password": word, "repeated": word}
    assert not Invitation.objects.filter(token_hash=used).exists()
    for token in (late, withdrawn, "x" * 43):
        assert browser.post(f"/invitation/{token}/", form).status_code == 410
    assert browser.post(f"/invitation/{used}/", form).status_code == 302
    assert User.objects.get(username="new-one").membership.role == Role.AUDITOR
    assert browser.post(f"/invitation/{used}/", form).status_code == 410


def test_open_matters_are_handed_over_before_somebody_goes(world, monkeypatch):
    """With a room that holds matters: here invitations stand in for them."""
    from world import member

    from mingzheng.errors import WorkspaceError
    from mingzheng.language import Text
    from mingzheng.workspace.people import actions, room
    from mingzheng.workspace.people.models import Invitation
    from mingzheng.workspace.site.rooms import Matters

    def move(thing, to):
        thing.invited_by = to.user
        thing.save()

    matters = Matters(
        Text(zh="邀请", en="Invitations"),
        lambda membership: Invitation.objects.filter(invited_by=membership.user),
        lambda membership: membership.role == Role.OFFICER,
        move,
    )
    monkeypatch.setattr(room, "MATTERS", (matters,), raising=False)
    head, clerk = world.people[Role.HEAD], world.people[Role.OFFICER]
    other = member(world.here, Role.OFFICER)
    Invitation.objects.create(
        organisation=world.here, role=Role.READER, name="New", token_hash="h",
        invited_by=clerk, expires_at="2099-01-01T00:00:00Z",
    )  # fmt: skip
    with pytest.raises(WorkspaceError, match="移交"):
        actions.end_membership(by=head, membership=clerk.membership, reason="moved")
    with pytest.raises(WorkspaceError, match="同一机构"):
        actions.hand_over(
            by=head, membership=clerk.membership, to=world.people[Role.APPROVER].membership
        )
    with pytest.raises(WorkspaceError, match="不能办理邀请"):
        actions.hand_over(
            by=head, membership=clerk.membership, to=world.people[Role.READER].membership
        )
    assert actions.hand_over(by=head, membership=clerk.membership, to=other.membership) == 1
    actions.end_membership(by=head, membership=clerk.membership, reason="moved")
    assert Invitation.objects.get().invited_by == other


def test_the_last_organiser_stays(world):
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.people import actions

    organiser = world.people[Role.ORGANISER]
    with pytest.raises(WorkspaceError, match="最后一位"):
        actions.end_membership(by=organiser, membership=organiser.membership, reason="x")
