"""Contradictions found between a corpus's pairs, beside those that are planted there.

`python -m tests.documents.paired` prints the counts of both halves; `later` those of the corpus
that was written after the tuning, and in how many of its innocent pairs something was answered.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.documents.scoring import CORPUS, LATER, Text

from mingzheng.documents.contradictions import Contradiction, contradictions
from mingzheng.documents.examination import examine


@dataclass(frozen=True)
class Outcome:
    """One planted contradiction, or one that was answered and isn't planted.

    outcome  sure, doubtful or missed of a planted one; invented or doubted of another answer
    """

    pair: str
    key: str
    kind: str
    outcome: str

    @property
    def odd(self) -> bool:
        """Whether the pair has an odd number: these were tuned on first."""
        return int(self.pair.rpartition("-")[2]) % 2 == 1


@cache
def outcomes(corpus: Path = CORPUS) -> tuple[Outcome, ...]:
    """Everything about all pairs of a corpus."""
    pairs = tomllib.loads((corpus / "pairs.toml").read_text("utf-8"))["pairs"]
    return tuple(outcome for pair in pairs for outcome in _of_pair(corpus, pair))


def _of_pair(corpus: Path, pair: dict[str, object]) -> Iterator[Outcome]:
    kind = "agreement" if pair["kind"] == "agreement" else "notice"
    ours = examine(corpus / str(pair["document"]), kind=kind)
    theirs = examine(corpus / str(pair["practice_statement"]), kind="cps")
    found = list(contradictions(ours, theirs))
    texts = Text(ours.document), Text(theirs.document)
    name = str(pair["id"])
    planted = pair.get("contradictions", [])
    assert isinstance(planted, list)
    for truth in planted:
        hits = [each for each in found if _is(each, truth, texts)]
        found = [each for each in found if each not in hits]
        said = "sure" if any(each.sure for each in hits) else "doubtful" if hits else "missed"
        yield Outcome(name, truth["term"], truth["kind"], said)
    for each in found:
        yield Outcome(name, each.key, each.kind, "invented" if each.sure else "doubted")


def _is(found: Contradiction, truth: dict[str, str], texts: tuple[Text, Text]) -> bool:
    """Whether an answer is about the planted term and quotes one of its sentences."""
    quotes = (
        (found.text_sentence, truth.get("sentence"), texts[0]),
        (found.statement_sentence, truth["practice_sentence"], texts[1]),
    )
    return found.key == truth["term"] and any(
        span is not None and said is not None and text.overlap(span, [said])
        for span, said, text in quotes
    )


def main(arguments: Sequence[str]) -> None:
    """Print the counts: of both halves, or of `later`."""
    if "later" in arguments:
        found = outcomes(LATER)
        guilty = {each.pair for each in found if each.outcome in {"sure", "doubtful", "missed"}}
        accused = {
            outcome: len({o.pair for o in found if o.outcome == outcome} - guilty)
            for outcome in ("invented", "doubted")
        }
        counts = dict(Counter(each.outcome for each in found))
        sys.stdout.write(f"later {counts}, innocent pairs with {accused}\n")
        return
    for odd, half in ((True, "odd"), (False, "even")):
        counts = Counter(each.outcome for each in outcomes() if each.odd == odd)
        sys.stdout.write(f"{half} {dict(counts)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
