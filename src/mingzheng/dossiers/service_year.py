"""The service year: a full calendar year of the period, with what the CA held and had in force."""

from __future__ import annotations

from mingzheng.dossiers.facts import Dossier, count, moment, text, truth


class ServiceYear(Dossier):
    """One calendar year that lies within the period as a whole."""

    ZH, EN = "服务年度", "service years"
    SUBJECT = ("name",)

    service_year = count("年度", "year")
    name = text("年度", "year")
    event_at = moment("该年", "the year")
    licensed = truth("全年在许可期内", "licensed throughout; null: no licence period is given")
    audits = count("内部审计次数", "internal audits held", "audits")
    policy_gap_days = count(
        "没有施行中的管理制度的天数（最长一段）",
        "longest run of days without a policy in force",
        "documents",
    )
    statement_gap_days = count(
        "没有施行中的电子认证业务规则的天数（最长一段）",
        "longest run of days without a practice statement in force",
        "documents",
    )
