"""One audit from evidence to sealed result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from mingzheng.audit.engines.duckdb import DuckDB, memory_for
from mingzheng.audit.engines.spark import Spark
from mingzheng.audit.judgement import FOLDERS, Progress, judge_all
from mingzheng.audit.kept import Kept, key_of
from mingzheng.audit.key import digest_key
from mingzheng.audit.result_folder import begun, clear, discard, opened
from mingzheng.audit.seal import described, sealed_outputs, summarised, write_json
from mingzheng.audit.steps import Steps
from mingzheng.audit.takeover import asking, changes, made_before, read_before
from mingzheng.errors import EvidenceError
from mingzheng.evidence.parameters import resolve
from mingzheng.evidence.reading import read_settings
from mingzheng.evidence.settings import Parameter, Settings
from mingzheng.language import Text
from mingzheng.law import catalogue
from mingzheng.privacy import mask_text
from mingzheng.records.finished import made_by
from mingzheng.records.parts import enough_room, writing
from mingzheng.records.practice_statements import stated_parameters
from mingzheng.records.reading import Records, read_records
from mingzheng.records.schema import tables
from mingzheng.rules import rules
from mingzheng.sources.rejects import REASONS, Rejects

KEPT_FROM = 3_000_000
"""Certificates from which the tables on the way outlive a run that is stopped without being asked.

Below, making them again takes less than writing them down always: a quarter of the joins' time.
"""


@dataclass(frozen=True)
class Outcome:
    """What an audit came to. `content` is what run.json says."""

    result: Path
    content: dict[str, Any]

    @property
    def complete(self) -> bool:
        """No rule and no source failed."""
        return bool(self.content["complete"])


Report = Callable[[Path, dict[str, Any]], object]
"""Given the result folder and what its run.json says: writes what people read."""

Say = Callable[[Text], object]

StartSpark = Callable[[Path], Spark]
"""Given the work folder of an audit: starts the engine."""


def audit(
    evidence: Path, result: Path, *, as_of: dt.date, memory: int | None, threads: int,
    insisted: bool = False, all_subjects: bool = False, spark: StartSpark | None = None,
    resume: bool = False,
    progress: Progress = lambda stage, rows: None, say: Say = lambda text: None,
    report: Report = lambda result, content: None,
) -> Outcome:  # fmt: skip
    """Audit an evidence folder into a result folder, as of a day.

    insisted: the day counts even where evidence.toml names another.
    memory: bytes for the engine before it spills, None: by the size of the archive. threads: how
    many to use. Neither changes a byte of what run.json seals. all_subjects: list every subject
    examined (`audit.subjects`), also where nothing is suspected. spark: starts the
    Spark that computes, None: DuckDB in this process; the result is the same. resume: go on
    with the audit that was stopped in the result folder, doing again what has changed since, and
    keep every table on the way, as from `KEPT_FROM` certificates.
    say: is told what was taken over. Raises MingzhengError where it can't run at all.
    """
    settings = read_settings(evidence, as_of=as_of, insisted=insisted)
    with opened(result, resume=resume) as work, enough_room(result):
        asked = asking(settings, resolve(settings))
        if resume:
            for text in changes(begun(work), asked):
                say(text)
        asked.note(work)
        with _cluster(work, spark) as cluster:
            content, steps = _audited(
                settings, work, cluster=cluster, memory=memory, threads=threads,
                all_subjects=all_subjects, keeps=resume, progress=progress,
                say=say if resume else lambda text: None,
            )  # fmt: skip
        with writing(result):
            _seal(result, content)
            if not steps.done("reports"):
                clear(result, {"report.html", "documents.html"}, workbooks=True)
                report(result, content)
                steps.note("reports")
            content = _seal(result, content)
            discard(work)
    return Outcome(result, content)


@contextmanager
def _cluster(work: Path, spark: StartSpark | None) -> Iterator[Spark | None]:
    """Spark while an audit lasts, where it is asked for: it reads as well as it judges."""
    if spark is None:
        yield None
        return
    cluster = spark(work)
    try:
        yield cluster
    finally:
        cluster.close()


def _audited(
    settings: Settings, work: Path, *,
    cluster: Spark | None, memory: int | None, threads: int, all_subjects: bool, keeps: bool,
    progress: Progress, say: Say,
) -> tuple[dict[str, Any], Steps]:  # fmt: skip
    """What run.json says but for the outputs, and the notes of what was done for it."""
    result = work.parent
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
            discard(work)
            raise EvidenceError(
                zh=f"证据文件夹 {settings.folder} 里没有证书，也没有业务表：请按 docs/evidence.md 放入证据。",
                en=f"The evidence folder {settings.folder} holds no certificates and no tables: put them in as docs/evidence.md says.",
            )
        for text in read_before(records):
            say(text)
        with writing(result):
            rejects.write(result / "rejects.parquet")
        counts = rejects.count_by_table()
        lost = [_lost_source(file, reason) for file, reason in rejects.lost_sources()]
    stated = stated_parameters(settings, records)
    parameters = resolve(settings, stated.values)
    key = digest_key(settings.folder, records.inputs)
    steps = Steps(work, _follows_from(settings, parameters, records, all_subjects, key))
    steps.open()
    certificates = records.rows.get("certificates", 0)
    if cluster is not None:
        cluster.expect(certificates)
    memory = memory or memory_for(certificates, psutil.virtual_memory().total)
    kept = Kept(work / "tables") if keeps or certificates >= KEPT_FROM else None
    engine = cluster or DuckDB(work, memory=memory, threads=threads, kept=kept)
    try:
        values = {name: parameter.value for name, parameter in parameters.items()}
        judgement = judge_all(
            engine, settings, records, steps, values=values, all_subjects=all_subjects, key=key,
            progress=progress,
        )  # fmt: skip
        if isinstance(engine, DuckDB):
            say(made_before(engine.taken, engine.made))
    finally:
        engine.close()
    failures = sorted([*judgement.failures, *lost], key=lambda failure: failure["what"])
    content = described(settings, records, parameters, counts) | {
        "withheld_parameters": {
            name: {"zh": why.zh, "en": why.en}
            for name, why in sorted(stated.withheld.items())
            if name not in settings.parameters
        },
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
    }
    return content, steps


def _follows_from(
    settings: Settings, parameters: Mapping[str, Parameter], records: Records, all_subjects: bool,
    key: bytes,
) -> str:  # fmt: skip
    """A name for all that the output of a run follows from."""
    plain = replace(settings, folder=Path())
    asked = repr((plain, sorted(parameters.items()), all_subjects, key))
    inputs = [
        repr(records.inputs),
        *(f"{t} {made}" for t, made in sorted(records.made_from.items())),
    ]
    return key_of(made_by(), [asked, *inputs])


def _seal(result: Path, content: dict[str, Any]) -> dict[str, Any]:
    """Write run.json over what the result folder holds; gives what it says."""
    sealed = {**content, "outputs": sealed_outputs(result)}
    write_json(result / "run.json", sealed)
    return sealed


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
