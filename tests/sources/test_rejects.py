"""Rejects: complete, masked, explained in both languages, same bytes whatever the order."""

from __future__ import annotations

import random
from pathlib import Path
from threading import Thread

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.sources.rejects import REASONS, SCHEMA, Reject, Rejects

NUMBER = "000000188001010018"


def written(rejects: Rejects, folder: Path) -> pa.Table:
    rejects.write(folder / "rejects.parquet")
    return pq.read_table(folder / "rejects.parquet")


def add_singly(rejects: Rejects, entries: list[Reject]) -> None:
    for entry in entries:
        rejects.extend([entry])


def test_an_entry_is_explained_in_both_languages(tmp_path: Path) -> None:
    with Rejects() as rejects:
        rejects.add("empty_file", table="certificates", file="certificates/a.pem")
        table = written(rejects, tmp_path)
    assert table.schema.equals(SCHEMA)
    row = table.to_pylist()[0]
    assert row["zh"] == "文件为空"
    assert row["en"] == "the file is empty"
    assert row["remedy_zh"] == "请重新导出该文件"
    assert row["remedy_en"] == "export the file again"
    assert row["rows"] == 1


def test_no_rejects_make_an_empty_table(tmp_path: Path) -> None:
    with Rejects() as rejects:
        assert written(rejects, tmp_path).num_rows == 0
        assert rejects.count_by_table() == {}


def test_personal_numbers_are_masked_in_values_files_and_links(tmp_path: Path) -> None:
    with Rejects() as rejects:
        rejects.add(
            "empty_file",
            table="certificates",
            file=f"certificates/{NUMBER}.cer",
            value=f"张三 {NUMBER}",
            link=f"A-{NUMBER}",
        )
        rejects.add_column(
            "empty_certificate",
            table="certificates",
            file="x.csv",
            lines=pa.array([2, 3]),
            values=pa.array([NUMBER, None]),
        )
        raw = pa.Table.from_batches(rejects.batches())
        table = written(rejects, tmp_path)
    assert NUMBER not in str(table.to_pylist())
    assert f"A-{NUMBER}" in raw["link"].to_pylist()
    assert NUMBER not in str(raw["value"].to_pylist())


def test_a_value_is_masked_before_it_is_cut() -> None:
    reject = Reject("t", "f", "empty_file", value="x" * 70 + NUMBER)
    assert reject.value is not None
    assert "1880" not in reject.value
    assert len(reject.value) == 80
    assert Reject("t", "f", "empty_file", value="a\x1b[31m\n").value == "a\ufffd[31m\ufffd"


def test_same_rejects_same_bytes_from_any_thread_in_any_order(tmp_path: Path) -> None:
    entries = [
        Reject("t", f"f{n % 7}", "empty_file", line=n if n % 3 else None, rows=n % 2)
        for n in range(120_000)
    ]
    outputs = []
    for seed in (1, 2):
        shuffled = entries.copy()
        random.Random(seed).shuffle(shuffled)
        with Rejects() as rejects:
            threads = [
                Thread(target=add_singly, args=(rejects, part))
                for part in (shuffled[: 60_000 * seed // 2], shuffled[60_000 * seed // 2 :])
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(rejects) == len(entries)
            assert rejects.count_by_table() == {"t": 60_000}
            path = tmp_path / f"{seed}.parquet"
            rejects.write(path)
            outputs.append(path.read_bytes())
    assert outputs[0] == outputs[1]


def test_spilled_parts_go_with_the_collector() -> None:
    with Rejects() as rejects:
        rejects.add("empty_file", table="t", file="f")
        list(rejects.batches())
        folder = Path(rejects._folder.name)
        assert folder.exists()
    assert not folder.exists()


def test_an_unknown_reason_is_a_programming_error() -> None:
    with Rejects() as rejects, pytest.raises(KeyError):
        rejects.add("nonsense", table="t", file="f")


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_speaks_both_languages(code: str) -> None:
    reason = REASONS[code]
    for text in (reason.explanation, reason.remedy):
        assert any("一" <= character <= "鿿" for character in text.zh)
        assert any("a" <= character <= "z" for character in text.en)


def test_a_number_that_stands_where_a_header_should_is_masked(tmp_path: Path) -> None:
    with Rejects() as rejects:
        rejects.add("header_not_recognised", table="t", file="t.csv", column=NUMBER, rows=0)
        rejects.write(tmp_path / "rejects.parquet")
    assert NUMBER.encode() not in (tmp_path / "rejects.parquet").read_bytes()
