"""The corpora themselves: frozen, synthetic, each truth a truth about its own document."""

from __future__ import annotations

import hashlib
import html
import itertools
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

FIRST, LATER = (Path(__file__).parent / name for name in ("corpus", "corpus_later"))
CORPORA = (FIRST, LATER)
KINDS = {"cps": "cps", "notices": "notice", "agreements": "agreement"}
TRUTHS = sorted(
    path for corpus in CORPORA for kind in KINDS for path in corpus.glob(f"{kind}/*.toml")
)
PAIRS = [
    (corpus, pair)
    for corpus in CORPORA
    for pair in tomllib.loads((corpus / "pairs.toml").read_text("utf-8"))["pairs"]
]

CLAUSES = {
    "notice": {f"2.{n}" for n in range(1, 6)},
    "agreement": {
        "holder_true_information",
        "holder_keeps_signing_data",
        "holder_tells_of_compromise",
        "holder_stops_using",
        "provider_checks_identity",
        "provider_complete_accurate_content",
        "provider_status_information",
        "provider_keeps_records",
        "provider_protects_personal_information",
        "provider_liability",
    },
    "cps": {"responsibility", "operations", "security"},
}
# The parts of the 2005 specification of practice statements, and the names that CAs print for 9.
PARTS = {
    "1": "概括性描述",
    "2": "信息发布与信息管理",
    "3": "身份标识与鉴别",
    "4": "证书生命周期操作要求",
    "5": "认证机构设施、管理和操作控制",
    "6": "认证系统技术安全控制",
    "7": "证书、证书吊销列表和在线证书状态协议",
    "8": "认证机构审计和其他评估",
    "9": "法律责任和其他业务条款",
}
DURATIONS = {"year", "month", "week", "day", "working_day", "hour", "minute"}
MONEY = {"CNY", "USD", "times_fee"}
UNITS = {
    "retention": DURATIONS,
    "revocation_processing": DURATIONS,
    "revocation_publication": DURATIONS,
    "validity": DURATIONS,
    "complaint_answer": DURATIONS,
    "change_notice": DURATIONS,
    "reuse_period": DURATIONS,
    "liability_cap": MONEY,
}
WORDS = {
    "refund": r"none|before_issue|provider_fault|pro_rata|within_days:\d+|not_applicable",
    "payer": r"holder|provider|ra|employer|government|application_operator",
    "governing_law": r"PRC|HKSAR",
    "forum": r"court:(provider|defendant|holder|place_of_signing)|arbitration:[一-鿿]+",
    "change_right": r"unilateral(_with_notice)?|mutual",
    "effective": r"signature_or_seal|click|first_use|issuance|publication|fixed_date",
    "separation": r"(not_)?required",
    "reuse_period": r"not_allowed",
}
SETS = {"identity_method": r"[a-z_]+", "required_materials": r"[一-鿿]+"}
SUBJECTS = {"individual", "organization", "device", "event", "long_lived", "any"}
SUBJECTS_OF = {
    "payer": {"certificate", "medium", "replacement", "revocation"},
    "effective": {"any", "cps", "contract"},
}
TERMS = {*UNITS, *WORDS, *SETS}

each_truth = pytest.mark.parametrize("path", TRUTHS, ids=lambda path: name(path))
each_pair = pytest.mark.parametrize(
    ("corpus", "pair"), PAIRS, ids=[f"{corpus.name}/{pair['id']}" for corpus, pair in PAIRS]
)


@dataclass(frozen=True)
class Size:
    """How large a corpus is at least; of its pairs, exactly."""

    documents: dict[str, int]
    characters: dict[str, int]
    converted: int
    gaps: int
    planted: int
    pairs: dict[str, int]
    innocent: dict[str, int]


SIZES = {
    FIRST: Size(
        documents={"notice": 12, "agreement": 12, "cps": 12},
        characters={"notice": 600, "agreement": 2000, "cps": 4000},
        converted=3,
        gaps=40,
        planted=30,
        pairs={"agreement": 12, "notice": 12},
        innocent={"agreement": 4},
    ),
    LATER: Size(
        documents={"notice": 5, "agreement": 6, "cps": 5},
        characters={"notice": 550, "agreement": 1200, "cps": 2800},
        converted=1,
        gaps=25,
        planted=35,
        pairs={"agreement": 8, "notice": 6},
        innocent={"agreement": 2, "notice": 2},
    ),
}


def name(path: Path) -> str:
    return path.relative_to(path.parents[2]).with_suffix("").as_posix()


@cache
def truth(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def bare(text: str) -> str:
    """The text without white space and the marks of tables and bold type."""
    return re.sub(r"[\s|*]+", "", text)


def without_tags(text: str) -> str:
    text = re.sub(r"<(style|head)\b.*?</\1>", "", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def docx_text(path: Path) -> str:
    parts = docx.Document(str(path)).iter_inner_content()
    return "\n".join(
        part.text
        if hasattr(part, "text")
        else "\n".join(" | ".join(cell.text for cell in row.cells) for row in part.rows)
        for part in parts
    )


def pdf_text(path: Path) -> str | None:
    """The text of a PDF by poppler, or None where it isn't installed."""
    if shutil.which("pdftotext") is None:
        return None
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@cache
def text(document: Path) -> str:
    if document.suffix == ".docx":
        return bare(docx_text(document))
    if document.suffix == ".pdf" and (found := pdf_text(document)) is not None:
        return bare(found)
    if document.suffix == ".pdf":
        (document,) = sources_of(document)
    written = document.read_text("utf-8")
    return bare(without_tags(written) if document.suffix == ".html" else written)


def sources_of(document: Path) -> list[Path]:
    """The texts that a document was converted from: one, or none where it is a text itself."""
    return list(document.parents[1].glob(f"sources/{document.parent.name}-{document.stem}.*"))


def document_of(path: Path) -> Path:
    return path.with_name(truth(path)["document"])


def quotations(found: dict[str, Any]) -> Iterator[str]:
    for clause in found["clauses"].values():
        yield from clause.get("sentences", [])
    for entry in [*found.get("terms", []), *found.get("lookalikes", [])]:
        yield entry["sentence"]


def comparable(term: dict[str, Any]) -> tuple[str | None, object]:
    """A term's value, where two spellings of one span of time come out the same."""
    value, unit = term["value"], term.get("unit")
    if isinstance(value, list):
        return unit, frozenset(value)
    months = {"year": 12, "month": 1}
    minutes = {"week": 10_080, "day": 1440, "hour": 60, "minute": 1}
    for smallest, factors in (("month", months), ("minute", minutes)):
        if unit in factors:
            return smallest, value * factors[unit]
    return unit, value


def values(found: dict[str, Any], key: str, subject: str) -> set[tuple[str | None, object]]:
    terms = [term for term in found["terms"] if term["key"] == key]
    return {comparable(term) for term in terms if term["subject"] == subject}


def practice_subject(key: str, subject: str) -> str:
    """What a practice statement calls a contract's subject: only there are two things effective."""
    return "contract" if key == "effective" else subject


def differing(one: dict[str, Any], practice: dict[str, Any]) -> set[str]:
    """The keys of the terms, sets aside, whose value is none of those a practice statement has."""
    ours = {(term["key"], term["subject"]) for term in one["terms"] if term["key"] not in SETS}
    return {
        key
        for key, subject in ours
        if (theirs := values(practice, key, practice_subject(key, subject)))
        and not values(one, key, subject) <= theirs
    }


def gaps(found: dict[str, Any]) -> int:
    parts = [*found["clauses"].values(), *found.get("outline", {}).values()]
    return sum(part["status"] in {"absent", "vague"} for part in parts)


@each_truth
def test_a_truth_has_the_keys_of_its_kind(path: Path):
    found = truth(path)
    kind = KINDS[path.parent.name]
    optional = {"terms", "lookalikes"} | ({"outline"} if kind == "cps" else set())
    head = {"document", "kind", "provider", "title", "version", "date", "clauses"}
    assert head <= found.keys() <= head | optional
    assert found["kind"] == kind
    assert document_of(path).stem == path.stem
    assert bare(found["title"]) in text(document_of(path))
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", found["date"])
    assert found["clauses"].keys() == CLAUSES[kind]
    for clause in found["clauses"].values():
        match clause["status"]:
            case "covered":
                assert clause.keys() == {"status", "sentences"}
            case "vague":
                assert clause.keys() == {"status", "sentences", "why"}
            case status:
                assert (status, clause.keys()) == ("absent", {"status"})


@each_truth
def test_a_term_has_a_value_of_its_key(path: Path):
    for term in truth(path).get("terms", []):
        key, value = term["key"], term["value"]
        assert term["subject"] in SUBJECTS_OF.get(key, SUBJECTS)
        measured = isinstance(value, int)
        assert term.keys() - {"unit"} == {"key", "subject", "value", "sentence"}
        assert ("unit" in term) is measured
        if measured:
            assert value > 0
            assert term["unit"] in UNITS[key]
        elif key in SETS:
            assert len(set(value)) == len(value) > 0
            assert all(re.fullmatch(SETS[key], member) for member in value)
        else:
            assert re.fullmatch(WORDS[key], value)


@each_truth
def test_a_lookalike_says_what_it_is_mistaken_for(path: Path):
    found = truth(path)
    about = {*found["clauses"], *TERMS, *(f"outline.{n}" for n in PARTS)}
    for one in found.get("lookalikes", []):
        assert one.keys() == {"about", "sentence", "why"}
        assert one["about"] in about
        assert one["why"]
    if found["kind"] != "cps":
        absent = {key for key, clause in found["clauses"].items() if clause["status"] == "absent"}
        assert absent <= {one["about"] for one in found.get("lookalikes", [])}


@each_truth
def test_every_quotation_occurs_once(path: Path):
    document = text(document_of(path))
    wrong = {one: n for one in quotations(truth(path)) if (n := document.count(bare(one))) != 1}
    assert not wrong


@each_truth
def test_no_sentence_is_both_an_answer_and_a_lookalike_of_one_thing(path: Path):
    found = truth(path)
    answers = {(one["key"], one["sentence"]) for one in found.get("terms", [])}
    for key, clause in found["clauses"].items():
        answers |= {(key, sentence) for sentence in clause.get("sentences", [])}
    assert answers.isdisjoint((x["about"], x["sentence"]) for x in found.get("lookalikes", []))


@pytest.mark.parametrize(
    "path", [path for path in TRUTHS if path.parent.name == "cps"], ids=lambda path: name(path)
)
def test_an_outline_names_nine_parts_and_their_headings(path: Path):
    outline = truth(path)["outline"]
    assert outline.keys() == PARTS.keys()
    for number, part in outline.items():
        if part["status"] == "absent":
            assert part.keys() == {"status"}
            continue
        assert part.keys() == {"status", "heading"}
        assert bare(part["heading"]) in text(document_of(path))
        foreign = re.sub(r"[A-Za-z,\- ]+$", "", part["heading"])
        standard = foreign.endswith(PARTS[number])
        assert part["status"] == ("present" if standard else "renamed")


@each_pair
def test_a_pair_is_of_one_provider_and_quotes_both(corpus: Path, pair: dict[str, Any]):
    assert pair.keys() <= {
        "id",
        "kind",
        "document",
        "practice_statement",
        "contradictions",
        "agreeing",
    }
    document, practice = corpus / pair["document"], corpus / pair["practice_statement"]
    one, other = truth(document.with_suffix(".toml")), truth(practice.with_suffix(".toml"))
    assert (one["kind"], other["kind"]) == (pair["kind"], "cps")
    assert one["provider"] == other["provider"]
    for each in pair.get("contradictions", []):
        silent = each["kind"] == "silent"
        assert each["kind"] in {"worse", "incompatible", "silent"}
        assert each["term"] in TERMS | {"fee"}
        assert each.keys() - {"sentence"} == {"kind", "term", "practice_sentence", "why"}
        assert silent is ("sentence" not in each)
        if silent:
            assert each["term"] not in {term["key"] for term in one["terms"]}
    for each in [*pair.get("contradictions", []), *pair.get("agreeing", [])]:
        assert text(practice).count(bare(each["practice_sentence"])) == 1
        assert "sentence" not in each or text(document).count(bare(each["sentence"])) == 1


@each_pair
def test_values_differ_only_where_a_contradiction_is_planted(corpus: Path, pair: dict[str, Any]):
    one, practice = (
        truth((corpus / pair[side]).with_suffix(".toml"))
        for side in ("document", "practice_statement")
    )
    planted = {each["term"] for each in pair.get("contradictions", []) if each["kind"] != "silent"}
    assert differing(one, practice) == planted - {"fee", *SETS}
    for each in pair.get("agreeing", []):
        key, subject = each["term"], each["subject"]
        assert values(one, key, subject) & values(practice, key, practice_subject(key, subject))


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_a_corpus_is_large_enough(corpus: Path):
    size = SIZES[corpus]
    truths = [path for path in TRUTHS if path.is_relative_to(corpus)]
    pairs = [pair for each, pair in PAIRS if each == corpus]
    kinds = Counter(truth(path)["kind"] for path in truths)
    formats = Counter((path.parent.name, document_of(path).suffix) for path in truths)
    converted = (formats[folder, suffix] for folder in KINDS for suffix in (".docx", ".pdf"))
    planted = [each for pair in pairs for each in pair.get("contradictions", [])]
    innocent = Counter(pair["kind"] for pair in pairs if not pair.get("contradictions"))
    assert kinds >= Counter(size.documents)
    assert all(
        len(text(document_of(path))) >= size.characters[truth(path)["kind"]] for path in truths
    )
    assert min(converted) >= size.converted
    assert sum(gaps(truth(path)) for path in truths) >= size.gaps
    assert len(planted) >= size.planted
    assert Counter(pair["kind"] for pair in pairs) == size.pairs
    assert innocent >= Counter(size.innocent)
    assert all(pair.get("agreeing") for pair in pairs)
    assert sum(path.stat().st_size for path in corpus.rglob("*") if path.is_file()) < 3_000_000


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_every_document_is_as_it_was_frozen(corpus: Path):
    frozen = tomllib.loads((corpus / "frozen.toml").read_text("utf-8"))
    kept = {
        path.relative_to(corpus).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in corpus.glob("*/*")
        if path.suffix != ".toml"
    }
    assert kept == frozen["sha256"]


@each_truth
def test_nothing_in_a_document_is_anybodys(path: Path):
    document = text(document_of(path))
    assert re.search(r"(?<!\d)(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)", document) is None
    assert re.search(r"(?<![0-9A-Z])[0-9A-Z]{2}\d{6}[0-9A-Z]{10}(?![0-9A-Z])", document) is None
    assert all(number.startswith("ECP999999") for number in re.findall(r"ECP\w+", document))
    assert re.search(r"\.(com|cn|net|org|gov)\b", document) is None


def test_no_two_documents_share_a_paragraph():
    run = 45
    pieces: dict[str, Path] = {}
    for document in map(document_of, TRUTHS):
        whole = re.sub(r"[＿_-]", "", text(document))
        for piece in {whole[i : i + run] for i in range(len(whole) - run + 1)}:
            assert pieces.setdefault(piece, document) == document, piece


def test_the_broken_files_are_broken_as_said():
    broken = FIRST / "broken"
    assert {path.name for path in broken.iterdir()} == {
        "scanned.pdf",
        "encrypted.pdf",
        "truncated.docx",
    }
    scanned = (broken / "scanned.pdf").read_bytes()
    assert b"/Image" in scanned
    assert b"/Font" not in scanned
    assert b"/Encrypt" in (broken / "encrypted.pdf").read_bytes()
    assert (broken / "truncated.docx").read_bytes().startswith(b"PK")
    assert not zipfile.is_zipfile(broken / "truncated.docx")


def test_the_sources_are_the_converted_documents():
    for path in TRUTHS:
        document = document_of(path)
        sources = sources_of(document)
        assert len(sources) == (document.suffix in {".docx", ".pdf"})
        for source, one in itertools.product(sources, quotations(truth(path))):
            written = source.read_text("utf-8")
            assert bare(without_tags(written)).count(bare(one)) == 1
