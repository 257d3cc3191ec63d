"""Kinds of subject that a term may differ for: persons, organizations, devices, events."""

from __future__ import annotations

import re

_NO_SUBJECT = re.compile(
    r"电子认证服务机构|电子认证机构|认证服务机构|认证机构|注册机构|发证机构|CA机构|RA机构|本机构|受理机构|"
    r"本单位内部|第三方机构|仲裁机构|司法机构|保险机构|服务机构|审计机构|监管机构|个人(?:信息|隐私|数据|资料|签名)|"
    r"个人身份信息|用户个人|机构的终止|设备故障|密码设备|签名设备|设备安全|关键设备|应用单位|用人单位|所在单位|"
    r"事件的|突发事件|安全事件|意外事件|事件(?:发生|处理|记录|日志)|国家机构|权威机构|管理机构|检测机构|评估机构"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("event", re.compile(r"事件型|事件证书|事件类|一次性(?:数字)?证书|单次签名|短效|场景证书|临时证书|单次证书")),
    ("long_lived", re.compile(r"长效|长期证书|长周期|普通型证书|非事件型|常规证书|固定证书")),
    ("device", re.compile(r"设备证书|设备类|设备型|设备|服务器|站点|SSL|域名证书|代码签名")),
    ("individual", re.compile(r"个人|自然人|公民|居民|个体订户")),
    ("organization", re.compile(r"机构|企业|单位|组织|法人(?!代表)|公司证书|对公")),
)  # fmt: skip


def mentions(text: str) -> list[tuple[int, str]]:
    """Where which kind of subject is named, in order."""
    masked = _NO_SUBJECT.sub(lambda found: "　" * len(found.group()), text)
    found = [(each.start(), kind) for kind, form in _KINDS for each in form.finditer(masked)]
    kept: list[tuple[int, str]] = []
    for place, kind in sorted(found):
        # 企业机构证书 names one kind once.
        if not (kept and kept[-1][1] == kind and place - kept[-1][0] < 6):
            kept.append((place, kind))
    return kept
