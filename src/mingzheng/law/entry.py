"""One table of a TOML file, read strictly: whatever is wrong names the file and the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingzheng.errors import LawError
from mingzheng.language import Text
from mingzheng.law.mark import Mark


@dataclass(frozen=True)
class Entry:
    """A table with the file it is in and the key that leads to it.

    Every reader raises LawError where the value is missing or of another type; those with a
    question in their name (`maybe_…`) answer None where it is missing.
    """

    file: str
    key: str
    table: dict[str, Any]

    def wrong(self, key: str, *, zh: str, en: str) -> LawError:
        """The error to raise about one key of this table."""
        where = f"{self.key}.{key}".strip(".")
        return LawError(
            zh=f"法律目录 {self.file} 的 {where}：{zh}", en=f"law/texts/{self.file}, {where}: {en}"
        )

    def allow(self, *keys: str) -> None:
        """Refuse any other key: a misspelt one would be lost in silence."""
        for key in self.table:
            if key not in keys:
                raise self.wrong(
                    key,
                    zh=f"不认识此键；可用：{'、'.join(keys)}",
                    en=f"unknown key; known: {', '.join(keys)}",
                )

    def text(self, key: str) -> str:
        """A text that is not empty."""
        text = self._get(key, str)
        if not text.strip():
            raise self.wrong(key, zh="内容为空", en="is empty")
        return text

    def maybe_text(self, key: str) -> str | None:
        """A text, or None."""
        return self.text(key) if key in self.table else None

    def both(self, key: str) -> Text:
        """A text in both languages."""
        return self.child(key).languages()

    def maybe_both(self, key: str) -> Text | None:
        """A text in both languages, or None."""
        return self.both(key) if key in self.table else None

    def languages(self) -> Text:
        """The `zh` and `en` of the table itself."""
        return Text(zh=self.text("zh"), en=self.text("en"))

    def day(self, key: str) -> date:
        """A date."""
        return self._get(key, date)

    def maybe_day(self, key: str) -> date | None:
        """A date, or None."""
        return self.day(key) if key in self.table else None

    def whole(self, key: str) -> int:
        """A whole number."""
        return self._get(key, int)

    def flag(self, key: str) -> bool:
        """True or false; false where it is missing."""
        return self._get(key, bool) if key in self.table else False

    def mark(self) -> Mark:
        """The mark that every text must carry."""
        name = self.text("mark")
        try:
            return Mark(name)
        except ValueError:
            raise self.wrong(
                "mark",
                zh=f"没有“{name}”这种标记；可用：{'、'.join(Mark)}",
                en=f"no mark is called {name!r}; known: {', '.join(Mark)}",
            ) from None

    def ids(self, key: str) -> tuple[str, ...]:
        """A list of ids, perhaps empty."""
        values = self._get(key, list)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, zh="应当只含文字", en="may hold texts only")
        return tuple(values)

    def child(self, key: str) -> Entry:
        """The table of that name."""
        return self._entry(key, self._get(key, dict))

    def children(self, key: str) -> Iterator[tuple[str, Entry]]:
        """Each table under that name, with its own name; none where it is missing."""
        if key in self.table:
            family = self.child(key)
            for name in family.table:
                yield name, family.child(name)

    def listed(self, key: str) -> list[Entry]:
        """An array of tables; empty where it is missing."""
        tables = self._get(key, list) if key in self.table else []
        return [self._entry(f"{key}[{n}]", table) for n, table in enumerate(tables, start=1)]

    def _entry(self, key: str, table: Any) -> Entry:
        if not isinstance(table, dict):
            raise self.wrong(key, zh="应当是表", en="should be a table")
        return Entry(file=self.file, key=f"{self.key}.{key}".strip("."), table=table)

    def _get(self, key: str, kind: type) -> Any:
        if key not in self.table:
            raise self.wrong(key, zh="缺少此键", en="is missing")
        value = self.table[key]
        if type(value) is not kind:
            raise self.wrong(
                key,
                zh=f"类型应为 {kind.__name__}，实为 {type(value).__name__}",
                en=f"should be {kind.__name__}, is {type(value).__name__}",
            )
        return value
