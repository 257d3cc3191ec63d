"""docs/performance.md and its charts say what was measured."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def made(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("page")


def test_the_page_is_not_stale(made):
    page = made.PAGE.read_text("utf-8")
    assert made.page(page) == page, "stale: run python benchmarks/page.py"


def test_the_charts_are_not_stale(made):
    drawn = {path.name: path.read_text("utf-8") for path in made.CHARTS.glob("*.svg")}
    assert drawn == made.charts(), "stale: run python benchmarks/page.py"


def test_every_figure_on_record_has_its_place(made):
    places = {place[2] for place in made.PLACE.finditer(made.PAGE.read_text("utf-8"))}
    assert places == set(made.KINDS)
    known = {path for name in made.KINDS for path in made.RESULTS.glob(f"{name}*.json")}
    assert set(made.RESULTS.glob("*.json")) == known
