"""`mingzheng serve`: the workspace, with one command."""

from __future__ import annotations

from pathlib import Path

import click

from mingzheng.language import Text


@click.command(
    help=str(
        Text(
            zh="在文件夹 FOLDER 中启动工作平台；没有就新建一个。",
            en="Start the workspace in FOLDER; make one where there is none.",
        )
    )
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("workspace"))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=str(
        Text(
            zh="监听的地址；0.0.0.0 供局域网访问。",
            en="Address to listen on; 0.0.0.0 for the local network.",
        )
    ),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8400,
    show_default=True,
    help=str(Text(zh="监听的端口。", en="Port to listen on.")),
)
@click.option(
    "--workers",
    type=click.IntRange(0, 64),
    default=1,
    show_default=True,
    help=str(Text(zh="同时进行几项审计。", en="How many audits to make at a time.")),
)
def command(folder: Path, host: str, port: int, workers: int) -> None:
    """Migrate, print where to go, serve."""
    from mingzheng.workspace import serving

    workspace = serving.start(folder)
    from mingzheng.workspace.journal.actions import sign_checkpoint
    from mingzheng.workspace.people.registration import first_invitation

    server = serving.listen(host, port, workspace)
    places = [workspace.address.rstrip("/")] if workspace.address else []
    places += serving.addresses(host, server.effective_port)
    for place in places:
        click.echo(str(Text(zh=f"工作平台：{place}/", en=f"Workspace: {place}/")))
    token = first_invitation()
    if token is not None:
        link = f"{places[0]}/invitation/{token}/"
        click.echo(
            str(
                Text(
                    zh=f"首次启动：由部的首位组织人员打开此链接设置口令（只能用一次，14 天内有效）：\n{link}",
                    en="First start: the ministry's first organiser sets a password here "
                    f"(works once, for 14 days):\n{link}",
                )
            )
        )
    sign_checkpoint(by=None)
    click.echo(str(Text(zh="按 Ctrl+C 停止。", en="Stop with Ctrl+C.")))
    try:
        with serving.working(folder, workers=workers):
            server.run()
    finally:
        server.close()
