"""The one place where the workspace meets results: other rooms ask here what an audit found.

A result folder never changes once its run is finished, so what was read of it is kept. Everything
that comes out is masked and bounded; it was written by strangers and is still only text.
"""

from __future__ import annotations

from mingzheng.workspace.runs.reading.browsing import (
    Filter,
    Line,
    Listed,
    Place,
    choices,
    counted,
    listed,
)
from mingzheng.workspace.runs.reading.cells import Cell, cells
from mingzheng.workspace.runs.reading.exporting import MOST_ROWS, export
from mingzheng.workspace.runs.reading.problems import (
    Measure,
    Suspected,
    first_breaches,
    judged,
    suspected,
)
from mingzheng.workspace.runs.reading.results import (
    ItemCounts,
    Overview,
    RuleCounts,
    compared,
    dossiers,
    examine,
    is_whole,
    overview,
    rules_found,
)
from mingzheng.workspace.runs.reading.showing import Found, stage_text, verdict

__all__ = [
    "MOST_ROWS",
    "Cell",
    "Filter",
    "Found",
    "ItemCounts",
    "Line",
    "Listed",
    "Measure",
    "Overview",
    "Place",
    "RuleCounts",
    "Suspected",
    "cells",
    "choices",
    "compared",
    "counted",
    "dossiers",
    "examine",
    "export",
    "first_breaches",
    "is_whole",
    "judged",
    "listed",
    "overview",
    "rules_found",
    "stage_text",
    "suspected",
    "verdict",
]
