"""The page in a real browser: side by side, two clicks, a phone, the dark, paper, no scripts."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By

Open = Callable[..., None]


def schemes(browser: Any) -> set[str]:
    messages = [
        json.loads(entry["message"])["message"] for entry in browser.get_log("performance")
    ]
    sent = (m["params"] for m in messages if m["method"] == "Network.requestWillBeSent")
    return {params["request"]["url"].partition(":")[0] for params in sent}


def rectangle(browser: Any, selector: str) -> dict[str, float]:
    script = "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()"
    found: dict[str, float] = browser.execute_script(script, selector)
    return found


def is_in_sight(browser: Any, id: str) -> bool:
    box = rectangle(browser, f"#{id}")
    return box["top"] >= 0 and box["bottom"] <= 900


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_clicks_lead_from_the_overview_to_the_sentence_and_one_back(
    browser: Any, open_page: Open, page: Path, language: str
):
    open_page(page, "#en" if language == "en" else "")
    answer = browser.find_element(By.CSS_SELECTOR, ".answers a[href='#d3-f2']")
    browser.execute_script("arguments[0].click()", answer)
    assert is_in_sight(browser, "d3-f2")
    quotation = browser.find_element(By.CSS_SELECTOR, "#d3-f2 .quotation")
    sentence = quotation.get_attribute("href").partition("#")[2].removeprefix("en.")
    quotation.click()
    assert is_in_sight(browser, sentence)
    assert "乙方应妥善保管私钥" in browser.find_element(By.ID, sentence).text
    back = browser.find_element(By.CSS_SELECTOR, f"#{sentence} + sup a[href='#d3-f2']")
    back.click()
    assert is_in_sight(browser, "d3-f2")
    spoken = "Clauses" if language == "en" else "条款"
    assert browser.find_element(By.CSS_SELECTOR, "#d3 .found h4").text == spoken


def test_the_text_stands_beside_what_was_found(browser: Any, open_page: Open, page: Path):
    open_page(page, "#d3")
    text, found = rectangle(browser, "#d3 .text"), rectangle(browser, "#d3 .found")
    assert text["right"] < found["left"]
    assert abs(text["top"] - found["top"]) < 2


@pytest.mark.parametrize("place", ["", "#en"])
@pytest.mark.parametrize("scene", ["page", "attacked"])
def test_a_phone_needs_no_sideways_scrolling(
    browser: Any, open_page: Open, request: pytest.FixtureRequest, scene: str, place: str
):
    open_page(request.getfixturevalue(scene), place, width=360)
    browser.execute_script(
        "for (const d of document.querySelectorAll('details')) d.open = true;"
        "for (const l of document.querySelectorAll('.leaf')) l.style.contentVisibility = 'visible'"
    )
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    beyond = browser.execute_script(
        "return [...document.querySelectorAll('main :not(.grid *)')].filter(e => "
        "e.getBoundingClientRect().right > 361).map(e => e.outerHTML.slice(0, 120))"
    )
    assert beyond == []


def test_an_attack_stays_text(browser: Any, open_page: Open, attacked: Path):
    open_page(attacked)
    assert "owned" not in browser.title
    assert schemes(browser) <= {"file", "about"}
    assert browser.get_log("browser") == []


def test_without_scripts_links_lead_all_the_same(browser: Any, open_page: Open, page: Path):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_page(page, "#d3-f2")
        assert not browser.find_element(By.ID, "language").is_displayed()
        browser.find_element(By.CSS_SELECTOR, "#d3-f2 .quotation").click()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "-s" in browser.current_url.partition("#")[2]


def test_headings_step_and_tables_are_named(browser: Any, open_page: Open, page: Path):
    open_page(page)
    levels = browser.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('.answers')].filter(t => !t.caption ||"
        " [...t.querySelectorAll('th')].some(h => !h.scope)).length"
    )
    assert unnamed == 0


def test_in_the_dark_the_page_is_dark(browser: Any, open_page: Open, page: Path):
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        open_page(page)
        shade = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"
        for selector in ("body", ".text", "mark"):
            colour = browser.execute_script(shade, selector)
            assert max(int(part) for part in colour.strip("rgb()").split(",")) < 90
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_it_prints_whole(browser: Any, open_page: Open, page: Path):
    open_page(page)
    how = {"preferCSSPageSize": True, "printBackground": True}
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", how)["data"])
    assert printed.startswith(b"%PDF-")
    assert 4 <= printed.count(b"/Type /Page\n") < 20
