"""Terms in words a person reads, in both languages."""

from __future__ import annotations

from decimal import Decimal

from mingzheng.documents.terms.term import Term
from mingzheng.language import Text

SUBJECTS: dict[str, Text] = {
    "any": Text(zh="", en=""),
    "individual": Text(zh="个人", en="individual"),
    "organization": Text(zh="机构", en="organization"),
    "device": Text(zh="设备", en="device"),
    "event": Text(zh="事件型", en="event"),
    "long_lived": Text(zh="长效", en="long-lived"),
    "certificate": Text(zh="证书", en="certificate"),
    "medium": Text(zh="介质", en="medium"),
    "replacement": Text(zh="补办介质", en="replacement"),
    "revocation": Text(zh="撤销", en="revocation"),
    "cps": Text(zh="业务规则", en="practice statement"),
    "contract": Text(zh="协议", en="contract"),
}
_UNITS: dict[str, Text] = {
    "year": Text(zh="年", en=" years"),
    "month": Text(zh="个月", en=" months"),
    "week": Text(zh="周", en=" weeks"),
    "day": Text(zh="日", en=" days"),
    "working_day": Text(zh="个工作日", en=" working days"),
    "hour": Text(zh="小时", en=" hours"),
    "minute": Text(zh="分钟", en=" minutes"),
    "CNY": Text(zh="元", en=" CNY"),
    "USD": Text(zh="美元", en=" USD"),
    "times_fee": Text(zh="倍费用", en=" times the fee"),
}
_VALUES: dict[str, Text] = {
    "none": Text(zh="不退", en="none"),
    "before_issue": Text(zh="仅签发前可退", en="only before issuance"),
    "provider_fault": Text(zh="仅因提供者原因可退", en="only for the provider's fault"),
    "pro_rata": Text(zh="按剩余期限退", en="pro rata"),
    "not_applicable": Text(zh="不适用", en="not applicable"),
    "holder": Text(zh="持有人", en="holder"),
    "provider": Text(zh="提供者（免费）", en="provider (free of charge)"),
    "ra": Text(zh="注册机构", en="registration authority"),
    "employer": Text(zh="所在单位", en="employer"),
    "government": Text(zh="政府", en="government"),
    "application_operator": Text(zh="应用方", en="operator of the application"),
    "PRC": Text(zh="中国法律", en="law of the PRC"),
    "HKSAR": Text(zh="香港法律", en="law of Hong Kong"),
    "court:provider": Text(zh="提供者所在地法院", en="court at the provider's seat"),
    "court:holder": Text(zh="持有人所在地法院", en="court at the holder's seat"),
    "court:defendant": Text(zh="被告所在地法院", en="court at the defendant's seat"),
    "court:place_of_signing": Text(zh="签订地法院", en="court at the place of signing"),
    "unilateral": Text(zh="提供者单方", en="the provider alone"),
    "unilateral_with_notice": Text(zh="提供者单方，须公告或通知", en="the provider, with notice"),
    "mutual": Text(zh="双方协商", en="both together"),
    "signature_or_seal": Text(zh="签字或盖章", en="signature or seal"),
    "click": Text(zh="点击同意", en="click"),
    "first_use": Text(zh="首次使用", en="first use"),
    "issuance": Text(zh="证书签发", en="issuance"),
    "publication": Text(zh="公布", en="publication"),
    "fixed_date": Text(zh="指定日期", en="a fixed date"),
    "not_allowed": Text(zh="不得沿用", en="not allowed"),
    "required": Text(zh="须分离", en="required"),
    "not_required": Text(zh="可不分离", en="not required"),
    "in_person": Text(zh="当面", en="face to face"),
    "video": Text(zh="视频", en="video"),
    "face_recognition": Text(zh="人脸识别", en="face recognition"),
    "bank_card": Text(zh="银行卡", en="bank card"),
    "small_payment": Text(zh="对公打款", en="small payment"),
    "mobile_operator": Text(zh="手机号", en="mobile operator"),
    "registry_query": Text(zh="查询权威数据", en="query of a register"),
    "id_document": Text(zh="身份证件", en="identity document"),
    "authorised_agent": Text(zh="经办人授权", en="authorised agent"),
    "phone_callback": Text(zh="电话回访", en="telephone call back"),
    "employer_confirmation": Text(zh="单位确认", en="employer's confirmation"),
    "remote_upload": Text(zh="远程上传", en="remote upload"),
    "existing_account": Text(zh="已有账户", en="existing account"),
    "logs": Text(zh="操作日志", en="logs"),
    "domain_control": Text(zh="域名控制", en="control of the domain"),
    "earlier_certificate": Text(zh="原证书签名", en="earlier certificate"),
}


def said(term: Term) -> Text:
    """The value of a term in words."""
    if term.value.startswith("within_days:"):
        days = term.value.partition(":")[2]
        unit = _UNITS[term.unit or "day"]
        return Text(zh=f"{days}{unit.zh}内可退", en=f"within {days}{unit.en}")
    if term.value.startswith("arbitration:"):
        name = term.value.partition(":")[2]
        return Text(zh=f"仲裁：{name}", en=f"arbitration: {name}")
    if term.unit is not None:
        unit = _UNITS[term.unit]
        value = f"{Decimal(term.value):,}"
        return Text(zh=f"{value}{unit.zh}", en=f"{value}{unit.en}")
    words = [_VALUES.get(each, Text(zh=each, en=each)) for each in term.value.split("+")]
    return Text(zh="、".join(each.zh for each in words), en=", ".join(each.en for each in words))
