"""Evidence that was spoiled accuses nobody and acquits nobody: verdicts go to unknown.

A sample is audited as it is, and again with its tables spoiled in every manner in which exports
are. What is lost may make a verdict unknown, or take its subject away; it never clears what was
not clear, and never breaches what was no breach. The tables are spoiled in groups that few rules
share, two groups in different manners at a time, since an audit takes some seconds.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from mingzheng.audit.engines.duckdb import DuckDB
from mingzheng.audit.judging import (
    BREACHES,
    CLEAR,
    NOT_LOOKED_AT,
    UNKNOWN,
    VIOLATION,
    codes,
    judge,
)
from mingzheng.audit.standing import standing
from mingzheng.dossiers.build import build
from mingzheng.evidence.parameters import resolve
from mingzheng.evidence.reading import read_settings
from mingzheng.records.headers import match_headers
from mingzheng.records.reading import read_records
from mingzheng.records.schema import LINKS, tables
from mingzheng.rules import Parameters, rules
from mingzheng.sample.evidence import Order, make_sample
from mingzheng.sources.rejects import Rejects

AS_OF = dt.date(2022, 10, 30)
CERTIFICATES = 1000

CHECKS = ("identity_checks", "disclosures", "announcements", "holdings", "audits")
PAPERS = ("materials", "deliveries", "operators", "complaints", "observed", "status_changes")
TEXTS = ("contracts", "reviews", "registration_authorities", "documents")
REQUESTS, ISSUED = ("applications",), ("issuances",)

ACCUSES = {
    "announcement.revoked_in_crl_only": "status changes that say nothing but what happened",
    "preservation.kept_past_term": "an inventory without a column for what was destroyed",
}
"""Doubts and notices that a column accuses by being empty in every row, as it well may be."""

LIKE_NAME = "a number that differs from a like name's was the only doubt"
TOLD = ("terms_of_use", "fees", "information_rights", "provider_liability", "holder_liability")
ACQUITS = {
    "content.usage_wrong": "without its issuance a certificate is for what its key usage says",
    "contract.never_signed": "a contract without scope and days is the case's own",
    "disclosure.never_disclosed": "a version without an end is in force still",
    "disclosure.told_another": LIKE_NAME,
    **{f"disclosure.{matter}_untold": LIKE_NAME for matter in TOLD},
    "identity.evidence_shared": "a pattern is counted over the rows that are there",
    "identity.implausible_pace": "a pattern is counted over the rows that are there",
    "review.reviewed_before_materials": "an only approval counts, though it came after issuance",
    "preservation.record_not_kept": "what is listed is kept, unless its form asks for a place",
}
"""What was wrong or open only by something that the spoiled evidence does not say any more."""

Verdicts = Mapping[tuple[str, int], int]
"""(rule, subject's key) → code."""


@dataclass(frozen=True)
class Spoilt:
    """An evidence folder to spoil, with the sample's headers known."""

    folder: Path

    def header(self, table: str, column: str) -> str:
        """The CA's own header of a contract column."""
        return self.headers(table)[column]

    def headers(self, table: str) -> Mapping[str, str]:
        """Contract column → the CA's own header."""
        settings = read_settings(self.folder, as_of=AS_OF).tables[table]
        given = pq.read_schema(self.path(table)).names
        return match_headers(tables()[table], given, settings.columns).mapped

    def path(self, table: str) -> Path:
        """Where a table is."""
        return self.folder / "tables" / f"{table}.parquet"

    def rewrite(self, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
        """Change a table's rows in place."""
        pq.write_table(change(pq.read_table(self.path(table))), self.path(table))

    def undeclare(self, table: str, *, whole: bool) -> None:
        """Take a table out of evidence.toml, or only what it declares complete."""
        toml = self.folder / "evidence.toml"
        section = re.compile(rf"^\[tables\.{table}\]$.*?(?=^\[(?!tables\.{table}\.))", re.M | re.S)
        complete = re.compile(r"^complete = .*$\n", re.M)
        kept = "" if whole else complete.sub("", section.search(toml.read_text("utf-8"))[0])
        toml.write_text(section.sub(lambda _: kept, toml.read_text("utf-8")), "utf-8")


def missing(spoilt: Spoilt, table: str) -> None:
    """The table is not supplied."""
    spoilt.undeclare(table, whole=True)
    spoilt.path(table).unlink()


def empty(spoilt: Spoilt, table: str) -> None:
    """The table has no rows, and nothing is declared of it."""
    spoilt.undeclare(table, whole=False)
    spoilt.rewrite(table, lambda rows: rows.slice(0, 0))


def blank(spoilt: Spoilt, table: str) -> None:
    """Every column is empty but those without which there would be no row."""
    contract = tables()[table]
    needed = {c.name for c in contract.columns if c.required} | {*contract.key, *LINKS}
    emptied = [h for c, h in spoilt.headers(table).items() if c not in needed]
    spoilt.rewrite(table, lambda rows: _with(rows, {h: pa.nulls(len(rows)) for h in emptied}))


def babble(spoilt: Spoilt, table: str) -> None:
    """Every code is a word that nobody knows."""
    coded = [c.name for c in tables()[table].columns if c.type.startswith("code")]
    own = [h for c, h in spoilt.headers(table).items() if c in coded]
    spoilt.rewrite(
        table, lambda rows: _with(rows, {h: pa.array(["不知所云"] * len(rows)) for h in own})
    )


def repeat(spoilt: Spoilt, table: str) -> None:
    """Every other key is given twice, with two contents; without a key, the row is."""
    contract = tables()[table]
    other = [h for c, h in spoilt.headers(table).items() if c not in contract.key]

    def twice(rows: pa.Table) -> pa.Table:
        again = rows.take(np.arange(0, len(rows), 2))
        return pa.concat_tables(
            [rows, _with(again, {h: pa.nulls(len(again)) for h in other[-1:]})]
        )

    if contract.key:
        spoilt.rewrite(table, twice)


def _with(rows: pa.Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    for name, values in columns.items():
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, rows.field(name), values.cast(rows.field(name).type))
    return rows


Manner = Callable[[Spoilt, str], None]

RUNS: Mapping[str, tuple[tuple[Manner, tuple[str, ...]], ...]] = {
    "checks missing, papers blank": ((missing, CHECKS), (blank, PAPERS)),
    "papers missing, texts blank": ((missing, PAPERS), (blank, TEXTS)),
    "texts empty, checks blank": ((empty, TEXTS), (blank, CHECKS)),
    "codes unknown in checks, keys twice in papers": ((babble, CHECKS), (repeat, PAPERS)),
    "codes unknown in papers, keys twice in texts": ((babble, PAPERS), (repeat, TEXTS)),
    "codes unknown in texts, keys twice in checks": ((babble, TEXTS), (repeat, CHECKS)),
    "requests blank, keys of issuances twice": ((blank, REQUESTS), (repeat, ISSUED)),
    "codes of requests unknown, issuances blank": ((babble, REQUESTS), (blank, ISSUED)),
    "requests missing": ((missing, REQUESTS),),
    "issuances missing": ((missing, ISSUED),),
}


def verdicts(evidence: Path, work: Path) -> Verdicts:
    """Every rule's code for every subject."""
    settings = read_settings(evidence, as_of=AS_OF)
    with Rejects(spill=work) as rejects:
        records = read_records(settings, out=work / "records", rejects=rejects, threads=1)
    values = {name: parameter.value for name, parameter in resolve(settings).items()}
    engine = DuckDB(work, memory=1 << 30, threads=1)
    found: dict[tuple[str, int], int] = {}
    for kind, table in build(standing(engine, records, settings, values)).tables.items():
        dossier = kind(table, settings.clock_tolerance)
        judged, failed = judge(rules(), dossier, Parameters(values))
        assert not failed
        answers = codes(judged, dossier, settings, keys=[kind.key()], view=engine.view)
        rows = engine.table(answers).to_pydict()
        for j in judged:
            found |= {
                (j.rule.id, s): c for s, c in zip(rows[kind.key()], rows[j.column], strict=True)
            }
    engine.close()
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    return make_sample(Order(folder / "ca", CERTIFICATES, 7, AS_OF, "parquet", threads=1)).evidence


@pytest.fixture(scope="module")
def whole(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    return verdicts(sample, tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("run", RUNS)
def test_what_is_spoiled_goes_to_unknown(
    run: str, sample: Path, whole: Verdicts, tmp_path: Path
) -> None:
    spoilt = Spoilt(tmp_path / "evidence")
    shutil.copytree(sample, spoilt.folder)
    for manner, group in RUNS[run]:
        for table in group:
            manner(spoilt, table)
    found = verdicts(spoilt.folder, tmp_path)
    accused, acquitted = _moved(whole, found)
    assert not accused.keys() - ACCUSES
    assert not acquitted.keys() - ACQUITS


def test_an_order_that_a_rule_forbids_is_a_breach(
    sample: Path, whole: Verdicts, tmp_path: Path
) -> None:
    spoilt = Spoilt(tmp_path / "evidence")
    shutil.copytree(sample, spoilt.folder)
    header = spoilt.header("identity_checks", "checked_at")
    spoilt.rewrite(
        "identity_checks", lambda rows: _with(rows, {header: _years_later(rows[header])})
    )
    found = verdicts(spoilt.folder, tmp_path)
    rule = "identity.checked_after_issuance"
    cleared = [s for s in whole if s[0] == rule and whole[s] == CLEAR]
    assert {found[s] for s in cleared} <= {VIOLATION, UNKNOWN}
    assert sum(found[s] == VIOLATION for s in cleared) > len(cleared) / 2


def _years_later(times: pa.ChunkedArray) -> pa.Array:
    """Each time three years on, as far as it is one."""
    year = pc.cast(pc.utf8_slice_codeunits(times, 0, 4), pa.int32())
    moved = pc.binary_join_element_wise(
        pc.cast(pc.add(year, 3), pa.string()), pc.utf8_slice_codeunits(times, 4), ""
    )
    return moved.combine_chunks()


def _moved(whole: Verdicts, found: Verdicts) -> tuple[dict[str, int], dict[str, int]]:
    """Rule → how many it accuses that it did not before; how many it acquits."""
    accused: dict[str, int] = {}
    acquitted: dict[str, int] = {}
    for (rule, subject), code in found.items():
        before = whole.get((rule, subject), NOT_LOOKED_AT)
        if code in BREACHES and before not in BREACHES:
            accused[rule] = accused.get(rule, 0) + 1
        if code == CLEAR and before in (UNKNOWN, *BREACHES):
            acquitted[rule] = acquitted.get(rule, 0) + 1
    return accused, acquitted
