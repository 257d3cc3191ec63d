"""A folder of anything: read by content, in one order, in bounded memory, past every trick."""

from __future__ import annotations

import base64
import os
import ssl
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import certifi
import pyarrow as pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzheng.sources.batches import CertificateBatch
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.limits import MIB, Limits
from mingzheng.sources.rejects import REASONS, Rejects

BUNDLE = Path(certifi.where()).read_text("ascii")
DERS = [
    ssl.PEM_cert_to_DER_cert(
        "-----BEGIN" + part.split("-----END")[0] + "-----END CERTIFICATE-----\n"
    )
    for part in BUNDLE.split("-----BEGIN")[1:]
]
PEMS = [ssl.DER_cert_to_PEM_cert(der) for der in DERS]
ROOTS = Path(__file__).parents[2] / "../shared/data/rootca"

Found = list[tuple[str, int, bytes]]
Told = list[tuple[str, int | None, str]]


def batches(
    folder: Path | list[Path], rejects: Rejects, **options: object
) -> list[CertificateBatch]:
    return list(read_certificates(folder, rejects=rejects, **options))  # type: ignore[arg-type]


def audit(folder: Path | list[Path], **options: object) -> tuple[Found, Told]:
    with Rejects() as rejects:
        found = [
            (batch.files[file], int(position), der.as_py())
            for batch in batches(folder, rejects, **options)
            for der, file, position in zip(batch.der, batch.file, batch.position, strict=True)
        ]
        told = [
            (row["file"], row["line"], row["reason"])
            for batch in rejects.batches()
            for row in batch.to_pylist()
        ]
    return found, told


def test_kinds_by_content_not_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DERS[0])
    (tmp_path / "b.der").write_text(PEMS[1])
    (tmp_path / "c.pem").write_bytes(b"".join(DERS[2:5]))
    (tmp_path / "d.cer").write_bytes(base64.b64encode(DERS[5]))
    (tmp_path / "e.cer").write_bytes(
        b"\xef\xbb\xbf" + base64.encodebytes(DERS[6]).replace(b"\n", b"\r\n")
    )
    (tmp_path / "证书.crt").write_bytes(b"\xef\xbb\xbf" + PEMS[7].encode())
    found, told = audit(tmp_path)
    assert found == [
        ("a.txt", 1, DERS[0]),
        ("b.der", 1, DERS[1]),
        ("c.pem", 1, DERS[2]),
        ("c.pem", 2, DERS[3]),
        ("c.pem", 3, DERS[4]),
        ("d.cer", 1, DERS[5]),
        ("e.cer", 1, DERS[6]),
        ("证书.crt", 1, DERS[7]),
    ]
    assert told == []


@pytest.mark.skipif(not ROOTS.exists(), reason="needs the shared reference data")
def test_real_sm2_roots_agree_with_openssl(tmp_path: Path) -> None:
    found, told = audit(ROOTS)
    expected = [
        ssl.PEM_cert_to_DER_cert(path.read_text().strip() + "\n")
        for path in sorted(ROOTS.glob("*.pem"))
    ]
    assert [der for _, _, der in found] == expected
    assert told == []


def test_a_file_and_several_folders(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.pem").write_text(PEMS[0])
    (tmp_path / "single.pem").write_text(PEMS[1])
    assert [name for name, _, _ in audit(tmp_path / "single.pem")[0]] == ["single.pem"]
    found, _ = audit([tmp_path / "b", tmp_path / "a"], root=tmp_path)
    assert [name for name, _, _ in found] == ["b/x.pem", "a/x.pem"]
    assert audit([]) == ([], [])


def test_order_is_by_path(tmp_path: Path) -> None:
    names = ["z.pem", "a/z.pem", "a/b/c.pem", "B.pem", "a.pem", "é.pem"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PEMS[0])
    found, _ = audit(tmp_path)
    assert [name for name, _, _ in found] == [
        "B.pem",
        "a/b/c.pem",
        "a/z.pem",
        "a.pem",
        "z.pem",
        "é.pem",
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    files=st.lists(st.lists(st.sampled_from(range(30)), max_size=9), min_size=1, max_size=6),
    count=st.integers(1, 12),
    size=st.integers(500, 20_000),
)
def test_batches_of_any_size_hold_the_same(
    files: list[list[int]], count: int, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    for n, chosen in enumerate(files):
        content = (
            b"".join(DERS[k] for k in chosen)
            if n % 2
            else "".join(PEMS[k] for k in chosen).encode()
        )
        (folder / f"{n}").write_bytes(content)
    with Rejects() as rejects:
        whole = batches(folder, rejects)
        cut = batches(folder, rejects, batch_certificates=count, batch_bytes=size)
    flat = [
        [
            (b.files[f], int(p), d.as_py())
            for b in part
            for d, f, p in zip(b.der, b.file, b.position, strict=True)
        ]
        for part in (whole, cut)
    ]
    assert flat[0] == flat[1] == [(f"{n}", p, DERS[k]) for n, chosen in enumerate(files)
                                  for k, p in zip(chosen, places(n, chosen), strict=True)]  # fmt: skip
    for batch in cut:
        batch.der.validate(full=True)
        assert 0 < len(batch) <= count
        assert len(batch) == 1 or sum(len(d.as_py()) for d in batch.der) <= size
        assert sorted(set(batch.file.tolist())) == list(range(len(batch.files)))
        assert all(a != b for a, b in pairwise(batch.files))
        assert batch.der.type == pa.large_binary()


def places(n: int, chosen: list[int]) -> list[int]:
    if n % 2:
        return list(range(1, len(chosen) + 1))
    line, lines = 1, []
    for k in chosen:
        lines.append(line)
        line += PEMS[k].count("\n")
    return lines


def test_a_bundle_larger_than_a_window(tmp_path: Path) -> None:
    text = "".join(PEMS * 100)
    assert len(text) > 16 * MIB
    damaged = text.replace(PEMS[50], PEMS[50].replace("M", "!", 1), 1)
    (tmp_path / "a.pem").write_text(damaged)
    (tmp_path / "b.der").write_bytes(b"".join(DERS * 100))
    with Rejects() as rejects:
        parts = batches(tmp_path, rejects, batch_certificates=5000)
        assert len(rejects) == 1
    found = [der.as_py() for batch in parts for der in batch.der]
    expected = DERS * 100
    del expected[50]
    assert found == expected + DERS * 100
    lines = damaged.split("\n")
    bundle = [
        int(p)
        for b in parts
        for f, p in zip(b.file, b.position, strict=True)
        if b.files[f] == "a.pem"
    ]
    assert all(lines[place - 1] == "-----BEGIN CERTIFICATE-----" for place in bundle)


MEMORY = """
import resource, sys
from pathlib import Path
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.rejects import Rejects

def read(path):
    with Rejects() as rejects:
        options = {"batch_certificates": 10_000, "batch_bytes": 16 << 20}
        return sum(len(b) for b in read_certificates(Path(path), rejects=rejects, **options))

read(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = read(sys.argv[2])
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_does_not_grow_with_the_bundle(tmp_path: Path) -> None:
    (tmp_path / "small.pem").write_text("".join(PEMS * 150))
    large = tmp_path / "large.pem"
    with large.open("w") as out:
        for _ in range(9):
            out.write("".join(PEMS * 150))
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "small.pem"), str(large)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    count, grown = map(int, done.stdout.split())
    assert count == len(PEMS) * 150 * 9
    assert large.stat().st_size > 200 * MIB
    assert grown < 100


# --- Damage ---------------------------------------------------------------------------------


def test_damaged_der_loses_itself(tmp_path: Path) -> None:
    (tmp_path / "a.cut").write_bytes(DERS[0] + DERS[1][:-9])
    (tmp_path / "b.junk").write_bytes(DERS[0] + b"junk" * 9 + DERS[1] + DERS[2])
    (tmp_path / "c.length").write_bytes(DERS[0] + b"\x30\x82\xff\xff" + DERS[1][4:] + DERS[2])
    (tmp_path / "d.trail").write_bytes(DERS[0] + b"more")
    (tmp_path / "e.padded").write_bytes(DERS[0] + b"\r\n\0\0\0")
    (tmp_path / "f.indefinite").write_bytes(b"\x30\x80" + DERS[0][4:] + b"\0\0")
    found, told = audit(tmp_path)
    assert [(name, der) for name, _, der in found] == [
        ("a.cut", DERS[0]),
        ("b.junk", DERS[0]),
        ("b.junk", DERS[1]),
        ("b.junk", DERS[2]),
        ("c.length", DERS[0]),
        ("c.length", DERS[2]),
        ("d.trail", DERS[0]),
        ("e.padded", DERS[0]),
    ]
    assert told == [
        ("a.cut", 2, "truncated_der"),
        ("b.junk", 2, "damaged_der"),
        ("c.length", 2, "truncated_der"),
        ("d.trail", 2, "trailing_bytes"),
        ("f.indefinite", 1, "damaged_der"),
    ]


def certificate_request_and_crl() -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    issuer = x509.load_der_x509_certificate(DERS[0])
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name)
        .last_update(issuer.not_valid_before_utc)
        .next_update(issuer.not_valid_after_utc)
        .sign(key, hashes.SHA256())
    )
    return request.public_bytes(Encoding.DER), crl.public_bytes(Encoding.DER)


def test_other_der_is_told_apart(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    request, crl = certificate_request_and_crl()
    (tmp_path / "a.csr").write_bytes(request)
    (tmp_path / "b.crl").write_bytes(crl)
    (tmp_path / "c.pub").write_bytes(b"\x30\x81" + public[1:])
    for n, form in enumerate((PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL)):
        data = key.private_bytes(Encoding.DER, form, NoEncryption())
        body = data[2 if data[1] < 128 else 3 :]
        (tmp_path / f"d{n}.key").write_bytes(b"\x30\x81" + bytes([len(body)]) + body)
    certificate = x509.load_der_x509_certificate(DERS[1])
    (tmp_path / "e.pfx").write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", None, certificate, None, NoEncryption())
    )
    found, told = audit(tmp_path)
    assert found == []
    assert told == [
        ("a.csr", 1, "not_a_certificate"),
        ("b.crl", 1, "not_a_certificate"),
        ("c.pub", 1, "not_a_certificate"),
        ("d0.key", 1, "private_key_found"),
        ("d1.key", 1, "private_key_found"),
        ("e.pfx", 1, "private_key_found"),
    ]


def test_old_certificates_without_version_are_read(tmp_path: Path) -> None:
    for command in (
        "req -new -newkey rsa:2048 -nodes -subj /CN=v1 -keyout key -out v1.csr",
        "x509 -req -in v1.csr -signkey key -outform DER -out v1.cer",
    ):
        subprocess.run(
            ["openssl", *command.split()], cwd=tmp_path, check=True, capture_output=True
        )
    der = (tmp_path / "v1.cer").read_bytes()
    assert x509.load_der_x509_certificate(der).version is x509.Version.v1
    assert audit(tmp_path / "v1.cer") == ([("v1.cer", 1, der)], [])


NOTHING = {
    "empty": (b"", "empty_file", "文件为空", "the file is empty"),
    "zeros": (bytes(70_000), "blank_file", "全是零字节", "nothing but zero bytes"),
    "text": (
        "无证书".encode(),
        "not_a_certificate",
        "内容不是证书",
        "the content is no certificate",
    ),
    "utf16": (PEMS[0].encode("utf-16"), "not_a_certificate", "内容不是证书", "no certificate"),
    "one byte": (b"0", "not_a_certificate", "不是证书", "no certificate"),
    "half base64": (base64.b64encode(DERS[0])[:-5], "damaged_base64", "base64", "base64"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_to_read_is_told(name: str, tmp_path: Path) -> None:
    content, reason, zh, en = NOTHING[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z").write_bytes(DERS[0])
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[0]]
    assert [(file, code) for file, _, code in told] == [(name, reason)]
    assert zh in REASONS[reason].explanation.zh
    assert en in REASONS[reason].explanation.en


# --- Tricks of the file system --------------------------------------------------------------


def test_links_out_are_refused_and_links_inside_read_once(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    folder = evidence / "certificates"
    folder.mkdir(parents=True)
    (evidence / "other").mkdir()
    (evidence / "other" / "o.pem").write_text(PEMS[1])
    (tmp_path / "secret.pem").write_text(PEMS[2])
    (folder / "a.pem").write_text(PEMS[0])
    (folder / "b-inside").symlink_to(folder / "a.pem")
    (folder / "c-elsewhere").symlink_to("../other")
    (folder / "d-again").symlink_to("../other/")
    (folder / "e-out").symlink_to(tmp_path / "secret.pem")
    (folder / "f-relative").symlink_to("../../secret.pem")
    (folder / "g-loop").symlink_to(folder)
    (folder / "h-gone").symlink_to("nowhere.pem")
    (folder / "i-self").symlink_to("i-self")
    (folder / "j-up").symlink_to(evidence)
    found, told = audit(folder, root=evidence)
    assert [(name, der) for name, _, der in found] == [
        ("certificates/a.pem", DERS[0]),
        ("other/o.pem", DERS[1]),
    ]
    assert told == [
        ("certificates/e-out", None, "link_outside"),
        ("certificates/f-relative", None, "link_outside"),
        ("certificates/h-gone", None, "vanished_file"),
        ("certificates/i-self", None, "vanished_file"),
    ]
    assert "指向证据目录之外" in REASONS["link_outside"].explanation.zh
    assert "leads out of the evidence folder" in REASONS["link_outside"].explanation.en
    assert "已不存在" in REASONS["vanished_file"].explanation.zh
    assert "was gone" in REASONS["vanished_file"].explanation.en


def test_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pem")
    (tmp_path / "z.pem").write_text(PEMS[0])
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[0]]
    assert told == [("a.pem", None, "special_file")]
    assert "不是普通文件" in REASONS["special_file"].explanation.zh
    assert "not a regular file" in REASONS["special_file"].explanation.en
    assert audit(Path("/dev/zero"))[1] == [("zero", None, "special_file")]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text(PEMS[0])
    (tmp_path / "a.pem").chmod(0)
    assert audit(tmp_path) == ([], [("a.pem", None, "unreadable_file")])


def test_a_missing_folder(tmp_path: Path) -> None:
    assert audit(tmp_path / "none") == ([], [("none", None, "vanished_file")])


def test_unreadable_has_its_words() -> None:
    assert "无法读取" in REASONS["unreadable_file"].explanation.zh
    assert "can't be read" in REASONS["unreadable_file"].explanation.en


def test_names_that_are_no_text(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xd5\xc5\xc8\xfd.pem", "w") as out:
        out.write(PEMS[0])
    found, _ = audit(tmp_path)
    assert found == [("张三.pem", 1, DERS[0])]


def test_ten_gigabytes_of_zeros_are_not_read(tmp_path: Path) -> None:
    """Sparse files: reading them through would take minutes and this suite's patience."""
    for name, head in (
        ("a.pem", b""),
        ("b.pem", PEMS[0].encode()),
        ("c.der", DERS[1]),
        ("d.ldif", b"dn: x\n"),
    ):
        with (tmp_path / name).open("wb") as out:
            out.write(head)
            out.truncate(10_000_000_000)
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[0], DERS[1]]
    assert [(name, code) for name, _, code in told] == [
        ("a.pem", "blank_file"),
        ("b.pem", "blank_file"),
        ("c.der", "blank_file"),
        ("d.ldif", "no_certificates"),
        ("d.ldif", "blank_file"),
    ]


def test_an_object_beyond_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.der").write_bytes(
        b"\x30\x83\x20\x00\x00\x30\x83\x1f\x00\x00\xa0\x03\x02\x01\x02" + bytes(3 * MIB)
    )
    found, told = audit(tmp_path, limits=Limits(certificate_bytes=MIB))
    assert found == []
    assert [code for _, _, code in told] == ["too_large"]
    assert "超过大小上限" in REASONS["too_large"].explanation.zh
    assert "over the size limit" in REASONS["too_large"].explanation.en


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=60).map(lambda junk: DERS[0] + junk + DERS[1]),
    st.binary(max_size=20).map(lambda junk: b"\x30\x82" + junk + DERS[2]),
))  # fmt: skip
def test_any_bytes_never_crash(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "x").write_bytes(content)
    found, told = audit(folder)
    assert found or told
    if content.startswith(DERS[0]):
        assert [der for _, _, der in found][:1] == [DERS[0]]
        assert DERS[1] in [der for _, _, der in found] or told
