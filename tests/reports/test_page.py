from __future__ import annotations

from pathlib import Path

from mingzheng.reports import write_report


def test_the_same_result_gives_the_same_page(plausible: Path) -> None:
    first = write_report(plausible).read_bytes()
    assert write_report(plausible).read_bytes() == first
