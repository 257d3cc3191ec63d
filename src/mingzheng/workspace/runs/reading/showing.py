"""One verdict as its page shows it: what is seen, what proves it, which law it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mingzheng import law
from mingzheng.errors import LawError, RuleError
from mingzheng.language import Text
from mingzheng.law.article import Article
from mingzheng.records.stages import named as stage_text
from mingzheng.reports import wording
from mingzheng.reports.dossiers import Example, example
from mingzheng.rules import Rule, rule_by_id
from mingzheng.workspace.runs.reading.browsing import Place, rows_of
from mingzheng.workspace.runs.reading.results import named, opened

__all__ = ["Basis", "Found", "stage_text", "verdict"]

_COLUMNS = "* EXCLUDE (filename, file_row_number)"


@dataclass(frozen=True)
class Basis:
    """Something the rule rests on; `text` is bare only where it is verbatim."""

    cited: Text
    text: Text | None
    mark: Text | None


@dataclass(frozen=True)
class Found:
    """One verdict."""

    place: Place
    title: Text
    item: str
    unknown: bool
    finds: Text | None
    innocent: Text | None
    competent: Text | None
    looks_at: Text
    example: Example
    bases: tuple[Basis, ...]


def verdict(folder: Path, place: Place) -> Found | None:
    """The verdict at a place; None where there is none."""
    path = folder / "verdicts" / f"{place.rule}.parquet"
    if not path.is_file():
        return None
    rows = rows_of([str(path)], _COLUMNS, ["file_row_number = ?"], [place.row], "").to_pylist()
    if not rows:
        return None
    (row,) = rows
    result, rule = opened(folder), _rule(row["rule"])
    kind = wording.kind_of_dossier(row["looks_at"])
    steps = result.examples().get((row["rule"], row["subject"]), [])
    return Found(
        place=place,
        title=named(row["rule"])[0],
        item=row["item"],
        unknown=row["verdict"] == "unknown",
        finds=_plain(rule.finds) if rule else None,
        innocent=_plain(rule.innocent) if rule else None,
        competent=wording.COMPETENT[rule.authority] if rule else None,
        looks_at=Text(zh=kind.ZH, en=kind.EN),
        example=example(result, row, steps),
        bases=tuple(_basis(id) for id in rule.cites) if rule else (),
    )


def _rule(id: str) -> Rule | None:
    try:
        return rule_by_id(id)
    except RuleError:
        return None


def _plain(text: Text) -> Text:
    """Without the marks of code."""
    return Text(zh=text.zh.replace("`", ""), en=text.en.replace("`", ""))


def _basis(id: str) -> Basis:
    cited = wording.citation(id)
    try:
        found = law.catalogue().find(id)
    except LawError:
        return Basis(cited, None, None)
    if not isinstance(found, Article):
        return Basis(cited, None, None)
    text = Text(zh=found.shown("zh"), en=found.shown("en"))
    return Basis(cited, text, found.mark.text)
