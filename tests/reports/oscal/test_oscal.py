"""OSCAL documents: an independent reader takes them, every reference resolves, nothing is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from trestle.core.validator_factory import validator_factory
from trestle.oscal import OSCAL_VERSION
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.poam import PlanOfActionAndMilestones

from mingzheng import law
from mingzheng.cli.entry import group
from mingzheng.errors import OutputError
from mingzheng.reports.oscal import write_oscal
from mingzheng.reports.oscal.document import NS, VERSION
from mingzheng.rules import VERSION as RULES
from mingzheng.rules import rules

MODELS = {
    "catalog.json": Catalog,
    "assessment-results.json": AssessmentResults,
    "plan-of-action-and-milestones.json": PlanOfActionAndMilestones,
}
Make = Callable[..., Path]
DAY = "2022-08-30T00:00:00+08:00"
MIDNIGHT = dt.datetime.fromisoformat(DAY)
TIMES = ("last-modified", "start", "collected", "end", "published")


def seal(folder: Path, **run: Any) -> Path:
    """A result of this version, a verdict file for each rule, its outputs sealed."""
    for path in sorted((folder / "verdicts").glob("*.parquet")):
        table = pq.read_table(path)
        path.unlink()
        for rule in set(table["rule"].to_pylist()):
            own = folder / "verdicts" / f"{rule}.parquet"
            mine = table.filter(pa.compute.equal(table["rule"], rule))
            before = [pq.read_table(own)] if own.exists() else []
            pq.write_table(pa.concat_tables([*before, mine]), own)
    said = json.loads((folder / "run.json").read_text("utf-8"))
    said |= {"rules": {"version": RULES, "sha256": "a" * 64}, **run}
    said["outputs"] = [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*.parquet"))
    ]
    (folder / "run.json").write_text(json.dumps(said), "utf-8")
    return folder


@pytest.fixture
def written(plausible: Path, tmp_path: Path) -> dict[str, Any]:
    """The documents of a plausible run, by file."""
    paths = write_oscal(seal(plausible), tmp_path / "oscal 文件")
    assert [path.name for path in paths] == list(MODELS)
    return {path.name: json.loads(path.read_text("utf-8")) for path in paths}


def content(written: dict[str, Any], name: str) -> Any:
    (inside,) = written[name].values()
    return inside


def walk(node: Any) -> Iterator[tuple[str, Any]]:
    """Every (key, value) of a document."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def values(node: Any, key: str) -> list[Any]:
    return [value for found, value in walk(node) if found == key]


def props(node: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in node["props"]}


# ------------------------------------------------------------------ the oracle


@pytest.mark.parametrize("name", MODELS)
def test_an_independent_reader_takes_and_validates_it(written, tmp_path, name):
    path = tmp_path / "oscal 文件" / name
    read = MODELS[name].oscal_read(path)
    assert read is not None
    assert all(each.model_is_valid(read, True) for each in validator_factory.get_all())
    assert VERSION == OSCAL_VERSION == content(written, name)["metadata"]["oscal-version"]
    again = tmp_path / "again" / name
    again.parent.mkdir()
    read.oscal_write(again)
    assert same(json.loads(again.read_text("utf-8")), written[name])


def same(theirs: Any, ours: Any) -> bool:
    """Equal but for how times are spelled."""
    if isinstance(ours, dict):
        return set(theirs) == set(ours) and all(same(theirs[key], ours[key]) for key in ours)
    if isinstance(ours, list):
        return len(theirs) == len(ours) and all(map(same, theirs, ours))
    return theirs == ours or (ours == DAY and dt.datetime.fromisoformat(theirs) == MIDNIGHT)


# ------------------------------------------------------------------ references


def test_identifiers_are_unique_and_of_version_5(written):
    for document in written.values():
        found = values(document, "uuid")
        assert len(found) == len(set(found))
        assert {uuid.UUID(each).version for each in found} == {5}


def test_every_reference_resolves(written):
    ids = set(values(written["catalog.json"], "id"))
    assert {href[1:] for href in values(written["catalog.json"], "href")} <= ids
    results = content(written, "assessment-results.json")
    assert set(values(results, "target-id")) | set(values(results, "control-id")) <= ids
    for name in list(MODELS)[1:]:
        document = content(written, name)
        known = set(values(document, "uuid"))
        for key in ("subject-uuid", "observation-uuid", "risk-uuid"):
            assert set(values(document, key)) <= known
        inside = {href[1:] for href in values(document, "href") if href.startswith("#")}
        assert inside <= known


def test_the_sealed_files_are_linked_with_their_hashes(written, plausible, tmp_path):
    resources = content(written, "assessment-results.json")["back-matter"]["resources"]
    hashed = {each["title"]: each for each in resources if "hashes" in each["rlinks"][0]}
    assert "verdicts/identity.never_checked.parquet" in hashed
    for each in hashed.values():
        (link,) = each["rlinks"]
        path = tmp_path / "oscal 文件" / unquote(link["href"])
        assert path.resolve().is_relative_to(plausible)
        assert link["hashes"][0]["value"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert link["href"].isascii()


# ------------------------------------------------------------------ what is said


def test_every_item_article_and_rule_is_in_the_catalog(written):
    catalog = written["catalog.json"]
    said = [(p["name"], p["value"]) for each in values(catalog, "props") for p in each]
    assert {value for name, value in said if name == "rule"} == {rule.id for rule in rules()}
    assert {v for n, v in said if n == "label"} == {item.id for item in law.catalogue().items()}
    articles = {value for name, value in said if name == "article"}
    assert {cite for item in law.catalogue().items() for cite in item.articles} <= articles
    prose = "".join(values(catalog, "prose"))
    assert "〔未核实〕" in prose or "〔未核实；" in prose


def test_every_property_of_ours_is_in_our_namespace(written):
    for document in written.values():
        for each in values(document, "props"):
            assert all(p.get("ns") == NS or p["name"] == "label" for p in each)


def test_every_property_is_documented(written):
    page = (Path(__file__).parents[3] / "docs/oscal.md").read_text("utf-8")
    names = {p["name"] for each in values(list(written.values()), "props") for p in each}
    assert {re.sub("-(zh|en)$", "", name) for name in names} - {"label"} <= set(
        re.findall(r"`([a-z0-9-]+)`", page)
    )
    assert NS in page


def test_counts_and_standing_are_those_of_the_run(written, plausible):
    summary = json.loads((plausible / "run.json").read_text("utf-8"))["summary"]
    results = content(written, "assessment-results.json")["results"][0]
    for observation in results["observations"]:
        told = props(observation)
        counts = summary["rules"][told["rule"]]
        assert {n: int(told[n]) for n in ("examined", "breach", "unknown")} == {
            n: counts[n] for n in ("examined", "breach", "unknown")
        }
    for finding in results["findings"]:
        told, status = props(finding), finding["target"]["status"]
        assert (status["state"] == "satisfied") == (told["standing"] == "clear")
        assert (status["reason"] == "fail") == (told["standing"] == "suspected")
        if int(told["unknown"]) or int(told["breach"]):
            assert status["state"] == "not-satisfied"
    observed = [props(each)["rule"] for each in results["observations"]]
    assert len(observed) == len(set(observed)) > 20


def counted(id: str, verdict: str, count: int) -> dict[str, Any]:
    """A row of the statistics, of a rule or an item."""
    row = {"scope": "rule" if id[-1].isalpha() else "item", "id": id, "item": "3.1"}
    return {**row, "in_period": True, "held": False, "verdict": verdict, "count": count}


def standings(folder: Path) -> dict[str, str]:
    """The standing of each finding, by its rule or item."""
    findings = values(
        json.loads((folder / "assessment-results.json").read_text("utf-8")), "findings"
    )
    told = [props(each) for each in findings[0]]
    return {each.get("rule") or each["item"]: each["standing"] for each in told}


SPAN = {
    "from": "2017-07-01",
    "until": "2022-08-30",
    "product": None,
    "registration_authority": None,
}


def test_only_what_was_wholly_examined_and_covered_is_satisfied(make_result: Make, tmp_path):
    clear = [counted(id, "clear", 9) for id in ("3.1", "contract.never_signed")]
    bare = seal(make_result(name="bare", statistics=clear))
    said = json.loads((bare / "run.json").read_text("utf-8"))["tables"]
    whole = {name: {**entry, "supplied": True, "coverage": [SPAN]} for name, entry in said.items()}
    covered = seal(make_result(name="covered", statistics=clear), tables=whole)
    for folder, expected in ((bare, "unknown"), (covered, "clear")):
        paths = write_oscal(folder, tmp_path / folder.name)
        told = standings(tmp_path / folder.name)
        assert (told["3.1"], told["contract.never_signed"]) == (expected, expected)
        assert "3.2" not in told or told["3.2"] != "clear"
        assert [path.name for path in paths] == list(MODELS)[:2]


def test_a_plan_that_is_no_longer_needed_is_taken_away(make_result: Make, tmp_path):
    before = [counted("contract.never_signed", "breach", 1)]
    after = [counted("contract.never_signed", "clear", 1)]
    for name, statistics, files in (("a", before, 3), ("b", after, 2)):
        folder = seal(make_result(name=name, statistics=statistics))
        assert len(write_oscal(folder, tmp_path / "oscal")) == files
        assert len(list((tmp_path / "oscal").iterdir())) == files


def test_many_verdicts_make_no_longer_documents(plausible: Path, tmp_path):
    small = [path.stat().st_size for path in write_oscal(seal(plausible), tmp_path / "oscal")]
    for path in (plausible / "verdicts").glob("*.parquet"):
        table = pq.read_table(path)
        with pq.ParquetWriter(path, table.schema) as writer:
            for _ in range(60):
                writer.write_table(table)
    large = [path.stat().st_size for path in write_oscal(seal(plausible), tmp_path / "oscal")]
    assert all(abs(b - a) < 500 for a, b in zip(small, large, strict=True))


def test_the_same_result_gives_the_same_bytes(plausible: Path, tmp_path):
    seal(plausible)
    twice = [[path.read_bytes() for path in write_oscal(plausible, tmp_path / "o")] for _ in "ab"]
    assert twice[0] == twice[1]
    times = {str(value) for key, value in walk(json.loads(twice[0][1])) if key in TIMES}
    assert times == {DAY}


def test_what_strangers_wrote_stays_masked_and_readable(hostile: Path, person: str, tmp_path):
    paths = write_oscal(seal(hostile), tmp_path / "oscal")
    for path in paths:
        assert person not in path.read_text("utf-8")
        assert MODELS[path.name].oscal_read(path) is not None


# ------------------------------------------------------------------ refusals, the command


def test_a_result_whose_seal_is_broken_is_refused(plausible: Path, tmp_path):
    seal(plausible)
    path = plausible / "verdicts/identity.never_checked.parquet"
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(OutputError):
        write_oscal(plausible, tmp_path / "oscal")
    assert not (tmp_path / "oscal").exists()


@pytest.mark.parametrize("name", ["rules", "law"])
def test_a_result_of_other_rules_or_law_is_refused(plausible: Path, tmp_path, name):
    seal(plausible, **{name: {"version": "2020.01", "sha256": "a" * 64}})
    with pytest.raises(OutputError) as refused:
        write_oscal(plausible, tmp_path / "oscal")
    assert "another version" in refused.value.text.en


def test_a_folder_that_cannot_be_written_is_explained(plausible: Path, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError):
        write_oscal(seal(plausible), tmp_path / "file")


def test_the_command_names_what_it_wrote(plausible: Path, tmp_path):
    words = ["oscal", str(seal(plausible)), "-o", str(tmp_path / "oscal")]
    done = CliRunner().invoke(group, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert [Path(line).name for line in done.stdout.splitlines()] == list(MODELS)


def test_counts_edited_in_run_json_are_refused(plausible: Path, tmp_path):
    path = plausible / "run.json"
    said = json.loads(path.read_text("utf-8"))
    said["summary"]["rules"]["identity.never_checked"]["clear"] += 1
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(OutputError) as refused:
        write_oscal(plausible, tmp_path / "oscal")
    assert "identity.never_checked" in refused.value.text.zh
    assert not (tmp_path / "oscal").exists()
