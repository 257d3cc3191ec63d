"""The texts of public documents: each file that a version names, read and examined once.

Practice statements, notices and agreements say in their text whether five matters are told and
rights made clear. A file that can't be read is a reject with its reason, and of its version nothing
is known: it is not faulty. Rows here bear the number of the version's row in `documents`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from mingzheng.documents.account import account
from mingzheng.documents.confirmations import Confirmations
from mingzheng.documents.examination import Examination, examine
from mingzheng.documents.kinds import Kind
from mingzheng.documents.reading.refusals import DocumentError
from mingzheng.evidence.settings import Settings
from mingzheng.privacy import mask_text
from mingzheng.records import text_matters, text_pairs
from mingzheng.records.finished import Finished, Input, fingerprint, forget, load, save
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.parts import Parts, writing
from mingzheng.records.provenance import FILES
from mingzheng.records.text_files import Version, open_texts
from mingzheng.records.text_matters import (
    COMPLAINT,
    DOUBTFUL,
    MATTERS,
    NOT_FOUND,
    OWN,
    TOLD,
    matters,
    named,
)
from mingzheng.records.text_pairs import PAIRS, Pair, held_against, rows_of
from mingzheng.sources.rejects import Rejects

NAME, ACCOUNTS = "public_texts", "text_accounts"
SAID = {
    "2.1": "terms_of_use",
    "2.2": "fees",
    "2.3": "information_rights",
    "2.4": "provider_liability",
    "2.5": "holder_liability",
}
"""What a notice must tell → the column that holds the sentence that does it best."""

_ROW = pa.field("row", pa.int64(), nullable=False)
_TEXTS = ("document_id", "digest", *SAID.values(), "lacks", "unsure", "said_of_complaints")
SCHEMAS: Mapping[str, pa.Schema] = {
    NAME: pa.schema([_ROW, *((column, pa.string()) for column in _TEXTS)]),
    MATTERS: text_matters.SCHEMA,
    PAIRS: text_pairs.SCHEMA,
    ACCOUNTS: pa.schema([_ROW, ("account", pa.string())]),
}
"""The columns of the tables; those of matters and pairs are told in their modules.

public_texts   a text that was read. digest: SHA-256 of its file, hex; the columns of `SAID`; lacks,
               unsure: what it is there for and doesn't say, or may say, by name
text_accounts  all that was found in it, as JSON (`documents.account`)
"""

JUDGED = (NAME, MATTERS, PAIRS)
"""The tables that verdicts rest on."""

_SCRATCH = ".public_texts"

Read = tuple[Finished, tuple[Input, ...]]


def read_public_texts(
    settings: Settings,
    confirmations: Confirmations,
    *,
    out: Path,
    threads: int,
    progress: Callable[[str, int], None],
) -> list[Read]:
    """Read the texts that the table `documents` in `out` names, into the tables of `SCHEMAS`.

    What was made from the same texts before is kept. Without a path on record the tables are
    empty and not supplied, and so they are where no text could be read. confirmations: what
    persons decided, which counts before what was found.
    """
    scratch = out / _SCRATCH
    with ExitStack() as stack:
        stack.enter_context(writing(out))
        rejects = {name: stack.enter_context(Rejects(spill=out, table=name)) for name in SCHEMAS}
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        opened = open_texts(settings.folder, out, scratch=scratch, table=NAME)
        rejects[NAME].extend(opened.rejects)
        # where the copies lie says nothing of what is in them
        known = [replace(version, copy=Path()) for version in opened.versions]
        made_from = fingerprint(opened.inputs, NAME, SCHEMAS, known, opened.rejects, confirmations)
        found = [load(out, name, made_from=made_from) for name in SCHEMAS]
        if not all(found):
            for name in SCHEMAS:
                forget(out, name)
            found = _made(
                opened.versions, confirmations, rejects, made_from,
                out=out, threads=threads, progress=progress,
            )  # fmt: skip
        return [(finished, opened.inputs) for finished in found if finished is not None]


def _made(
    versions: Sequence[Version],
    confirmations: Confirmations,
    rejects: Mapping[str, Rejects],
    made_from: str,
    *,
    out: Path,
    threads: int,
    progress: Callable[[str, int], None],
) -> list[Finished | None]:
    found: dict[int, Examination] = {}
    for version, each in _examined(versions, threads=threads):
        if isinstance(each, DocumentError):
            rejects[NAME].add(f"document_{each.reason}", table=NAME, file=version.file)
        else:
            found[version.row] = each
            progress(NAME, len(found))
    pairs = list(held_against(versions, found))
    with ExitStack() as stack:
        parts = {n: stack.enter_context(Parts(out / n, s)) for n, s in SCHEMAS.items()}
        for version in versions:
            if version.row in found:
                mine = [pair for pair in pairs if pair.text.row == version.row]
                rows = _rows(version, found, mine, confirmations)
                for name, table in rows.items():
                    parts[name].write(pa.Table.from_pylist(table, SCHEMAS[name]))
        compared = list(rows_of(pairs, found, confirmations))
        parts[PAIRS].write(pa.Table.from_pylist(compared, SCHEMAS[PAIRS]))
    notices = confirmations.notices(each.document for each in found.values())
    made: list[Finished | None] = []
    for name in SCHEMAS:
        finished = Finished(
            table=name,
            rows=parts[name].rows,
            supplied=bool(found),
            void=False,
            headers={},
            notices=notices if name == NAME else (),
            files=FILES.empty_table(),
            links=REJECTED_LINKS.empty_table(),
            made_from=made_from,
        )
        save(out, finished, rejects[name])
        made.append(finished)
    return made


def _examined(
    versions: Sequence[Version], *, threads: int
) -> Iterator[tuple[Version, Examination | DocumentError]]:
    """Each version with what was found in its text, in their order; equal ones are examined once."""
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="texts") as pool:
        copies = {(version.copy, version.kind) for version in versions}
        wanted = {each: pool.submit(_examination, *each) for each in sorted(copies)}
        for version in versions:
            yield version, wanted[version.copy, version.kind].result()


def _examination(copy: Path, kind: Kind) -> Examination | DocumentError:
    try:
        return examine(copy, kind=kind)
    except DocumentError as error:
        return error


def _rows(
    version: Version,
    found: Mapping[int, Examination],
    pairs: Sequence[Pair],
    confirmations: Confirmations,
) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table that one text gives."""
    examination = found[version.row]
    against = [(found[pair.statement.row], pair.found) for pair in pairs]
    told = account(examination, against=against, confirmations=confirmations)
    told["name"] = mask_text(version.file.rpartition("/")[2])
    of = [{**matter, "row": version.row} for matter in matters(examination, confirmations)]
    own = [matter for matter in of if matter["group"] == OWN[version.kind]]
    complaints = (m.get("sentence") for m in of if m["group"] == COMPLAINT)
    text = {
        "row": version.row,
        "document_id": version.document_id,
        "digest": version.digest,
        **{SAID[m["key"]]: m.get("sentence") for m in of if m["group"] == TOLD},
        "lacks": named(own, NOT_FOUND),
        "unsure": named(own, DOUBTFUL),
        "said_of_complaints": next(filter(None, complaints), None),
    }
    return {
        NAME: [text],
        MATTERS: of,
        ACCOUNTS: [{"row": version.row, "account": json.dumps(told, ensure_ascii=False)}],
    }
