"""Evidence folders made of text, and their record tables as rows."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import settings

from mingzheng.evidence.reading import read_settings
from mingzheng.records.reading import Records, read_records
from mingzheng.sources.rejects import Rejects

# The first example of a test may compile what it calls.
settings.register_profile("compiled", deadline=None)
settings.load_profile("compiled")

AS_OF = dt.date(2022, 8, 30)


@dataclass
class Read:
    """The records of a folder, and what was rejected."""

    records: Records
    rejects: list[dict[str, object]]

    def rows(self, table: str) -> list[dict[str, object]]:
        return self.table(table).to_pylist()

    def column(self, table: str, name: str) -> list[object]:
        return self.table(table)[name].to_pylist()

    def table(self, name: str) -> pa.Table:
        return pq.read_table(self.records.folder / name)

    def reasons(self) -> set[str]:
        return {str(entry["reason"]) for entry in self.rejects}

    def rejected(self, reason: str) -> list[dict[str, object]]:
        return [entry for entry in self.rejects if entry["reason"] == reason]

    def links(self) -> set[tuple[str, str, str]]:
        found = pq.read_table(self.records.folder / "rejected_links.parquet").to_pylist()
        return {(row["table"], row["link"], row["value"]) for row in found}


def read_folder(folder: Path, out: Path, *, threads: int = 2) -> Read:
    settings = read_settings(folder, as_of=AS_OF)
    with Rejects() as rejects:
        records = read_records(settings, out=out, rejects=rejects, threads=threads)
        entries = [row for batch in rejects.batches() for row in batch.to_pylist()]
    return Read(records, entries)


@pytest.fixture
def read(tmp_path):
    """Read an evidence folder given as {table or path: text or bytes}."""

    def run(files, toml="", *, threads=2) -> Read:
        folder = tmp_path / "evidence"
        for name, content in files.items():
            path = folder / (name if "/" in name else f"tables/{name}.csv")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        folder.mkdir(exist_ok=True)
        if toml:
            (folder / "evidence.toml").write_text(toml, "utf-8")
        return read_folder(folder, tmp_path / "out", threads=threads)

    return run
