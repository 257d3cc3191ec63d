"""Identity was verified only by methods that the practice statement does not allow.

A CA must serve by its published practice statement; where the list of methods for this kind of
subject is closed, a method that is not on it verifies nothing the CA has promised to verify.

Not a breach: a pass by a permitted method beside one that is not; a list that stays open (等,
其他可靠方式). A method recorded as `other`, and a reused check, whose own method is that of its
origin, are unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Value
from mingzheng.rules.logic import by_method, identity_due, mask, unless_open
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule

KINDS = ("person", "organization", "person_in_organization", "device")


@rule(
    items=("1.1",),
    zh="查验方式不在业务规则许可之列",
    en="Method of the identity check not permitted by the practice statement",
    doc_zh=(
        "电子认证服务机构应当按公布的业务规则提供服务；该类主体的查验方式已封闭列举的，列举以"
        "外的方式不算完成查验。\n\n"
        "不属于问题：另有以许可方式通过的查验；列举为开放式（“等”“其他可靠方式”）。方式登记为"
        "“其他”，或属于沿用（其方式以原查验为准）的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def method_not_permitted(d: Case, p: Parameters) -> Verdict:
    """No pass was by a method on the closed list for this kind of subject."""
    permitted = (d.identity_methods & _permitted(d, p)) != 0
    unnamed = by_method(d.identity_methods, "other", "reused") | (d.identity_methods == 0)
    return Verdict(
        applies=identity_due(d) & (d.holder_passes > 0) & p.truth("identity_methods_closed"),
        breach=unless_open(~permitted, unnamed),
        shows=(d.subject_kind, d.identity_method, d.identity_passed_at),
        rows=(d.identity_pass_row,),
    )


def _permitted(d: Case, p: Parameters) -> Value:
    """The bits of the methods listed for the subject's kind; null where none are given."""
    listed = {kind: p.listed(f"identity_methods_{kind}") for kind in KINDS}
    masks = [
        (d.subject_kind == kind, ibis.literal(mask(*methods), "int64"))
        for kind, methods in listed.items()
        if methods is not None
    ]
    unlisted = ibis.null("int64")
    return ibis.cases(*masks, else_=unlisted) if masks else unlisted
