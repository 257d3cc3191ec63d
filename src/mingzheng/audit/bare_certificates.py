"""Certificates without an archive, judged by what can be told from their bytes.

The records, dossiers and rules are those of an audit, over an evidence folder that holds these
certificates and nothing else. Rules that compare with other certificates or with the records of
the business say nothing here: one certificate of an archive can't acquit it.
"""

from __future__ import annotations

import base64
import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.engines.duckdb import DuckDB
from mingzheng.audit.judging import (
    BREACHES,
    CLEAR,
    NOT_IN_FORCE,
    NOT_LOOKED_AT,
    SEVERITIES,
    codes,
    judge,
)
from mingzheng.audit.judging import Judged as JudgedRule
from mingzheng.audit.key import digest_key
from mingzheng.audit.showing import Shower, facts_of
from mingzheng.audit.standing import standing
from mingzheng.dossiers import Certificate
from mingzheng.dossiers.build import build
from mingzheng.dossiers.certificate import ARCHIVE
from mingzheng.evidence.parameters import resolve
from mingzheng.evidence.reading import read_settings
from mingzheng.evidence.settings import Authority
from mingzheng.language import Text
from mingzheng.records.reading import read_records
from mingzheng.rules import Parameters, Rule, Severity, rules
from mingzheng.sources.rejects import Rejects

ITEM = ("1.4",)
MEMORY = 1 << 30
AMONG_OTHERS = frozenset(
    {
        "serial_same_key",
        "serial_same_name",
        "key_holder_numbers",
        "key_holder_names",
        "shares_prime",
    }
)
"""Facts that count or look at other certificates of the archive."""


@dataclass(frozen=True)
class Finding:
    """What one rule says of one certificate.

    verdict: clear, breach, unknown or not_in_force; shows: fact → its text, masked.
    """

    rule: Rule
    verdict: str
    severity: Severity
    shows: tuple[tuple[Text, str], ...]


@dataclass(frozen=True)
class Examined:
    """A readable certificate: the columns of `records.archive.STORED`, and its findings."""

    columns: Mapping[str, Any]
    findings: tuple[Finding, ...]


def examine(
    certificates: Sequence[bytes], *, issuers: Sequence[bytes] = (), provider: str | None = None,
    as_of: dt.date,
) -> list[Examined]:  # fmt: skip
    """Examine certificates by their DER, in their order; each must be readable.

    issuers: DER of the certificates that may have issued them; provider: the registered name of
    the provider. Without these the rules that need them answer unknown.
    """
    with tempfile.TemporaryDirectory(prefix="mingzheng-certificate-") as scratch:
        folder, work = Path(scratch, "evidence"), Path(scratch, "work")
        _write(folder / "certificates", certificates)
        _write(folder / "issuers", issuers)
        settings = read_settings(
            folder, as_of=as_of, overrides={"authority": Authority(name=provider)}
        )
        work.mkdir()
        with Rejects(spill=work) as rejects:
            records = read_records(settings, out=work / "records", rejects=rejects, threads=1)
        engine = DuckDB(work, memory=MEMORY, threads=1)
        try:
            values = {name: p.value for name, p in resolve(settings).items()}
            dossiers = build(standing(engine, records, settings, values))
            dossier = Certificate(
                engine.keep("bare_certificates", dossiers.tables[Certificate]),
                settings.clock_tolerance,
            )
            judged, failed = judge(by_bytes(), dossier, Parameters(values))
            for _, error in failed:
                raise error
            everyone = engine.keep("everyone", dossier.table.select("certificate"))
            rows = engine.table(dossiers.shown(Certificate, everyone, "shown"))
            found = engine.table(
                codes(judged, dossier, settings, keys=["certificate"], view=engine.view)
            )
        finally:
            engine.close()
        shower = Shower(ZoneInfo(settings.time_zone), digest_key(folder, records.inputs))
        stored = pq.read_table(records.folder / "certificates").to_pylist()
    findings = _findings(rows, found, judged, shower)
    by_fingerprint = {row["fingerprint"].hex(): row for row in stored}
    known = {name: Examined(by_fingerprint[name], findings[name]) for name in findings}
    order = [row["fingerprint"].hex() for row in stored]
    return [known[name] for name in order]


@cache
def by_bytes() -> tuple[Rule, ...]:
    """The rules about a certificate's content that its bytes alone can answer."""
    return tuple(rule for rule in _about_content() if not _asks_more(rule))


@cache
def by_archive() -> tuple[Rule, ...]:
    """The other rules about content: they need the archive or the records of the business."""
    return tuple(rule for rule in _about_content() if rule not in by_bytes())


def _about_content() -> Iterable[Rule]:
    return (rule for rule in rules() if rule.items == ITEM)


def _asks_more(rule: Rule) -> bool:
    if rule.looks_at is not Certificate:
        return True
    facts = {c: fact for fact in Certificate.FACTS.values() for c in fact.columns()}
    used = [facts[column] for column in _columns(rule)]
    return any(fact.name in AMONG_OTHERS or ARCHIVE not in fact.tables for fact in used)


def _columns(rule: Rule) -> set[str]:
    from ibis.expr.operations import Field

    nothing = Certificate(Certificate.empty().table, dt.timedelta())
    verdict = rule.judge(nothing, Parameters({}))
    expressions = (verdict.applies, verdict.breach)
    return {field.name for each in expressions for field in each.op().find(Field)}


def _write(folder: Path, certificates: Sequence[bytes]) -> None:
    """One PEM file: its reader takes each object as it is."""
    folder.mkdir(parents=True)
    if certificates:
        blocks = [
            b"-----BEGIN CERTIFICATE-----\n"
            + base64.encodebytes(der)
            + b"-----END CERTIFICATE-----\n"
            for der in certificates
        ]
        (folder / "certificates.pem").write_bytes(b"".join(blocks))


def _findings(
    rows: pa.Table, found: pa.Table, judged: Sequence[JudgedRule], shower: Shower
) -> dict[str, tuple[Finding, ...]]:
    """Fingerprint → what each rule that looks at the certificate says, by the rule's id."""
    shown = {
        j.rule.id: shower.shown(rows, facts_of(Certificate, j.verdict.shows)).to_pylist()
        for j in judged
    }
    coded = {row["certificate"]: row for row in found.to_pylist()}
    keys, names = rows["certificate"].to_pylist(), rows["fingerprint"].to_pylist()
    return {
        name: tuple(
            _finding(j.rule, coded[key][j.column], shown[j.rule.id][place])
            for j in judged
            if coded[key][j.column] != NOT_LOOKED_AT
        )
        for place, (key, name) in enumerate(zip(keys, names, strict=True))
    }


def _finding(rule: Rule, code: int, shows: Sequence[Mapping[str, str]]) -> Finding:
    verdicts = {CLEAR: "clear", NOT_IN_FORCE: "not_in_force"} | dict.fromkeys(BREACHES, "breach")
    facts = Certificate.FACTS
    return Finding(
        rule=rule,
        verdict=verdicts.get(code, "unknown"),
        severity=SEVERITIES.get(code, rule.severity),
        shows=tuple(
            (Text(zh=facts[s["name"]].zh, en=facts[s["name"]].en), s["value"]) for s in shows
        ),
    )
