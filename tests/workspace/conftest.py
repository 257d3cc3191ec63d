"""A workspace for tests: migrated once on SQLite and once on PostgreSQL, each test rolled back."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from mingzheng.workspace import serving
from mingzheng.workspace.site.databases import database as settings_of
from mingzheng.workspace.site.folder import Workspace, prepare

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))
from servers import PASSWORD, postgresql
from world import World, small_country


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One database after the other: changing between them would migrate each time anew."""
    items.sort(key=lambda item: "[postgresql" in item.name)


@pytest.fixture(scope="session")
def django(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Django, set up for a folder of the tests."""
    folder = tmp_path_factory.mktemp("workspace") / "folder"
    prepare(folder)
    zone = os.environ.get("TZ")
    workspace = serving.load(folder)
    # Django moves the whole process to its zone: what else is tested in it stays where it was
    os.environ.pop("TZ")
    if zone is not None:
        os.environ["TZ"] = zone
    time.tzset()
    from django.conf import settings

    # scrypt is slow on purpose
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # how the test client names the site
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    return workspace


@contextmanager
def connected(workspace: Workspace) -> Iterator[None]:
    """The default connection leads to the database of that workspace, migrated."""
    from mingzheng.workspace.people.registration import establish

    given = connections.configure_settings({"default": settings_of(workspace)})
    connections.settings["default"] = given["default"]
    connections["default"] = connections.create_connection("default")
    call_command("migrate", interactive=False, verbosity=0)
    establish()
    yield
    connections["default"].close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, django: Workspace) -> Iterator[str]:
    """A database with all tables and the levels established; gives its vendor."""
    if request.param == "sqlite":
        with connected(django):
            yield "sqlite"
        return
    with postgresql() as place:
        server = f"postgresql://ca:{quote(PASSWORD, safe='')}@{place}"
        with connected(Workspace(folder=django.folder, database=server)):
            yield "postgresql"


@pytest.fixture
def database(migrated: str) -> Iterator[str]:
    """The database as it was migrated; what a test writes is rolled back. Gives its vendor."""
    with transaction.atomic():
        yield migrated
        transaction.set_rollback(True)


@pytest.fixture
def world(database: str) -> World:
    """The small country of `world.py`."""
    return small_country()


@pytest.fixture
def signed_in(world: World) -> Callable[[Any], Any]:
    """`signed_in(role)`: a browser in which that person of the world has signed in."""
    from django.test import Client

    def client(role: Any) -> Any:
        browser = Client()
        browser.force_login(world.people[role])
        return browser

    return client


@pytest.fixture
def entries(database: str) -> Callable[[], int]:
    """How many entries the journal has."""
    from mingzheng.workspace.journal.models import Entry

    return Entry.objects.count


@pytest.fixture
def rf(django: Workspace) -> Any:
    """Requests without a server."""
    from django.test import RequestFactory

    return RequestFactory()


@pytest.fixture
def person(database: str) -> Callable[..., Any]:
    """`person(role, organisation=None)`: somebody with that role, and a password.

    Without an organisation: the ministry, Shanghai, or an authority registered there.
    """
    from mingzheng.workspace.people.models import Membership, Organisation, User
    from mingzheng.workspace.people.roles import Kind, Role

    def make(role: Role, organisation: Organisation | None = None) -> User:
        if organisation is None and role.kind is Kind.AUTHORITY:
            shanghai = Organisation.objects.get(code="31")
            organisation, _ = Organisation.objects.get_or_create(
                kind=Kind.AUTHORITY, name="沪上数字证书认证有限公司", seat=shanghai
            )
        if organisation is None:
            code = {Kind.MINISTRY: "", Kind.PROVINCE: "31"}[role.kind]
            organisation = Organisation.objects.get(kind=role.kind, code=code)
        number = User.objects.count() + 1
        user = User(username=f"user-{number}", name=f"人员{number}")
        user.set_password("correct horse battery")
        user.save()
        user.acting = Membership.objects.create(user=user, organisation=organisation, role=role)
        user.save()
        return user

    return make
