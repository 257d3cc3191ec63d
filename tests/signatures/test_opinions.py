"""Both opinions, against forgeries and against each other."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mingzheng.signatures import second_opinion as second
from mingzheng.signatures.algorithms import Scheme, algorithm_of
from mingzheng.signatures.curves import P256, SM2
from mingzheng.signatures.ecdsa import sign_ecdsa
from mingzheng.signatures.multiples import fixed_base_multiply
from mingzheng.signatures.opinions import opinion, opinions, sampled
from mingzheng.signatures.public_keys import PublicKey, public_key
from mingzheng.signatures.sm2 import identity_hash, sign_sm2
from mingzheng.signatures.sm3 import sm3
from mingzheng.signatures.verdicts import Signed, Verdict

SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
ALGORITHMS = {
    "sm2": bytes.fromhex("300a06082a811ccf55018375"),
    "p256": bytes.fromhex("300a06082a8648ce3d040302"),
}
HEADERS = {
    "sm2": bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004"),
    "p256": bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
}
BOTH = pytest.mark.parametrize("kind", ALGORITHMS)
PREFIXES = {
    Verdict.VALID: b"1234567812345678",
    Verdict.VALID_EMPTY_ID: b"",
    Verdict.VALID_NO_ZA: None,
}


def row(value: int) -> np.ndarray:
    return np.frombuffer(value.to_bytes(32, "big"), np.uint8).reshape(1, 32)


def point(kind: str) -> bytes:
    curve = SM2 if kind == "sm2" else P256
    return fixed_base_multiply(curve, row(SECRET))[0].tobytes()


def spki(kind: str) -> bytes:
    return HEADERS[kind] + point(kind)


def key_of(kind: str) -> PublicKey:
    found = public_key(spki(kind))
    assert found is not None
    return found


def der(r: np.ndarray, s: np.ndarray) -> bytes:
    numbers = (int.from_bytes(part.tobytes(), "big") for part in (r, s))
    return utils.encode_dss_signature(*numbers)


def sign(kind: str, text: bytes, verdict: Verdict = Verdict.VALID) -> bytes:
    nonce = np.frombuffer(
        bytes(sm3(np.frombuffer(text, np.uint8), np.array([0, len(text)]))), np.uint8
    )
    if kind == "p256":
        digest = hashes.Hash(hashes.SHA256())
        digest.update(text)
        octets = np.frombuffer(digest.finalize(), np.uint8).reshape(1, 32)
        return der(*sign_ecdsa(SECRET, octets, nonce.reshape(1, 32)))
    identity = PREFIXES[verdict]
    prefix = b"" if identity is None else identity_hash(point("sm2"), identity=identity)
    message = np.frombuffer(prefix + text, np.uint8)
    digests = sm3(message, np.array([0, len(message)]))
    return der(*sign_sm2(SECRET, digests, nonce.reshape(1, 32)))


def asked(kind: str, text: bytes, value: bytes) -> tuple[Verdict, Verdict]:
    name = ALGORITHMS[kind]
    return opinion(spki(kind), text, b"\0" + value, inner=name, outer=name)


@pytest.mark.parametrize("verdict", PREFIXES)
def test_three_ways_to_hash_for_sm2(verdict: Verdict) -> None:
    value = sign("sm2", b"text", verdict)
    assert asked("sm2", b"text", value) == (verdict, verdict)
    assert asked("sm2", b"texts", value) == (Verdict.INVALID, Verdict.INVALID)
    algorithm, key = algorithm_of(ALGORITHMS["sm2"]), key_of("sm2")
    assert algorithm is not None
    for text, said in ((b"text", verdict), (b"texts", Verdict.INVALID)):
        assert second.second_opinion(key, algorithm, memoryview(text), value) == said
        assert second._plain(key, algorithm, memoryview(text), value) == said


@BOTH
def test_every_flipped_bit_of_a_signature_is_refused_by_all(kind: str) -> None:
    value = sign(kind, b"text")
    algorithm, key = algorithm_of(ALGORITHMS[kind]), key_of(kind)
    assert algorithm is not None
    strings = [b"\0" + value]
    for bit in range(8 * len(strings[0])):
        flipped = bytearray(strings[0])
        flipped[bit // 8] ^= 1 << bit % 8
        strings.append(bytes(flipped))
    octets = np.frombuffer(b"text" + b"".join(strings), np.uint8)
    starts = 4 + len(strings[0]) * np.arange(len(strings))
    signed = Signed(
        octets,
        np.tile([0, 4], (len(strings), 1)),
        np.stack([starts, starts + len(strings[0])], axis=1),
    )
    found = opinions([key], algorithm, signed, accusable=np.ones(len(strings), np.bool_))
    assert found.verdicts.tolist() == [Verdict.VALID] + [Verdict.INVALID] * (len(strings) - 1)
    assert not found.disputed.any()
    for string in strings[1::7]:
        plain = second._plain(key, algorithm, memoryview(b"text"), string[1:])
        assert string[0] or plain == Verdict.INVALID


@BOTH
def test_integers_out_of_range_are_refused_by_all(kind: str) -> None:
    n = (SM2 if kind == "sm2" else P256).n
    r, s = utils.decode_dss_signature(sign(kind, b"text"))
    algorithm, key = algorithm_of(ALGORITHMS[kind]), key_of(kind)
    assert algorithm is not None
    for wrong in (0, n, n + 1, 2**256 - 1, r + n, 2**256):
        for pair in ((wrong, s), (r, wrong)):
            value = utils.encode_dss_signature(*pair)
            assert asked(kind, b"text", value) == (Verdict.INVALID, Verdict.INVALID)
            assert second._plain(key, algorithm, memoryview(b"text"), value) == Verdict.INVALID


def certificate(key: object, digest: object, **options: object) -> tuple[bytes, ...]:
    public = key.public_key()  # type: ignore[attr-defined]
    made = (
        x509.CertificateBuilder(x509.Name([]), x509.Name([]), public, 1)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2030, 1, 1))
        .sign(key, digest, **options)  # type: ignore[arg-type]
    )
    from asn1crypto.x509 import Certificate

    outer = Certificate.load(made.public_bytes(Encoding.DER))["signature_algorithm"].dump()
    info = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return info, made.tbs_certificate_bytes, b"\0" + made.signature, outer


RSA = rsa.generate_private_key(65537, 2048)
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)


@pytest.mark.parametrize(
    ("key", "digest", "options"),
    [
        (RSA, hashes.SHA256(), {}),
        (RSA, hashes.SHA512(), {}),
        (RSA, hashes.SHA384(), {"rsa_padding": PSS}),
        (ec.generate_private_key(ec.SECP384R1()), hashes.SHA384(), {}),
        (ec.generate_private_key(ec.SECP521R1()), hashes.SHA512(), {}),
        (ec.generate_private_key(ec.SECP256R1()), hashes.SHA512(), {}),
        (ec.generate_private_key(ec.SECP256R1()), hashes.SHA224(), {}),
        (ed25519.Ed25519PrivateKey.generate(), None, {}),
        (ed448.Ed448PrivateKey.generate(), None, {}),
    ],
)
def test_other_algorithms_in_both_opinions(key: object, digest: object, options: dict) -> None:
    info, text, signature, outer = certificate(key, digest, **options)
    given = {"inner": outer, "outer": outer}
    assert opinion(info, text, signature, **given) == (Verdict.VALID, Verdict.VALID)
    assert opinion(info, text + b"!", signature, **given) == (Verdict.INVALID, Verdict.INVALID)
    found, algorithm = public_key(info), algorithm_of(outer)
    assert found is not None
    assert algorithm is not None
    told = second.second_opinion(found, algorithm, memoryview(text), signature[1:])
    assert told == Verdict.VALID
    assert second.library_for(algorithm.scheme) is not None
    if found.curve is not None:
        plain = second._plain(found, algorithm, memoryview(text), signature[1:])
        assert plain == Verdict.VALID


@pytest.mark.parametrize(
    ("identifier", "digest"),
    [
        ("300d06092a864886f70d0101040500", hashes.MD5()),
        ("300d06092a864886f70d0101050500", hashes.SHA1()),
        ("300906052b0e03021d0500", hashes.SHA1()),
        ("300d06092a864886f70d01010e0500", hashes.SHA224()),
        ("300b06092a864886f70d01010b", hashes.SHA256()),
    ],
)
def test_rsa_with_digests_that_nobody_should_use_is_verified_too(
    identifier: str, digest: hashes.HashAlgorithm
) -> None:
    value = RSA.sign(b"text", padding.PKCS1v15(), digest)
    public = RSA.public_key()
    info = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    given = {"inner": bytes.fromhex(identifier), "outer": bytes.fromhex(identifier)}
    assert opinion(info, b"text", b"\0" + value, **given) == (Verdict.VALID,) * 2
    assert opinion(info, b"texts", b"\0" + value, **given) == (Verdict.INVALID,) * 2


def test_ecdsa_with_sha1() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    info = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    name = bytes.fromhex("300906072a8648ce3d0401")
    value = b"\0" + key.sign(b"text", ec.ECDSA(hashes.SHA1()))
    assert opinion(info, b"text", value, inner=name, outer=name) == (Verdict.VALID,) * 2


def test_a_key_of_another_kind_did_not_sign() -> None:
    name = ALGORITHMS["sm2"]
    value = b"\0" + sign("sm2", b"text")
    found = opinion(spki("p256"), b"text", value, inner=name, outer=name)
    assert found == (Verdict.INVALID, Verdict.INVALID)


def test_identifiers_that_disagree_are_not_judged() -> None:
    value = b"\0" + sign("p256", b"text")
    inner = bytes.fromhex("300a06082a8648ce3d040303")
    found = opinion(spki("p256"), b"text", value, inner=inner, outer=ALGORITHMS["p256"])
    assert found == (Verdict.ALGORITHM_UNSUPPORTED,) * 2


def test_sm2_without_a_library_is_left_to_plain_integers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "libcrypto", lambda: None)
    second.library_for.cache_clear()
    try:
        assert second.library_for(Scheme.SM2) is None
        value = sign("sm2", b"text")
        assert asked("sm2", b"text", value) == (Verdict.VALID, Verdict.VALID)
        assert asked("sm2", b"texts", value) == (Verdict.INVALID, Verdict.INVALID)
        info, text, signature, outer = certificate(RSA, hashes.SHA256())
        found = opinion(info, text + b"!", signature, inner=outer, outer=outer)
        assert found == (Verdict.INVALID, Verdict.INVALID)
    finally:
        second.library_for.cache_clear()


def test_the_sample_depends_on_the_octets_alone() -> None:
    draw = np.random.default_rng(5)
    octets = draw.integers(0, 256, 70 * 50_000, np.uint8)
    starts = 70 * np.arange(50_000)
    bounds = np.stack([starts, starts + 70], axis=1)
    every = Signed(octets, bounds, bounds)
    chosen = sampled(every)
    assert 20 < chosen.sum() < 90
    assert sampled(every.take(chosen)).all()
    moved = Signed(np.concatenate([octets[:7], octets]), bounds + 7, bounds + 7)
    assert (sampled(moved) == chosen).all()
