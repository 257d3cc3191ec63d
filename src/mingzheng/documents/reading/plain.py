"""TXT and Markdown → passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mingzheng.documents.numbering import leading
from mingzheng.documents.reading.limits import Limits
from mingzheng.documents.reading.passages import Grid, Passage, Piece, joined, tidy
from mingzheng.documents.reading.refusals import DocumentError
from mingzheng.sources.encodings import Damaged, detect, utf8_blocks
from mingzheng.sources.limits import Limits as FileLimits

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"[-=*_]{3,}|[-=*_](?:\s[-=*_]){2,}")
_ROW = re.compile(r"\|.*\|")
_DELIMITER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")
_FENCE = re.compile(r"(?:`{3,}|~{3,})")
_LIST = re.compile(r"(?:[-*+]|\d{1,2}[.)])\s")
_MARKS = (
    (re.compile(r"!\[([^\]]{0,500})\]\([^)]{0,2000}\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,500})\]\([^)]{0,2000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=\S)([^*]{1,500}?)(?<=\S)\*(?![*\w])"), r"\1"),
    (re.compile(r"`([^`]{1,500})`"), r"\1"),
    (re.compile(r"<(?:br|BR)\s*/?>"), " "),
    (re.compile(r"</?[a-zA-Z][^<>]{0,200}>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])"), r"\1"),
)
_TABBED = re.compile(r"[^\t]*\S\t+\s*\S")


def text_of(path: Path, name: str, limits: Limits) -> str:
    """A text file decoded: UTF-8, UTF-16 with its mark, or GB18030. Raises DocumentError."""
    bounds = FileLimits(expanded_bytes=limits.expanded_bytes)
    parts: list[str] = []
    length = 0
    try:
        encoding = detect(path, bounds)
        for block in utf8_blocks(path, encoding, bounds):
            parts.append(block.decode("utf-8", "replace"))
            length += len(block)
            if length > limits.characters * 4:
                raise DocumentError("too_large", name)
    except Damaged as error:
        raise DocumentError("undecodable", name) from error
    text = "".join(parts)
    if text.count("\ufffd") * 50 > len(text) or "\0" in text:
        raise DocumentError("undecodable", name)
    return text


def plain(text: str) -> Iterator[Piece]:
    """Paragraphs of a plain text: a line each, or lines that an editor has wrapped, joined."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if _wrapped(lines):
        yield from (Passage(joined) for joined in _unwrapped(lines))
        return
    yield from _rows_and_lines(lines)


def _rows_and_lines(lines: list[str]) -> Iterator[Piece]:
    """A line is a paragraph; two or more lines with tabs or bars inside are a table."""
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        cells = _cells(line)
        if cells:
            rows.append(cells)
            continue
        yield from _table_or_lines(rows)
        rows = []
        if (kept := tidy(line)) and not _RULE.fullmatch(kept):
            yield Passage(kept)


def _cells(line: str) -> tuple[str, ...]:
    stripped = line.strip()
    if _ROW.fullmatch(stripped):
        return tuple(tidy(cell) for cell in stripped.strip("|").split("|"))
    if _TABBED.match(stripped):
        return tuple(tidy(cell) for cell in re.split(r"\t+", stripped))
    return ()


def _table_or_lines(rows: list[tuple[str, ...]]) -> Iterator[Piece]:
    if len(rows) > 1:
        kept = [row for row in rows if any(re.search(r"[^\-:\s]", cell) for cell in row)]
        if kept:
            yield Grid(tuple(kept), (None,) * len(kept))
    else:
        yield from (Passage(" ".join(row)) for row in rows)


def _wrapped(lines: list[str]) -> bool:
    """Whether an editor has broken the lines: most lines that end in no stop are equally long."""
    widths = [_width(line.rstrip()) for line in lines if line.strip()]
    if len(widths) < 20:
        return False
    widest = sorted(widths)[int(len(widths) * 0.95)]
    if widest > 120:
        return False
    full = [line for line in lines if widest - 4 <= _width(line.rstrip()) <= widest + 2]
    broken = [line for line in full if line.rstrip()[-1] not in "。；：;:！？"]
    return len(broken) * 4 > len(widths)


def _width(line: str) -> int:
    """Columns on a terminal, wide characters counting two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in line)


def _unwrapped(lines: list[str]) -> Iterator[str]:
    widest = max(_width(line.rstrip()) for line in lines)
    held = ""
    full = False
    for line in lines:
        kept = tidy(line)
        begins = not full or not kept or line[:1] in "\u3000\t " or leading(kept) is not None
        if begins and held:
            yield held
            held = ""
        held = joined(held, kept)
        full = bool(kept) and _width(line.rstrip()) > widest * 0.8
    if held:
        yield held


def markdown(text: str) -> Iterator[Piece]:
    """Blocks of Markdown: headings, paragraphs, items of lists, tables; no marks of emphasis."""
    held: list[str] = []
    rows: list[tuple[str, ...]] = []
    fenced = False
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        stripped = line.strip()
        if _FENCE.match(stripped):
            fenced = not fenced
            stripped = ""
        row = _ROW.fullmatch(stripped) or (rows and stripped.count("|") == len(rows[0]) - 1 > 0)
        if row and not fenced:
            yield from _paragraph(held)
            rows.append(tuple(_unmarked(cell) for cell in stripped.strip("|").split("|")))
            continue
        yield from _markdown_table(rows)
        heading = _HEADING.fullmatch(stripped)
        begins = heading or not stripped or _LIST.match(stripped) or _begins_numbered(stripped)
        if begins or stripped.startswith(">"):
            yield from _paragraph(held)
        if heading:
            yield Passage(_unmarked(heading[2]), rank=len(heading[1]))
        elif stripped and not _RULE.fullmatch(stripped):
            held.append(stripped.lstrip("> "))
            if line.endswith(("  ", "\\")):
                yield from _paragraph(held)
    yield from _paragraph(held)


def _begins_numbered(text: str) -> bool:
    return leading(text) is not None


def _paragraph(held: list[str]) -> Iterator[Piece]:
    text = ""
    for line in held:
        text = joined(text, line)
    held.clear()
    if shown := _unmarked(text):
        yield Passage(shown)


def _markdown_table(rows: list[tuple[str, ...]]) -> Iterator[Piece]:
    kept = tuple(row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row))
    rows.clear()
    if kept:
        yield Grid(kept, (None,) * len(kept))


def _unmarked(text: str) -> str:
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return tidy(text)
