"""The parameters of the audit: what each means, its default, and what the CA set."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from mingzheng.errors import SettingsError
from mingzheng.evidence.nearest import allowed
from mingzheng.evidence.settings import Parameter, Settings
from mingzheng.language import Text

DEFAULT_SOURCE = "产品默认值"
"""The source of a value that nobody set."""


@dataclass(frozen=True)
class Definition:
    """One parameter that rules read. Without a default, rules that need it answer unknown."""

    name: str
    type: str
    """integer, boolean or codes."""
    meaning: Text
    unit: str | None = None
    codes: str | None = None
    """The list of `records/tables.toml` that its codes come from."""
    default: int | bool | tuple[str, ...] | None = None
    least: int = 0

    def check(self, value: object) -> int | bool | tuple[str, ...]:
        """The value as rules read it; SettingsError where it is of another type."""
        if self.type == "integer" and isinstance(value, int) and not isinstance(value, bool):
            if value >= self.least:
                return value
            raise self._wrong(f"不得小于 {self.least}", f"must not be under {self.least}")
        if self.type == "boolean" and isinstance(value, bool):
            return value
        codes = value if self.type == "codes" and isinstance(value, list | tuple) else [None]
        if all(isinstance(code, str) for code in codes):
            return tuple(codes)
        raise self._wrong(
            f"{_TYPES[self.type].zh}，不能是 {value!r}", f"{_TYPES[self.type].en}, not {value!r}"
        )

    def _wrong(self, zh: str, en: str) -> SettingsError:
        return SettingsError(
            zh=f"evidence.toml 的 [parameters] {self.name}（{self.meaning.zh}）：{zh}",
            en=f"[parameters] {self.name} in evidence.toml ({self.meaning.en}): {en}",
        )


_TYPES = {
    "integer": Text(zh="应为整数", en="must be a whole number"),
    "boolean": Text(zh="应为 true 或 false", en="must be true or false"),
    "codes": Text(
        zh='应为代码清单，如 ["in_person"]', en='must be a list of codes such as ["in_person"]'
    ),
}


def _catalogue() -> Mapping[str, Definition]:
    text = resources.files("mingzheng.evidence").joinpath("parameters.toml").read_text("utf-8")
    return MappingProxyType(
        {
            name: Definition(
                name=name,
                meaning=Text(zh=entry.pop("zh"), en=entry.pop("en")),
                **entry,
            )
            for name, entry in tomllib.loads(text).items()
        }
    )


CATALOGUE: Mapping[str, Definition] = _catalogue()
"""Every parameter by name, in the order of `parameters.toml`."""


def resolve(
    settings: Settings, stated: Mapping[str, Parameter] = MappingProxyType({})
) -> dict[str, Parameter]:
    """Every parameter that has a value, with where it comes from.

    evidence.toml goes before what the practice statement has `stated`, and that before a default.
    """
    for name in settings.parameters:
        if name not in CATALOGUE:
            hint = allowed(name, CATALOGUE)
            raise SettingsError(
                zh=f"evidence.toml 的 [parameters]：没有名为 {name!r} 的参数。{hint.zh}",
                en=f"[parameters] in evidence.toml: there is no parameter {name!r}. {hint.en}",
            )
    resolved = {}
    for name, definition in CATALOGUE.items():
        given, said = settings.parameters.get(name), stated.get(name)
        if given is not None:
            value = definition.check(given.value)
            differs = said is not None and _comparable(said.value) != _comparable(value)
            resolved[name] = Parameter(value, given.source, said if differs else None)
        elif said is not None:
            resolved[name] = Parameter(definition.check(said.value), said.source)
        elif definition.default is not None:
            resolved[name] = Parameter(definition.default, DEFAULT_SOURCE)
    return resolved


def _comparable(value: object) -> object:
    """A value by which lists in any order are equal, and true isn't one."""
    if isinstance(value, list | tuple):
        return frozenset(value)
    return (type(value), value)
