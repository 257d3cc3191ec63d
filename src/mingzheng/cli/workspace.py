"""`mingzheng workspace`: backing up, restoring and checking an installation."""

from __future__ import annotations

from pathlib import Path

import click

from mingzheng.language import Text

FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=Path("workspace"))


@click.group(
    help=str(Text(zh="工作平台的备份、恢复和检查。", en="Back up, restore and check a workspace."))
)
def command() -> None:
    """The group of its commands."""


@command.command(
    "backup",
    help=str(
        Text(
            zh="把 FOLDER 中的工作平台写入一个 zip；可在运行中进行。",
            en="Write the workspace in FOLDER to a zip, while it runs.",
        )
    ),
)
@FOLDER
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=str(Text(zh="要写的 zip；不覆盖已有的文件。", en="The zip to write; never overwritten.")),
)
def backup(folder: Path, output: Path) -> None:
    """One consistent zip with a manifest."""
    from mingzheng.workspace import backups

    count = backups.backup(folder, output)
    click.echo(
        str(
            Text(
                zh=f"已备份 {count} 个文件到 {output}。其中有密钥，请妥善保管。",
                en=f"{count} files are in {output}. Secrets are among them: keep it safe.",
            )
        )
    )


@command.command(
    "restore",
    help=str(
        Text(
            zh="把备份 ARCHIVE 恢复到空文件夹 FOLDER，逐个核对哈希和日志。",
            en="Restore ARCHIVE into the empty FOLDER, with every hash and the journal verified.",
        )
    ),
)
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--database",
    default="",
    help=str(
        Text(
            zh="空的 PostgreSQL 库的地址，数据原在 PostgreSQL 时需要。",
            en="URL of an empty PostgreSQL database, where the data lay in one.",
        )
    ),
)
def restore(archive: Path, folder: Path, database: str) -> None:
    """Back into a folder, or nothing at all."""
    from mingzheng.workspace import backups

    found = backups.restore(archive, folder, database)
    click.echo(
        str(
            Text(
                zh=f"已恢复到 {folder}；{found.entries} 条日志完整。",
                en=f"restored into {folder}; {found.entries} entries of the journal hold.",
            )
        )
    )


@command.command(
    "check",
    help=str(
        Text(
            zh="列出 FOLDER 中不安全之处。",
            en="List what is unsafe about the workspace in FOLDER.",
        )
    ),
)
@FOLDER
def check(folder: Path) -> None:
    """Exit 0 where nothing is unsafe, 1 otherwise."""
    from mingzheng.workspace import serving

    workspace = serving.load(folder)
    from mingzheng.workspace.safety import unsafe

    found = unsafe(workspace)
    for each in found:
        click.echo(f"- {each}")
    if not found:
        click.echo(str(Text(zh="没有发现不安全之处。", en="Nothing unsafe was found.")))
    click.get_current_context().exit(1 if found else 0)
