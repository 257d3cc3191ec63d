"""The evidence of a synthetic CA, written block by block, and the truth about it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from mingzheng.errors import SampleError, system_reason
from mingzheng.sample import garden, outcomes, requests, verification
from mingzheng.sample.archive import Archive
from mingzheng.sample.certificates import IssuerKey, issue
from mingzheng.sample.cohort import Cohort, draw
from mingzheng.sample.dealings import Dealings
from mingzheng.sample.exports import Exports
from mingzheng.sample.garden import grow
from mingzheng.sample.institution import BEGINS, NAME, Institution
from mingzheng.sample.issuers import Issuers, make_issuers
from mingzheng.sample.keys import rsa_key_count
from mingzheng.sample.plot import EARLIEST, LONGEST
from mingzheng.sample.publishing.planted import versions
from mingzheng.sample.revocation_lists import Revocations, write_revocation_lists
from mingzheng.sample.settings import evidence_toml
from mingzheng.sample.subjects import AUTHORITIES, TEMPLATED, Parties, certificate_columns

PER_COHORT = 50_000
"""Certificates made at a time: a few hundred megabytes of texts and DER."""
TRUTH = "truth.parquet"
OCTETS_PER_CERTIFICATE = 3500
"""What one certificate with its records takes on disk, about."""


@dataclass(frozen=True)
class Order:
    """What sample is asked for."""

    folder: Path
    certificates: int
    seed: int
    as_of: dt.date
    format: str = "csv"
    container: str = "pem"
    threads: int | None = None


@dataclass(frozen=True)
class Made:
    """What was made."""

    evidence: Path
    truth: Path
    certificates: int
    planted: int
    rows: dict[str, int]


def make_sample(order: Order, progress: Callable[[int], None] = lambda done: None) -> Made:
    """Write `folder/evidence` and `folder/truth.parquet`; progress is told certificates made.

    The same certificates, seed and day give the same bytes, whatever the threads.
    Raises SampleError where the folder is not empty or the disk too small.
    """
    _check_period(order)
    _check_folder(order)
    evidence = order.folder / "evidence"
    issuers = make_issuers(order.seed, organization=NAME)
    names = _names(issuers)
    institution = Institution(order.certificates, order.as_of)
    plot = grow(order.seed, order.as_of, names, order.certificates)
    innocent = order.certificates - garden.count(plot)
    if innocent < 0:
        raise SampleError(
            zh=f"预设问题本身需要 {garden.count(plot)} 张证书：--certificates 不得小于此数",
            en=f"the plants alone take {garden.count(plot)} certificates: --certificates must not be less",
        )
    keys = garden.gardeners(order.seed, issuers)
    supplied = {"root": issuers.root, **{k: v for k, v in keys.items() if k != garden.ABSENT}}
    _write_issuers(evidence / "issuers", supplied)
    with (
        Exports(evidence / "tables", format_=order.format) as tables,
        Archive(
            evidence / "certificates",
            container=order.container,
            parquet=order.format == "parquet",
        ) as archive,
    ):
        _write_institution(tables, institution)
        _write_objects(
            evidence, {version.path: version.file() for version in versions(order.as_of)}
        )
        revocations = Revocations()
        for cohort in _cohorts(order, innocent):
            parties = Parties.of(cohort)
            for authority, name in enumerate(AUTHORITIES):
                columns = certificate_columns(cohort, parties, authority)
                archive.write(issue(keys[name], columns, seed=order.seed, threads=order.threads))
            revocations.add_cohort(cohort)
            dealings = Dealings(cohort, parties, institution)
            _write_records(tables, dealings, names)
            _write_objects(evidence / "archive", outcomes.objects(dealings))
            progress(archive.certificates)
        for certificates in garden.certificates(plot, keys, threads=order.threads):
            archive.write(certificates)
        for table, rows in garden.rows(plot).items():
            tables.write_rows(table, rows)
        _write_objects(evidence / "archive", plot.objects)
        revocations.add_stories(plot)
        write_revocation_lists(evidence / "crls", keys, revocations, order.as_of)
        planted = garden.write_truth(plot, order.folder / TRUTH)
        toml = evidence_toml(
            as_of=order.as_of,
            issuers=names,
            templated=names[TEMPLATED],
            format_=order.format,
            container=order.container,
        )
        (evidence / "evidence.toml").write_text(toml, "utf-8")
        return Made(
            evidence, order.folder / TRUTH, archive.certificates, planted, dict(tables.rows)
        )


def _check_period(order: Order) -> None:
    least = BEGINS + dt.timedelta(days=EARLIEST + LONGEST + 50)
    if order.as_of < least:
        raise SampleError(
            zh=f"--as-of {order.as_of} 太早：预设问题需要数年的记录，最早为 {least}",
            en=f"--as-of {order.as_of} is too early: the plants take years of records; {least} at the earliest",
        )


def _check_folder(order: Order) -> None:
    if order.folder.exists() and any(order.folder.iterdir()):
        raise SampleError(
            zh=f"{order.folder} 不是空文件夹：请换一个，或先清空",
            en=f"{order.folder} is not an empty folder: name another, or empty it first",
        )
    try:
        order.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(order.folder).free
    except OSError as error:
        raise SampleError(
            zh=f"{order.folder} 无法写入（{system_reason(error).zh}）：请检查路径和权限",
            en=f"{order.folder} can't be written ({system_reason(error).en}): check the path and its permissions",
        ) from error
    needed = order.certificates * OCTETS_PER_CERTIFICATE
    if needed > free:
        raise SampleError(
            zh=f"磁盘空间不足：约需 {needed / 1e9:.1f} GB，{order.folder} 处仅剩 {free / 1e9:.1f} GB",
            en=f"the disk is too small: about {needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free at {order.folder}",
        )


def _cohorts(order: Order, certificates: int) -> Iterator[Cohort]:
    keys = rsa_key_count(certificates)
    for first in range(0, certificates, PER_COHORT):
        size = min(PER_COHORT, certificates - first)
        until = first + size
        rsa = range(keys * first // certificates, keys * until // certificates)
        yield draw(seed=order.seed, first=first, certificates=size, rsa=rsa, as_of=order.as_of)


def _names(issuers: Issuers) -> list[str]:
    """The distinguished names of the issuers, in the order of `AUTHORITIES`."""
    own = [getattr(issuers, name).certificate for name in AUTHORITIES]
    return [x509.load_der_x509_certificate(der).subject.rfc4514_string() for der in own]


def _write_issuers(folder: Path, issuers: Mapping[str, IssuerKey]) -> None:
    folder.mkdir(parents=True)
    for name, issuer in issuers.items():
        (folder / f"{name}.cer").write_bytes(issuer.certificate)


def _write_institution(tables: Exports, institution: Institution) -> None:
    tables.write_rows("operators", institution.operators())
    tables.write_rows("registration_authorities", institution.branches())
    tables.write_rows("documents", [version.row for version in versions(institution.as_of)])
    tables.write_rows("contracts", institution.standing_contracts())
    tables.write_rows("audits", institution.audits())
    tables.write_rows("holdings", institution.holdings())


def _write_objects(folder: Path, objects: Mapping[str, bytes]) -> None:
    for path, content in objects.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _write_records(tables: Exports, d: Dealings, names: Sequence[str]) -> None:
    """Every table of a cohort."""
    tables.write("applications", requests.applications(d))
    tables.write("materials", requests.materials(d))
    tables.write("disclosures", requests.disclosures(d))
    tables.write("reviews", requests.reviews(d))
    tables.write("contracts", requests.contracts(d))
    tables.write("identity_checks", verification.identity_checks(d))
    tables.write("issuances", outcomes.issuances(d, names))
    tables.write("deliveries", outcomes.deliveries(d, names))
    tables.write("status_changes", outcomes.status_changes(d))
    tables.write("announcements", outcomes.announcements(d))
    tables.write("holdings", outcomes.holdings(d))
    tables.write("complaints", outcomes.complaints(d))
    tables.write("observed", outcomes.observed(d, names))
