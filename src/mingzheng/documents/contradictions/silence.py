"""What the practice statement leaves to the agreement or the notice, and whether it is told there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mingzheng.documents.contradictions.contradiction import data
from mingzheng.documents.contradictions.pairing import Side
from mingzheng.documents.kinds import Kind
from mingzheng.documents.structure import Sentence

_ELSEWHERE = re.compile(r"业务规则|CPS|另行|网站|官网|公布|公示")


@dataclass(frozen=True)
class Silence:
    """A key that the statement says the other text tells, and it doesn't.

    touched  the text has words about it, but no value was found in them
    """

    key: str
    sentence: Sentence
    touched: bool


@cache
def _pointers(kind: Kind) -> tuple[re.Pattern[str], ...]:
    entry = data()["silence"]
    named = entry["says"][kind]
    return tuple(re.compile(form.replace("〔文件〕", named)) for form in entry["forms"])


@cache
def _matters() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each["key"], re.compile(each["words"])) for each in data()["silence"]["matters"])


@cache
def _unless() -> re.Pattern[str]:
    return re.compile(data()["silence"]["unless"].replace("〔持有人〕", "持有人"))


def silences(text: Side, statement: Side, *, told: frozenset[str]) -> Iterator[Silence]:
    """Keys left to the text, each once; `told`: those it has a value of."""
    seen: set[str] = set()
    for sentence in statement.reader.said():
        for key in _left(sentence, statement, text.found.kind):
            if key not in seen and key not in told:
                seen.add(key)
                yield Silence(key, sentence, _is_touched(key, text))


def _left(sentence: Sentence, statement: Side, kind: Kind) -> Iterator[str]:
    """The keys that a sentence leaves to a document of a kind."""
    for clause in re.split("[；;]", statement.document.quote(sentence)):
        pointer = next((f for form in _pointers(kind) if (f := form.search(clause))), None)
        if pointer is None or _unless().search(clause):
            continue
        said = clause[: pointer.end()] + re.split("[，。]", clause[pointer.end() :])[0]
        found = [key for key, words in _matters() if words.search(said)]
        if not found:
            title = next(statement.document.around(sentence.start), None)
            found = [key for key, words in _matters() if title and words.search(title.title)]
        yield from found


def _is_touched(key: str, text: Side) -> bool:
    """Whether the text speaks of the matter other than by pointing elsewhere."""
    words = next(form for name, form in _matters() if name == key)
    return any(
        words.search(quote) and not _ELSEWHERE.search(quote)
        for sentence in text.reader.said()
        if (quote := text.document.quote(sentence))
    )
