"""Database URLs: where a table is, with its password kept out of everything that is shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mingzheng.sources.encodings import Damaged

SCHEMES = {
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "mssql": "mssql",
    "oracle": "oracle",
}
"""The schemes a URL may have, and the database each means."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_SELECT = re.compile(r"\s*(select|with)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """A database: its kind, the URL to connect to, the name it is shown by, its secrets."""

    kind: str
    url: str
    shown: str
    secrets: tuple[str, ...]

    def safe(self, message: str) -> str:
        """The first line of a driver's message, without anything secret."""
        for secret in self.secrets:
            message = message.replace(secret, "***")
        return message.strip().partition("\n")[0]


def is_database(path: str) -> bool:
    """Whether a table's path is a database URL."""
    return "://" in path


def address(url: str) -> Address:
    """Read a URL; `${CA_DB_PASSWORD}` is replaced by that variable of the environment.

    Raises Damaged for an unknown kind of database, a variable that is not set, and a password
    whose `/`, `?` or `#` cuts the URL short, so that its rest would pass for a host or path.
    """
    scheme = url.partition("://")[0].casefold()
    if scheme not in SCHEMES:
        raise Damaged("unknown_database", scheme)
    secrets: set[str] = set()

    def variable(found: re.Match[str]) -> str:
        value = os.environ.get(found[1])
        if value is None:
            raise Damaged("variable_not_set", found[1])
        secrets.update((value, quote(value, safe="")))
        return quote(value, safe="")

    try:
        parts = urlsplit(_VARIABLE.sub(variable, url))
    except ValueError as error:
        raise Damaged("unknown_database", scheme) from error
    if SCHEMES[scheme] != "sqlite" and "@" in parts.path + parts.query + parts.fragment:
        raise Damaged("unescaped_password", scheme)
    login, _, place = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    if password:
        secrets.update((password, unquote(password)))
    secrets.update(filter(None, re.findall(r"(?i)(?:password|pwd)=([^&]+)", parts.query)))
    return Address(
        kind=SCHEMES[scheme],
        url=urlunsplit(parts._replace(scheme=SCHEMES[scheme])),
        shown=f"{scheme}://{user + '@' if user else ''}{place}{parts.path}",
        # Longest first: one may be part of another.
        secrets=tuple(sorted(filter(None, secrets), key=len, reverse=True)),
    )


def database_file(found: Address, folder: Path) -> Path:
    """The file of an SQLite URL, which must lie in the evidence folder. Raises Damaged."""
    home = folder.resolve()
    path = (home / unquote(urlsplit(found.url).path).removeprefix("/")).resolve()
    if not path.is_relative_to(home):
        raise Damaged("path_outside")
    if not path.is_file():
        raise Damaged("vanished_file")
    return path


def statement(query: str, quotation: str) -> str:
    """The SELECT that reads a table, or the one that was given. Raises Damaged for others.

    A name is quoted, each part of `schema.table` by itself; a statement must be a single one.
    """
    if not _SELECT.match(query):
        parts = (part.replace(quotation, quotation * 2) for part in query.strip().split("."))
        return "SELECT * FROM " + ".".join(f"{quotation}{part}{quotation}" for part in parts)
    single = query.strip().rstrip(";").rstrip()
    if ";" in single:
        raise Damaged("query_refused")
    return single


def is_statement(query: str) -> bool:
    """Whether a query is a SELECT rather than the name of a table."""
    return _SELECT.match(query) is not None
