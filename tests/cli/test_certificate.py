"""`mingzheng certificate`: every item told, numbers masked, and hostile files turned away."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
import warnings
from pathlib import Path

import certifi
import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.audit.bare_certificates import by_archive, by_bytes
from mingzheng.cli.certificate import command
from mingzheng.cli.certificate_file import load, looks_like_certificate
from mingzheng.cli.certificate_items import local
from mingzheng.cli.hexdump import hexdump
from mingzheng.errors import MingzhengError
from mingzheng.rules import rules

ROOTS = Path(__file__).parents[3] / "shared/data/rootca"
PERSON = "110101199003078515"  # synthetic: passes its check digit
CREDIT_CODE = "91110000100000589U"


def run(*arguments, columns="100", given=None):
    result = CliRunner().invoke(
        command,
        [str(a) for a in arguments],
        env={"COLUMNS": columns, "MINGZHENG_LANG": "zh"},
        input=given,
    )
    if isinstance(result.exception, MingzhengError):
        raise result.exception
    assert result.exit_code in (0, 1, 2, 4), (result.output, result.exception)
    return result


def squeezed(output):
    return "".join(output.split())


def name(**attributes):
    return x509.Name(
        [x509.NameAttribute(getattr(NameOID, key), value) for key, value in attributes.items()]
    )


def certificate(subject, *, issuer=None, key=None, signed_by=None, ca=False, years=2):
    key = key or ec.generate_private_key(ec.SECP256R1())
    begins = dt.datetime(2024, 1, 1, 16, tzinfo=dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(0x1234)
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("a.example")]), critical=False)
    )
    return builder.sign(signed_by or key, hashes.SHA256())


def der(made):
    return made.public_bytes(serialization.Encoding.DER)


def pem(made):
    return made.public_bytes(serialization.Encoding.PEM)


def pem_of(octets):
    """Any bytes under the label of a certificate."""
    return (
        b"-----BEGIN CERTIFICATE-----\n"
        + base64.encodebytes(octets)
        + b"-----END CERTIFICATE-----\n"
    )


ISSUER = name(COUNTRY_NAME="CN", ORGANIZATION_NAME="明证示例认证有限公司", COMMON_NAME="示例 CA")
HOLDER = name(
    COUNTRY_NAME="CN",
    ORGANIZATION_NAME="示例科技有限公司",
    COMMON_NAME=f"051@张三\x1b[31m@SF{PERSON}@1",
    SERIAL_NUMBER="E12345678",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An issuer's certificate, one it issued, one without a holder, and a bundle of these."""
    folder = tmp_path_factory.mktemp("certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = certificate(ISSUER, key=key, ca=True, years=20)
    good = certificate(HOLDER, issuer=ISSUER, signed_by=key)
    plain = certificate(name(ORGANIZATION_NAME="示例科技有限公司"), issuer=ISSUER, signed_by=key)
    nobody = certificate(name(COUNTRY_NAME="CN"), issuer=ISSUER, signed_by=key)
    (folder / "issuer.pem").write_bytes(pem(issuer))
    (folder / "good.der").write_bytes(der(good))
    (folder / "plain.der").write_bytes(der(plain))
    (folder / "bundle.pem").write_bytes(pem(good) + pem(nobody) + pem(good))
    broken = bytearray(der(good))
    broken[broken.index(b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02") - 1] ^= 0xFF
    (folder / "broken.der").write_bytes(broken)
    return folder


@pytest.fixture(scope="module")
def told(folder):
    """All three questions about the good one and the one without a holder, in one run."""
    result = run(
        folder / "bundle.pem", "--first", 3, "--json", "--provider", "明证示例认证（有限公司",
        "--issuer", folder / "issuer.pem",
    )  # fmt: skip
    return result, json.loads(result.output)


def verdicts(explained):
    return [item["verdict"] for item in explained["items"]]


def answers(explained):
    return {rule["id"]: rule["verdict"] for rule in explained["rules"]}


def test_a_certificate_that_keeps_the_law_ends_with_0(folder):
    result = run(
        folder / "plain.der",
        "--provider",
        "明证示例认证有限公司",
        "--issuer",
        folder / "issuer.pem",
    )
    assert result.exit_code == 0, result.output
    output = squeezed(result.output)
    assert "（一）电子认证服务提供者名称载明" in output
    assert "签名经颁发者证书验证，是颁发者所作" in output
    assert "（六）电子认证服务提供者的电子签名载明" in output
    assert "《电子签名法》第二十一条第三项（三）证书序列号；" in output
    assert "《电子认证服务管理办法》第二十八条第三项〔未核实〕（三）证书序列号。" in output
    assert "2024-01-0200:00:00+08:00" in output
    for rule in by_archive():
        assert rule.zh in output


def test_the_signature_is_verified_by_an_issuer_in_the_same_file(folder, tmp_path):
    good = (folder / "plain.der").read_bytes()
    forged = good[:-1] + bytes([good[-1] ^ 1])
    issuer = (folder / "issuer.pem").read_bytes()
    said = {}
    for file, content in (("alone", pem_of(good)), ("beside", pem_of(good) + issuer),
                          ("forged", issuer + pem_of(forged))):  # fmt: skip
        (tmp_path / file).write_bytes(content)
        result = run(tmp_path / file, "--first", 2, "--json")
        each = json.loads(result.output)["certificates"]
        said[file] = [
            (verdicts(one)[5], answers(one)["content.signature_invalid"]) for one in each
        ]
    assert said == {
        "alone": [("unknown", "unknown")],
        "beside": [("stated", "clear"), ("stated", "clear")],
        "forged": [("stated", "clear"), ("not_stated", "breach")],
    }
    page = squeezed(run(tmp_path / "forged", "--first", 2).output)
    assert "签名不是该颁发者所作" in page
    assert "未验证签名" in squeezed(run(tmp_path / "alone").output)


def test_without_a_holder_or_provider_it_is_a_violation(told):
    result, content = told
    good, nobody = content["certificates"]  # the bundle holds the good one twice
    assert result.exit_code == 1
    assert verdicts(nobody)[:2] == ["not_stated", "not_stated"]
    assert answers(nobody)["content.holder_not_named"] == "breach"
    assert verdicts(good) == ["not_stated", *["stated"] * 5, "unknown"]
    assert answers(good)["content.validity_invalid"] == "clear"
    assert content["files"][0]["seen"] == 3


def test_every_rule_is_either_answered_or_said_to_need_more(told):
    _, content = told
    about_content = {rule.id for rule in rules() if rule.items == ("1.4",)}
    answered, asked_more = {r.id for r in by_bytes()}, {r.id for r in by_archive()}
    assert answered | asked_more == about_content
    assert not answered & asked_more
    assert {"content.serial_repeated", "content.key_shared"} <= asked_more
    for explained in content["certificates"]:
        assert set(answers(explained)) <= answered
        assert set(explained["not_examined"]) == asked_more


def test_numbers_of_persons_and_control_characters_never_show(folder, told):
    page = run(folder / "bundle.pem", "--serial", "00:12:34", columns="60")
    assert page.exit_code == 1  # without a holder, whatever the provider
    for output in (told[0].output, page.output):
        plain = squeezed(output)
        assert PERSON not in plain
        assert PERSON[6:14] not in plain
        assert "E12345678" not in plain
        assert "张三" in plain
        assert "\x1b" not in output
    cites = told[1]["certificates"][0]["items"][0]["cites"]
    assert [c["mark"] for c in cites] == ["verbatim", "memory"]


@pytest.mark.skipif(not ROOTS.exists(), reason="the collection of real certificates is not here")
def test_real_sm2_certificates_are_told_in_both_languages():
    files = sorted(ROOTS.glob("*.pem"))[:8]
    content = json.loads(run(*files, "--json").output)
    assert len(content["certificates"]) == len(files)
    for explained, file in zip(content["certificates"], files, strict=True):
        assert explained["fingerprint"].startswith(file.stem)
        assert verdicts(explained)[1:5] == ["stated"] * 4
        key = {s["label"]["en"]: s["value"] for s in explained["items"][4]["says"]}
        assert key["algorithm"] == "sm2"
        assert answers(explained)["content.key_unusable"] == "clear"
    page = run(files[0], "--lang", "en").output
    assert "Certification Service Measures, article 28, item 1 [unverified]" in " ".join(
        page.split()
    )
    assert "Signature not verified" in page


def test_a_bundle_is_explained_from_its_first_as_pyca_reads_it():
    with warnings.catch_warnings(action="ignore"):
        known = x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())[:5]
    content = json.loads(run(certifi.where(), "--first", 5, "--json").output)
    for explained, expected in zip(content["certificates"], known, strict=True):
        said = [
            {s["label"]["en"]: s["value"] for s in item["says"]} for item in explained["items"]
        ]
        assert explained["fingerprint"] == expected.fingerprint(hashes.SHA256()).hex()
        assert said[2]["serial number (hex)"] == f"{expected.serial_number:x}"
        begins = dt.datetime.fromisoformat(said[3]["from (Beijing time)"])
        assert begins == expected.not_valid_before_utc
        assert begins.utcoffset() == dt.timedelta(hours=8)
        assert said[4]["bits"] == str(expected.public_key().key_size)
    assert content["files"][0]["more"]


def test_damaged_certificates_are_all_explained_and_none_stops_the_rest(folder, tmp_path):
    chance = random.Random(21)
    sound = (folder / "good.der").read_bytes()
    texts = []
    for _ in range(60):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        texts.append(pem_of(bytes(damaged)))
    (tmp_path / "damaged.pem").write_bytes(b"".join(texts))
    result = run(tmp_path / "damaged.pem", "--first", 100, "--json")
    explained = json.loads(result.output)["certificates"]
    assert len(explained) >= 50
    for each in explained:
        assert (each["unreadable"] is None) == (len(each["items"]) == 7)
    assert any(each["unreadable"] for each in explained)
    assert result.exit_code in (1, 4)


def test_the_form_of_the_file_makes_no_difference(folder, tmp_path):
    good = x509.load_der_x509_certificate((folder / "good.der").read_bytes())
    issuer = x509.load_pem_x509_certificate((folder / "issuer.pem").read_bytes())
    (tmp_path / "a.p7b").write_bytes(
        pkcs7.serialize_certificates([good, issuer], serialization.Encoding.DER)
    )
    (tmp_path / "a.pem").write_bytes(pem(good) + pem(issuer) + pem(good))
    (tmp_path / "link").symlink_to(tmp_path / "a.pem")
    for file in ("a.p7b", "a.pem", "link"):
        loaded = load(str(tmp_path / file), serial="0x1234", most=1)
        assert {given.der for given in loaded.chosen} == {der(good), der(issuer)}
        assert not loaded.losses
    first = load(str(folder / "bundle.pem"), serial=None, most=1)
    assert (first.chosen[0].der, first.chosen[0].position, first.more) == (der(good), 1, True)


def test_an_unreadable_certificate_tells_where_and_shows_the_bytes_there(folder):
    result = run(folder / "broken.der")
    assert result.exit_code == 4
    at = int(re.search(r"第 (\d+) 字节", result.output)[1])
    data = (folder / "broken.der").read_bytes()
    assert f"[{data[at]:02x}]" in result.output
    content = json.loads(run(folder / "broken.der", "--json").output)
    assert content["certificates"][0]["unreadable"]["offset"] == at


def test_a_file_that_is_refused_does_not_stop_the_others(folder):
    content = run(folder / "broken.der", folder / "nothing", "--json")
    assert content.exit_code == 2
    assert "不存在" in content.stderr
    told = json.loads(content.stdout)
    assert len(told["certificates"]) == 1
    assert "nothing" in told["refused"][0]["en"]
    with pytest.raises(MingzhengError, match=r"nothing.*\n.*neither"):
        run(folder / "nothing", folder / "neither")


def test_a_truncated_certificate_from_a_pipe_is_told_too(folder):
    result = run("-", given=(folder / "good.der").read_bytes()[:200])
    assert result.exit_code == 4
    assert "标准输入:1" in result.output


def keys():
    key = rsa.generate_private_key(65537, 2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    formats, none = serialization.PrivateFormat, serialization.NoEncryption()
    secret = serialization.BestAvailableEncryption(b"x")
    for each in (key, curve):
        for encoding in (serialization.Encoding.DER, serialization.Encoding.PEM):
            yield each.private_bytes(encoding, formats.PKCS8, none)
            yield each.private_bytes(encoding, formats.TraditionalOpenSSL, none)
            yield each.private_bytes(encoding, formats.PKCS8, secret)


def test_no_byte_of_a_private_key_is_ever_shown(tmp_path):
    for number, data in enumerate(keys()):
        for part in (data, data[: len(data) * 2 // 3]):
            assert not looks_like_certificate(part)
            file = tmp_path / f"{number}.key"
            file.write_bytes(part)
            with pytest.raises(MingzhengError) as refused:
                run(file)
            said = refused.value.text.zh + refused.value.text.en
            assert not any(f"{octet:02x}" * 4 in said for octet in part)
            assert base64.b64encode(part[40:60]).decode() not in said


def test_a_private_key_labelled_as_a_certificate_is_not_dumped(tmp_path):
    key = next(keys())
    (tmp_path / "a.pem").write_bytes(pem_of(key))
    try:
        output = run(tmp_path / "a.pem").output
    except MingzhengError as refused:
        output = refused.text.zh
    assert not re.search(r"(?:[0-9a-f]{2} ){4}", output)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: p, "不存在"),
        (lambda p: p.mkdir() or p, "文件夹"),
        (lambda p: p.write_bytes(b"") or p.write_bytes(b"") or p, "为空"),
    ],
)
def test_what_is_no_file_of_certificates_is_refused_clearly(tmp_path, make, said):
    path = tmp_path / "x"
    make(path)
    with pytest.raises(MingzhengError, match=said):
        run(path)


@pytest.mark.parametrize("data", [b"\0" * 9999, b"hello\n", bytes(range(256)) * 40, b"0\x84\xff"])
def test_hostile_bytes_are_refused_with_a_reason(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(MingzhengError, match=r"。$"):
        run(tmp_path / "x")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_end_is_refused():
    with pytest.raises(MingzhengError, match="普通文件"):
        run("/dev/zero")


def test_a_serial_number_that_is_none_or_not_there_is_refused(folder):
    with pytest.raises(MingzhengError, match="十六进制"):
        run(folder / "good.der", "--serial", "zz")
    with pytest.raises(MingzhengError, match="没有序列号"):
        run(folder / "good.der", "--serial", "77")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.integers(-1, 400))
def test_a_hexdump_shows_the_place_and_hides_runs_of_digits(data, at):
    at = max(0, min(at, len(data)))
    lines = list(hexdump(data, at))
    assert sum(line.count("[") for line in lines) == 1
    assert sum(line.count("]") for line in lines) == 1
    assert all(int(line[:8], 16) % 16 == 0 for line in lines)
    assert all(len(line) < 60 for line in lines)
    shown = "".join(re.sub(r"[\[\] ]", "", line[8:]) for line in lines)
    start = 2 * int(lines[0][:8], 16)
    assert all(s in ("·", d) for s, d in zip(shown, data.hex()[start:], strict=False))


def test_a_hexdump_hides_an_identity_number_and_leaves_a_time():
    for number in (PERSON.encode(), PERSON.encode("utf-16-be")):
        data = b"\x0c\x12" + number + b"\x17\x0d240101000000Z"
        text = " ".join(hexdump(data, 5))
        assert "31 31 30" not in text
        assert "17 0d 32 34" in re.sub(r" 0000\d+0 ", " ", text)


def test_the_last_days_of_the_calendar_are_an_end_that_never_comes():
    assert local(dt.datetime(9999, 12, 31, 23, 59, 59)) == "9999-12-31"
    assert local(dt.datetime(2024, 6, 30, 16)) == "2024-07-01 00:00:00+08:00"


def process(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", "from mingzheng.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "MINGZHENG_LANG": "zh", "COLUMNS": "60", **environment},
        check=False,
    )


def test_a_real_process_ends_with_the_verdict_and_no_traceback(folder):
    result = process("certificate", folder / "good.der")
    assert result.returncode == 4, result.stderr.decode()
    assert "未验证签名" in squeezed(result.stdout.decode())
    assert b"Traceback" not in result.stderr
    english = process("certificate", folder / "nothing", MINGZHENG_LANG="en")
    assert english.returncode == 2
    assert english.stderr.startswith(b"Error: ")
