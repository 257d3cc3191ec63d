"""The columns of the workbook: a batch of verdicts as text, column by column.

Everything is done on whole columns: what repeats (codes, titles, names of issuers) is worded
once for each distinct value, and only cells that could hide something are looked at singly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.errors import RuleError
from mingzheng.language import Text
from mingzheng.reports import limitation, wording
from mingzheng.reports.plain import LONGEST_CELL, cell, cut, identified, printable
from mingzheng.reports.reading import Result
from mingzheng.rules import rule_by_id

Headers = Mapping[str, Mapping[str, str]]

_OWN = ("applications", "issuances", "status_changes", "deliveries")
_UNSEEN = r"[\p{C}\p{Zl}\p{Zp}\x{FFFE}\x{FFFF}]"
_SUSPECT = rf"{_UNSEEN}|[0-9０-９][0-9０-９ \-]{{13,}}"
_SUSPECT_ID = rf"{_UNSEEN}|[0-9]{{17,}}"
_MOST_SECONDS = 86_400
_DAYS_TO_1970 = 25_569
"""From Excel's day zero, 1899-12-30."""


@dataclass(frozen=True)
class Column:
    """One column: its headings, its width in characters, and whether it holds times."""

    name: str
    heading: Text
    width: int
    is_time: bool = False

    def title(self, headers: Headers) -> str:
        """The CA's own header where it has one, then ours, then the contract's name."""
        own = next((headers[t][self.name] for t in _OWN if self.name in headers.get(t, {})), None)
        ours = f"{self.heading.zh} {self.heading.en}"
        lines = [own, ours, self.name] if own and own != self.heading.zh else [ours, self.name]
        return "\n".join(cell(line) for line in lines)


COLUMNS = (
    Column("item", Text(zh="事项", en="item"), 7),
    Column("rule_title", Text(zh="检查", en="check"), 30),
    Column("severity", Text(zh="性质", en="severity"), 10),
    Column("held", Text(zh="待核实", en="held"), 8),
    Column("application_id", Text(zh="申请编号", en="application"), 22),
    Column("serial_number", Text(zh="证书序列号", en="serial number"), 26),
    Column("issuer_dn", Text(zh="颁发者", en="issuer"), 30),
    Column("product", Text(zh="产品类型", en="product"), 12),
    Column("subject_kind", Text(zh="证书主体类型", en="kind of subject"), 14),
    Column("domain", Text(zh="应用领域", en="domain"), 10),
    Column("registration_authority", Text(zh="注册机构", en="RA"), 14),
    Column("channel", Text(zh="办理渠道", en="channel"), 10),
    Column("event_at", Text(zh="发生时间", en="event at"), 18, is_time=True),
    Column("shows", Text(zh="所见", en="shows"), 60),
    Column("sources", Text(zh="证据出处", en="sources"), 40),
    Column("cites", Text(zh="依据", en="rests on"), 40),
    Column("authority", Text(zh="主管部门", en="authority"), 20),
    Column("limitation", limitation.LABEL, 24),
    Column("rule", Text(zh="规则编号", en="rule"), 30),
    Column("looks_at", Text(zh="审查对象", en="looks at"), 10),
    Column("subject", Text(zh="对象编号", en="subject"), 22),
)


def of_sheet(batch: pa.RecordBatch, name: str) -> pa.RecordBatch:
    """The rows that belong to a sheet: breaches, doubts (with notices) or unknown."""
    unknown = pc.equal(batch["verdict"], "unknown")
    if name == "unknown":
        return batch.filter(unknown)
    violation = pc.fill_null(pc.equal(batch["severity"], "violation"), False)
    wanted = violation if name == "breaches" else pc.invert(violation)
    return batch.filter(pc.and_(pc.invert(unknown), wanted))


def cells(result: Result, batch: pa.RecordBatch) -> list[pa.Array]:
    """The cells of a batch in the order of `COLUMNS`: strings, harmless and bounded.

    Times are days since Excel's day zero in the CA's civil time, as decimal numbers. Null is an
    empty cell.
    """
    rule = batch["rule"]
    return [
        batch["item"],
        worded(rule, lambda id: of_rule(id)[0]),
        worded(batch["severity"], lambda value: wording.SEVERITIES[value].zh),
        pc.if_else(batch["held"], pa.scalar("是"), pa.scalar(None, pa.string())),
        identifiers(batch["application_id"]),
        identifiers(batch["serial_number"]),
        worded(batch["issuer_dn"], cell),
        *(codes(batch, name) for name in ("product", "subject_kind", "domain")),
        identifiers(batch["registration_authority"]),
        codes(batch, "channel"),
        days(result, batch["event_at"]),
        _shows(batch["looks_at"], batch["shows"]),
        _joined(batch["sources"], identifiers(batch["sources"].flatten())),
        worded(rule, lambda id: of_rule(id)[1]),
        worded(rule, lambda id: of_rule(id)[2]),
        _limitation(result, batch),
        rule,
        worded(batch["looks_at"], lambda value: wording.kind_of_dossier(value).ZH),
        identifiers(batch["subject"]),
    ]


@cache
def of_rule(id: str) -> tuple[str, str, str]:
    """Title, citations and authority of a rule; its id where this version has no such rule."""
    try:
        rule = rule_by_id(id)
    except RuleError:
        return id, "", ""
    cites = "；".join(wording.cite(each, "zh") for each in rule.cites)
    return f"{rule.zh}\n{rule.en}", cites, rule.authority


def worded(column: pa.Array, word: Callable[[str], str]) -> pa.Array:
    """Each distinct value put into words once; null stays null."""
    encoded = column.dictionary_encode()
    words = [word(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def codes(batch: pa.RecordBatch, family: str) -> pa.Array:
    """A column of codes in words; the column is named like the family."""
    return worded(batch[family], lambda value: wording.code(family, value).zh)


def identifiers(column: pa.Array) -> pa.Array:
    """Records' own numbers, harmless: what is a valid number of a person is masked."""
    return _looked_at(column, _SUSPECT_ID, lambda value: cut(identified(printable(value))))


def _texts(column: pa.Array) -> pa.Array:
    return _looked_at(column, _SUSPECT, cell)


def _looked_at(column: pa.Array, suspect: str, harmless: Callable[[str], str]) -> pa.Array:
    """Cells that could hide something, or are too long, made harmless one by one."""
    long = pc.greater(pc.utf8_length(column), LONGEST_CELL)
    suspects = pc.fill_null(pc.or_(pc.match_substring_regex(column, suspect), long), False)
    if not pc.any(suspects, min_count=0).as_py():
        return column
    safe = [harmless(value) for value in column.filter(suspects).to_pylist()]
    return pc.replace_with_mask(column, suspects, pa.array(safe, pa.string()))


def _limitation(result: Result, batch: pa.RecordBatch) -> pa.Array:
    """The last day of each term, where something could be penalised and its day is known."""
    concerned = limitation.concerned(batch)
    day = _local(result, batch["event_at"]).cast(pa.date32())
    day = pc.if_else(concerned, day, pa.scalar(None, pa.date32())).cast(pa.string())
    return worded(day, lambda value: limitation.terms(dt.date.fromisoformat(value)).zh)


def _local(result: Result, column: pa.Array) -> pa.Array:
    """Stored times in the CA's civil time."""
    zone = result.zone.key if isinstance(result.zone, ZoneInfo) else "UTC"
    return pc.local_timestamp(
        column.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    )


def days(result: Result, column: pa.Array) -> pa.Array:
    """Whole seconds in the CA's civil time as days, to twelve places, without floats."""
    local = _local(result, column)
    seconds = pc.floor_temporal(local, unit="second").cast(pa.timestamp("s")).cast(pa.int64())
    since = pc.add(seconds, _DAYS_TO_1970 * _MOST_SECONDS)
    known = pc.greater(since, _MOST_SECONDS)
    since = pc.if_else(known, since, pa.scalar(None, pa.int64()))
    days = pc.divide(since, _MOST_SECONDS)
    left = pc.subtract(since, pc.multiply(days, _MOST_SECONDS))
    share = pc.divide(pc.add(pc.multiply(left, 10**12), _MOST_SECONDS // 2), _MOST_SECONDS)
    padded = pc.utf8_lpad(share.cast(pa.string()), width=12, padding="0")
    return pc.binary_join_element_wise(days.cast(pa.string()), padded, ".")


def _shows(looks_at: pa.Array, shows: pa.Array) -> pa.Array:
    """`label：value`, a line for each fact; codes, truths and faults in words."""
    facts = shows.flatten()
    name, value = facts.field("name"), facts.field("value")
    looks = looks_at.take(pc.list_parent_indices(shows))
    places = _paired(looks, name).dictionary_encode()
    pairs = [pair.split("\x1f", 1) for pair in places.dictionary.to_pylist()]
    labels = pa.array([wording.fact(*pair).zh for pair in pairs], pa.string())
    coded = pa.array([wording.is_coded(*pair) for pair in pairs], pa.bool_()).take(places.indices)
    told = worded(
        pc.if_else(coded, _paired(looks, name, value), pa.scalar(None, pa.string())),
        lambda key: _told(*key.split("\x1f", 2)),
    )
    said = pc.coalesce(told, _texts(value), pa.scalar(wording.UNRECORDED.zh))
    return _joined(shows, pc.binary_join_element_wise(labels.take(places.indices), said, "："))


def _told(looks_at: str, name: str, value: str) -> str:
    said = wording.fact_value(looks_at, name, value)
    return said.zh if said else cell(value)


def _paired(*columns: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*columns, "\x1f")


def _joined(lists: pa.Array, lines: pa.Array) -> pa.Array:
    """The lines of each list, one below the other in one cell; null where there are none."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).cast(pa.int64())
    ends = pc.cumulative_sum(lengths).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    grouped = pa.ListArray.from_arrays(offsets, pc.fill_null(lines, ""))
    whole = pc.binary_join(grouped, "\n")
    whole = _looked_at(whole, r"\x00", cut)
    return pc.if_else(pc.equal(lengths, 0), pa.scalar(None, pa.string()), whole)
