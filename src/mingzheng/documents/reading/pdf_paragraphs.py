"""Lines of a PDF → passages and grids: broken lines joined, headings told by their size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from mingzheng.documents.numbering import leading
from mingzheng.documents.reading.passages import Grid, Passage, Piece, joined, tidy
from mingzheng.documents.reading.pdf_lines import Line
from mingzheng.documents.reading.pdf_tables import RuledTable

_STOPS = "。；：！？;:!?"
_LARGER = 1.07
_APART = 1.35
_LONGEST_HEADING = 60


@dataclass(frozen=True)
class Measure:
    """What is usual in a document: size of text, distance of lines, right margin by page width."""

    size: float
    pitch: float
    right: float
    ranks: dict[float, int]


def measured(pages: Sequence[Sequence[Line]]) -> Measure:
    """The measure of a document's lines."""
    lines = [line for page in pages for line in page]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    pitches = [
        above.bottom - below.bottom
        for page in pages
        for above, below in pairwise(page)
        if above.size == below.size == size and 0 < above.bottom - below.bottom < 4 * size
    ]
    larger = sorted({each for each in sizes if each > size * _LARGER}, reverse=True)
    return Measure(
        size=size,
        # The lower quartile: paragraphs of one line are set apart more than lines of one.
        pitch=sorted(pitches)[len(pitches) // 4] if pitches else 1.5 * size,
        right=_right_margin(lines),
        ranks={each: rank for rank, each in enumerate(larger, start=1)},
    )


def _right_margin(lines: Sequence[Line]) -> float:
    """Where lines break; infinite where no line that reaches furthest goes on in the next."""
    ends = sorted(line.right for line in lines)
    margin = ends[int(len(ends) * 0.95)] if ends else 0.0
    broken = any(
        abs(line.right - margin) < 1.5 * line.size and line.text[-1] not in _STOPS
        for line in lines
    )
    return margin if broken else math.inf


def pieces_of(
    pages: Sequence[Sequence[Line]], tables: Sequence[Sequence[RuledTable]]
) -> Iterator[Piece]:
    """Paragraphs and tables in reading order; lines and tables are given per page."""
    measure = measured(pages)
    held: list[Line] = []
    previous_table: Grid | None = None
    for item in _in_order(pages, tables):
        if isinstance(item, Line):
            if held and _begins(held, item, measure):
                yield _passage(held, measure)
                held = []
            held.append(item)
            previous_table = None
            continue
        if held:
            yield _passage(held, measure)
            held = []
            previous_table = None
        grid = _goes_on(item, previous_table)
        previous_table = grid
        yield grid
    if held:
        yield _passage(held, measure)


def _in_order(
    pages: Sequence[Sequence[Line]], tables: Sequence[Sequence[RuledTable]]
) -> Iterator[Line | Grid]:
    for number, (lines, ruled) in enumerate(zip(pages, tables, strict=True), start=1):
        placed: list[tuple[float, Line | Grid]] = [
            (each.box.top, Grid(each.rows, (number,) * len(each.rows))) for each in ruled
        ]
        for run in _aligned(lines):
            placed.append((run[0].top, _grid(run)) if len(run) > 1 else (run[0].top, run[0]))
        yield from (item for _, item in sorted(placed, key=lambda each: -each[0]))


def _aligned(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines one by one, or together where they stand in columns without being ruled."""
    run: list[Line] = []
    for line in lines:
        if run and not (_in_columns(line) and _same_columns(run[-1], line)):
            yield from _run(run)
            run = []
        run.append(line)
    if run:
        yield from _run(run)


def _run(run: list[Line]) -> Iterator[list[Line]]:
    if len(run) > 2 or (len(run) == 2 and len(run[0].segments) > 2):
        yield run
    else:
        yield from ([line] for line in run)


def _in_columns(line: Line) -> bool:
    if len(line.segments) < 2:
        return False
    number = leading(line.segments[0][1] + " ")
    return not (number and number[1] >= len(line.segments[0][1]))


def _same_columns(one: Line, other: Line) -> bool:
    return (
        _in_columns(one)
        and len(one.segments) == len(other.segments)
        and all(
            abs(a[0] - b[0]) < 1.5 * one.size
            for a, b in zip(one.segments, other.segments, strict=True)
        )
    )


def _grid(run: Sequence[Line]) -> Grid:
    rows = tuple(tuple(tidy(text) for _, text in line.segments) for line in run)
    return Grid(rows, tuple(line.page for line in run))


def _goes_on(grid: Grid, before: Grid | None) -> Grid:
    """A table right after another, on the next page and as wide, continues it."""
    if before is None or len(before.rows[-1]) != len(grid.rows[0]):
        return grid
    if (grid.pages[0] or 0) != (before.pages[-1] or 0) + 1:
        return grid
    repeated = grid.rows[0] == before.rows[0]
    if repeated and len(grid.rows) > 1:
        return Grid(grid.rows[1:], grid.pages[1:], goes_on=True)
    return Grid(grid.rows, grid.pages, goes_on=not repeated)


def _begins(held: Sequence[Line], line: Line, measure: Measure) -> bool:
    """Whether a line begins a paragraph rather than going on with the one held."""
    last = held[-1]
    if abs(last.size - line.size) > 0.6:
        return True
    gap = last.bottom - line.bottom
    if last.page == line.page and gap > _APART * measure.pitch * max(1, line.size / measure.size):
        return True
    short = measure.right - last.right
    allowed = 2.5 if ord(line.text[0]) > 0x2E7F or ord(last.text[-1]) > 0x2E7F else 8.0
    if short > allowed * line.size:
        return True
    if last.text[-1] not in _STOPS:
        return False
    margin = min(each.left for each in held[1:]) if len(held) > 1 else last.left
    indented = line.left > margin + 1.2 * line.size
    outdented = len(held) == 1 and last.left > line.left + 0.8 * line.size
    if leading(line.text) is not None:
        return True
    return indented or (not outdented and len(held) > 1 and line.left > margin + line.size)


def _passage(lines: Sequence[Line], measure: Measure) -> Passage:
    text = ""
    turns = []
    page = lines[0].page
    for line in lines:
        whole = tidy(line.text)
        for _ in range(line.page - page):
            turns.append(len(text))
        page = line.page
        text = joined(text, whole)
    size = median(line.size for line in lines)
    rank = measure.ranks.get(size) if len(text) <= _LONGEST_HEADING else None
    return Passage(text, lines[0].page, tuple(turns), rank)
