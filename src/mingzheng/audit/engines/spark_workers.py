"""Whether a cluster still has workers: without any, Spark waits for ever and says nothing."""

from __future__ import annotations

import time
from threading import Event, Thread
from typing import TYPE_CHECKING

from mingzheng.errors import EngineError

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

PATIENCE = 120.0
"""Seconds without a worker before an audit is given up: one may be about to come back."""


class Workers:
    """Watches the workers of a session, and cancels its jobs once there has been none for long."""

    def __init__(self, context: SparkContext) -> None:
        self._context = context
        self._closed = Event()
        self.gone = False
        self._watch = Thread(target=self._look, daemon=True)
        self._watch.start()

    def _look(self) -> None:
        seen = time.monotonic()
        while not self._closed.wait(1.0):
            try:
                # the driver counts as one of them
                present = self._context._jsc.sc().getExecutorMemoryStatus().size() > 1
            except Exception:  # the session is over: who waits for it is told so
                return
            now = time.monotonic()
            seen = now if present else seen
            if now - seen > PATIENCE:
                self.gone = True
                self._context.cancelAllJobs()
                return

    def close(self) -> None:
        """Watch no longer."""
        self._closed.set()
        self._watch.join()


def lost(
    error: Exception, session: SparkSession, workers: Workers | None, master: str
) -> EngineError | None:
    """Was the cluster the reason of a failure? Then what to do about it."""
    if workers is not None and workers.gone:
        return EngineError(
            zh=f"{master} 上已 {PATIENCE:.0f} 秒没有可用的工作节点：请启动工作节点（start-worker.sh）或释放其内存和核，再重新运行。",
            en=f"{master} has had no worker to give for {PATIENCE:.0f} seconds: start workers (start-worker.sh) or free their memory and cores, and run again.",
        )
    said = str(error)
    if "ExecutorLostFailure" in said or "FetchFailedException" in said:
        return EngineError(
            zh=f"{master} 上的工作节点一再失去：通常是内存不足，请给工作节点更多内存（spark.executor.memory），再重新运行。",
            en=f"Workers on {master} were lost again and again: mostly for want of memory; give them more (spark.executor.memory) and run again.",
        )
    if _over(session):
        return EngineError(
            zh=f"与 Spark 主节点 {master} 的会话已中断：请确认集群正常，再重新运行。",
            en=f"The session with the Spark master {master} is over: check the cluster, and run again.",
        )
    return None


def _over(session: SparkSession) -> bool:
    try:
        return bool(session.sparkContext._jsc.sc().isStopped())
    except Exception:  # not even the process that held it answers
        return True
