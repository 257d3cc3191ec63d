"""One audit from evidence to sealed result."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit import statistics, subjects, verdicts
from mingzheng.audit.engines import Engine, spark_session
from mingzheng.audit.engines.duckdb import DuckDB, memory_for
from mingzheng.audit.engines.spark import Spark
from mingzheng.audit.examples import examples
from mingzheng.audit.judging import CERTIFICATE_ITEMS, Judged, codes, judge
from mingzheng.audit.key import digest_key
from mingzheng.audit.reconciliation import reconciliation, signatures
from mingzheng.audit.seal import described, sealed_outputs, summarised, write_json
from mingzheng.audit.showing import Shower
from mingzheng.audit.standing import standing
from mingzheng.dossiers import Case, Certificate
from mingzheng.dossiers.build import build
from mingzheng.dossiers.facts import Dossier, Value
from mingzheng.errors import EngineError, EvidenceError, MingzhengError, OutputError, system_reason
from mingzheng.evidence.parameters import resolve
from mingzheng.evidence.reading import read_settings
from mingzheng.evidence.settings import Settings
from mingzheng.language import Text
from mingzheng.law import catalogue
from mingzheng.privacy import mask_text, mask_texts
from mingzheng.records.reading import Records, read_records
from mingzheng.records.schema import tables
from mingzheng.rules import Parameters, Rule, rules
from mingzheng.sources.rejects import REASONS, Rejects

Progress = Callable[[str, int], None]
"""Told which stage or table is at work and how many of its rows are done."""


OURS = frozenset(
    {
        "run.json", "timing.json", "report.html", "verdicts", "statistics.parquet",
        "rejects.parquet", "reconciliation.parquet", "examples.parquet", "originals.parquet",
        "originals.json", "subjects", "work",
    }
)  # fmt: skip
"""What a run writes into its result folder, beside breaches*.xlsx."""

FOLDERS = ("certificates", "crls", "issuers")
"""Evidence that is read from bytes: missed like a table."""

LONGEST_FAILURE = 500


@dataclass(frozen=True)
class Outcome:
    """What an audit came to. `content` is what run.json says."""

    result: Path
    content: dict[str, Any]

    @property
    def complete(self) -> bool:
        """No rule and no source failed."""
        return bool(self.content["complete"])


def audit(
    evidence: Path, result: Path, *, as_of: dt.date, memory: int | None, threads: int,
    insisted: bool = False, all_subjects: bool = False, spark: str | None = None,
    progress: Progress = lambda stage, rows: None,
) -> Outcome:  # fmt: skip
    """Audit an evidence folder into a result folder, as of a day.

    insisted: the day counts even where evidence.toml names another.
    memory: bytes for the engine before it spills, None: by the size of the archive. threads: how
    many to use. Neither changes a byte of what run.json seals. all_subjects: list every subject
    examined (`audit.subjects`), also where nothing is suspected. spark: the master of
    the Spark that computes, None: DuckDB in this process; the result is the same. Raises
    MingzhengError where it can't run at all.
    """
    if spark is not None:  # said before an hour of reading, not after it
        spark_session.check(spark)
    settings = read_settings(evidence, as_of=as_of, insisted=insisted)
    work = _prepare(result)
    with _cluster(work, spark, memory) as cluster:
        return _audited(
            evidence, result, settings, work, cluster=cluster, memory=memory, threads=threads,
            all_subjects=all_subjects, progress=progress,
        )  # fmt: skip


@contextmanager
def _cluster(work: Path, spark: str | None, memory: int | None) -> Iterator[Spark | None]:
    """Spark while an audit lasts, where it is asked for: it reads as well as it judges."""
    if spark is None:
        yield None
        return
    memory = memory or memory_for(0, psutil.virtual_memory().total)
    cluster = Spark(work, master=spark, memory=memory)
    try:
        yield cluster
    finally:
        cluster.close()


def _audited(
    evidence: Path, result: Path, settings: Settings, work: Path, *, cluster: Spark | None,
    memory: int | None, threads: int, all_subjects: bool, progress: Progress,
) -> Outcome:  # fmt: skip
    parameters = resolve(settings)
    with Rejects(spill=work) as rejects:
        reading = partial(
            read_records, settings, out=work / "records", rejects=rejects, progress=progress
        )
        records = (
            reading(threads=threads)
            if cluster is None
            else reading(threads=max(threads, cluster.hands), elsewhere=cluster.elsewhere)
        )
        if not (records.inputs or any(records.rows.values()) or len(rejects)):
            raise EvidenceError(
                zh=f"证据文件夹 {evidence} 里没有证书，也没有业务表：请按 docs/evidence.md 放入证据。",
                en=f"The evidence folder {evidence} holds no certificates and no tables: put them in as docs/evidence.md says.",
            )
        rejects.write(result / "rejects.parquet")
        counts = rejects.count_by_table()
        lost = [_lost_source(file, reason) for file, reason in rejects.lost_sources()]
    certificates = records.rows.get("certificates", 0)
    if cluster is not None:
        cluster.expect(certificates)
    memory = memory or memory_for(certificates, psutil.virtual_memory().total)
    engine: Engine = cluster or DuckDB(work, memory=memory, threads=threads)
    try:
        values = {name: parameter.value for name, parameter in parameters.items()}
        judgement = _judge(
            engine, settings, records, result, values=values, all_subjects=all_subjects,
            progress=progress,
        )  # fmt: skip
    finally:
        engine.close()
    content = described(settings, records, parameters, counts)
    failures = sorted([*judgement.failures, *lost], key=lambda failure: failure["what"])
    content |= {
        "complete": not failures,
        "failures": failures,
        "not_yet_checked": _not_yet_checked(),
        "signatures": judgement.signatures,
        "summary": summarised(
            judgement.statistics,
            items=[item.id for item in catalogue().items()],
            rules=[rule.id for rule in rules()],
            rejects=counts,
            missing=sorted({*tables(), *FOLDERS} - records.supplied),
        ),
        "outputs": sealed_outputs(result),
    }
    write_json(result / "run.json", content)
    shutil.rmtree(work)
    return Outcome(result, content)


def seal(outcome: Outcome) -> Outcome:
    """Seal what the reports have added to the result since."""
    content = {**outcome.content, "outputs": sealed_outputs(outcome.result)}
    write_json(outcome.result / "run.json", content)
    return Outcome(outcome.result, content)


def _prepare(result: Path) -> Path:
    """The result folder, without the outputs of a run before; its work folder is kept to resume."""
    try:
        result.mkdir(parents=True, exist_ok=True)
        foreign = [p.name for p in result.iterdir() if p.name not in OURS and not _workbook(p)]
        if foreign and not (result / "run.json").exists() and not (result / "work").exists():
            raise OutputError(
                zh=f"结果文件夹 {result} 里已有别的文件（如 {foreign[0]}）：请另选一个空文件夹。",
                en=f"The result folder {result} holds other files (such as {foreign[0]}): choose an empty one.",
            )
        for path in result.iterdir():
            if path.name in OURS - {"work"} or _workbook(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        (result / "verdicts").mkdir()
        (result / "work").mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            zh=f"不能写入结果文件夹 {result}：{system_reason(error).zh}。请检查权限和磁盘空间。",
            en=f"The result folder {result} can't be written: {system_reason(error).en}. Check its permissions and the disk's space.",
        ) from error
    return result / "work"


def _workbook(path: Path) -> bool:
    return path.name.startswith("breaches") and path.suffix == ".xlsx"


@dataclass(frozen=True)
class _Judgement:
    statistics: pa.Table
    signatures: dict[str, int]
    failures: list[dict[str, str]]


@dataclass(frozen=True)
class _Side:
    """One kind of dossier with its rules, their codes and what they need."""

    dossier: Dossier
    judged: list[Judged]
    codes: Value


def _judge(
    engine: Engine, settings: Settings, records: Records, result: Path, *,
    values: dict[str, Any], all_subjects: bool, progress: Progress,
) -> _Judgement:  # fmt: skip
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
    listing = partial(subjects.write, engine, files=files, result=result)
    counted, held = _count(engine, sides, listing=listing if all_subjects else None)
    pq.write_table(counted, result / "statistics.parquet", compression="zstd")
    progress("list", 0)
    shower = Shower(ZoneInfo(settings.time_zone), digest_key(settings.folder, records.inputs))
    unlisted = _unlisted(records, [j.rule for side in sides for j in side.judged])
    for side in sides:
        found = verdicts.flagged(
            engine, partial(dossiers.shown, type(side.dossier)), side.codes, side.judged,
            dossier=type(side.dossier), unlisted=unlisted,
        )  # fmt: skip
        verdicts.write(
            engine, found, side.judged, result / "verdicts", shower=shower, files=files, held=held,
            unlisted=unlisted,
        )  # fmt: skip
    written = sorted((result / "verdicts").glob("*.parquet"))
    pq.write_table(
        reconciliation(engine, e), result / "reconciliation.parquet", compression="zstd"
    )
    shown = examples(engine, e, written, files)
    pq.write_table(shown, result / "examples.parquet", compression="zstd")
    failed = [_failure(rule, error) for rule, error in failures]
    return _Judgement(counted, signatures(engine, e), failed)


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
    except EngineError:
        raise
    except Exception:  # some rule fails on these data: find which, and go on without it
        sound = []
        for j in judged:
            try:
                kept("codes_probe", [j])
            except EngineError:
                raise
            except Exception as error:
                failed.append((j.rule, error))
            else:
                sound.append(j)
        judged, table = sound, kept(f"codes_{key}", sound)
    failures += failed
    return _Side(dossier, judged, table)


def _count(
    engine: Engine, sides: list[_Side], *, listing: Callable[..., Path] | None
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
            listing(*found, key=kind.key())
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


def _not_yet_checked() -> list[str]:
    judged = {item for rule in rules() for item in rule.items}
    return [item.id for item in catalogue().items() if item.id not in judged]


def _lost_source(file: str, reason: str) -> dict[str, str]:
    why = REASONS[reason]
    return {
        "what": f"source {mask_text(file)}",
        "zh": f"{why.explanation.zh}；{why.remedy.zh}",
        "en": f"{why.explanation.en}; {why.remedy.en}",
    }


def _failure(rule: Rule, error: Exception) -> dict[str, str]:
    said = error.text if isinstance(error, MingzhengError) else Text(zh=str(error), en=str(error))
    # an engine quotes the cell it stumbled over; masked before it is cut, as half a number is none
    zh, en = (mask_text(words)[:LONGEST_FAILURE] for words in (said.zh, said.en))
    return {"what": f"rule {rule.id}", "zh": zh, "en": en}
