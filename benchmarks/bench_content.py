"""Checks of a certificate's content beside pkilint: checks both make, same certificates, same run.

    python benchmarks/bench_content.py [--certificates 200000] [--peer 1500]

pkilint lives in an environment of its own, which the first run makes from the package index. Of
the first certificates, a tenth are spoiled on purpose, and both must find the same ones. Rates
are certificates per second of processor time, on one core, from DER in memory to what each check
says. The audit's whole way is beside them: from PEM on disk through records and dossiers, which
take the rules that compare with other certificates as well; what it takes however few the
certificates, to put its expressions into words, is told apart.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import subprocess
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from issued import issued
from mingzheng.audit.bare_certificates import by_bytes
from mingzheng.audit.engines.duckdb import DuckDB
from mingzheng.audit.judging import BREACHES, codes, judge
from mingzheng.audit.standing import standing
from mingzheng.certificates import read, warm_up
from mingzheng.dossiers import Certificate
from mingzheng.dossiers.build import build
from mingzheng.evidence.reading import read_settings
from mingzheng.records.archive import BATCH
from mingzheng.records.reading import read_records
from mingzheng.rules import Parameters, Rule, rules
from mingzheng.sources.rejects import Rejects
from results import load, parser, record

PKILINT = "pkilint==0.13.3"
HERE = Path(__file__).parent
ENVIRONMENT = HERE / ".pkilint"
BOTH = (
    "content.serial_invalid", "content.algorithm_mismatch", "content.validity_invalid",
    "content.profile_incomplete",
)  # fmt: skip
"""Rules that make six checks which pkilint makes as well."""

ZLINT = {"P-256": 1500, "RSA-2048": 780}
"""Certificates per second and core with which zlint makes its 431 checks (docs/performance.md)."""
ZLINT_CHECKS = 431

AS_OF = dt.date(2026, 6, 30)


@dataclass(frozen=True)
class Judged:
    """Processor seconds, and per rule the serial numbers of the certificates it finds fault with."""

    checking: float
    """Of the reader, from DER in memory, and of the rules."""
    seconds: float
    """Of the whole way: records, and all statements of the engine."""
    fixed: float
    """Of putting expressions into words."""
    faults: dict[str, set[str]]


class Clocked(DuckDB):
    """Adds up the processor seconds of the thread that runs the statements."""

    seconds = judging = 0.0

    def _do(self, statement: str) -> None:
        began = time.thread_time()
        super()._do(statement)
        spent = time.thread_time() - began
        self.seconds += spent
        if '"codes" AS' in statement:
            self.judging += spent


def serial(der: bytes) -> slice:
    """Where the octets of the serial number are: after the version, in every certificate made here."""
    start = der.index(b"\xa0\x03\x02\x01\x02\x02") + 6
    return slice(start + 1, start + 1 + der[start])


def numbered(der: bytes, number: int) -> bytes:
    """The same certificate under another serial number; its signature no longer fits."""
    at = serial(der)
    return der[: at.stop - 4] + number.to_bytes(4, "big") + der[at.stop :]


def spoiled(der: bytes, how: int) -> bytes:
    """One of six faults, without moving an octet."""
    at = serial(der)
    if how == 0:
        return der[: at.start] + b"\x80" + der[at.start + 1 :]
    if how == 1:  # version 2
        return der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01", 1)
    if how == 2:  # subject key identifier
        return der.replace(b"\x06\x03\x55\x1d\x0e", b"\x06\x03\x55\x1d\x7e", 1)
    if how == 3:  # authority key identifier
        return der.replace(b"\x06\x03\x55\x1d\x23", b"\x06\x03\x55\x1d\x7d", 1)
    if how == 4:  # the times change places
        first, second = re.findall(rb"\x17\x0d(\d{12}Z)", der)[:2]
        return der.replace(first + b"\x17\x0d" + second, second + b"\x17\x0d" + first, 1)
    outer = max(der.rfind(oid) for oid in (b"\x04\x03\x02", b"\x01\x01\x0b")) + 2
    return der[:outer] + b"\x0c" + der[outer + 1 :]


def made(algorithm: str, count: int) -> list[bytes]:
    ders = issued(2000)[algorithm]
    return [numbered(ders[n % len(ders)], n) for n in range(count)]


def judged(ders: Sequence[bytes], which: Sequence[Rule]) -> Judged:
    """Read and judge certificates as an audit does, by these rules."""
    with tempfile.TemporaryDirectory() as place:
        folder, work = Path(place, "evidence"), Path(place, "work")
        (folder / "certificates").mkdir(parents=True)
        work.mkdir()
        (folder / "certificates" / "archive.pem").write_bytes(b"".join(map(pem, ders)))
        settings = read_settings(folder, as_of=AS_OF)
        began = time.process_time()
        with Rejects(spill=work) as rejects:
            records = read_records(settings, out=work / "records", rejects=rejects, threads=1)
        reading = time.process_time() - began
        engine = Clocked(work, memory=2 << 30, threads=1)
        try:
            dossiers = build(standing(engine, records, settings, {}))
            dossier = Certificate(dossiers.tables[Certificate], settings.clock_tolerance)
            found, failed = judge(which, dossier, Parameters({}))
            if failed:
                raise failed[0][1]
            keys = ["certificate", "serial_number"]
            table = engine.keep(
                "codes", codes(found, dossier, settings, keys=keys, view=engine.view)
            )
            engine.settle(*engine.due)
            whole, seconds = time.process_time() - began, reading + engine.seconds
            rows = engine.table(table)
        finally:
            engine.close()
    faults = {}
    for j in found:
        wrong = rows.filter(pc.is_in(rows[j.column], pa.array(BREACHES, pa.int8())))
        faults[j.rule.id] = set(wrong["serial_number"].to_pylist())
    return Judged(read_alone(ders) + engine.judging, seconds, whole - seconds, faults)


def read_alone(ders: Sequence[bytes]) -> float:
    """Processor seconds to read every column of certificates in memory, their digests as well."""
    batches = [pa.array(ders[at : at + BATCH], pa.binary()) for at in range(0, len(ders), BATCH)]
    began = time.process_time()
    for batch in batches:
        read(batch)
    return time.process_time() - began


def pem(der: bytes) -> bytes:
    middle = base64.encodebytes(der)
    return b"-----BEGIN CERTIFICATE-----\n" + middle + b"-----END CERTIFICATE-----\n"


def with_pkilint(ders: Sequence[bytes]) -> dict[str, object]:
    """What with_pkilint.py prints."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PKILINT], check=True)
    with tempfile.NamedTemporaryFile() as file:
        for der in ders:
            file.write(len(der).to_bytes(4, "big") + der)
        file.flush()
        done = subprocess.run(
            [python, HERE / "with_pkilint.py", file.name], check=True, capture_output=True
        )
    return dict(json.loads(done.stdout))


def agree(ders: Sequence[bytes], theirs: dict[str, list[int]], ours: Judged) -> None:
    """Stop where the two don't find the same certificates."""
    for rule in BOTH:
        named = {_serial_number(ders[place]) for place in theirs[rule]}
        if named != ours.faults[rule] or not named:
            odd = sorted(named ^ ours.faults[rule])[:3]
            raise SystemExit(f"{rule}: pkilint {len(named)}, ours {len(ours.faults[rule])}: {odd}")


def _serial_number(der: bytes) -> str:
    return f"{int.from_bytes(der[serial_at(der)], 'big', signed=True):x}"


def serial_at(der: bytes) -> slice:
    """As `serial`, also of a certificate of version 2."""
    return serial(der.replace(b"\xa0\x03\x02\x01\x01", b"\xa0\x03\x02\x01\x02", 1))


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--certificates", type=int, default=100_000)
    options.add_argument("--peer", type=int, default=1500)
    given = options.parse_args()
    busy = load()
    warm_up()
    both = [rule for rule in rules() if rule.id in BOTH]
    every = list(by_bytes())
    rows = []
    for algorithm, zlint in ZLINT.items():
        ders = made(algorithm, given.certificates)
        some = [
            spoiled(d, n // 10 % 6) if n % 10 == 0 else d for n, d in enumerate(ders[: given.peer])
        ]
        peer = with_pkilint(some)
        agree(some, peer["faults"], judged(some, both))
        theirs = len(some) / peer["seconds"]
        for which, checks in ((both, peer["checks"]), (every, len(every))):
            found = judged(ders, which)
            ours, whole = len(ders) / found.checking, len(ders) / found.seconds
            row = {
                "algorithm": algorithm, "checks": checks, "certificates": len(ders),
                "ours": ours, "whole": whole, "fixed": found.fixed, "zlint": zlint,
                "zlint_checks": ZLINT_CHECKS, "pkilint": theirs if which is both else None,
            }  # fmt: skip
            rows.append(row)
            print(
                f"{algorithm}: {checks} checks: {ours:,.0f}/s, {ours / zlint:.0f} x zlint"
                + (f", {ours / theirs:.0f} x pkilint's {theirs:,.0f}/s" if which is both else "")
                + f"; whole way {whole:,.0f}/s and {found.fixed:.1f} s in words"
            )
    if given.record:
        record("content", rows, load=busy)


if __name__ == "__main__":
    main()
