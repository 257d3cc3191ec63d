"""One account of an examination: plain values that JSON holds, from which a page is made.

The text is there once and whole; everything else says where in it it stands. A mask keeps the
length of what it hides, so that places hold in the masked text too. Numbers of persons leave this
room masked only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mingzheng.documents.clauses import Clause, Evidence
from mingzheng.documents.confirmations import Confirmations, Settled, settled
from mingzheng.documents.contradictions import NAMES as CONTRADICTED
from mingzheng.documents.contradictions import Contradiction
from mingzheng.documents.examination import Examination
from mingzheng.documents.outline import Entry
from mingzheng.documents.structure import Document, Section, Span, Table
from mingzheng.documents.terms import Term
from mingzheng.documents.terms.term import NAMES
from mingzheng.documents.terms.wording import said
from mingzheng.privacy import mask_text

Account = Mapping[str, Any]
"""What `account` gives, also after a journey through a JSON file."""

_HALVES = re.compile("[\ud800-\udfff]")


def account(
    examination: Examination,
    *,
    against: Iterable[tuple[Examination, Sequence[Contradiction]]] = (),
    confirmations: Confirmations | None = None,
) -> dict[str, Any]:
    """The account of one document.

    `text` is masked; `start` and `end` count its characters, `page` counts from 1 and is None
    where the format has none. `paragraphs` and the cells of `tables` are pairs of start and end;
    `turns` says where each page begins.

    against: the practice statements that this agreement or notice was held against, with the
    contradictions found. confirmations: what a person decided; `answer` is what stands after it,
    `found` what the method said.
    """
    document = examination.document
    # a statement that stands under several numbers contradicts once
    pairs = list(
        {each.id: (statement, each) for statement, found in against for each in found}.values()
    )
    answers = {
        each.item: _settled(each)
        for each in settled(
            examination, confirmations or Confirmations(), [each for _, each in pairs]
        )
    }
    return {
        "name": _masked(document.name),
        "kind": examination.kind,
        "format": document.format,
        "sha256": document.digest,
        "pages": document.page(len(document.text)),
        "characters": len(document.text),
        "text": _masked(document.text),
        "turns": list(document.turns),
        "paragraphs": [_pair(each) for each in document.paragraphs],
        "tables": [_table(each) for each in document.tables],
        "sections": [_section(document, each) for each in document.sections],
        "outline": [
            {**_entry(document, each), **answers.get(f"part_{each.number}", {})}
            for each in examination.outline
        ],
        "clauses": [
            {**_clause(document, each), **answers[each.key]} for each in examination.clauses
        ],
        "terms": [{**_term(document, each), **answers[each.key]} for each in examination.terms],
        "contradictions": [
            {**_contradiction(document, statement, each), **answers[each.id]}
            for statement, each in pairs
        ],
    }


def plain_cue(cue: str) -> str:
    """The words that a pattern found as a person reads them: marks of the sides spelt out."""
    return _masked(
        cue.replace("〔P〕", "〔提供者〕").replace("〔H〕", "〔持有人〕").replace("\t", " ")
    )


def _table(table: Table) -> dict[str, Any]:
    return {
        "start": table.start,
        "end": table.end,
        "header": [_pair(cell) for cell in table.header],
        "rows": [[_pair(cell) for cell in row] for row in table.rows],
    }


def _section(document: Document, section: Section) -> dict[str, Any]:
    """`body` is where the text after number and title begins."""
    return {
        "number": section.number.text if section.number else None,
        "title": _masked(section.title),
        "depth": section.depth,
        "start": section.start,
        "body": section.body,
        "end": section.end,
        "page": document.page(section.start),
    }


def _entry(document: Document, entry: Entry) -> dict[str, Any]:
    """`section` is the place of its heading among the sections."""
    section = None if entry.section is None else document.sections[entry.section]
    return {
        "number": entry.number,
        "zh": entry.name.zh,
        "en": entry.name.en,
        "standing": entry.standing,
        "score": entry.score,
        "section": entry.section,
        "heading": None if section is None else _masked(section.title),
    }


def _clause(document: Document, clause: Clause) -> dict[str, Any]:
    return {
        "key": clause.key,
        "zh": clause.name.zh,
        "en": clause.name.en,
        "law": clause.law,
        "score": clause.score,
        "missing": list(clause.missing),
        "evidence": [_evidence(document, each) for each in clause.evidence],
    }


def _evidence(document: Document, evidence: Evidence) -> dict[str, Any]:
    return {
        "element": evidence.element,
        "cue": plain_cue(evidence.cue),
        "weak": evidence.weak,
        **place(document, evidence.sentence),
    }


def _term(document: Document, term: Term) -> dict[str, Any]:
    """`value_start` and `value_end` enclose the words that say the value."""
    words = said(term)
    return {
        "key": term.key,
        "zh": NAMES[term.key].zh,
        "en": NAMES[term.key].en,
        "subject": term.subject,
        "value": _masked(term.value),
        "unit": term.unit,
        "said": {"zh": _masked(words.zh), "en": _masked(words.en)},
        "score": term.score,
        "cues": [plain_cue(cue) for cue in term.cues],
        "value_start": term.place.start,
        "value_end": term.place.end,
        **place(document, term.sentence),
    }


def _contradiction(
    document: Document, statement: Examination, found: Contradiction
) -> dict[str, Any]:
    """`text` and `statement` are where each side says it, None where it doesn't."""
    other = statement.document
    return {
        "id": found.id,
        "kind": found.kind,
        "key": found.key,
        "zh": CONTRADICTED[found.key].zh,
        "en": CONTRADICTED[found.key].en,
        "subject": found.subject,
        "sure": found.sure,
        "why": {"zh": _masked(found.why.zh), "en": _masked(found.why.en)},
        "against": other.digest,
        "text": found.text_sentence and place(document, found.text_sentence),
        "statement": found.statement_sentence and place(other, found.statement_sentence),
    }


def _settled(each: Settled) -> dict[str, Any]:
    """What the method found, what holds, and who decided so."""
    by = each.confirmation
    return {
        "found": each.found,
        "answer": each.answer,
        "confirmation": None
        if by is None
        else {"by": by.by, "on": by.on.isoformat(), "why": by.why, "sentence": by.sentence},
    }


def place(document: Document, span: Span) -> dict[str, Any]:
    """A sentence, or another part, and where it stands."""
    return {
        "sentence": _masked(document.quote(span)),
        "heading": _masked(document.heading(span.start)),
        "page": document.page(span.start),
        "start": span.start,
        "end": span.end,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _masked(text: str) -> str:
    """Masked, and whole Unicode: half a surrogate pair can't be written in UTF-8."""
    return _HALVES.sub("\ufffd", mask_text(text))
