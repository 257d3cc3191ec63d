"""Where evidence and results are: a path of this machine, or a URL that Spark reaches."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import psutil

from mingzheng.cli.progress import Telling
from mingzheng.language import Text

if TYPE_CHECKING:
    from mingzheng.audit.far import AtHand

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_ROOT_SLASHES = 3
"""In hdfs://host/, of which the last is its path."""


def place(said: str) -> str | Path:
    """A path of this machine, or the text of a URL without a slash at its end."""
    if not _URL.match(said):
        return Path(said)
    return said if said.count("/") == _ROOT_SLASHES else said.rstrip("/")


@dataclass(frozen=True)
class Asked:
    """What a command line says of places, of the question, and of the Spark that reaches them.

    as_of, insisted and all_subjects are as `audit` takes them.
    master: None where DuckDB computes. settings: each `NAME=VALUE`.
    """

    evidence: str | Path
    result: str | Path
    as_of: dt.date
    insisted: bool
    all_subjects: bool
    master: str | None
    settings: tuple[str, ...]
    memory: int | None
    scratch: Path | None


def within_reach(
    asked: Asked, *, resume: bool, telling: Telling
) -> AbstractContextManager[AtHand]:
    """The evidence and the result as folders of this machine, as long as an audit lasts.

    Raises click.BadParameter for settings of Spark that can't be used, EngineError where there is
    no Spark, and what `audit.far.at_hand` raises.
    """
    from mingzheng.audit.engines import spark_session
    from mingzheng.audit.engines.duckdb import memory_for
    from mingzheng.audit.engines.spark import Spark
    from mingzheng.audit.far import AtHand, Far, Question, at_hand, default_scratch

    evidence, result = asked.evidence, asked.result
    if asked.master is None:
        return nullcontext(AtHand(Path(evidence), Path(result), None))
    # said before an hour of reading, not after it
    spark_session.check(asked.master)
    settings, secrets = settings_of_spark(asked.settings)
    spark_session.check_settings(settings)
    memory = asked.memory or memory_for(0, psutil.virtual_memory().total)
    if isinstance(evidence, Path) and isinstance(result, Path):
        spark = partial(Spark, master=asked.master, memory=memory, settings=settings)
        return nullcontext(AtHand(evidence, result, spark))
    far = Far(
        evidence, result, Question(asked.as_of, asked.insisted, asked.all_subjects),
        asked.scratch or default_scratch(), asked.master, memory, settings, secrets,
    )  # fmt: skip
    return at_hand(far, resume=resume, progress=telling, say=telling.say)


def only_by_spark(places: Iterable[str | Path]) -> None:
    """Raises click.UsageError where one of the places is a URL."""
    for place in places:
        if isinstance(place, str):
            from mingzheng.audit.engines.hadoop import without_login

            shown = without_login(place)
            said = Text(
                zh=f"{shown} 只有 Spark 读写得到：请加 --engine spark，或改用本机的文件夹。",
                en=f"Only Spark reaches {shown}: add --engine spark, or name a folder of this machine.",
            )
            raise click.UsageError(str(said))


def settings_of_spark(given: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """`NAME=VALUE` as settings, with `${VARIABLE}` from the environment, and what of them is secret.

    Raises click.BadParameter for what is no such setting, for a variable that is not set, and for
    one in a setting that would show it.
    """
    from mingzheng.audit.engines.spark_session import OF_A_COMMAND_LINE

    settings: dict[str, str] = {}
    secrets: list[str] = []

    def variable(found: re.Match[str]) -> str:
        value = os.environ.get(found[1])
        if value is None:
            raise _wrong(
                Text(
                    zh=f"环境变量 {found[1]} 没有设置。",
                    en=f"There is no variable {found[1]} in the environment.",
                )
            )
        secrets.append(value)
        return value

    for setting in given:
        name, equals, value = setting.partition("=")
        if not equals or not name.startswith("spark."):
            raise _wrong(
                Text(
                    zh=f"{name}：请写成 spark.名称=值。",
                    en=f"{name}: write spark.name=value.",
                )
            )
        if OF_A_COMMAND_LINE.match(name) and _VARIABLE.search(value):
            raise _wrong(
                Text(
                    zh=f"{name} 会出现在进程列表里，值中不能用 ${{变量}}：口令请另放文件；不是秘密的，直接写出。",
                    en=f"{name} is seen in the list of processes and takes no ${{VARIABLE}}: keep passwords in a file that it names, and write out what is no secret.",
                )
            )
        settings[name] = _VARIABLE.sub(variable, value)
    return settings, tuple(secret for secret in secrets if secret)


def _wrong(said: Text) -> click.BadParameter:
    return click.BadParameter(str(said), param_hint="--spark-conf")
