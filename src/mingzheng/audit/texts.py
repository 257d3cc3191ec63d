"""documents.json: what the public documents say, as which version, and how many used it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.engines import Engine
from mingzheng.audit.showing import Shower
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value
from mingzheng.privacy import mask_text
from mingzheng.records import public_texts
from mingzheng.records.parts import read_parts, writing
from mingzheng.records.reading import Records

FILE = "documents.json"

USES = ("uses_disclosures", "uses_contracts")
"""Per version how many used it, kept where notices and contracts are joined."""

WITHOUT_END = "9999-12-31"

Row = Mapping[str, Any]


def write_documents(
    engine: Engine, e: Evidence, cases: Value, records: Records, result: Path, *, shower: Shower
) -> None:
    """Write documents.json into a result whose rejects are there; nothing where no text was named.

    `documents`: accounts (`mingzheng.documents.account`), each once with its `versions`; `refused`:
    the texts that could not be read, and why.
    """
    refused = list(_refused(result / "rejects.parquet"))
    if not records.rows.get(public_texts.NAME) and not refused:
        return
    versions = {row["row"]: row for row in engine.table(_versions(e)).to_pylist()}
    used = {row["document_id"]: row for row in engine.table(_used(e, cases)).to_pylist()}
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for row in _accounts(records.folder):
        account = json.loads(row["account"])
        same = told.setdefault((account["sha256"], account["kind"]), {**account, "versions": []})
        # each version of one text is held against the statements of its own time
        known = {each["id"] for each in same["contradictions"]}
        same["contradictions"] += [c for c in account["contradictions"] if c["id"] not in known]
        version = versions[row["row"]]
        same["versions"].append(_version(version, used.get(version["document_id"]), shower))
    content = {"documents": list(told.values()), "refused": refused}
    with writing(result):
        (result / FILE).write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def _accounts(records: Path) -> Iterable[Row]:
    parts = read_parts(records / public_texts.ACCOUNTS)
    return sorted((row for part in parts for row in part.to_pylist()), key=lambda row: row["row"])


def _versions(e: Evidence) -> Value:
    """The versions of which a text was read."""
    columns = ("row", "document_id", "version", "effective_from", "effective_until")
    return e["documents"].select(*columns).semi_join(e[public_texts.NAME], "row")


def _used(e: Evidence, cases: Value) -> Value:
    """Per document: the cases told or bound by it, or begun while the practice statement held."""
    d = e["documents"]
    statements = d.filter(d.kind == "cps").select(
        "document_id", since="effective_from", until="effective_until_until"
    )
    begun = cases.select("event_at", holder="subject_id_number_key")
    held = begun.join(
        statements,
        [
            begun.event_at >= statements.since,
            statements.until.isnull() | (begun.event_at <= statements.until),
        ],
    )
    of_statements = held.group_by("document_id").agg(
        applications=lambda t: t.count(), holders=lambda t: t.holder.nunique()
    )
    of_papers = [e[name] for name in USES if name in e.tables]
    return ibis.union(of_statements, *of_papers) if of_papers else of_statements


def _version(row: Row, used: Row | None, shower: Shower) -> dict[str, Any]:
    """A version as the page shows it: days in the CA's zone, counts of cases."""

    def day(name: str) -> str | None:
        told = shower.moment(row[name], None)
        return None if told is None or told == WITHOUT_END else told[:10]

    return {
        "document_id": mask_text(row["document_id"]),
        "version": None if row["version"] is None else mask_text(row["version"]),
        "from": day("effective_from"),
        "until": day("effective_until"),
        "applications": used["applications"] if used else 0,
        "holders": used["holders"] if used else 0,
    }


def _refused(rejects: Path) -> Iterator[dict[str, str]]:
    table = pq.read_table(rejects)
    for row in table.filter(pc.equal(table["table"], public_texts.NAME)).to_pylist():
        yield {
            "zh": f"{row['file']}：{row['zh']}。{row['remedy_zh']}。",
            "en": f"{row['file']}: {row['en']}; {row['remedy_en']}.",
        }
