"""What is answered about a clause once the sentences that carry it are taken out of its document.

The absent clauses of the corpus are few; each of its plain ones, taken out, is an absent one more,
in the midst of sentences that may look like it. `python -m tests.documents.ablation` prints what
is still said to be covered.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.documents.scoring import CORPUS, SPACE

from mingzheng.documents.certificate_names import usually_named
from mingzheng.documents.clauses import clauses
from mingzheng.documents.reading import read
from mingzheng.documents.structure import Document

_NOTHING = "〇"


@dataclass(frozen=True)
class Ablation:
    """A clause that was taken out, the answer about it then, and the sentence that led to it."""

    document: str
    key: str
    answer: str
    quote: str


@cache
def ablations() -> tuple[Ablation, ...]:
    """Every plain clause of the notices and agreements."""
    truths = sorted(
        path for each in ("notices", "agreements") for path in (CORPUS / each).glob("*.toml")
    )
    return tuple(each for path in truths for each in _of_document(path))


def _of_document(path: Path) -> Iterator[Ablation]:
    truth = tomllib.loads(path.read_text("utf-8"))
    document = read(path.with_name(truth["document"]))
    for key, entry in truth["clauses"].items():
        if entry["status"] != "covered":
            continue
        without = usually_named(_without(document, entry["sentences"]))
        found = next(each for each in clauses(without, truth["kind"]) if each.key == key)
        quote = without.quote(found.evidence[0].sentence) if found.evidence else ""
        yield Ablation(f"{path.parent.name}/{path.stem}", key, found.answer, quote)


def _without(document: Document, sentences: Iterable[str]) -> Document:
    """The document with nothing where the sentences stood."""
    places = [place for place, each in enumerate(document.text) if not SPACE.fullmatch(each)]
    bare = "".join(document.text[place] for place in places)
    text = list(document.text)
    for sentence in sentences:
        wanted = SPACE.sub("", sentence)
        start = bare.index(wanted)
        for place in places[start : start + len(wanted)]:
            text[place] = _NOTHING
    return replace(document, text="".join(text))


def main() -> None:
    """Print what is still covered, and the counts."""
    found = ablations()
    still = [each for each in found if each.answer == "covered"]
    for each in still:
        sys.stdout.write(f"{each.document} {each.key} {each.quote}\n")
    sys.stdout.write(f"{len(still)} of {len(found)} still covered\n")


if __name__ == "__main__":
    main()
