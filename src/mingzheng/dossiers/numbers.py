"""Comparing identity numbers whose owner or spelling may differ."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import (
    HASHED_FORM,
    MASKED_FORM,
    RESIDENT_ID_FORM,
    USCC_FORM,
    Value,
)

MASK = "*"
"""What a masked name or number carries in place of what it hides."""

ORGANISATION_CODE = 9
"""Characters of an organisation code, which a credit code carries as its characters 9 to 17."""


FIRST_GENERATION = 15
"""Digits of a resident's number of the first generation: no century and no check digit."""


def comparable(form: Value) -> Value:
    """Neither masked nor hashed; null where there is no number."""
    return (form.cast("int64") & (MASKED_FORM | HASHED_FORM)) == 0


def differ(a: Value, a_form: Value, b: Value, b_form: Value) -> Value:
    """Do two normalised numbers differ? Null unless both are there, unmasked, not hashed, and of
    what may be one kind: a passport beside a resident's number says nothing.

    An organisation code equals the credit code that carries it, a resident's number of fifteen
    digits the one of eighteen.
    """
    within = _carries(a, b) | _carries(b, a)
    kinds = RESIDENT_ID_FORM | USCC_FORM
    forms = (a_form.cast("int64") & kinds, b_form.cast("int64") & kinds)
    apart = (forms[0] != 0) & (forms[1] != 0) & ((forms[0] & forms[1]) == 0)
    return ibis.cases(
        (~(comparable(a_form) & comparable(b_form)).fill_null(False), ibis.null("boolean")),
        ((a == b) | within, False),
        ((a.length() == b.length()) & ~apart, True),
        else_=ibis.null("boolean"),
    )


def _carries(long: Value, short: Value) -> Value:
    """Is `short` an older form of the number `long`?"""
    code = (short.length() == ORGANISATION_CODE) & (long.substr(8, ORGANISATION_CODE) == short)
    first_generation = (short.length() == FIRST_GENERATION) & (
        long.substr(0, 6).concat(long.substr(8, 9)) == short
    )
    return (long.length() == 18) & (code | first_generation)
