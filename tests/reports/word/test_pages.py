"""The documents as pages: an office suite opens them, and nothing is lost on the way to paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mingzheng.reports.word.documents import write_documents

pytestmark = [
    pytest.mark.skipif(
        shutil.which(program) is None, reason=f"{program} is not installed: see scripts/setup"
    )
    for program in ("soffice", "pdftotext")
]
BOUNDS = {
    "自查报告": (15, 45),
    "整改方案": (4, 14),
    "检查记录表": (3, 7),
    "self-inspection-report": (10, 40),
    "rectification-plan": (3, 14),
    "inspection-record": (3, 7),
}


def printed(documents: list[Path], into: Path) -> dict[str, list[str]]:
    """Document → the text of its pages."""
    words = [path for path in documents if path.suffix == ".docx"]
    command = ["soffice", "--headless", f"-env:UserInstallation={(into / 'home').as_uri()}"]
    done = subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(into), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = {}
    for path in words:
        pdf = into / f"{path.stem}.pdf"
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
        ).stdout.decode()
        pages[path.stem] = text.split("\f")[:-1]
    return pages


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_are_numbered_and_full(plausible, tmp_path, language):
    documents = write_documents(plausible, tmp_path / "out", language=language)
    for name, pages in printed(documents, tmp_path).items():
        least, most = BOUNDS[name]
        assert least <= len(pages) <= most, name
        for number, page in enumerate(pages, start=1):
            assert re.search(rf"— ?{number} ?—", page), f"{name}, page {number}"
            words = "".join(page.split())
            assert len(words) > 50, f"{name}, page {number} is nearly empty"
        whole = "".join("".join(pages).split())
        assert "{{" not in whole
        assert "{%" not in whole
        if name not in ("检查记录表", "inspection-record"):
            day = "2022年8月30日" if language == "zh" else "30August2022"
            assert f"示例电子认证服务有限公司{day}" in whole


def test_hostile_evidence_still_makes_pages(hostile, tmp_path):
    documents = write_documents(hostile, tmp_path / "out")
    pages = printed(documents, tmp_path)
    assert all(text for of in pages.values() for text in of)
