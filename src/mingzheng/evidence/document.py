"""A TOML document that knows where each of its keys stands, to say so when one is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from mingzheng.errors import SettingsError
from mingzheng.evidence.nearest import allowed


@dataclass(frozen=True)
class Document:
    """The text of a file and what it says; `name` is how messages call it."""

    text: str
    values: Mapping[str, Any]
    name: str = "evidence.toml"

    def root(self) -> Place:
        """The document as a place."""
        return Place(self, self.values, ())

    def line(self, path: tuple[str | int, ...]) -> int | None:
        """The 1-based line at which a key is written, as far as it can be told.

        Keys are looked for in their order: each is found after the one it stands under, and
        after the heading [[…]] of its own table where it stands in an array of them.
        """
        at, end, found = 0, len(self.text), None
        for place, part in enumerate(path):
            if isinstance(part, int):
                if entry := self._entry(path[:place], part):
                    at, end = entry
                    found = self.text.count("\n", 0, at) + 1
                continue
            key = rf"[\"']?{re.escape(part)}[\"']?"
            form = re.compile(rf"(?m)(?:^|[\[{{,.\s]){key}\s*(?:[=.\]])")
            match = form.search(self.text, at, end)
            if match is None:
                break
            at = match.start() + (0 if match.group()[0].isalnum() else 1)
            found = self.text.count("\n", 0, at) + 1
        return found

    def _entry(self, path: tuple[str | int, ...], place: int) -> tuple[int, int] | None:
        """From where to where an entry of an array of tables goes, if it has a heading."""
        name = r"\s*\.\s*".join(
            rf"[\"']?{re.escape(part)}[\"']?" for part in path if isinstance(part, str)
        )
        headings = list(re.finditer(rf"(?m)^[ \t]*\[\[\s*{name}\s*\]\]", self.text))
        if place >= len(headings):
            return None
        following = re.compile(r"(?m)^[ \t]*\[").search(self.text, headings[place].end())
        end = following.start() if following else len(self.text)
        return headings[place].start() + headings[place].group().index("["), end


@dataclass(frozen=True)
class Place:
    """One table of the document: reads its values by type, or says what is wrong with them."""

    document: Document
    values: Mapping[str, Any]
    path: tuple[str | int, ...] = field(default=())

    def wrong(self, key: str | None, zh: str, en: str) -> SettingsError:
        """What is wrong with a key, or with the table itself, and where it stands."""
        path = self.path if key is None else (*self.path, key)
        name = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
        line = self.document.line(path)
        where_zh = f"第 {line} 行 " if line else ""
        where_en = f", line {line}," if line else ""
        return SettingsError(
            zh=f"{self.document.name} {where_zh}{name}：{zh}",
            en=f"{self.document.name}{where_en} {name}: {en}",
        )

    def only(self, names: Iterable[str]) -> None:
        """Refuse keys that mean nothing here."""
        known = list(names)
        for key in self.values:
            if key not in known:
                hint = allowed(key, known)
                raise self.wrong(key, f"没有这一项。{hint.zh}", f"there is no such key. {hint.en}")

    def one_of(self, key: str, value: str, names: Iterable[str]) -> None:
        """Refuse a value that is none of these."""
        known = list(names)
        if value not in known:
            hint = allowed(value, known)
            raise self.wrong(
                key, f"没有 {value!r} 这个值。{hint.zh}", f"no such value {value!r}. {hint.en}"
            )

    def section(self, key: str) -> Place:
        """The table under a key; empty where there is none."""
        value = self._typed(key, dict, "应为一个表", "must be a table")
        return Place(self.document, value or {}, (*self.path, key))

    def list_of(self, key: str) -> list[Place]:
        """The tables of an array under a key."""
        values = self._typed(key, list, "应为若干个表", "must be an array of tables") or []
        if not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, "应为若干个表", "must be an array of tables")
        return [
            Place(self.document, value, (*self.path, key, place))
            for place, value in enumerate(values)
        ]

    def text(self, key: str) -> str | None:
        """A string."""
        value: str | None = self._typed(key, str, "应为文字（加引号）", "must be text, in quotes")
        if value is not None and not value.strip():
            raise self.wrong(key, "不能为空", "must not be empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; one string counts as a list of one."""
        value = self.values.get(key)
        if isinstance(value, str):
            return (value,)
        found = self._typed(key, list, "应为文字清单", "must be a list of texts") or []
        if not all(isinstance(entry, str) for entry in found):
            raise self.wrong(key, "应为文字清单", "must be a list of texts")
        return tuple(found)

    def boolean(self, key: str) -> bool | None:
        """True or false."""
        found: bool | None = self._typed(key, bool, "应为 true 或 false", "must be true or false")
        return found

    def integer(self, key: str) -> int | None:
        """A whole number that is not negative."""
        value = self.values.get(key)
        zh, en = "应为非负整数", "must be a whole number, not negative"
        if isinstance(value, bool) or (isinstance(value, int) and value < 0):
            raise self.wrong(key, zh, en)
        found: int | None = self._typed(key, int, zh, en)
        return found

    def day(self, key: str) -> dt.date | None:
        """A day: a TOML date, or text such as "2019-03-02"."""
        value = self.values.get(key)
        if isinstance(value, str):
            with suppress(ValueError):
                return dt.date.fromisoformat(value)
        elif value is None or type(value) is dt.date:
            return value
        raise self.wrong(key, "应为日期，如 2019-03-02", "must be a day such as 2019-03-02")

    def _typed(self, key: str, kind: type, zh: str, en: str) -> Any:
        value = self.values.get(key)
        if value is not None and not isinstance(value, kind):
            raise self.wrong(key, zh, en)
        return value
