"""A session of Spark: settings under which it answers as DuckDB does, and what may keep it away."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import mingzheng
from mingzheng.audit.engines.hadoop import local_url
from mingzheng.errors import EngineError

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

JAVA = range(17, 24)
"""Versions of Java that Spark 4.0 runs on; 17 and 21 are those it is made for."""

ROWS_PER_PARTITION = 200_000
SECONDS_TO_ANSWER = 10
LOG = """
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {file}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{yy-MM-dd HH:mm:ss}} %p %c{{1}}: %m%n%ex
"""

MEANING = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
}
"""What an answer depends on; nobody's own settings may change it."""

OF_A_COMMAND_LINE = re.compile(
    r"spark\.(master|submit|jars|kerberos)\b|spark\.(driver|executor)\.(memory|extra|default)"
)
"""Settings that a JVM is started with, or that its starter reads: whoever lists processes sees
them. Spark itself keeps passwords off the command lines of executors."""

PATIENCE = {
    "spark.hadoop.ipc.client.connect.max.retries": "3",
    "spark.hadoop.ipc.client.connect.max.retries.on.timeouts": "2",
}
"""How often HDFS is called before it counts as not there: by default, a quarter of an hour."""


def start(
    master: str, *, folder: Path, memory: int, settings: Mapping[str, str] | None = None
) -> SparkSession:
    """A session on a master, its log and scratch files in `folder`.

    memory: bytes for the driver, which on one machine is all there is. settings: the user's own,
    before the cluster's; no command line shows them but for those `OF_A_COMMAND_LINE`. Raises
    EngineError as `check` does, where a setting isn't to be changed, and where Spark doesn't start.
    """
    check(master)
    check_settings(settings or {})
    from pyspark import SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    log = folder / "spark.log"
    told = {**_settings(master, folder=folder, log=log), **PATIENCE}
    if is_local(master):
        told["spark.driver.memory"] = f"{memory >> 20}m"
    told |= {**(settings or {}), **MEANING}
    conf = _conf(master, told)
    later = {name for name in settings or {} if not OF_A_COMMAND_LINE.match(name)}
    first = _conf(master, {name: told[name] for name in told if name not in later})
    try:
        if SparkContext._gateway is None:
            with log.open("ab") as said:
                gateway = launch_gateway(first, {"stdout": said, "stderr": said})
            SparkContext._ensure_initialized(gateway=gateway)
        session = SparkSession.builder.config(conf=conf).getOrCreate()
    except (PySparkException, OSError) as error:
        raise _not_started(master, log) from error
    except Exception as error:
        if type(error).__module__.startswith("py4j"):
            raise _not_started(master, log) from error
        raise
    if "PYSPARK_PYTHON" not in os.environ:
        session.sparkContext.pythonExec = sys.executable
    return session


def _conf(master: str, settings: Mapping[str, str]) -> SparkConf:
    from pyspark import SparkConf

    conf = SparkConf(loadDefaults=False).setMaster(master).setAppName("mingzheng")
    return conf.setAll(list(settings.items()))


def spread(session: SparkSession, rows: int) -> None:
    """Cut tables into parts for so many rows, unless the cluster's own settings say how many."""
    context = session.sparkContext
    if not context.getConf().contains("spark.sql.shuffle.partitions"):
        partitions = max(context.defaultParallelism, 2, -(-rows // ROWS_PER_PARTITION))
        session.conf.set("spark.sql.shuffle.partitions", str(partitions))


def is_local(master: str) -> bool:
    """Does all of it run in this process's own machine, without a cluster?"""
    return master.startswith("local")


def check(master: str) -> None:
    """Raises EngineError where there is no PySpark, no Java or no such master."""
    _check_pyspark()
    _check_java()
    _check_master(master)


def check_settings(settings: Mapping[str, str]) -> None:
    """Raises EngineError for a setting that answers depend on."""
    for name in settings:
        if name in MEANING or not name.startswith("spark."):
            raise EngineError(
                zh=f"--spark-conf {name} 不能设置：须以 spark. 开头，且影响答案的设置（{'、'.join(MEANING)}）由程序固定。",
                en=f"--spark-conf {name} can't be set: names begin with spark., and what answers depend on ({', '.join(MEANING)}) is fixed by the program.",
            )


def _settings(master: str, *, folder: Path, log: Path) -> dict[str, str]:
    logging = folder / "log4j2.properties"
    logging.write_text(LOG.format(file=log), "utf-8")
    ours = str(Path(mingzheng.__file__).resolve().parents[1])
    settings = {
        "spark.driver.defaultJavaOptions": f"-Dlog4j2.configurationFile={logging.as_uri()}",
        "spark.sql.warehouse.dir": local_url(folder / "warehouse"),
        "spark.executorEnv.PYTHONPATH": ours,
        # what a person looks for when a table is wide; a plan in words is not
        "spark.sql.debug.maxToStringFields": "8",
        "spark.ui.showConsoleProgress": "false",
    }
    if is_local(master):
        settings["spark.ui.enabled"] = "false"
        settings["spark.local.dir"] = str(folder)
    if is_local(master) or all(host in LOOPBACK for host, _ in _hosts(master)):
        settings["spark.driver.host"] = settings["spark.driver.bindAddress"] = "127.0.0.1"
    return settings


LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def _hosts(master: str) -> list[tuple[str, int]]:
    """The hosts of a standalone cluster's masters; none for any other kind of master."""
    if not master.startswith("spark://"):
        return []
    found = re.findall(r"([^,:/]+):(\d+)", master.removeprefix("spark://"))
    return [(host, int(port)) for host, port in found]


def _check_pyspark() -> None:
    if find_spec("pyspark") is None:
        raise EngineError(
            zh="没有安装 PySpark：请执行 pip install 'mingzheng[spark]'，或去掉 --engine spark。",
            en="PySpark is not installed: run pip install 'mingzheng[spark]', or leave out --engine spark.",
        )


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        where = f"JAVA_HOME={home}" if home else "PATH"
        raise EngineError(
            zh=f"在 {where} 中找不到 java：Spark 需要 Java 17 或 21，请安装（Debian：default-jre-headless）或设置 JAVA_HOME。",
            en=f"There is no java in {where}: Spark needs Java 17 or 21; install it (Debian: default-jre-headless) or set JAVA_HOME.",
        )
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    if version is not None and int(version[1]) not in JAVA:
        raise EngineError(
            zh=f"{java} 是 Java {version[1]}：Spark 需要 Java 17 或 21，请安装或设置 JAVA_HOME。",
            en=f"{java} is Java {version[1]}: Spark needs Java 17 or 21; install one or set JAVA_HOME.",
        )


def _check_master(master: str) -> None:
    """Raises EngineError for a master that is none, or that does not answer."""
    if not re.match(r"local(\[.+\])?$|spark://[^,:/]+:\d+|yarn$|k8s://.", master):
        raise EngineError(
            zh=f"--master {master} 不是 Spark 的主节点地址：请写 local[*]、spark://主机:7077、yarn 或 k8s://…。",
            en=f"--master {master} is no master of Spark: write local[*], spark://host:7077, yarn or k8s://….",
        )
    hosts = _hosts(master)
    if hosts and not any(_answers(host, port) for host, port in hosts):
        raise EngineError(
            zh=f"连不上 Spark 主节点 {master}：请确认它已启动（start-master.sh）、地址和端口无误、网络可达。",
            en=f"The Spark master {master} can't be reached: check that it runs (start-master.sh), its address and port, and the network.",
        )


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=SECONDS_TO_ANSWER):
            return True
    except OSError:
        return False


def _not_started(master: str, log: Path) -> EngineError:
    return EngineError(
        zh=f"Spark 未能在 {master} 上启动：原因见 {log} 末尾，改正后重新运行。",
        en=f"Spark could not be started on {master}: the end of {log} says why; put that right and run again.",
    )
