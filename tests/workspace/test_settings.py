"""Settings of a folder, what follows from them, and what every answer says to the browser."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people.roles import Role
from mingzheng.workspace.site.folder import prepare, read

SHOW = """
import json, django
django.setup()
from django.conf import settings
names = [
    "DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME",
    "CSRF_TRUSTED_ORIGINS", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECRET_KEY",
]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def shown(folder: Path, **environment: str) -> dict[str, object]:
    """Django's settings of that folder, in a process of their own."""
    given = {
        "MINGZHENG_WORKSPACE": str(folder),
        "DJANGO_SETTINGS_MODULE": "mingzheng.workspace.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env={**os.environ, **given, **environment},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_a_public_address_makes_it_a_production_one(tmp_path: Path):
    prepare(tmp_path)
    found = shown(tmp_path, MINGZHENG_ADDRESS="https://mingzheng.example.org")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://mingzheng.example.org"]
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert "*" not in found["ALLOWED_HOSTS"]
    assert found["DEBUG"] is False


def test_secrets_are_made_for_each_folder_and_are_nobody_elses(tmp_path: Path):
    secrets = set()
    for name in ("one", "two"):
        prepare(tmp_path / name)
        place = tmp_path / name / "secret.key"
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        secrets.add(place.read_text())
        assert len(place.read_text()) >= 64
    assert len(secrets) == 2
    prepare(tmp_path / "one")
    assert (tmp_path / "one/secret.key").read_text() in secrets


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("adress = 'x'", "no setting"),
        ("debug = 'yes'", "no setting"),
        ("address = 'example.org'", "https"),
        ("database = 'mysql://x'", "postgresql"),
        ("debug = true\naddress = 'https://x.example'", "debug"),
        ("address = ", "TOML"),
    ],
)
def test_a_wrong_setting_is_told_not_guessed(tmp_path: Path, line: str, said: str):
    prepare(tmp_path)
    (tmp_path / "workspace.toml").write_text(line, "utf-8")
    with pytest.raises(WorkspaceError) as refused:
        read(tmp_path, {})
    assert said in refused.value.text.en


def test_the_environment_comes_before_the_file(tmp_path: Path):
    prepare(tmp_path)
    given = {"MINGZHENG_ADDRESS": "https://a.example", "MINGZHENG_HOSTS": "b.example c.example"}
    found = read(tmp_path, given)
    assert found.production
    assert found.allowed_hosts == ["a.example", "b.example", "c.example"]


def test_only_the_names_it_was_told_are_answered(tmp_path: Path):
    from mingzheng.workspace.serving import names

    prepare(tmp_path)
    assert read(tmp_path, {}).allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    given = {"MINGZHENG_ADDRESS": "http://trial.example", "MINGZHENG_HOSTS": "b.example"}
    assert read(tmp_path, given).allowed_hosts == ["trial.example", "b.example"]
    assert names("10.1.2.3") == ["10.1.2.3"]
    assert names("fd00::1") == ["[fd00::1]"]
    assert names("0.0.0.0")[0] == "127.0.0.1"
    assert "*" not in names("0.0.0.0")


PAGES = ["/", "/sign-in/", "/organisations/", "/journal/", "/nothing-here/", "/account/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_its_headers(signed_in, page: str):
    answer = signed_in(Role.ORGANISER).get(page)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Language"] == "zh-CN"
    assert b"<script>" not in answer.content
    assert b" style=" not in answer.content
    assert b"onclick" not in answer.content


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world):
    from django.test import Client
    from world import PASSWORD_OF_ALL

    browser = Client()
    name = world.people[Role.HEAD].username
    browser.post("/sign-in/", {"username": name, "password": PASSWORD_OF_ALL})
    browser.post("/preferences/", {"language": "en", "theme": "dark"})
    browser.get("/account/password/")
    assert {"sessionid", "csrftoken", "language", "theme"} <= set(browser.cookies)
    for cookie in browser.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("page", ["/sign-in/", "/sign-out/", "/preferences/", "/act-in/"])
def test_a_form_of_another_site_is_refused(world, page: str):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.people[Role.HEAD])
    answer = browser.post(page, {"language": "en"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_what_failed_inside_is_not_shown(signed_in, monkeypatch):
    from mingzheng.workspace.site import rooms

    def fail(user):
        raise RuntimeError("the inside")

    monkeypatch.setattr(rooms, "panels", fail)
    browser = signed_in(Role.HEAD)
    browser.raise_request_exception = False
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "the inside" not in answer.content.decode()
    assert "数据没有改变" in answer.content.decode()
