"""How much one document may ask of this machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on hostile or damaged files; real practice statements stay far under them.

    file_bytes      the file; a statement of two hundred pages has a few MiB
    expanded_bytes  all parts of a DOCX that are read, unpacked
    characters      the text read; two hundred pages have about 200,000
    pages           pages of a PDF
    nesting         XML elements inside one another
    seconds         processor time for a PDF
    memory_bytes    memory for a PDF
    """

    file_bytes: int = 64 * MIB
    expanded_bytes: int = 128 * MIB
    characters: int = 4_000_000
    pages: int = 3000
    nesting: int = 200
    seconds: int = 120
    memory_bytes: int = 4096 * MIB


LIMITS = Limits()
