"""What a verdict shows, as text: times in the CA's zone, numbers of persons masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.dossiers.facts import Dossier, Fact, Moment, Name, Number, Value
from mingzheng.privacy import differing, keyed_digest, mask_numbers, mask_texts

SHOWN = pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())]))

KIND_OF = {
    "subject_id_number": "subject_id_type",
    "applicant_id_number": "applicant_id_type",
    "holder_number": "holder_number_kind",
}
"""Number facts whose kind another fact of the same dossier tells."""

ORGANISATIONS = frozenset({"organization_id_number"})
"""Number facts that are an organisation's by what they are."""

NAMED_BY_BYTES = frozenset(
    {
        "fingerprint",
        "serial_number",
        "old_serial_number",
        "authority_key_id",
        "subject_key_id",
        "object_sha256",
        "object_sm3",
    }
)
"""Facts in hex: a run of digits in them is chance, and masking it would hide which they are."""

MICROSECOND = dt.timedelta(microseconds=1)
SECOND, DAY = 1_000_000, 86_400_000_000
"""In microseconds."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
PLAIN_DAYS = (0, (dt.date(9990, 1, 1) - EPOCH.date()).days)
"""Days since 1970 of which a time is written without a second thought."""


@dataclass(frozen=True)
class Shower:
    """Renders facts for one audit: its time zone, and the key of its digests."""

    zone: ZoneInfo
    key: bytes

    def shown(self, rows: pa.Table, facts: Sequence[Fact[object]]) -> pa.Array:
        """The `shows` of each row: (fact, text) for every fact that has a value."""
        columns = {fact.name: self._text(rows, fact) for fact in facts}
        numbers = [fact.name for fact in facts if fact.kind == "number"]
        if len(numbers) > 1:
            columns |= self._with_differences(rows, numbers, columns)
        return _in_turn(columns, rows.num_rows)

    def _text(self, rows: pa.Table, fact: Fact[object]) -> pa.Array:
        if fact.kind == "moment":
            return self._moments(rows[fact.name], rows[f"{fact.name}_until"])
        column = rows[fact.name].combine_chunks()
        if fact.kind == "number":
            if fact.name in ORGANISATIONS:
                return mask_texts(column)
            kind = KIND_OF.get(fact.name)
            kinds = rows[kind].combine_chunks() if kind in rows.column_names else None
            return mask_numbers(column, kinds)
        if pa.types.is_boolean(column.type):
            return pc.if_else(column, "true", "false")
        texts = column.cast(pa.string())
        return texts if fact.name in NAMED_BY_BYTES else mask_texts(texts)

    def _moments(self, start: pa.ChunkedArray, end: pa.ChunkedArray) -> pa.Array:
        """`moment` of each pair, a column at a time where its day is a plain one."""
        exact = pa.timestamp("us")
        starts, ends = (each.combine_chunks().cast(exact) for each in (start, end))
        micros = starts.cast(pa.int64()).fill_null(0).to_numpy()
        days, of = np.unique(micros // DAY, return_inverse=True)
        told = [self._offset(day) for day in days.tolist()]
        offsets = np.array([0 if each is None else each[0] for each in told], np.int64)
        local = pa.array((micros + offsets[of]) // SECOND, pa.timestamp("s"))
        marks = pa.array([None if each is None else each[1] for each in told], pa.string())
        full = pc.binary_join_element_wise(
            pc.strftime(local, "%Y-%m-%d %H:%M:%S"), marks.take(pa.array(of)), ""
        )
        whole = ends.cast(pa.int64()).fill_null(0).to_numpy() - micros == DAY - 1
        whole &= ends.is_valid().to_numpy(zero_copy_only=False)
        texts = pc.if_else(pa.array(whole), pc.utf8_slice_codeunits(full, 0, 10), full)
        texts = pc.if_else(starts.is_valid(), texts, pa.scalar(None, pa.string()))
        odd = np.array([each is None for each in told], bool)[of] | (micros % SECOND != 0)
        alone = pc.and_(pa.array(odd), starts.is_valid())
        pairs = zip(starts.filter(alone).to_pylist(), ends.filter(alone).to_pylist(), strict=True)
        return pc.replace_with_mask(
            texts, alone, pa.array([self.moment(a, b) for a, b in pairs], pa.string())
        )

    def _offset(self, day: int) -> tuple[int, str] | None:
        """The microseconds and the mark of a day since 1970 (UTC) on which the clock stands still.

        None where it is set within that day, and before and after the days that need no care.
        """
        if not PLAIN_DAYS[0] <= day < PLAIN_DAYS[1]:
            return None
        begin = EPOCH + dt.timedelta(days=day)
        here, then = (each.astimezone(self.zone) for each in (begin, begin + dt.timedelta(days=1)))
        offset = here.utcoffset()
        if offset is None or offset != then.utcoffset():
            return None
        return offset // MICROSECOND, here.isoformat()[len("2000-01-01T00:00:00") :]

    def moment(self, start: dt.datetime | None, end: dt.datetime | None) -> str | None:
        """An instant with its zone, a day as a day, 9999-12-31 as without end."""
        if start is None:
            return None
        if start.year >= 9999:
            return "9999-12-31"
        local = start.replace(tzinfo=dt.UTC).astimezone(self.zone)
        if end is not None and end - start == dt.timedelta(days=1) - MICROSECOND:
            return local.date().isoformat()
        return local.isoformat(sep=" ")

    def _with_differences(
        self, rows: pa.Table, numbers: Sequence[str], shown: dict[str, pa.Array]
    ) -> dict[str, pa.Array]:
        """Beside masked numbers that differ: where, and a keyed digest of each."""
        keys = [rows[f"{name}_key"].to_pylist() for name in numbers]
        texts = [shown[name].to_pylist() for name in numbers]
        for place in range(rows.num_rows):
            first = next((k[place] for k in keys if k[place] is not None), None)
            for k, text in zip(keys, texts, strict=True):
                value = k[place]
                if value is None or first is None or not self._hides(text[place], value):
                    continue
                digest = keyed_digest(value, self.key)
                where = ",".join(map(str, differing(first, value)))
                text[place] += f" [{digest}]" + (f" (≠ {where})" if where else "")
        return {name: pa.array(t, pa.string()) for name, t in zip(numbers, texts, strict=True)}

    @staticmethod
    def _hides(text: str | None, value: str) -> bool:
        return text is not None and "*" in text and "*" not in value


def facts_of(looks_at: type[Dossier], shows: Sequence[object]) -> list[Fact[object]]:
    """The facts behind the values that a verdict shows, in their order, once each."""
    names: list[str] = []
    for value in shows:
        name = _column(value).get_name()
        names += [name] if name not in names else []
    return [looks_at.FACTS[name] for name in names]


def _column(shown: Any) -> Value:
    if isinstance(shown, Moment):
        return shown.start
    return shown.text if isinstance(shown, Name | Number) else shown


def _in_turn(columns: dict[str, pa.Array], rows: int) -> pa.ListArray:
    """One list per row of (name, text), a column without a value left out."""
    if not columns:
        return pa.array([[]] * rows, SHOWN)
    texts = pa.concat_arrays([column.cast(pa.string()) for column in columns.values()])
    turn = np.arange(len(texts)).reshape(len(columns), rows).T
    there = texts.is_valid().to_numpy(zero_copy_only=False)[turn]
    ends = np.cumsum(there.sum(axis=1, dtype=np.int32), dtype=np.int32)
    order = turn[there]
    names = pa.array(list(columns), pa.string()).take(pa.array(order // rows))
    each = pa.StructArray.from_arrays(
        [names, texts.take(pa.array(order))], fields=list(SHOWN.value_type)
    )
    return pa.ListArray.from_arrays(pa.array(np.concatenate([[0], ends]), pa.int32()), each)
