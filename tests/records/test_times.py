import datetime as dt
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.errors import SettingsError
from mingzheng.records.times import read_times
from mingzheng.records.zones import zone

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_END = dt.timedelta(days=1, microseconds=-1)


def read_one(cell, *, end=False, name="Asia/Shanghai"):
    array = cell if isinstance(cell, pa.Array) else pa.array([cell])
    stored = read_times(array, zone=zone(name), end=end)
    faults = [fault.reason for fault in stored.faults]
    return stored.arrays[0][0].as_py(), stored.arrays[1][0].as_py(), faults


def utc(*parts):
    return dt.datetime(*parts)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-03-02 10:11:12",
        " 2019-03-02T10:11:12 ",
        "2019/3/2 10:11:12",
        "2019.03.02 10:11:12.000",
        "20190302101112",
        "20190302 101112",
        "20190302101112000",
        "2019年3月2日 10时11分12秒",
        "2019年03月02日10:11:12",
        "２０１９－０３－０２　１０：１１：１２",
        "2019-03-02T02:11:12Z",
        "2019-03-02 10:11:12+08:00",
        "2019-03-02 10:11:12 +0800",
        "2019-03-02 04:11:12+02",
        "2019-03-01T21:11:12-05:00",
    ],
)
def test_an_instant_reads_the_same_in_every_spelling(cell):
    moment = utc(2019, 3, 2, 2, 11, 12)
    assert read_one(cell) == (moment, moment, [])


@pytest.mark.parametrize(
    "cell",
    [
        "2019-03-02",
        "2019/3/2",
        "20190302",
        "2019年3月2日",
        "2019-03-02 00:00:00",
        "2019-03-02 00:00",
    ],
)
def test_a_day_runs_until_its_end(cell):
    start = utc(2019, 3, 1, 16)
    assert read_one(cell) == (start, start + DAY_END, [])
    assert read_one(cell, end=True) == (start + DAY_END, start + DAY_END, [])


def test_a_midnight_with_its_zone_is_an_instant():
    assert read_one("2019-03-02T00:00:00Z")[:2] == (utc(2019, 3, 2), utc(2019, 3, 2))


def test_a_minute_runs_until_its_end():
    first, last, _ = read_one("2019/3/2 1:02")
    assert (first, last) == (utc(2019, 3, 1, 17, 2), utc(2019, 3, 1, 17, 2, 59, 999999))


@pytest.mark.parametrize(
    "cell", ["长期", "永久", "9999-12-31", "2099-12-31", "2099-12-31 23:59:59"]
)
def test_no_end(cell):
    assert read_one(cell, end=True) == (utc(9999, 12, 31), utc(9999, 12, 31), [])
    assert read_one(cell)[0] is None


@pytest.mark.parametrize("cell", ["1900-01-01", "1899-12-30", "0000-00-00 00:00:00", "2201-01-01"])
def test_impossible_years_are_spoiled(cell):
    assert read_one(cell) == (None, None, ["spoiled_date"])


@pytest.mark.parametrize(
    "cell",
    ["2019-02-29", "2019-13-01", "03/02/2019", "2019-03-02 25:00:00", "2019-03", "yesterday",
     "2019-03-02 10:11:60", "2019-03-02 10:11:12 CST", "43526.42", "-5", "2019-03/02", "１"],
)  # fmt: skip
def test_what_is_no_time_is_said_so(cell):
    assert read_one(cell) == (None, None, ["not_a_time"])


@pytest.mark.parametrize("cell", [None, "", "  ", "NULL", "\\N"])
def test_empty_is_null_without_fault(cell):
    assert read_one(pa.array([cell], pa.string())) == (None, None, [])


def test_typed_cells():
    moment = dt.datetime(2019, 3, 2, 10, 11, 12)
    assert read_one(pa.array([moment], pa.timestamp("ms")))[0] == utc(2019, 3, 2, 2, 11, 12)
    aware = pa.array([moment.replace(tzinfo=SHANGHAI)], pa.timestamp("us", "Asia/Shanghai"))
    assert read_one(aware)[0] == utc(2019, 3, 2, 2, 11, 12)
    day = pa.array([dt.date(2019, 3, 2)])
    assert read_one(day) == (utc(2019, 3, 1, 16), utc(2019, 3, 1, 16) + DAY_END, [])
    assert read_one(pa.array([20190302]))[:2] == read_one("20190302")[:2]


def test_excel_day_numbers():
    assert read_one(pa.array([43526.0]))[:2] == read_one("2019-03-02")[:2]
    assert read_one(pa.array([43526.5]))[0] == utc(2019, 3, 2, 4)
    assert read_one(pa.array([1.0]))[2] == ["spoiled_date"]


def test_summer_time_of_shanghai():
    assert read_one("1988-07-01 12:00:00")[0] == utc(1988, 7, 1, 3)
    ambiguous = read_one("1990-09-16 01:30:00")
    assert ambiguous[:2] == (utc(1990, 9, 15, 16, 30), utc(1990, 9, 15, 17, 30))


def test_an_unknown_zone_is_named():
    with pytest.raises(SettingsError) as raised:
        zone("Asia/Pekin")
    assert "Asia/Pekin" in raised.value.text.zh
    assert "Asia/Shanghai" in raised.value.text.en


@given(
    st.lists(st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2098, 1, 1)), max_size=20),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]),
)
def test_civil_times_agree_with_the_standard_library(moments, name):
    moments = [m for m in moments if (m.hour, m.minute, m.second, m.microsecond) != (0, 0, 0, 0)]
    cells = pa.array([m.isoformat(" ", "microseconds") for m in moments], pa.string())
    first, last = read_times(cells, zone=zone(name), end=False).arrays
    info = ZoneInfo(name)
    for moment, one, other in zip(moments, first.to_pylist(), last.to_pylist(), strict=True):
        both = {
            moment.replace(tzinfo=info, fold=fold).astimezone(dt.UTC).replace(tzinfo=None)
            for fold in (0, 1)
        }
        assert (one, other) == (min(both), max(both))


@given(st.lists(st.text(max_size=30)))
def test_any_text_reads_or_is_a_fault(cells):
    stored = read_times(pa.array(cells, pa.string()), zone=zone("Asia/Shanghai"), end=True)
    assert all(len(array) == len(cells) for array in stored.arrays)
