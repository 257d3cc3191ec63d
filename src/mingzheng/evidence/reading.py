"""evidence.toml → Settings; what it gets wrong is named with its line and what may stand there.

The names of tables, columns and codes come from `records.schema`, which is data and knows no
settings.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from zoneinfo import available_timezones

from mingzheng.errors import SettingsError, system_reason
from mingzheng.evidence.document import Document, Place
from mingzheng.evidence.nearest import allowed
from mingzheng.evidence.parameters import CATALOGUE
from mingzheng.evidence.settings import (
    CAMPAIGN_START,
    Authority,
    Coverage,
    Issuer,
    Parameter,
    Provenance,
    Settings,
    Span,
    TableSettings,
)
from mingzheng.records.schema import codes, tables

FILE = "evidence.toml"
CERTIFICATE_COLUMN = "certificate"
"""The column of a table of certificates that holds their bytes, in base64 or hex."""

SECTIONS = ("authority", "audit", "issuers", "tables", "certificates", "parameters")
AUDIT = ("from", "until", "as_of", "time_zone", "clock_tolerance_minutes")
ROLES = ("production", "test", "internal")
SET_BY_CA = "evidence.toml"
"""The source of a parameter whose own source evidence.toml does not name."""

_TABLE_KEYS = (
    "path",
    "paths",
    "query",
    "columns",
    "codes",
    "provenance",
    "complete",
    "decimal_serials",
    "rejects_explained",
)


def read_settings(
    folder: Path,
    *,
    as_of: dt.date,
    overrides: Mapping[str, object] | None = None,
    insisted: bool = False,
) -> Settings:
    """The settings of an evidence folder.

    as_of is the day asked about unless evidence.toml says otherwise, or in spite of it where it
    is `insisted` upon, as by a command line; a later day than as_of is refused there; overrides
    replace fields of Settings by name (`time_zone`, `period`, …). Without evidence.toml
    everything is by default; `defaults` names what was not given.
    Raises SettingsError with key, line, what is allowed and what was probably meant.
    """
    if not folder.is_dir():
        raise SettingsError(
            zh=f"证据目录 {folder} 不存在或不是目录：请指定存放证据的文件夹",
            en=f"the evidence folder {folder} does not exist or is no folder: name the folder that holds the evidence",
        )
    document = _document(folder)
    settings = _settings(folder, document, as_of, insisted=insisted)
    if overrides:
        settings = replace(
            settings,
            **dict(overrides),  # type: ignore[arg-type]
            defaults=tuple(name for name in settings.defaults if name not in overrides),
        )
    return settings


def _document(folder: Path) -> Document:
    path = folder / FILE
    if not path.exists():
        return Document("", {})
    try:
        text = path.read_text("utf-8-sig")
        return Document(text, tomllib.loads(text))
    except UnicodeDecodeError as error:
        raise SettingsError(
            zh=f"{FILE} 不是 UTF-8 编码（第 {error.start} 字节）：请另存为 UTF-8",
            en=f"{FILE} is not UTF-8 (byte {error.start}): save it as UTF-8",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            zh=f"{FILE} 不是有效的 TOML（{error}）：请参照 docs/evidence.md 中的示例",
            en=f"{FILE} is no valid TOML ({error}): compare the example in docs/evidence.md",
        ) from error
    except OSError as error:
        raise SettingsError(
            zh=f"{FILE} 无法读取（{system_reason(error).zh}）：请检查文件权限",
            en=f"{FILE} can't be read ({system_reason(error).en}): check its permissions",
        ) from error


def _settings(folder: Path, document: Document, as_of: dt.date, *, insisted: bool) -> Settings:
    root = document.root()
    root.only(SECTIONS)
    audit = root.section("audit")
    audit.only(AUDIT)
    written = audit.day("as_of")
    if written is not None and written > as_of and not insisted:
        raise audit.wrong(
            "as_of",
            f"晚于今天（{as_of}）：期限尚未届满的不能按届满核验",
            f"later than today ({as_of}): what is not due yet can't be judged as overdue",
        )
    asked = as_of if insisted or written is None else written
    period = Span(audit.day("from") or CAMPAIGN_START, audit.day("until") or asked)
    if period.since and period.until and period.since > period.until:
        raise audit.wrong("from", "期间的起始日晚于截止日", "the period begins after its end")
    zone = audit.text("time_zone") or "Asia/Shanghai"
    if zone not in available_timezones():
        hint = allowed(zone, ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "UTC"))
        raise audit.wrong(
            "time_zone", f"没有时区 {zone!r}。{hint.zh}", f"no zone {zone!r}. {hint.en}"
        )
    minutes = audit.integer("clock_tolerance_minutes")
    settings = Settings(
        folder=folder,
        period=period,
        as_of=asked,
        authority=_authority(root.section("authority")),
        time_zone=zone,
        clock_tolerance=dt.timedelta(minutes=5 if minutes is None else minutes),
        issuers=tuple(_issuer(place) for place in root.list_of("issuers")),
        tables=_tables(root.section("tables")),
        certificates=_table("certificates", root.section("certificates"), (CERTIFICATE_COLUMN,)),
        parameters=_parameters(root.section("parameters")),
    )
    return replace(settings, defaults=_defaults(root))


def _defaults(root: Place) -> tuple[str, ...]:
    """What evidence.toml did not say, by the names that a report shows."""
    audit, authority = root.section("audit"), root.section("authority")
    names = [f"audit.{name}" for name in AUDIT if name not in audit.values]
    names += [f"authority.{f.name}" for f in fields(Authority) if f.name not in authority.values]
    names += [name for name in ("issuers", "tables") if name not in root.values]
    given = root.section("parameters").values
    return (*names, *(f"parameters.{name}" for name in CATALOGUE if name not in given))


def _authority(place: Place) -> Authority:
    place.only([field.name for field in fields(Authority)])
    periods = []
    for period in place.list_of("licence_periods"):
        period.only(("from", "until"))
        periods.append(_span(period))
    return Authority(
        name=place.text("name"),
        other_names=place.texts("other_names"),
        credit_code=place.text("credit_code"),
        licence_number=place.text("licence_number"),
        licence_periods=tuple(periods),
        province=place.text("province"),
    )


def _span(place: Place) -> Span:
    span = Span(place.day("from"), place.day("until"))
    if span.since and span.until and span.since > span.until:
        raise place.wrong("from", "起始日晚于截止日", "it begins after its end")
    return span


def _issuer(place: Place) -> Issuer:
    place.only([field.name for field in fields(Issuer)])
    dn = place.text("dn")
    if dn is None:
        raise place.wrong("dn", "缺少颁发者名称 dn", "the distinguished name dn is missing")
    role = place.text("role") or "production"
    place.one_of("role", role, ROLES)
    return Issuer(
        dn=dn,
        names=place.texts("names"),
        role=role,
        subject_templates=place.texts("subject_templates"),
        taken_over=bool(place.boolean("taken_over")),
    )


def _tables(place: Place) -> dict[str, TableSettings]:
    place.only(tables())
    return {
        name: _table(name, place.section(name), [column.name for column in tables()[name].columns])
        for name in place.values
    }


def _table(name: str, place: Place, columns: Sequence[str]) -> TableSettings:
    place.only(_TABLE_KEYS)
    mapping = place.section("columns")
    mapping.only(columns)
    codes = place.section("codes")
    codes.only(columns)
    path = place.text("path")
    return TableSettings(
        name=name,
        paths=((path,) if path else ()) + place.texts("paths"),
        query=place.text("query"),
        columns={column: mapping.text(column) or "" for column in mapping.values},
        codes={column: _codes(name, column, codes.section(column)) for column in codes.values},
        provenance=_provenance(place.section("provenance")),
        complete=tuple(_coverage(entry) for entry in place.list_of("complete")),
        decimal_serials=place.boolean("decimal_serials"),
        rejects_explained=place.text("rejects_explained"),
    )


def _codes(table: str, column: str, place: Place) -> dict[str, str]:
    listed = None if table == "certificates" else tables()[table].column(column).codes
    if listed is None:
        raise place.wrong(None, "该列没有代码", "this column has no codes")
    mapped = {}
    for spelling in place.values:
        code = place.text(spelling) or ""
        place.one_of(spelling, code, codes()[listed])
        mapped[spelling] = code
    return mapped


def _provenance(place: Place) -> Provenance:
    place.only([field.name for field in fields(Provenance)])
    exported = place.values.get("exported_at")
    return Provenance(
        system=place.text("system"),
        query=place.text("query"),
        exported_at=str(exported) if exported is not None else None,
        exported_by=place.text("exported_by"),
        rows=place.integer("rows"),
        sha256=place.text("sha256"),
    )


def _coverage(place: Place) -> Coverage:
    place.only(("from", "until", "product", "registration_authority"))
    product = place.text("product")
    if product is not None:
        place.one_of("product", product, codes()["product"])
    return Coverage(
        span=_span(place),
        product=product,
        registration_authority=place.text("registration_authority"),
    )


def _parameters(place: Place) -> dict[str, Parameter]:
    place.only(CATALOGUE)
    found = {}
    for name, given in place.values.items():
        value, source = given, SET_BY_CA
        if isinstance(given, dict):
            entry = place.section(name)
            entry.only(("value", "source"))
            if "value" not in given:
                raise entry.wrong("value", "缺少 value", "value is missing")
            value, source = given["value"], entry.text("source") or SET_BY_CA
        definition = CATALOGUE[name]
        checked = definition.check(value)
        if definition.codes is not None and isinstance(checked, tuple):
            for code in checked:
                place.one_of(name, code, codes()[definition.codes])
        found[name] = Parameter(checked, source)
    return found
