"""The certificate reader against pyca/cryptography and asn1crypto: same run, one core each.

    python benchmarks/bench_certificates.py [--distinct 2000] [--rows 262144]

Makes RSA-2048, P-256 and SM2 certificates as authorities issue them (see `issued`), tiles them
and prints certificates per second from bytes to Arrow columns, in processor time, so that a
busy machine changes little. Before it measures, it checks that pyca finds the same values;
asn1crypto decodes the signed part into Python values, which is less than columns.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pyarrow as pa
from asn1crypto.x509 import Certificate as Asn1Certificate

from issued import issued
from mingzheng.certificates import SCHEMA, offsets, read, warm_up
from results import Row, load, parser, record
from with_pyca import COLUMNS, DIGESTS, NOT_OF_SM2, row
from with_pyca import Row as Values

HEADINGS = ("octets", "pyca/s", "asn1/s", "offsets/s", "x", "columns/s", "x")
WITH_DIGESTS = ("pyca+SHA/s", "columns+SHA/s", "x")


BATCH = 1 << 16
"""Certificates read at a time, as the audit reads them."""


def with_pyca(ders: list[bytes], *, sm2: bool, digests: bool) -> pa.Table:
    """The columns that pyca can give, one certificate at a time."""
    rows: list[Values] = [row(der, sm2=sm2, digests=digests) for der in ders]
    names = (*COLUMNS, *DIGESTS) if digests else COLUMNS
    return pa.table(
        [
            pa.array(values, SCHEMA.field(name).type)
            for name, values in zip(names, zip(*rows, strict=True), strict=True)
        ],
        names=names,
    )


def agree(ders: list[bytes], *, sm2: bool) -> None:
    """Stop where the two readers differ: a ratio between different things says nothing."""
    theirs = with_pyca(ders, sm2=sm2, digests=True)
    ours = read(pa.array(ders, pa.binary())).combine_chunks()
    for name in theirs.column_names:
        if not (sm2 and name in NOT_OF_SM2) and not theirs[name].equals(ours[name]):
            raise SystemExit(f"{name} differs: {theirs[name][0]} and {ours[name][0]}")
    if ours["damaged"].null_count + ours["unreadable"].null_count != 2 * len(ders):
        raise SystemExit("a certificate of the benchmark can't be read")


def rate(count: int, work: Callable[[], object], *, times: int) -> float:
    """Certificates per second of processor time, the best of so many runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return count / best


def rates(ders: list[bytes], rows: int, *, sm2: bool, times: int) -> dict[str, float]:
    """pyca, asn1crypto, offsets, columns; with the SHA-256 columns pyca_digests and digests."""
    column = pa.array([ders[i % len(ders)] for i in range(rows)], pa.large_binary())
    batches = [column.slice(start, BATCH) for start in range(0, rows, BATCH)]

    def asn1crypto() -> None:
        for der in ders:
            _ = Asn1Certificate.load(der)["tbs_certificate"].native

    def work(count: int, done: Callable[[], object]) -> float:
        return rate(count, done, times=times)

    few = len(ders)
    return {
        "pyca": work(few, lambda: with_pyca(ders, sm2=sm2, digests=False)),
        "asn1crypto": work(few, asn1crypto),
        "offsets": work(rows, lambda: [len(offsets(batch)) for batch in batches]),
        "columns": work(rows, lambda: [len(read(batch, digests=False)) for batch in batches]),
        "pyca_digests": work(few, lambda: with_pyca(ders, sm2=sm2, digests=True)),
        "digests": work(rows, lambda: [len(read(batch)) for batch in batches]),
    }


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--distinct", type=int, default=2000)
    options.add_argument("--rows", type=int, default=4 * BATCH)
    options.add_argument("--times", type=int, default=5)
    given = options.parse_args()
    busy, start = load(), time.perf_counter()
    warm_up()
    print(f"compiled or loaded in {time.perf_counter() - start:.1f} s")
    print(f"{'':9}" + "".join(f"{heading:>14}" for heading in HEADINGS + WITH_DIGESTS))
    rows: list[Row] = []
    for algorithm, ders in issued(given.distinct).items():
        sm2 = algorithm == "SM2"
        agree(ders, sm2=sm2)
        found = rates(ders, given.rows, sm2=sm2, times=given.times)
        octets = sum(map(len, ders)) // len(ders)
        rows.append({"algorithm": algorithm, "octets": octets, **found})
        cells = [f"{octets:,}", f"{found['pyca']:,.0f}", f"{found['asn1crypto']:,.0f}"]
        for each in ("offsets", "columns"):
            cells += [f"{found[each]:,.0f}", f"{found[each] / found['pyca']:.0f}"]
        cells += [f"{found[each]:,.0f}" for each in ("pyca_digests", "digests")]
        cells += [f"{found['digests'] / found['pyca_digests']:.0f}"]
        print(f"{algorithm:9}" + "".join(f"{cell:>14}" for cell in cells), flush=True)
    if given.record:
        record("certificates", rows, load=busy)


if __name__ == "__main__":
    main()
