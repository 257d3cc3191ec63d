"""Tiny evidence folders written as aligned words, and the real audit over them.

Every application written here is, unless it says otherwise, handled by a registration authority
of its own that bears its id: the statistics, which count by registration authority, then tell the
verdict of each single case, the clear ones and those not looked at included.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mingzheng.audit import audit
from mingzheng.records.schema import tables

AS_OF = dt.date(2026, 10, 1)
MEMORY = 1 << 30


@dataclass(frozen=True)
class Audited:
    """A finished audit, read back from its files."""

    folder: Path
    content: dict[str, Any]
    statistics: list[dict[str, Any]] = field(repr=False)

    def verdict(self, rule: str, authority: str | None) -> str:
        """The verdict on the one case or certificate of a registration authority.

        clear, breach (breach:doubt, breach:notice), unknown, not_in_force, or `-` (not looked at).
        Several subjects give their verdicts sorted, with spaces between.
        """
        said = []
        for row in self.statistics:
            if (row["scope"], row["id"], row["registration_authority"]) == (
                "rule",
                rule,
                authority,
            ):
                lesser = row["severity"] in ("doubt", "notice")
                word = f"{row['verdict']}:{row['severity']}" if lesser else row["verdict"]
                said += [word] * row["count"]
        return " ".join(sorted(said)) or "-"

    def verdicts(self, rule: str, *authorities: str) -> dict[str, str]:
        """The verdicts on several, by their names."""
        return {authority: self.verdict(rule, authority) for authority in authorities}

    def rule(self, rule: str) -> dict[str, int]:
        """The counts of a rule in run.json."""
        return self.content["summary"]["rules"][rule]

    def item(self, item: str) -> dict[str, int]:
        """The counts of an item in run.json."""
        return self.content["summary"]["items"][item]

    def listed(self, rule: str) -> list[dict[str, Any]]:
        """The rows of a rule's verdict file, none where there is no file."""
        path = self.folder / "verdicts" / f"{rule}.parquet"
        return pq.read_table(path).to_pylist() if path.exists() else []

    def rejects(self) -> list[dict[str, Any]]:
        """The rows of rejects.parquet."""
        return pq.read_table(self.folder / "rejects.parquet").to_pylist()


def run(evidence: Path, result: Path, **how: Any) -> Audited:
    """Audit and read back."""
    outcome = audit(evidence, result, **{"as_of": AS_OF, "memory": MEMORY, "threads": 2, **how})
    return Audited(
        result, outcome.content, pq.read_table(result / "statistics.parquet").to_pylist()
    )


def lines(table: str, written: str) -> list[dict[str, str]]:
    """Aligned words as rows: a header of column names, `-` for a gap, `_` for a space."""
    header, *rows = [line.split() for line in written.strip().splitlines()]
    known = {column.name for column in tables()[table].columns}
    assert set(header) <= known, f"{table} has no {sorted(set(header) - known)}"
    found = []
    for row in rows:
        assert len(row) == len(header), f"{table}: {row} has not {len(header)} words"
        words = ["" if word == "-" else word.replace("_", " ") for word in row]
        found.append(dict(zip(header, words, strict=True)))
    return found


def by_itself(row: dict[str, str]) -> dict[str, str]:
    """An application with what most of them share, and a registration authority of its own."""
    usual = {
        "kind": "issue",
        "product": "signature",
        "subject_kind": "person",
        "subject_name": "张三",
        "applied_at": "2020-03-01T09:00:00",
        "outcome": "approved",
    }
    return {**usual, "registration_authority": row["application_id"], **row}


def write(
    folder: Path,
    *,
    complete: str = "",
    toml: str = "",
    certificates: Mapping[str, bytes] | None = None,
    texts: Mapping[str, str] | None = None,
    **written: str,
) -> Path:
    """An evidence folder: a CSV per table; `complete` names tables declared complete throughout.

    texts: files of `documents/` by their names.
    """
    (folder / "tables").mkdir(parents=True)
    for table, words in written.items():
        rows = lines(table, words)
        rows = [by_itself(row) for row in rows] if table == "applications" else rows
        header = list(rows[0]) if rows else words.split()
        with (folder / "tables" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, header)
            out.writeheader()
            out.writerows(rows)
    declared = "".join(
        f"\n[[{'' if table == 'certificates' else 'tables.'}{table}.complete]]\nfrom = 2015-01-01\n"
        for table in complete.split()
    )
    if declared or toml:
        (folder / "evidence.toml").write_text(toml + declared, "utf-8")
    if certificates is not None:
        (folder / "certificates").mkdir()
        for name, der in certificates.items():
            (folder / "certificates" / name).write_bytes(der)
    for name, text in (texts or {}).items():
        (folder / "documents").mkdir(exist_ok=True)
        (folder / "documents" / name).write_text(text, "utf-8")
    return folder


@dataclass(frozen=True)
class Issuing:
    """An issuer with a key of its own, which certifies anybody."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    def certificate(
        self,
        serial: int,
        *,
        name: str = "张三",
        since: str = "2020-03-02T10:00:00",
        days: int = 365,
        usage: Iterable[str] = ("digital_signature", "content_commitment"),
        number: str | None = None,
    ) -> bytes:
        """The DER of an end-entity certificate; `since` is in UTC."""
        begin = dt.datetime.fromisoformat(since).replace(tzinfo=dt.UTC)
        attributes = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
        if number is not None:
            attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name(attributes))
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(serial)
            .not_valid_before(begin)
            .not_valid_after(begin + dt.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(key_usage(usage), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
        )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def key_usage(names: Iterable[str]) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: name in set(names) for name in every})


def issuing(common_name: str) -> Issuing:
    """An issuer of that common name, organisation 示例认证."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "示例认证"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    return Issuing(name, ec.generate_private_key(ec.SECP256R1()))


Audit = Callable[..., Audited]


@pytest.fixture(scope="session")
def write_evidence() -> Callable[..., Path]:
    """`write`, for tests that run the audit themselves."""
    return write


@pytest.fixture(scope="session")
def run_audit() -> Audit:
    """`run`: audit a folder that is there."""
    return run


@pytest.fixture(scope="session")
def issuer_named() -> Callable[[str], Issuing]:
    """`issuing`."""
    return issuing


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """`audited(applications=\"\"\"…\"\"\", complete=\"…\", …)`: evidence written and audited."""

    def make(*, how: Mapping[str, Any] | None = None, **written: Any) -> Audited:
        place = tmp_path_factory.mktemp("audit")
        return run(write(place / "evidence", **written), place / "result", **dict(how or {}))

    return make
