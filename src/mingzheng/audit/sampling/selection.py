r"""Which originals are drawn: those whose keys, hashed with the seed, come first.

    SHA-256(seed + "\n" + key), UTF-8, as hexadecimal digits

Whoever has the result and the seed can draw again, in any language, on any machine; nobody can
tell before the seed is known what will be drawn. A larger draw with the same seed goes on from
the smaller one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.sampling.design import Design, Plan, plan, rate
from mingzheng.audit.sampling.examined import as_verdicts
from mingzheng.audit.sampling.population import (
    Population,
    Question,
    SealedResult,
    Wanted,
    population,
)
from mingzheng.audit.verdicts import SCHEMA
from mingzheng.errors import MingzhengError

LONGEST_SEED = 200


@dataclass(frozen=True)
class Sample:
    """The originals drawn, numbered from 1 by stratum and then by hash."""

    result: SealedResult
    population: Population
    design: Design
    seed: str
    plan: Plan
    places: tuple[int, ...]
    """Of each original, by number: its place in the population."""

    @cached_property
    def id(self) -> str:
        """Twelve hexadecimal digits that tell this sample from any other."""
        told = "\n".join(f"{key}={value}" for key, value in self.parameters().items())
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def parameters(self) -> dict[str, str]:
        """Everything the draw rests on, as text: from this and the result it can be repeated."""
        wanted, design = self.population.wanted, self.design
        return {
            "question": wanted.question.value,
            "rules": " ".join(wanted.rules),
            "by": " ".join(wanted.strata_by),
            "confidence": _decimal(design.confidence),
            "tolerable": _decimal(design.tolerable),
            "expected": _decimal(design.expected),
            "least": str(design.least),
            "seed": self.seed,
            "population": str(len(self.population.keys)),
            "population_sha256": self.population.digest,
            "drawn": str(len(self.places)),
            "acceptable": str(self.plan.acceptable),
            "run": self.result.fingerprint,
        }

    def stratum(self, number: int) -> int:
        """The place of the stratum that an original, by its number from 1, was drawn from."""
        return self.population.strata[self.places[number - 1]]

    @cached_property
    def rows(self) -> pa.Table:
        """The verdicts drawn, with all their columns, by number."""
        by_file: dict[Path, list[tuple[int, int]]] = defaultdict(list)
        for number, place in enumerate(self.places):
            path, row = self.population.rows[place]
            by_file[path].append((row, number))
        parts, numbers = [SCHEMA.empty_table()], []
        for path, wanted in sorted(by_file.items()):
            wanted.sort()
            parts += _taken(path, [row for row, _ in wanted], self.population.wanted)
            numbers += [number for _, number in wanted]
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        return pa.concat_tables(parts).take(order).combine_chunks()


def _decimal(share: Fraction) -> str:
    """0.95 where that is exact, else 2/3."""
    decimal = f"{float(share):.12f}".rstrip("0").rstrip(".")
    return decimal if Fraction(decimal) == share else str(share)


def _taken(path: Path, rows: list[int], wanted: Wanted) -> Iterable[pa.Table]:
    """Some rows of a file drawn from, in their order, a row group at a time, as verdicts."""
    with pq.ParquetFile(path) as file:
        start = 0
        for group in range(file.num_row_groups):
            end = start + file.metadata.row_group(group).num_rows
            here = [row - start for row in rows if start <= row < end]
            if here:
                taken = file.read_row_group(group).take(here)
                if wanted.question.of_subjects:
                    yield as_verdicts(taken, wanted.rules[0], path.stem)
                else:
                    yield taken.cast(SCHEMA)
            start = end


def select(result: SealedResult, wanted: Wanted, design: Design, *, seed: str) -> Sample:
    """Draw a stratified random sample.

    Raises MingzhengError where the seed is unfit or there is nothing to draw from.
    """
    if not seed.strip() or len(seed) > LONGEST_SEED or not seed.isprintable():
        raise MingzhengError(
            zh=f"种子须为 1 至 {LONGEST_SEED} 个可见字符，不能换行。",
            en=f"The seed has 1 to {LONGEST_SEED} visible characters on one line.",
        )
    drawn_from = population(result, wanted)
    if not drawn_from.keys:
        raise MingzhengError(
            zh=f"结果 {result.folder} 中没有这样的结论，无可抽取：请另选规则、事项或类别。",
            en=f"The result {result.folder} holds no such verdict to draw from: choose another rule, item or kind.",
        )
    planned = plan(drawn_from.sizes, design)
    return Sample(result, drawn_from, design, seed, planned, _places(drawn_from, planned, seed))


def _places(drawn_from: Population, planned: Plan, seed: str) -> tuple[int, ...]:
    members: Mapping[int, list[tuple[str, int]]] = defaultdict(list)
    for place, (key, stratum) in enumerate(zip(drawn_from.keys, drawn_from.strata, strict=True)):
        members[stratum].append((ordered_by(seed, key), place))
    found: list[int] = []
    for stratum, drawn in enumerate(planned.strata):
        found += [place for _, place in sorted(members[stratum])[: drawn.drawn]]
    return tuple(found)


def ordered_by(seed: str, key: str) -> str:
    """Where a key stands in the order of a seed."""
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def repeated(result: SealedResult, parameters: Mapping[str, Any]) -> Sample:
    """The sample that a form's parameters describe, drawn again from a result."""
    wanted = Wanted(
        Question(parameters["question"]),
        tuple(parameters["rules"].split()),
        tuple(parameters["by"].split()),
    )
    design = Design(
        confidence=rate(parameters["confidence"]),
        tolerable=rate(parameters["tolerable"]),
        expected=rate(parameters["expected"]),
        least=int(parameters["least"]),
    )
    return select(result, wanted, design, seed=parameters["seed"])
