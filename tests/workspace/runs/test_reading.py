"""Browsing a result: pages, filters, and what strangers wrote into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from audited import NUMBER, OTHER, RULE, row, write_result
from openpyxl import load_workbook

from mingzheng.errors import OutputError
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.reading import Filter, Line, Place


def pages(result: Path, asked: Filter) -> list[list[Line]]:
    found, after = [], None
    while True:
        page = reading.listed(result, asked, after=after)
        found.append(list(page.lines))
        if page.after is None:
            return found
        after = page.after


def test_pages_give_every_row_once_in_order_and_back_again(result: Path) -> None:
    forwards = pages(result, Filter())
    assert [len(page) for page in forwards] == [50, 50, 27]
    lines = [line for page in forwards for line in page]
    assert [str(line.place) for line in lines] == [
        *(f"{RULE}:{n}" for n in range(120)), *(f"{OTHER}:{n}" for n in range(7))
    ]  # fmt: skip
    back = reading.listed(result, Filter(), before=forwards[2][0].place)
    assert list(back.lines) == forwards[1]
    assert (back.before, back.after) == (forwards[1][0].place, forwards[1][-1].place)
    first = reading.listed(result, Filter(), before=back.before)
    assert list(first.lines) == forwards[0]
    assert first.before is None


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (Filter(), 127),
        (Filter(item="2.2"), 120),
        (Filter(rule=OTHER), 7),
        (Filter(verdict="unknown"), 7),
        (Filter(agency="RA01"), 40 + 2),
        (Filter(domain="-"), 60 + 3),
        (Filter(year="2021"), 60 + 4),
        (Filter(year="2022", verdict="breach"), 60),
        (Filter(kind="organization"), 0),
        (Filter(rule="../../statistics"), 0),
        (Filter(agency="' OR true --"), 0),
    ],
)
def test_filters_count_what_they_list(result: Path, asked: Filter, number: int) -> None:
    assert reading.counted(result, asked) == number
    assert sum(map(len, pages(result, asked))) == number


def test_a_filter_takes_from_an_address_only_what_can_be_one() -> None:
    assert Filter.of({"year": "٢٠٢٢", "item": "2.2", "page": "3"}).given == {"item": "2.2"}
    assert Place.read("../run:1") is None
    assert Place.read(f"{RULE}:-1") is None


def test_no_number_of_a_person_comes_out(result: Path, tmp_path: Path) -> None:
    found = reading.verdict(result, Place(RULE, 3))
    assert found is not None
    assert NUMBER not in repr(found)
    assert reading.verdict(result, Place(RULE, 120)) is None
    assert reading.verdict(result, Place("nothing", 0)) is None
    with reading.export(result, Filter(item="2.2"), within=tmp_path) as book:
        rows = list(load_workbook(book).active.values)
    assert len(rows) == 121
    assert NUMBER not in repr(rows)
    assert list(tmp_path.iterdir()) == []


def test_counts_by_item_and_domain(result: Path) -> None:
    overview = reading.overview(result)
    assert [code for code, _ in overview.domains] == ["", "commerce"]
    (first, second) = overview.items
    assert (first.id, first.counts.unknown, second.counts.breach) == ("1.1", 7, 120)
    assert [counts.breach for counts in second.domains if counts] == [60, 60]
    assert [each.id for each in reading.rules_found(result, item="2.2")] == [RULE]
    assert [text.en for text in overview.missing] == ["reviews of materials"]


def test_each_item_has_a_cell_for_each_domain_with_verdicts_to_look_at(result: Path) -> None:
    cells = reading.cells(result)
    assert {item: list(domains) for item, domains in cells.items()} == {
        "1.1": ["", "commerce"], "2.2": ["", "commerce"]
    }  # fmt: skip
    cell = cells["2.2"]["commerce"]
    assert (cell.breach, cell.doubt, cell.unknown, cell.clear, cell.examined) == (60, 0, 0, 0, 60)
    assert [str(line.place) for line in cell.examples] == [f"{RULE}:{n}" for n in (0, 2, 4)]
    none_shown = cells["1.1"][""]
    assert (none_shown.unknown, none_shown.examples) == (3, ())


def test_a_check_of_several_items_is_found_under_each(tmp_path: Path) -> None:
    rule = "disclosure.never_disclosed"
    folder = write_result(tmp_path / "result", [row(n, rule=rule, item="2.1") for n in range(3)])
    for item in ("2.1", "2.4"):
        assert reading.counted(folder, Filter(item=item)) == 3
    assert reading.counted(folder, Filter(item="1.1")) == 0


def test_what_differs_from_the_seal_is_named(result: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(result, copy)
    (copy / "report.html").write_text("opened and saved")
    facts, changed = reading.examine(copy)
    assert changed == ("report.html",)
    assert facts["counts"] == {"breach": 120, "unknown": 7, "clear": 0}
    with (copy / "verdicts" / f"{RULE}.parquet").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(OutputError) as refused:
        reading.examine(copy)
    assert f"verdicts/{RULE}.parquet" in refused.value.text.en
    assert str(tmp_path) not in refused.value.text.zh + refused.value.text.en


@pytest.mark.parametrize(
    "content", ["[]", "{}", '{"summary": 1}', '{"summary": {}, "outputs": 7}']
)
def test_what_is_no_result_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(OutputError):
        reading.examine(tmp_path)
