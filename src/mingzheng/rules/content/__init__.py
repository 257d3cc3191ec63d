"""Item 1.4: does every certificate state, completely and accurately, what the law lists?

These rules judge the bytes of every certificate supplied, whatever its product; what the rules
of the folder share are the words below.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import Value

UNKNOWN = ibis.null("boolean")

ACCEPTED = ("valid", "valid_empty_id", "valid_no_za")
"""Verdicts on a signature that is the issuer's, however it was hashed."""


def readable(d: Value, answer: Value) -> Value:
    """`answer`, but null where the certificate can't be read at all."""
    return ibis.ifelse(d.unreadable.isnull(), answer, UNKNOWN)


def absent(d: Value, value: Value, *parts: str) -> Value:
    """Does a certificate lack this value? Null where one of `parts` of it is damaged.

    `parts` are the beginnings of codes in `damaged`: such a value is null without being absent.
    """
    damaged = d.damaged.fill_null("")
    hidden = ibis.or_(*(damaged.contains(part) for part in parts))
    return readable(d, value.isnull() & ibis.ifelse(hidden, UNKNOWN, True))


def self_signed(d: Value) -> Value:
    """Issuer and subject are one name and, where both identifiers are there, one key."""
    one_key = d.authority_key_id.fill_null("") == d.subject_key_id.fill_null("")
    one_name = (d.issuer_dn == d.subject_dn).fill_null(False)
    return one_name & (d.authority_key_id.isnull() | one_key)


def end_entity(d: Value) -> Value:
    """Neither a CA's certificate nor a root of the old form without basic constraints.

    Without basic constraints a certificate is a holder's; null where they are damaged.
    """
    not_ca = absent(d, d.is_ca, "extension:2.5.29.19", "extensions:") | ~d.is_ca
    return readable(d, not_ca & ~self_signed(d))
