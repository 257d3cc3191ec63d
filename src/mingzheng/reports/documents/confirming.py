"""The entry of confirmations.toml by which a person settles one item: ready but for who and why."""

from __future__ import annotations

import json

from mingzheng.reports.plain import printable

_ANSWERS = {True: ("confirmed", "dismissed"), False: ("covered", "not_found")}


def entry(digest: str, item: str, sentence: str | None) -> str:
    """The TOML of a decision about an item of the file with that SHA-256, to be completed.

    What is empty in it is refused by the audit, so that nothing is confirmed by nobody.
    """
    first, second = _ANSWERS["@" in item]
    lines = [
        "[[confirmations]]",
        f"document = {_quoted(digest)}",
        f"item = {_quoted(item)}",
        f'answer = "{first}"  # "{first}" / "{second}"',
    ]
    # a sentence must be found again in the text: what can't be copied is left out
    if sentence is not None and printable(sentence).split() == sentence.split():
        lines.append(f"sentence = {_quoted(' '.join(sentence.split()))}")
    return "\n".join([*lines, 'by = ""', 'on = ""  # 2026-01-31', 'why = ""'])


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
