"""Plants of item 1.4: what certificates state."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mingzheng.sample.identity import misspelt
from mingzheng.sample.institution import BEGINS, CHANGE_HOURS, MOST_VALIDITY_DAYS, NAME
from mingzheng.sample.keys import KeyKind
from mingzheng.sample.plot import DAYS, MINUTES, Plot
from mingzheng.sample.profile import Constraints, Damage, KeyUsage, Omission
from mingzheng.sample.signing import Algorithm
from mingzheng.sample.story import Story, at


def _lone(s: Story) -> Story:
    """Only the certificate: no record speaks of it."""
    s.rows = {}
    return s


def _broken(p: Plot, *, archived: bool) -> Story:
    """Bytes that are no certificate; whether their hash is kept in the archive."""
    s = _lone(p.signer())
    s.paper.damage, s.paper.archived = Damage.INSIDE, archived
    return s


def unreadable(p: Plot) -> None:
    """Bytes whose hash is archived; a sound certificate; bytes without a hash."""
    p.breach(_broken(p, archived=True))
    s = p.signer()
    s.paper.archived = True
    p.clear(s)
    p.unknown(_broken(p, archived=False))


def issuer_not_named(p: Plot) -> None:
    """No issuer; another's name; a former name; a CA's certificate from elsewhere."""
    s = p.signer(authority="p256")
    s.paper.omit = Omission.ISSUER
    s.issuance["issuer_dn"] = None
    p.breach(s)
    s = p.signer(authority="p256")
    s.paper.authority = "foreign"
    s.issuance["issuer_dn"] = None
    p.breach(s)
    s = p.signer(authority="p256")
    s.paper.authority = "former"
    s.issuance["issuer_dn"] = None
    p.clear(s)
    s = _lone(p.signer(authority="p256"))
    s.paper.authority, s.paper.constraints = "foreign", Constraints.AUTHORITY
    s.paper.usage = int(KeyUsage.KEY_CERT_SIGN)
    p.unknown(s)


def holder_not_named(p: Plot) -> None:
    """No name; a name in the organisation alone; one that the issuer's templates don't fit."""
    s = p.signer(authority="p256")
    s.paper.common_name = None
    p.breach(s)
    s = p.house(authority="p256")
    s.paper.common_name = None
    p.clear(s)
    s = p.signer()
    s.paper.common_name = s.name
    p.unknown(s)


def serial_invalid(p: Plot) -> None:
    """More than twenty octets; exactly twenty; unreadable."""
    for more, verdict in ((5, "breach"), (4, "clear")):
        s = p.signer()
        s.paper.serial += bytes(range(1, more + 1))
        s.issuance["serial_number"] = s.delivery["serial_number"] = s.paper.hex
        if verdict == "breach":
            p.breach(s, "notice")
        else:
            p.clear(s)
    p.unknown(_broken(p, archived=False))


def number_malformed(p: Plot) -> None:
    """A wrong check digit that the register let pass; a right one; a masked number."""
    for verdict in ("breach", "clear", "unknown"):
        s = p.signer(authority="p256")
        masked = s.number[:6] + "********" + s.number[14:]
        number = {"breach": misspelt(s.number), "clear": s.number, "unknown": masked}[verdict]
        s.paper.resident = number
        s.application.update(subject_id_number=number, applicant_id_number=number)
        s.check.update(checked_id_number=number, method="public_security", operator_id=None,
                       automated="是", performed_by="ca")  # fmt: skip
        s.contract["party_id_number"] = s.delivery["recipient_id_number"] = number
        getattr(p, verdict)(s)


def serial_repeated(p: Plot) -> None:
    """Two under one key; under one name and two keys; the same certificate twice; unreadable."""
    for authority, severity in (("sm2", "violation"), ("second", "doubt")):
        first, second = p.signer(), p.signer()
        second.paper.serial = first.paper.serial
        second.paper.authority = authority
        for s in (first, second):
            s.issuance["serial_number"] = s.delivery["serial_number"] = first.paper.hex
            p.breach(s, severity)
    s = p.signer()
    p.clear(s)
    p.unknown(_broken(p, archived=False))
    s.copies = 2


def validity_invalid(p: Plot) -> None:
    """Reversed; too long; to the day as long as may be; under an issuer that is not supplied."""
    s = p.signer()
    s.paper.ends = s.paper.begins - 60 * MINUTES
    p.breach(s)
    for days, tell in ((MOST_VALIDITY_DAYS + 30, p.breach), (MOST_VALIDITY_DAYS + 1, p.clear)):
        s = p.signer()
        s.paper.ends = s.paper.begins + days * DAYS
        tell(s)
    s = p.signer(authority="p256")
    s.paper.authority = "absent"
    s.issuance["issuer_dn"] = None
    p.unknown(s)


def key_unusable(p: Plot) -> None:
    """Points and integers that are no key; what some software takes; sound keys; unreadable."""
    for authority, kind in (
        ("sm2", KeyKind.SM2_OFF_CURVE),
        ("p256", KeyKind.P256_OFF_CURVE),
        ("sm2", KeyKind.SM2_INFINITY),
        ("rsa", KeyKind.RSA_EVEN_MODULUS),
        ("rsa", KeyKind.RSA_EXPONENT_ONE),
        ("rsa", KeyKind.RSA_EXPONENT_EVEN),
        ("rsa", KeyKind.RSA_SHORT),
        ("rsa", KeyKind.RSA_NEGATIVE),
        ("sm2", KeyKind.SM2_COMPRESSED),
        ("sm2", KeyKind.SM2),
    ):
        s = p.signer(authority=authority)
        s.paper.key_kind = kind
        if authority == "rsa":
            s.paper.key_index = 1000 + p.spare_person()
        if kind in (KeyKind.SM2, KeyKind.SM2_COMPRESSED):
            p.clear(s)
        else:
            p.breach(s, "doubt" if kind is KeyKind.RSA_NEGATIVE else "violation")
        if kind is KeyKind.RSA_SHORT:
            p.also(s, "content.key_weak", "notice")
    p.unknown(_broken(p, archived=False))


def key_weak(p: Plot) -> None:
    """RSA of 1024 bits, of 2048 bits; unreadable."""
    for kind, verdict in ((KeyKind.RSA_1024, "breach"), (KeyKind.RSA, "clear")):
        s = p.signer(authority="rsa")
        s.paper.key_kind, s.paper.key_index = kind, 1000 + p.spare_person()
        if verdict == "breach":
            p.breach(s, "notice")
        else:
            p.clear(s)
    p.unknown(_broken(p, archived=False))


def key_shares_prime(p: Plot) -> None:
    """Two with one prime in common; their neighbours, one key in two certificates; unreadable."""
    index = 2 * (1000 + p.spare_person())
    for kind, which in (
        (KeyKind.RSA_SHARED, index),
        (KeyKind.RSA_SHARED, index + 1),
        (KeyKind.RSA, index),
    ):
        s = p.signer()
        s.paper.key_kind, s.paper.key_index = kind, which
        if kind is KeyKind.RSA_SHARED:
            p.breach(s, "doubt")
        else:
            p.clear(s)
            again = p.after(s, "renew", days=700)
            again.paper.key_kind, again.paper.key_index = kind, which
            p.clear(again)
    p.unknown(_broken(p, archived=False))


def key_shared(p: Plot) -> None:
    """Two holders' numbers; two names without numbers; one holder's two; unreadable."""
    first, second = p.signer(), p.signer()
    third, fourth = p.signer(authority="p256"), p.signer(authority="p256")
    third.paper.resident = fourth.paper.resident = None
    for one, other, severity in ((first, second, "violation"), (third, fourth, "doubt")):
        other.paper.key_index = one.paper.key_index
        p.breach(one, severity)
        p.breach(other, severity)
    first = p.signer()
    second = p.after(first, "renew", days=700)
    second.paper.key_index = first.paper.key_index
    p.clear(first)
    p.clear(second)
    p.unknown(_broken(p, archived=False))


def algorithm_mismatch(p: Plot) -> None:
    """Two algorithms; one without and with the parameters that mean nothing; unreadable."""
    s = p.signer(authority="p256")
    s.paper.algorithm = int(Algorithm.ECDSA_WITH_SHA1)
    s.paper.outer_algorithm = int(Algorithm.ECDSA_WITH_SHA256)
    p.breach(s, "notice")
    s = p.signer()
    s.paper.algorithm = int(Algorithm.SM2_WITH_SM3)
    s.paper.outer_algorithm = int(Algorithm.SM2_WITH_SM3_NULL)
    p.clear(s)
    p.unknown(_broken(p, archived=False))


def algorithm_weak(p: Plot) -> None:
    """SHA-1; SHA-256; unreadable."""
    s = p.signer(authority="p256")
    s.paper.algorithm = int(Algorithm.ECDSA_WITH_SHA1)
    p.breach(s, "notice")
    p.clear(p.signer(authority="p256"))
    p.unknown(_broken(p, archived=False))


def application_without_certificate(p: Plot) -> None:
    """An issuance and no certificate; a certificate; an issuance before the archive is complete."""
    s = p.signer()
    s.papers.clear()
    p.breach(s)
    p.clear(p.signer())
    s = p.signer(day=-30)
    s.papers.clear()
    p.unknown(s)


def differs_from_issuance(p: Plot) -> None:
    """Another issuer; too early; too late; from midnight; at the old end; on a day, at no hour."""
    s = p.signer()
    s.issuance["issuer_dn"] = p.issuers[1]
    p.breach(s)
    for days in (-3, 5):
        s = p.signer()
        s.paper.begins += days * DAYS
        p.breach(s, "doubt")
    s = p.signer()
    s.paper.begins = dt.datetime.combine(s.issued.date(), dt.time())
    p.clear(s)
    first = p.signer()
    s = p.after(first, "renew", days=700)
    s.paper.begins, s.paper.ends = first.paper.ends, first.paper.ends + 730 * DAYS
    p.clear(s)
    s = p.signer()
    s.issuance["issued_at"] = s.issued.date().isoformat()
    s.paper.begins = dt.datetime.combine(s.issued.date() + DAYS, dt.time(12))
    p.unknown(s)


def changed_holder_kept(p: Plot) -> None:
    """Kept after a change of name; revoked within the hours; where the old one is not on record."""
    for hours, verdict in ((None, "breach"), (CHANGE_HOURS - 4, "clear"), (None, "unknown")):
        house = p.spare_person()
        old = p.house(house=house)
        day = (old.applied.date() - BEGINS).days + 200
        s = p.house(house=house, day=day, name=f"{old.name[:4]}{NAME[:4]}更名有限公司")
        s.application.update(kind="change", serial_number=old.paper.hex)
        if hours is not None:
            s.add("status_changes", serial_number=old.paper.hex, action="revoked",
                  initiated_by="ca", ground="untrue",
                  effective_at=at(s.issued + hours * 60 * MINUTES))  # fmt: skip
        if verdict == "unknown":
            s.application["serial_number"] = "3" + old.paper.hex[1:]
        p.also(old, "identity.one_number_many_names", "doubt")
        p.also(s, "identity.one_number_many_names", "doubt")
        if verdict == "breach":
            p.breach(s, "doubt")
        else:
            getattr(p, verdict)(s)


def issued_without_application(p: Plot) -> None:
    """No record; one by batch; unreadable."""
    p.breach(_lone(p.signer()))
    s = p.signer()
    batch = f"PCP{s.id[3:]}"
    s.application["batch_id"] = batch
    s.issuance.update(application_id=None, batch_id=batch)
    p.clear(s)
    p.unknown(_broken(p, archived=False))


def usage_wrong(p: Plot) -> None:
    """None; only to encrypt; for both; unreadable."""
    for usage, verdict in (
        (None, "breach"),
        (int(KeyUsage.KEY_ENCIPHERMENT), "breach"),
        (int(KeyUsage.DIGITAL_SIGNATURE | KeyUsage.KEY_ENCIPHERMENT), "clear"),
    ):
        s = p.signer()
        s.paper.usage = usage
        if verdict == "breach":
            p.breach(s, "notice")
        else:
            p.clear(s)
    p.unknown(_broken(p, archived=False))


def profile_incomplete(p: Plot) -> None:
    """Without a policy, a revocation list, an identifier; complete; unreadable."""
    lacking = (
        {"policies": None},
        {"crl_url": None},
        {"omit": Omission.SUBJECT_KEY_IDENTIFIER},
    )
    for without in lacking:
        s = p.signer()
        s.papers[0] = replace(s.paper, **without)
        p.breach(s, "notice")
    p.clear(p.signer())
    p.unknown(_broken(p, archived=False))


def signature_invalid(p: Plot) -> None:
    """A flipped bit in a signature; sound ones, also hashed otherwise; an issuer not supplied."""
    for authority in ("sm2", "p256"):
        s = p.signer(authority=authority)
        s.paper.damage = Damage.SIGNATURE
        p.breach(s)
        p.clear(p.signer(authority=authority))
    s = p.signer()
    s.paper.algorithm = int(Algorithm.SM2_WITHOUT_ZA)
    p.also(s, "content.signature_nonstandard", "notice")
    p.clear(s)
    s = p.signer(authority="p256")
    s.paper.authority = "absent"
    s.issuance["issuer_dn"] = None
    p.unknown(s)


def signature_nonstandard(p: Plot) -> None:
    """An empty identifier; no ZA; the standard's; by no supplied key; unreadable."""
    for algorithm in (Algorithm.SM2_WITH_EMPTY_IDENTITY, Algorithm.SM2_WITHOUT_ZA):
        s = p.signer()
        s.paper.algorithm = int(algorithm)
        p.breach(s, "notice")
    p.clear(p.signer())
    p.unknown(_broken(p, archived=False))


PLANTS = {
    f"content.{plant.__name__}": plant
    for plant in (
        unreadable, issuer_not_named, holder_not_named, serial_invalid, number_malformed,
        serial_repeated, validity_invalid, key_unusable, key_weak, key_shares_prime, key_shared, algorithm_mismatch,
        algorithm_weak, application_without_certificate, differs_from_issuance,
        changed_holder_kept, issued_without_application, usage_wrong, profile_incomplete,
        signature_invalid, signature_nonstandard,
    )
}  # fmt: skip
"""Rule → what plants it."""
