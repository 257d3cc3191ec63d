"""All that was examined, listed where it is asked for, and drawn from."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.audit.sampling import DIMENSIONS, Design, Question, Wanted, opened, select
from mingzheng.audit.sampling.record import seal
from mingzheng.audit.subjects import WORD
from mingzheng.errors import MingzhengError
from mingzheng.reports.originals import read_form, write_form

COUNTED = ("clear", "breach", "unknown", "not_in_force")


@pytest.fixture(scope="module")
def found(audited, issuer_named):
    """Five applications, and two certificates of nobody's: cases of their own."""
    applications = "application_id accepted_at domain\n" + "".join(
        f"A{n} 2020-03-0{n}T10:00:00 government\n" for n in range(1, 6)
    )
    checks = "application_id checked_at method result\n" + "".join(
        f"A{n} 2020-03-0{n}T09:30:00 in_person passed\n" for n in range(1, 5)
    )
    issuer = issuer_named("示例CA")
    return audited(
        how={"all_subjects": True},
        applications=applications,
        identity_checks=checks,
        complete="applications identity_checks",
        certificates={f"{n}.cer": issuer.certificate(n) for n in (7, 8)},
    )


def test_statuses_are_those_that_the_statistics_count(found):
    listed: dict[str, Counter[str]] = {}
    for path in (found.folder / "subjects").glob("*.parquet"):
        table = pq.read_table(path)
        for item in (name for name in table.column_names if name[0].isdigit()):
            statuses = table[item].cast("string").to_pylist()
            listed.setdefault(item, Counter()).update(s for s in statuses if s)
    assert listed["1.1"]["unknown"] > 0
    for item, counts in listed.items():
        if item == "0":  # outside the notice: in no summary of items
            continue
        said = found.item(item)
        assert {name: counts[name] for name in COUNTED} == {name: said[name] for name in COUNTED}


def places(found, kind):
    table = pq.read_table(found.folder / f"subjects/{kind}.parquet")
    files, lines = table["file"].cast("string").to_pylist(), table["line"].to_pylist()
    return [f"{file}:{line}" for file, line in zip(files, lines, strict=True)]


def test_a_subject_is_where_its_record_is(found):
    certificates = places(found, "certificate")
    assert [place.split(":")[0] for place in certificates] == [
        "certificates/7.cer",
        "certificates/8.cer",
    ]
    of_applications = [f"tables/applications.csv:{line}" for line in range(2, 7)]
    assert sorted(places(found, "case")) == sorted([*of_applications, *certificates])


def test_all_that_was_examined_can_be_drawn(found):
    sample = select(opened(found.folder), Wanted(Question.EXAMINED, ("1.1",)), Design(), seed="s")
    assert len(sample.population.keys) == found.item("1.1")["examined"]
    sources = [source for (source,) in sample.rows["sources"].to_pylist()]
    assert sources
    assert set(sources) <= set(places(found, "case"))


def test_only_what_was_clear_is_drawn(make_sealed, tmp_path):
    result = make_sealed([])
    statuses = ["clear", "breach", None, "unknown", "not_in_force", "clear"]
    columns = dict.fromkeys((*DIMENSIONS, "file"), pa.array(["x"] * 6).cast(WORD))
    columns |= {"line": pa.array(range(6), pa.int32()), "year": pa.array([2020] * 6, pa.int32())}
    (result.folder / "subjects").mkdir()
    table = pa.table({**columns, "1.1": pa.array(statuses).cast(WORD)})
    pq.write_table(table, result.folder / "subjects/case.parquet")
    seal(result)
    sealed = opened(result.folder)
    sample = select(sealed, Wanted(Question.CLEAR, ("1.1",)), Design(), seed="s")
    assert sorted(sample.rows["subject"].to_pylist()) == ["x:0", "x:5"]
    form = write_form(sample, tmp_path / "form.xlsx")
    assert not read_form(form, sealed, today=dt.date(2026, 11, 22)).findings


def test_a_result_that_lists_no_subjects_says_how_to_get_them(held):
    with pytest.raises(MingzhengError, match="--subjects"):
        select(held, Wanted(Question.CLEAR, ("1.1",)), Design(), seed="s")


def test_subjects_are_drawn_of_one_item():
    with pytest.raises(MingzhengError, match="一个事项"):
        Wanted(Question.CLEAR, ("1.1", "1.3"))
