"""The evidence of the synthetic CA: complete, the same for the same seed, refusals explained."""

from __future__ import annotations

import datetime as dt
import hashlib
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from cryptography import x509

from mingzheng.errors import SampleError
from mingzheng.evidence.reading import read_settings
from mingzheng.records.archive import read_archive
from mingzheng.records.headers import match_headers
from mingzheng.records.schema import tables
from mingzheng.sample.cohort import draw
from mingzheng.sample.evidence import Order, make_sample
from mingzheng.sample.exports import GB18030
from mingzheng.sources.limits import Limits

AS_OF = dt.date(2022, 10, 30)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "ca"
    made = make_sample(Order(folder, 1000, 7, AS_OF, threads=1))
    assert made.certificates == 1000
    return folder


def test_same_seed_same_bytes_whatever_the_threads(sample: Path, tmp_path: Path) -> None:
    make_sample(Order(tmp_path / "again", 1000, 7, AS_OF, threads=2))
    assert digests(sample) == digests(tmp_path / "again")
    make_sample(Order(tmp_path / "other", 1000, 8, AS_OF))
    assert digests(sample) != digests(tmp_path / "other")


def test_every_table_of_the_contract_is_there_and_recognised(sample: Path) -> None:
    settings = read_settings(sample / "evidence", as_of=AS_OF)
    for name, table in tables().items():
        path = sample / "evidence" / "tables" / f"{name}.csv"
        encoding = "gb18030" if name in GB18030 else "utf-8-sig"
        header = path.read_text(encoding).splitlines()[0].replace('"', "").split(",")
        matched = match_headers(table, header, settings.tables[name].columns)
        assert not matched.problems
        assert not matched.unknown
        assert set(matched.mapped) == {column.name for column in table.columns}


def test_some_tables_are_in_gb18030_some_have_a_mark(sample: Path) -> None:
    folder = sample / "evidence" / "tables"
    assert "申请编号" in (folder / "applications.csv").read_text("gb18030")
    assert (folder / "contracts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "申请编号" in (folder / "issuances.csv").read_text("utf-8")


def test_truth_stays_out_of_the_evidence(sample: Path) -> None:
    assert (sample / "truth.parquet").exists()
    assert not list((sample / "evidence").rglob("truth*"))
    truth = pq.read_table(sample / "truth.parquet")
    assert set(truth["verdict"].to_pylist()) == {"breach", "clear", "unknown"}


def test_settings_say_what_is_complete_and_what_is_not(sample: Path) -> None:
    said = tomllib.loads((sample / "evidence" / "evidence.toml").read_text("utf-8"))
    late = [c for c in said["tables"]["identity_checks"]["complete"] if c["from"] > "2017-07-01"]
    assert [c["registration_authority"] for c in late] == ["RA03"]
    products = {c["product"] for c in said["tables"]["deliveries"]["complete"]}
    assert "server" not in products


@pytest.mark.parametrize(
    ("container", "records"),
    [(c, "csv") for c in ("pem", "tar", "zip", "der", "table")] + [("table", "parquet")],
)
def test_every_container_holds_the_same_certificates(
    sample: Path, tmp_path: Path, container: str, records: str
) -> None:
    order = Order(tmp_path / "ca", 1000, 7, AS_OF, format=records, container=container)
    made = make_sample(order)
    assert sorted(ders(tmp_path / "ca")) == sorted(ders(sample))
    found, _ = read_archive(
        read_settings(made.evidence, as_of=AS_OF),
        "certificates",
        out=tmp_path,
        threads=1,
        limits=Limits(),
        progress=lambda name, rows: None,
    )
    assert found.rows == 1000
    assert not found.void


def ders(sample: Path) -> list[bytes]:
    found: list[bytes] = []
    for path in sorted((sample / "evidence" / "certificates").rglob("*.*")):
        if path.suffix == ".pem":
            found += [block_of(text) for text in path.read_bytes().split(b"-----BEGIN")[1:]]
        elif path.suffix == ".cer":
            found.append(path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as file:
                found += [file.read(name) for name in file.namelist()]
        elif path.suffix == ".tar":
            with tarfile.open(path) as archive:
                files = [archive.extractfile(member) for member in archive]
                found += [file.read() for file in files if file is not None]
        else:
            import base64

            read = pq.read_table if path.suffix == ".parquet" else csv.read_csv
            column = read(path)["证书内容"].to_pylist()
            found += [base64.b64decode(value) for value in column]
    return found


def block_of(text: bytes) -> bytes:
    import base64

    return base64.b64decode(b"".join(text.splitlines()[1:]).split(b"-----END")[0])


def test_certificates_are_what_others_read_too(sample: Path) -> None:
    readable = 0
    for der in ders(sample):
        try:
            x509.load_der_x509_certificate(der)
        except ValueError:
            continue
        readable += 1
    assert readable > 650


def test_parquet_tables_hold_what_csv_tables_hold(sample: Path, tmp_path: Path) -> None:
    make_sample(Order(tmp_path / "ca", 1000, 7, AS_OF, format="parquet"))
    stored = pq.read_table(tmp_path / "ca" / "evidence" / "tables" / "contracts.parquet")
    text = {name: pa.string() for name in stored.schema.names}
    options = csv.ConvertOptions(column_types=text, strings_can_be_null=True, null_values=[""])
    written = csv.read_csv(
        sample / "evidence" / "tables" / "contracts.csv", convert_options=options
    )
    assert written.equals(stored)


def test_workbooks_are_written(tmp_path: Path) -> None:
    make_sample(Order(tmp_path / "ca", 1000, 7, AS_OF, format="xlsx"))
    assert (tmp_path / "ca" / "evidence" / "tables" / "applications.xlsx").stat().st_size > 10_000


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SampleError, match=r"不是空文件夹|not an empty folder"):
        make_sample(Order(tmp_path, 1000, 7, AS_OF))
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_too_few_certificates_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match=r"--certificates"):
        make_sample(Order(tmp_path / "ca", 10, 7, AS_OF))


def test_too_short_a_period_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match=r"--as-of"):
        make_sample(Order(tmp_path / "ca", 1000, 7, dt.date(2019, 1, 1)))


@pytest.mark.parametrize("certificates", [1, 2, 25, 1000])
def test_a_cohort_has_exactly_its_certificates(certificates: int) -> None:
    cohort = draw(seed=1, first=0, certificates=certificates, rsa=range(1), as_of=AS_OF)
    assert len(cohort.owner) == certificates
    owned = cohort.signing[cohort.signing >= 0]
    assert len(set(owned.tolist())) == len(owned)
    assert (cohort.told < cohort.applied).all()
    assert (cohort.applied < cohort.accepted).all()
    assert (cohort.signed < cohort.issued).all()
