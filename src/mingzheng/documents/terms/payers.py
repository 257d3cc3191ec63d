"""Who pays for what: certificate, medium, its replacement, revocation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mingzheng.documents.context import Reader
from mingzheng.documents.parties import Parties
from mingzheng.documents.structure import Document, Sentence, Span
from mingzheng.documents.terms.term import Term, data
from mingzheng.documents.vocabulary import pattern

_SCORE = 0.8
_THIRD = ("ra", "employer", "government", "application_operator")
_COST = re.compile(r"费|元|免费|无偿|收取|经费|价|买单|付款")
_ABOUT_COST = re.compile(r"费用|收费|费$|经费|价格|付钱|谁付|资费|退费|价款|价目|钱|Fees")
_ALL = re.compile(r"均|皆|全部|上述|以上|一律|都由")
_BY_LIST = re.compile(
    r"(?:按照?|依照?|依据|根据)[^，。；按依根]{1,20}(?:公布|公示|公告|制定|规定|确定|核定|发布|列明|备案)的[^，。；]{0,8}?"
    r"(?:标准|价格|价目|目录|费率|收费表|资费表|规定)"
)
"""By whose list something is paid says nothing of who pays it."""
_PRICED = re.compile(r"费用|付费|收费|这笔钱|每(?:年|张|个|户)[^，。]{0,4}元|(?:上列|以上|上述)")
_BY = re.compile("(?:一并|统一)?由")
"""What follows a list, and is said of all of it: 由申请人支付."""
_SOMEBODY = re.compile(
    r"(?P<letter>[丙丁]方)[ 　]*[（(](?P<who>[^）)\n]{2,30})[）)]|(?P<after>[丙丁]方)[：:][ 　]*(?P<is>[^\n。；]{2,40})"
)


@dataclass(frozen=True)
class _Paid:
    term: Term
    third: bool


def payers(document: Document, reader: Reader, sides: Parties) -> list[Term]:
    """One term per payer and what is paid; where somebody else pays, neither side does."""
    others = _others(document.text)
    found = [
        each
        for sentence in reader.said()
        for each in _of_sentence(sentence, document, reader, sides, others)
    ]
    settled = _settled(found)
    said = any(term.subject == "certificate" for term in settled)
    return settled if said else [*settled, *_priced(document, reader)]


def _settled(found: Sequence[_Paid]) -> list[Term]:
    by_third = {(each.term.subject, each.term.sentence.start) for each in found if each.third}
    third = {subject for subject, _ in by_third}
    bought = {each.term.subject for each in found if each.term.value == "holder"}
    return [
        each.term
        for each in found
        if each.third
        or (
            (each.term.subject, each.term.sentence.start) not in by_third
            and not (each.term.value == "provider" and each.term.subject in third | bought)
        )
    ]


def _priced(document: Document, reader: Reader) -> list[Term]:
    """A price for a certificate that nobody else is said to pay is for who applies."""
    form = re.compile(data()["price"]["pattern"])
    for sentence in reader.said():
        quote = document.quote(sentence)
        about = _ABOUT_COST.search(f"{quote}\n{reader.around(sentence)}")
        if about and (match := form.search(quote)):
            return [_term(sentence, "certificate", "holder", match.group())]
    return []


@cache
def _forms(name: str, key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry[key], pattern(entry["pattern"])) for entry in data()[name])


def _others(text: str) -> dict[str, str]:
    """Third parties of a contract, as the kind of payer each is."""
    others: dict[str, str] = {}
    for found in _SOMEBODY.finditer(text):
        letter, who = found["letter"] or found["after"], found["who"] or found["is"]
        for value, form in _forms("third_parties", "value"):
            if re.search(form, who):
                others.setdefault(letter, value)
    return others


def _of_sentence(
    sentence: Sentence, document: Document, reader: Reader, sides: Parties, others: dict[str, str]
) -> Iterator[_Paid]:
    around = reader.around(sentence)
    about_cost = _ABOUT_COST.search(around) is not None
    all_paid: list[str] = []
    quote = _BY_LIST.sub("", document.quote(sentence))
    for clause in re.split("[；;。]", sides.named(quote)):
        if not (_COST.search(clause) or about_cost):
            continue
        what: list[str] = []
        listed: list[str] = []
        for fragment in re.split("[，,]", clause):
            alone = _BY.match(fragment) is not None and not _own(fragment)
            what = _what(fragment, what, about_cost=about_cost or "证书" in quote)
            all_paid.extend(each for each in what if each not in all_paid)
            listed.extend(each for each in what if each not in listed)
            for each in all_paid if _ALL.search(fragment) else listed if alone else what:
                payer = _payer(fragment, others, each)
                if payer is None:
                    continue
                value, match = payer
                yield _Paid(_term(sentence, each, value, match), value in _THIRD)


def _what(fragment: str, before: list[str], *, about_cost: bool) -> list[str]:
    """What is paid for; what was lost is said before what it costs."""
    own = _own(fragment)
    if "replacement" in own or (
        before == ["replacement"] and set(own) <= {"medium", "certificate"}
    ):
        return ["replacement"]
    if "revocation" in own or (before == ["revocation"] and own == ["certificate"]):
        return ["revocation"]
    if not (own or before) and about_cost and _PRICED.search(fragment):
        return ["certificate"]
    return own or before


def _own(fragment: str) -> list[str]:
    return [subject for subject, form in _forms("paid", "subject") if form.search(fragment)]


def _payer(fragment: str, others: dict[str, str], what: str) -> tuple[str, str] | None:
    for letter, value in others.items():
        pays = re.search(
            rf"(?<!向){letter}[^，。]{{0,14}}(?:承担|负担|支付|缴纳|结算|付费)", fragment
        )
        if pays:
            return value, pays.group()
    for value, form, unless in _payers():
        match = form.search(fragment)
        if match and not (what == "certificate" and unless and unless.search(fragment)):
            return value, match.group()
    return None


@cache
def _payers() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (
            entry["value"],
            pattern(entry["pattern"]),
            pattern(entry["unless"]) if "unless" in entry else None,
        )
        for entry in data()["payers"]
    )


def _term(sentence: Sentence, subject: str, value: str, cue: str) -> Term:
    place = Span(sentence.start, sentence.end)
    return Term("payer", subject, value, None, sentence, place, (cue[:60],), _SCORE)
