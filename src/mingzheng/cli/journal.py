"""`mingzheng journal`: the workspace's journal verified, without a server."""

from __future__ import annotations

from pathlib import Path

import click

from mingzheng.language import Text


@click.group(help=str(Text(zh="核验工作平台的日志。", en="Verify the workspace's journal.")))
def command() -> None:
    """The group of its one command."""


@command.command(
    "verify",
    help=str(
        Text(
            zh="核验 PLACE 中的日志：工作平台文件夹、SQLite 文件、导出的文件或 postgresql:// 地址。",
            en="Verify the journal in PLACE: a workspace's folder, a SQLite file, an exported file "
            "or a postgresql:// URL.",
        )
    ),
)
@click.argument("place")
@click.option(
    "--checkpoint",
    "checkpoint_files",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help=str(
        Text(
            zh="另外保存的检查点文件；可重复。", en="A checkpoint kept elsewhere; may be repeated."
        )
    ),
)
def verify(place: str, checkpoint_files: tuple[Path, ...]) -> None:
    """Exit 0 where everything holds, 1 where an entry is broken."""
    from mingzheng.workspace.journal import checkpoints, verification

    signed = [checkpoints.read_file(path) for path in checkpoint_files]
    found = verification.verify_place(place, signed)
    if found.broken is not None:
        number, why = found.broken.number, found.broken.text
        click.echo(
            str(Text(zh=f"第 {number} 条不成立：{why.zh}", en=f"entry {number}: {why.en}")),
            err=True,
        )
        click.get_current_context().exit(1)
    click.echo(
        str(
            Text(
                zh=f"{found.entries} 条日志完整，{len(found.checkpoints)} 个检查点相符。",
                en=f"{found.entries} entries hold, {len(found.checkpoints)} checkpoints agree.",
            )
        )
    )
    click.echo(f"SHA-256 {found.head.sha256}\nSM3     {found.head.sm3}")
    for key in sorted({each.key for each in found.checkpoints}):
        click.echo(str(Text(zh=f"公钥 {key}", en=f"public key {key}")))
