"""The Word papers, opened by a library nobody here wrote, and their digests."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document

KINDS = ("self_inspection", "plan", "progress", "completion")


def text_of(octets: bytes) -> str:
    """All words of a Word file, tables too."""
    body = Document(io.BytesIO(octets)).element.body
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(f"{w}t"))
        for paragraph in body.iter(f"{w}p")
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_becomes_a_paper(
    people: SimpleNamespace, brought: Callable[..., Any], filled: Callable[..., Any],
    language: str,
) -> None:  # fmt: skip
    from mingzheng.workspace.filings.models import Paper
    from mingzheng.workspace.filings.papers import produce

    for kind in KINDS:
        filing = brought("checked", filled(kind))
        said = text_of(produce(filing, Paper.Sort.FILING, language))
        assert "沪上数字证书认证有限公司" in said
        assert filing.sha256 in said
        assert filing.sm3 in said
        assert "已按要求开展。" in said
        assert "{{" not in said
        assert "{%" not in said
        if language == "zh":
            assert filing.kind_text.zh in said
            assert "上海市工业和信息化主管部门：" in said
        if kind == "self_inspection":
            assert "张负责" in said
            assert "抽查三十份。" in said
            # the plan answers the problems of what was filed
            brought("submitted", filing)
        elif kind == "plan":
            assert "修订流程" in said
            brought("submitted", filing)


def test_the_kept_paper_is_what_was_signed(
    people: SimpleNamespace, brought: Callable[..., Any], signed_in_as: Callable[..., Any]
) -> None:
    filing = brought("received")
    paper = filing.papers.get(sort="filing", withdrawn_at=None)
    octets = paper.path.read_bytes()
    assert hashlib.sha256(octets).hexdigest() == paper.sha256
    assert {each.paper_sha256 for each in filing.signatures.all()} == {paper.sha256}
    answer = signed_in_as(people.inspector).get(f"/filings/{filing.pk}/paper.docx")
    assert b"".join(answer.streaming_content) == octets
    assert answer["Content-Disposition"].startswith("attachment;")


def test_the_receipt_says_what_came_and_that_it_approves_nothing(
    people: SimpleNamespace, brought: Callable[..., Any], signed_in_as: Callable[..., Any]
) -> None:
    filing = brought("received")
    answer = signed_in_as(people.officer).get(f"/filings/{filing.pk}/receipt.docx")
    said = text_of(b"".join(answer.streaming_content))
    for words in (filing.receipt.number, "不表示对其内容的审核、认可或批准", people.officer.name,
                  people.head.name, filing.papers.get(sort="filing").sha256):  # fmt: skip
        assert words in said
    english = signed_in_as(people.officer).get(f"/filings/{filing.pk}/receipt.docx?language=en")
    assert "approves what it" in text_of(b"".join(english.streaming_content))


def test_the_province_report_counts_what_was_filed(
    people: SimpleNamespace, brought: Callable[..., Any], begin: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.models import Paper
    from mingzheng.workspace.filings.papers import produce

    brought("on_file")
    report = begin("province_report", people.inspector)
    for section in report.sections.all():
        actions.write(by=people.inspector, section=section, version=1, text="已部署。")
    brought("checked", report)
    (authority,) = report.annex["authorities"]
    assert [zh for zh, _ in authority["stands"]] == ["已归档", "未开始", "未开始"]
    assert sum(each["problem"] for each in report.annex["items"]) == 1
    said = text_of(produce(report, Paper.Sort.FILING))
    assert "工业和信息化部：" in said
    assert "沪上数字证书认证有限公司" in said
    assert "已归档" in said


def test_hostile_words_stay_words(people: SimpleNamespace, begin: Callable[..., Any]) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.models import Paper
    from mingzheng.workspace.filings.papers import produce

    filing = begin()
    words = "{{ seal }}{% for x in y %}<w:p>&amp;</w:p>"
    actions.write(by=people.officer, section=filing.sections.first(), version=1, text=words)
    assert words in text_of(produce(filing, Paper.Sort.FILING))
