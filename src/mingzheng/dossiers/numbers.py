"""Comparing identity numbers whose owner or spelling may differ."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import HASHED_FORM, MASKED_FORM, Value

ORGANISATION_CODE = 9
"""Characters of an organisation code, which a credit code carries as its characters 9 to 17."""


def comparable(form: Value) -> Value:
    """Neither masked nor hashed; null where there is no number."""
    return (form.cast("int64") & (MASKED_FORM | HASHED_FORM)) == 0


def differ(a: Value, a_form: Value, b: Value, b_form: Value) -> Value:
    """Do two normalised numbers differ? Null unless both are there, unmasked and not hashed.

    An organisation code equals the credit code that carries it.
    """
    within = ibis.cases(
        (
            (a.length() == ORGANISATION_CODE) & (b.length() == 18),
            b.substr(8, ORGANISATION_CODE) == a,
        ),
        (
            (b.length() == ORGANISATION_CODE) & (a.length() == 18),
            a.substr(8, ORGANISATION_CODE) == b,
        ),
        else_=False,
    )
    return ibis.ifelse(
        (comparable(a_form) & comparable(b_form)).fill_null(False),
        (a != b) & ~within,
        ibis.null("boolean"),
    )
