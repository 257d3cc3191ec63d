"""`mingzheng audit EVIDENCE -o RESULT`: the main job, from evidence to report."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import sys
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mingzheng.cli.exits import exit_code
from mingzheng.cli.places import Asked, only_by_spark, place, within_reach
from mingzheng.cli.progress import Telling
from mingzheng.cli.summary import print_summary
from mingzheng.language import Text

if TYPE_CHECKING:
    from mingzheng.audit.far import AtHand

GIB = 1 << 30
LEAST_MEMORY = GIB // 2

OBJECTS_BETWEEN_COLLECTIONS = 200_000

HELP = Text(
    zh="""审计一个证据文件夹，把结果写入 RESULT。

EVIDENCE 里放证书（certificates/）和业务表（tables/），evidence.toml 可有可无。
用 Spark 时，EVIDENCE 和 RESULT 可以是 Spark 读写得到的任何 URL（hdfs://、s3a:// 等）。
退出码：0 未见问题，也没有无法证明的；1 有疑似问题；4 未见问题，但有无法证明的；3 不完整（有规则或来源失败）；2 无法运行。
""",
    en="""Audit an evidence folder and write what was found to RESULT.

EVIDENCE holds certificates (certificates/) and record tables (tables/); evidence.toml is optional.
With Spark, EVIDENCE and RESULT may be any URL that Spark reaches (hdfs://, s3a:// and others).
Exit codes: 0 no violation and nothing unknown; 1 a violation; 4 no violation but unknowns;
3 incomplete (a rule or a source failed); 2 could not run.
""",
)


@click.command("audit", help=str(HELP))
@click.argument("evidence", type=place)
@click.option(
    "-o", "--output", "result", type=place, required=True,
    help=str(Text(zh="结果文件夹", en="the result folder")),
)  # fmt: skip
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None,
    help=str(Text(
            zh="以哪一天的状况为准（优先于 evidence.toml；默认今天）",
            en="the day asked about, before evidence.toml's (default: today)",
        )),
)  # fmt: skip
@click.option(
    "--memory", default=None, metavar="4GiB",
    help=str(Text(zh="引擎可用内存（超出则写盘）", en="memory of the engine before it spills")),
)  # fmt: skip
@click.option(
    "--threads", type=click.IntRange(1), default=None,
    help=str(Text(zh="线程数（默认全部核）", en="threads (default: every core)")),
)  # fmt: skip
@click.option(
    "--subjects", "all_subjects", is_flag=True,
    help=str(Text(
        zh="另列出全部已查对象，供抽查原件", en="also list all that was examined, to sample originals of"
    )),
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb",
    help=str(Text(
        zh="由谁计算：duckdb 在本机（默认），spark 可用多台机器", en="what computes: duckdb here (default), spark on any number of machines"
    )),
)  # fmt: skip
@click.option(
    "--master", default=None, metavar="URL",
    help=str(Text(
        zh="Spark 的主节点，如 spark://主机:7077（默认 local[*]）", en="the master of Spark, such as spark://host:7077 (default: local[*])"
    )),
)  # fmt: skip
@click.option(
    "--spark-conf", "spark_conf", multiple=True, metavar="NAME=VALUE",
    help=str(Text(
        zh="Spark 的设置，可多次；${变量} 取自环境变量", en="a setting of Spark, any number of times; ${VARIABLE} is taken from the environment"
    )),
)  # fmt: skip
@click.option(
    "--scratch", type=click.Path(path_type=Path), default=None,
    help=str(Text(
        zh="证据或结果是 URL 时，本机存放其副本的文件夹（默认在系统临时文件夹里）",
        en="where evidence or result is a URL: the folder here for copies (default: in the system's folder for such files)",
    )),
)  # fmt: skip
@click.option(
    "--resume", is_flag=True,
    help=str(Text(
        zh="接着做结果文件夹里中断的审计（有变化的部分重新做）",
        en="go on with the audit that was stopped in the result folder; what has changed is done again",
    )),
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True,
    help=str(Text(zh="在标准输出打印一个 JSON 对象", en="print one JSON object on standard output")),
)  # fmt: skip
@click.option(
    "--progress-json", "to_program", is_flag=True,
    help=str(Text(
        zh="在标准错误以 JSON 逐行给出进度", en="tell progress on standard error, a JSON object a line",
    )),
)  # fmt: skip
@click.option(
    "--open", "opens", is_flag=True,
    help=str(Text(zh="完成后打开报告（有浏览器时）", en="open the report where there is a browser")),
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context, *, evidence: str | Path, result: str | Path, as_of: dt.datetime | None,
    memory: str | None, threads: int | None, all_subjects: bool, engine: str, master: str | None,
    spark_conf: tuple[str, ...], scratch: Path | None, resume: bool, as_json: bool,
    to_program: bool, opens: bool,
) -> None:  # fmt: skip
    """Audit an evidence folder."""
    from mingzheng.audit.seal import write_json

    # expressions are millions of small objects that live until they are in words: looking for
    # cycles among them every 700 would take a seventh of the time without them ever being free
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 50, 1000)
    began = time.monotonic()
    asked = Asked(
        evidence, result, as_of=_day(as_of), insisted=as_of is not None,
        all_subjects=all_subjects, master=_spark(engine, master), settings=spark_conf,
        memory=_memory(memory), scratch=scratch,
    )  # fmt: skip
    _check(asked, opens=opens)
    with Telling(to_program=to_program) as telling:
        try:
            with within_reach(asked, resume=resume, telling=telling) as near:
                telling.expect(near.evidence)
                content = near.finished or _audited(
                    near, telling, as_of=asked.as_of, memory=asked.memory, resume=resume,
                    threads=threads or os.cpu_count() or 1, insisted=asked.insisted,
                    all_subjects=all_subjects,
                )  # fmt: skip
                seconds = round(time.monotonic() - began, 1)
                if near.finished is None:  # how long it took was written when it was done
                    timing = {"engine": engine, "seconds": seconds, **telling.seconds()}
                    write_json(near.result / "timing.json", timing)
        except KeyboardInterrupt:
            telling.say(
                Text(zh="加 --resume 重新运行会接着做。", en="Run again with --resume to go on.")
            )
            raise
    if as_json:
        click.echo(json.dumps(_machine(content, seconds), ensure_ascii=False))
    else:
        print_summary(content, result, seconds)
    if opens and isinstance(result, Path) and _has_browser():
        webbrowser.open((result / "report.html").resolve().as_uri())
    ctx.exit(exit_code(content))


def _audited(near: AtHand, telling: Telling, **how: Any) -> dict[str, Any]:
    """Audit what is at hand, with its reports; what run.json says."""
    from mingzheng.audit import audit
    from mingzheng.reports import write_report, write_workbook
    from mingzheng.reports.documents import write_documents

    def report(result: Path, content: dict[str, Any]) -> None:
        telling("report", 0)
        headers = {name: table["headers"] for name, table in content["tables"].items()}
        write_workbook(result, headers=headers)
        write_documents(result)
        write_report(result)

    outcome = audit(
        near.evidence, near.result, spark=near.spark, progress=telling, say=telling.say,
        report=report, **how,
    )  # fmt: skip
    return outcome.content


def _check(asked: Asked, *, opens: bool) -> None:
    """Raises click.UsageError for options that don't go together."""
    if asked.master is None:
        only_by_spark((asked.evidence, asked.result))
        if asked.settings or asked.scratch:
            raise click.UsageError(
                str(
                    Text(
                        zh="--spark-conf 和 --scratch 只与 --engine spark 一起使用。",
                        en="--spark-conf and --scratch go with --engine spark only.",
                    )
                )
            )
    if opens and not isinstance(asked.result, Path):
        raise click.UsageError(
            str(
                Text(
                    zh="--open 只用于本机的结果文件夹。",
                    en="--open goes with a result folder of this machine only.",
                )
            )
        )


def _day(as_of: dt.datetime | None) -> dt.date:
    """The day asked about. Raises click.BadParameter for one to come."""
    today = dt.date.today()  # noqa: DTZ011 - the user's own today
    day = as_of.date() if as_of else today
    if day > today:
        raise click.BadParameter(
            str(Text(
                zh=f"{day} 晚于今天（{today}）：期限尚未届满的不能按届满核验。",
                en=f"{day} is later than today ({today}): what is not due yet can't be judged as overdue.",
            )),
            param_hint="--as-of",
        )  # fmt: skip
    return day


def _machine(content: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The object that other programs build on."""
    summary = content["summary"]
    return {
        "items": summary["items"],
        "rules": summary["rules"],
        "complete": content["complete"],
        "rejects": summary["rejects"],
        "missing_tables": summary["missing_tables"],
        "certificates": content["certificates"],
        "seconds": seconds,
    }


def _spark(engine: str, master: str | None) -> str | None:
    """The master of Spark, None where Spark isn't asked for."""
    if engine == "spark":
        return master or "local[*]"
    if master is not None:
        said = Text(
            zh=f"--master {master} 只与 --engine spark 一起使用。",
            en=f"--master {master} goes with --engine spark only.",
        )
        raise click.UsageError(str(said))
    return None


def _memory(given: str | None) -> int | None:
    """Bytes from words like 4GiB or 800M; None where nothing is given."""
    if given is None:
        return None
    units = {"k": 1 << 10, "m": 1 << 20, "g": GIB, "t": 1 << 40}
    plain = given.strip().lower().removesuffix("b").removesuffix("i")
    factor = units.get(plain[-1:], 1)
    digits = plain.rstrip("kmgt").strip()
    try:
        bytes_ = int(float(digits) * factor)
    except ValueError:
        bytes_ = 0
    if bytes_ < LEAST_MEMORY:
        raise click.BadParameter(
            str(
                Text(
                    zh=f"--memory {given}：请给出至少 512MiB 的大小，例如 4GiB。",
                    en=f"--memory {given}: give a size of at least 512MiB, such as 4GiB.",
                )
            )
        )
    return bytes_


def _has_browser() -> bool:
    """Is there a screen to open a page on?"""
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
