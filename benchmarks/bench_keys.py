"""Public keys examined against pyca/cryptography's loading of them, on one core.

    python benchmarks/bench_keys.py [--certificates 20000] [--times 3]

Certificates of the synthetic CA with SM2, P-256 and RSA keys. Of each kind it prints certificates
per second of processor time for `key_faults`, which gets certificates that have been read, and for
`load_der_public_key`, which gets the key alone. pyca has no SM2: its point is not examined.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mingzheng.certificates import Field, offsets, read
from mingzheng.records.key_faults import key_faults
from mingzheng.sample.certificates import issue
from mingzheng.sample.issuers import make_issuers
from mingzheng.sample.keys import KeyKind
from mingzheng.sample.profile import Attribute, CertificateColumns, serials

KINDS = (KeyKind.SM2, KeyKind.SM2_COMPRESSED, KeyKind.P256, KeyKind.RSA)
RSA_KEYS = 20


def made(kind: KeyKind, count: int) -> pa.Array:
    """Certificates with keys of a kind."""
    rng = np.random.default_rng(7)
    indices = np.arange(count) % RSA_KEYS if kind is KeyKind.RSA else np.arange(count)
    columns = CertificateColumns(
        serial=serials(rng.integers(0, 256, (count, 16), np.uint8)),
        not_before=np.full(count, 1_600_000_000),
        not_after=np.full(count, 1_700_000_000),
        subject=(Attribute("2.5.4.3", pa.array(["示例"] * count)),),
        key_kind=np.full(count, kind, np.uint8),
        key_index=indices,
    )
    return issue(make_issuers(7).sm2, columns, seed=7)


def rate(work: Callable[[], object], count: int, times: int) -> float:
    """Certificates per second of processor time, the best of so many runs."""
    best = float("inf")
    for _ in range(times):
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    return count / best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    for kind in KINDS:
        der = made(kind, asked.certificates)
        table = read(der)
        faults = key_faults(table, der)
        assert faults.null_count == len(der), kind
        ours = rate(lambda d=der, t=table: key_faults(t, d), len(der), asked.times)
        line = f"{kind.name:15} ours {ours:12,.0f}/s"
        if kind in (KeyKind.P256, KeyKind.RSA):
            octets, places = der.buffers()[2].to_pybytes(), offsets(der)
            ends = places[:, [Field.SPKI_START, Field.SPKI_END]].tolist()
            keys = [octets[start:end] for start, end in ends]
            theirs = rate(lambda k=keys: [load_der_public_key(s) for s in k], len(der), 1)
            line += f"   pyca {theirs:10,.0f}/s   {ours / theirs:6.1f} times"
        print(line)


if __name__ == "__main__":
    main()
