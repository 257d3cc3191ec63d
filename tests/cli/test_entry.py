"""The command line as a process: any terminal, any pipe, every shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from mingzheng.cli.completion import SHELLS
from mingzheng.cli.entry import COMMANDS, PIPE_CLOSED, group

RUN = [sys.executable, "-c", "from mingzheng.cli import main; main()"]


def process(*arguments, stdout=subprocess.PIPE, **environment):
    return subprocess.run(
        [*RUN, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "MINGZHENG_LANG": "zh", **environment},
        check=False,
    )


def closed_pipe():
    """The writing end of a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def test_every_command_is_listed_and_there():
    listed = CliRunner().invoke(group, ["--help"], env={"MINGZHENG_LANG": "zh"})
    for name, said in COMMANDS.items():
        assert name in listed.output
        assert said.zh
        assert said.en


def test_a_terminal_that_knows_only_ascii_gets_escapes():
    result = process("law", "show", "esign-law/21", PYTHONIOENCODING="ascii")
    assert result.returncode == 0, result.stderr.decode()
    assert rb"\u7535\u5b50\u7b7e\u540d\u6cd5" in result.stdout
    refused = process("law", "show", "nothing/1", PYTHONIOENCODING="ascii")
    assert refused.returncode == 2
    assert b"Traceback" not in refused.stderr


@pytest.mark.parametrize("arguments", [("rules", "list"), ("law", "list", "--json"), ("--help",)])
def test_a_closed_pipe_is_silent_and_looks_like_no_verdict(arguments):
    writer = closed_pipe()
    try:
        result = process(*arguments, stdout=writer)
    finally:
        os.close(writer)
    assert result.returncode == PIPE_CLOSED
    assert result.stderr == b""


def test_a_wrong_option_is_explained_and_ends_with_2():
    result = process("rules", "list", "--no-such-option")
    assert result.returncode == 2
    assert b"--no-such-option" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_script_is_one_its_shell_accepts(shell, tmp_path):
    result = process("completion", shell)
    assert result.returncode == 0
    assert b"_MINGZHENG_COMPLETE" in result.stdout
    script = tmp_path / "script"
    script.write_bytes(result.stdout)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", script], check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_commands_with_the_script(tmp_path):
    """The function of the script, called as bash calls it."""
    program = tmp_path / "mingzheng"
    program.write_text(f"#!{sys.executable}\nfrom mingzheng.cli import main\nmain()\n")
    program.chmod(0o755)
    script = process("completion", "bash").stdout.decode()
    ask = (
        f"{script}\nCOMP_WORDS=(mingzheng ce)\nCOMP_CWORD=1\n"
        '_mingzheng_completion mingzheng\necho "${COMPREPLY[@]}"\n'
    )
    found = subprocess.run(
        ["bash", "-c", ask],
        capture_output=True,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        check=True,
    )
    assert found.stdout.split() == [b"certificate"]
