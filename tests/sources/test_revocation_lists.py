"""Revocation lists as files hold them, whole and damaged."""

from __future__ import annotations

import datetime as dt
import gzip
import zipfile
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.revocation_lists import FoundList, read_revocation_lists

KEY = ec.derive_private_key(5, ec.SECP256R1())
NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例CA")])
DAY = dt.datetime(2024, 5, 6)


@cache
def made(number: int = 1, entries: int = 2) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=NAME, last_update=DAY, next_update=DAY + dt.timedelta(days=1)
    ).add_extension(x509.CRLNumber(number), critical=False)
    for serial in range(1, entries + 1):
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder(serial, DAY).build()
        )
    return builder.sign(KEY, hashes.SHA256())


def der(number: int = 1, entries: int = 2) -> bytes:
    return made(number, entries).public_bytes(Encoding.DER)


def pem(number: int = 1) -> bytes:
    return made(number, 2).public_bytes(Encoding.PEM)


@cache
def certificate() -> bytes:
    return (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(DAY)
        .not_valid_after(DAY + dt.timedelta(days=1))
        .sign(KEY, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def read(folder: Path, limits: Limits | None = None) -> tuple[list[FoundList], list[object]]:
    with Rejects(table="crls") as rejects:
        found = list(
            read_revocation_lists(
                [folder], root=folder, rejects=rejects, limits=limits or Limits()
            )
        )
        entries = [row for batch in rejects.batches() for row in batch.to_pylist()]
    assert {entry["table"] for entry in entries} <= {"crls"}
    return found, [(e["file"], e["reason"], e["line"], e["rows"]) for e in entries]


def test_der_pem_and_archives(tmp_path: Path) -> None:
    """One or several in a file, in base64 alone, in a folder, in ZIP and gzip; the label counts."""
    (tmp_path / "a.crl").write_bytes(der(1) + der(2))
    (tmp_path / "b.pem").write_bytes(b"text\r\n" + pem(3).replace(b"\n", b"\r\n") + pem(4))
    (tmp_path / "c.txt").write_bytes(b"".join(pem(5).splitlines()[1:-1]))
    (tmp_path / "d").mkdir()
    (tmp_path / "d/e.crl.gz").write_bytes(gzip.compress(der(6, 20_000)))
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("g.crl", der(7))
    found, rejects = read(tmp_path)
    assert [(one.file, one.position, one.der) for one in found] == [
        ("a.crl", 1, der(1)),
        ("a.crl", 2, der(2)),
        ("b.pem", 2, der(3)),
        ("b.pem", 2 + len(pem(3).splitlines()), der(4)),
        ("c.txt", 1, der(5)),
        ("d/e.crl.gz", 1, der(6, 20_000)),
        ("f.zip!/g.crl", 1, der(7)),
    ]
    assert not rejects


def test_what_is_no_list(tmp_path: Path) -> None:
    """Each thing that is none is said to be; keys are never decoded; the rest is read."""
    key = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    files = {
        "a": (b"", [("empty_file", None, 1)]),
        "b": (bytes(100), [("blank_file", None, 1)]),
        "c": (b"nothing of the kind", [("not_a_crl", None, 1)]),
        "d": (certificate(), [("not_a_crl", 1, 1)]),
        "e": (pem(1) + key, [("private_key_found", len(pem(1).splitlines()) + 1, 1)]),
        "f": (der(1)[:-1], [("damaged_crl", 1, 1)]),
        "g": (der(2) + b"\0\0\n", []),
        "h": (der(3) + b"rest", [("trailing_bytes", 2, 0)]),
        "i": (der(4) + der(5)[:-1], [("trailing_bytes", 2, 1)]),
        "j": (pem(1)[:-20], [("pem_without_end", 1, 1)]),
        "k": (pem(1).replace(b"M", b"!", 1), [("damaged_base64", 2, 1)]),
        "l": (pem(1).replace(b"X509 CRL", b"CERTIFICATE"), [("other_pem", 1, 0)]),
    }
    for name, (content, _) in files.items():
        (tmp_path / name).write_bytes(content)
    found, rejects = read(tmp_path)
    assert [one.file for one in found] == ["e", "g", "h", "i"]
    assert rejects == [(name, *each) for name, (_, said) in files.items() for each in said]


def test_too_large(tmp_path: Path) -> None:
    """What would not fit is refused before it is in memory."""
    (tmp_path / "a.crl").write_bytes(der(6, 20_000))
    found, rejects = read(tmp_path, Limits(object_bytes=300_000))
    assert (found, rejects) == ([], [("a.crl", "too_large", None, 1)])


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damage_anywhere(tmp_path_factory: object, data: st.DataObject) -> None:
    """Whatever happens to a file, it is read or said why not, and nothing is read outside it."""
    folder = tmp_path_factory.mktemp("crls")
    whole = data.draw(st.sampled_from([pem(1) + pem(2), der(1) + der(2), pem(3)[:200]]))
    octets = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    (folder / "a").write_bytes(bytes(octets))
    found, rejects = read(folder)
    assert found or rejects
    assert all(one.der[:1] == b"\x30" for one in found)
