"""`mingzheng certificate FILE…`: one certificate against articles 21 and 28, item by item."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mingzheng.cli.exits import COULD_NOT_RUN, NEITHER, UNKNOWNS, VIOLATION
from mingzheng.errors import SourceError
from mingzheng.language import Language, Text, reader_language

if TYPE_CHECKING:
    from mingzheng.cli.certificate_page import Explained

MOST = 100
"""Certificates explained in one run: more are an archive, to be audited."""

HELP = Text(
    zh="""对照《电子签名法》第二十一条、《电子认证服务管理办法》第二十八条解释证书。

FILE 可以是 DER、PEM（含多张）、P7B 等，- 为标准输入。不带 --provider 和 --issuer 时，
与之有关的规则回答“无法判断”；同一文件里的CA证书可代替 --issuer 用来验证签名。
本命令不对照申请等业务记录。

退出码：0 规则未发现问题；1 有疑似问题；4 没有问题但有无法判断的；2 有文件无法读取。
疑点和提示、以及尚无规则核验的第（七）项不影响退出码。
""",
    en="""Explain certificates against article 21 of the Electronic Signature Law and article 28
of the Measures.

FILE may be DER, PEM (with several), P7B and more; - is standard input. Without --provider and
--issuer the rules that need them answer "can't be told"; CA certificates in the same file stand in
for --issuer. No records of the business are looked at.

Exit codes: 0 the rules found nothing; 1 a suspected violation; 4 none, but unknowns; 2 a file
could not be read. Doubts, notices and item 7, which no rule examines yet, change none.
""",
)


@click.command("certificate", help=str(HELP))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "--serial", metavar="HEX",
    help=str(Text(zh="只解释此序列号的证书（十六进制）。", en="Only the one of this serial number.")),
)  # fmt: skip
@click.option(
    "--first", "most", type=click.IntRange(1, MOST), default=1, show_default=True, metavar="N",
    help=str(Text(zh="每个文件解释前 N 张。", en="Explain the first N of each file.")),
)  # fmt: skip
@click.option(
    "--provider", metavar="NAME",
    help=str(Text(zh="提供者的登记名称。", en="The provider's registered name.")),
)  # fmt: skip
@click.option(
    "--issuer", "issuers", metavar="FILE", multiple=True,
    help=str(Text(zh="颁发者的证书文件，可多次给出。", en="The issuer's certificate; repeatable.")),
)  # fmt: skip
@click.option(
    "--lang", type=click.Choice(["zh", "en"]),
    help=str(Text(zh="语言；默认随系统。", en="Language; by default the system's.")),
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True,
    help=str(Text(zh="输出一个 JSON 对象。", en="Print one JSON object.")),
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context, *, files: Sequence[str], serial: str | None, most: int,
    provider: str | None, issuers: Sequence[str], lang: Language | None, as_json: bool,
) -> None:  # fmt: skip
    """Explain certificates."""
    language = lang or reader_language()
    _tell_waiting(language)

    from mingzheng.cli.certificate_file import load, load_all
    from mingzheng.cli.certificate_page import explained, machine, print_page

    loaded, refused = load_all(files, serial=serial, most=most)
    known = [given.der for file in issuers for given in load(file, serial=None, most=MOST).chosen]
    beside = [der for each in loaded for der in each.authorities]
    found = explained(
        [given for each in loaded for given in each.chosen],
        issuers=known or beside,
        provider=provider,
        as_of=dt.date.today(),  # noqa: DTZ011 - the user's own today
    )
    if as_json:
        click.echo(json.dumps(machine(found, loaded, refused), ensure_ascii=False, indent=2))
    else:
        print_page(found, loaded, language)
    for error in refused:
        click.echo(error.text.in_language(language), err=True)
    ctx.exit(_exit_code(found, refused))


def _exit_code(found: Sequence[Explained], refused: Sequence[SourceError]) -> int:
    """A file that could not be read outweighs the others' verdicts: they are not all there is."""
    if refused:
        return COULD_NOT_RUN
    if any(each.violated for each in found):
        return VIOLATION
    return UNKNOWNS if any(each.open for each in found) else NEITHER


def _tell_waiting(language: Language) -> None:
    """A first run compiles the reader: say so to a person who waits."""
    from mingzheng.certificates import compiled
    from mingzheng.certificates.compilation import SECONDS

    if sys.stderr.isatty() and not compiled():
        text = Text(
            zh=f"首次运行：正在编译证书解析程序，约 {SECONDS} 秒……",
            en=f"First run: compiling the certificate reader, about {SECONDS} seconds …",
        )
        click.echo(text.in_language(language), err=True)
