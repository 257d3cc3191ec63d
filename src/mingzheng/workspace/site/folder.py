"""The folder of a workspace: one `workspace.toml`, the secrets, the database, the files.

Everything that may differ between installations is in `Workspace`; nothing else asks the
environment. `MINGZHENG_WORKSPACE` names the folder, any `MINGZHENG_<SETTING>` overrides a setting.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from mingzheng.errors import WorkspaceError, system_reason

SETTINGS_FILE = "workspace.toml"
SECRET_FILE = "secret.key"
DATABASE_FILE = "workspace.sqlite3"
FILES = "files"
LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""How a machine names itself."""

FIRST_SETTINGS = """\
# 明证工作平台的设置 · Settings of this Mingzheng workspace
# 改动后重新启动 · Restart after a change

# 供人访问的地址；以 https:// 开头即按生产环境运行 · The address people use; https:// means production
# address = "https://mingzheng.example.org"

# 数据库；不写就用本文件夹中的 SQLite · Database; without it SQLite in this folder
# database = "postgresql://user:password@host:5432/mingzheng"

# 上传结果的上限（MiB） · The largest result that can be uploaded, in MiB
# largest_upload = 1024
# 审计可用的内存和线程 · Memory and threads of an audit
# audit_memory = "4GiB"
# audit_threads = 2

# 机构（名称或统一社会信用代码）可审计的服务器文件夹
# Folders on this server that an authority (its name or credit code) may audit
# [evidence]
# "某某数字证书认证有限公司" = ["/srv/evidence/some-ca"]
"""


@dataclass(frozen=True)
class Workspace:
    """One installation, as its folder and the environment say."""

    folder: Path
    address: str = ""
    """The public address (`https://…`); empty for a trial on this machine or its network."""
    database: str = ""
    """A PostgreSQL URL; empty for SQLite in the folder."""
    hosts: tuple[str, ...] = ()
    """Further names under which the site may be asked for."""
    debug: bool = False
    """Show causes of errors on the page; never with a public address."""

    largest_upload: int = 1024
    """MiB of an uploaded result; unpacked it may be eight times that."""
    audit_memory: str = ""
    """Memory of an audit's engine, such as 4GiB; empty for the audit's own measure."""
    audit_threads: int = 0
    """Threads of an audit; 0 for every core."""
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name or credit code of an authority → folders on this server below which it may audit."""

    @property
    def production(self) -> bool:
        """Reached by an address of its own over TLS."""
        return self.address.startswith("https://")

    @property
    def allowed_hosts(self) -> list[str]:
        """The names a request may carry: the address's; without one those of this machine.

        A trial on a network is asked by the names it was told to listen on: `serving.listen`.
        """
        named = urlsplit(self.address).hostname
        return [*([named] if named else LOCAL), *self.hosts]

    @property
    def files(self) -> Path:
        """Where uploaded files lie."""
        return self.folder / FILES


def prepare(folder: Path) -> bool:
    """Make the folder with its settings and its secret; whether it was new.

    Raises `WorkspaceError` where the folder can't be written, or holds something else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = not (folder / SETTINGS_FILE).exists()
        if new and any(folder.iterdir()):
            raise WorkspaceError(
                zh=f"{folder} 不是工作平台的文件夹，也不是空的；请另选一个",
                en=f"{folder} is no workspace and isn't empty; name another folder",
            )
        if new:
            folder.chmod(0o700)
            private_file(folder / SETTINGS_FILE, FIRST_SETTINGS.encode())
        (folder / FILES).mkdir(mode=0o700, exist_ok=True)
        secret(folder)
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"无法写入 {folder}：{said.zh}", en=f"can't write {folder}: {said.en}"
        ) from error
    return new


def secret(folder: Path) -> str:
    """The secret of this installation, made when first asked for."""
    path = folder / SECRET_FILE
    if not path.exists():
        private_file(path, secrets.token_urlsafe(64).encode())
    return path.read_text("ascii")


def private_file(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read (mode 0600)."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def read(folder: Path, environment: Mapping[str, str] = os.environ) -> Workspace:
    """The settings of a prepared folder.

    Raises `WorkspaceError` where there is none, or a setting is unknown or of the wrong kind.
    """
    path = folder / SETTINGS_FILE
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"{folder} 不是工作平台的文件夹（{SETTINGS_FILE}：{said.zh}）；"
            "用 mingzheng serve 新建一个",
            en=f"{folder} is no workspace ({SETTINGS_FILE}: {said.en}); "
            "make one with mingzheng serve",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            zh=f"{path} 不是有效的 TOML：{error}", en=f"{path} is no valid TOML: {error}"
        ) from error
    for setting in fields(Workspace):
        override = environment.get(f"MINGZHENG_{setting.name.upper()}")
        if override is not None and setting.name not in {"folder", "evidence"}:
            given[setting.name] = _from_text(setting.name, override)
    return _checked(folder, given)


def _from_text(name: str, value: str) -> object:
    if name == "hosts":
        return value.split()
    if name in {"largest_upload", "audit_threads"} and value.isdecimal():
        return int(value)
    return value == "true" if name == "debug" else value


def _checked(folder: Path, given: dict[str, object]) -> Workspace:
    kinds = {
        "address": str, "database": str, "hosts": list, "debug": bool, "largest_upload": int,
        "audit_memory": str, "audit_threads": int, "evidence": dict,
    }  # fmt: skip
    for name, value in given.items():
        if name not in kinds or not isinstance(value, kinds[name]):
            raise WorkspaceError(
                zh=f"{SETTINGS_FILE} 中的 {name} 不是可用的设置；可用：{'、'.join(kinds)}",
                en=f"{name} in {SETTINGS_FILE} is no setting that can be used; "
                f"there are: {', '.join(kinds)}",
            )
    hosts = given.pop("hosts", [])
    assert isinstance(hosts, list)
    roots = _roots(given.pop("evidence", {}))
    workspace = Workspace(
        folder=folder,
        hosts=tuple(map(str, hosts)),
        evidence=roots,
        **given,  # type: ignore[arg-type]
    )
    if workspace.debug and workspace.address:
        raise WorkspaceError(
            zh="有公开地址（address）时不能打开 debug：它会把内部情况显示给任何人",
            en="debug can't be on with a public address: it shows anyone what is inside",
        )
    if workspace.address and urlsplit(workspace.address).scheme not in {"http", "https"}:
        raise WorkspaceError(
            zh="address 应以 https:// 开头，例如 https://mingzheng.example.org",
            en="address should begin with https://, for example https://mingzheng.example.org",
        )
    if workspace.database and not workspace.database.startswith("postgresql://"):
        raise WorkspaceError(
            zh="database 应为 postgresql://用户:口令@主机:端口/库名，或不写而用 SQLite",
            en="database should be postgresql://user:password@host:port/name, "
            "or be left out for SQLite",
        )
    return workspace


def _roots(given: object) -> dict[str, tuple[str, ...]]:
    """The folders of each authority; each has to be absolute."""
    assert isinstance(given, dict)
    for name, folders in given.items():
        listed = folders if isinstance(folders, list) else [None]
        if not all(isinstance(each, str) and Path(each).is_absolute() for each in listed):
            raise WorkspaceError(
                zh=f'[evidence] 中 {name} 应为绝对路径的列表，例如 ["/srv/evidence/some-ca"]',
                en=f"{name} under [evidence] should be a list of absolute paths, for example "
                '["/srv/evidence/some-ca"]',
            )
    return {name: tuple(folders) for name, folders in given.items()}
