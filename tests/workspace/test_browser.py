"""The pages in a real Chromium: nothing wider than the screen, no serious fault of access."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from test_first_start import serving

PASSWORD = "three plain words here"
LIST = "机构名称,英文名称,注册地,许可证号,有效期起,有效期止,签发者名称\n" + "".join(
    f"示例认证{n}号有限公司,Example CA {n},{code},ECP{n:04},2021-01-01,{until},"
    f'"CN=Example CA {n},O=Example"\n'
    for n, code, until in [(1, 31, "2026-01-01"), (2, 11, "2099-01-01"), (3, 66, "2099-01-01")]
)
FOLDER_OF_PICTURES = os.environ.get("MINGZHENG_PICTURES", "")
"""Where pictures of every page go, for eyes; nowhere by default."""


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
def organiser(chromium: Browser, tmp_path_factory: Any) -> Iterator[tuple[str, BrowserContext]]:
    """A workspace as it stands after its first hour, and its organiser's browser."""
    folder = tmp_path_factory.mktemp("browser") / "workspace"
    with serving(folder) as said:
        (link,) = re.findall(r"http\S+/invitation/\S+", said)
        place = link[: link.index("/invitation")]
        context = chromium.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(link)
        page.get_by_label("登录名").fill("organiser")
        page.get_by_label("姓名").fill("Wang Zuzhi")
        for label in ("口令", "再输入一次"):
            page.get_by_label(label, exact=True).fill(PASSWORD)
        page.get_by_role("button", name="设置口令并进入").click()
        page.goto(f"{place}/organisations/import/")
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
        page.locator("input[type=file]").set_input_files([file])
        page.get_by_role("button", name="核对").click()
        page.get_by_role("button", name="确认导入").click()
        page.get_by_role("link", name="示例认证1号有限公司").click()
        page.get_by_role("link", name="邀请人员").click()
        page.get_by_label("姓名").fill("Li Fuze")
        page.get_by_role("button", name="生成邀请链接").click()
        page.close()
        yield place, context


def addresses(place: str, page: Page) -> dict[str, str]:
    """Pages by name, the ones of things through their links."""
    page.goto(f"{place}/organisations/?q=ECP0001")
    authority = page.locator("tbody th a").first.get_attribute("href")
    page.goto(f"{place}/organisations/?q=0010")
    page.goto(f"{place}/organisations/")
    ministry = page.locator("section").last.locator("tbody th a").first.get_attribute("href")
    page.goto(f"{place}{ministry}")
    member = page.locator("td a").first.get_attribute("href")
    paths = {
        "home": "/", "account": "/account/", "password": "/account/password/",
        "second-factor": "/account/second-factor/", "organisations": "/organisations/",
        "authority": authority, "ministry": ministry, "member": member,
        "change": f"{authority}change/", "licence": f"{authority}licence/",
        "invite": f"{authority}invite/", "new": "/organisations/new/",
        "import": "/organisations/import/", "journal": "/journal/", "missing": "/nothing/",
    }  # fmt: skip
    return {name: f"{place}{path}" for name, path in paths.items()}


def choose(context: BrowserContext, place: str, **what: str) -> None:
    """Choose language or theme as the buttons of the top bar do."""
    page = context.new_page()
    page.goto(f"{place}/account/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(
        f"{place}/preferences/",
        form={**what, "csrfmiddlewaretoken": token},
        headers={"Referer": place},
    )
    page.close()


LOOKS = [("zh", "light", 1280), ("en", "dark", 360), ("zh", "dark", 360), ("en", "light", 1280)]


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_every_page_fits_and_is_accessible(
    organiser: tuple[str, BrowserContext], language: str, theme: str, width: int
) -> None:
    place, context = organiser
    choose(context, place, language=language, theme=theme)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: asked.url.startswith((place, "data:")) or faults.append(
        asked.url
    ))  # fmt: skip
    for name, address in addresses(place, page).items():
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (name, wide)
        found = Axe().run(page).response["violations"]
        serious = [each for each in found if each["impact"] in {"serious", "critical"}]
        assert not serious, (name, [(each["id"], each["nodes"][0]["html"]) for each in serious])
        if language == "en":
            foreign = re.findall(r"[一-鿿]+", DATA.sub("", page.locator("body").inner_text()))
            assert not foreign, (name, foreign)
        if FOLDER_OF_PICTURES:
            path = f"{FOLDER_OF_PICTURES}/{name}-{language}-{theme}-{width}.png"
            page.screenshot(path=path, full_page=True)
    page.close()
    assert [each for each in faults if "404" not in each] == []


DATA = re.compile(
    r"中文|首位组织人员|工业和信息化部|示例认证\d号有限公司|机构名称|经办人|组织人员"
)
"""Chinese on an English page: the way back to Chinese, and names as they were recorded."""


def test_everything_is_reached_by_keyboard(organiser: tuple[str, BrowserContext]) -> None:
    place, context = organiser
    choose(context, place, language="zh", theme="light")
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{place}/organisations/")
    wanted = page.evaluate(FOCUSABLE)
    met: list[str] = []
    for _ in range(len(wanted) + 2):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or "<body" in met[-1]
    assert met[0].startswith('<a class="skip"')
    assert set(wanted) <= set(met)
    page.close()


FOCUSABLE = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(each => each.type !== 'hidden' && each.checkVisibility())
    .map(each => each.outerHTML.slice(0, 200))"""


def test_the_navigation_of_a_narrow_screen_opens_and_closes(
    organiser: tuple[str, BrowserContext],
) -> None:
    place, context = organiser
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(place)
    places = page.locator("#places")
    assert not places.is_visible()
    page.locator("button.menu").click()
    assert places.is_visible()
    page.keyboard.press("Escape")
    assert not places.is_visible()
    page.close()
