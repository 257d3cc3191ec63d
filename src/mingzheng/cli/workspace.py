"""`mingzheng workspace`: backing up, restoring, checking and trying an installation."""

from __future__ import annotations

from pathlib import Path

import click

from mingzheng.language import Text

FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=Path("workspace"))


@click.group(
    help=str(
        Text(
            zh="工作平台的备份、恢复、检查和演示。",
            en="Back up, restore, check and try a workspace.",
        )
    )
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


@command.command(
    "demo",
    help=str(
        Text(
            zh="新建工作平台 FOLDER 并填入演示内容：虚构的机构、人员、专项行动和投诉。",
            en="Make the workspace FOLDER and fill it to try it: with invented authorities, "
            "persons, a campaign and complaints.",
        )
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("workspace-demo"))
@click.option(
    "--seed", type=int, default=7, show_default=True,
    help=str(Text(zh="随机种子：相同则内容相同。", en="The same seed gives the same content.")),
)  # fmt: skip
@click.option(
    "--authorities", type=click.IntRange(1, 55), default=55, show_default=True,
    help=str(Text(zh="登记几家机构。", en="How many authorities to register.")),
)  # fmt: skip
@click.option(
    "--result", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=str(Text(
        zh="mingzheng audit 的结果文件夹，作为第一家机构的审计。",
        en="A result folder of mingzheng audit, which becomes the first authority's run.",
    )),
)  # fmt: skip
def demo(folder: Path, seed: int, authorities: int, result: Path | None) -> None:
    """Whole or not at all; passwords are printed once."""
    from mingzheng.workspace import serving

    serving.start(folder)
    from mingzheng.workspace.demo.filling import fill

    filled = fill(seed=seed, authorities=authorities, result=result)
    click.echo(
        str(
            Text(
                zh=f"{folder} 已填入演示内容，全部虚构。所有人员的口令（只显示一次）：{filled.password}",
                en=f"{folder} is filled; all of it is invented. The password of everybody, "
                f"shown once: {filled.password}",
            )
        )
    )
    for each in filled.members:
        where = Text(
            zh=each.organisation.name, en=each.organisation.name_en or each.organisation.name
        )
        click.echo(f"  {each.user.username:22} {where} · {each.role_text}")
    click.echo(
        str(Text(zh=f"启动：mingzheng serve {folder}", en=f"Start it: mingzheng serve {folder}"))
    )
