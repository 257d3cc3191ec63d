"""An audit's result from upload to the regulator's eyes, and every page, in a real Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audited import NUMBER, RULE
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from test_first_start import serving

PICTURES = os.environ.get("MINGZHENG_PICTURES", "")
"""Where pictures of every page go, for eyes; nowhere by default."""
RESULT = os.environ.get("MINGZHENG_RESULT", "")
"""A result to look at instead of the one made for tests."""
LOOKS = [("zh", "light", 1280), ("en", "dark", 360), ("zh", "dark", 360), ("en", "light", 1280)]
RUNNING, FAILED, CANCELLED, SHARED, LOST = range(1, 6)
DATA = re.compile(r"中文|示例认证1号有限公司|沪上数字证书认证有限公司|找不到 tables|.* / .*")
"""Chinese on an English page: the way back to Chinese, names and words as they were recorded."""

WIDE = """[...document.querySelectorAll('main *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth && !each.closest('.table'))
    .map(each => each.outerHTML.slice(0, 120))"""
"""What sticks out of a page that is too wide."""

Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def people(
    chromium: Browser, result: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Open]:
    """`people(name)`: a page of that person's browser."""
    folder = tmp_path_factory.mktemp("browsed") / "workspace"
    program = [sys.executable, str(Path(__file__).parent / "office.py")]
    said = subprocess.run(
        [*program, str(folder), RESULT or str(result)], check=True, stdout=subprocess.PIPE
    )
    with serving(folder) as printed:
        place = re.findall(r"http://[^/\s]+", printed)[0]
        pages = {}
        for name, value in json.loads(said.stdout).items():
            context = chromium.new_context(locale="zh-CN", base_url=place)
            context.add_cookies([{"name": "sessionid", "value": value, "url": place}])
            pages[name] = context.new_page()
        yield pages.__getitem__


def choose(page: Page, language: str, theme: str) -> None:
    page.goto("/account/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(
        "/preferences/",
        form={"language": language, "theme": theme, "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_every_page_fits_and_is_accessible(
    people: Open, language: str, theme: str, width: int
) -> None:
    page = people("officer")
    choose(page, language, theme)
    page.set_viewport_size({"width": width, "height": 800})
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"/runs/{SHARED}/verdicts?verdict=breach")
    verdict = page.locator("tbody th a").first.get_attribute("href")
    for name, path in {
        "runs": "", "upload": "upload/", "order": "order/", "running": f"{RUNNING}/",
        "failed": f"{FAILED}/", "cancelled": f"{CANCELLED}/", "run": f"{SHARED}/",
        "lost": f"{LOST}/", "verdicts": f"{SHARED}/verdicts", "verdict": verdict,
        "filtered": f"{SHARED}/verdicts?verdict=unknown&item=1.1",
        "empty": f"{SHARED}/verdicts?kind=organization&rule={RULE}&year=1999",
    }.items():  # fmt: skip
        answer = page.goto(path if path and path.startswith("/") else f"/runs/{path}")
        assert answer is not None
        assert answer.ok, name
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (name, page.evaluate(WIDE))
        found = Axe().run(page).response["violations"]
        serious = [each for each in found if each["impact"] in {"serious", "critical"}]
        assert not serious, (name, [(each["id"], each["nodes"][0]["html"]) for each in serious])
        if language == "en" and not RESULT:
            foreign = re.findall(r"[一-鿿]+", DATA.sub("", page.locator("body").inner_text()))
            assert not foreign, (name, foreign)
        if PICTURES:
            page.screenshot(
                path=f"{PICTURES}/{name}-{language}-{theme}-{width}.png", full_page=True
            )
    assert faults == []


def test_a_result_from_upload_to_the_regulators_eyes(people: Open, archive: Path) -> None:
    officer, head, inspector = people("officer"), people("head"), people("inspector")
    choose(officer, "zh", "light")
    officer.goto("/runs/")
    officer.get_by_role("link", name="上传审计结果").click()
    officer.get_by_label("名称").fill("2022 年自查")
    officer.locator("input[type=file]").set_input_files(archive)
    officer.get_by_role("button", name="上传并核对封存").click()
    run = officer.url
    officer.get_by_role("link", name="逐条查看").click()
    officer.get_by_role("link", name="下一页").click()
    second = officer.locator("tbody th").first.inner_text()
    officer.get_by_role("link", name="下一页").click()
    officer.get_by_role("link", name="上一页").click()
    assert officer.locator("tbody th").first.inner_text() == second
    officer.locator("tbody th a").first.click()
    assert "须经人工核实" in officer.locator("main").inner_text()
    assert NUMBER not in officer.content()

    answer = inspector.goto(run)
    assert answer is not None
    assert answer.status == 404
    head.goto(run)
    head.get_by_role("button", name="共享给主管部门").click()
    inspector.goto("/runs/")
    inspector.get_by_role("link", name="2022 年自查").click()
    assert inspector.get_by_role("button", name="共享给主管部门").count() == 0
    inspector.get_by_role("link", name="逐条查看").click()
    with inspector.expect_download() as download:
        inspector.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_verdicts_are_filtered_by_keyboard(people: Open) -> None:
    page = people("officer")
    choose(page, "zh", "light")
    page.goto(f"/runs/{SHARED}/verdicts")
    met = []
    while "结论" not in met[-1:]:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.labels?.[0]?.innerText"))
        assert len(met) < 60, met
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.innerText") != "筛选":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**verdict=unknown**")
    assert page.locator("tbody tr").count() == 7
