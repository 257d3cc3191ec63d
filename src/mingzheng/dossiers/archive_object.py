"""The archived object: what a record names as its evidence, or what the holdings list."""

from __future__ import annotations

from mingzheng.dossiers.facts import Dossier, count, moment, row, text, truth

TABLE = "holdings"
NAMING = ("identity_checks", "materials", "disclosures", "contracts")
"""The tables whose records name objects that they rest on."""
LAPSES = ("certificates", "issuances", "status_changes")


class ArchiveObject(Dossier):
    """One archive reference, named by records or held, with what must be kept and for how long."""

    ZH, EN = "归档对象", "archived objects"
    SUBJECT = ("archive_ref",)
    OWN_ROWS = ("holding_row", "check_row", "material_row", "disclosure_row", "contract_row")

    archive_object = count("归档对象", "archived object")
    archive_ref = text("档案编号", "archive reference", TABLE, *NAMING)
    event_at = moment("发生时间", "destroyed, else made, else stored", *NAMING, TABLE)
    made_at = moment("形成时间", "day of the first record that rests on it", *NAMING)

    # the records that rest on it
    check_row = row("查验记录", "row of the first check that names it", "identity_checks")
    material_row = row("材料记录", "row of the first material that names it", "materials")
    disclosure_row = row("告知记录", "row of the first notice that names it", "disclosures")
    contract_row = row("合同", "row of the first contract that names it", "contracts")
    needed = truth("须保存原件", "the object itself must be kept, not its number alone", *NAMING)
    application_row = row("申请记录", "row of the first application concerned", "applications")
    application_id = text("申请编号", "application id", "applications")
    product = text("产品类型", "product", "issuances", "applications", "certificates")
    domain = text("应用领域", "domain of use", "applications")
    registration_authority = text("注册机构", "registration authority", "applications")
    subject_kind = text("证书主体类型", "kind of subject", "applications")
    channel = text("办理渠道", "channel", "applications")

    # how long it must be kept
    certificates = count("所涉证书数", "certificates that rest on it", *LAPSES)
    lapse_at = moment("所涉证书失效时间（最迟）", "latest lapse of those certificates", *LAPSES)
    keep_until = moment("应保存至", "to be kept until", *LAPSES)
    audited_at = moment("基准日", "the day asked about", TABLE)
    deletion_due = truth(
        "基准日负有删除义务", "that day the law has what is past its term deleted", TABLE
    )

    # how it is kept
    listed = truth("保存记录中有此档案", "the holdings list it", TABLE)
    kept = truth("已归档保存", "kept; null: the records can't tell", TABLE)
    holding_row = row("档案保存记录", "row of the holding", TABLE)
    form = text("保存形式", "form", TABLE)
    location = text("存放位置", "location", TABLE)
    stored_at = moment("归档时间", "stored at", TABLE)
    planned = truth("登记有保存期限", "a planned term is stated", TABLE)
    retain_until = moment("保存期限", "planned to be kept until", TABLE)
    destroyed = truth("已销毁", "destroyed", TABLE)
    destroyed_at = moment("销毁时间", "destroyed at", TABLE)
    verified_at = moment("核对时间", "verified at", TABLE)
    intact_at = moment("最近核对或归档时间", "last verified, or stored where never", TABLE)

    # the object itself, where the archive was supplied
    path = text("文件路径", "path of the object", TABLE)
    object_state = text(
        "文件核对状态", "the file: read, absent, refused; null: none was asked for", TABLE
    )
    digest_stated = truth("登记有摘要", "a digest is stated", TABLE)
    digest_agrees = truth("摘要一致", "the file has the digest stated", TABLE)
    sha256 = text("登记的SHA-256", "SHA-256 stated", TABLE)
    sm3 = text("登记的SM3", "SM3 stated", TABLE)
    object_row = count("文件", "number of the file among those read", TABLE)
    object_sha256 = text("文件的SHA-256", "SHA-256 of the file", TABLE)
    object_sm3 = text("文件的SM3", "SM3 of the file", TABLE)
