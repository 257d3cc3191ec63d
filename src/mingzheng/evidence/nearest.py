"""What may stand where something unknown stands, and which of it was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from mingzheng.language import Text


def allowed(given: str, names: Iterable[str]) -> Text:
    """“Did you mean …? Allowed: …” in both languages."""
    known = list(names)
    near = get_close_matches(given.lower(), known, n=1, cutoff=0.6)
    zh, en = f"可用：{'、'.join(known)}", f"Allowed: {', '.join(known)}"
    if near:
        return Text(zh=f"是否为 {near[0]!r}？{zh}", en=f"Did you mean {near[0]!r}? {en}")
    return Text(zh=zh, en=en)
