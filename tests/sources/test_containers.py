"""Archives, honest and hostile: everything readable is read, every trick refused with its words."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import ssl
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import certifi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.limits import MIB, Limits
from mingzheng.sources.rejects import REASONS, Rejects

PEMS = [
    block + "-----END CERTIFICATE-----\n"
    for block in Path(certifi.where()).read_text("ascii").split("-----END CERTIFICATE-----\n")[:-1]
]
DERS = [ssl.PEM_cert_to_DER_cert("-----BEGIN" + pem.split("-----BEGIN")[1]) for pem in PEMS]

Found = list[tuple[str, int, bytes]]
Told = list[tuple[str, int | None, str, str | None, int]]


def audit(folder: Path, **options: object) -> tuple[Found, Told]:
    with Rejects() as rejects:
        found = [
            (batch.files[file], int(position), der.as_py())
            for batch in read_certificates(folder, rejects=rejects, **options)  # type: ignore[arg-type]
            for der, file, position in zip(batch.der, batch.file, batch.position, strict=True)
        ]
        told = [
            (row["file"], row["line"], row["reason"], row["value"], row["rows"])
            for batch in rejects.batches()
            for row in batch.to_pylist()
        ]
    return found, told


def tar(members: list[tuple[str, bytes]], mode: str = "w", **options: object) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **options) as archive:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


MEMBERS = [(f"f/{n}.cer", der) for n, der in enumerate(DERS[:5])] + [
    ("证书/汇总.pem", "".join(PEMS[:7]).encode()),
    ("x" * 180 + ".crt", PEMS[0].encode()),
]
CONTENT = [*DERS[:5], *DERS[:7], DERS[0]]
ARCHIVES: dict[str, bytes] = {
    "deflated.zip": zipped(MEMBERS),
    "stored.zip": zipped(MEMBERS, zipfile.ZIP_STORED),
    "before.zip": b"#!/bin/sh\n" * 100 + zipped(MEMBERS),
    "pax.tar": tar(MEMBERS, format=tarfile.PAX_FORMAT),
    "gnu.tar": tar(MEMBERS, format=tarfile.GNU_FORMAT),
    "a.tgz": tar(MEMBERS, "w:gz"),
    "a.tar.bz2": tar(MEMBERS, "w:bz2"),
    "a.tar.xz": tar(MEMBERS, "w:xz"),
    "two.tar.gz": gzip.compress(tar(MEMBERS)[:5000]) + gzip.compress(tar(MEMBERS)[5000:]),
    "misnamed.pem": zipped(MEMBERS),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_of_every_kind(name: str, tmp_path: Path) -> None:
    # A shell script before an archive makes it no ZIP by its start: such files stay refused.
    (tmp_path / name).write_bytes(ARCHIVES[name])
    found, told = audit(tmp_path)
    if name == "before.zip":
        assert told == [(name, None, "not_a_certificate", None, 1)]
        return
    assert [der for _, _, der in found] == CONTENT
    assert found[0][0] == f"{name}!/f/0.cer"
    assert found[5][0] == f"{name}!/证书/汇总.pem"
    assert found[-1][0] == f"{name}!/{'x' * 180}.crt"
    assert told == []


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_bundle(compress: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "bundle").write_bytes(compress("".join(PEMS).encode()))
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == DERS
    assert {name for name, _, _ in found} == {"bundle"}
    assert told == []


def test_members_larger_than_a_window_are_streamed(tmp_path: Path) -> None:
    bundle = "".join(PEMS * 60).encode()
    assert len(bundle) > 8 * MIB
    members = [("a.cer", DERS[0]), ("big.pem", bundle), ("big.der", b"".join(DERS * 60)),
               ("z.cer", DERS[1])]  # fmt: skip
    (tmp_path / "a.tar").write_bytes(tar(members))
    (tmp_path / "b.zip").write_bytes(zipped(members))
    (tmp_path / "c.zip").write_bytes(zipped(members, zipfile.ZIP_STORED))
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == ([DERS[0]] + DERS * 120 + [DERS[1]]) * 3
    assert told == []


def test_many_small_members_cross_windows(tmp_path: Path) -> None:
    members = [(f"{n:06}.cer", DERS[n % len(DERS)]) for n in range(14_000)]
    (tmp_path / "a.tar").write_bytes(tar(members))
    (tmp_path / "b.zip").write_bytes(zipped(members, zipfile.ZIP_STORED))
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [der for _, der in members] * 2
    assert [name for name, _, _ in found[:14_000]] == [f"a.tar!/{name}" for name, _ in members]
    assert told == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    members=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\:"),
                    min_size=1, max_size=120).filter(lambda name: name not in ("..", ".")),
            st.sampled_from([*DERS[:20], *(pem.encode() for pem in PEMS[:20])]),
        ),
        min_size=1, max_size=12,
    ),
    how=st.sampled_from(["zip", "stored", "pax", "gnu", "gz"]),
)  # fmt: skip
def test_what_is_packed_is_read(
    members: list[tuple[str, bytes]], how: str, tmp_path: Path
) -> None:
    members = [(f"{n}{name}", content) for n, (name, content) in enumerate(members)]
    packed = {
        "zip": lambda: zipped(members),
        "stored": lambda: zipped(members, zipfile.ZIP_STORED),
        "pax": lambda: tar(members, format=tarfile.PAX_FORMAT),
        "gnu": lambda: tar(members, format=tarfile.GNU_FORMAT),
        "gz": lambda: tar(members, "w:gz"),
    }[how]()
    (tmp_path / "a").write_bytes(packed)
    found, told = audit(tmp_path)
    expected = [
        (f"a!/{name}", ssl.PEM_cert_to_DER_cert("-----BEGIN" + c.decode().split("-----BEGIN")[1])
         if c.startswith(b"\n") or c.startswith(b"#") or c.startswith(b"-") else c)
        for name, c in members
    ]  # fmt: skip
    assert [(name, der) for name, _, der in found] == expected
    assert told == []


# --- Tricks --------------------------------------------------------------------------------


def link_in_tar(kind: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("evil")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    return out.getvalue()


def symlink_in_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("evil")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(zipped([("secret.cer", DERS[0])]))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def odd_method_zip() -> bytes:
    return zipped([("a.cer", DERS[0])], zipfile.ZIP_LZMA)


def lying_size_zip() -> bytes:
    data = bytearray(zipped([("a.cer", DERS[0])]))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, len(DERS[0]) - 1)
    return bytes(data)


def wrong_checksum_zip() -> bytes:
    data = bytearray(zipped([("a.cer", DERS[0])], zipfile.ZIP_STORED))
    data[30 + 5 + 300] ^= 1
    return bytes(data)


def wrong_large_checksum_zip() -> bytes:
    data = bytearray(zipped([("a.der", b"".join(DERS * 12))], zipfile.ZIP_STORED))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 16, 12345)
    deflated = bytearray(zipped([("a.der", b"".join(DERS * 12))]))
    struct.pack_into("<I", deflated, deflated.rindex(b"PK\x01\x02") + 16, 12345)
    return bytes(deflated)


def overlapping_zip() -> bytes:
    """Thousands of entries over the same kilobyte."""
    data = zipped([("a.cer", DERS[0])])
    at = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[at:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0, 0, len(entry) * 3000, at, 0)
    return data[:at] + entry * 3000 + tail


def twice_the_same_bytes_zip() -> bytes:
    """Two entries over the same data, in an archive large enough to hide them."""
    data = zipped([(f"{n}.cer", der) for n, der in enumerate(DERS[:60])])
    at, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    first = data[at : data.index(b"PK\x01\x02", at + 4)]
    size = end - at + len(first)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0, 0, size, at, 0)
    return data[:at] + first + data[at:end] + tail


def zip_bomb() -> bytes:
    return zipped([("zeros.cer", bytes(40 * MIB))])


def many_small_bombs() -> bytes:
    return zipped([(f"{n}.cer", bytes(512 * 1024)) for n in range(120)])


def gzip_bomb() -> bytes:
    return gzip.compress(b"dn: cn=nobody\n\n" * 3 * MIB)


def hidden_bomb() -> bytes:
    """A member that expands to more than the directory admits."""
    data = bytearray(zipped([("a.der", b"".join(DERS * 12) + bytes(64 * MIB))]))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 2 * MIB)
    return bytes(data)


TRICKS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "absolute.tar": (lambda: tar([("/etc/a.cer", DERS[0])]), "!//etc/a.cer", "unsafe_name"),
    "parent.tar": (lambda: tar([("../../a.cer", DERS[0])]), "!/../../a.cer", "unsafe_name"),
    "parent.zip": (lambda: zipped([("x/../../a.cer", DERS[0])]), "!/x/../../a.cer", "unsafe_name"),
    "windows.zip": (lambda: zipped([("..\\a.cer", DERS[0])]), "!/..\\a.cer", "unsafe_name"),
    "drive.zip": (lambda: zipped([("C:\\a.cer", DERS[0])]), "!/C:\\a.cer", "unsafe_name"),
    "symlink.tar": (lambda: link_in_tar(tarfile.SYMTYPE), "!/evil", "archive_link"),
    "hardlink.tar": (lambda: link_in_tar(tarfile.LNKTYPE), "!/evil", "archive_link"),
    "device.tar": (lambda: link_in_tar(tarfile.CHRTYPE), "!/evil", "archive_special"),
    "fifo.tar": (lambda: link_in_tar(tarfile.FIFOTYPE), "!/evil", "archive_special"),
    "symlink.zip": (symlink_in_zip, "!/evil", "archive_link"),
    "encrypted.zip": (encrypted_zip, "!/secret.cer", "encrypted_member"),
    "lzma.zip": (odd_method_zip, "!/a.cer", "unsupported_compression"),
    "size.zip": (lying_size_zip, "!/a.cer", "damaged_member"),
    "crc.zip": (wrong_checksum_zip, "!/a.cer", "damaged_member"),
    "overlap.zip": (overlapping_zip, "", "overlapping_members"),
    "bomb.zip": (zip_bomb, "!/zeros.cer", "expansion_bomb"),
    "bombs.zip": (many_small_bombs, "", "expansion_bomb"),
    "zeros.tar": (lambda: tar([("z", bytes(9 * MIB))]), "!/z", "blank_file"),
}

MESSAGES = {
    "unsafe_name": ("名称指向包外", "leads out of the archive"),
    "archive_link": ("是链接，未跟随", "is a link: not followed"),
    "archive_special": ("不是普通文件", "no regular file"),
    "encrypted_member": ("已加密", "is encrypted"),
    "unsupported_compression": ("压缩方法不受支持", "is not supported"),
    "damaged_member": ("成员损坏", "is damaged"),
    "overlapping_members": ("相互重叠", "overlap"),
    "expansion_bomb": ("压缩炸弹", "out of all proportion"),
    "truncated_archive": ("压缩包不完整", "cut off or damaged"),
    "nested_archive": ("嵌套层数过多", "nested too deeply"),
    "blank_file": ("全是零字节", "nothing but zero bytes"),
    "too_large": ("超过大小上限", "over the size limit"),
}


def test_each_refusal_has_its_words() -> None:
    for code, (zh, en) in MESSAGES.items():
        assert zh in REASONS[code].explanation.zh
        assert en in REASONS[code].explanation.en


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_refused_and_the_rest_read(name: str, tmp_path: Path) -> None:
    make, member, reason = TRICKS[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "zz.cer").write_bytes(DERS[3])
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[3]]
    assert [(file, code) for file, _, code, _, _ in told] == [(name + member, reason)]
    assert reason in MESSAGES


def test_only_the_member_refused_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(
        tar([("a.cer", DERS[0]), ("../b.cer", DERS[1]), ("c.cer", DERS[2])])
    )
    (tmp_path / "b.zip").write_bytes(twice_the_same_bytes_zip())
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[0], DERS[2], *DERS[:60]]
    assert [(file, code) for file, _, code, _, _ in told] == [
        ("a.tar!/../b.cer", "unsafe_name"),
        ("b.zip!/0.cer", "overlapping_members"),
    ]


def test_large_members_are_checked_as_they_stream(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(wrong_large_checksum_zip())
    (tmp_path / "b.zip").write_bytes(hidden_bomb())
    found, told = audit(tmp_path)
    assert len(found) >= 24 * len(DERS)
    reasons = {(file, code) for file, _, code, _, _ in told}
    assert ("a.zip!/a.der", "damaged_member") in reasons
    assert any(file == "b.zip!/a.der" for file, _ in reasons)


@pytest.mark.parametrize("name", ["pax.tar", "a.tgz", "stored.zip", "deflated.zip"])
def test_a_cut_archive_keeps_what_came_before(name: str, tmp_path: Path) -> None:
    whole = ARCHIVES[name]
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == CONTENT[: len(found)]
    assert found
    assert "truncated_archive" in {code for _, _, code, _, _ in told}


@pytest.mark.parametrize("size", [1 << 63, (1 << 63) - 1, 1 << 62, 1 << 49, 1 << 33, 5000])
def test_sizes_that_lie_lose_their_member(size: int, tmp_path: Path) -> None:
    info = tarfile.TarInfo("liar.cer")
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\x80" + size.to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    (tmp_path / "a.tar").write_bytes(tar([("a.cer", DERS[0])])[:2048] + header + bytes(1024))
    data = bytearray(zipped([("a.cer", DERS[0]), ("b.cer", DERS[1])]))
    at, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[at : data.index(b"PK\x01\x02", at + 4)]
    struct.pack_into("<II", entry, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", entry, 30, 20)
    entry += struct.pack("<HHQQ", 1, 16, size, size)
    rest = data[at + len(entry) - 20 : end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(entry) + len(rest), at, 0)
    (tmp_path / "b.zip").write_bytes(data[:at] + entry + rest + tail)
    found, told = audit(tmp_path)
    assert [(name, der) for name, _, der in found] == [
        ("a.tar!/a.cer", DERS[0]),
        ("b.zip!/b.cer", DERS[1]),
    ]
    reasons = {(file, code) for file, _, code, _, _ in told}
    assert {file for file, _ in reasons} & {"a.tar", "a.tar!/liar.cer"}
    assert ("b.zip!/a.cer", "damaged_member") in reasons


class Unseekable(io.BytesIO):
    """Makes zipfile write sizes after the data, as Java always does."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation


def test_a_cut_zip_with_sizes_after_the_data(tmp_path: Path) -> None:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MEMBERS:
            archive.writestr(name, content)
    whole = out.getvalue()
    (tmp_path / "a.zip").write_bytes(whole)
    assert [der for _, _, der in audit(tmp_path)[0]] == CONTENT
    (tmp_path / "a.zip").write_bytes(whole[: whole.index(b"PK\x01\x02")])
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == CONTENT
    assert [code for _, _, code, _, _ in told] == ["truncated_archive"]
    (tmp_path / "a.zip").write_bytes(whole[: whole.index(b"PK\x03\x04", 4000)])
    assert audit(tmp_path)[0]


def test_ten_gigabytes_of_zeros_in_a_tar_are_leapt_over(tmp_path: Path) -> None:
    zeros = tarfile.TarInfo("zeros.pem")
    zeros.size = 10_000_000_000
    with (tmp_path / "a.tar").open("wb") as out:
        out.write(zeros.tobuf(tarfile.GNU_FORMAT))
        out.seek((zeros.size + 511) // 512 * 512, io.SEEK_CUR)
        out.write(tar([("a.cer", DERS[0])]))
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[0]]
    assert [(file, code) for file, _, code, _, _ in told] == [("a.tar!/zeros.pem", "blank_file")]


@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_every_cut_ends_and_is_told(kind: str, tmp_path: Path) -> None:
    whole = tar(MEMBERS[:2]) if kind == "tar" else zipped(MEMBERS[:2])
    end = len(whole) if kind == "zip" else len(whole.rstrip(b"\0")) - 1
    for size in range(600, end, 211):
        (tmp_path / "a").write_bytes(whole[:size])
        found, told = audit(tmp_path)
        assert [der for _, _, der in found] == DERS[: len(found)]
        assert told


def test_a_damaged_header_loses_one_member(tmp_path: Path) -> None:
    data = bytearray(tar([(f"{n}.cer", DERS[n]) for n in range(4)], format=tarfile.GNU_FORMAT))
    second = 512 + (len(DERS[0]) + 511) // 512 * 512
    data[second + 130] ^= 0xFF
    (tmp_path / "a.tar").write_bytes(data)
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == [DERS[0], DERS[2], DERS[3]]
    assert told == [("a.tar", None, "damaged_member", f"@{second}", 1)]


def test_archives_in_archives_one_level(tmp_path: Path) -> None:
    inner = zipped([("a.cer", DERS[0])])
    middle = tar([("inner.zip", inner)])
    (tmp_path / "a.tar").write_bytes(middle)
    (tmp_path / "b.zip").write_bytes(zipped([("middle.tar", middle), ("z.cer", DERS[1])]))
    found, told = audit(tmp_path)
    assert [(name, der) for name, _, der in found] == [
        ("a.tar!/inner.zip!/a.cer", DERS[0]),
        ("b.zip!/z.cer", DERS[1]),
    ]
    assert [(file, code) for file, _, code, _, _ in told] == [
        ("b.zip!/middle.tar!/inner.zip", "nested_archive")
    ]


def test_compression_over_compression_ends(tmp_path: Path) -> None:
    data = PEMS[0].encode()
    for _ in range(5):
        data = gzip.compress(data)
    (tmp_path / "a.gz").write_bytes(data)
    assert audit(tmp_path) == ([], [("a.gz", None, "nested_archive", None, 1)])


def test_a_large_zip_inside_an_archive_is_refused(tmp_path: Path) -> None:
    inner = zipped([(f"{n}.cer", DERS[n]) for n in range(50)], zipfile.ZIP_STORED)
    (tmp_path / "a.tar").write_bytes(tar([("inner.zip", inner * 300)]))
    found, told = audit(tmp_path, limits=Limits(object_bytes=1 * MIB))
    assert found == []
    assert [(file, code) for file, _, code, _, _ in told] == [("a.tar!/inner.zip", "too_large")]


def test_names_in_gb18030(tmp_path: Path) -> None:
    """As Chinese Windows writes them: without the UTF-8 flag."""
    data = zipped([("aaaaaaaa.cer", DERS[0])])
    (tmp_path / "a.zip").write_bytes(data.replace(b"aaaaaaaa", "张三证书".encode("gb18030")))
    found, _ = audit(tmp_path)
    assert [name for name, _, _ in found] == ["a.zip!/张三证书.cer"]


def test_zip64(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(3):
            with archive.open(f"{n}.cer", "w", force_zip64=True) as member:
                member.write(DERS[n])
        for n in range(66_000):
            archive.writestr(f"d{n}/", b"")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    found, told = audit(tmp_path)
    assert [der for _, _, der in found] == DERS[:3]
    assert told == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_mutations_never_crash(data: st.DataObject, tmp_path: Path) -> None:
    whole = bytearray(
        ARCHIVES[data.draw(st.sampled_from(["stored.zip", "deflated.zip", "gnu.tar", "a.tgz"]))]
    )
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a").write_bytes(whole)
    audit(tmp_path)


def test_a_compressed_bomb_stops_early(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip_bomb())
    found, told = audit(tmp_path)
    assert found == []
    assert {code for _, _, code, _, _ in told} == {"expansion_bomb", "no_certificates"}
    place = next(value for _, _, code, value, _ in told if code == "expansion_bomb")
    assert place is not None
    assert int(place[1:]) < 24 * MIB
