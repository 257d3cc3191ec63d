"""Whose signature is it? Issuers by name and key, over certificates that OpenSSL signed."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mingzheng.certificates import read
from mingzheng.certificates.names import issuer_key
from mingzheng.records.signatures import authorities_in, columns, verified
from mingzheng.signatures.authorities import Authorities, Authority
from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.rejects import Rejects

DATA = Path(__file__).parents[2] / "../shared/data"
FROM, UNTIL = dt.datetime(2015, 1, 1), dt.datetime(2035, 1, 1)
DAY = dt.datetime(2020, 6, 1)


class Ca:
    """A CA with its key and its certificate."""

    def __init__(self, name: str, *, parent: Ca | None = None, key_id: bool = True) -> None:
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.key_id = key_id
        self.certificate = (parent or self).sign(
            self, authority=parent is not None and parent.key_id
        )

    def sign(
        self, subject: Ca | None = None, *, authority: bool = True, at: dt.datetime = DAY
    ) -> bytes:
        """The DER of a certificate, of a CA or of a holder."""
        holder = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "持有人")])
        key = (subject.key if subject else holder).public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject.name if subject else name)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(FROM if subject else at)
            .not_valid_after(UNTIL)
        )
        if subject:
            builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
        if subject and subject.key_id:
            identifier = x509.SubjectKeyIdentifier.from_public_key(key)
            builder = builder.add_extension(identifier, critical=False)
        if authority:
            own = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
            builder = builder.add_extension(own, critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def spoiled(der: bytes) -> bytes:
    return der[:-1] + bytes([der[-1] ^ 1])


def authorities(supplied: list[bytes], found: list[bytes] | None = None) -> Authorities:
    known: set[Authority] = set()
    for certificates, given in ((supplied, True), (found or [], False)):
        der = pa.array(certificates, pa.large_binary())
        known |= set(authorities_in(read(der), der, supplied=given))
    return Authorities.of(known)


def verdicts(certificates: list[bytes] | pa.Array, known: Authorities) -> list[str | None]:
    der = pa.array(certificates, pa.large_binary())
    table = read(der)
    names = [dn and issuer_key(dn) for dn in table["issuer_dn"].to_pylist()]
    found = verified(table, der, pa.array(names, pa.string()), known)
    words, answers = columns(found, table["unreadable"].is_null().combine_chunks())
    assert answers.null_count == len(der)
    return words.to_pylist()


def test_the_supplied_issuer_decides() -> None:
    ca, other = Ca("甲"), Ca("乙")
    good = ca.sign()
    asked = [good, spoiled(good), other.sign(), b"no certificate", ca.certificate]
    assert verdicts(asked, authorities([ca.certificate])) == [
        "valid", "invalid", "issuer_unknown", None, "valid",
    ]  # fmt: skip
    assert verdicts(asked, Authorities()) == [
        "issuer_unknown", "issuer_unknown", "issuer_unknown", None, "issuer_unknown",
    ]  # fmt: skip


def test_each_key_of_a_name_is_tried() -> None:
    old, new = Ca("甲"), Ca("甲")
    both = authorities([old.certificate, new.certificate])
    asked = [ca.sign(authority=named) for ca in (old, new) for named in (True, False)]
    assert verdicts(asked, both) == ["valid"] * 4
    assert verdicts([spoiled(der) for der in asked], both) == ["invalid"] * 4


def test_the_key_that_is_named_but_not_supplied_accuses_nobody() -> None:
    old, new = Ca("甲"), Ca("甲")
    assert verdicts([old.sign()], authorities([new.certificate])) == ["issuer_unknown"]


def test_an_issuer_without_identifier_may_be_another_key() -> None:
    """It can acquit, and accuses only where the certificate says nothing of a key either."""
    ca = Ca("甲", key_id=False)
    named, bare = ca.sign(), ca.sign(authority=False)
    asked = [named, bare, spoiled(named), spoiled(bare)]
    assert verdicts(asked, authorities([ca.certificate])) == [
        "valid", "valid", "issuer_unknown", "invalid",
    ]  # fmt: skip


def test_an_issuer_that_was_not_valid_that_day_accuses_nobody() -> None:
    ca = Ca("甲")
    early = ca.sign(at=FROM - dt.timedelta(days=1), authority=False)
    known = authorities([ca.certificate])
    assert verdicts([early, spoiled(early)], known) == ["valid", "issuer_unknown"]


def test_a_certificate_found_in_the_archive_acquits_and_never_accuses() -> None:
    ca = Ca("甲")
    good = ca.sign()
    found = authorities([], [ca.certificate])
    assert verdicts([good, spoiled(good)], found) == ["valid", "issuer_unknown"]
    assert not len(authorities([], [good]))


def test_a_cross_signed_issuer_has_one_key() -> None:
    root, other = Ca("根"), Ca("另一根")
    ca = Ca("甲", parent=root)
    crossed = other.sign(ca)
    good = ca.sign()
    known = authorities([root.certificate, ca.certificate, crossed])
    assert verdicts([good, spoiled(good), ca.certificate, crossed], known) == [
        "valid", "invalid", "valid", "issuer_unknown",
    ]  # fmt: skip


def test_no_flipped_bit_of_a_certificate_is_accepted() -> None:
    """What is signed, and what is not: the outer algorithm, the unused bits, every length."""
    ca = Ca("甲")
    der = ca.sign()
    flipped = []
    for bit in range(8 * len(der)):
        octets = bytearray(der)
        octets[bit // 8] ^= 1 << bit % 8
        flipped.append(bytes(octets))
    found = verdicts([der, *flipped], authorities([ca.certificate]))
    assert found[0] == "valid"
    assert "valid" not in found[1:]
    assert found.count("invalid") > len(der)


def test_the_batch_does_not_matter() -> None:
    first, second = Ca("甲"), Ca("乙")
    known = authorities([first.certificate, second.certificate])
    asked = [ca.sign(authority=named) for named in (True, False) for ca in (first, second, first)]
    asked[2] = spoiled(asked[2])
    whole = pa.array([b"before", *asked], pa.large_binary())
    expected = [verdicts([der], known)[0] for der in asked]
    assert verdicts(whole[1:], known) == expected
    assert expected.count("invalid") == 1


def test_an_issuer_whose_key_cannot_be_used_may_have_signed() -> None:
    ca = Ca("甲")
    named, bare = ca.sign(), ca.sign(authority=False)
    [known] = authorities([ca.certificate]).known
    unusable = replace(known, spki=b"no key", key_id="")
    asked = [named, spoiled(named), spoiled(bare)]
    assert verdicts(asked, Authorities.of([known, unusable])) == [
        "valid", "issuer_unknown", "issuer_unknown",
    ]  # fmt: skip
    assert verdicts(asked, Authorities.of([unusable])) == ["algorithm_unsupported"] * 3


def test_authorities_travel_to_other_processes() -> None:
    ca = Ca("甲")
    good = ca.sign()
    known = authorities([ca.certificate])
    assert verdicts([good], known) == ["valid"]
    travelled = pickle.loads(pickle.dumps(known))
    assert travelled == known
    assert verdicts([good, spoiled(good)], travelled) == ["valid", "invalid"]


def test_the_certificates_of_the_national_root() -> None:
    if not DATA.exists():
        pytest.skip("shared data absent")
    root, certificates = (_read(DATA / name) for name in ("roots", "rootca"))
    found = verdicts(certificates, authorities(root.to_pylist()))
    assert found.count("valid") == 34
    assert found.count("issuer_unknown") == 9 == len(found) - 34
    octets = np.concatenate([np.frombuffer(der, np.uint8) for der in certificates.to_pylist()])
    ends = np.cumsum([len(der) for der in certificates.to_pylist()])
    octets[ends - 1] ^= 1
    damaged = [part.tobytes() for part in np.split(octets, ends[:-1])]
    found = verdicts(damaged, authorities(root.to_pylist()))
    assert (found.count("invalid"), found.count("issuer_unknown")) == (34, 9)


def _read(path: Path) -> pa.Array:
    with Rejects() as rejects:
        return pa.concat_arrays([batch.der for batch in read_certificates(path, rejects=rejects)])
