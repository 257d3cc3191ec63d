"""The sighting: a certificate's serial number met outside the archive."""

from __future__ import annotations

from mingzheng.dossiers.facts import Dossier, count, moment, row, text, truth

CHANGES, APPLICATIONS = "status_changes", "applications"
SEEN = ("revoked", "complaints", "observed")


class Sighting(Dossier):
    """One certificate in the CA's revocation lists, or one row of `complaints` or `observed`."""

    ZH, EN = "档案外所见的证书", "certificates met outside the archive"
    MADE_OF = ()
    SUBJECT = ("serial_number", "fingerprint")
    OWN_ROWS = ("crl_entry_row", "complaint_row", "observation_row")

    sighting = count("所见证书", "sighting", *SEEN)
    crl_entry_row = row("撤销列表条目", "entry of the earliest list", "revoked")
    complaint_row = row("投诉记录", "row of the complaint", "complaints")
    observation_row = row("所见记录", "row of what was observed", "observed")
    source = text("来源", "where it was met", *SEEN)
    event_at = moment("所见日", "day it was revoked, complained about or obtained", *SEEN)
    serial_number = text("证书序列号", "serial number", *SEEN)
    fingerprint = text("证书指纹", "fingerprint", "observed")
    issuer_dn = text("颁发者", "issuer", *SEEN)
    revocation_reason = text("撤销原因（列表所载）", "reason in the list", "revoked")

    # what the archive has of it
    issuance_row = row("签发记录", "row of its issuance", "issuances")
    product = text("产品类型", "product", "issuances", "applications", "certificates")
    domain = text("应用领域", "domain of use", "applications")
    registration_authority = text("注册机构", "registration authority", "applications")
    subject_kind = text("证书主体类型", "kind of subject", "applications")
    channel = text("办理渠道", "channel", "applications")
    own_issuer = truth(
        "本机构颁发", "of an issuer of this CA's archive; null: no issuer is named", "certificates"
    )
    in_archive = truth("证书在档", "the archive holds it", "certificates")
    issued_from = moment("最早签发时间", "issued no earlier than", "issuances", "revoked")
    archive_complete = truth(
        "档案在此期间声明完整", "the archive is declared complete from then on", "certificates"
    )

    # what the records say of its revocation
    requests = count("撤销申请数", "requests to revoke it", APPLICATIONS, CHANGES)
    by_authority = count("机构或法院撤销数", "revocations by the CA or a court", CHANGES)
    grounds = count("其中载明事由的", "of these, with a ground", CHANGES)
