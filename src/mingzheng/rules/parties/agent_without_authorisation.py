"""An agent or platform applied or received, and no authorisation is on record.

Who acts for a holder shows the holder's authority; without it nobody knows that the holder
wanted the certificate.

Not a breach: an authorisation reached by the batch, contract or delivery; an agent who is the
holder himself, by name or by number, or the organisation's legal representative. A masked name
that may be the holder's is unknown, and so is a case of which it can't be told that all
authorisations are on record.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Name, Number, Value
from mingzheng.rules.logic import numbers_differ, settled
from mingzheng.rules.parties import (
    UNKNOWN,
    asked_for,
    compared,
    on_application,
    representative_known,
)
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.3",),
    zh="代办或代领而无授权文件",
    en="Agent without an authorisation",
    doc_zh=(
        "代他人办理须出示授权；没有授权文件，就无人知道持有人是否真的要这张证书。\n\n"
        "不属于问题：经由批次、合同或交付记录可以查到的授权；经办人就是持有人本人（姓名或号码"
        "相同），或单位的法定代表人。姓名经遮盖、可能就是持有人的，不能确定授权文件已全部登记的，结"
        "论为无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def agent_without_authorisation(d: Case) -> Verdict:
    """An agent acted, and the number of authorisations by any link is known to be none."""
    # an organisation's representative may be who received it as its agent
    open_ = d.received_by_agent & ~representative_known(d)
    received = settled(d.received_by_agent, open_question=open_.fill_null(False))
    return Verdict(
        applies=asked_for(d) & (on_application(d, _agent_applied(d)) | received),
        breach=d.authorisations == 0,
        shows=(
            d.subject_name,
            d.agent_name,
            d.applicant_role,
            d.received_by_agent,
            d.authorisations,
        ),
    )


def _agent_applied(d: Case) -> Value:
    """A named agent, or an applicant in that role, who is neither holder nor representative.

    Most cases have neither: names are compared only where there is one.
    """
    named = ibis.ifelse(
        d.agent_name.key.isnull(), False, _outsider(d, d.agent_name, d.agent_id_number)
    )
    acting = d.applicant_role.isin(("agent", "platform"))
    applied = _outsider(d, d.applicant_name, d.applicant_id_number)
    return named | ibis.ifelse(~acting, False, acting & applied)


def _outsider(d: Case, name: Name, number: Number) -> Value:
    """Null where checks that could name the organisation's representative are not on record, and
    where the name is the holder's but for signs that were masked or could not be written.
    """
    himself = ((name.key == d.subject_name.key) | (name.key == d.representative.key)).fill_null(
        False
    )
    himself |= (~numbers_differ(number, d.subject_id_number)).fill_null(False)
    lesser = compared((name.key,), (d.subject_name.key, d.representative.key)).lesser
    return ibis.cases(
        (himself, False), (lesser, UNKNOWN), (representative_known(d), True), else_=UNKNOWN
    )
