"""What every OSCAL document has: identifiers, properties, metadata, and a file to stand in.

Identifiers are UUIDs of version 5 over what a thing is, and times come from the day asked about:
the same result gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Text
from mingzheng.reports.plain import printable, shown
from mingzheng.reports.reading import Result

VERSION = "1.2.1"
"""Of OSCAL."""

NAMESPACE = uuid.UUID("7c9e2b54-1d3f-5a86-9e07-c4b1f2d86a35")
NS = f"urn:uuid:{NAMESPACE}"
"""The namespace of our properties: a name that nobody else can hold."""

Json = dict[str, Any]


def identify(*words: object) -> str:
    """The UUID of what these words name, always the same."""
    return str(uuid.uuid5(NAMESPACE, json.dumps([str(word) for word in words])))


def single(value: object) -> str:
    """A value on one line and not empty, as OSCAL wants it."""
    return " ".join(printable(str(value)).split()) or "-"


def prop(name: str, value: object) -> Json:
    """A property of our own."""
    return {"name": name, "ns": NS, "value": single(value)}


def props(values: Mapping[str, object | None]) -> list[Json]:
    """A property for each value there is; a value in both languages makes two."""
    found = []
    for name, value in values.items():
        if isinstance(value, Text):
            found += [prop(f"{name}-zh", value.zh), prop(f"{name}-en", value.en)]
        elif value is not None:
            found.append(prop(name, value))
    return found


def both(text: Text) -> str:
    """Prose in both languages, the Chinese first."""
    return f"{text.zh}\n\n{text.en}"


def line(text: Text) -> str:
    """A title in both languages."""
    return f"{text.zh} · {text.en}"


def moment(result: Result) -> str:
    """The day asked about as a time, midnight in the CA's zone: no document holds a wall clock."""
    day = dt.date.fromisoformat(result.run["as_of"])
    return dt.datetime.combine(day, dt.time(), tzinfo=result.zone).isoformat()


def metadata(result: Result, title: Text) -> Json:
    """Who was audited, as of when, by what rules and law."""
    run, authority = result.run, result.run["authority"]
    name = single(shown(str(authority["name"] or "未提供 not given"), 200))
    ids = {"credit-code": authority["credit_code"], "licence-number": authority["licence_number"]}
    return {
        "title": line(title),
        "last-modified": moment(result),
        "version": run["version"],
        "oscal-version": VERSION,
        "props": props(
            {
                "run-fingerprint": result.fingerprint,
                "as-of": run["as_of"],
                "period-from": run["period"]["from"],
                "period-until": run["period"]["until"],
                "rules-version": run["rules"]["version"],
                "rules-sha256": run["rules"]["sha256"],
                "law-version": run["law"]["version"],
                "law-sha256": run["law"]["sha256"],
                "complete": str(run["complete"]).lower(),
            }
        ),
        "roles": [
            {"id": "assessed", "title": "被审计的电子认证服务机构 · the CA that was audited"}
        ],
        "parties": [
            {
                "uuid": identify("party", name, *ids.values()),
                "type": "organization",
                "name": name,
                "props": props(ids) or [prop("credit-code", "-")],
            }
        ],
        "responsible-parties": [
            {
                "role-id": "assessed",
                "party-uuids": [identify("party", name, *ids.values())],
            }
        ],
        "remarks": both(
            Text(
                zh="所列均为疑似问题，须经人工确认。OSCAL 容不下的内容在本命名空间的属性中，见 docs/oscal.md。",
                en="Everything listed is suspected until a person has confirmed it. What OSCAL can't hold is in properties of our namespace, see docs/oscal.md.",
            )
        ),
    }


def filled(parts: Iterable[tuple[str, Any]]) -> Json:
    """An object of those parts that are not empty: OSCAL allows no empty list."""
    return {name: value for name, value in parts if value}


def write(path: Path, root: str, content: Json) -> Path:
    """One document as a JSON file."""
    text = json.dumps({root: content}, ensure_ascii=False, indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            zh=f"无法写入 {path}：{system_reason(error).zh}。请检查目录权限和磁盘空间。",
            en=f"{path} can't be written: {system_reason(error).en}. Check its folder and the disk.",
        ) from error
    return path
