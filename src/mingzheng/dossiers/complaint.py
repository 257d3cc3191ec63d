"""The complaint, with the certificate it is about."""

from __future__ import annotations

from mingzheng.dossiers.facts import Dossier, count, moment, row, text, truth

TABLE = "complaints"


class Complaint(Dossier):
    """One row of `complaints`."""

    ZH, EN = "投诉", "complaints"
    MADE_OF = (TABLE,)
    SUBJECT = ("complaint_id",)
    OWN_ROWS = ("complaint_row",)

    complaint = count("投诉", "complaint", TABLE)
    complaint_row = row("投诉记录", "row of the complaint", TABLE)
    event_at = moment("收到时间", "received at", TABLE)
    complaint_id = text("投诉编号", "complaint", TABLE)
    topic = text("投诉事由", "topic", TABLE)
    complaint_outcome = text("投诉处理结果", "outcome of the complaint", TABLE)
    counted_from = moment("收到当日终了", "end of the day it came", TABLE)
    answered_at = moment("答复时间", "answered at", TABLE)
    closed_at = moment("办结时间", "closed at", TABLE)
    answered = truth("已答复", "answered; null: the records can't tell", TABLE)
    recorded_until = moment("记录截止时间", "end of what is declared complete", TABLE)

    # the certificate it is about
    serial_number = text("证书序列号", "serial number", TABLE)
    issuance_row = row("签发记录", "row of the issuance", "issuances")
    product = text("产品类型", "product", "issuances", "applications", "certificates")
    domain = text("应用领域", "domain of use", "applications")
    registration_authority = text("注册机构", "registration authority", "applications")
    subject_kind = text("证书主体类型", "kind of subject", "applications")
    channel = text("办理渠道", "channel", "applications")
    revoked_at = moment("撤销时间", "revoked at", "status_changes")
    revocations = count("撤销次数", "revocations of it", "status_changes")
    not_after = moment("证书止期", "certificate's end", "certificates")
    others_live = count(
        "同一申请人的其他有效证书数",
        "other certificates live that day, of the same applicant",
        "issuances",
        "applications",
    )
    others_open = count(
        "其中此后未重新查验也未撤销的",
        "of these, neither checked again nor revoked since",
        "issuances",
        "identity_checks",
        "status_changes",
    )
