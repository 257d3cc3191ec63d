"""Result folders as the engine leaves them, of any content, and a browser to look at reports."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from mingzheng import law
from mingzheng.audit.seal import sealed_outputs, summarised
from mingzheng.records import schema
from mingzheng.rules import rules

Row = dict[str, Any]
STATISTICS = pa.schema(
    [
        *((n, pa.string()) for n in ("scope", "id", "item")),
        ("in_period", pa.bool_()),
        ("year", pa.int32()),
        *((n, pa.string()) for n in ("domain", "product", "registration_authority")),
        *((n, pa.string()) for n in ("subject_kind", "channel", "verdict", "severity")),
        ("held", pa.bool_()),
        ("count", pa.int64()),
    ]
)
VERDICTS = pa.schema(
    [
        *((n, pa.string()) for n in ("rule", "item", "severity")),
        ("held", pa.bool_()),
        *((n, pa.string()) for n in ("verdict", "looks_at", "subject", "application_id")),
        *((n, pa.string()) for n in ("serial_number", "issuer_dn", "product", "subject_kind")),
        *((n, pa.string()) for n in ("domain", "registration_authority", "channel")),
        ("event_at", pa.timestamp("us", "UTC")),
        ("shows", pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())]))),
        ("sources", pa.list_(pa.string())),
    ]
)
RECONCILIATION = pa.schema(
    [
        ("issuer", pa.string()),
        ("product", pa.string()),
        ("year", pa.int32()),
        *((n, pa.int64()) for n in ("archive", "issuances", "matched")),
        *((n, pa.int64()) for n in ("archive_only", "issuances_only")),
        *((n, pa.int64()) for n in ("listed", "listed_only")),
    ]
)
EXAMPLES = pa.schema(
    [
        *((n, pa.string()) for n in ("rule", "subject", "verdict", "step")),
        ("at", pa.timestamp("us", "UTC")),
        ("at_until", pa.timestamp("us", "UTC")),
        ("source", pa.string()),
    ]
)
REJECTS = pa.schema(
    [
        *((n, pa.string()) for n in ("table", "file")),
        ("line", pa.int64()),
        *((n, pa.string()) for n in ("column", "value", "reason", "zh", "en")),
        *((n, pa.string()) for n in ("remedy_zh", "remedy_en")),
        ("rows", pa.int64()),
        ("link", pa.string()),
    ]
)

ISSUER = "CN=示例电子认证有限公司 SM2 CA,O=示例电子认证有限公司,C=CN"
NOT_CHECKED = ["1.2", "1.5", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.2", "3.3", "4.1", "4.2"]


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def statistic(id: str, verdict: str, count: int, **more: Any) -> Row:
    scope = "rule" if "." in id and not id[0].isdigit() else "item"
    items = {rule.id: rule.items[0] for rule in rules()}
    row: Row = dict.fromkeys(STATISTICS.names)
    return {
        **row,
        "scope": scope,
        "id": id,
        "item": items.get(id, id),
        "in_period": True,
        "held": False,
        "verdict": verdict,
        "count": count,
        **more,
    }


def verdict(rule: str, subject: str, **more: Any) -> Row:
    known = {each.id: each for each in rules()}[rule]
    row: Row = dict.fromkeys(VERDICTS.names)
    return {
        **row,
        "rule": rule,
        "item": known.items[0],
        "severity": str(known.severity),
        "held": False,
        "verdict": "breach",
        "looks_at": known.looks_at.key(),
        "subject": subject,
        "application_id": subject,
        "shows": [],
        "sources": [f"tables/applications.csv:{len(subject)}"],
        **more,
    }


def summary(statistics: Iterable[Row], rejects: Iterable[Row]) -> Row:
    """The summary that the engine writes of these statistics."""
    return summarised(
        pa.Table.from_pylist(list(statistics), STATISTICS),
        items=[item.id for item in law.catalogue().items()],
        rules=[rule.id for rule in rules()],
        rejects=Counter(row["table"] for row in rejects),
        missing=[],
    )


def table_entry(**more: Any) -> Row:
    return {
        "supplied": True,
        "rows": 1000,
        "rejects": 0,
        "void": False,
        "shifted": False,
        "coverage": [],
        "provenance": {},
        "headers": {},
        **more,
    }


def run_json(**more: Any) -> Row:
    absent = table_entry(supplied=False, rows=0)
    return {
        "product": "mingzheng",
        "version": "0.1.0",
        "rules": {"version": "2026.11", "sha256": "a" * 64},
        "law": {"version": law.VERSION, "sha256": law.digest()},
        "as_of": "2022-08-30",
        "period": {"from": "2017-07-01", "until": "2022-08-30"},
        "authority": {"name": None, "credit_code": None, "licence_number": None, "province": None},
        "time_zone": "Asia/Shanghai",
        "clock_tolerance_seconds": 300,
        "parameters": {},
        "defaults": ["period", "time_zone"],
        "complete": True,
        "failures": [],
        "notices": [],
        "inputs": [],
        "outputs": [],
        "tables": {name: dict(absent) for name in ("certificates", *schema.tables())},
        "certificates": 0,
        "not_yet_checked": NOT_CHECKED,
        "signatures": {"invalid": 3, "valid": 31200, "valid_no_za": 1},
        **more,
    }


Make = Callable[..., Path]


@pytest.fixture
def make_result(tmp_path: Path) -> Make:
    def make(
        *,
        run: Mapping[str, Any] | None = None,
        statistics: Iterable[Row] = (),
        verdicts: Iterable[Row] = (),
        reconciliation: Iterable[Row] = (),
        examples: Iterable[Row] = (),
        rejects: Iterable[Row] = (),
        name: str = "result",
    ) -> Path:
        folder = tmp_path / name
        (folder / "verdicts").mkdir(parents=True)
        statistics, rejects, verdicts = list(statistics), list(rejects), list(verdicts)
        said = {**run_json(**(run or {})), "summary": summary(statistics, rejects)}
        (folder / "run.json").write_text(json.dumps(said, ensure_ascii=True), "utf-8")
        (folder / "timing.json").write_text("{}", "utf-8")
        for file, rows, of in (
            ("statistics", statistics, STATISTICS),
            ("reconciliation", reconciliation, RECONCILIATION),
            ("examples", examples, EXAMPLES),
            ("rejects", rejects, REJECTS),
        ):
            pq.write_table(pa.Table.from_pylist(list(rows), of), folder / f"{file}.parquet")
        if verdicts:
            half = len(verdicts) // 2
            for part, rows in enumerate((verdicts[:half], verdicts[half:])):
                table = pa.Table.from_pylist(rows, VERDICTS)
                pq.write_table(table, folder / "verdicts" / f"{part:04}.parquet")
        said["outputs"] = sealed_outputs(folder)
        (folder / "run.json").write_text(json.dumps(said, ensure_ascii=True), "utf-8")
        return folder

    return make


# ------------------------------------------------------------------ a plausible run

PLACES = [
    ("government", "signature", "RA-苏州政务中心", "counter"),
    ("finance", "event", "RA-在线", "online"),
    ("healthcare", "signature", "RA-南京市第一医院", "batch"),
    ("commerce", "signature", "RA-在线", "online"),
]
PLAIN_BREACHES = {
    "identity.checked_after_issuance": 37,
    "identity.never_checked": 12,
    "identity.implausible_pace": 4,
    "parties.applicant_is_not_subject": 9,
    "content.holder_not_named": 3,
    "content.key_weak": 210,
    "contract.never_signed": 1460,
}


def plausible_statistics() -> list[Row]:
    found = []
    severity = {rule.id: str(rule.severity) for rule in rules()}
    checked = sorted({item for rule in rules() for item in rule.items} - {"0"})
    for year in range(2017, 2023):
        for place, (domain, product, ra, channel) in enumerate(PLACES):
            of = {
                "year": year,
                "domain": domain,
                "product": product,
                "registration_authority": ra,
                "subject_kind": ("person", "organization")[place % 2],
                "channel": channel,
            }
            size = 900 + 317 * place + 41 * (year - 2016)
            for item in checked:
                bad = (7 * place + year) % 11 * (3 if item == "3.1" else 1)
                found.append(statistic(item, "clear", size, **of))
                found.append(statistic(item, "breach", bad, **of))
                found.append(statistic(item, "unknown", size // (4 + place), **of))
                found.append(statistic(item, "doubt", place, **of))
            for rule in rules():
                share = PLAIN_BREACHES.get(rule.id, 0) // 24
                of_rule = {
                    "severity": severity[rule.id],
                    "held": rule.id == "contract.never_signed",
                }
                found.append(statistic(rule.id, "clear", size, **of))
                found.append(statistic(rule.id, "unknown", size // 9, **of))
                if rule.id in PLAIN_BREACHES:
                    found.append(statistic(rule.id, "breach", share, **of, **of_rule))
    found.append(statistic("1.1", "not_in_force", 5, year=2017, product="event"))
    found.append(statistic("1.4", "clear", 77, in_period=False, year=2016, product="signature"))
    return found


def plausible_verdicts() -> list[Row]:
    found = []
    for rule, count in PLAIN_BREACHES.items():
        for n in range(min(count, 12)):
            domain, product, ra, channel = PLACES[n % 4]
            found.append(
                verdict(
                    rule,
                    f"SQ2019-{n:06}",
                    serial_number=f"5a{n:014x}",
                    issuer_dn=ISSUER,
                    product=product,
                    subject_kind="person",
                    domain=domain,
                    registration_authority=ra,
                    channel=channel,
                    held=rule == "contract.never_signed",
                    event_at=at("2019-03-04T02:10:00") + dt.timedelta(days=n),
                    shows=[
                        {"name": "identity_passed_at", "value": "2019-03-05 09:10:00+08:00"},
                        {"name": "issued_at", "value": "2019-03-04T10:12:00+08:00"},
                        {"name": "identity_method", "value": "face"},
                        {
                            "name": "subject_id_number",
                            "value": "32***************6（#3fa9c1d2e4b5）",
                        },
                    ],
                    sources=[
                        f"tables/业务申请.csv:{n + 2}",
                        f"tables/核验流水-2019.csv:{1000 + n}",
                    ],
                )
            )
    found += [
        verdict(
            "identity.checked_after_issuance",
            f"SQ2020-{n:06}",
            verdict="unknown",
            product="signature",
            shows=[{"name": "issued_at", "value": "2020-01-02T10:00:00+08:00"}],
        )
        for n in range(5)
    ]
    return found


def plausible_examples() -> list[Row]:
    steps = [
        ("applied", "2019-03-04T01:02:00", "2019-03-04T01:02:00", "tables/业务申请.csv:2"),
        ("accepted", "2019-03-04T01:40:00", "2019-03-04T01:40:00", "tables/业务申请.csv:2"),
        ("reviewed", "2019-03-03T16:00:00", "2019-03-04T15:59:59.999999", "tables/审核.xlsx:12"),
        ("failed", "2019-03-04T02:00:00", "2019-03-04T02:00:00", "tables/核验流水-2019.csv:999"),
        ("checked", "2019-03-05T01:10:00", "2019-03-05T01:10:00", "tables/核验流水-2019.csv:1000"),
        ("issued", "2019-03-04T02:12:00", "2019-03-04T02:12:00", "tables/签发.csv:2"),
        ("delivered", None, None, "tables/交付.csv:8"),
    ]
    columns = ("step", "at", "at_until", "source")
    return [
        {
            "rule": "identity.checked_after_issuance",
            "subject": "SQ2019-000000",
            "verdict": "breach",
            **dict(zip(columns, (s, a and at(a), u and at(u), source), strict=True)),
        }
        for s, a, u, source in steps
    ]


def plausible_tables() -> dict[str, Row]:
    whole = [{"from": "2017-07-01", "until": "2022-08-30"}]
    whole = [{**entry, "product": None, "registration_authority": None} for entry in whole]
    signature = [{**whole[0], "from": "2019-01-01", "product": "signature"}]
    told = {"system": "RA业务系统", "exported_at": "2022-08-20", "exported_by": "信息中心"}
    tables = run_json()["tables"]
    tables |= {
        "certificates": table_entry(rows=31204, coverage=whole),
        "issuances": table_entry(rows=31188, coverage=whole, provenance=told),
        "applications": table_entry(
            rows=30950,
            rejects=14,
            coverage=whole,
            provenance=told,
            headers={"application_id": "业务流水号", "domain": "行业"},
        ),
        "identity_checks": table_entry(rows=28011, rejects=2, coverage=signature),
        "contracts": table_entry(rows=12000),
        "deliveries": table_entry(rows=9000, shifted=True),
    }
    return tables


def plausible_rejects() -> list[Row]:
    return [
        {
            "table": "applications",
            "file": "tables/业务申请.csv",
            "line": 17 + n,
            "column": "主体证件号码",
            "value": "1.1E+17",
            "reason": "number_in_scientific_notation",
            "zh": "证件号码被电子表格改写为科学计数法，位数已丢失",
            "en": "a spreadsheet rewrote the number in scientific notation: digits are lost",
            "remedy_zh": "请从业务系统以文本格式重新导出该列",
            "remedy_en": "export that column again from the system, as text",
            "rows": 0 if n % 2 else 1,
            "link": f"SQ2019-{n:06}",
        }
        for n in range(14)
    ]


@pytest.fixture
def plausible(make_result: Make) -> Path:
    """A run as a middling CA would see it: some tables whole, some partly, some missing."""
    return make_result(
        name="plausible",
        run={
            "authority": {
                "name": "示例电子认证服务有限公司",
                "credit_code": "91320500MA1A2B3C4D",
                "licence_number": "ECP32050020001",
                "province": "江苏省",
            },
            "tables": plausible_tables(),
            "certificates": 31204,
            "parameters": {
                "identity_reuse_days": {"value": 365, "source": "CPS 3.2.3（2019版）"},
                "identity_methods_person": {
                    "value": ["in_person", "face"],
                    "source": "evidence.toml",
                },
            },
            "inputs": [
                {"path": f"tables/业务申请-{n}.csv", "bytes": 10_000 + n, "sha256": f"{n:064x}"}
                for n in range(12)
            ],
            "outputs": [
                {"path": "statistics.parquet", "bytes": 4096, "sha256": "c" * 64},
                {"path": "report.html", "bytes": 1, "sha256": "d" * 64},
            ],
            "notices": [
                {
                    "zh": "未提供颁发者证书，签名未验证。",
                    "en": "No issuer certificates were supplied: signatures were not checked.",
                }
            ],
        },
        statistics=plausible_statistics(),
        verdicts=plausible_verdicts(),
        examples=plausible_examples(),
        rejects=plausible_rejects(),
        reconciliation=[
            {
                "issuer": ISSUER,
                "product": product,
                "year": year,
                "archive": 2600,
                "issuances": 2597 + year % 3,
                "matched": 2590,
                "archive_only": 10,
                "issuances_only": 7 + year % 3,
                "listed": 60,
                "listed_only": 0,
            }
            for product in ("signature", "event")
            for year in range(2017, 2023)
        ],
    )


# ------------------------------------------------------------------ what strangers write

PERSON = "000000189001010019"
"""A resident identity number that is nobody's: no such division, born in 1890."""
HOSTILE = (
    "<script>document.title='owned'</script>",
    "</style><img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "'\"><svg onload=document.title='owned'>",
    "\u202egpj.exe\u2066 张三",
    "{{ 7 * 7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "@SUM(1)\t+1",
    "\x00\x07\x1b[31m铃\ud7ff",
    "甲" * 10_000,
    f"041@{PERSON}@苏州",
)


@pytest.fixture
def hostile(make_result: Make) -> Path:
    """A result in which every text that can come from outside is an attack."""
    rule = "content.holder_not_named"
    verdicts = [
        verdict(
            rule,
            f"{n}-{text}",
            severity=("violation", "doubt", "violation")[n % 3],
            verdict="unknown" if n % 3 == 2 else "breach",
            serial_number=f"{n:x}",
            issuer_dn=f"CN={text}",
            product=text,
            registration_authority=text,
            event_at=at("2020-01-01T00:00:00"),
            shows=[{"name": "subject_dn", "value": text}, {"name": text, "value": None}],
            sources=[f"tables/{text}.csv:1"] * 9,
        )
        for n, text in enumerate(HOSTILE)
    ]
    statistics = [
        statistic(id, "breach", 1, registration_authority=text, domain=text, product=text)
        for text in HOSTILE
        for id in (rule, "1.4")
    ]
    return make_result(
        name="hostile",
        run={
            "authority": dict.fromkeys(
                ("name", "credit_code", "licence_number", "province"), "".join(HOSTILE[:5])
            ),
            "complete": False,
            "failures": [{"what": text, "zh": text, "en": text} for text in HOSTILE],
            "notices": [{"zh": text, "en": text} for text in HOSTILE],
            "parameters": {text: {"value": [text], "source": text} for text in HOSTILE},
            "defaults": list(HOSTILE),
            "inputs": [{"path": t, "bytes": 1, "sha256": "0" * 64} for t in HOSTILE],
            "certificates": 10,
            "tables": {
                **plausible_tables(),
                "applications": table_entry(
                    provenance=dict.fromkeys(("system", "query"), HOSTILE[0])
                ),
            },
        },
        statistics=statistics,
        verdicts=verdicts,
        reconciliation=[
            {
                **dict.fromkeys(RECONCILIATION.names, 1),
                "issuer": text,
                "product": text,
                "year": 2020,
            }
            for text in HOSTILE
        ],
        examples=[
            {
                "rule": rule,
                "subject": f"0-{HOSTILE[0]}",
                "verdict": "breach",
                "step": "issued",
                "at": at("2020-01-01T00:00:00"),
                "at_until": at("2020-01-01T00:00:00"),
                "source": HOSTILE[1],
            }
        ],
        rejects=[{**dict.fromkeys(REJECTS.names, text), "line": 1, "rows": 1} for text in HOSTILE],
    )


@pytest.fixture
def attacks() -> tuple[str, ...]:
    """Texts that can come from outside."""
    return HOSTILE


@pytest.fixture
def person() -> str:
    return PERSON


# ------------------------------------------------------------------ a browser

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium, as Debian packages it."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs Debian's chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()
