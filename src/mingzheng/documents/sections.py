"""Numbered paragraphs and headings → nested sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingzheng.documents.numbering import ITEMS, leading
from mingzheng.documents.structure import Number, Section, Span

_LONGEST_TITLE = 40
_FIRST_LINES = 2
_STOPS = "。；;：:，,！!？?"
_BRACKETED = re.compile(r"[【\[〔]([^】\]〕]{1,30})[】\]〕][\s　]*")
_SPACED = re.compile(rf"([^\s　{_STOPS}]{{2,20}})[\s　]+(?=\S)")
_COLON = re.compile(
    rf"((?:[A-Za-z][A-Za-z ,&-]{{2,40}} )?[^{_STOPS}\s　]{{2,18}})[：:][\s　]*(?=\S)"
)
_STOPPED = re.compile(rf"([^{_STOPS}\s　]{{2,10}})。(?=\S)")
_ADORNED = re.compile(
    rf"[【〖〔［\[《<—=*~※▎▌█■◆◇★☆§◎＊\s-]+[^{_STOPS}【】]{{2,24}}?[】〗〕］\]》>—=*~◆★＊\s-]*"
)
_PLAIN_TITLE = re.compile(r"[\w（）()《》、“”/·\- ]{2,24}")
_SIGNED = re.compile(
    r"(?:[甲乙丙]方|签字|签章|盖章|日期|年.*月.*日|版本|Version|有限公司$|公司$|编号)"
)


@dataclass(frozen=True)
class Head:
    """A paragraph that may begin a section: its place, text, and rank where declared."""

    span: Span
    text: str
    rank: int | None


@dataclass(frozen=True)
class _Open:
    """A section that has begun and not ended."""

    place: int
    kind: str
    ordinals: tuple[int, ...]
    rank: int | None


def nested(heads: Sequence[Head], *, end: int) -> tuple[Section, ...]:
    """The sections that paragraphs in order begin, each inside those it belongs to.

    A declared rank decides where there is one. Otherwise a kind of number that is open ends what
    it opened and everything inside; one that is not, opens inside the last.
    """
    found: list[Section] = []
    open_: list[_Open] = []
    for place, head in enumerate(heads):
        begun = _begun(heads, place, open_)
        if begun is None:
            continue
        number, title, body = begun
        over = number is None and head.rank is None and _is_over_title(heads, place)
        kind = f"over {_first_of(heads[place + 1])}" if over else _kind(number, head, open_)
        _close(open_, kind, number, head.rank)
        found.append(
            Section(
                head.span.start, end, number=number, title=title, body=head.span.start + body,
                parent=open_[-1].place if open_ else None, depth=len(open_),
            )
        )  # fmt: skip
        open_.append(_Open(len(found) - 1, kind, number.ordinals if number else (), head.rank))
    return tuple(_ended(found, end))


def _ended(sections: Sequence[Section], end: int) -> list[Section]:
    """Each ends where the next one that is not inside it begins."""
    ended = list(sections)
    waiting: list[int] = []
    for place, section in enumerate(sections):
        while waiting and sections[waiting[-1]].depth >= section.depth:
            ended[waiting[-1]] = _until(sections[waiting[-1]], section.start - 1)
            waiting.pop()
        waiting.append(place)
    return ended


def _until(section: Section, end: int) -> Section:
    return Section(
        section.start, end, number=section.number, title=section.title, body=section.body,
        parent=section.parent, depth=section.depth,
    )  # fmt: skip


def _begun(
    heads: Sequence[Head], place: int, open_: Sequence[_Open]
) -> tuple[Number | None, str, int] | None:
    """Number, title and where the body begins; None for a paragraph that begins no section."""
    head = heads[place]
    if found := leading(head.text):
        number, after = found
        if head.rank is not None and not any(stop in head.text[after:] for stop in "。；"):
            return number, head.text[after:], len(head.text)
        title, body = _title(head.text, after)
        return number, title, body
    if head.rank is not None:
        return None, head.text, len(head.text)
    if _is_plain_title(heads, place):
        return None, head.text, len(head.text)
    return None


def _title(text: str, after: int) -> tuple[str, int]:
    """The title after a number, and where the text after it begins."""
    rest = text[after:]
    if len(rest) <= _LONGEST_TITLE * (3 if rest.isascii() else 1) and not any(
        stop in rest for stop in _STOPS
    ):
        return rest, len(text)
    if bare := re.fullmatch(rf"([^{_STOPS}]{{1,{_LONGEST_TITLE}}})[：:]", rest):
        return bare[1], len(text)
    if found := _STOPPED.match(rest):
        # 妥善保管私钥。 may be a duty as well as a title: it stays a sentence.
        return found[1], after
    for pattern in (_BRACKETED, _SPACED, _COLON):
        if found := pattern.match(rest):
            return found[1], after + found.end()
    return "", after


def _is_plain_title(heads: Sequence[Head], place: int) -> bool:
    """A short line without a stop before a longer paragraph that has one, or before such a line."""
    return (
        _ADORNED.fullmatch(heads[place].text) is not None
        or _is_over_text(heads, place)
        or _is_over_title(heads, place)
    )


def _is_over_text(heads: Sequence[Head], place: int) -> bool:
    text = heads[place].text
    if place + 1 == len(heads) or not _is_short(text):
        return False
    following = heads[place + 1].text
    return len(following) > len(text) and following[-1] in "。；：:；"


def _is_over_title(heads: Sequence[Head], place: int) -> bool:
    """A line that a title follows; not the first lines, which are the document's own."""
    if not _FIRST_LINES <= place < len(heads) - 2:
        return False
    if _ADORNED.fullmatch(heads[place].text):
        return True
    if not _is_short(heads[place].text):
        return False
    if leading(heads[place].text) or heads[place + 1].rank is not None:
        return False
    return _first_of(heads[place + 1]) is not None or (
        leading(heads[place + 1].text) is None and _is_over_text(heads, place + 1)
    )


def _first_of(head: Head) -> str | None:
    """The kind of number of a first item."""
    found = leading(head.text)
    return found[0].kind if found and found[0].ordinals[-1:] == (1,) else None


def _is_short(text: str) -> bool:
    return bool(_PLAIN_TITLE.fullmatch(text) and not _SIGNED.search(text) and not text.isascii())


def _kind(number: Number | None, head: Head, open_: Sequence[_Open]) -> str:
    """The kind to compare with what is open: an arabic number may be a chapter's or an item's."""
    if number is None:
        return "title"
    if number.kind == "decimal":
        return f"decimal-{len(number.ordinals)}"
    if number.kind != "arabic" or head.rank is not None:
        return "decimal-1" if number.kind == "arabic" else number.kind
    decimals = [each for each in open_ if each.kind.startswith("decimal-")]
    if any(each.kind == "item" for each in open_):
        last = next(each for each in reversed(open_) if each.kind == "item")
        if last.ordinals and number.ordinals[0] == last.ordinals[0] + 1:
            return "item"
    if not decimals:
        return "decimal-1"
    later = number.ordinals[0] > decimals[0].ordinals[0]
    if all(each.kind == "decimal-1" for each in decimals):
        return "decimal-1" if later else "item"
    titled = len(head.text) <= _LONGEST_TITLE and head.text[-1] not in _STOPS
    return "decimal-1" if later and titled and number.ordinals[0] > 1 else "item"


def _close(open_: list[_Open], kind: str, number: Number | None, rank: int | None) -> None:
    """End what the new section ends."""
    if rank is not None:
        while open_ and not (open_[-1].rank is not None and open_[-1].rank < rank):
            open_.pop()
        return
    while open_ and _ends(open_, kind, number):
        open_.pop()


def _ends(open_: Sequence[_Open], kind: str, number: Number | None) -> bool:
    last = open_[-1]
    if last.rank is not None:
        return _same_rank_by_number(last, kind)
    if kind.startswith("over"):
        inside = {"title", "item", kind.removeprefix("over ")} | ITEMS
        return any(each.kind in inside or each.kind.startswith("over") for each in open_)
    if any(each.kind == kind and each.rank is None for each in open_):
        return True
    if kind.startswith("decimal-"):
        if last.kind.startswith("decimal-"):
            return int(last.kind[8:]) >= int(kind[8:])
        return any(each.kind.startswith("decimal-") for each in open_) or last.kind in ITEMS
    if kind in {"part", "chapter", "annex"}:
        return True
    if kind == "article":
        return last.kind not in {"part", "chapter", "section", "title", "hanzi"}
    return kind == "title" and last.kind in ITEMS | {"item"}


def _same_rank_by_number(last: _Open, kind: str) -> bool:
    """A declared heading ends at an undeclared one only where numbers say they are brothers."""
    return last.kind == kind and kind != "title" and kind not in ITEMS
