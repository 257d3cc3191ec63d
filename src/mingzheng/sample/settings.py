"""The evidence.toml of the synthetic CA."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from mingzheng.records.schema import tables
from mingzheng.sample.archive import CERTIFICATE_HEADER
from mingzheng.sample.exports import OWN_CODES, OWN_HEADERS
from mingzheng.sample.institution import (
    ANSWER_DAYS,
    BEGINS,
    BRANCHES,
    CHANGE_HOURS,
    CREDIT_CODE,
    FORMER_NAME,
    HOLDERS_PER_AGENT,
    IN_PERSON_PER_HOUR,
    LICENCE_ENDS,
    MOST_VALIDITY_DAYS,
    NAME,
    PERMITTED,
    RENEWAL_DAYS,
    RETENTION_YEARS,
    REUSE_DAYS,
    REVOCATION_HOURS,
    REVOCATION_PUBLICATION_HOURS,
    UNDECLARED_BRANCH,
    UNDECLARED_MONTH,
    UNDECLARED_UNTIL,
    VIDEO_PER_HOUR,
)
from mingzheng.sample.subjects import TEMPLATES

PARTLY = ("identity_checks", "materials", "contracts")
"""Tables that one branch does not declare complete from the beginning."""
DELIVERED = ("signature", "encryption", "event")
"""Products of which the deliveries are declared complete: not servers, not devices."""

DAY = dt.timedelta(days=1)

CPS = "电子认证业务规则 2.0"


def evidence_toml(
    *, as_of: dt.date, issuers: Sequence[str], templated: str, format_: str, container: str
) -> str:
    """The whole file. issuers: the distinguished names of the CA's issuers."""
    until = as_of.isoformat()
    lines = [
        "# 模拟机构的证据说明。全部数据均为虚构。",
        "",
        "[authority]",
        f"name = {_text(NAME)}",
        f"other_names = [{_text(FORMER_NAME)}]",
        f"credit_code = {_text(CREDIT_CODE)}",
        'licence_number = "ECP00000000000"',
        'licence_periods = [{ from = "2015-06-01", until = "2020-05-31" }, '
        f'{{ from = "2020-06-01", until = "{as_of - dt.timedelta(days=LICENCE_ENDS)}" }}]',
        'province = "示例省"',
        "",
        "[audit]",
        f'from = "{BEGINS}"',
        f'until = "{until}"',
        f'as_of = "{until}"',
        'time_zone = "Asia/Shanghai"',
        "clock_tolerance_minutes = 5",
        "",
    ]
    for dn in issuers:
        lines += ["[[issuers]]", f"dn = {_text(dn)}", f"names = [{_text(NAME)}]"]
        if dn == templated:
            lines += ["subject_templates = [", *[f"  {_text(t)}," for t in TEMPLATES], "]"]
        lines.append("")
    for table in tables():
        if table not in ("crls", "revoked"):
            lines += _table(table, until, format_)
    lines += ["[certificates]", _complete([{}], until)]
    if container == "table":
        lines += [
            f'path = "certificates/*.{"parquet" if format_ == "parquet" else "csv"}"',
            f"columns = {{ certificate = {_text(CERTIFICATE_HEADER)} }}",
        ]
    lines.append("")
    lines += _parameters()
    return "\n".join(lines) + "\n"


def _table(table: str, until: str, format_: str) -> list[str]:
    lines = [
        f"[tables.{table}]",
        f'path = "tables/{table}.{format_}"',
        'provenance = { system = "业务系统" }',
    ]
    lines.append(_complete(_coverage(table), until))
    if table in OWN_HEADERS:
        mapped = (f"{column} = {_text(own)}" for column, own in OWN_HEADERS[table].items())
        lines.append(f"columns = {{ {', '.join(mapped)} }}")
    for column, codes in OWN_CODES.get(table, {}).items():
        lines.append(f"[tables.{table}.codes.{column}]")
        lines += [f"{_text(spelled)} = {_text(code)}" for spelled, code in codes.items()]
    return [*lines, ""]


def _coverage(table: str) -> list[dict[str, str]]:
    if table in PARTLY:
        late = {"from": UNDECLARED_UNTIL.isoformat()}
        return [
            {"registration_authority": ra, **(late if ra == UNDECLARED_BRANCH else {})}
            for ra, _, _ in BRANCHES
        ]
    if table in ("audits", "documents"):
        ends, begins = UNDECLARED_MONTH[0] - DAY, UNDECLARED_MONTH[1] + DAY
        return [{"until": ends.isoformat()}, {"from": begins.isoformat()}]
    if table == "deliveries":
        return [{"product": product} for product in DELIVERED]
    return [{}]


def _complete(spans: Sequence[dict[str, str]], until: str) -> str:
    written = []
    for span in spans:
        said = {"from": BEGINS.isoformat(), "until": until, **span}
        written.append("{ " + ", ".join(f"{k} = {_text(v)}" for k, v in said.items()) + " }")
    return "complete = [" + ", ".join(written) + "]"


def _parameters() -> list[str]:
    given: dict[str, object] = {
        **{f"identity_methods_{kind}": list(methods) for kind, methods in PERMITTED.items()},
        "identity_methods_closed": True,
        "identity_reuse_days": REUSE_DAYS,
        "stop_first_on_loss": False,
        "checker_reviewer_separated": True,
        "pace_in_person_per_hour": IN_PERSON_PER_HOUR,
        "pace_video_per_hour": VIDEO_PER_HOUR,
        "agent_applicants": HOLDERS_PER_AGENT,
        "contract_before_issuance": True,
        "max_validity_days": MOST_VALIDITY_DAYS,
        "change_hours": CHANGE_HOURS,
        "revocation_hours": REVOCATION_HOURS,
        "revocation_announcement_hours": REVOCATION_PUBLICATION_HOURS,
        "renewal_announcement_days": RENEWAL_DAYS,
        "retention_years": RETENTION_YEARS,
        "verification_days": 365,
        "archive_whole": True,
        "complaint_answer_days": ANSWER_DAYS,
        "yearly_internal_audit": True,
        "materials_person": ["application_form"],
        "materials_organization": ["application_form", "business_licence"],
        "materials_person_in_organization": ["application_form"],
        "renewal_needs_materials": True,
        "document_extension_days": 0,
        "automated_review_traceable": True,
        "renewal_needs_disclosure": True,
    }
    lines = ["[parameters]"]
    for name, value in given.items():
        source = f", source = {_text(CPS)}"
        lines.append(f"{name} = {{ value = {_text(value)}{source} }}")
    return lines


def _text(value: object) -> str:
    """A value as TOML spells it; strings, booleans, numbers and lists look as in JSON."""
    return json.dumps(value, ensure_ascii=False)
