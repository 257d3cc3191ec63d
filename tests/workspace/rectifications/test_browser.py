"""A finding from the audit to its closing, played in a real Chromium by five people."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from results import RULES, write_result

sys.path.insert(0, str(Path(__file__).parents[1]))
from test_first_start import serving

PICTURES = os.environ.get("MINGZHENG_PICTURES", "")
"""Where pictures of every page go, for eyes; nowhere by default."""
TODAY = dt.datetime.now(tz=dt.UTC).date()
LATER = (TODAY + dt.timedelta(30)).isoformat()
LOOKS = [("zh", "light", 1280), ("en", "dark", 360), ("zh", "dark", 360), ("en", "light", 1280)]

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
def people(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """`people(name)`: a page of that person's browser."""
    base = tmp_path_factory.mktemp("played")
    result = write_result(base / "result", RULES)
    stage = [sys.executable, str(Path(__file__).parent / "stage.py")]
    said = subprocess.run(
        [*stage, str(base / "workspace"), str(result)], check=True, stdout=subprocess.PIPE
    )
    cookies = json.loads(said.stdout)
    with serving(base / "workspace") as printed:
        (place,) = re.findall(r"(http://\S+?)/?\s", printed)
        contexts = {}
        for name, value in cookies.items():
            context = chromium.new_context(locale="zh-CN", base_url=place)
            context.add_cookies([{"name": "sessionid", "value": value, "url": place}])
            contexts[name] = context.new_page()
        yield contexts.__getitem__


def fill(page: Page, **fields: str) -> None:
    """Fill the open form's fields by name."""
    for name, value in fields.items():
        field = page.locator(f"[name={name}]:visible")
        if field.first.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def act(page: Page, verb: str, **fields: str) -> None:
    """Open a step's form where it has one, fill it and send it."""
    button = page.locator(f"button[name=verb][value={verb}]")
    if not button.is_visible():
        page.locator("details", has=button).locator("summary").click()
    fill(page, **fields)
    button.click()
    page.wait_for_load_state()
    assert page.locator(".notice.success").count() == 1, page.locator("main").inner_text()[:2000]


def test_a_finding_is_played_to_its_end(people: Open) -> None:
    inspector, officer, head = people("inspector"), people("officer"), people("head")
    inspector.goto("/rectifications/from-audit/")
    inspector.get_by_role("link", name="2022 self-inspection").click()
    inspector.get_by_role("button", name="登记选中的疑似问题").click()
    assert inspector.locator("tbody tr").count() == len(RULES)
    inspector.locator("tbody th a").first.click()
    path = inspector.url[inspector.url.index("/rectifications/") :]
    assert officer.goto(path).status == 404
    act(inspector, "put_to_ca")

    officer.goto(path)
    officer.locator("details", has=officer.locator("button[value=answer]")).locator(
        "summary"
    ).click()
    officer.get_by_label("有异议").check()
    officer.locator("button[value=answer]").click()
    assert "有异议的，须写明理由" in officer.locator(".error").inner_text()
    officer.locator("[name=text]:visible").fill("记录在纸质档案中")
    officer.locator("button[value=answer]").click()
    inspector.goto(path)
    act(inspector, "confirm", ground="调阅纸质档案，没有记录")

    inspector.goto("/rectifications/orders/new/")
    inspector.locator("main li a").first.click()
    fill(inspector, number="沪经信整〔2026〕1号", measures="补做查验", deadline=LATER)
    inspector.locator("[name=findings]").first.check()
    inspector.get_by_role("button", name="保存草稿").click()
    order = inspector.url[inspector.url.index("/rectifications/") :]
    approver = people("approver")
    approver.goto(order)
    act(approver, "issue")
    inspector.goto(order)
    act(inspector, "serve", served_by="直接送达", recipient="Li Fuze")
    with inspector.expect_download() as download:
        inspector.get_by_role("link", name="下载文书").click()
    assert download.value.suggested_filename.endswith(".docx")

    officer.goto(path)
    plan = dict.fromkeys(("root_cause", "measure", "cure", "acceptance"), "见附件")
    act(officer, "plan", kind="prevent", owner="Zhang", **plan)
    act(officer, "start")
    act(officer, "add_progress", text="已补做一半")
    head.goto(path)
    act(head, "request_extension", until=(TODAY + dt.timedelta(50)).isoformat(),
        reason="持有人较多")  # fmt: skip
    inspector.goto(path)
    act(inspector, "grant_extension")
    act(inspector, "attach_run")
    head.goto(path)
    act(head, "report", reason="全部补做")
    inspector.goto(path)
    act(inspector, "reinspect", reason="抽查十份，均已补做")
    act(inspector, "close", reason="符合验收标准")
    story = inspector.locator("main").inner_text()
    for said in ("记录在纸质档案中", "调阅纸质档案", "沪经信整〔2026〕1号", "已补做一半",
                 "2022 follow-up", "抽查十份", "符合验收标准", "已销号"):  # fmt: skip
        assert said in story, said


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_every_page_fits_and_is_accessible(
    people: Open, language: str, theme: str, width: int
) -> None:
    for name, paths in {
        "inspector": ("", "new/", "from-audit/", "from-audit/?run=1", "1/", "2/", "3/", "orders/",
                      "orders/new/", "orders/1/"),
        "head": ("3/",), "organiser": ("", "cases/"),
    }.items():  # fmt: skip
        page = people(name)
        page.goto("/account/")
        token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        page.request.post(
            "/preferences/",
            form={"language": language, "theme": theme, "csrfmiddlewaretoken": token},
            headers={"Referer": page.url},
        )
        page.set_viewport_size({"width": width, "height": 800})
        for path in (*paths, "/"):
            answer = page.goto(path if path == "/" else f"/rectifications/{path}")
            if answer is None or answer.status == 404:
                continue
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, wide)
            found = Axe().run(page).response["violations"]
            serious = [each for each in found if each["impact"] in {"serious", "critical"}]
            assert not serious, (path, [(e["id"], e["nodes"][0]["html"]) for e in serious])
            if PICTURES:
                file = re.sub(r"\W+", "-", f"{name}-{path or 'list'}").strip("-")
                page.screenshot(
                    path=f"{PICTURES}/{file}-{language}-{theme}-{width}.png", full_page=True
                )
