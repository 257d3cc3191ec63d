"""What a result says as a whole: its facts, its counts, its examples, its seal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng import law
from mingzheng.audit.verdicts import SCHEMA
from mingzheng.errors import MingzhengError, OutputError, RuleError
from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.comparison import Comparison, compare
from mingzheng.reports.dossiers import Dossier, timeline
from mingzheng.reports.figures import Counts, total
from mingzheng.reports.plain import shown
from mingzheng.reports.reading import Result, read, unreadable
from mingzheng.reports.sealed import demand
from mingzheng.rules import rule_by_id

_KEPT = 32
_WORST = ("breach", "unknown", "clear")
OUTSIDE = Text(zh="通知事项之外", en="Outside the notice's items")


@dataclass(frozen=True)
class ItemCounts:
    """One item of the notice: its counts, and those of each application domain."""

    id: str
    title: Text
    counts: Counts
    doubts: int
    domains: tuple[Counts | None, ...]
    """In the order of `Overview.domains`; None where nothing was looked at."""


@dataclass(frozen=True)
class RuleCounts:
    """One rule that found something, or could not be answered."""

    id: str
    title: Text
    items: tuple[str, ...]
    kind: Text
    counts: Counts
    held: int


@dataclass(frozen=True)
class Overview:
    """A result at a glance."""

    items: tuple[ItemCounts, ...]
    domains: tuple[tuple[str, Text], ...]
    """Code and name of each application domain met; the code is empty where none is recorded."""
    rules: tuple[RuleCounts, ...]
    missing: tuple[Text, ...]
    """Tables that were not supplied."""
    failures: int
    rejects: int
    outputs: tuple[tuple[str, int], ...]
    """Sealed files and their octets."""


def is_whole(folder: Path) -> bool:
    """Whether an audit has finished there; see `audit.result_folder`."""
    return (folder / "run.json").is_file() and not (folder / "work").exists()


def examine(folder: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The facts of a result (JSON), and the pages for people that differ from the seal.

    Raises `OutputError` where it is no whole result, or where the seal of what figures are taken
    from doesn't hold: the message names what differs.
    """
    try:
        result = read(folder)
        seal = demand(result)
        for path in (folder / "verdicts").glob("*.parquet"):
            if not pq.read_schema(path).remove_metadata().equals(SCHEMA):
                raise unreadable(path)
        found = _facts(result)
        _overview(result)
        result.examples()
    except MingzhengError as error:
        # where it lies on the server is nobody's business
        told = (text.replace(f"{folder}/", "").replace(f"{folder} ", "")
                for text in (error.text.zh, error.text.en))  # fmt: skip
        zh, en = told
        raise OutputError(zh=zh, en=en) from error
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        pa.ArrowException,
    ) as error:
        raise OutputError(
            zh="结果的内容不是 mingzheng audit 写成的样子，未接收",
            en="the content is not as mingzheng audit writes a result; nothing was taken over",
        ) from error
    return found, seal.reports


def _facts(result: Result) -> dict[str, Any]:
    """What lists and pages show of a run; all of it plain text and numbers."""
    run = result.run
    counts = total(Counts(**counted_of(each)) for each in result.summary["rules"].values())
    return {
        "as_of": dt.date.fromisoformat(run["as_of"]).isoformat(),
        "period": [shown(run["period"][name] or "—", 10) for name in ("from", "until")],
        "authority": shown(run["authority"]["name"] or "", 120),
        "version": shown(run["version"], 40),
        "rules": shown(run["rules"]["version"], 40),
        "law": shown(run["law"]["version"], 40),
        "complete": run["complete"] is True,
        "fingerprint": result.fingerprint,
        "certificates": int(run["certificates"]),
        "counts": {name: getattr(counts, name) for name in _WORST},
    }


def counted_of(said: dict[str, Any]) -> dict[str, int]:
    """The four counts that a summary holds."""
    return {name: int(said[name]) for name in (*_WORST, "not_in_force")}


@lru_cache(_KEPT)
def opened(folder: Path) -> Result:
    """A finished result, read once."""
    return read(folder)


@lru_cache(_KEPT)
def overview(folder: Path) -> Overview:
    """Counts of every item by application domain, and of every rule that found something."""
    return _overview(opened(folder))


def _overview(result: Result) -> Overview:
    by_domain = result.breakdown("item", "domain")
    met = sorted({value or "" for values in by_domain.values() for value in values})
    items = []
    for id, said in sorted(result.summary["items"].items()):
        values = {value or "": counts for value, counts in by_domain.get((id, id), {}).items()}
        items.append(
            ItemCounts(
                id=str(id), title=_title_of(id), counts=Counts(**counted_of(said)),
                doubts=int(said["doubts"]), domains=tuple(values.get(code) for code in met),
            )
        )  # fmt: skip
    rejects: Counter[str] = Counter(result.summary["rejects"])
    return Overview(
        items=tuple(items),
        domains=tuple((code, wording.code("domain", code or None)) for code in met),
        rules=_rules(result),
        missing=tuple(wording.table(name) for name in result.summary["missing_tables"]),
        failures=len(result.run["failures"]),
        rejects=rejects.total(),
        outputs=tuple((shown(row["path"]), int(row["bytes"])) for row in result.run["outputs"]),
    )


@lru_cache(_KEPT)
def items_of(folder: Path) -> dict[str, tuple[str, ...]]:
    """Rule → the items that it serves."""
    return _items_of(opened(folder))


def _items_of(result: Result) -> dict[str, tuple[str, ...]]:
    served: dict[str, tuple[str, ...]] = {}
    for rule, item in result.breakdown("rule", "verdict"):
        try:
            known = rule_by_id(rule).items
        except RuleError:
            known = ()
        # a result names the first of them; one of another version may name another one
        served[rule] = known if item in known else (item,)
    return served


def _title_of(id: str) -> Text:
    known = {item.id: item.title for item in law.catalogue().items()}
    return known.get(id, OUTSIDE)


def _rules(result: Result) -> tuple[RuleCounts, ...]:
    found = []
    served = _items_of(result)
    for id, said in result.summary["rules"].items():
        counts = Counts(**counted_of(said))
        if counts.breach or counts.unknown:
            title, kind = named(id)
            items = served.get(id, ())
            found.append(RuleCounts(str(id), title, items, kind, counts, int(said["held"])))
    return tuple(
        sorted(found, key=lambda each: (-each.counts.breach, -each.counts.unknown, each.id))
    )


def rules_found(folder: Path, *, item: str = "") -> tuple[RuleCounts, ...]:
    """Rules with breaches or unknowns, most breaches first; only those of an item, if given."""
    return tuple(each for each in overview(folder).rules if not item or item in each.items)


def named(rule: str) -> tuple[Text, Text]:
    """Title and kind of a rule; its id where this version has no such rule."""
    try:
        known = rule_by_id(rule)
    except RuleError:
        safe = shown(rule, 80)
        return Text(zh=safe, en=safe), Text(zh="—", en="—")
    return Text(zh=known.zh, en=known.en), wording.KINDS[known.severity]


def dossiers(folder: Path, *, rule: str) -> tuple[Dossier, ...]:
    """The example dossiers of a rule: what was done when, with the gaps."""
    result = opened(folder)
    return tuple(
        timeline(result, subject, steps)
        for (id, subject), steps in result.examples().items()
        if id == rule
    )


def compared(before: Path, after: Path) -> Comparison:
    """Two results beside each other; raises `OutputError` where a seal doesn't hold.

    It matches every verdict of both: work for a worker where results are large.
    """
    return compare(before, after)
