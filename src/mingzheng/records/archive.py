"""The certificates of the evidence → tables on disk, each with the holder its subject names."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from mingzheng.certificates import SCHEMA, read
from mingzheng.certificates.names import issuer_key
from mingzheng.evidence.settings import Issuer, Settings
from mingzheng.records.authorities import supplied_authorities, without_library
from mingzheng.records.cells import Rows
from mingzheng.records.finished import (
    Finished,
    Input,
    fingerprint,
    forget,
    from_rows,
    hashed,
    load,
    save,
)
from mingzheng.records.headers import plain
from mingzheng.records.holders import FIELDS, compile_template, read_holders_of
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.key_faults import key_faults
from mingzheng.records.moduli import rsa_moduli
from mingzheng.records.parts import Parts, Rowwise
from mingzheng.records.provenance import Bases
from mingzheng.records.schema import INSTANT
from mingzheng.records.signatures import FIELDS as SIGNATURE_FIELDS
from mingzheng.records.signatures import columns as signature_columns
from mingzheng.records.signatures import issuer_keys, verified
from mingzheng.records.verification import Aside, Verification, set_aside, stored_rows
from mingzheng.signatures.algorithms import Scheme
from mingzheng.signatures.authorities import Authorities
from mingzheng.signatures.second_opinion import library_for
from mingzheng.sources.addresses import is_database
from mingzheng.sources.batches import CertificateBatch
from mingzheng.sources.certificate_columns import read_certificate_column
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.folders import walk
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.tables import read_table

COLUMN = "certificate"
"""What a mapping calls the column of a table that holds certificates."""

BATCH = 1 << 16
"""Certificates read at a time: a few such batches are in memory at once."""

Elsewhere = Callable[[Callable[[Any], Any]], Callable[[Any], Any]]
"""Gives the same work on one batch, done by another machine; both can be pickled."""

STORED = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        *(
            field.with_type(INSTANT) if pa.types.is_timestamp(field.type) else field
            for field in SCHEMA
        ),
        pa.field("issuer_dn_key", pa.string()),
        *FIELDS,
        pa.field("public_key_fault", pa.string()),
        pa.field("rsa_modulus", pa.large_binary()),
        *SIGNATURE_FIELDS,
    ]
)
"""The columns of the tables certificates and issuers.

public_key_fault: a word of `key_faults.FAULTS`; null where the key is sound.
rsa_modulus: see `moduli.rsa_moduli`.
signature_verdict, signature_answers: see `records.signatures`.
"""

_FURTHER = 1 << 32
"""More than any line: what keeps the lines of one file from those of the next."""

_LINE = "\0line"
_REPEATING = (
    "issuer_dn", "issuer_common_name", "issuer_organization", "subject_country", "version",
    "public_key_algorithm", "public_key_parameters", "signature_algorithm", "extended_key_usage",
    "policies", "crl_urls", "ocsp_urls", "issuer_urls", "authority_key_id", "issuer_dn_key",
    "ec_point_form", "damaged", "unreadable", "unknown_critical", "holder_number_kind",
    "public_key_fault", "signature_verdict", "signature_answers",
)  # fmt: skip


def archive_paths(settings: Settings) -> list[Path]:
    """Where the archive's certificates are.

    What evidence.toml names; else `certificates/`; else, where the folder has none of the
    contract's folders and no evidence.toml, the folder itself: a bare folder of certificates.
    """
    folder = settings.folder
    named = [folder / path for path in settings.certificates.paths]
    if named:
        return named
    if (folder / "certificates").exists():
        return [folder / "certificates"]
    known = ("evidence.toml", "tables", "issuers", "crls", "documents", "archive")
    return [] if any((folder / name).exists() for name in known) else [folder]


def read_archive(
    settings: Settings,
    name: str,
    *,
    out: Path,
    threads: int,
    limits: Limits,
    progress: Callable[[str, int], None],
    elsewhere: Elsewhere = lambda work: work,
) -> tuple[Finished, tuple[Input, ...]]:
    """Read `certificates` or `issuers` into `out/<name>` unless it is there already.

    elsewhere: where batches are taken apart and their signatures verified, `threads` at a time.
    """
    paths = archive_paths(settings)
    if name == "issuers":
        paths = issuer_paths(settings)
    with Rejects(spill=out) as rejects:
        column = settings.certificates.columns.get(COLUMN) if name == "certificates" else None
        inputs = inputs_of(paths, settings.folder, threads)
        made_from = fingerprint(
            (*inputs, *inputs_of(issuer_paths(settings), settings.folder, threads)),
            name, settings.certificates, settings.issuers, settings.as_of, STORED,
            library_for(Scheme.SM2) is not None,
        )  # fmt: skip
        live = any(is_database(path) for path in settings.certificates.paths)
        found = None if live else load(out, name, made_from=made_from)
        if found is not None:
            progress(name, found.rows)
            return found, inputs
        forget(out, name)
        if column is None:
            batches = read_certificates(
                paths,
                rejects=rejects,
                limits=limits,
                root=settings.folder,
                batch_certificates=BATCH,
            )
        else:
            batches = _from_tables(settings, column, rejects=rejects, limits=limits)
        files = Bases(name)
        authorities = supplied_authorities(issuer_paths(settings), settings.folder, limits)
        typed = partial(
            _typed,
            templates=templates_of(settings.issuers),
            settings=settings,
            authorities=authorities,
        )
        typed_elsewhere = elsewhere(typed)
        verification = Verification(out / name, STORED, _REPEATING)
        again = partial(verification.add_again, verified=bool(authorities))
        same = None if live else made_from
        with Parts(out / name, STORED, _REPEATING, made_from=same) as parts:
            numbered = _after(parts.there, _numbered(batches, files), again)
            for batch in _in_parallel(typed_elsewhere, numbered, threads=threads):
                parts.write(batch.table.add_column(0, STORED.field("row"), batch.rows))
                verification.add(batch.rows, batch.table, batch.aside)
                progress(name, parts.rows)
        verification.settle()
        verification.report(rejects, files.to_arrow(), name)
        finished = Finished(
            table=name,
            rows=parts.rows,
            supplied=bool(paths),
            void=any(rejects.count_by_table().values()),
            headers={},
            notices=without_library() if authorities and name == "certificates" else (),
            files=files.to_arrow(),
            links=REJECTED_LINKS.empty_table(),
            made_from=from_rows(out / name, made_from) if live else made_from,
        )
        save(out, finished, rejects)
    return finished, inputs


def _from_tables(
    settings: Settings, column: str, *, rejects: Rejects, limits: Limits
) -> Iterator[CertificateBatch]:
    """The certificates of a table that holds them in a column, in base64 or hex."""
    raw = read_table(
        settings.certificates,
        folder=settings.folder,
        table="certificates",
        rejects=rejects,
        limits=limits,
        batch_rows=BATCH,
    )
    for file, batches in groupby(raw, key=lambda batch: batch.file):
        first = next(batches)
        headers = {plain(header): header for header in first.columns.schema.names}
        header = headers.get(plain(column))
        if header is None:
            rejects.add("mapped_header_missing", table="certificates", file=file, column=column)
            continue
        yield from read_certificate_column(
            (
                batch.columns.append_column(_LINE, pa.array(batch.lines))
                for batch in chain([first], batches)
            ),
            header,
            file=file,
            rejects=rejects,
            line_column=_LINE,
            limits=limits,
            batch_certificates=BATCH,
        )


def templates_of(issuers: tuple[Issuer, ...]) -> dict[str, tuple[str, ...]]:
    """Issuer key → subject templates; SettingsError for one that can't be used."""
    for issuer in issuers:
        for template in issuer.subject_templates:
            compile_template(template)
    return {issuer_key(issuer.dn): issuer.subject_templates for issuer in issuers}


def issuer_paths(settings: Settings) -> list[Path]:
    """Where the CA's own certificates and roots are."""
    return [path for path in [settings.folder / "issuers"] if path.exists()]


def inputs_of(paths: list[Path], root: Path, threads: int) -> tuple[Input, ...]:
    """Every file under the paths, with its size and hash."""
    with Rejects() as ignored, ThreadPoolExecutor(max(1, threads)) as pool:
        names = [
            os.path.relpath(found.path, root) for found in walk(paths, root=root, rejects=ignored)
        ]
        found = pool.map(partial(hashed, root), names, chunksize=64)
        return tuple(entry for entry in found if entry is not None)


def _numbered(
    batches: Iterator[CertificateBatch], files: Bases
) -> Iterator[tuple[pa.Array, pa.Array]]:
    """(row numbers, DER) of each batch: base of its file plus position, made unique."""
    for batch in batches:
        starts = np.flatnonzero(np.diff(batch.file, prepend=-1))
        names = [batch.files[index] for index in batch.file[starts].tolist()]
        lines = _distinct_lines(batch, starts, after=files.reached(names[0]))
        sizes = np.diff(starts, append=len(batch))
        bases = files.extend(names, lines[starts + sizes - 1])
        yield pa.array(np.repeat(bases, sizes) + lines), batch.der


def _after(
    there: list[Path],
    batches: Iterator[tuple[pa.Array, pa.Array]],
    again: Callable[[pa.Array, pa.Table, pa.Array], None],
) -> Iterator[tuple[pa.Array, pa.Array]]:
    """The batches without the rows of the parts that a run before has left.

    Sources are gone through again, which is quick and says what was rejected; `again` is given the
    rows that are there.
    """
    before = Rowwise(stored_rows(there))
    for rows, der in batches:
        known = before.take(len(rows))
        count = known.num_rows
        if count:
            again(rows.slice(0, count), known, der.slice(0, count))
        if count < len(rows):
            yield rows.slice(count), der.slice(count)


def _distinct_lines(batch: CertificateBatch, starts: Rows, *, after: int) -> Rows:
    """Positions in each file, made to increase: certificates may share a line.

    That happens to PKCS#7 within PEM; such a certificate gets the next number that is free.
    `after` is what the file with which the batch begins has reached before.
    """
    lines = batch.position.astype(np.int64)
    lines[0] = max(int(lines[0]), after + 1)
    steps = np.arange(len(lines))
    of_file = np.zeros(len(lines), np.int64)
    of_file[starts[1:]] = _FURTHER
    of_file = np.cumsum(of_file)
    return np.maximum.accumulate(lines - steps + of_file) + steps - of_file


class _Typed(NamedTuple):
    """A batch as it is stored, but for the numbers of its rows, and what it left open."""

    rows: pa.Array
    table: pa.Table
    aside: Aside | None


def _typed(
    numbered: tuple[pa.Array, pa.Array],
    *,
    templates: dict[str, tuple[str, ...]],
    settings: Settings,
    authorities: Authorities,
) -> _Typed:
    rows, der = numbered
    certificates = read(der).combine_chunks()
    keys = issuer_keys(certificates)
    holders = read_holders_of(certificates, keys, templates, as_of=settings.as_of)
    opinions = verified(certificates, der, keys, authorities)
    columns = [
        *certificates.columns,
        keys,
        *holders.columns,
        key_faults(certificates, der),
        rsa_moduli(certificates, der),
        *signature_columns(opinions, certificates["unreadable"].is_null().combine_chunks()),
    ]
    stored = STORED.remove(0)
    table = pa.table([c.cast(f.type) for c, f in zip(columns, stored, strict=True)], stored)
    aside = set_aside(rows, certificates, der, opinions) if authorities else None
    return _Typed(rows, table, aside)


def _in_parallel(
    work: Callable[[tuple[pa.Array, pa.Array]], _Typed],
    items: Iterator[tuple[pa.Array, pa.Array]],
    *,
    threads: int,
) -> Iterator[_Typed]:
    """Results in the order of the items, with no more than `threads` of them under way."""
    with ThreadPoolExecutor(max(1, threads)) as pool:
        waiting: deque[Future[_Typed]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
