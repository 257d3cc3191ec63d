"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mingzheng.language import Text

Command = TypeVar("Command", bound=Callable[..., Any])


def language_and_json(decorated: Command) -> Command:
    """Add `--lang` and `--json`."""
    decorated = click.option(
        "--json",
        "as_json",
        is_flag=True,
        help=str(Text(zh="输出一个 JSON 对象。", en="Print one JSON object.")),
    )(decorated)
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        help=str(Text(zh="语言；默认随系统。", en="Language; by default the system's.")),
    )(decorated)
