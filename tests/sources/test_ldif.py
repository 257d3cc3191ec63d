"""LDIF as directories export it (RFC 2849): folded, commented, in either attribute."""

from __future__ import annotations

import base64
import ssl
from itertools import pairwise
from pathlib import Path

import certifi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sources.blocks import read_ldif
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import REASONS, Rejects

BUNDLE = Path(certifi.where()).read_text("ascii")
DERS = [ssl.PEM_cert_to_DER_cert("-----BEGIN" + part.split("-----END")[0] + "-----END CERTIFICATE-----\n")
        for part in BUNDLE.split("-----BEGIN")[1:11]]  # fmt: skip


def folded(line: str, width: int, newline: str) -> str:
    parts = [line[:width]]
    parts += [line[at : at + width - 1] for at in range(width, len(line), width - 1)]
    return (newline + " ").join(parts) + newline


def entry(
    der: bytes, *, name: str = "userCertificate;binary", width: int = 76, newline: str = "\n"
) -> str:
    value = base64.b64encode(der).decode()
    return (
        folded("dn:: " + base64.b64encode("cn=张三,o=示例".encode()).decode(), width, newline)
        + f"objectClass: person{newline}"
        + folded(f"{name}:: {value}", width, newline)
        + f"mail: a@example.cn{newline}{newline}"
    )


def read(text: bytes, cut: int = 0) -> list[tuple[int, bytes]]:
    """Lines and values, read in two windows parted at `cut`."""
    found: list[tuple[int, bytes]] = []
    held, line = b"", 1
    for window, final in ((text[:cut], False), (text[cut:], True)):
        held += window
        step = read_ldif(held, name="a", line=line, final=final, limits=Limits())
        assert step.rejects == []
        data, bounds = step.chunk.data, step.chunk.offsets.tolist()
        values = [data[start:end].tobytes() for start, end in pairwise(bounds)]
        found += zip(step.chunk.position.tolist(), values, strict=True)
        held, line = held[step.consumed :], step.counted
    return found


@settings(max_examples=60, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(DERS), max_size=5),
    width=st.integers(30, 4000),
    newline=st.sampled_from(["\n", "\r\n"]),
    name=st.sampled_from(
        [
            "userCertificate;binary",
            "cACertificate;binary",
            "usercertificate",
            "CACERTIFICATE;BINARY",
        ]
    ),
    cut=st.integers(0, 20_000),
)
def test_what_is_written_is_read_by_any_windows(
    chosen: list[bytes], width: int, newline: str, name: str, cut: int
) -> None:
    text = "version: 1" + newline + newline + "# userCertificate;binary:: bm8=" + newline
    text += "".join(entry(der, name=name, width=width, newline=newline) for der in chosen)
    data = text.encode()
    whole = read(data)
    assert [der for _, der in whole] == chosen
    lines = data.split(b"\n")
    assert all(lines[at - 1].lower().startswith(name.lower().encode()) for at, _ in whole)
    assert read(data, cut) == whole


def test_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text("".join(map(entry, DERS)), "utf-8")
    with Rejects() as rejects:
        batches = list(read_certificates(tmp_path, rejects=rejects))
        assert len(rejects) == 0
    assert [der.as_py() for batch in batches for der in batch.der] == DERS
    assert batches[0].position[0] == 3


BAD = {
    "userCertificate;binary:< file:///etc/passwd": ("ldif_reference", "未跟随", "not followed"),
    "userCertificate;binary:: M*II": ("damaged_base64", "base64 内容损坏", "damaged base64"),
    "userCertificate;binary:: MIIBI": ("damaged_base64", "长度、填充不对", "length or padding"),
    "userCertificate: MIIB": ("damaged_base64", "base64", "base64"),
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_value_loses_itself(line: str, tmp_path: Path) -> None:
    reason, zh, en = BAD[line]
    (tmp_path / "a.ldif").write_text(entry(DERS[0]) + f"dn: x\n{line}\n\n" + entry(DERS[1]))
    with Rejects() as rejects:
        batches = list(read_certificates(tmp_path, rejects=rejects))
        told = [row for batch in rejects.batches() for row in batch.to_pylist()]
    assert [der.as_py() for batch in batches for der in batch.der] == DERS[:2]
    assert [(row["reason"], row["line"]) for row in told] == [
        (reason, entry(DERS[0]).count("\n") + 2)
    ]
    assert zh in REASONS[reason].explanation.zh
    assert en in REASONS[reason].explanation.en


def test_a_directory_without_certificates_is_a_remark(tmp_path: Path) -> None:
    (tmp_path / "a.ldif").write_text("dn: cn=x\nmail: a@example.cn\n")
    with Rejects() as rejects:
        assert list(read_certificates(tmp_path, rejects=rejects)) == []
        told = [row for batch in rejects.batches() for row in batch.to_pylist()]
    assert [(row["reason"], row["rows"]) for row in told] == [("no_certificates", 0)]
