"""`mingzheng completion bash|zsh|fish`: the script by which a shell completes commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from mingzheng.language import Text

SHELLS = ("bash", "zsh", "fish")

HELP = Text(
    zh="""输出命令行补全脚本。

\b
bash：mingzheng completion bash >> ~/.bashrc
zsh： mingzheng completion zsh >> ~/.zshrc
fish：mingzheng completion fish > ~/.config/fish/completions/mingzheng.fish
""",
    en="""Print the completion script of a shell.

\b
bash: mingzheng completion bash >> ~/.bashrc
zsh:  mingzheng completion zsh >> ~/.zshrc
fish: mingzheng completion fish > ~/.config/fish/completions/mingzheng.fish
""",
)


@click.command("completion", help=str(HELP))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> None:
    """Print the script; the shell itself is not run."""
    from mingzheng.cli.entry import COMPLETE_VAR, PROGRAM

    kind = get_completion_class(shell)
    assert kind is not None, f"click completes {SHELLS}"
    completion = kind(ctx.find_root().command, {}, PROGRAM, COMPLETE_VAR)
    click.echo(completion.source_template % completion.source_vars())
