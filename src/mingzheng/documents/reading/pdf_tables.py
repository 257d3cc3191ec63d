"""Ruled tables of a PDF: cells are what the drawn lines enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingzheng.documents.reading.passages import joined, tidy
from mingzheng.documents.reading.pdf_lines import Glyph, PageContent, Rule, lines_of

_TOUCH = 3.0
_MOST_RULES = 1500


@dataclass(frozen=True)
class RuledTable:
    """A table, where it lies on its page, and its cells' text row by row."""

    box: Rule
    rows: tuple[tuple[str, ...], ...]


def ruled_tables(content: PageContent) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables of a page and the glyphs outside them."""
    left_over = list(content.glyphs)
    found = []
    for group in _groups(content.rules):
        grid = _grid(group)
        if grid is None:
            continue
        box, across, down = grid
        inside = [glyph for glyph in left_over if _holds(box, glyph)]
        rows = _rows(inside, across, down, group)
        if sum(any(row) for row in rows) and max(len(row) for row in rows) > 1:
            found.append(RuledTable(box, tuple(row for row in rows if any(row))))
            left_over = [glyph for glyph in left_over if not _holds(box, glyph)]
    return found, left_over


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that touch, directly or by others."""
    if len(rules) > _MOST_RULES:
        return []
    groups: list[list[Rule]] = []
    for rule in rules:
        touched = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in touched for other in group)]
        groups = [group for group in groups if group not in touched] + [merged]
    return sorted(groups, key=lambda group: -max(rule.top for rule in group))


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left - _TOUCH <= other.right
        and other.left - _TOUCH <= one.right
        and one.bottom - _TOUCH <= other.top
        and other.bottom - _TOUCH <= one.top
    )


def _grid(group: Sequence[Rule]) -> tuple[Rule, list[float], list[float]] | None:
    """Bounds, positions of vertical lines left to right, of horizontal ones top to bottom."""
    upright = [rule for rule in group if _is_upright(rule)]
    level = [rule for rule in group if not _is_upright(rule)]
    across = _clustered([(rule.left + rule.right) / 2 for rule in upright])
    down = _clustered([(rule.top + rule.bottom) / 2 for rule in level])[::-1]
    if len(across) < 2 or len(down) < 2:
        return None
    return Rule(across[0], down[-1], across[-1], down[0]), across, down


def _is_upright(rule: Rule) -> bool:
    return rule.top - rule.bottom > rule.right - rule.left


def _clustered(values: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _TOUCH:
            kept.append(value)
    return kept


def _holds(box: Rule, glyph: Glyph) -> bool:
    across, down = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return box.left <= across <= box.right and box.bottom <= down <= box.top


def _rows(
    glyphs: Sequence[Glyph], across: Sequence[float], down: Sequence[float], group: Sequence[Rule]
) -> list[tuple[str, ...]]:
    """Cells row by row; a cell over several columns or rows is one, in the first of them."""
    held: list[list[list[Glyph]]] = [[[] for _ in across[1:]] for _ in down[1:]]
    for glyph in glyphs:
        row = _band(down, (glyph.bottom + glyph.top) / 2, falling=True)
        column = _band(across, (glyph.left + glyph.right) / 2, falling=False)
        while column and not _upright_at(group, across[column], down[row], down[row + 1]):
            column -= 1
        while row and not _level_at(group, down[row], across[column], across[column + 1]):
            row -= 1
        held[row][column].append(glyph)
    used = [
        any(held[row][column] for row in range(len(held))) for column in range(len(across) - 1)
    ]
    return [
        tuple(_text(cell) for cell, kept in zip(row, used, strict=True) if kept) for row in held
    ]


def _band(edges: Sequence[float], value: float, *, falling: bool) -> int:
    for place in range(len(edges) - 2, 0, -1):
        if (value <= edges[place]) if falling else (value >= edges[place]):
            return place
    return 0


def _upright_at(group: Sequence[Rule], across: float, top: float, bottom: float) -> bool:
    middle = (top + bottom) / 2
    return any(
        _is_upright(rule)
        and abs((rule.left + rule.right) / 2 - across) <= _TOUCH
        and rule.bottom - 1 <= middle <= rule.top + 1
        for rule in group
    )


def _level_at(group: Sequence[Rule], height: float, left: float, right: float) -> bool:
    middle = (left + right) / 2
    return any(
        not _is_upright(rule)
        and abs((rule.bottom + rule.top) / 2 - height) <= _TOUCH
        and rule.left - 1 <= middle <= rule.right + 1
        for rule in group
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    text = ""
    for line in lines_of(glyphs, 0):
        text = joined(text, line.text)
    return tidy(text)
