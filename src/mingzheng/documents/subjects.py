"""Kinds of subject that a term may differ for: persons, organizations, devices, events."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NO_SUBJECT = re.compile(
    r"电子认证服务机构|电子认证机构|认证服务机构|认证机构|注册机构|发证机构|CA机构|RA机构|本机构|受理机构|"
    r"本单位内部|第三方机构|仲裁机构|司法机构|保险机构|服务机构|审计机构|监管机构|个人(?:信息|隐私|数据|资料|签名)|"
    r"个人身份信息|用户个人|机构的终止|设备故障|密码设备|签名设备|设备安全|关键设备|应用单位|用人单位|所在单位|除按[^，。]{1,12}外|"
    r"事件的|突发事件|安全事件|意外事件|事件(?:发生|处理|记录|日志)|国家机构|权威机构|管理机构|检测机构|评估机构"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("event", re.compile(r"事件型|事件证书|事件类|一次性(?:数字)?证书|单次签名|短效|场景证书|临时证书|单次证书")),
    ("long_lived", re.compile(r"长效|长期证书|长周期|普通型证书|非事件型|常规证书|固定证书")),
    ("device", re.compile(r"设备证书|设备类|设备型|设备|服务器|站点|SSL|域名证书|代码签名")),
    ("individual", re.compile(
        r"个人|自然人|公民|居民|个体订户|(?:工作|医务|执业|从业|在职|办税|管理)?人员(?=(?:[和、与及或][^，。；]{1,7})?(?:数字)?证书)"
        r"|(?:员工|职工|患者|公务员|教师|学生|律师|医师|医生|护士|服务对象|签名人)(?=(?:[和、与及或][^，。；]{1,7})?(?:数字|事件|移动)?证书)"
        r"|[一-鿿]{1,2}(?<!持有)(?<!使用)(?<!申请)(?<!提供)(?<!签名)(?<!商)(?:员|师|民|者|工)(?=(?:每[张份个])?(?:数字)?证书)|专家|农户|牧户|(?<![一-鿿])[一-鿿]{1,3}(?:员|师|民|工)(?=\t)")),
    ("organization", re.compile(r"机构|企业|个体工?商?户|合作社|单位|组织|法人(?!代表)|公司证书|对公|公司客户|商户")),
)  # fmt: skip
_LABEL = re.compile(
    r"(?P<label>[甲乙丙丁戊A-F一二三四五ⅠⅡⅢⅣⅤ](?:类|型|级|种)|[第]?[一二三四五]类)(?:数字)?(?:证书)?"
    r"(?:[（(]|是指|指|为|是|系|即|：|:|，即|用于|适用于|面向|签发给|\t)(?P<meant>[^，；。\n、]{2,24})"
)
_PERSON = re.compile(r"人员|[^，。、]{0,2}(?:医师|护士|药师|教师|律师|员工|职工|学生|会员)")


@dataclass(frozen=True)
class Subjects:
    """The kinds of subject that a document names, by the names it gives to classes.

    labels   甲类, A类 → the kind that the document says they are
    default  the only kind that it is addressed to; None where it isn't to one
    """

    labels: tuple[tuple[str, str], ...] = ()
    default: str | None = None

    def mentions(self, text: str) -> list[tuple[int, str]]:
        """Where which kind of subject is named, in order."""
        found = mentions(text)
        for label, kind in self.labels:
            found.extend((each.start(), kind) for each in re.finditer(re.escape(label), text))
        return sorted(set(found))

    def of(self, text: str, around: str, otherwise: str) -> str:
        """The kind of subject that a text, or what stands over it, is about."""
        for line in (text, *around.split("\n")):
            kinds = list(dict.fromkeys(kind for _, kind in self.mentions(line)))
            if len(kinds) == 1 or (line is text and kinds):
                return kinds[0]
            if _PERSON.search(line) and not kinds:
                return "individual"
        return self.default or otherwise


def subjects(text: str) -> Subjects:
    """The classes of certificates that a text defines, and whom its first lines address."""
    labels: dict[str, str] = {}
    for found in _LABEL.finditer(text):
        kinds = [kind for _, kind in mentions(found["meant"] + "证书")]
        if "event" in kinds:
            labels.setdefault(found["label"], "event")
        elif len(set(kinds)) == 1 or kinds[:1]:
            labels.setdefault(found["label"], kinds[0])
        elif _PERSON.search(found["meant"]):
            labels.setdefault(found["label"], "individual")
    return Subjects(tuple(labels.items()), _addressed(text))


_ADDRESS = re.compile(r"^(?:致|尊敬的|各位?|亲爱的)[^\n]{2,40}", re.MULTILINE)


def _addressed(text: str) -> str | None:
    """The kind of subject in the title or the salutation, where it is one."""
    lines = text[:400].split("\n")
    said = [lines[0], *(found.group() for found in _ADDRESS.finditer(text[:600]))]
    kinds = {kind for line in said for _, kind in mentions(line)}
    if not kinds and any(_PERSON.search(line) for line in said):
        return "individual"
    return kinds.pop() if len(kinds) == 1 else None


def mentions(text: str) -> list[tuple[int, str]]:
    """Where which kind of subject is named, in order."""
    masked = _NO_SUBJECT.sub(lambda found: "　" * len(found.group()), text)
    found = [(each.start(), kind) for kind, form in _KINDS for each in form.finditer(masked)]
    kept: list[tuple[int, str]] = []
    for place, kind in sorted(found):
        # 企业机构证书 names one kind once.
        if not (kept and kept[-1][1] == kind and place - kept[-1][0] < 6):
            kept.append((place, kind))
    return _narrowed(kept)


def _narrowed(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """个人长效证书 is a person's, 患者事件证书 an event's."""
    kept: list[tuple[int, str]] = []
    for place, kind in found:
        near = kept[-1] if kept and place - kept[-1][0] < 8 else None
        if near is not None and near[1] == "long_lived":
            kept.pop()
        elif near is not None and (kind == "long_lived" or "event" in (kind, near[1])):
            if kind == "event":
                kept[-1] = (near[0], "event")
            if kind == "event" or near[1] != "event" or place - near[0] < 6:
                continue
        kept.append((place, kind))
    return kept
