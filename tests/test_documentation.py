"""What the pages say is so: links lead somewhere, commands exist, examples run, nothing is left out."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from mingzheng.audit.verdicts import SCHEMA as VERDICTS
from mingzheng.cli.entry import group
from mingzheng.evidence.reading import read_settings
from mingzheng.records.schema import tables
from mingzheng.rules import rules

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = [ROOT / "README.zh-CN.md", ROOT / "README.md"]
COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|tmp|home)/\w")
URL = re.compile(r"\bhttps?://\S+")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
each_readme = pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)


def prose(page: Path) -> str:
    """A page without its code."""
    return FENCE.sub("", page.read_text("utf-8"))


def code(page: Path, language: str) -> list[str]:
    return [block for found, block in FENCE.findall(page.read_text("utf-8")) if found == language]


def headings(page: Path) -> list[str]:
    return re.findall(r"^(#+ .+)$", prose(page), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What a fragment may name: headings as forges spell them, and explicit anchors."""
    words = [heading.lstrip("#").strip().lower() for heading in headings(page)]
    spelled = {re.sub(r"[^\w\- ]", "", each).replace(" ", "-") for each in words}
    return spelled | set(re.findall(r'<a id="([^"]+)">', page.read_text("utf-8")))


def commands(
    command: click.Command = group, path: tuple[str, ...] = ("mingzheng",)
) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its whole name."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, (*path, name))


def section(name: str) -> str:
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", COMMANDS, re.DOTALL | re.MULTILINE)
    assert found, f"docs/commands.md has no section {name}"
    return found[1]


def rows(text: str) -> set[str]:
    """What is documented in the first column of tables, word by word in backquotes."""
    first = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    return {word for cell in first for word in re.findall(r"`([^`]+)`", cell)}


@each_page
def test_links_lead_somewhere(page: Path):
    for link in LINK.findall(prose(page)):
        target, _, fragment = link.partition("#")
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), link
        assert there.is_relative_to(ROOT.resolve()), link
        assert not fragment or fragment in anchors(there), link


@each_page
def test_no_page_names_a_machine_or_a_host(page: Path):
    text = page.read_text("utf-8")
    assert not MACHINE.search(text)
    assert not URL.search(text)


def test_the_index_names_every_page():
    listed = LINK.findall((ROOT / "docs/README.md").read_text("utf-8"))
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or page.name in listed


def test_both_readmes_have_one_structure():
    chinese, english = (
        [re.sub(r"[^#].*", "", heading) for heading in headings(page)] for page in READMES
    )
    assert chinese == english
    assert len(chinese) > 10


@pytest.mark.parametrize("language", ["console", "toml", "json"])
def test_both_readmes_show_the_same_code(language):
    chinese, english = (code(page, language) for page in READMES)
    assert chinese
    assert chinese == english


def test_both_readmes_show_the_same_pictures_and_tables():
    chinese, english = (page.read_text("utf-8") for page in READMES)
    pictures = [re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text) for text in (chinese, english)]
    assert pictures[0] == pictures[1]
    assert all((ROOT / picture).stat().st_size < 300_000 for picture in pictures[0])
    assert rows(chinese) == rows(english)
    items = [re.findall(r"^\| (\d\.\d)", text, re.MULTILINE) for text in (chinese, english)]
    assert items[0] == items[1]


@each_readme
def test_a_readme_says_which_items_are_checked(page: Path):
    checked = {item for rule in rules() for item in rule.items if item != "0"}
    said = set(re.findall(r"^\| (\d\.\d) \|[^|]+\| (?:yes|是) \|$", prose(page), re.MULTILINE))
    assert said == checked


@each_readme
def test_the_evidence_toml_of_a_readme_is_read(page: Path, tmp_path: Path):
    (example,) = code(page, "toml")
    (tmp_path / "evidence.toml").write_text(example, "utf-8")
    settings = read_settings(tmp_path, as_of=dt.date(2022, 10, 30))
    assert settings.tables["identity_checks"].complete
    assert tomllib.loads(example)["authority"]["name"] == settings.authority.name


def shell_lines() -> list[tuple[str, str]]:
    return [
        (page.name, line.removeprefix("$ "))
        for page in PAGES
        for block in code(page, "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


@pytest.mark.parametrize(("page", "line"), shell_lines())
def test_a_shell_example_could_be_run(page: str, line: str):
    program, *words = shlex.split(line)
    if program == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert set(words) <= set(targets)
        return
    if program == "python":
        source = (ROOT / words.pop(0)).read_text("utf-8")
        assert all(f'"{word}"' in source for word in words if word.startswith("--"))
        return
    assert program == "mingzheng"
    command: click.Command = group
    while isinstance(command, click.Group):
        below = command.get_command(click.Context(command), words.pop(0))
        assert below is not None, line
        command = below
    command.make_context("mingzheng", words)


@pytest.mark.parametrize(
    "line",
    [line for _, line in shell_lines() if re.match(r"mingzheng (law|rules|completion) ", line)],
)
def test_a_cheap_shell_example_runs(line: str):
    done = CliRunner().invoke(group, shlex.split(line)[1:], catch_exceptions=False)
    assert done.exit_code == 0
    assert done.stdout


def test_every_command_and_option_is_documented():
    names = set()
    for name, command in commands():
        names.add(name)
        real = {
            spelling
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for spelling in parameter.opts
        }
        table = "\n".join(line for line in section(name).splitlines() if line.startswith("| `"))
        first = "\n".join(line.replace("\\|", "/").split("|")[1] for line in table.splitlines())
        assert set(NAMED.findall(first)) == real, name
    assert set(re.findall(r"^## (mingzheng .+)$", COMMANDS, re.MULTILINE)) == names


def test_the_changelog_lists_every_rule_and_the_law_behind_it():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w+\.\w+)` \| \w+ \| [^|]+ \| (.+) \|$", text, re.MULTILINE))
    laws = {rule: tuple(re.findall(r"`([^`]+)`", cell)) for rule, cell in listed.items()}
    assert laws == {rule.id: rule.cites for rule in rules()}
    assert all(f"{rule.zh}<br>{rule.en}" in text for rule in rules())


def test_every_table_of_the_contract_is_documented():
    text = (ROOT / "docs/evidence.md").read_text("utf-8")
    for table in tables().values():
        assert f"### {table.zh} {table.name}\n" in text


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A result folder and the object printed, of little evidence, a document among it."""
    place = tmp_path_factory.mktemp("audited")
    (place / "evidence/tables").mkdir(parents=True)
    (place / "evidence/tables/申请记录.csv").write_text(
        "申请编号,业务类型,产品类型,证书主体类型,证书主体名称,申请时间\n"
        "A1,新办,签名证书,个人,王小明,2020-03-01 09:00:00\n",
        "utf-8",
    )
    (place / "evidence/tables/文件版本.csv").write_text(
        "文件编号,文件类型,生效日期,文件路径\nGZ-1,告知书,2019-01-01,告知书.txt\n", "utf-8"
    )
    (place / "evidence/documents").mkdir()
    (place / "evidence/documents/告知书.txt").write_text("告知书\n证书仅用于报税。\n", "utf-8")
    options = [str(place / "evidence"), "-o", str(place / "result"), "--json"]
    words = ["audit", *options, "--as-of", "2022-10-30"]
    done = CliRunner().invoke(group, words, catch_exceptions=False)
    assert done.exit_code == 4, done.output
    return place / "result", json.loads(done.stdout)


def test_the_result_folder_holds_what_is_documented(audited):
    result, _ = audited
    held = {path.name + "/" * path.is_dir() for path in result.iterdir()}
    assert rows(section("结果文件夹 The result folder").split("###")[0]) - held == set()
    documented = rows(section("结果文件夹 The result folder").split("###")[0])
    assert held <= documented
    for page in READMES:
        assert held <= rows(page.read_text("utf-8"))


def test_every_column_of_the_result_is_documented(audited):
    result, _ = audited
    written = {file.name: pq.read_schema(file) for file in result.glob("*.parquet")}
    assert len(written) == 4
    for name, schema in {**written, "verdicts/": VERDICTS}.items():
        parts = section("结果文件夹 The result folder").split(f"### {name}\n")
        assert len(parts) == 2, name
        assert rows(parts[1].split("###")[0]) == set(schema.names), name


def test_the_json_object_has_the_documented_keys(audited):
    _, said = audited
    documented = rows(section("JSON"))
    counts = {key for kind in ("items", "rules") for each in said[kind].values() for key in each}
    assert set(said) | counts == documented - {"clear + breach + unknown"}
    for page in READMES:
        shown = json.loads(code(page, "json")[0])
        assert list(shown) == list(said)
        for kind in ("items", "rules"):
            ((id_, example),) = shown[kind].items()
            assert set(example) == set(said[kind][id_])


@pytest.mark.parametrize("where", ["docs/commands.md", "README.md", "README.zh-CN.md"])
def test_exit_codes_are_documented(where):
    text = (ROOT / where).read_text("utf-8")
    assert {"0", "1", "2", "3", "4"} <= set(re.findall(r"^\| (\d) \|", text, re.MULTILINE))
