"""The status change: a certificate renewed, revoked or suspended, and what was published of it."""

from __future__ import annotations

from mingzheng.dossiers.facts import Dossier, count, moment, row, text, truth

TABLE, ANNOUNCEMENTS, LISTS = "status_changes", "announcements", "crls"


class StatusChange(Dossier):
    """One row of `status_changes`."""

    ZH, EN = "状态变更", "status changes"
    MADE_OF = (TABLE,)
    SUBJECT = ("serial_number",)
    OWN_ROWS = ("status_change_row",)

    status_change = count("状态变更", "status change", TABLE)
    status_change_row = row("状态变更记录", "row of the status change", TABLE)
    event_at = moment("生效时间", "day it took effect", TABLE)
    serial_number = text("证书序列号", "serial number", TABLE)
    new_serial_number = text("新证书序列号", "serial number of the new certificate", TABLE)
    issuer_dn = text("颁发者", "issuer", TABLE)
    application_id = text("申请编号", "application id", TABLE)
    action = text("变更类型", "what was done", TABLE)
    change_initiated_by = text("发起方", "initiated by", TABLE)
    ground = text("撤销事由", "ground of the revocation", TABLE)
    ground_stated = truth(
        "载明撤销事由", "a ground is stated; null: the records can't tell", TABLE
    )
    requested_at = moment("申请撤销时间", "requested at", TABLE)
    effective_at = moment("生效时间", "effective at", TABLE)

    # the certificate
    issuance_row = row("签发记录", "row of its issuance", "issuances")
    product = text("产品类型", "product", "issuances", "applications", "certificates")
    domain = text("应用领域", "domain of use", "applications")
    registration_authority = text("注册机构", "registration authority", "applications")
    subject_kind = text("证书主体类型", "kind of subject", "applications")
    channel = text("办理渠道", "channel", "applications")
    not_after = moment("证书止期", "certificate's end", "certificates")

    # what was published of it
    announcements = count(
        "目录、网站、公开查询公告数", "announcements by directory, website or query", ANNOUNCEMENTS
    )
    announced_in_crl = count("撤销列表公告数", "announcements by revocation list", ANNOUNCEMENTS)
    announced_by_ocsp = count("OCSP公告数", "announcements by OCSP", ANNOUNCEMENTS)
    announced_at = moment("公告时间（最早）", "announced at (earliest)", ANNOUNCEMENTS)
    announced_in_crl_at = moment(
        "撤销列表公告时间（最早）", "announced by list at (earliest)", ANNOUNCEMENTS
    )
    announced_by_ocsp_at = moment(
        "OCSP公告时间（最早）", "announced by OCSP at (earliest)", ANNOUNCEMENTS
    )
    announcement_undated = truth(
        "有未注明时间的公告", "an announcement bears no time", ANNOUNCEMENTS
    )
    announcement_row = row("最早的公告记录", "row of the earliest announcement", ANNOUNCEMENTS)
    crl_entries = count("撤销列表条目数", "entries of supplied lists", LISTS)
    crl_entry_row = row("撤销列表条目", "its first entry", "revoked")
    listed_at = moment("最早列入的撤销列表的签发时间", "earliest list with it, issued at", LISTS)
    lists_due = count(
        "应当列入的撤销列表数", "supplied lists that should have held it", LISTS, "certificates"
    )
    lists_without = count("其中未列入的", "of these, lists without it", LISTS, "certificates")
    list_row = row("最早应当列入的撤销列表", "the earliest of these lists", LISTS)
