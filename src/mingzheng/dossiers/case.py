"""The case: one application of any kind with everything recorded about it by any link.

A certificate without an application is a case of its own; of it only the certificate's facts
are known. Counts are null where a row could be missing: 0 means that the table is declared
complete there and holds none.
"""

from __future__ import annotations

from mingzheng.dossiers.facts import (
    Dossier,
    count,
    fault,
    moment,
    name,
    number,
    row,
    text,
    truth,
)

CHECKS = "identity_checks"
TOLD = ("disclosures", "documents", "public_texts")
AGREED = ("contracts", "documents", "public_texts")


class Case(Dossier):
    """One application, or one certificate without an application."""

    ZH, EN = "卷宗", "cases"
    SUBJECT = ("application_id", "serial_number")
    OWN_ROWS = ("application_row", "issuance_row")

    # what it is
    case = count("卷宗", "case")
    application_id = text("申请编号", "application id", "applications")
    application_row = row("申请记录", "row of the application", "applications")
    event_at = moment("发生时间", "day the duty arose", "applications", "issuances")
    kind = text("业务类型", "kind of request", "applications")
    product = text("产品类型", "product", "issuances", "applications", "certificates")
    product_derived = truth("产品由密钥用法推定", "product derived from key usage", "certificates")
    initiated_by = text("发起方", "initiated by", "applications")
    outcome = text("办理结果", "outcome", "applications")
    domain = text("应用领域", "domain of use", "applications")
    registration_authority = text("注册机构", "registration authority", "applications")
    channel = text("办理渠道", "channel", "applications")
    quantity = count("申请数量", "quantity", "applications")
    applied_at = moment("申请时间", "applied at", "applications")
    accepted_at = moment("受理时间", "accepted at", "applications")

    # who
    subject_kind = text("证书主体类型", "kind of subject", "applications")
    subject_name = name("证书主体名称", "subject", "applications")
    subject_id_type = text("主体证件类型", "subject's kind of number", "applications")
    subject_id_number = number("主体证件号码", "subject's number", "applications")
    organization_name = name("单位名称", "organisation", "applications")
    organization_id_number = number("单位证件号码", "organisation's number", "applications")
    applicant_name = name("申请人名称", "applicant", "applications")
    applicant_id_type = text("申请人证件类型", "applicant's kind of number", "applications")
    applicant_id_number = number("申请人证件号码", "applicant's number", "applications")
    applicant_role = text("申请人身份", "applicant's role", "applications")
    agent_name = name("经办人姓名", "agent", "applications")
    agent_id_number = number("经办人证件号码", "agent's number", "applications")

    # what was issued
    issued = truth("是否签发", "a certificate was issued", "issuances")
    issued_at = moment("签发时间", "issued at", "issuances")
    issuances = count("签发证书数（双证计一）", "certificates issued, twins as one", "issuances")
    issuance_row = row("签发记录", "row of the earliest issuance", "issuances")
    serial_number = text("证书序列号", "serial number issued first", "issuances", "certificates")
    issuer_dn = text("颁发者", "issuer of that certificate", "issuances", "certificates")
    delivered_at = moment("交付时间", "delivered at", "deliveries")
    effective_at = moment("撤销生效时间", "revocation effective at", "status_changes")

    # identity checks by any link (direct, batch, contract, reuse)
    checks = count("身份查验次数", "identity checks", CHECKS)
    holder_checks = count("对持有人的查验次数", "checks of the holder", CHECKS)
    holder_passes = count("对持有人的查验通过次数", "checks of the holder passed", CHECKS)
    organization_passes = count(
        "对单位的查验通过次数", "checks of the organisation passed", CHECKS
    )
    agent_passes = count("对经办人的查验通过次数", "checks of the agent passed", CHECKS)
    register_passes = count("权威数据源核验通过次数", "passes by an authority's register", CHECKS)
    identity_passed_at = moment("查验通过时间（最早）", "identity passed at (earliest)", CHECKS)
    identity_latest_passed_at = moment(
        "查验通过时间（最近）", "identity passed at (latest)", CHECKS
    )
    identity_undated = truth("有未注明时间的通过记录", "a pass bears no time", CHECKS)
    identity_pass_row = row("最早通过的查验记录", "row of the earliest pass", CHECKS)
    identity_method = text("最早通过的查验方式", "method of the earliest pass", CHECKS)
    identity_methods = count(
        "通过的查验方式（位）", "methods of the passes, bits by code order", CHECKS
    )
    identity_operator = text("查验人员", "operator of the earliest pass", CHECKS)
    identity_performer = text("查验机构", "performer of the earliest pass", CHECKS)
    checked_name = name("被查验人名称", "name checked in the earliest pass", CHECKS)
    representative = name("法定代表人", "legal representative, by a passed check of one", CHECKS)
    representative_settled = truth(
        "法定代表人的查验记录齐全", "checks of a representative are all on record", CHECKS
    )
    checked_id_number = number("被查验人证件号码", "number checked in the earliest pass", CHECKS)
    identity_failed_at = moment("通过前最近一次未通过时间", "last failure before the pass", CHECKS)
    identity_failed_method = text("未通过的查验方式", "method of that failure", CHECKS)
    identity_failed_row = row("未通过的查验记录", "row of that failure", CHECKS)
    operator_fault = fault("查验人员无授权", "operator not authorised", CHECKS, "operators")
    performer_fault = fault(
        "查验机构无授权", "performer not authorised", CHECKS, "registration_authorities"
    )
    other_party_fault = fault("查验的是他人", "another party was checked", CHECKS)
    reused_passes = count("沿用既往查验的通过次数", "passes that rely on an earlier one", CHECKS)
    fresh_passes = count("当次查验的通过次数", "passes of their own", CHECKS)
    reuse_fault = fault("沿用的依据无效", "what was relied on is invalid", CHECKS, "certificates")
    relied_on = text("沿用依据", "what was relied on", CHECKS)
    evidence_ref = text("查验凭证编号", "evidence reference", CHECKS)

    # patterns over all cases
    number_names = count("同一号码下的名称数", "names under this number", "applications")
    evidence_holders = count(
        "同一查验凭证服务的持有人数", "holders one evidence object serves", CHECKS
    )
    pace_in_person = count(
        "该人员该小时现场查验通过数", "operator's in-person passes that hour", CHECKS
    )
    pace_video = count("该人员该小时视频查验通过数", "operator's video passes that hour", CHECKS)
    agent_holders = count(
        "同一经办人的无关联申请人数", "unrelated holders of this agent", "applications"
    )

    # authority of agents
    authorisations = count(
        "授权文件数", "authorisations by any link", "materials", "contracts", "deliveries"
    )
    authorised_at = moment("授权时间（最早）", "authorised from (earliest)", "materials")
    authorisation_row = row("授权材料", "row of the earliest authorisation", "materials")
    authorisation_names_fault = fault("授权书主体不符", "authorisation names others", "materials")
    authorisation_dates_fault = fault("授权书不在有效期", "authorisation out of date", "materials")
    received_by_agent = truth(
        "由经办人或平台领取", "an agent or platform received it", "deliveries"
    )

    # contracts by any link
    contracts = count("合同数", "contracts", "contracts")
    contracts_in_force = count("当日有效的合同数", "contracts that cover the day", "contracts")
    contract_id = text("合同编号", "contract", "contracts")
    contract_row = row("合同", "row of the earliest contract", "contracts")
    contract_scope = text("合同范围", "scope of that contract", "contracts")
    contract_means = text("签署方式", "means of signing", "contracts")
    contract_document = text("合同文本版本", "template of that contract", "contracts")
    contract_signed_at = moment("签署时间（最早）", "contract signed at (earliest)", "contracts")
    contract_undated = truth("有未注明签署时间的合同", "a contract bears no time", "contracts")
    contract_party_name = name("合同相对方", "party to the contract", "contracts")
    contract_party_id_number = number("合同相对方证件号码", "party's number", "contracts")
    contract_signed_by = name("签署人", "signed by", "contracts")
    contract_party_fault = fault("合同相对方不是持有人或申请人", "party is another", "contracts")
    contract_signer_fault = fault(
        "仅经办人或平台签署且无授权",
        "only an agent signed, unauthorised",
        "contracts",
        "materials",
    )
    contract_template_fault = fault(
        "合同文本当日未施行", "template not in force that day", "contracts", "documents"
    )
    contract_text_fault = fault(
        "合同文本无据可查", "no text of the contract on record", "contracts", "documents"
    )
    contract_revision_fault = fault(
        "合同文本早于业务规则的修订",
        "its text is older than the CPS then in force",
        "contracts",
        "documents",
    )

    contract_rights_fault = fault(
        "合同文本缺少双方的权利义务条款", "its text lacks a right or duty", *AGREED
    )
    contract_statement_fault = fault(
        "合同违反当日施行的业务规则", "it contradicts the CPS then in force", *AGREED
    )
    contract_pair = count("合同与业务规则的比对", "contract held against the CPS", *AGREED)
    contract_version = text("合同文本版本号", "number of that version", "documents")
    contract_lacks = text("合同文本未写明的事项", "what its text doesn't say", "public_texts")
    contract_unsure = text("合同文本待确认的事项", "what its text may say", "public_texts")
    contract_statement = text("当日施行的业务规则", "CPS in force that day", "public_texts")
    contract_contradiction = text("与业务规则不一致之处", "contradiction", "public_texts")

    # the certificate that a change was to replace
    old_serial_number = text("原证书序列号", "serial of the old certificate", "applications")
    old_name_changed = truth(
        "名称已变更", "the holder's name changed", "applications", "certificates"
    )
    old_not_after = moment("原证书止期", "old certificate's end", "certificates")
    old_revoked_at = moment("原证书撤销时间", "old certificate revoked at", "status_changes")
    old_revocations_complete = truth("撤销记录完整", "revocations are complete", "status_changes")

    # reviews of the materials by any link
    reviews = count("材料审查次数", "reviews of the materials", "reviews")
    personal_reviews = count("人工审查次数", "reviews by a person", "reviews")
    machine_reviews = count("有结果的自动审查次数", "automated reviews with a result", "reviews")
    approvals = count("审查通过次数", "reviews that approved", "reviews")
    review_approved_at = moment("审查通过时间（最早）", "review approved at (earliest)", "reviews")
    review_last_approved_at = moment(
        "签发前审查通过时间（最近）", "last approval before issuance", "reviews", "issuances"
    )
    review_undated = truth("有未注明时间的审查通过记录", "an approval bears no time", "reviews")
    review_row = row("最早通过的审查记录", "row of the earliest approval", "reviews")
    rejection_row = row("签发前的审查不通过记录", "row of the rejection", "reviews")
    last_review_fault = fault(
        "签发前最后一次审查为不通过", "last review before issuance rejects", "reviews", "issuances"
    )
    reviewer = text("审查人员", "reviewer who approved", "reviews")
    several_reviewers = truth("由多人审查通过", "several people approved", "reviews")
    reviewer_fault = fault("审查人员无授权", "reviewer not authorised", "reviews", "operators")

    # materials by any link, earlier applications of the same holder among them
    materials = count("申请材料份数", "papers submitted", "materials")
    material_kinds = count(
        "已有的材料类型（位）", "kinds on file, bits by code order", "materials", "applications"
    )
    materials_settled = truth("材料记录齐全", "all papers are on record", "materials")
    materials_received_at = moment(
        "最后一份必需材料的收到时间", "last required paper received at", "materials"
    )
    materials_undated = truth(
        "有未注明收到时间的必需材料", "a required paper bears no time of receipt", "materials"
    )
    limited_materials = count("有期限的材料份数", "papers with an end", "materials")
    id_document_until = moment("身份证件有效期止", "identity document valid until", "materials")
    material_until = moment("其他材料有效期止", "other papers valid until", "materials")
    expired_material_row = row("最早到期的材料", "row of the paper that ends first", "materials")

    # notices by any link, earlier ones still in force among them
    disclosures = count("告知次数", "notices given", "disclosures", "documents")
    told_at = moment("告知时间（最早）", "told at (earliest)", "disclosures")
    notice_worths = count(
        "告知的效力（位）", "what the notices are worth, a bit each", "disclosures", "documents"
    )
    heard_at = moment(
        "确已告知本人的时间（最早）", "holder surely told at (earliest)", "disclosures"
    )
    agent_told_at = moment(
        "告知经办人或平台的时间（最早）", "agent or platform told at (earliest)", "disclosures"
    )
    doubtful_told_at = moment(
        "对象或效力不明的告知时间（最早）",
        "doubtful notice at (earliest)",
        "disclosures",
        "documents",
    )
    unheard_at = moment(
        "仅公示或宣读的时间（最早）", "only posted or read aloud at (earliest)", "disclosures"
    )
    told_undated = truth("有未注明时间的告知", "a notice bears no time", "disclosures")
    disclosure_row = row("最早的告知", "row of the earliest notice", "disclosures")
    disclosure_document = text("告知书版本", "version of that notice", "disclosures")
    disclosure_means = text("告知方式", "means of that notice", "disclosures")
    notice_fault = fault(
        "仅公示或宣读且无确认", "only posted or read aloud, unacknowledged", "disclosures"
    )
    told_fault = fault("仅告知经办人或平台", "only an agent or platform was told", "disclosures")
    told_agent = name("被告知的经办人或平台", "agent or platform told", "disclosures")
    told_agent_row = row("对经办人或平台的告知", "row of that notice", "disclosures")
    disclosure_version_fault = fault(
        "告知书当日未施行", "notice not in force that day", "disclosures", "documents"
    )

    # what the texts of those notices tell; an agreement can only leave a matter open, so the
    # table of agreements is none of those that could show that the matter was told
    terms_of_use_fault = fault("告知书未写明使用条件", "notice tells no conditions of use", *TOLD)
    fees_fault = fault("告知书未写明收费", "notice tells no fees", *TOLD)
    information_rights_fault = fault(
        "告知书未写明信息的保存和使用", "notice tells nothing of information", *TOLD
    )
    provider_liability_fault = fault(
        "告知书未写明机构的责任范围", "notice tells no liability of the provider", *TOLD
    )
    holder_liability_fault = fault(
        "告知书未写明持有人的责任范围", "notice tells no liability of the holder", *TOLD
    )
    disclosure_version = text("告知书版本号", "number of that version", "documents")
    said_of_use = text("有关使用条件的文字", "words on conditions of use", "public_texts")
    said_of_fees = text("有关收费的文字", "words on fees", "public_texts")
    said_of_information = text("有关信息的文字", "words on information", "public_texts")
    said_of_provider = text("有关机构责任的文字", "words on the provider", "public_texts")
    said_of_holder = text("有关持有人责任的文字", "words on the holder", "public_texts")
