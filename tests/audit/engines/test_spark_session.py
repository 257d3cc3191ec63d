"""What a session of Spark is told, and who else sees it."""

from __future__ import annotations

import psutil


def test_no_command_line_shows_a_setting(spark):
    """Where the kernel lets anybody read it; the session itself knows the setting."""
    secret = spark.session.sparkContext.getConf().get("spark.ssl.keyPassword")
    shown = [process.cmdline() for process in psutil.Process().children(recursive=True)]
    assert secret
    assert any("SparkSubmit" in word for line in shown for word in line)
    assert not any(secret in word for line in shown for word in line)
