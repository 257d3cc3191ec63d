"""Certificates in a column: any encoding, spoiled cells told apart from breaches."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable
from pathlib import Path

import certifi
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sources.certificate_columns import read_certificate_column
from mingzheng.sources.rejects import REASONS, Rejects

DERS = [
    ssl.PEM_cert_to_DER_cert(
        "-----BEGIN" + part.split("-----END")[0] + "-----END CERTIFICATE-----\n"
    )
    for part in Path(certifi.where()).read_text("ascii").split("-----BEGIN")[1:21]
]
ENCODERS: dict[str, Callable[[bytes], str]] = {
    "base64": lambda der: base64.b64encode(der).decode(),
    "lines": lambda der: " " + base64.encodebytes(der).decode(),
    "hex": bytes.hex,
    "HEX": lambda der: der.hex(":").upper(),
    "bytea": lambda der: "\\x" + der.hex(),
    "0x": lambda der: "0x" + der.hex(),
    "pem": ssl.DER_cert_to_PEM_cert,
    "escaped": lambda der: ssl.DER_cert_to_PEM_cert(der).replace("\n", "\\n"),
}

Found = list[tuple[int, bytes]]
Told = list[tuple[int | None, str, str | None, int]]


def read(cells: pa.Array, *more: pa.Array, **options: object) -> tuple[Found, Told]:
    batches = [pa.record_batch({"证书": part}) for part in (cells, *more)]
    with Rejects() as rejects:
        found = [
            (int(position), der.as_py())
            for batch in read_certificate_column(
                iter(batches), "证书", file="t.csv", rejects=rejects, **options  # type: ignore[arg-type]
            )
            for der, position in zip(batch.der, batch.position, strict=True)
        ]  # fmt: skip
        told = [
            (row["line"], row["reason"], row["column"], row["rows"])
            for batch in rejects.batches()
            for row in batch.to_pylist()
        ]
    return found, told


@settings(max_examples=80, deadline=None)
@given(
    cells=st.lists(
        st.tuples(st.sampled_from(DERS), st.sampled_from(sorted(ENCODERS))), max_size=8
    ),
    kind=st.sampled_from([pa.string(), pa.large_string(), pa.binary()]),
)
def test_each_cell_tells_its_encoding(cells: list[tuple[bytes, str]], kind: pa.DataType) -> None:
    if pa.types.is_binary(kind):
        cells = [(der, how) for der, how in cells if how != "escaped"]
    values = [ENCODERS[how](der) for der, how in cells]
    array = pa.array(values, pa.string()).cast(kind)
    found, told = read(array, pa.array([ENCODERS["hex"](DERS[0])]))
    assert found == [*enumerate((der for der, _ in cells), 1), (len(cells) + 1, DERS[0])]
    assert told == []


@pytest.mark.parametrize("encoding", ["base64", "hex", "pem"])
def test_a_declared_encoding(encoding: str) -> None:
    array = pa.array([ENCODERS[encoding](der) for der in DERS])
    assert read(array, encoding=encoding) == (list(enumerate(DERS, 1)), [])


def test_bytes_are_der() -> None:
    assert read(pa.array(DERS, pa.binary())) == (list(enumerate(DERS, 1)), [])
    assert read(pa.array(DERS, pa.large_binary()), encoding="der")[0] == list(enumerate(DERS, 1))


def test_slices_and_chains() -> None:
    array = pa.array([ENCODERS["hex"](der) for der in DERS])
    assert read(array.slice(3, 5))[0] == list(enumerate(DERS[3:8], 1))
    chain = "".join(map(ssl.DER_cert_to_PEM_cert, DERS[:3]))
    assert read(pa.array([ENCODERS["hex"](DERS[5]), chain, ENCODERS["hex"](DERS[6])]))[0] == [
        (1, DERS[5]),
        *((2, der) for der in DERS[:3]),
        (3, DERS[6]),
    ]


def test_lines_come_from_the_table() -> None:
    batch = pa.record_batch({"c": [ENCODERS["hex"](DERS[0]), None], "line": [17, 21]})
    with Rejects() as rejects:
        found = list(
            read_certificate_column(
                iter([batch]), "c", file="t.csv", rejects=rejects, line_column="line"
            )
        )
        assert [row["line"] for part in rejects.batches() for row in part.to_pylist()] == [21]
    assert found[0].position.tolist() == [17]
    assert found[0].files == ["t.csv"]


LONG = b"\x30\x82\x80\x00" + b"\x00" * 0x8000

SPOILED = {
    "null": (None, "empty_certificate", "没有证书内容", "holds no certificate"),
    "blank": ("  \n", "empty_certificate", "没有证书内容", "holds no certificate"),
    "cell limit": (base64.b64encode(LONG).decode()[:32767], "truncated_base64", "电子表格单元格", "no breach"),
    "hex at the limit": (LONG.hex()[:32766], "truncated_base64", "32,767", "32,767"),
    "PEM at the limit": (ssl.DER_cert_to_PEM_cert(LONG)[:32767], "truncated_base64", "截断", "is cut"),
    "cut base64": (base64.b64encode(DERS[0]).decode()[:-40], "truncated_der", "证书不完整", "cut off"),
    "bad base64": ("MII*" + base64.b64encode(DERS[0]).decode(), "damaged_base64", "损坏", "damaged"),
    "odd hex": (DERS[0].hex()[:-1], "damaged_hex", "位数为奇数", "odd number of digits"),
    "bad hex": (DERS[0].hex() + "zz", "damaged_hex", "十六进制内容损坏", "damaged hex"),
    "number": ("1.1E+17", "damaged_base64", "base64", "base64"),
    "cut PEM": (ssl.DER_cert_to_PEM_cert(DERS[0])[:300], "pem_without_end", "没有结尾", "never ends"),
    "dashes": ("-----", "damaged_marker", "标记行", "marker"),
    "key": ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "private_key_found", "私钥", "private key"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_cell_loses_itself(name: str) -> None:
    cell, reason, zh, en = SPOILED[name]
    good = ENCODERS["base64"](DERS[1])
    found, told = read(pa.array([good, cell, good]))
    assert found == [(1, DERS[1]), (3, DERS[1])]
    assert told == [(2, reason, "证书", 1)]
    assert zh in REASONS[reason].explanation.zh
    assert en in REASONS[reason].explanation.en


def test_bytes_after_a_certificate_are_a_remark() -> None:
    found, told = read(pa.array([(DERS[0] + b"tail").hex()]))
    assert found == [(1, DERS[0])]
    assert told == [(1, "trailing_bytes", "证书", 0)]


@settings(max_examples=200, deadline=None)
@given(cells=st.lists(st.one_of(st.none(), st.text(max_size=30), st.binary(max_size=30).map(bytes.hex),
                                st.text("-BEGIN CRTFA\nM=0x3", max_size=60)), max_size=5))  # fmt: skip
def test_every_cell_is_read_or_told(cells: list[str | None]) -> None:
    found, told = read(pa.array(cells, pa.string()))
    assert {line for line, _ in found} | {line for line, _, _, _ in told} == set(
        range(1, len(cells) + 1)
    )
