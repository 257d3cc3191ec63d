"""Which certificates share a prime factor, through the reading of an evidence folder."""

from __future__ import annotations

import datetime as dt
from math import gcd
from pathlib import Path

import pyarrow.parquet as pq
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from mingzheng.evidence.reading import read_settings
from mingzheng.records import shared_primes
from mingzheng.records.reading import read_records
from mingzheng.records.shared_primes import compare_moduli
from mingzheng.sample.primes import prime
from mingzheng.sources.rejects import Rejects

AS_OF = dt.date(2022, 10, 30)
ISSUER = ec.derive_private_key(5, ec.SECP256R1())
P = [prime(f"shared primes {n}", 512) for n in range(8)]


def certificate(serial: int, key) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(serial)
    builder = builder.not_valid_before(start).not_valid_after(start + dt.timedelta(days=365))
    return builder.public_key(key).sign(ISSUER, hashes.SHA256()).public_bytes(Encoding.DER)


def rsa_certificate(serial: int, p: int, q: int, e: int = 65537) -> bytes:
    return certificate(serial, rsa.RSAPublicNumbers(e, P[p] * P[q]).public_key())


ARCHIVE = [
    rsa_certificate(0x10, 0, 1),
    rsa_certificate(0x11, 2, 3),
    certificate(0x12, ISSUER.public_key()),
    rsa_certificate(0x13, 1, 4),
    rsa_certificate(0x14, 0, 1, e=3),
    rsa_certificate(0x15, 5, 6),
    rsa_certificate(0x15, 5, 6),
]
OWN = [rsa_certificate(0x20, 6, 7)]


def folder_of(path: Path) -> Path:
    for name, certificates in (("certificates", ARCHIVE), ("issuers", OWN)):
        (path / name).mkdir(parents=True)
        for number, der in enumerate(certificates):
            (path / name / f"{number}.cer").write_bytes(der)
    return path


def read(folder: Path, out: Path, *, threads: int = 1):
    settings = read_settings(folder, as_of=AS_OF)
    with Rejects(spill=out.parent) as rejects:
        return read_records(settings, out=out, rejects=rejects, threads=threads)


def serials(out: Path, table: str = "certificates") -> dict[int, str]:
    stored = pq.read_table(out / table, columns=["row", "serial_number"]).to_pylist()
    return {row["row"]: row["serial_number"] for row in stored}


def found(out: Path) -> dict[str, tuple[bool | None, str | None]]:
    names = serials(out)
    rows = pq.read_table(out / shared_primes.NAME).to_pylist()
    for row in rows:
        assert names.get(row["other_row"]) == row["other_serial"] or row["other_row"] is None
    return {names[row["row"]]: (row["shared"], row["other_serial"]) for row in rows}


def test_who_shares_a_prime_with_whom(tmp_path):
    read(folder_of(tmp_path / "evidence"), tmp_path / "out")
    assert found(tmp_path / "out") == {
        "10": (True, "13"),
        "13": (True, "10"),
        "14": (True, "13"),
        "15": (True, "20"),
    }
    assert not (tmp_path / "out" / ".shared_primes").exists()


def test_no_factor_is_written_anywhere(tmp_path):
    read(folder_of(tmp_path / "evidence"), tmp_path / "out")
    octets = [p.to_bytes(64, "big") for p in P]
    octets += [one[::-1] for one in octets]
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file() and path.parent.name != "certificates":
            data = path.read_bytes()
            assert not any(one in data for one in octets), path


def test_any_threads_give_the_same_bytes(tmp_path):
    folder = folder_of(tmp_path / "evidence")
    tables = []
    for threads in (1, 2):
        read(folder, tmp_path / str(threads), threads=threads)
        part = tmp_path / str(threads) / shared_primes.NAME / "part-00000.parquet"
        tables.append(part.read_bytes())
    assert tables[0] == tables[1]


def test_what_is_too_much_to_compare_is_unknown_and_said(tmp_path):
    out = tmp_path / "out"
    read(folder_of(tmp_path / "evidence"), out)
    finished, _ = compare_moduli((), out=out, threads=1, progress=lambda *_: None, most=4)
    assert found(out) == dict.fromkeys(("10", "11", "13", "14", "15"), (None, None))
    [notice] = finished.notices
    assert "5" in notice.zh
    assert "4" in notice.zh


def test_moduli_that_are_none_are_unknown(tmp_path):
    whole = rsa_certificate(0x30, 0, 1)
    modulus = (P[0] * P[1]).to_bytes(129, "big")
    even = whole.replace(modulus, modulus[:-1] + bytes([modulus[-1] & 0xFE]))
    folder = tmp_path / "evidence" / "certificates"
    folder.mkdir(parents=True)
    (folder / "even.cer").write_bytes(even)
    (folder / "sound.cer").write_bytes(rsa_certificate(0x31, 2, 3))
    read(folder.parent, tmp_path / "out")
    assert found(tmp_path / "out") == {"30": (None, None)}
    assert gcd(P[0], P[1]) == 1
