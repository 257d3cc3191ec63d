"""Verifying every certificate of an archive, beside libcrypto: same certificates, same run.

    python benchmarks/bench_signatures.py [--certificates 40000] [--peer 2000]

The census is complete: the issuer's tables, hashes, the DER of each signature, the curve, and the
verdict of each certificate, as an audit has them. libcrypto, called once per certificate by
ctypes with its key decoded, verifies the first of the same certificates. In processor time on one
core, so that a busy machine changes little.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from asn1crypto.x509 import Certificate

from mingzheng.certificates import read
from mingzheng.records.signatures import authorities_in, columns, issuer_keys, verified
from mingzheng.sample.certificates import IssuerKey, issue
from mingzheng.sample.issuers import make_issuers
from mingzheng.sample.profile import Attribute, CertificateColumns, Encoding, KeyUsage, serials
from mingzheng.signatures import first_opinion, multiples
from mingzheng.signatures.algorithms import Scheme, algorithm_of
from mingzheng.signatures.authorities import Authorities
from mingzheng.signatures.second_opinion import library_for
from mingzheng.signatures.sm2 import DEFAULT_IDENTITY
from results import Row, load, parser, record

SEED = 7
SM2_SM3 = bytes.fromhex("300a06082a811ccf55018375")
ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")


def certificates(issuer: IssuerKey, count: int) -> pa.LargeBinaryArray:
    """Certificates of persons, of about 600 octets, really signed."""
    draw = np.random.default_rng(SEED)
    begins = draw.integers(1_500_000_000, 1_700_000_000, count)
    asked = CertificateColumns(
        serial=serials(draw.integers(0, 256, (count, 16), np.uint8)),
        not_before=begins,
        not_after=begins + 730 * 86_400,
        subject=(
            Attribute("2.5.4.6", pa.array(["CN"] * count), Encoding.PRINTABLE),
            Attribute("2.5.4.10", pa.array(["杭州示例软件有限公司"] * count)),
            Attribute("2.5.4.3", pa.array([f"051@张三@Z{i:018}@1" for i in range(count)])),
        ),
        key_kind=np.full(count, issuer.key.kind, np.uint8),
        key_index=np.arange(count),
        key_usage=pa.array([int(KeyUsage.DIGITAL_SIGNATURE)] * count, pa.uint16()),
        extended_key_usage=pa.array(["1.3.6.1.5.5.7.3.2"] * count),
        policies=pa.array(["1.2.156.999.1"] * count),
        crl_url=pa.array(["http://crl.example.com/1.crl"] * count),
        ocsp_url=pa.array(["http://ocsp.example.com/"] * count),
    )
    return issue(issuer, asked, seed=SEED)


def census(der: pa.Array, table: pa.Table, issuer: bytes) -> pa.Array:
    """The verdict of every certificate, with nothing prepared."""
    first_opinion._verifying.cache_clear()
    multiples.generator_table.cache_clear()
    own = pa.array([issuer], pa.large_binary())
    known = Authorities.of(authorities_in(read(own), own, supplied=True))
    found = verified(table, der, issuer_keys(table), known)
    return columns(found, table["unreadable"].is_null().combine_chunks())[0]


def _parts(der: bytes) -> tuple[memoryview, bytes]:
    made = Certificate.load(der)
    return memoryview(made["tbs_certificate"].dump()), made["signature_value"].native


def rate(count: int, work: Callable[[], object], *, times: int) -> float:
    """Certificates per second of processor time, the best of so many runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return count / best


def main() -> None:
    """Print the rates and their ratio for SM2 and P-256."""
    options = parser(__doc__)
    options.add_argument("--certificates", type=int, default=40_000)
    options.add_argument("--peer", type=int, default=2_000)
    options.add_argument("--times", type=int, default=3)
    given = options.parse_args()
    busy = load()
    rows: list[Row] = []
    issuers = make_issuers(SEED)
    print(f"{'':8}{'census/s':>12}{'libcrypto/s':>14}{'x':>8}")
    for name, issuer, identifier in (
        ("SM2", issuers.sm2, SM2_SM3),
        ("P-256", issuers.p256, ECDSA_SHA256),
    ):
        der = certificates(issuer, given.certificates)
        ours = own(der, issuer.certificate, times=given.times)
        theirs = peer(der[: given.peer].to_pylist(), issuer.certificate, identifier)
        rows.append({"algorithm": name, "ours": ours, "libcrypto": theirs})
        print(f"{name:8}{ours:12,.0f}{theirs:14,.0f}{ours / theirs:8.1f}")
    if given.record:
        record("signatures", rows, load=busy)


def own(der: pa.LargeBinaryArray, issuer: bytes, *, times: int) -> float:
    """The rate of the census, which must accept every certificate."""
    table = read(der).combine_chunks()
    if set(census(der, table, issuer).to_pylist()) != {"valid"}:
        raise SystemExit("a sound signature was refused")
    return rate(len(der), lambda: census(der, table, issuer), times=times)


def peer(der: list[bytes], issuer: bytes, identifier: bytes) -> float:
    """The rate of libcrypto over the same certificates."""
    spki = Certificate.load(issuer)["tbs_certificate"]["subject_public_key_info"].dump()
    algorithm = algorithm_of(identifier)
    library = algorithm and library_for(algorithm.scheme)
    if not algorithm or not library:
        raise SystemExit("there is no libcrypto that can do this")
    parts = [_parts(each) for each in der]
    identity = DEFAULT_IDENTITY if algorithm.scheme is Scheme.SM2 else None

    def verify() -> None:
        for text, value in parts:
            if not library.verify(spki, algorithm, text, value, identity=identity):
                raise SystemExit("libcrypto refuses a sound signature")

    return rate(len(parts), verify, times=2)


if __name__ == "__main__":
    main()
