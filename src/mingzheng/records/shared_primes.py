"""RSA keys that share a prime factor with another of the archive → the table `shared_primes`.

Whoever has two such certificates has both private keys. Distinct moduli are compared, those of the
CA's own certificates with them. Only that a factor is shared is written, and with which other
certificate: no factor ever is, on disk neither.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.language import Text
from mingzheng.records.finished import Finished, Input, fingerprint, forget, load, save
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.parts import Parts, writing
from mingzheng.records.provenance import FILES
from mingzheng.signatures.common_factors import CHUNK, Sharing, sharing
from mingzheng.sources.rejects import Rejects

NAME = "shared_primes"
SHARED_PRIMES = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        ("shared", pa.bool_()),
        ("other_row", pa.int64()),
        ("other_serial", pa.string()),
    ]
)
"""The columns of the table: a row for each certificate with an RSA key that shares a prime factor,
or of which that can't be told, shared is null then. A certificate with an RSA key that is not
here shares none.

other_row: the first certificate with one of the moduli it shares a factor with, null where that is
one of the CA's own; other_serial: its serial number.
"""

MOST_MODULI = 1 << 20
"""Distinct moduli that are compared, a quarter of an hour's work; of more nothing is said."""

_APART = 1 << 40
"""Between the rows of the archive and of the CA's own certificates."""

_FOLDER = ".shared_primes"
_MEMORY = "512MB"
_ALGORITHMS = "('rsa', 'rsa-pss')"


def compare_moduli(
    made_from: tuple[str, ...],
    *,
    out: Path,
    threads: int,
    progress: Callable[[str, int], None],
    most: int = MOST_MODULI,
) -> tuple[Finished, tuple[Input, ...]]:
    """Compare the moduli of the tables certificates and issuers in `out`, into `out/shared_primes`.

    made_from: what these tables follow from; a table that was made from the same is kept. most:
    distinct moduli that are compared.
    """
    same = fingerprint((), NAME, SHARED_PRIMES, most, *made_from)
    found = load(out, NAME, made_from=same)
    if found is not None:
        return found, ()
    forget(out, NAME)
    folder = out / _FOLDER
    with writing(out), Rejects(spill=out) as rejects:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        tell = partial(progress, NAME)
        with (
            Parts(out / NAME, SHARED_PRIMES) as parts,
            duckdb.connect(config={"memory_limit": _MEMORY, "threads": 1}) as engine,
        ):
            count = _compare(engine, out, folder, parts, most=most, threads=threads, progress=tell)
        shutil.rmtree(folder)
        finished = Finished(
            table=NAME,
            rows=parts.rows,
            supplied=False,
            void=False,
            headers={},
            notices=() if count <= most else (_not_compared(count, most),),
            files=FILES.empty_table(),
            links=REJECTED_LINKS.empty_table(),
            made_from=same,
        )
        save(out, finished, rejects)
    return finished, ()


def _not_compared(count: int, most: int) -> Text:
    return Text(
        zh=f"档案中有 {count:,} 个不同的RSA模数，超过 {most:,} 个，未比较它们是否共用素因子：content.key_shares_prime 一律无法判断；可把档案分批审计",
        en=f"the archive has {count:,} different RSA moduli, over {most:,}: they were not compared for shared prime factors, and content.key_shares_prime can't be told of any; the archive may be audited in parts",
    )


def _compare(
    engine: duckdb.DuckDBPyConnection,
    out: Path,
    folder: Path,
    parts: Parts,
    *,
    most: int,
    threads: int,
    progress: Callable[[int], None],
) -> int:
    """Write the table; how many distinct moduli there are."""
    engine.execute(f"SET temp_directory = '{_quoted(folder / 'spill')}'")
    engine.execute(
        f"""CREATE VIEW keys AS
        SELECT row AS place, row, serial_number, public_key_algorithm, rsa_modulus
        FROM {_parts(out / "certificates")} UNION ALL
        SELECT row + {_APART}, NULL, serial_number, public_key_algorithm, rsa_modulus
        FROM {_parts(out / "issuers")}"""
    )
    moduli = folder / "moduli.parquet"
    engine.execute(
        f"""COPY (SELECT min(place) AS place, rsa_modulus AS modulus FROM keys
        WHERE rsa_modulus IS NOT NULL GROUP BY rsa_modulus ORDER BY place)
        TO '{_quoted(moduli)}' (FORMAT parquet, COMPRESSION uncompressed)"""
    )
    count = pq.read_metadata(moduli).num_rows
    pairs: list[Sharing] = []
    if count <= most:
        chunks = [partial(_moduli, moduli, first) for first in range(0, count, CHUNK)]
        pairs = sharing(chunks, scratch=folder, threads=threads, progress=progress)
    engine.register("pairs", pa.table({name: [p[i] for p in pairs] for i, name in _PAIR}, _PAIRS))
    _write(engine, moduli, parts, compared=count <= most)
    return count


_PAIR = tuple(enumerate(Sharing._fields))
_PAIRS = pa.schema([(name, pa.int64()) for _, name in _PAIR])


def _moduli(path: Path, first: int) -> Iterator[bytes]:
    """The moduli from a number on, a chunk of them."""
    place = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(CHUNK, columns=["modulus"]):
            begin, end = max(first - place, 0), max(min(first + CHUNK - place, len(batch)), 0)
            if begin < end:
                yield from batch["modulus"].slice(begin, end - begin).to_pylist()
            place += len(batch)
            if place >= first + CHUNK:
                return


def _write(
    engine: duckdb.DuckDBPyConnection, moduli: Path, parts: Parts, *, compared: bool
) -> None:
    unknown = "k.rsa_modulus IS NULL" if compared else "true"
    found = engine.sql(
        f"""WITH numbered AS (
            SELECT *, row_number() OVER (ORDER BY place) - 1 AS number
            FROM '{_quoted(moduli)}'
        ), sharing AS (
            SELECT own.modulus, other.place AS other_place
            FROM pairs JOIN numbered own ON pairs.modulus = own.number
            JOIN numbered other ON pairs.other = other.number
        )
        SELECT k.row, s.modulus IS NOT NULL OR NULL AS shared,
            o.row AS other_row, o.serial_number AS other_serial
        FROM keys k LEFT JOIN sharing s ON k.rsa_modulus = s.modulus
        LEFT JOIN keys o ON o.place = s.other_place
        WHERE k.row IS NOT NULL AND k.public_key_algorithm IN {_ALGORITHMS}
            AND (s.modulus IS NOT NULL OR {unknown})
        ORDER BY k.row"""
    )
    for batch in found.to_arrow_reader(1 << 16):
        parts.write(pa.Table.from_batches([batch]).cast(SHARED_PRIMES))


def _parts(folder: Path) -> str:
    files = ", ".join(f"'{_quoted(part)}'" for part in sorted(folder.glob("part-*.parquet")))
    return f"read_parquet([{files}])"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
