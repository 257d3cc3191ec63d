"""Item 1.2: were the materials reviewed, in time, by whom, and were they all there and in date?"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.materials import bits
from mingzheng.rules.logic import for_signing, identity_due
from mingzheng.rules.rule import Parameters

SUBJECTS = ("person", "organization", "person_in_organization", "device")


def review_due(d: Case) -> Value:
    """Must the materials be reviewed? The articles that ask for the check ask for this as well."""
    return identity_due(d)


def issued_on_application(d: Case) -> Value:
    """Was a certificate issued, whose materials had to be reviewed before?"""
    return for_signing(d) & (d.kind != "revoke") & d.issued


def materials_due(d: Case, p: Parameters) -> Value:
    """Must the materials be there that the practice statement lists? Null where it isn't known."""
    renewal = d.kind.isin(("renew", "rekey", "change")) & p.truth("renewal_needs_materials")
    return review_due(d) & ((d.kind == "issue") | renewal)


def required_kinds(d: Case, p: Parameters) -> Value:
    """The bits of the kinds listed for the subject; null where none are given."""
    listed = {subject: p.listed(f"materials_{subject}") for subject in SUBJECTS}
    masks = [
        (d.subject_kind == subject, ibis.literal(bits(kinds), "int64"))
        for subject, kinds in listed.items()
        if kinds is not None
    ]
    unlisted = ibis.null("int64")
    return ibis.cases(*masks, else_=unlisted) if masks else unlisted
