"""The dossiers judged: codes per subject, their counts, and the lists of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit import statistics, subjects, verdicts
from mingzheng.audit.engines import Engine
from mingzheng.audit.examples import examples
from mingzheng.audit.judging import CERTIFICATE_ITEMS, Judged, codes, judge
from mingzheng.audit.reconciliation import reconciliation, signatures
from mingzheng.audit.showing import Shower
from mingzheng.audit.standing import standing
from mingzheng.audit.steps import Steps
from mingzheng.audit.texts import write_documents
from mingzheng.dossiers import Case, Certificate
from mingzheng.dossiers.build import build
from mingzheng.dossiers.facts import Dossier, Value
from mingzheng.errors import MingzhengError
from mingzheng.evidence.settings import Settings
from mingzheng.language import Text
from mingzheng.privacy import mask_text, mask_texts
from mingzheng.records import public_texts
from mingzheng.records.parts import writing
from mingzheng.records.reading import Records
from mingzheng.records.schema import tables
from mingzheng.rules import Parameters, Rule, rules

Progress = Callable[[str, int], None]
"""Told which stage or table is at work and how many of its rows are done."""

FOLDERS = ("certificates", "crls", "issuers", public_texts.NAME)
"""Evidence that is read from bytes: missed like a table."""

LONGEST_FAILURE = 500


@dataclass(frozen=True)
class Judgement:
    """What is counted, and the rules that failed."""

    statistics: pa.Table
    signatures: dict[str, int]
    failures: list[dict[str, str]]


@dataclass(frozen=True)
class _Side:
    """One kind of dossier with its rules, their codes and what they need."""

    dossier: Dossier
    judged: list[Judged]
    codes: Value


def judge_all(
    engine: Engine, settings: Settings, records: Records, steps: Steps, *, values: dict[str, Any],
    all_subjects: bool, key: bytes, progress: Progress,
) -> Judgement:  # fmt: skip
    """Build the dossiers, judge them, and write statistics and lists into the result folder.

    values: parameters; all_subjects: list every subject too; key: of the digests shown beside
    masked numbers. A rule that fails is left out and told.
    """
    result = steps.work.parent
    progress("join", 0)
    e = standing(engine, records, settings, values)
    dossiers = build(e)
    failures: list[tuple[Rule, Exception]] = []
    judgeable = [kind(table, settings.clock_tolerance) for kind, table in dossiers.tables.items()]
    judged = [judge(rules(), dossier, Parameters(values)) for dossier in judgeable]
    engine.settle(*engine.due)
    progress("judge", 0)
    sides = [
        _side(engine, dossier, sound, settings=settings, failures=failures)
        for dossier, sound in zip(judgeable, judged, strict=True)
    ]
    files = _shown_files(records)

    def listing(statuses: Value, items: tuple[str, ...], *, of: str) -> None:
        steps.once(
            result / subjects.FOLDER / f"{of}.parquet",
            partial(subjects.write, engine, statuses, items, key=of, files=files),
        )

    counted, held = _count(engine, sides, listing=listing if all_subjects else None)
    progress("list", 0)
    shower = Shower(ZoneInfo(settings.time_zone), key)
    unlisted = _unlisted(records, [j.rule for side in sides for j in side.judged])
    for side in sides:
        found = verdicts.flagged(
            engine, partial(dossiers.shown, type(side.dossier)), side.codes, side.judged,
            dossier=type(side.dossier), unlisted=unlisted,
        )  # fmt: skip
        lists = verdicts.Lists(engine, found, shower, files, held=held, unlisted=unlisted)
        for j in side.judged:
            steps.once(
                result / "verdicts" / f"{j.rule.id}.parquet", partial(verdicts.write, lists, j)
            )
    written = sorted((result / "verdicts").glob("*.parquet"))
    for name, table in (
        ("statistics", counted),
        ("reconciliation", reconciliation(engine, e)),
        ("examples", examples(engine, e, written, files)),
    ):
        with writing(result):
            pq.write_table(table, result / f"{name}.parquet", compression="zstd")
    write_documents(engine, e, dossiers.tables[Case], records, result, shower=shower)
    failed = [failure(rule, error) for rule, error in failures]
    return Judgement(counted, signatures(engine, e), failed)


def _side(
    engine: Engine, dossier: Dossier, found: tuple[list[Judged], list[tuple[Rule, Exception]]], *,
    settings: Settings, failures: list[tuple[Rule, Exception]],
) -> _Side:  # fmt: skip
    key = dossier.key()
    judged, failed = found
    keys = [column for column in dict.fromkeys((key, "case")) if column in dossier.table.columns]

    def kept(name: str, sound: list[Judged]) -> Value:
        table = engine.keep(name, codes(sound, dossier, settings, keys=keys, view=engine.view))
        engine.settle(*engine.due)
        return table

    try:
        table = kept(f"codes_{key}", judged)
    except MingzhengError:  # no room, no engine: no rule's fault
        raise
    except Exception:  # some rule fails on these data: find which, and go on without it
        sound = []
        for j in judged:
            try:
                kept("codes_probe", [j])
            except MingzhengError:
                raise
            except Exception as error:
                failed.append((j.rule, error))
            else:
                sound.append(j)
        judged, table = sound, kept(f"codes_{key}", sound)
    failures += failed
    return _Side(dossier, judged, table)


def _count(
    engine: Engine, sides: list[_Side], *, listing: Callable[..., None] | None
) -> tuple[pa.Table, Any]:
    by_kind = {type(side.dossier): side for side in sides}
    counted = []
    for kind, side in by_kind.items():
        counted.append(statistics.of_rules(engine, side.codes, side.judged))
        if kind is Case:
            below = by_kind[Certificate]
            found = statistics.case_statuses(side.codes, side.judged, below.codes, below.judged)
        else:
            only = CERTIFICATE_ITEMS if kind is Certificate else None
            found = statistics.statuses(side.codes, side.judged, only=only)
        counted.append(statistics.of_items(engine, *found))
        if listing is not None and kind in (Case, Certificate):
            listing(*found, of=kind.key())
    marked, held = statistics.with_held(pa.concat_tables(counted))
    return statistics.ordered(statistics.masked(marked)), held


def _shown_files(records: Records) -> pa.Table:
    """Where rows come from, with file names as they may be shown: people name files by numbers."""
    files = pq.read_table(records.folder / "files.parquet")
    place = files.schema.get_field_index("file")
    return files.set_column(place, "file", mask_texts(files["file"].combine_chunks()))


def _unlisted(records: Records, judged: Iterable[Rule]) -> frozenset[str]:
    """Rules of which a whole table is missing: their unknowns have that one cause."""
    missing = {*tables(), *FOLDERS} - records.supplied
    return frozenset(rule.id for rule in judged if missing & set(rule.reads()))


def failure(rule: Rule, error: Exception) -> dict[str, str]:
    """What run.json says of a rule that failed."""
    said = error.text if isinstance(error, MingzhengError) else Text(zh=str(error), en=str(error))
    # an engine quotes the cell it stumbled over; masked before it is cut, as half a number is none
    zh, en = (mask_text(words)[:LONGEST_FAILURE] for words in (said.zh, said.en))
    return {"what": f"rule {rule.id}", "zh": zh, "en": en}
