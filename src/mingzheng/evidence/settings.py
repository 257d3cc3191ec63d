"""The settings of one audit, as `evidence.toml` gives them or as defaults have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CAMPAIGN_START = dt.date(2017, 7, 1)
"""The notice covers services provided since 2017-07 (notice, 二（二）)."""


@dataclass(frozen=True)
class Span:
    """Days from `since` to `until`, both inclusive; None is open."""

    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Coverage:
    """What the CA declares to be all there is of one table. None: of every product, every RA."""

    span: Span
    product: str | None = None
    registration_authority: str | None = None


@dataclass(frozen=True)
class Provenance:
    """Where an export came from; each field as the CA wrote it."""

    system: str | None = None
    query: str | None = None
    exported_at: str | None = None
    exported_by: str | None = None
    rows: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class TableSettings:
    """How one record table is read and what it covers."""

    name: str
    paths: tuple[str, ...] = ()
    """Paths inside the evidence folder (globs allowed), or one database URL."""
    query: str | None = None
    """The table or SQL statement to read, where the path is a database URL or a workbook sheet."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Contract column → the CA's own header."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Contract column → the CA's own code → contract code."""
    provenance: Provenance = Provenance()
    complete: tuple[Coverage, ...] = ()
    decimal_serials: bool | None = None
    """Serial numbers are written in decimal; None: not declared."""
    rejects_explained: str | None = None
    """Why rejected rows without a readable link don't touch its completeness."""


@dataclass(frozen=True)
class Issuer:
    """One issuing certificate authority of the CA, by its distinguished name."""

    dn: str
    names: tuple[str, ...] = ()
    """Names under which certificates may name it as provider (O or CN)."""
    role: str = "production"
    """production, test or internal."""
    subject_templates: tuple[str, ...] = ()
    """How a subject reads, such as `051@{person}@Z{number}@{sequence}`."""
    taken_over: bool = False
    """Its certificates were taken over from another CA."""


@dataclass(frozen=True)
class Authority:
    """The certification authority that is audited."""

    name: str | None = None
    other_names: tuple[str, ...] = ()
    """Former registered names under which certificates were issued."""
    credit_code: str | None = None
    licence_number: str | None = None
    licence_periods: tuple[Span, ...] = ()
    province: str | None = None


@dataclass(frozen=True)
class Parameter:
    """One value that the CPS or the auditor sets, and where it comes from."""

    value: object
    source: str
    instead_of: Parameter | None = None
    """What the practice statement says where evidence.toml says something else."""


@dataclass(frozen=True)
class Settings:
    """Everything evidence.toml says, with the defaults for what it does not."""

    folder: Path
    period: Span
    as_of: dt.date
    authority: Authority = Authority()
    time_zone: str = "Asia/Shanghai"
    clock_tolerance: dt.timedelta = dt.timedelta(minutes=5)
    issuers: tuple[Issuer, ...] = ()
    tables: Mapping[str, TableSettings] = field(default_factory=dict)
    certificates: TableSettings = TableSettings(name="certificates")
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    defaults: tuple[str, ...] = ()
    """Names of the settings that evidence.toml did not give."""
