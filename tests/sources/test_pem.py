"""PEM as it comes: wrapped anyhow, damaged anywhere; nothing but the damaged block is lost."""

from __future__ import annotations

import base64
import ssl
from itertools import pairwise
from pathlib import Path

import certifi
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sources.blocks import Pieces, Step, Window, read_blocks
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import REASONS

BUNDLE = Path(certifi.where()).read_text("ascii")
DERS = [
    ssl.PEM_cert_to_DER_cert("-----BEGIN" + block + "-----END CERTIFICATE-----\n")
    for block in (part.split("-----END")[0] for part in BUNDLE.split("-----BEGIN")[1:])
]
PEMS = [ssl.DER_cert_to_PEM_cert(der) for der in DERS]


def decode(text: bytes, window: Window | None = None, limits: Limits | None = None) -> Step:
    data = np.frombuffer(text, np.uint8)
    pieces = Pieces(data, np.zeros(1, np.int64), np.array([len(text)]), ["a.pem"])
    return read_blocks(pieces, np.array([True]), limits or Limits(), window or Window())


def ders(step: Step) -> list[bytes]:
    bounds = step.chunk.offsets.tolist()
    return [step.chunk.data[start:end].tobytes() for start, end in pairwise(bounds)]


def told(step: Step) -> list[tuple[str, int | None, str | None]]:
    return [(reject.reason, reject.line, reject.value) for reject in step.rejects]


def test_a_real_bundle_agrees_with_pyca_and_openssl() -> None:
    step = decode(BUNDLE.encode())
    assert ders(step) == DERS
    with pytest.warns():
        loaded = x509.load_pem_x509_certificates(BUNDLE.encode())
    assert ders(step) == [certificate.public_bytes(Encoding.DER) for certificate in loaded]
    assert told(step) == []


def test_position_is_the_line_of_begin() -> None:
    lines = BUNDLE.split("\n")
    expected = [n for n, line in enumerate(lines, 1) if line.startswith("-----BEGIN")]
    assert decode(BUNDLE.encode()).chunk.position.tolist() == expected


@settings(max_examples=60, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(range(len(DERS))), max_size=6),
    width=st.integers(1, 5000),
    newline=st.sampled_from(["\n", "\r\n", " \n", "\n\n\t"]),
    around=st.text(st.characters(exclude_characters="-", exclude_categories=["Cs"]), max_size=40),
    label=st.sampled_from(["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]),
)
def test_any_wrapping_reads_back(
    chosen: list[int], width: int, newline: str, around: str, label: str
) -> None:
    text = around
    for index in chosen:
        body = base64.b64encode(DERS[index]).decode()
        lines = [body[at : at + width] for at in range(0, len(body), width)]
        text += f"-----BEGIN {label}-----{newline}{newline.join(lines)}{newline}"
        text += f"-----END {label}-----{newline}{around}"
    step = decode(text.encode())
    assert ders(step) == [DERS[index] for index in chosen]
    assert told(step) == []


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(0, 40_000), max_size=6))
def test_windows_anywhere_give_the_same(cuts: list[int]) -> None:
    text = "".join(f"# {n}\n{pem}" for n, pem in enumerate(PEMS[:20])).encode()
    whole = decode(text)
    found, positions, held, window = [], [], b"", Window(final=False)
    bounds = [0, *sorted({min(cut, len(text)) for cut in cuts}), len(text)]
    for start, end in pairwise(bounds):
        held += text[start:end]
        window = Window(window.base, window.counted, end == len(text))
        step = decode(held, window)
        assert told(step) == []
        found += ders(step)
        positions += step.chunk.position.tolist()
        held = held[step.consumed :]
        window = Window(window.base + step.consumed, step.counted, False)
    assert found == ders(whole)
    assert positions == whole.chunk.position.tolist()


def test_padding_may_be_missing() -> None:
    text = "".join(PEMS[:6]).replace("=", "")
    assert ders(decode(text.encode())) == DERS[:6]


def test_trusted_certificates_lose_their_trust_settings() -> None:
    body = base64.encodebytes(DERS[0] + bytes.fromhex("300a300806062b060105050703"))
    text = b"-----BEGIN TRUSTED CERTIFICATE-----\n" + body + b"-----END TRUSTED CERTIFICATE-----\n"
    step = decode(text)
    assert ders(step) == [DERS[0]]
    assert told(step) == []


def spoiled(how: str) -> bytes:
    """The second of three blocks spoiled in one way."""
    middle = PEMS[1]
    body = middle.split("-----\n", 1)[1].split("-----END")[0]
    extra = base64.encodebytes(DERS[1] + b"extra").decode()
    cut = base64.encodebytes(DERS[1][:-30]).decode()
    changed = {
        "bad": middle.replace(body[200:204], "a*cd", 1),
        "high": middle.replace(body[200:203], "é", 1),
        "no end": middle.split("-----END")[0],
        "no end, next follows at once": middle.split("\n-----END")[0],
        "one sextet": middle.replace(body, body[:130] + "A\n"),
        "padding inside": middle.replace(body[200:204], "ab==", 1),
        "cut": middle.replace(body, cut),
        "extra": middle.replace(body, extra),
        "empty": middle.replace(body, ""),
        "label": middle.replace("CERTIFICATE-----", "X509 CRL-----"),
        "marker": middle.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFI", 1),
    }[how]
    return (PEMS[0] + changed + PEMS[2]).encode()


FIRST = PEMS[0].count("\n") + 1

SPOILED = {
    "bad": ("damaged_base64", FIRST + 4, "有不该出现的字符", "a character that can't be there"),
    "high": ("damaged_base64", FIRST + 4, "有不该出现的字符", "a character that can't be there"),
    "no end": ("pem_without_end", FIRST, "只有开头没有结尾", "begins and never ends"),
    "no end, next follows at once": ("pem_without_end", FIRST, "写了一半", "half-written"),
    "one sextet": ("damaged_base64", FIRST, "长度、填充不对", "wrong length or padding"),
    "padding inside": ("damaged_base64", FIRST + 4, "填充", "padding"),
    "cut": ("truncated_der", FIRST, "证书不完整", "the certificate is cut off"),
    "empty": ("damaged_base64", FIRST, "base64 内容损坏", "damaged base64"),
    "label": ("other_pem", FIRST, "不是证书", "is no certificate"),
    "marker": ("damaged_marker", FIRST, "标记行", "the marker of a PEM block"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_only_the_spoiled_block_is_lost(how: str) -> None:
    reason, line, zh, en = SPOILED[how]
    step = decode(spoiled(how))
    assert ders(step) == [DERS[0], DERS[2]]
    assert [(code, at) for code, at, _ in told(step)] == [(reason, line)]
    assert zh in REASONS[reason].explanation.zh
    assert en in REASONS[reason].explanation.en


def test_the_offset_of_a_bad_character_is_told() -> None:
    text = spoiled("bad")
    assert told(decode(text))[0][2] == f"@{text.index(b'*')} 0x2a"


def test_bytes_after_a_certificate_are_a_remark() -> None:
    step = decode(spoiled("extra"))
    assert ders(step) == DERS[:3]
    assert [(reject.reason, reject.rows) for reject in step.rejects] == [("trailing_bytes", 0)]


@pytest.mark.parametrize("size", range(1, len(PEMS[0]), 37))
def test_a_half_written_file(size: int) -> None:
    text = (PEMS[1] + PEMS[0]).encode()[: len(PEMS[1]) + size]
    step = decode(text)
    assert ders(step) == (
        [DERS[1], DERS[0]] if size >= PEMS[0].index("-----END") + 9 else [DERS[1]]
    )
    if 11 <= size < PEMS[0].index("-----END"):
        assert told(step)


@pytest.mark.parametrize("format_", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("secret", [None, b"secret"])
def test_private_keys_are_refused_and_never_shown(
    format_: PrivateFormat, secret: bytes | None
) -> None:
    protection = BestAvailableEncryption(secret) if secret else NoEncryption()
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, format_, protection)
    step = decode(PEMS[0].encode() + key + PEMS[1].encode())
    assert ders(step) == DERS[:2]
    assert [code for code, _, _ in told(step)] == ["private_key_found"]
    body = "".join(key.decode().splitlines()[1:-1])
    assert all(body[at : at + 8] not in str(step.rejects) for at in range(len(body) - 8))
    assert "发现私钥" in REASONS["private_key_found"].explanation.zh
    assert "a private key was found" in REASONS["private_key_found"].explanation.en


def test_a_certificate_beyond_the_limit() -> None:
    step = decode("".join(PEMS[:3]).encode(), limits=Limits(certificate_bytes=len(DERS[0])))
    assert all(len(der) <= len(DERS[0]) for der in ders(step))
    assert {code for code, _, _ in told(step)} <= {"too_large"}


def test_an_endless_block_is_given_up() -> None:
    limits = Limits(certificate_bytes=10_000, object_bytes=10_000)
    text = b"-----BEGIN CERTIFICATE-----\n" + b"A" * 50_000
    step = decode(text, Window(final=False), limits)
    assert [code for code, _, _ in told(step)] == ["too_large"]
    assert step.consumed > 40_000


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_mutations_lose_at_most_their_blocks(data: st.DataObject) -> None:
    text = bytearray("".join(PEMS[:5]).encode())
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] = data.draw(st.integers(0, 255))
    untouched = [
        der
        for n, der in enumerate(DERS[:5])
        if not (start := sum(map(len, PEMS[:n]))) <= at < start + len(PEMS[n])
    ]
    found = ders(decode(bytes(text)))
    assert [der for der in found if der in untouched] == untouched


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.sampled_from(
    [b"-----BEGIN ", b"CERTIFICATE", b"-----", b"-----END ", b"\n", b"MII", b"=", b"PRIVATE KEY",
     b"-", b"\x00", b"AAAA", PEMS[0].encode()]), max_size=30))  # fmt: skip
def test_soup_never_crashes(text: list[bytes]) -> None:
    step = decode(b"".join(text))
    assert step.consumed == len(b"".join(text))
    assert set(ders(step)) <= {DERS[0], *(der for der in ders(step) if len(der) < 200)}
