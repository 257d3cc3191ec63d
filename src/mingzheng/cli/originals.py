"""`mingzheng originals`: draw originals for a person to look at, and take the findings back."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from mingzheng.errors import RuleError
from mingzheng.language import Text

KINDS = ("held", "violations", "doubts", "notices", "unknown", "clear", "examined")
DIMENSIONS = ("domain", "year", "registration_authority", "product", "subject_kind", "channel")


def _help(zh: str, en: str) -> str:
    return str(Text(zh=zh, en=en))


class Rate(click.ParamType[Fraction]):
    """A share such as 95% or 0.95, exact."""

    name = "rate"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """The share; fails where it is no number."""
        if isinstance(value, Fraction):
            return value
        from mingzheng.audit.sampling import rate

        try:
            return rate(str(value))
        except ValueError:
            self.fail(_help(f"{value}：请写成 95% 或 0.95。", f"{value}: write 95% or 0.95."))


@click.group(help=_help("抽查原件：抽样、读回核查结果。", "Originals for a person's eyes."))
def command() -> None:
    """The group of both commands."""


@command.command(
    "select",
    help=_help(
        "从一个结果文件夹抽取须由人查看原件的样本，写成 Excel 表。",
        "Draw a sample whose originals a person must look at, as an Excel form.",
    ),
)
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "form", type=click.Path(path_type=Path), required=True,
    help=_help("写入的表格（.xlsx，须尚不存在）", "the form to write (.xlsx, not yet there)"),
)  # fmt: skip
@click.option(
    "--seed", required=True,
    help=_help("公开的种子，任何文字均可", "the published seed, any words"),
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice(KINDS), default="violations", show_default=True,
    help=_help(
        "抽取对象：待核实、疑似问题、疑点、提示、无法证明，或一个事项中未见问题的、全部已查的",
        "what to draw from: verdicts of a kind, or what of an item was clear or examined",
    ),
)  # fmt: skip
@click.option(
    "--rule", "rule_ids", multiple=True,
    help=_help("只抽此规则，可多次给出", "only this rule, repeatable"),
)  # fmt: skip
@click.option("--item", help=_help("只抽此事项的规则", "only the rules of this item"))
@click.option(
    "--by", multiple=True, type=click.Choice(DIMENSIONS),
    help=_help("按此分层，可多次给出", "make strata by this, repeatable"),
)  # fmt: skip
@click.option(
    "--confidence", type=Rate(), default="95%", show_default=True,
    help=_help("置信度", "the confidence"),
)  # fmt: skip
@click.option(
    "--tolerable", type=Rate(), default="5%", show_default=True,
    help=_help("可容忍率", "the tolerable rate"),
)  # fmt: skip
@click.option(
    "--expected", type=Rate(), default="0", show_default=True,
    help=_help("预计率；0 为发现抽样", "the expected rate; 0: discovery sampling"),
)  # fmt: skip
@click.option(
    "--least", type=click.IntRange(1), default=1, show_default=True,
    help=_help("每层至少抽取", "drawn from each stratum at least"),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_help("输出一个 JSON 对象", "print JSON"))
def select_command(
    *, result: Path, form: Path, seed: str, kind: str, rule_ids: tuple[str, ...],
    item: str | None, by: tuple[str, ...], confidence: Fraction, tolerable: Fraction,
    expected: Fraction, least: int, as_json: bool,
) -> None:  # fmt: skip
    """Draw a sample and write its form."""
    from mingzheng.audit.sampling import Design, Question, Wanted, opened, select
    from mingzheng.reports.originals import write_form

    question = Question(kind)
    names = _item(rule_ids, item) if question.of_subjects else _rules(rule_ids, item)
    wanted = Wanted(question, names, tuple(dict.fromkeys(by)))
    design = Design(confidence, tolerable, expected, least)
    _outside(form, result)
    sample = select(opened(result), wanted, design, seed=seed)
    write_form(sample, form)
    if as_json:
        click.echo(json.dumps({"sample": sample.id, "form": str(form), **sample.parameters()}))
        return
    size, drawn, strata = len(sample.population.keys), len(sample.places), len(sample.plan.strata)
    click.echo(
        _help(
            f"从 {size:,} 项中抽取 {drawn:,} 项（{strata} 层），样本 {sample.id}：{form}\n"
            f"填好后：mingzheng originals record {result} {form}",
            f"{drawn:,} of {size:,} drawn ({strata} strata), sample {sample.id}: {form}\n"
            f"When it is filled in: mingzheng originals record {result} {form}",
        )
    )


@command.command(
    "record",
    help=_help(
        "读回填好（或部分填好）的抽查表，并入结果文件夹，重写报告，重新封存。",
        "Take a filled (or half-filled) form back into its result, write the report anew, seal.",
    ),
)
@click.argument("result", type=click.Path(path_type=Path))
@click.argument("form", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_help("输出一个 JSON 对象", "print JSON"))
def record_command(*, result: Path, form: Path, as_json: bool) -> None:
    """Merge the findings of a form into the result."""
    from mingzheng.audit.sampling import opened, record
    from mingzheng.audit.sampling.record import conclusions, seal
    from mingzheng.reports import write_report
    from mingzheng.reports.originals import read_form
    from mingzheng.reports.originals.section import sentences

    today = dt.date.today()  # noqa: DTZ011 - the user's own today
    sealed = opened(result)
    filled = read_form(form, sealed, today=today)
    record(filled.sample, filled.findings)
    write_report(result)
    seal(sealed)
    said = conclusions(sealed)[filled.sample.id]
    if as_json:
        click.echo(json.dumps({"sample": filled.sample.id, **said}, ensure_ascii=False))
        return
    for line in sentences(said):
        click.echo(str(line))
    click.echo(_help(f"报告：{result / 'report.html'}", f"Report: {result / 'report.html'}"))


def _rules(ids: tuple[str, ...], item: str | None) -> tuple[str, ...]:
    """The rules asked for, by id; all where neither rule nor item is named."""
    from mingzheng.rules import rule_by_id, rules

    chosen = {rule_by_id(id_).id for id_ in ids}
    if item is not None:
        of_item = {rule.id for rule in rules() if item in rule.items}
        if not of_item:
            raise RuleError(
                zh=f"没有规则属于事项 {item}：请用 mingzheng rules list 查看。",
                en=f"No rule belongs to item {item}: see mingzheng rules list.",
            )
        chosen |= of_item
    return tuple(sorted(chosen or {rule.id for rule in rules()}))


def _item(ids: tuple[str, ...], item: str | None) -> tuple[str, ...]:
    """The one item whose subjects are drawn from."""
    from mingzheng.law import catalogue

    return ids if ids or item is None else (catalogue().item(item).id,)


def _outside(form: Path, result: Path) -> None:
    """A form in the result folder would break its seal."""
    if result.resolve() in form.resolve().parents:
        raise click.BadParameter(
            _help(
                f"{form} 在结果文件夹里，会破坏封存：请写到别处。",
                f"{form} lies in the result folder and would break its seal: write it elsewhere.",
            ),
            param_hint="--output",
        )
