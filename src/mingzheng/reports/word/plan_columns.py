"""The columns of the plan's workbook: what is known, and what a person fills in or changes."""

from __future__ import annotations

from dataclasses import dataclass

from mingzheng.language import Text

TITLE = Text(zh="整改任务", en="Measures")


@dataclass(frozen=True)
class Column:
    """One column: `name` stands in the last line of its heading and is what it is read by."""

    name: str
    heading: Text
    width: int
    editable: bool = False


COLUMNS = (
    Column("problem", Text(zh="问题编号", en="problem"), 30),
    Column("items", Text(zh="事项", en="items"), 9),
    Column("nature", Text(zh="性质", en="nature"), 11),
    Column("title", Text(zh="问题", en="what it is"), 30),
    Column("extent", Text(zh="数量和日期", en="extent"), 26),
    Column("basis", Text(zh="依据", en="law"), 30),
    Column("kind", Text(zh="措施类型", en="kind"), 11, editable=True),
    Column("measure", Text(zh="整改措施", en="measure"), 44, editable=True),
    Column("acceptance", Text(zh="验收标准", en="accepted when"), 40, editable=True),
    Column("cause", Text(zh="根本原因", en="root cause"), 26, editable=True),
    Column("owner", Text(zh="责任人", en="owner"), 14, editable=True),
    Column("deadline", Text(zh="完成期限", en="deadline"), 14, editable=True),
)
READ = ("problem", *(column.name for column in COLUMNS if column.editable))
"""What is read back; the rest is the audit's and taken from the result folder again."""
