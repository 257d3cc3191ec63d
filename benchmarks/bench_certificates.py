"""The certificate reader against pyca/cryptography: same columns, same run, one core each.

    python benchmarks/bench_certificates.py [--distinct 2000] [--rows 262144]

Makes RSA-2048, P-256 and SM2 certificates as authorities issue them (see `issued`), tiles them
and prints certificates per second from bytes to Arrow columns, in processor time, so that a
busy machine changes little. Before it measures, it checks that both find the same values.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import pyarrow as pa

from issued import issued
from mingzheng.certificates import SCHEMA, offsets, read, warm_up
from with_pyca import COLUMNS, DIGESTS, NOT_OF_SM2, Row, row

HEADINGS = ("octets", "pyca/s", "offsets/s", "x", "columns/s", "x")
WITH_DIGESTS = ("pyca+SHA/s", "columns+SHA/s", "x")


BATCH = 1 << 16
"""Certificates read at a time, as the audit reads them."""


def with_pyca(ders: list[bytes], *, sm2: bool, digests: bool) -> pa.Table:
    """The columns that pyca can give, one certificate at a time."""
    rows: list[Row] = [row(der, sm2=sm2, digests=digests) for der in ders]
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


def rates(ders: list[bytes], rows: int, *, sm2: bool, times: int) -> list[float]:
    """pyca, offsets, columns; then with the SHA-256 columns: pyca, columns."""
    column = pa.array([ders[i % len(ders)] for i in range(rows)], pa.large_binary())
    batches = [column.slice(start, BATCH) for start in range(0, rows, BATCH)]
    return [
        rate(len(ders), lambda: with_pyca(ders, sm2=sm2, digests=False), times=times),
        rate(rows, lambda: [len(offsets(batch)) for batch in batches], times=times),
        rate(rows, lambda: [len(read(batch, digests=False)) for batch in batches], times=times),
        rate(len(ders), lambda: with_pyca(ders, sm2=sm2, digests=True), times=times),
        rate(rows, lambda: [len(read(batch)) for batch in batches], times=times),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distinct", type=int, default=2000)
    parser.add_argument("--rows", type=int, default=4 * BATCH)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    start = time.perf_counter()
    warm_up()
    print(f"compiled or loaded in {time.perf_counter() - start:.1f} s")
    print(f"{'':9}" + "".join(f"{heading:>14}" for heading in HEADINGS + WITH_DIGESTS))
    for algorithm, ders in issued(options.distinct).items():
        sm2 = algorithm == "SM2"
        agree(ders, sm2=sm2)
        pyca, places, columns, pyca_digests, digests = rates(
            ders, options.rows, sm2=sm2, times=options.times
        )
        cells = [f"{sum(map(len, ders)) // len(ders):,}", f"{pyca:,.0f}"]
        for each in (places, columns):
            cells += [f"{each:,.0f}", f"{each / pyca:.0f}"]
        cells += [f"{pyca_digests:,.0f}", f"{digests:,.0f}", f"{digests / pyca_digests:.0f}"]
        print(f"{algorithm:9}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
