"""Contradictions found between the corpus's pairs, beside those that are planted there.

`python -m tests.documents.paired` prints the counts of both halves.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.documents.scoring import CORPUS, Text

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
    def tuned(self) -> bool:
        """Whether the pair is of the half that the method was tuned on."""
        return int(self.pair.rpartition("-")[2]) % 2 == 1


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Everything about all pairs."""
    pairs = tomllib.loads((CORPUS / "pairs.toml").read_text("utf-8"))["pairs"]
    return tuple(outcome for pair in pairs for outcome in _of_pair(pair))


def _of_pair(pair: dict[str, object]) -> Iterator[Outcome]:
    kind = "agreement" if pair["kind"] == "agreement" else "notice"
    ours = examine(CORPUS / str(pair["document"]), kind=kind)
    theirs = examine(CORPUS / str(pair["practice_statement"]), kind="cps")
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


def main() -> None:
    """Print the counts: those of the half that was tuned on, and of the other."""
    for tuned, half in ((True, "odd"), (False, "even")):
        counts = Counter(each.outcome for each in outcomes() if each.tuned == tuned)
        sys.stdout.write(f"{half} {dict(counts)}\n")


if __name__ == "__main__":
    main()
