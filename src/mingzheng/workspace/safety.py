"""What is unsafe about an installation: settings, secrets, files, persons, disk, clock, journal."""

from __future__ import annotations

import datetime as dt
import ipaddress
import shutil
import stat
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from mingzheng.language import Text
from mingzheng.workspace.journal.checkpoints import KEY_FILE
from mingzheng.workspace.journal.verification import verify_place
from mingzheng.workspace.site.folder import DATABASE_FILE, SECRET_FILE, SETTINGS_FILE, Workspace

LEAST_SECRET = 50
"""Characters of a secret that nobody guesses."""
LEAST_SPACE = 2 << 30
"""Octets that should be free on the disk."""

Check = Callable[[Workspace], Iterator[Text]]


def _settings(workspace: Workspace) -> Iterator[Text]:
    if workspace.debug:
        yield Text(
            zh="debug 已打开：出错的页面会显示内部情况",
            en="debug is on: pages of errors show what is inside",
        )
    if not workspace.address:
        yield Text(
            zh="没有设置 address：只宜在本机或可信的局域网试用",
            en="no address is set: fit for a trial on this machine or a trusted network only",
        )
    elif not workspace.production and not _local(urlsplit(workspace.address).hostname or ""):
        yield Text(
            zh="address 是 http：口令和内容在网络上是明文；在前面加 TLS，改为 https",
            en="the address is http: passwords and content cross the network in the clear; "
            "put TLS in front and make it https",
        )


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secrets(workspace: Workspace) -> Iterator[Text]:
    path = workspace.folder / SECRET_FILE
    if not path.exists():
        yield Text(zh=f"没有 {SECRET_FILE}", en=f"there is no {SECRET_FILE}")
    elif len(path.read_text("ascii", "replace").strip()) < LEAST_SECRET:
        yield Text(
            zh=f"{SECRET_FILE} 太短；删除后重新启动即生成新的（所有会话结束，第二因素须重设）",
            en=f"{SECRET_FILE} is too short; deleted, a start makes a new one "
            "(sessions end, second factors are set up again)",
        )


def _permissions(workspace: Workspace) -> Iterator[Text]:
    for name in ("", SETTINGS_FILE, SECRET_FILE, KEY_FILE, DATABASE_FILE):
        path = workspace.folder / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Text(
                zh=f"{path} 可被其他用户访问；chmod go= {path}",
                en=f"{path} is open to other users; chmod go= {path}",
            )


def _space(workspace: Workspace) -> Iterator[Text]:
    free = shutil.disk_usage(workspace.folder).free
    if free < LEAST_SPACE:
        yield Text(
            zh=f"磁盘只剩 {free >> 20} MiB", en=f"only {free >> 20} MiB are free on the disk"
        )


def _migrations(workspace: Workspace) -> Iterator[Text]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Text(
            zh=f"有 {len(pending)} 项数据库变更未执行；先备份，再启动一次 mingzheng serve",
            en=f"{len(pending)} migrations are pending; back up, then start mingzheng serve once",
        )


def _persons(workspace: Workspace) -> Iterator[Text]:
    from mingzheng.workspace.people.models import Membership
    from mingzheng.workspace.people.roles import Role

    organisers = Membership.objects.active().filter(role=Role.ORGANISER)
    if not organisers.exists():
        yield Text(
            zh="还没有部的组织人员：首次启动的链接尚未使用",
            en="there is no organiser yet: the link of the first start is unused",
        )
    for membership in organisers.filter(user__totp_secret="").select_related("user"):
        yield Text(
            zh=f"组织人员 {membership.user.username} 没有启用第二因素",
            en=f"the organiser {membership.user.username} has no second factor",
        )


def _clock(workspace: Workspace) -> Iterator[Text]:
    from mingzheng.workspace.journal.models import Entry

    last = Entry.objects.first()
    if last is not None and last.time > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1):
        yield Text(
            zh=f"系统时钟早于最后一条日志（{last.at}）；请校时",
            en=f"the clock is before the journal's last entry ({last.at}); set it",
        )


def _journal(workspace: Workspace) -> Iterator[Text]:
    found = verify_place(str(workspace.folder))
    if found.broken is not None:
        number, why = found.broken.number, found.broken.text
        yield Text(
            zh=f"日志第 {number} 条不成立：{why.zh}", en=f"entry {number} of the journal: {why.en}"
        )


CHECKS: tuple[Check, ...] = (_settings, _secrets, _permissions, _space)
"""What can be told from the folder."""
CHECKS_OF_DATA: tuple[Check, ...] = (_persons, _clock, _journal)
"""What needs the tables to be there."""


def unsafe(workspace: Workspace) -> list[Text]:
    """Everything unsafe, each with what to do. Django must be set up for that workspace."""
    found = [text for check in CHECKS for text in check(workspace)]
    pending = list(_migrations(workspace))
    if pending:
        return found + pending
    return found + [text for check in CHECKS_OF_DATA for text in check(workspace)]
