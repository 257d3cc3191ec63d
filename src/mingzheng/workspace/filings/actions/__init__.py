"""Every write of this room: one transaction, one entry of the journal."""

from __future__ import annotations

from mingzheng.workspace.filings.actions.evidence import attach, detach, revise
from mingzheng.workspace.filings.actions.filings import back, begin, correct, discard
from mingzheng.workspace.filings.actions.receiving import (
    put_on_file,
    receive,
    return_for_supplement,
)
from mingzheng.workspace.filings.actions.signing import check, reopen, sign, submit
from mingzheng.workspace.filings.actions.writing import (
    add_measure,
    answer,
    change_measure,
    remove_measure,
    write,
)

__all__ = [
    "add_measure",
    "answer",
    "attach",
    "back",
    "begin",
    "change_measure",
    "check",
    "correct",
    "detach",
    "discard",
    "put_on_file",
    "receive",
    "remove_measure",
    "reopen",
    "return_for_supplement",
    "revise",
    "sign",
    "submit",
    "write",
]
