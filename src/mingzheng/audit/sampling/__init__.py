"""Originals for a person's eyes: what to draw, and what the findings say of the rest."""

from __future__ import annotations

from mingzheng.audit.sampling.conclusion import Conclusion, Counts, Rates, Verdict, conclude
from mingzheng.audit.sampling.design import Design, Plan, plan, rate
from mingzheng.audit.sampling.population import DIMENSIONS, Question, SealedResult, Wanted, opened
from mingzheng.audit.sampling.record import Finding, record
from mingzheng.audit.sampling.selection import Sample, repeated, select

__all__ = [
    "DIMENSIONS",
    "Conclusion",
    "Counts",
    "Design",
    "Finding",
    "Plan",
    "Question",
    "Rates",
    "Sample",
    "SealedResult",
    "Verdict",
    "Wanted",
    "conclude",
    "opened",
    "plan",
    "rate",
    "record",
    "repeated",
    "select",
]
