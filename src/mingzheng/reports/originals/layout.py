"""What stands where on the form: shared by who writes it and who reads it back."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa

from mingzheng import law
from mingzheng.audit.sampling import Question, Sample, Verdict
from mingzheng.language import Text
from mingzheng.reports import sheets
from mingzheng.reports.items import dimension_value
from mingzheng.reports.plain import cell
from mingzheng.reports.reading import read

FORM, PARAMETERS = "原件抽查表", "抽样参数"
HEADER_ROW = 3
"""Counted from 0; the first original stands below it."""


@dataclass(frozen=True)
class Column:
    """One column of the form; `filled` by the person, otherwise protected."""

    name: str
    heading: Text
    width: int
    filled: bool = False
    choices: tuple[str, ...] = ()


YES, NO = "是", "否"
VERDICTS = {
    Verdict.SO: Text(zh="属实", en="so"),
    Verdict.PARTLY: Text(zh="部分属实", en="partly so"),
    Verdict.NOT_SO: Text(zh="不属实", en="not so"),
    Verdict.UNSEEN: Text(zh="未见原件", en="original not seen"),
}
COLUMNS = (
    Column("number", Text(zh="序号", en="no."), 5),
    Column("stratum", Text(zh="层", en="stratum"), 14),
    Column("rule_title", Text(zh="检查", en="check"), 22),
    Column("subject", Text(zh="对象", en="subject"), 13),
    Column("application_id", Text(zh="申请编号", en="application"), 13),
    Column("serial_number", Text(zh="证书序列号", en="serial number"), 17),
    Column("shows", Text(zh="记录所载", en="what the records say"), 38),
    Column("sources", Text(zh="记录出处", en="file:line"), 21),
    Column("archive", Text(zh="档案编号", en="archive reference"), 11),
    Column("seen", Text(zh="见到原件", en="original seen"), 7, filled=True, choices=(YES, NO)),
    Column("matches", Text(zh="与记录相符", en="matches record"), 7, filled=True, choices=(YES, NO)),
    Column(
        "verdict", Text(zh="结论", en="verdict"), 10, filled=True,
        choices=tuple(text.zh for text in VERDICTS.values()),
    ),
    Column("note", Text(zh="说明", en="note"), 20, filled=True),
    Column("reviewer", Text(zh="核查人", en="reviewer"), 8, filled=True),
    Column("day", Text(zh="核查日期", en="date"), 11, filled=True),
)  # fmt: skip
PLACES = {column.name: place for place, column in enumerate(COLUMNS)}

PROVEN = Text(
    zh="原件证明已依法办理，且与记录相符",
    en="the original proves that the duty was kept, as recorded",
)
SUSPECTED = Text(zh="记录所示的疑似情形属实", en="what the records make suspect is so")


def statement(question: Question) -> Text:
    """What each original is asked: the statement that a verdict says is so, or not so."""
    if question is Question.UNKNOWN or question.of_subjects:
        return PROVEN
    return SUSPECTED


PARAMETER_NAMES = {
    "question": Text(zh="抽取对象", en="drawn from"),
    "rules": Text(zh="规则", en="rules"),
    "by": Text(zh="分层依据", en="strata by"),
    "confidence": Text(zh="置信度", en="confidence"),
    "tolerable": Text(zh="可容忍率", en="tolerable rate"),
    "expected": Text(zh="预计率", en="expected rate"),
    "least": Text(zh="每层至少抽取", en="least of a stratum"),
    "seed": Text(zh="种子", en="seed"),
    "population": Text(zh="总体数量", en="size of the population"),
    "population_sha256": Text(zh="总体摘要（SHA-256）", en="digest of the population"),
    "drawn": Text(zh="抽取数量", en="drawn"),
    "acceptable": Text(zh="可接受的不属实数", en="errors still acceptable"),
    "run": Text(zh="运行指纹", en="fingerprint of the run"),
}
QUESTIONS = {
    Question.HELD: Text(zh="待核实的疑似问题", en="suspected violations held until confirmed"),
    Question.VIOLATIONS: Text(zh="疑似问题", en="suspected violations"),
    Question.DOUBTS: Text(zh="疑点", en="doubts"),
    Question.NOTICES: Text(zh="提示", en="notices"),
    Question.UNKNOWN: Text(zh="无法证明的", en="what can't be shown"),
    Question.CLEAR: Text(zh="未见问题的", en="what was clear"),
    Question.EXAMINED: Text(zh="全部已查对象", en="all that was examined"),
}


def stratum_name(by: tuple[str, ...], values: tuple[str | int | None, ...]) -> Text:
    """A stratum in words: 政务 / 2019 / RA03."""
    named = [
        dimension_value(name, None if value is None else str(value))
        for name, value in zip(by, values, strict=True)
    ]
    return Text(zh=" / ".join(t.zh for t in named), en=" / ".join(t.en for t in named))


def protected(sample: Sample) -> list[list[str]]:
    """The protected cells of each original as text, by number; the first is the number."""
    batch = sample.rows.to_batches()[0]
    by_name = dict(
        zip((c.name for c in sheets.COLUMNS), sheets.cells(read(sample.result.folder), batch),
            strict=True)
    )  # fmt: skip
    wanted = sample.population.wanted
    names = [stratum_name(wanted.strata_by, name).zh for name in sample.population.names]
    numbers = range(1, batch.num_rows + 1)
    rule_ids = by_name["rule"].to_pylist()
    if wanted.question.of_subjects:
        titles = [f"事项：{law.catalogue().item(wanted.rules[0]).title.zh}"] * len(rule_ids)
    else:
        titles = [title.split("\n")[0] for title in by_name["rule_title"].to_pylist()]
    columns: dict[str, list[str | None]] = {
        "rule_title": [f"{t}\n{r}" for t, r in zip(titles, rule_ids, strict=True)],
        "number": [str(number) for number in numbers],
        "stratum": [names[sample.stratum(number)] for number in numbers],
        "archive": _archive(batch["shows"]),
    }
    for column in COLUMNS:
        if not column.filled and column.name not in columns:
            columns[column.name] = by_name[column.name].to_pylist()
    ours = [columns[column.name] for column in COLUMNS if not column.filled]
    return [[value or "" for value in row] for row in zip(*ours, strict=True)]


def _archive(shows: pa.Array) -> list[str | None]:
    """The references into the archive among what a verdict shows."""
    return [
        "\n".join(
            cell(f["value"]) for f in facts or () if f["name"].endswith("_ref") and f["value"]
        )
        for facts in shows.to_pylist()
    ]


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters; Chinese ones count twice."""
    taken = (sum(1 + (ord(c) > 0x2E7F) for c in line) for line in text.split("\n"))
    return sum(max(1, -(-columns // width)) for columns in taken)


def reference(row: int, column: int) -> str:
    """A cell as Excel names it, from places counted from 0; the form has fewer than 27 columns."""
    return f"{chr(ord('A') + column)}{row + 1}"


def percent_of(rate: str) -> str:
    """A parameter that is a fraction, as a percentage where that is short."""
    value = Fraction(rate) * 100
    return f"{value.numerator / value.denominator:g}%"
