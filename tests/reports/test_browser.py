"""The page in a real browser, opened from the file system as a reader would."""

from __future__ import annotations

import base64
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from mingzheng.reports import write_report


def open_page(browser: Any, page: Path, place: str = "", width: int = 1280) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get("about:blank")
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(page.as_uri() + place)


def visible(browser: Any, words: str) -> bool:
    found = browser.find_elements(By.XPATH, f"//*[text()[contains(., '{words}')]]")
    return any(element.is_displayed() for element in found)


def requests(browser: Any) -> list[str]:
    messages = [
        json.loads(entry["message"])["message"] for entry in browser.get_log("performance")
    ]
    sent = (m["params"] for m in messages if m["method"] == "Network.requestWillBeSent")
    return [params["request"]["url"] for params in sent]


def test_the_switch_changes_the_language_and_the_address(browser: Any, plausible: Path) -> None:
    open_page(browser, write_report(plausible))
    assert visible(browser, "一、证书数量核对")
    assert not visible(browser, "1 Reconciliation")
    browser.find_element(By.ID, "language").click()
    assert visible(browser, "1 Reconciliation")
    assert not visible(browser, "一、证书数量核对")
    assert browser.current_url.endswith("#en")
    assert browser.execute_script("return document.documentElement.lang") == "en"
    browser.find_element(By.LINK_TEXT, "3 Overview").click()
    assert browser.current_url.endswith("#en.overview")
    assert visible(browser, "1 Reconciliation")


def test_an_english_address_opens_in_english_at_its_place(browser: Any, plausible: Path) -> None:
    open_page(browser, write_report(plausible), "#en.item-3-1")
    assert visible(browser, "No contract with the applicant")
    top = browser.execute_script(
        "return document.getElementById('item-3-1').getBoundingClientRect().top"
    )
    assert abs(top) < 200


def test_without_scripts_the_page_is_chinese_and_whole(browser: Any, plausible: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_page(browser, write_report(plausible))
        language = browser.find_element(By.ID, "language")
        assert not language.is_displayed()
        body = browser.find_element(By.TAG_NAME, "body").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "四、分事项结果" in body
    assert "4 Item by item" not in body


def test_nothing_is_fetched_and_nothing_is_blocked(browser: Any, plausible: Path) -> None:
    open_page(browser, write_report(plausible))
    assert {url.partition(":")[0] for url in requests(browser)} <= {"file", "about"}
    assert browser.get_log("browser") == []


def test_an_attack_stays_text(browser: Any, hostile: Path) -> None:
    open_page(browser, write_report(hostile))
    for details in browser.find_elements(By.CSS_SELECTOR, "details"):
        browser.execute_script("arguments[0].open = true", details)
    assert "owned" not in browser.title
    assert {url.partition(":")[0] for url in requests(browser)} <= {"file", "about"}
    assert browser.get_log("browser") == []
    assert visible(browser, "<script>document.title=")


@pytest.mark.parametrize("place", ["", "#en"])
@pytest.mark.parametrize("scene", ["plausible", "hostile"])
def test_a_phone_needs_no_sideways_scrolling(
    browser: Any, request: pytest.FixtureRequest, scene: str, place: str
) -> None:
    open_page(browser, write_report(request.getfixturevalue(scene)), place, width=360)
    browser.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    beyond = browser.execute_script(
        "return [...document.querySelectorAll('main *')].filter(e => "
        "e.getBoundingClientRect().right > 361).map(e => e.outerHTML.slice(0, 120))"
    )
    assert beyond == []


def test_a_check_opens_by_keyboard(browser: Any, plausible: Path) -> None:
    open_page(browser, write_report(plausible))
    summary = browser.find_element(By.CSS_SELECTOR, "#item-1-1 .rule summary")
    code = browser.find_element(By.CSS_SELECTOR, "#item-1-1 .rule .about code")
    assert not code.is_displayed()
    summary.send_keys(Keys.ENTER)
    assert code.is_displayed()


def test_tables_are_named_and_their_cells_have_headings(browser: Any, plausible: Path) -> None:
    open_page(browser, write_report(plausible))
    faults = browser.execute_script(
        "return [...document.querySelectorAll('table')].filter(t => !t.caption || "
        "!t.caption.textContent.trim() || [...t.querySelectorAll('th')].some(h => !h.scope))"
        ".map(t => t.outerHTML.slice(0, 200))"
    )
    assert faults == []
    levels = browser.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = browser.execute_script("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    broken = browser.execute_script(
        "return [...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href')"
        ".slice(1)).filter(id => !document.getElementById(id))"
    )
    assert broken == []


def test_it_prints_on_a4_with_what_was_found_unfolded(browser: Any, plausible: Path) -> None:
    open_page(browser, write_report(plausible))
    how = {"preferCSSPageSize": True, "printBackground": True}
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", how)["data"])
    assert printed.startswith(b"%PDF-")
    pages = printed.count(b"/Type /Page\n")
    assert 5 < pages < 60
    assert not browser.execute_script("return document.querySelector('.rule').open")
