"""Terms that are choices: refund, law, forum, changes, effect, separation, methods, who pays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mingzheng.documents.context import Reader
from mingzheng.documents.parties import Parties
from mingzheng.documents.quantities import durations
from mingzheng.documents.structure import Document, Sentence, Span
from mingzheng.documents.subjects import Subjects
from mingzheng.documents.terms.term import Term, data
from mingzheng.documents.vocabulary import pattern

_SCORE = 0.8
_DAYS = {"day": 1, "working_day": 1, "week": 7, "month": 30}
_ORDER = {
    "refund": (
        "within_days",
        "pro_rata",
        "provider_fault",
        "before_issue",
        "none",
        "not_applicable",
    ),
    "change_right": ("mutual", "unilateral_with_notice", "unilateral"),
}
_CHECKING = re.compile(
    r"查验|核验|核查|鉴别|验证|核实|审核|核对|确认|比对|认证|识别|查询|查明|刷脸|扫脸|出示|展示|校验|到场|到现场|到[^，。；]{0,6}办理|面签|面审|亲自|视频通话|拍摄|回访"
)
_IDENTITY = re.compile(
    r"身份|鉴别|查验|核验|核对|实名|证件|在职|登记|人脸|刷脸|扫脸|面签|本人|授权书|识别"
)
_NOT_FIRST = re.compile(
    r"撤销|吊销|更新|续期|补办|挂起|恢复|解锁|变更|依赖方|第二次|密钥更新|个人信息保护|投诉|机房|日志|灾难|签署前|保存|赔偿|费用"
)
_CONTRACT = re.compile(r"协议|合同|申请表|登记表")
_CHANGED = re.compile(r"修改|变更|修订|调整|更新|补充")
_OWN = re.compile(r"本规则|业务规则|本CPS|CPS|本文件|本声明|修订版")
_UNNOTICED = re.compile(
    r"(?:一经)?(?:公布|发布|公告|公示|上线|上传)[^，。]{0,6}(?:即|立即|起|后|时)[^，。]{0,4}(?:生效|施行|执行)|(?:无需|无须|不必|不再|不另行?|恕不|而不)[^，。]{0,8}(?:通知|公告|告知)"
)
_NOTICE_FIRST = re.compile(r"(?:提前|前)[^。]{0,30}(?:公布|公告|公示|通知)[^。]*(?:不利|须经)")
_NOTICED = re.compile(r"提前|预先|事先|通知|公告|公示|公布|通告|告知|发布|刊登")


@dataclass(frozen=True)
class _Choice:
    term: str
    value: str
    pattern: re.Pattern[str]
    context: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    quantity: frozenset[str]


@cache
def _choices() -> tuple[_Choice, ...]:
    def compiled(text: str | None) -> re.Pattern[str] | None:
        return pattern(text) if text else None

    return tuple(
        _Choice(
            entry["term"], entry["value"], pattern(entry["pattern"]),
            compiled(entry.get("context")), compiled(entry.get("unless")),
            frozenset(entry.get("quantity", ())),
        )
        for entry in data()["choices"]
    )  # fmt: skip


@cache
def _pairs(name: str, key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry[key], pattern(entry["pattern"])) for entry in data()[name])


def choices(
    document: Document,
    reader: Reader,
    sides: Parties,
    named_kinds: Subjects,
    *,
    is_statement: bool,
) -> list[Term]:
    """The terms that are choices; only of a practice statement it is asked whose effect is said."""
    found: list[Term] = []
    for sentence in reader.said():
        quote = document.quote(sentence)
        around = reader.around(sentence)
        named = sides.named(quote)
        found.extend(_chosen(sentence, quote, named, around, is_statement=is_statement))
        found.extend(_checked(sentence, quote, around, named_kinds))
    return _gathered(found)


def _chosen(
    sentence: Sentence, quote: str, named: str, around: str, *, is_statement: bool
) -> Iterator[Term]:
    done: set[str] = set()
    for choice in _choices():
        # Alternatives of one kind may all hold; of the others the first entry that fits counts.
        if choice.term in done and choice.term not in ("effective", "refund"):
            continue
        if choice.term == "effective" and not is_statement and _CHANGED.search(named):
            continue
        if (match := _fitting(choice, named, around)) is None:
            continue
        value = _value(choice, match, named, quote)
        if value is None:
            continue
        done.add(choice.term)
        yield Term(
            choice.term,
            _subject(choice.term, named[: match.end()], quote, around, is_statement=is_statement),
            value, None, sentence, _place(sentence, quote, match), (match.group()[:60],), _SCORE,
        )  # fmt: skip


def _fitting(choice: _Choice, named: str, around: str) -> re.Match[str] | None:
    if choice.unless and choice.unless.search(named):
        return None
    if choice.context and not choice.context.search(f"{named}\n{around}"):
        return None
    return choice.pattern.search(named)


def _value(choice: _Choice, match: re.Match[str], named: str, quote: str) -> str | None:
    """The value of a choice that fits; None where its number is missing."""
    if choice.quantity:
        lengths = [each for each in durations(quote) if each.unit in choice.quantity]
        days = int(lengths[0].value * _DAYS[lengths[0].unit]) if lengths else None
        return None if days is None else f"{choice.value}:{days}"
    if choice.value == "arbitration":
        return f"arbitration:{match['name']}"
    told = choice.value == "unilateral" and _NOTICED.search(_UNNOTICED.sub("", named))
    overruled = choice.value == "mutual" and _NOTICE_FIRST.search(named)
    return "unilateral_with_notice" if told or overruled else choice.value


def _subject(term: str, said: str, quote: str, around: str, *, is_statement: bool) -> str:
    if term == "effective" and is_statement:
        for text in (said, quote, around):
            named = [*_OWN.finditer(text), *_CONTRACT.finditer(text)]
            if named:
                nearest = max(named, key=lambda match: match.end())
                return "contract" if _CONTRACT.fullmatch(nearest.group()) else "cps"
        return "cps"
    return "any"


def _place(sentence: Sentence, quote: str, match: re.Match[str]) -> Span:
    """Where the match stands in the document; the sentence where names of sides were put in."""
    at = quote.find(match.group())
    if at < 0:
        return Span(sentence.start, sentence.end)
    return Span(sentence.start + at, sentence.start + at + len(match.group()))


def _checked(sentence: Sentence, quote: str, around: str, named: Subjects) -> Iterator[Term]:
    """Ways of checking an identity when a certificate is first applied for."""
    whole = f"{quote}\n{around}"
    if not (_CHECKING.search(quote) and _IDENTITY.search(whole)) or _NOT_FIRST.search(whole):
        return
    subject = "any"
    for clause in re.finditer(r"[^；;。]+", quote):
        found = {
            value for value, form in _pairs("methods", "value") if form.search(clause.group())
        }
        if not found:
            continue
        subject = named.of(clause.group(), around, subject)
        yield Term(
            "identity_method", subject, "+".join(sorted(found)), None, sentence,
            Span(sentence.start + clause.start(), sentence.start + clause.end()),
            tuple(sorted(found)), _SCORE,
        )  # fmt: skip


def _gathered(found: list[Term]) -> list[Term]:
    """What the document says as a whole: one rule on refunds, one right to change."""
    return [
        term for term in found if term.value == _first(found, term.key) or term.key not in _ORDER
    ]


def _first(found: list[Term], key: str) -> str | None:
    """The value that outweighs the others: an exception the rule, a notice its absence."""
    values = {term.value.partition(":")[0]: term.value for term in found if term.key == key}
    return next((values[each] for each in _ORDER.get(key, ()) if each in values), None)
