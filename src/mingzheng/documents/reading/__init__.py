"""Reading one document: what it is by its bytes, not by its name, and then its structure."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from mingzheng.documents.reading.assembly import assemble
from mingzheng.documents.reading.limits import LIMITS, Limits
from mingzheng.documents.reading.passages import Grid, Passage, Piece
from mingzheng.documents.reading.refusals import DocumentError
from mingzheng.documents.structure import Document, Format

__all__ = ["LIMITS", "DocumentError", "Limits", "read"]

_BEGINNING = 4096
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PARTS = "EncryptedPackage".encode("utf-16-le")
_TAGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<div", b"<table", b"<p>")
_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_WEB = frozenset({".html", ".htm", ".xhtml", ".shtml"})


def read(path: Path, limits: Limits = LIMITS) -> Document:
    """The structure of a document. Raises DocumentError for what can't be read."""
    name = path.name
    data = _bytes(path, name, limits)
    format = _format(path, name, data)
    pieces = list(_pieces(path, name, format, limits))
    length = sum(
        len(piece.text) if isinstance(piece, Passage) else sum(map(len, sum(piece.rows, ())))
        for piece in pieces
    )
    if length > limits.characters:
        raise DocumentError("too_large", name)
    if not length:
        raise DocumentError("empty", name)
    digest = hashlib.sha256(data).hexdigest()
    return assemble(_whole(pieces), name=name, format=format, digest=digest)


def _bytes(path: Path, name: str, limits: Limits) -> bytes:
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError("unreadable", name)
        if found.st_size > limits.file_bytes:
            raise DocumentError("too_large", name)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", name) from error
    if not data.strip(b"\0 \r\n\t"):
        raise DocumentError("empty", name)
    return data


def _format(path: Path, name: str, data: bytes) -> Format:
    """What a file is by how it begins; its name decides only between kinds of text."""
    beginning = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \r\n\t")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    if data.startswith(_COMPOUND):
        raise DocumentError("encrypted" if _ENCRYPTED_PARTS in data else "old_word", name)
    if beginning.startswith(
        (b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"II*\0")
    ):
        raise DocumentError("unknown_format", name)
    if path.suffix.lower() == ".pdf":
        raise DocumentError("damaged", name)
    if path.suffix.lower() in _WEB or beginning.lower().startswith(_TAGS):
        return "html"
    return "markdown" if path.suffix.lower() in _MARKDOWN else "text"


def _pieces(path: Path, name: str, format: Format, limits: Limits) -> Iterable[Piece]:
    # What reads one format is loaded for that format: the worker for PDFs starts sooner.
    if format == "pdf":
        from mingzheng.documents.reading import pdf

        return pdf.pieces(path, name, limits)
    if format == "docx":
        from mingzheng.documents.reading import word

        return word.pieces(path, name, limits)
    from mingzheng.documents.reading import plain, web

    text = plain.text_of(path, name, limits)
    if format == "html":
        return web.pieces(text)
    return plain.markdown(text) if format == "markdown" else plain.plain(text)


def _whole(pieces: list[Piece]) -> list[Piece]:
    """Tables with a cell in each row, and rows without a tab or break inside a cell."""
    return [
        Grid(
            tuple(tuple(cell or "" for cell in row) or ("",) for row in piece.rows),
            piece.pages,
            goes_on=piece.goes_on,
        )
        if isinstance(piece, Grid)
        else piece
        for piece in pieces
        if isinstance(piece, Grid) or piece.text
    ]
