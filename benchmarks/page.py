"""docs/performance.md and its charts from what was measured: `python benchmarks/page.py`.

What stands between `<!-- measured: NAME -->` and `<!-- end -->` is written from
`benchmarks/results/NAME.json`; the rest of the page is a person's. tests/test_performance_page.py
fails while the page is stale.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from charts import Bar, chart

ROOT = Path(__file__).parents[1]
PAGE, CHARTS = ROOT / "docs" / "performance.md", ROOT / "docs" / "charts"
RESULTS = ROOT / "benchmarks" / "results"
PLACE = re.compile(r"(<!-- measured: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)

Row = dict[str, Any]
OURS, PEER, OTHER = range(3)


def grouped(number: float) -> str:
    return f"{number:,.0f}"


def ratio(number: float) -> str:
    return f"{number:,.0f} ×" if number >= 10 else f"{number:.1f} ×"


def table(headings: list[str], rows: list[list[str]]) -> str:
    rule = ["---", *["---:"] * (len(headings) - 1)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (headings, rule, *rows))


def certificates(rows: list[Row]) -> str:
    headings = [
        "每核每秒 · per second and core", "pyca/cryptography", "asn1crypto", "明证 columns",
        "× pyca", "× asn1crypto", "× pyca, + SHA-256",
    ]  # fmt: skip
    return table(
        headings,
        [
            [
                f"{row['algorithm']}, {grouped(row['octets'])} B", grouped(row["pyca"]),
                grouped(row["asn1crypto"]), grouped(row["columns"]),
                ratio(row["columns"] / row["pyca"]), ratio(row["columns"] / row["asn1crypto"]),
                ratio(row["digests"] / row["pyca_digests"]),
            ]
            for row in rows
        ],
    )  # fmt: skip


def certificates_chart(rows: list[Row]) -> str:
    bars = [
        Bar(f"{row['algorithm']} {name}", row[key], f"{grouped(row[key])}/s", colour)
        for row in rows
        for key, name, colour in (
            ("columns", "Mingzheng", OURS), ("pyca", "pyca", PEER), ("asn1crypto", "asn1crypto", OTHER)
        )
    ]  # fmt: skip
    title = "Certificates read, per second and core (each tenfold as long as the next)"
    return chart(title, bars, logarithmic=True)


def content(rows: list[Row]) -> str:
    headings = [
        "每核每秒 · per second and core", "检查 · checks", "明证 · Mingzheng", "pkilint",
        "× pkilint", "× zlint", "检查×证书/秒 · checks × certificates/s", "zlint 同 · zlint's",
        "整个审计 · whole way",
    ]  # fmt: skip
    return table(
        headings,
        [
            [
                row["algorithm"], str(row["checks"]), grouped(row["ours"]),
                grouped(row["pkilint"]) if row["pkilint"] else "",
                ratio(row["ours"] / row["pkilint"]) if row["pkilint"] else "",
                ratio(row["ours"] / row["zlint"]), grouped(row["ours"] * row["checks"]),
                grouped(row["zlint"] * row["zlint_checks"]), grouped(row["whole"]),
            ]
            for row in rows
        ],
    )  # fmt: skip


def content_chart(rows: list[Row]) -> str:
    bars = []
    for row in rows:
        of = f"{row['algorithm']}, {row['checks']} checks"
        bars.append(Bar(of, row["ours"], f"{grouped(row['ours'])}/s", OURS))
        if row["pkilint"]:
            said = f"{grouped(row['pkilint'])}/s"
            bars.append(Bar(f"{of}, pkilint", row["pkilint"], said, PEER))
    title = "Content checked, certificates per second and core (each tenfold as long as the next)"
    return chart(title, bars, logarithmic=True)


def signatures(rows: list[Row]) -> str:
    headings = ["每核每秒 · per second and core", "明证 · Mingzheng", "libcrypto", "×"]
    return table(
        headings,
        [
            [row["algorithm"], grouped(row["ours"]), grouped(row["libcrypto"]),
             ratio(row["ours"] / row["libcrypto"])]
            for row in rows
        ],
    )  # fmt: skip


def signatures_chart(rows: list[Row]) -> str:
    bars = [
        Bar(f"{row['algorithm']} {name}", row[key], f"{grouped(row[key])}/s", colour)
        for row in rows
        for key, name, colour in (("ours", "Mingzheng", OURS), ("libcrypto", "libcrypto", PEER))
    ]
    return chart("Signatures verified, per second and core", bars)


def audit(rows: list[Row]) -> str:
    headings = [
        "证书 · certificates", "用时 · wall", "处理器 · processor", "内存峰值 · peak memory",
        "每百万张 · per million",
    ]  # fmt: skip
    return table(
        headings,
        [
            [
                f"{grouped(row['certificates'])}（{row['container']}, {row['format']}）",
                f"{row['wall']:.1f} s", f"{row['processor']:.1f} s", f"{row['peak']:.2f} GiB",
                f"{row['wall'] / row['certificates'] * 1e6:.0f} s",
            ]
            for row in sorted(rows, key=lambda row: row["certificates"])
        ],
    )  # fmt: skip


def audit_chart(rows: list[Row]) -> str:
    bars = [
        Bar(f"{grouped(row['certificates'])} certificates", per, f"{per:.0f} s")
        for row in sorted(rows, key=lambda row: row["certificates"])
        for per in [row["wall"] / row["certificates"] * 1e6]
    ]
    return chart("The audit, seconds per million certificates", bars)


def spark(rows: list[Row]) -> str:
    by = {row["engine"]: row for row in rows}
    ours, other = by["duckdb"], by["spark"]
    headings = [
        f"{grouped(ours['certificates'])} 张证书 · certificates", "DuckDB",
        f"Spark, `{other['master']}`", "×",
    ]  # fmt: skip
    kinds = (
        ("处理器时间 · processor time", "cpu", "s"), ("全程 · end to end", "wall", "s"),
        ("进程树内存峰值 · peak memory of the process tree", "peak", "GiB"),
    )  # fmt: skip
    return table(
        headings,
        [
            [said, *(f"{row[key]:.1f} {unit}" for row in (ours, other)), f"{other[key] / ours[key]:.1f}"]
            for said, key, unit in kinds
        ],
    )  # fmt: skip


def spark_chart(rows: list[Row]) -> str:
    bars = [
        Bar(row["engine"], row["cpu"], f"{row['cpu']:.0f} s", colour)
        for row, colour in zip(rows, (OURS, PEER), strict=True)
    ]
    return chart("The same audit on DuckDB and on Spark, seconds of processor", bars)


KINDS: dict[str, tuple[Callable[[list[Row]], str], Callable[[list[Row]], str]]] = {
    "certificates": (certificates, certificates_chart),
    "content": (content, content_chart),
    "signatures": (signatures, signatures_chart),
    "audit": (audit, audit_chart),
    "spark": (spark, spark_chart),
}
"""Benchmark → its table and its chart."""


def measured(name: str) -> list[Row]:
    """The files of a benchmark: one, or one for each size."""
    return [
        json.loads(path.read_text("utf-8"))
        for path in sorted(RESULTS.glob(f"{name}*.json"))
        if re.fullmatch(rf"{name}(-\d+)?", path.stem)
    ]


def section(name: str) -> str:
    """What the page says between the marks of a benchmark."""
    found = measured(name)
    if not found:
        return "尚未测量 · not measured yet\n"
    under = sorted({(each["date"], each["machine"], each["busy"]) for each in found})
    about = [
        f"{date}，{machine}" + ("，机器繁忙 · busy machine" if busy else "")
        for date, machine, busy in under
    ]
    commands = "".join(f"$ {each['command']}\n" for each in found)
    rows = [row for each in found for row in each["rows"]]
    return (
        f"```console\n{commands}```\n\n{'；'.join(about)}。\n\n{KINDS[name][0](rows)}\n"
        f"![{name}](charts/{name}.svg)\n"
    )


def page(before: str) -> str:
    """The page as it should be, given what it is."""
    return PLACE.sub(lambda place: f"{place[1]}{section(place[2])}{place[3]}", before)


def charts() -> dict[str, str]:
    """Name → SVG of every benchmark that was measured."""
    return {
        f"{name}.svg": draw([row for each in found for row in each["rows"]])
        for name, (_, draw) in KINDS.items()
        if (found := measured(name))
    }


def main() -> None:
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    CHARTS.mkdir(exist_ok=True)
    for name, drawn in charts().items():
        (CHARTS / name).write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
