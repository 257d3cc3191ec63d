"""What the report says of originals that a person has looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingzheng.audit.sampling import Question
from mingzheng.audit.sampling.record import CONCLUSIONS
from mingzheng.errors import OutputError
from mingzheng.language import Text
from mingzheng.reports.layout import Cell, Table, number, words
from mingzheng.reports.originals.layout import QUESTIONS, percent_of, statement, stratum_name
from mingzheng.reports.plain import shown
from mingzheng.reports.reading import Result

OUTCOMES = {
    "confirmed": Text(zh="抽到的全部属实", en="all drawn are so"),
    "refuted": Text(zh="抽到的全部不属实", en="none drawn is so"),
    "mixed": Text(zh="不一致", en="mixed"),
    "undecided": Text(zh="未定", en="undecided"),
}


@dataclass(frozen=True)
class View:
    """One sample on the page."""

    id: str
    title: Text
    statement: Text
    sentences: tuple[Text, ...]
    seed: str
    digest: str
    table: Table


def views(result: Result) -> tuple[View, ...]:
    """The samples of a result on which findings were recorded; none where there are none."""
    path = result.folder / CONCLUSIONS
    if not path.exists():
        return ()
    try:
        samples = json.loads(path.read_text("utf-8"))["samples"]
        return tuple(_view(id_, said) for id_, said in sorted(samples.items()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            zh=f"{path} 已损坏：请重新运行 mingzheng audit，再读回抽查表。",
            en=f"{path} is damaged: run mingzheng audit again and record the forms again.",
        ) from error


def _view(id_: str, said: Mapping[str, Any]) -> View:
    parameters = said["parameters"]
    question = Question(parameters["question"])
    rules = parameters["rules"].split()
    of = rules[0] if len(rules) == 1 else None
    kind = QUESTIONS[question]
    return View(
        id=id_,
        title=Text(zh=f"{kind.zh}：{of}", en=f"{kind.en}: {of}") if of else kind,
        statement=statement(question),
        sentences=sentences(said),
        seed=shown(parameters["seed"], 200),
        digest=parameters["population_sha256"],
        table=_table(said),
    )


def sentences(said: Mapping[str, Any]) -> tuple[Text, ...]:
    """What a sample shows, in words; never more than it shows."""
    parameters = said["parameters"]
    confidence, tolerable = (percent_of(parameters[k]) for k in ("confidence", "tolerable"))
    counted = Text(
        zh=f"总体 {said['size']:,} 项，抽取 {said['drawn']:,} 项：属实 {said['so']:,}，"
        f"部分属实 {said['partly']:,}，不属实 {said['not_so']:,}，未见原件 {said['unseen']:,}，"
        f"尚未核查 {said['open']:,}。",
        en=f"{said['drawn']:,} of {said['size']:,} drawn: {said['so']:,} so, {said['partly']:,} "
        f"partly, {said['not_so']:,} not so, {said['unseen']:,} originals not seen, "
        f"{said['open']:,} not yet reviewed.",
    )
    interval = _interval(said)
    limits = Text(
        zh=f"不属实率的 {confidence} 置信区间：{interval}（部分属实、未见原件和尚未核查的计入上限，不计入下限）。",
        en=f"Rate of what is not so, {confidence} interval: {interval} (partly so, not seen and "
        "not yet reviewed count in the upper limit only).",
    )
    return (counted, limits, _claim(said, confidence, tolerable))


def _claim(said: Mapping[str, Any], confidence: str, tolerable: str) -> Text:
    most = said["errors_at_most"]
    if said["supported"]:
        return Text(
            zh=f"以 {confidence} 的置信度，总体中不属实的至多 {most:,} 项，低于可容忍率 {tolerable}；这不等于没有。",
            en=f"At {confidence} confidence at most {most:,} in all are not so, below the "
            f"tolerable rate of {tolerable}; that is not to say that there are none.",
        )
    if not said["complete"]:
        return Text(
            zh="核查尚未完成，样本暂不能支持任何总体结论。",
            en="The review is not complete: the sample supports no conclusion on the whole yet.",
        )
    return Text(
        zh=f"样本不能支持“不属实率低于 {tolerable}”：以 {confidence} 的置信度，至多 {most:,} 项。",
        en=f"The sample does not support a rate below {tolerable}: at {confidence} confidence "
        f"there are at most {most:,}.",
    )


def _interval(of: Mapping[str, Any]) -> str:
    """Both limits to a hundredth of a per cent, rounded outward."""
    lower, upper = of["lower"] // 100, -(-of["upper"] // 100)
    return " – ".join(f"{limit // 100}.{limit % 100:02}%" for limit in (lower, upper))


def _table(said: Mapping[str, Any]) -> Table:
    by = tuple(said["parameters"]["by"].split())
    rows: list[tuple[Cell, ...]] = [
        _row(stratum_name(by, tuple(s["of"])), s, OUTCOMES[s["outcome"]]) for s in said["strata"]
    ]
    several = len(rows) > 1
    if several:
        rows.append(_row(Text(zh="合计", en="all"), said, None))
    return Table(
        caption=Text(zh="各层的核查结果", en="Findings by stratum"),
        columns=(
            words("层", "stratum"),
            number("总体", "population"),
            number("抽取", "drawn"),
            number("属实", "so"),
            number("部分属实", "partly"),
            number("不属实", "not so"),
            number("未见原件", "not seen"),
            number("尚未核查", "open"),
            words("不属实率区间", "interval of what is not so"),
            words("结果", "outcome"),
        ),
        rows=tuple(rows),
        strong=frozenset({len(rows) - 1} if several else ()),
        note=Text(
            zh="各层为 Clopper–Pearson 精确区间；合计按各层数量加权，区间不论错误如何分布于各层均成立"
            "（Hoeffding 1956，偏宽）。",
            en="Strata: exact Clopper–Pearson intervals. All: strata pooled, an interval that "
            "holds however errors lie in the strata (Hoeffding 1956), wider than needed.",
        ),
    )


def _row(name: Text, of: Mapping[str, Any], outcome: Text | None) -> tuple[Cell, ...]:
    counts = (of[k] for k in ("size", "drawn", "so", "partly", "not_so", "unseen", "open"))
    return (name, *counts, _interval(of), outcome)
