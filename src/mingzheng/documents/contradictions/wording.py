"""Why two terms contradict each other, in words."""

from __future__ import annotations

from mingzheng.documents.contradictions.contradiction import NAMES
from mingzheng.documents.contradictions.measures import Suspect
from mingzheng.documents.kinds import NAMES as DOCUMENTS
from mingzheng.documents.kinds import Kind
from mingzheng.documents.terms import Term
from mingzheng.documents.terms.wording import SUBJECTS, said
from mingzheng.language import Text

_CONSEQUENCE = {
    "worse": Text(zh="对持有人更不利", en="worse for the holder"),
    "incompatible": Text(zh="两者不一致", en="the two don't agree"),
}
_TOUCHED = Text(
    zh="其中提及而未认出具体内容", en="which speaks of it, but no value was recognised"
)
_ABSENT = Text(zh="其中未见", en="and nothing was found there")
_ITSELF = Text(zh="业务规则自己可能已写明", en="the practice statement may tell it itself")
_UNANNOUNCED = Text(zh="提供者单方，不另行通知", en="the provider, without notice")


def words(suspect: Suspect, kind: Kind) -> Text:
    """What both sides say, what it comes to, and what is doubtful about it."""
    name, ours, theirs = _name(suspect), _said(suspect.text), _said(suspect.statement)
    follows = _CONSEQUENCE[suspect.kind]
    doubts = list(dict.fromkeys(suspect.doubts))
    zh = "；".join([follows.zh, *(doubt.zh for doubt in doubts)])
    en = "; ".join([follows.en, *(doubt.en for doubt in doubts)])
    return Text(
        zh=f"{name.zh}：{DOCUMENTS[kind].zh}为{ours.zh}，业务规则为{theirs.zh}；{zh}",
        en=f"{name.en}: {ours.en} in the {DOCUMENTS[kind].en}, {theirs.en} in the practice statement; {en}",
    )


def silent_words(key: str, kind: Kind, *, touched: bool) -> Text:
    """What is left untold, and why that is doubtful."""
    name, document = NAMES[key], DOCUMENTS[kind]
    zh, en = f"业务规则说由{document.zh}写明", f"the {document.en} is said to tell it"
    found = _TOUCHED if touched else _ABSENT
    return Text(
        zh=f"{name.zh}：{zh}，{found.zh}；{_ITSELF.zh}",
        en=f"{name.en}: {en}, {found.en}; {_ITSELF.en}",
    )


def _name(suspect: Suspect) -> Text:
    name = NAMES[suspect.text.key]
    subject = SUBJECTS.get(suspect.subject, Text(zh="", en=""))
    if not subject.zh:
        return name
    return Text(zh=f"{name.zh}（{subject.zh}）", en=f"{name.en} ({subject.en})")


def _said(term: Term) -> Text:
    if term.value == "unannounced":
        return _UNANNOUNCED
    return said(term)
