"""The revocation lists of the evidence → the tables `crls` and `revoked` on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.certificates.names import issuer_key
from mingzheng.certificates.revocation_lists import (
    LOST,
    Fault,
    RevocationList,
    read_blocks,
    read_list,
)
from mingzheng.evidence.settings import Settings
from mingzheng.language import Text
from mingzheng.records.archive import inputs_of, issuer_paths
from mingzheng.records.authorities import supplied_authorities
from mingzheng.records.finished import Finished, Input, fingerprint, forget, load, save
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.list_signatures import DISBELIEVED, list_signature
from mingzheng.records.parts import Parts
from mingzheng.records.provenance import Bases
from mingzheng.records.schema import INSTANT
from mingzheng.signatures.algorithms import Scheme
from mingzheng.signatures.authorities import Authorities
from mingzheng.signatures.second_opinion import library_for
from mingzheng.signatures.verdicts import Verdict
from mingzheng.sources.blocks import shown_place
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Reject, Rejects
from mingzheng.sources.revocation_lists import FoundList, read_revocation_lists

FOLDER, LISTS, ENTRIES = "crls", "crls", "revoked"

STORED_LISTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        ("fingerprint", pa.binary(32)),
        ("issuer_dn", pa.string()),
        ("issuer_dn_key", pa.string()),
        ("issuer_key_id", pa.string()),
        ("distribution_point", pa.string()),
        ("number", pa.string()),
        ("signature_algorithm", pa.string()),
        ("signature_verdict", pa.string()),
        ("complete", pa.bool_()),
        ("this_update", INSTANT),
        ("next_update", INSTANT),
        ("entries", pa.int64()),
    ]
)
"""The columns of `crls`. complete: whoever is an end entity of this issuer and distribution point
and is not in it was not on it; a list of which an entry could not be read is not. A list that is
disbelieved (see `list_signatures`) is not complete, and none of its entries is kept."""

STORED_ENTRIES = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        ("crl_row", pa.int64()),
        ("issuer_dn", pa.string()),
        ("issuer_dn_key", pa.string()),
        ("issuer_key_id", pa.string()),
        ("serial_number", pa.string()),
        ("revoked_at", INSTANT),
        ("reason", pa.string()),
        ("invalid_from", INSTANT),
    ]
)
"""The columns of `revoked`. issuer_* are the certificate's: of an indirect list its entries' own,
whose key is not known; crl_row is the list it stands in."""

_REPEATING = (
    "issuer_dn", "issuer_dn_key", "issuer_key_id", "reason", "distribution_point",
    "signature_verdict",
)  # fmt: skip
_UNVERIFIED = (Verdict.ISSUER_UNKNOWN.word, Verdict.ALGORITHM_UNSUPPORTED.word)

Read = tuple[Finished, tuple[Input, ...]]


def read_lists(
    settings: Settings,
    *,
    out: Path,
    threads: int,
    limits: Limits,
    progress: Callable[[str, int], None],
) -> list[Read]:
    """Read `crls/` of the evidence into `out/crls` and `out/revoked` unless they are there already."""
    paths = [path for path in [settings.folder / FOLDER] if path.exists()]
    inputs = inputs_of(paths, settings.folder, threads)
    issuers = inputs_of(issuer_paths(settings), settings.folder, threads)
    library = library_for(Scheme.SM2) is not None
    made_from = fingerprint((*inputs, *issuers), FOLDER, STORED_LISTS, STORED_ENTRIES, library)
    found = [load(out, name, made_from=made_from) for name in (LISTS, ENTRIES)]
    if not all(found):
        found = _read(settings, paths, made_from, out=out, limits=limits, progress=progress)
    ready = [finished for finished in found if finished is not None]
    for finished in ready:
        progress(finished.table, finished.rows)
    return [(finished, inputs) for finished in ready]


def _read(
    settings: Settings,
    paths: list[Path],
    made_from: str,
    *,
    out: Path,
    limits: Limits,
    progress: Callable[[str, int], None],
) -> list[Finished | None]:
    with (
        Rejects(spill=out, table=LISTS) as of_lists,
        Rejects(spill=out, table=ENTRIES) as of_entries,
    ):
        forget(out, LISTS)
        forget(out, ENTRIES)
        with (
            Parts(out / LISTS, STORED_LISTS, _REPEATING) as lists,
            Parts(out / ENTRIES, STORED_ENTRIES, _REPEATING) as entries,
        ):
            authorities = supplied_authorities(issuer_paths(settings), settings.folder, limits)
            intake = _Intake(lists, entries, of_lists, of_entries, authorities)
            for one in read_revocation_lists(
                paths, root=settings.folder, rejects=of_lists, limits=limits
            ):
                intake.take(one)
                progress(ENTRIES, entries.rows)
        lost = any(of_lists.count_by_table().values())
        made: list[Finished | None] = []
        for name, parts, rejects, bases in (
            (LISTS, lists, of_lists, intake.list_files),
            (ENTRIES, entries, of_entries, intake.entry_files),
        ):
            finished = Finished(
                table=name,
                rows=parts.rows,
                supplied=bool(paths),
                void=lost or any(rejects.count_by_table().values()),
                headers={},
                notices=intake.notices() if name == LISTS else (),
                files=bases.to_arrow(),
                links=REJECTED_LINKS.empty_table(),
                made_from=made_from,
            )
            save(out, finished, rejects)
            made.append(finished)
        return made


@dataclass
class _Intake:
    """Takes one list after another; each list once, wherever it lies."""

    lists: Parts
    entries: Parts
    of_lists: Rejects
    of_entries: Rejects
    authorities: Authorities
    list_files: Bases = field(default_factory=lambda: Bases(LISTS))
    entry_files: Bases = field(default_factory=lambda: Bases(ENTRIES))
    seen: set[bytes] = field(default_factory=set)
    unverified: int = 0

    def take(self, found: FoundList) -> None:
        """Write one list and its entries."""
        one = read_list(found.der)
        if one.unreadable is not None:
            value = f"{one.unreadable} {shown_place(one.unreadable_at or 0)}"
            self.of_lists.add(
                "damaged_crl", table=LISTS, file=found.file, line=found.position, value=value
            )
            return
        if one.fingerprint in self.seen:
            self.of_lists.add(
                "crl_given_twice", table=LISTS, file=found.file, line=found.position, rows=0
            )
            return
        self.seen.add(one.fingerprint)
        line = max(found.position, self.list_files.reached(found.file) + 1)
        row = self.list_files.base(found.file, line) + line
        verdict, answers = list_signature(one, self.authorities)
        if verdict in DISBELIEVED:
            why = "crl_signature_disputed" if answers else "crl_signature_invalid"
            self.of_lists.add(why, table=LISTS, file=found.file, line=line, value=answers, rows=0)
        self.unverified += verdict in _UNVERIFIED
        count, whole = 0, False
        if verdict not in DISBELIEVED:
            count, whole = self._entries(one, found, row)
        self.lists.write(
            _list_row(one, row=row, entries=count, whole=whole, signature_verdict=verdict)
        )

    def notices(self) -> tuple[Text, ...]:
        """What a reader must know of lists whose signature nobody could verify."""
        if not self.unverified:
            return ()
        return (
            Text(
                zh=f"有 {self.unverified:,} 份撤销列表的签名未能验证（没有提供其颁发者的证书，或者不支持其签名算法），仍按其内容核验：请把签发这些列表的证书放入 issuers/",
                en=f"the signatures of {self.unverified:,} revocation lists could not be verified (the certificate of the issuer was not supplied, or the algorithm is not supported), and they were taken at their word: put the certificates that signed them into issuers/",
            ),
        )

    def _entries(self, one: RevocationList, found: FoundList, row: int) -> tuple[int, bool]:
        """How many entries were written, and whether the list is whole without what was lost."""
        before = max(self.entry_files.reached(found.file), 0)
        count, whole = 0, True
        for batch, faults in read_blocks(one):
            for fault in faults:
                whole &= fault.what not in LOST and fault.what != "unknown_critical"
            self.of_entries.extend(_reject(fault, found, before) for fault in faults)
            if batch.num_rows:
                lines = pc.add(batch["entry"], before)
                base = self.entry_files.base(found.file, lines[-1].as_py())
                self.entries.write(_entry_rows(batch, one, pc.add(lines, base), crl_row=row))
                count += batch.num_rows
        return count, whole


def _list_row(
    one: RevocationList, *, row: int, entries: int, whole: bool, signature_verdict: str | None
) -> pa.Table:
    values = {
        "row": row,
        "signature_verdict": signature_verdict,
        "issuer_dn_key": _key(one.issuer_dn),
        "complete": one.covers_all and whole and one.issuer_dn is not None,
        "entries": entries,
        **{
            name: getattr(one, name)
            for name in STORED_LISTS.names
            if name not in ("row", "signature_verdict", "issuer_dn_key", "complete", "entries")
        },
    }
    return pa.table({name: [values[name]] for name in STORED_LISTS.names}, STORED_LISTS)


def _entry_rows(
    batch: pa.RecordBatch, one: RevocationList, rows: pa.Array, *, crl_row: int
) -> pa.Table:
    count = batch.num_rows
    names = batch["issuer_dn"].dictionary_encode()
    keys = pa.array([_key(name) for name in names.dictionary.to_pylist()], pa.string())
    own = pc.fill_null(pc.equal(batch["issuer_dn"], pa.scalar(one.issuer_dn, pa.string())), False)
    key_ids = pc.if_else(own, pa.scalar(one.issuer_key_id, pa.string()), None)
    columns = [
        rows,
        pa.repeat(pa.scalar(crl_row, pa.int64()), count),
        batch["issuer_dn"],
        keys.take(names.indices),
        key_ids,
        batch["serial_number"],
        batch["revoked_at"].cast(INSTANT),
        batch["reason"],
        batch["invalid_from"].cast(INSTANT),
    ]
    return pa.table(columns, schema=STORED_ENTRIES)


@cache
def _key(dn: str | None) -> str | None:
    return None if dn is None else issuer_key(dn)


def _reject(fault: Fault, found: FoundList, before: int) -> Reject:
    """What an entry lost; `extensions` and `unknown_critical` lose what they would have said."""
    if fault.what == "broken":
        reason = "crl_entries_cut"
    else:
        reason = "damaged_crl_entry" if fault.what in LOST else "crl_entry_value"
    return Reject(
        ENTRIES,
        found.file,
        reason,
        line=before + fault.entry,
        value=f"{fault.what} {shown_place(fault.offset)}",
        rows=int(fault.what in LOST),
    )
