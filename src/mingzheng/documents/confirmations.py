"""confirmations.toml: what a person decided about a document, bound to the bytes of its file.

    [[confirmations]]
    document = "9f86…"         # SHA-256 of the file, 64 hex digits
    item = "2.3"               # a clause, part_1 … part_9, a term, or the id of a contradiction
    answer = "covered"         # or not_found; confirmed or dismissed for a contradiction
    sentence = "…"             # optional: the words that carry it, as they stand in the text
    by = "…"
    on = 2022-08-20
    why = "…"

A new version of a file has other bytes and asks again. What is wrong with an entry stops the
audit, which would otherwise rest on something nobody said; an entry whose file isn't there, or
whose sentence isn't in it, decides nothing and is reported.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

from mingzheng.documents.contradictions import NAMES as TERMS
from mingzheng.documents.contradictions import Contradiction
from mingzheng.documents.examination import Examination
from mingzheng.documents.structure import Document
from mingzheng.errors import SettingsError, system_reason
from mingzheng.evidence.document import Document as Written
from mingzheng.evidence.document import Place
from mingzheng.evidence.nearest import allowed
from mingzheng.language import Text
from mingzheng.privacy import mask_text

FILE = "confirmations.toml"
PARTS = tuple(f"part_{number}" for number in range(1, 10))
"""Items for the nine parts of a practice statement."""

Answer = Literal["covered", "not_found", "confirmed", "dismissed"]
_OF_TEXTS: tuple[Answer, ...] = ("covered", "not_found")
_OF_CONTRADICTIONS: tuple[Answer, ...] = ("confirmed", "dismissed")
_KEYS = ("document", "item", "answer", "sentence", "by", "on", "why")
_REQUIRED = tuple(key for key in _KEYS if key != "sentence")
_DIGEST = re.compile("[0-9a-f]{64}")
_CONTRADICTION = re.compile("([a-z_]+):[a-z_]+@[0-9a-f]{12}")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Confirmation:
    """One decision; `entry` counts those of the file from 1. Texts are masked."""

    entry: int
    document: str
    item: str
    answer: Answer
    sentence: str | None
    by: str
    on: dt.date
    why: str


@dataclass(frozen=True)
class Settled:
    """The answer about one item after what a person decided.

    found         what the method found: covered, doubtful, not found; contradicts or doubtful
    answer        the same, or the person's: covered, not found; contradicts or dismissed
    confirmation  the decision, None where nobody decided
    """

    item: str
    found: str
    answer: str
    confirmation: Confirmation | None


@dataclass(frozen=True)
class Confirmations:
    """All decisions of a file."""

    entries: tuple[Confirmation, ...] = ()

    def of(self, document: Document, item: str) -> Confirmation | None:
        """The decision about an item of a document that was read."""
        for each in self.entries:
            if (each.document, each.item) == (document.digest, item):
                return each if _is_quoted(each, document) else None
        return None

    def notices(self, documents: Iterable[Document]) -> tuple[Text, ...]:
        """What decides nothing, and what to do: entries of other files, and wrong quotations."""
        by_digest = {document.digest: document for document in documents}
        found = []
        for each in self.entries:
            document = by_digest.get(each.document)
            if document is None:
                found.append(_stale(each))
            elif not _is_quoted(each, document):
                found.append(_misquoted(each))
        return tuple(found)


def read_confirmations(folder: Path, *, as_of: dt.date) -> Confirmations:
    """The decisions in an evidence folder; none without the file.

    as_of: no decision may be dated later. Raises SettingsError with line, key and what to do.
    """
    path = folder / FILE
    if not path.exists():
        return Confirmations()
    root = _written(path).root()
    root.only(("confirmations",))
    places = root.list_of("confirmations")
    entries = tuple(_entry(place, number, as_of) for number, place in enumerate(places, 1))
    _refuse_twice(places, entries)
    return Confirmations(entries)


def settled(
    examination: Examination, confirmations: Confirmations,
    contradictions: Sequence[Contradiction] = (),
) -> tuple[Settled, ...]:  # fmt: skip
    """Every answer about a document: clauses, parts, terms that it has, contradictions."""
    document = examination.document
    found: list[tuple[str, str]] = [(each.key, each.answer) for each in examination.clauses]
    found += [
        (f"part_{each.number}", "not found" if each.standing == "absent" else "covered")
        for each in examination.outline
        if "." not in each.number
    ]
    found += [(key, "covered") for key in dict.fromkeys(term.key for term in examination.terms)]
    found += [(each.id, "contradicts" if each.sure else "doubtful") for each in contradictions]
    return tuple(
        _settled(item, answer, confirmations.of(document, item)) for item, answer in found
    )


_ANSWERS = {
    "covered": "covered", "not_found": "not found",
    "confirmed": "contradicts", "dismissed": "dismissed",
}  # fmt: skip


def _settled(item: str, found: str, confirmation: Confirmation | None) -> Settled:
    answer = found if confirmation is None else _ANSWERS[confirmation.answer]
    return Settled(item, found, answer, confirmation)


def _written(path: Path) -> Written:
    try:
        text = path.read_text("utf-8-sig")
        return Written(text, tomllib.loads(text), name=FILE)
    except UnicodeDecodeError as error:
        raise SettingsError(
            zh=f"{FILE} 不是 UTF-8 编码（第 {error.start} 字节）：请另存为 UTF-8",
            en=f"{FILE} is not UTF-8 (byte {error.start}): save it as UTF-8",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            zh=f"{FILE} 不是有效的 TOML（{error}）：请参照 docs/documents.md 中的示例",
            en=f"{FILE} is no valid TOML ({error}): compare the example in docs/documents.md",
        ) from error
    except OSError as error:
        raise SettingsError(
            zh=f"{FILE} 无法读取（{system_reason(error).zh}）：请检查文件权限",
            en=f"{FILE} can't be read ({system_reason(error).en}): check its permissions",
        ) from error


def _entry(place: Place, number: int, as_of: dt.date) -> Confirmation:
    place.only(_KEYS)
    for key in _REQUIRED:
        if key not in place.values:
            raise place.wrong(
                key, f"缺少这一项，每条确认都要写明 {'、'.join(_REQUIRED)}",
                f"it is missing: each confirmation says {', '.join(_REQUIRED)}",
            )  # fmt: skip
    document = (place.text("document") or "").lower()
    if not _DIGEST.fullmatch(document):
        raise place.wrong(
            "document", "应为文件的 SHA-256（64 位十六进制），mingzheng read --json 会给出",
            "must be the SHA-256 of the file, 64 hex digits, as mingzheng read --json gives it",
        )  # fmt: skip
    item, answer = place.text("item") or "", place.text("answer") or ""
    place.one_of("answer", answer, _answers_for(place, item))
    on = place.day("on")
    assert on is not None  # it is there, and `day` refuses what is none
    if on > as_of:
        raise place.wrong(
            "on", f"{on} 晚于核验日 {as_of}：确认不能来自将来",
            f"{on} is later than {as_of}, the day of the audit: nobody has decided that yet",
        )  # fmt: skip
    sentence = place.text("sentence")
    return Confirmation(
        number, document, item, cast(Answer, answer),
        sentence=None if sentence is None else mask_text(sentence),
        by=mask_text(place.text("by") or ""), on=on, why=mask_text(place.text("why") or ""),
    )  # fmt: skip


def _answers_for(place: Place, item: str) -> tuple[Answer, ...]:
    """The answers that an item may have; refuses an item that there is not."""
    if (found := _CONTRADICTION.fullmatch(item)) and found[1] in TERMS:
        return _OF_CONTRADICTIONS
    if item in items():
        return _OF_TEXTS
    hint = allowed(item, items())
    raise place.wrong(
        "item",
        f"没有 {mask_text(item)!r} 这一项。{hint.zh}；矛盾用报告给出的编号，如 retention:any@0123456789ab",
        f"there is no item {mask_text(item)!r}. {hint.en}; a contradiction has the id that the report gives it, such as retention:any@0123456789ab",
    )


@cache
def items() -> tuple[str, ...]:
    """Every clause, part and term that can be confirmed."""
    text = files("mingzheng.documents").joinpath("data/clauses.toml").read_text("utf-8")
    clauses = (str(entry["key"]) for entry in tomllib.loads(text)["items"])
    return tuple(dict.fromkeys((*clauses, *PARTS, *TERMS)))


def _refuse_twice(places: Sequence[Place], entries: Sequence[Confirmation]) -> None:
    first: dict[tuple[str, str], int] = {}
    for place, each in zip(places, entries, strict=True):
        same = (each.document, each.item)
        if same in first:
            raise place.wrong(
                "item",
                f"同一文件的 {each.item} 已在第 {first[same]} 条确认：请只留一条",
                f"{each.item} of the same file is decided in entry {first[same]} already: leave one",
            )
        first[same] = each.entry


def _is_quoted(confirmation: Confirmation, document: Document) -> bool:
    """Whether the sentence it rests on, if it names one, stands in the document; blanks aside."""
    if confirmation.sentence is None:
        return True
    return _bare(confirmation.sentence) in _bare(mask_text(document.text))


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _stale(each: Confirmation) -> Text:
    short = each.document[:12]
    return Text(
        zh=f"{FILE} 第 {each.entry} 条（{each.item}，{each.by}，{each.on}）针对的文件 {short}… 不在证据中：文件已换版本的，请核对新版本后重新确认。",
        en=f"Entry {each.entry} of {FILE} ({each.item}, {each.by}, {each.on}) is about file {short}…, which is not in the evidence: a new version has to be looked at and confirmed again.",
    )


def _misquoted(each: Confirmation) -> Text:
    return Text(
        zh=f"{FILE} 第 {each.entry} 条（{each.item}，{each.by}，{each.on}）引用的句子不在该文件中，未予采用：请照原文抄录。",
        en=f"Entry {each.entry} of {FILE} ({each.item}, {each.by}, {each.on}) quotes a sentence that isn't in the file, and decides nothing: quote it as it stands.",
    )
