"""The certificate: one certificate of the archive or one issuance, with its case's facts."""

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

ARCHIVE, ISSUERS = "certificates", "issuers"


class Certificate(Dossier):
    """One certificate, or one issuance whose certificate is not in the archive."""

    ZH, EN = "证书", "certificates"
    SUBJECT = ("serial_number", "application_id")
    OWN_ROWS = ("certificate_row", "issuance_row", "application_row")

    # what it is
    certificate = count("证书", "certificate")
    case = count("卷宗", "case it belongs to")
    certificate_row = row("证书", "place of the certificate in the archive", ARCHIVE)
    issuance_row = row("签发记录", "row of the issuance", "issuances")
    application_row = row("申请记录", "row of the application", "applications")
    application_id = text("申请编号", "application id", "issuances")
    event_at = moment("发生时间", "day of issuance", "issuances", ARCHIVE)
    product = text("产品类型", "product", "issuances", "applications", ARCHIVE)
    product_derived = truth("产品由密钥用法推定", "product derived from key usage", ARCHIVE)
    domain = text("应用领域", "domain of use", "applications")
    registration_authority = text("注册机构", "registration authority", "applications")
    channel = text("办理渠道", "channel", "applications")
    kind = text("业务类型", "kind of request", "applications")
    in_archive = truth("证书在档", "the archive holds it", ARCHIVE)
    issuer_role = text("颁发者用途", "issuer's role: production, test, internal", ARCHIVE)
    taken_over = truth("承接自其他机构", "taken over from another CA", ARCHIVE)

    # read from its bytes
    fingerprint = text("证书指纹", "SHA-256 of the DER, hex", ARCHIVE)
    serial_number = text("证书序列号", "serial number, hex", ARCHIVE, "issuances")
    serial_octets = count("序列号字节数", "octets of the serial number", ARCHIVE)
    issuer_dn = text("颁发者", "issuer", ARCHIVE, "issuances")
    issuer_common_name = text("颁发者通用名", "issuer's common name", ARCHIVE)
    issuer_organization = text("颁发者单位", "issuer's organisation", ARCHIVE)
    issuer_named = truth("载明提供者名称", "names a registered name of the CA", ARCHIVE)
    issuer_empty = truth("颁发者为空", "issuer is empty", ARCHIVE)
    subject_dn = text("证书主体", "subject", ARCHIVE)
    holder_name = name("证书载明的持有人", "holder by the certificate", ARCHIVE)
    holder_person = name("证书载明的个人", "person by the certificate", ARCHIVE)
    holder_organization = name("证书载明的单位", "organisation by the certificate", ARCHIVE)
    holder_number = number("证书载明的证件号码", "number by the certificate", ARCHIVE)
    holder_by_template = truth(
        "按模板读出持有人", "the issuer's template fits; null: it has none", ARCHIVE
    )
    holder_number_kind = text("证书载明的号码种类", "kind of that number", ARCHIVE)
    not_before = moment("有效期起", "not before", ARCHIVE)
    not_after = moment("有效期止", "not after", ARCHIVE)
    version = count("版本", "X.509 version", ARCHIVE)
    public_key_algorithm = text("公钥算法", "public key algorithm", ARCHIVE)
    public_key_bits = count("公钥长度", "bits of the public key", ARCHIVE)
    public_key_fault = text("公钥缺陷", "fault of the public key", ARCHIVE)
    signature_algorithm = text("签名算法", "signature algorithm", ARCHIVE)
    signature_algorithms_match = truth(
        "内外签名算法一致", "inner and outer algorithm agree", ARCHIVE
    )
    signature_verdict = text(
        "签名验证结论", "what verifying its signature came to", ARCHIVE, ISSUERS
    )
    signature_answers = text(
        "两套程序的不同结论", "answers of two implementations that differ", ARCHIVE, ISSUERS
    )
    key_usage = count("密钥用法（位）", "key usage, bit i as in RFC 5280", ARCHIVE)
    extended_key_usage = text("扩展密钥用法", "extended key usage OIDs", ARCHIVE)
    policies = text("证书策略", "policy OIDs", ARCHIVE)
    crl_urls = text("CRL地址", "CRL addresses", ARCHIVE)
    authority_key_id = text("颁发者密钥标识", "authority key identifier", ARCHIVE)
    subject_key_id = text("主体密钥标识", "subject key identifier", ARCHIVE)
    is_ca = truth("CA证书", "basic constraints say CA", ARCHIVE)
    is_precertificate = truth("预证书", "precertificate", ARCHIVE)
    unreadable = text("无法读取的原因", "why it can't be read", ARCHIVE)
    unreadable_at = count("无法读取的位置", "byte offset where reading failed", ARCHIVE)
    damaged = text("局部损坏", "part that can't be read", ARCHIVE)
    bytes_archived = truth("与归档摘要一致", "bytes match the archived hash", ARCHIVE, "holdings")

    # against other certificates
    issuer_not_before = moment("颁发者证书有效期起", "issuer's not before", ARCHIVE, ISSUERS)
    issuer_not_after = moment("颁发者证书有效期止", "issuer's not after", ARCHIVE, ISSUERS)
    serial_same_key = count(
        "同颁发者密钥同序列号的其他证书数", "others with its serial, same issuer key", ARCHIVE
    )
    serial_same_name = count(
        "同颁发者名称同序列号的其他证书数", "others with its serial, same issuer name", ARCHIVE
    )
    key_holder_numbers = count(
        "同一公钥下的证件号码数", "holder numbers under its public key", ARCHIVE
    )
    shares_prime = truth(
        "与其他证书的公钥共用素因子", "its key shares a prime factor with another's", ARCHIVE
    )
    prime_shared_row = row(
        "共用素因子的证书", "certificate with which its key shares a prime factor", ARCHIVE
    )
    prime_shared_with = text(
        "共用素因子的证书序列号",
        "serial number of the certificate with which its key shares a prime factor",
        ARCHIVE,
    )
    key_holder_names = count("同一公钥下的持有人数", "holder names under its public key", ARCHIVE)

    # against the records
    issued_at = moment("签发时间", "issued at", "issuances")
    licensed = truth("签发时在许可期内", "issued within a licence period", "issuances")
    recorded_issuer_differs = truth(
        "登记的颁发者不同", "recorded issuer differs", "issuances", ARCHIVE
    )
    applications = count("对应申请数", "applications by any link", "issuances", "applications")
    coverage_from = moment(
        "声明完整的起始", "start of declared coverage", "issuances", "applications"
    )
    in_certificates = truth("证书档案应有", "the archive is declared complete there", ARCHIVE)
    old_not_after = moment(
        "原证书止期", "end of the certificate it renews", ARCHIVE, "applications"
    )
    subject_kind = text("证书主体类型", "kind of subject", "applications")
    subject_name = name("申请的证书主体", "subject applied for", "applications")
    subject_id_type = text("主体证件类型", "subject's kind of number", "applications")
    subject_id_number = number("主体证件号码", "subject's number", "applications")
    organization_name = name("单位名称", "organisation applied for", "applications")
    organization_id_number = number("单位证件号码", "organisation's number", "applications")
    rename_proved = truth("有更名证明", "a renaming is proved on record", "materials")

    # keys and delivery
    media = text("介质类型", "medium", "issuances")
    key_held_by = text("密钥保管方", "who holds the key", "issuances")
    key_consent = truth(
        "持有人同意托管", "the holder's consent is on record", "materials", "contracts"
    )
    deliveries = count("交付次数", "deliveries", "deliveries")
    delivery_row = row("交付记录", "row of the delivery that counts", "deliveries")
    recipient_name = name("接收人", "recipient", "deliveries")
    recipient_role = text("接收人身份", "recipient's role", "deliveries")
    recipient_fault = fault(
        "接收人不是持有人、申请人或其授权的人",
        "recipient is another",
        "deliveries",
        "applications",
    )
    handed_over = truth("已交到持有人", "handed over to the holder", "deliveries")
