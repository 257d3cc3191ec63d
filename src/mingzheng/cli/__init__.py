"""The command line: one file per command, gathered here."""

from __future__ import annotations

from mingzheng.cli.entry import main

__all__ = ["main"]
