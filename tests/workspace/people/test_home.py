"""What the home page says of persons and the register."""

from __future__ import annotations

from mingzheng.workspace.people.roles import Role


def test_whoever_keeps_the_register_sees_what_it_lacks(signed_in, world):
    world.elsewhere.seat = None
    world.elsewhere.save()
    page = signed_in(Role.ORGANISER).get("/").content.decode()
    assert "<dt>未登记注册地</dt><dd>1</dd>" in page
    assert "<dt>没有有效许可证记录</dt><dd>2</dd>" in page
    assert "未登记注册地" not in signed_in(Role.REVIEWER).get("/").content.decode()


def test_the_reminder_of_a_second_factor_goes_once_there_is_one(signed_in, world):
    browser, user = signed_in(Role.READER), world.people[Role.READER]
    assert "保护您的账号" in browser.get("/").content.decode()
    user.totp_secret = "x"
    user.save()
    assert "保护您的账号" not in browser.get("/").content.decode()
