"""The reader of revocation lists against pyca/cryptography and OpenSSL: same entries, one core each.

    python benchmarks/bench_revocation_lists.py [--entries 1000000] [--times 3]

Makes a really signed list of so many entries, half of them with a reason, reads serial number,
time and reason of every one, and prints entries per second of processor time, so that a busy
machine changes little. Before it measures, it checks that pyca finds the same values. OpenSSL's
`crl -text` is what an auditor without a program would use; it writes text, and no columns.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from cryptography import x509

from mingzheng.certificates.revocation_lists import read_blocks, read_list
from mingzheng.sample.issuers import make_issuers
from mingzheng.sample.revocation_lists import NO_REASON, Revoked, revocation_list

AT = 1_700_000_000


def made(entries: int) -> bytes:
    """A list of so many entries by a P-256 issuer."""
    rng = np.random.default_rng(7)
    serials = rng.integers(0, 256, (entries, 16), np.uint8)
    serials[:, 0] = serials[:, 0] & 0x3F | 0x40
    revoked = Revoked(
        serials=pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(16), entries, [None, pa.py_buffer(serials)]
        ).cast(pa.binary()),
        at=AT - rng.integers(0, 10**8, entries),
        until=np.full(entries, AT + 10**8),
        reasons=np.where(rng.random(entries) < 0.5, 4, NO_REASON).astype(np.uint8),
    )
    return revocation_list(make_issuers(7).p256, revoked, at=AT, number=1)


def with_us(der: bytes) -> pa.Table:
    """The entries as columns."""
    return pa.Table.from_batches([batch for batch, _ in read_blocks(read_list(der))])


def with_pyca(der: bytes) -> pa.Table:
    """The same columns, one entry at a time."""
    serials, times, reasons = [], [], []
    for entry in x509.load_der_x509_crl(der):
        serials.append(format(entry.serial_number, "x"))
        times.append(entry.revocation_date_utc)
        found = None
        if len(entry.extensions):
            found = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.name
        reasons.append(found)
    return pa.table({"serial_number": serials, "revoked_at": times, "reason": reasons})


def seconds(work: Callable[[], object], *, times: int, children: bool = False) -> float:
    """Processor time of the best of so many runs."""
    best = float("inf")
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        start = time.process_time()
        work()
        spent = time.process_time() - start
        if children:
            spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        best = min(best, spent)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    der = made(options.entries)
    ours, theirs = with_us(der), with_pyca(der)
    for name in theirs.column_names:
        if ours[name].to_pylist() != theirs[name].to_pylist():
            raise SystemExit(f"{name} differs")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.crl")
        path.write_bytes(der)
        command = ["openssl", "crl", "-inform", "DER", "-in", str(path), "-noout", "-text"]

        def openssl() -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

        spent = {
            "mingzheng": seconds(lambda: with_us(der), times=options.times),
            "pyca": seconds(lambda: with_pyca(der), times=1),
            "openssl -text": seconds(openssl, times=1, children=True),
        }
    print(f"{options.entries:,} entries, {len(der):,} octets")
    for name, each in spent.items():
        ratio = each / spent["mingzheng"]
        print(f"{name:15}{each:9.2f} s{options.entries / each:14,.0f} entries/s{ratio:9.1f} x")


if __name__ == "__main__":
    main()
