"""The summary fits a terminal of 80 columns and speaks the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from mingzheng.cli.summary import print_summary

COUNTS = {
    "examined": 9_999_999, "clear": 9_000_000, "breach": 28, "unknown": 999_971,
    "not_in_force": 0, "outside_period": 0, "doubts": 60, "notices": 7,
}  # fmt: skip
CONTENT = {
    "summary": {
        "items": {id_: COUNTS for id_ in ("1.1", "1.2", "1.3", "1.4", "3.1")},
        "missing_tables": ["identity_checks"],
        "rejects": {"issuances": 8},
    },
    "not_yet_checked": ["1.2"],
    "certificates": 9_999_999,
    "as_of": "2026-06-30",
    "notices": [],
    "failures": [],
    "complete": True,
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            ["疑似问题", "无法证明", "本版本尚不核验的事项：1.2", "身份查验记录", "签发记录 8"],
        ),
        ("en", ["suspected", "unknown", "notices", "not yet checked by this version: 1.2"]),
    ],
)
def test_nothing_is_cut_off_at_80_columns(language, words, monkeypatch, capsys):
    monkeypatch.setenv("MINGZHENG_LANG", language)
    monkeypatch.setenv("COLUMNS", "80")
    print_summary(CONTENT, Path("result"), 12.3)
    said = capsys.readouterr().out
    table = said[: said.rindex("\n", 0, said.index("2026-06-30"))]
    assert all(cell_len(line) <= 80 for line in table.splitlines())
    assert "…" not in said
    assert all(word in said for word in words)
    assert table.count("9,999,999") == 4
