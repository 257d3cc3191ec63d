"""The texts of public documents: each file that a version names, read and examined once.

Practice statements, notices and agreements say in their text whether five matters are told and
rights made clear. A file that can't be read is a reject with its reason, and of its version nothing
is known: it is not faulty. Rows here bear the number of the version's row in `documents`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from mingzheng.documents.account import account, place
from mingzheng.documents.clauses import clauses
from mingzheng.documents.confirmations import Confirmations
from mingzheng.documents.examination import Examination, examine
from mingzheng.documents.kinds import Kind
from mingzheng.documents.reading import LIMITS
from mingzheng.documents.reading.refusals import DocumentError
from mingzheng.documents.structure import Document, Span
from mingzheng.documents.terms.term import NAMES
from mingzheng.evidence.settings import Settings
from mingzheng.language import Text
from mingzheng.privacy import mask_text
from mingzheng.records.finished import Finished, Input, fingerprint, forget, load, save
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.parts import Parts, read_parts, writing
from mingzheng.records.provenance import FILES
from mingzheng.sources.objects import Objects, Refusal
from mingzheng.sources.rejects import Rejects

FOLDER = "documents"
"""The folder of the evidence that holds the texts."""

NAME, MATTERS, TERMS, ACCOUNTS = "public_texts", "text_matters", "text_terms", "text_accounts"
KINDS: Mapping[str, Kind] = {"cps": "cps", "disclosure": "notice", "contract": "agreement"}
"""Kind of document on record → kind of text; others are not examined."""

COVERED, DOUBTFUL, NOT_FOUND = "covered", "doubtful", "not found"
PART, COMPLAINT_ANSWER = "part_", "complaint_answer"
PARTS = tuple("123456789")
"""Keys of matters beside those of `documents.clauses`: a part of the outline by its number, and
the time in which complaints are answered."""

SAID = {
    "2.1": "terms_of_use",
    "2.2": "fees",
    "2.3": "information_rights",
    "2.4": "provider_liability",
    "2.5": "holder_liability",
}
"""What a notice must tell → the column that holds the sentence that does it best."""

_ROW = pa.field("row", pa.int64(), nullable=False)
SCHEMAS: Mapping[str, pa.Schema] = {
    NAME: pa.schema(
        [
            _ROW,
            ("document_id", pa.string()),
            ("digest", pa.string()),
            *((column, pa.string()) for column in SAID.values()),
        ]
    ),
    MATTERS: pa.schema(
        [
            _ROW,
            ("key", pa.string()),
            ("zh", pa.string()),
            ("en", pa.string()),
            ("answer", pa.string()),
            ("confirmation", pa.int64()),
            ("sentence", pa.string()),
            ("heading", pa.string()),
            ("page", pa.int64()),
        ]
    ),
    TERMS: pa.schema(
        [
            _ROW,
            ("key", pa.string()),
            ("subject", pa.string()),
            ("value", pa.string()),
            ("unit", pa.string()),
            ("sentence", pa.string()),
            ("heading", pa.string()),
            ("page", pa.int64()),
        ]
    ),
    ACCOUNTS: pa.schema([_ROW, ("account", pa.string())]),
}
"""The columns of the tables.

public_texts   a text that was read; digest: SHA-256 of its file, hex; the columns of `SAID`
text_matters   what it must say: answer is covered, doubtful or not found; confirmation: the entry
               by which a person decided it, null without; sentence: what speaks for it best, null
               where nothing does; an agreement answers for a notice's matters too
text_terms     the values it sets, see `documents.terms`
text_accounts  all that was found in it, as JSON (`documents.account`)
"""

JUDGED = (NAME, MATTERS)
"""The tables that verdicts rest on."""

_SCRATCH = ".public_texts"
_LONGEST_SUFFIX = 10

Read = tuple[Finished, tuple[Input, ...]]


@dataclass(frozen=True)
class _Text:
    """A version of a document whose file could be opened.

    file: as it is named in messages; copy: its octets where nobody changes them meanwhile.
    """

    row: int
    document_id: str
    kind: Kind
    file: str
    digest: str
    copy: Path


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
        texts, inputs, refused = _opened(settings, out, scratch, rejects[NAME])
        known = [(text.row, text.document_id, text.kind, text.digest) for text in texts]
        made_from = fingerprint(inputs, NAME, SCHEMAS, known, refused, confirmations)
        found = [load(out, name, made_from=made_from) for name in SCHEMAS]
        if not all(found):
            found = _made(
                texts, confirmations, rejects, made_from,
                out=out, threads=threads, progress=progress,
            )  # fmt: skip
        return [(finished, inputs) for finished in found if finished is not None]


def _opened(
    settings: Settings, out: Path, scratch: Path, rejects: Rejects
) -> tuple[list[_Text], tuple[Input, ...], list[tuple[str, str]]]:
    """The versions whose files can be opened, in the order of their rows; these files; the others."""
    objects = Objects(settings.folder / FOLDER)
    texts, inputs, refused = [], {}, []
    for row in _versions(out):
        path = str(row["path"])
        file = f"{FOLDER}/{path.removeprefix(f'{FOLDER}/')}"
        try:
            octets = objects.read(path, most=LIMITS.file_bytes)
        except Refusal as refusal:
            outside = refusal.reason == "object_outside"
            at = FOLDER if outside else file
            rejects.add(refusal.reason, table=NAME, file=at, value=path if outside else None)
            refused.append((path, refusal.reason))
            continue
        digest = hashlib.sha256(octets).hexdigest()
        copy = scratch / f"{digest}{_suffix(path)}"
        copy.write_bytes(octets)
        texts.append(_Text(row["row"], row["document_id"], KINDS[row["kind"]], file, digest, copy))
        inputs[file] = Input(path=file, bytes=len(octets), sha256=digest)
    return texts, tuple(inputs.values()), refused


def _versions(out: Path) -> Iterator[dict[str, Any]]:
    """The rows of `documents` that name a text to be examined."""
    for group in read_parts(out / "documents"):
        for row in group.select(["row", "document_id", "kind", "path"]).to_pylist():
            if row["path"] is not None and row["kind"] in KINDS:
                yield row


def _suffix(path: str) -> str:
    """What tells kinds of text apart; nothing else of a name is taken over."""
    suffix = Path(path.replace("\\", "/")).suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= _LONGEST_SUFFIX
    return suffix if plain else ""


def _made(
    texts: list[_Text],
    confirmations: Confirmations,
    rejects: Mapping[str, Rejects],
    made_from: str,
    *,
    out: Path,
    threads: int,
    progress: Callable[[str, int], None],
) -> list[Finished | None]:
    for name in SCHEMAS:
        forget(out, name)
    with ExitStack() as stack:
        parts = {n: stack.enter_context(Parts(out / n, s)) for n, s in SCHEMAS.items()}
        read: list[Document] = []
        for text, found in _examined(texts, threads=threads):
            if isinstance(found, DocumentError):
                reason = f"document_{found.reason}"
                rejects[NAME].add(reason, table=NAME, file=text.file)
                continue
            read.append(found.document)
            for name, rows in _rows(text, found, confirmations).items():
                parts[name].write(pa.Table.from_pylist(rows, SCHEMAS[name]))
            progress(NAME, parts[NAME].rows)
    made: list[Finished | None] = []
    for name in SCHEMAS:
        finished = Finished(
            table=name,
            rows=parts[name].rows,
            supplied=parts[NAME].rows > 0,
            void=False,
            headers={},
            notices=confirmations.notices(read) if name == NAME else (),
            files=FILES.empty_table(),
            links=REJECTED_LINKS.empty_table(),
            made_from=made_from,
        )
        save(out, finished, rejects[name])
        made.append(finished)
    return made


def _examined(
    texts: list[_Text], *, threads: int
) -> Iterator[tuple[_Text, Examination | DocumentError]]:
    """Each text with what was found in it, in their order; equal ones are examined once."""
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="texts") as pool:
        wanted = {
            (text.copy, text.kind): pool.submit(_examination, text.copy, text.kind)
            for text in texts
        }
        for text in texts:
            yield text, wanted[text.copy, text.kind].result()


def _examination(copy: Path, kind: Kind) -> Examination | DocumentError:
    try:
        return examine(copy, kind=kind)
    except DocumentError as error:
        return error


def _rows(
    text: _Text, found: Examination, confirmations: Confirmations
) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table that one text gives."""
    told = {
        **account(found, confirmations=confirmations),
        "name": mask_text(text.file.rpartition("/")[2]),
    }
    matters = [_decided(matter, found.document, confirmations) for matter in _matters(found)]
    said = {SAID[m["key"]]: m.get("sentence") for m in matters if m["key"] in SAID}
    own = {"document_id": text.document_id, "digest": text.digest, "row": text.row}
    return {
        NAME: [{**own, **said}],
        MATTERS: [{**matter, "row": text.row} for matter in matters],
        TERMS: [{**term, "row": text.row} for term in told["terms"]],
        ACCOUNTS: [{"account": json.dumps(told, ensure_ascii=False), "row": text.row}],
    }


def _matters(found: Examination) -> Iterator[dict[str, Any]]:
    document = found.document
    # who accepts an agreement before the application is accepted may have been told by it
    also = clauses(document, "notice") if found.kind == "agreement" else ()
    for clause in (*found.clauses, *also):
        said = clause.evidence[0].sentence if clause.evidence else None
        yield _matter(document, clause.key, clause.name, clause.answer, said)
    for entry in found.outline:
        if entry.number in PARTS:
            answer = NOT_FOUND if entry.standing == "absent" else COVERED
            yield _matter(document, PART + entry.number, entry.name, answer, None)
    key = COMPLAINT_ANSWER
    said = next((term.sentence for term in found.terms if term.key == key), None)
    yield _matter(document, key, NAMES[key], NOT_FOUND if said is None else COVERED, said)


def _matter(
    document: Document, key: str, name: Text, answer: str, said: Span | None
) -> dict[str, Any]:
    stands = {} if said is None else place(document, said)
    return {"key": key, "zh": name.zh, "en": name.en, "answer": answer, **stands}


def _decided(
    matter: dict[str, Any], document: Document, confirmations: Confirmations
) -> dict[str, Any]:
    """A matter as a person decided it, or as it was found."""
    decided = confirmations.of(document, matter["key"])
    if decided is None:
        return matter
    answer = COVERED if decided.answer == "covered" else NOT_FOUND
    quoted = {} if decided.sentence is None else {"sentence": decided.sentence}
    return {**matter, **quoted, "answer": answer, "confirmation": decided.entry}
