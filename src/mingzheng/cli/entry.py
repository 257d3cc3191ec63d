"""`mingzheng`: finds its commands by name, so that starting one loads only that one."""

from __future__ import annotations

import importlib
import os
import sys
from importlib.metadata import version

import click

from mingzheng.cli.phrases import speak
from mingzheng.errors import MingzhengError
from mingzheng.language import Text, reader_language

COMMANDS: dict[str, Text] = {
    "audit": Text(zh="审计一个证据文件夹", en="audit an evidence folder"),
    "certificate": Text(
        zh="对照法第二十一条、办法第二十八条解释一张证书",
        en="explain one certificate against articles 21 and 28",
    ),
    "compare": Text(zh="比较两次审计的结果", en="compare the results of two audits"),
    "completion": Text(zh="输出命令行补全脚本", en="print a shell's completion script"),
    "documents": Text(
        zh="生成自查报告、整改方案和检查记录表", en="write the documents to hand in"
    ),
    "journal": Text(zh="核验工作平台的日志", en="verify the workspace's journal"),
    "law": Text(zh="查看法律依据", en="show the law behind the audit"),
    "mapping": Text(zh="为表头建议映射", en="suggest how headers map to columns"),
    "originals": Text(
        zh="抽查原件：抽样、读回核查结果",
        en="draw originals to look at, and record what they show",
    ),
    "oscal": Text(zh="把结果写成 OSCAL", en="write a result as OSCAL"),
    "read": Text(
        zh="阅读业务规则、告知书和协议：条款、约定和位置",
        en="read practice statements, notices and agreements",
    ),
    "rules": Text(zh="查看检查规则", en="list and show the rules"),
    "sample": Text(zh="生成一个模拟机构的证据", en="make the evidence of a synthetic CA"),
    "serve": Text(zh="启动工作平台", en="start the workspace"),
    "workspace": Text(
        zh="工作平台的备份、恢复和安全检查", en="back up, restore and check a workspace"
    ),
}
"""Command → one line about it. The module `mingzheng.cli.<command>` holds `command`."""

PROGRAM = "mingzheng"
COMPLETE_VAR = "_MINGZHENG_COMPLETE"
"""Set by a completion script when it asks for candidates."""

COULD_NOT_RUN, INTERRUPTED, PIPE_CLOSED = 2, 130, 141
"""The last two are 128 plus the signal, as shells count. A closed pipe is never 1: that says violation."""


class LazyGroup(click.Group):
    """Imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"mingzheng.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(str(Text(zh="命令", en="Commands"))):
            formatter.write_dl([(name, str(COMMANDS[name])) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup,
    help=str(
        Text(
            zh="明证：依据法律逐条核验电子认证服务机构的证书与业务记录。",
            en="Mingzheng: prove, article by article, whether a certification authority kept the law.",
        )
    ),
)
@click.version_option(
    version("mingzheng"), prog_name="mingzheng",
    help=str(Text(zh="显示版本并退出。", en="Show the version and exit.")),
)  # fmt: skip
def group() -> None:
    """The root of all commands."""


def main() -> None:
    """Run the command line; errors a person can put right end with their message and code 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show Chinese gets escapes, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    speak(reader_language())
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        code = PIPE_CLOSED
    if code == PIPE_CLOSED:
        # Python flushes once more as it ends: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int:
    try:
        stop = group.main(prog_name=PROGRAM, complete_var=COMPLETE_VAR, standalone_mode=False)
    except SystemExit:
        # Commands end by ctx.exit; click and rich leave so, with 1, when the reader has gone.
        if COMPLETE_VAR in os.environ:
            raise
        return PIPE_CLOSED
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except (click.Abort, KeyboardInterrupt):
        click.echo(str(Text(zh="已中断。", en="Interrupted.")), err=True)
        return INTERRUPTED
    except MingzhengError as error:
        click.echo(str(Text(zh=f"错误：{error.text.zh}", en=f"Error: {error.text.en}")), err=True)
        return COULD_NOT_RUN
    return stop if isinstance(stop, int) else 0
