"""The main flow in a real browser, on the server people start: written, signed by two, received."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from test_first_start import serving

PASSWORD = "three plain words here"
PICTURES = os.environ.get("MINGZHENG_PICTURES", "")
"""Where pictures of every page go, for eyes; nowhere by default."""
SEED = """
import dataclasses, datetime, sys
from pathlib import Path
from mingzheng.workspace import serving
from mingzheng.workspace.site.folder import prepare
folder = Path(sys.argv[1])
prepare(folder)
serving.load(folder)
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from django.utils import timezone
from mingzheng.workspace.people.models import Membership, Organisation, User
from mingzheng.workspace.people.registration import establish
establish()
shanghai = Organisation.objects.get(code="31")
own = Organisation.objects.create(
    kind="authority", name="示例认证一号有限公司", name_en="Example CA One", seat=shanghai)
ministry = Organisation.objects.get(kind="ministry")
people = {}
for name, role, unit in (("officer", "authority.officer", own), ("head", "authority.head", own),
                         ("inspector", "province.inspector", shanghai),
                         ("organiser", "ministry.organiser", ministry)):
    user = User(username=name, name=f"Example {name}")
    user.set_password(sys.argv[2])
    user.save()
    user.acting = Membership.objects.create(user=user, organisation=unit, role=role)
    user.save()
    people[name] = user
from mingzheng.workspace.campaigns import actions, checks
from mingzheng.workspace.campaigns.actions.plans import Entered
from mingzheng.workspace.campaigns.terms import terms_of
made = actions.create(by=people["organiser"], template_name="compliance-2022")
today = timezone.localdate()
kept = terms_of(made.open_edition)
days = {phase: today + datetime.timedelta(20 * place) for place, phase in enumerate(kept.stages, 1)}
terms = dataclasses.replace(kept, stages=days, issued_on=today)
actions.edit(by=people["organiser"], campaign=made, terms=terms, version=made.version)
made.refresh_from_db()
keys = [remark.key for remark in checks.check(made.open_edition)]
actions.publish(by=people["organiser"], campaign=made, version=made.version, confirmed=keys)
plan = actions.draw_up(by=people["officer"], campaign=made, organisation=own, lead="Example lead")
actions.add_task(by=people["officer"], plan=plan, version=1,
                 task=Entered("Example task", "Example owner", datetime.date(2030, 1, 1)))
"""


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
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workspace with a published campaign and four persons."""
    folder = tmp_path_factory.mktemp("filings") / "workspace"
    subprocess.run([sys.executable, "-c", SEED, str(folder), PASSWORD], check=True)
    with serving(folder) as said:
        found = re.search(r"http://[\w.:]+", said)
        assert found
        yield found[0]


def signed_in(chromium: Browser, place: str, name: str) -> Page:
    page = chromium.new_context(locale="zh-CN").new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{place}/sign-in/")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


def press(page: Page, name: str, role: Any = "button") -> None:
    page.get_by_role(role, name=name, exact=True).first.click()


LOOKS = [("zh", "light", 1280), ("en", "dark", 360), ("zh", "dark", 1280), ("en", "light", 1280),
         ("zh", "light", 360)]  # fmt: skip
DATA = re.compile(
    r"中文|记录\.pdf|对申请人的身份查验流程不规范（金融）|示例认证一号有限公司|上海市工业和信息化主管部门|抽查.*|已按通知要求.*|补充.*|缺少.*|"
    r"What the notice asks\s+[^\n]*"
)


def looked_at(page: Page, name: str) -> None:
    """Nothing wider than the screen, no serious fault of access, no Chinese in English."""
    address = page.url
    for language, theme, width in LOOKS if PICTURES else LOOKS[:2]:
        for button in (
            {"zh": "中文", "en": "English"}[language],
            {"light": "浅色", "dark": "深色"}[theme],
        ):
            found = page.get_by_role("button", name=re.compile(f"^({button}|{theme.title()})$"))
            if found.count():
                found.first.click()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (name, width, wide)
        serious = [
            (each["id"], each["nodes"][0]["html"])
            for each in Axe().run(page).response["violations"]
            if each["impact"] in {"serious", "critical"}
        ]
        assert not serious, (name, serious)
        if language == "en":
            foreign = re.findall(r"[一-鿿]+", DATA.sub("", page.locator("body").inner_text()))
            assert not foreign, (name, foreign)
        if PICTURES:
            path = f"{PICTURES}/{name}-{language}-{theme}-{width}.png"
            page.screenshot(path=path, full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    back = page.get_by_role("button", name="中文", exact=True)
    if back.count():
        back.click()
    page.goto(address)


def test_from_draft_to_receipt_and_correction(chromium: Browser, place: str) -> None:
    officer = signed_in(chromium, place, "officer")
    faults: list[str] = []
    officer.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    looked_at(officer, "home")
    press(officer, "报送", "link")
    looked_at(officer, "filings")
    press(officer, "开始填报", "link")
    officer.get_by_label("报送材料").select_option(label="自查报告")
    officer.get_by_label("金融").check()
    looked_at(officer, "begin")
    officer.get_by_label("报送材料").select_option(label="自查报告")
    officer.get_by_label("金融").check()
    press(officer, "开始")
    filing = officer.url
    looked_at(officer, "draft")
    for _ in range(5):
        officer.goto(filing)
        officer.locator("#text h3:has(+ .empty) a.edit").first.click()
        officer.locator("textarea").fill("已按通知要求开展。")
        press(officer, "保存")
    officer.goto(filing)
    officer.locator("#answers td a").first.click()
    looked_at(officer, "answer")
    officer.get_by_label("存在问题").check()
    officer.get_by_label("说明").fill("抽查三十份，两份没有查验记录。")
    press(officer, "保存")
    press(officer, "上传证明材料", "link")
    page = {
        "name": "page.html",
        "mimeType": "application/pdf",
        "buffer": b"<html><script>1</script>",
    }
    officer.get_by_label("名称").fill("抽查记录")
    officer.locator("input[type=file]").set_input_files([page])
    press(officer, "上传")
    assert "不接收网页" in officer.locator(".error").inner_text()
    looked_at_now = officer.url
    officer.goto(looked_at_now)
    file = {"name": "记录.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.4\n%%EOF\n"}
    officer.get_by_label("名称").fill("抽查记录")
    officer.locator("input[type=file]").set_input_files([file])
    press(officer, "上传")
    assert "记录.pdf" in officer.locator("#evidence").inner_text()
    for _ in range(13):
        press(officer, "下一项", "link")
        officer.get_by_label("未发现问题").check()
        officer.get_by_label("说明").fill("抽查三十份。")
        press(officer, "保存")
    officer.goto(filing)
    press(officer, "报送前校验", "link")
    looked_at(officer, "check")
    for box in officer.locator("input[name=confirmed]").all():
        box.check()
    press(officer, "通过校验")
    press(officer, "经办人签署", "link")
    looked_at(officer, "sign")
    officer.locator("input[name=agreed]").check()
    press(officer, "签署")

    head = signed_in(chromium, place, "head")
    head.goto(filing)
    press(head, "负责人签署", "link")
    head.locator("input[name=agreed]").check()
    press(head, "签署")
    press(head, "报送")
    looked_at(head, "submitted")
    with head.expect_download() as downloading:
        head.get_by_role("link", name="报送文件（Word）").click()
    assert Path(downloading.value.path()).read_bytes().startswith(b"PK")

    inspector = signed_in(chromium, place, "inspector")
    looked_at(inspector, "inspector-home")
    inspector.get_by_role("link", name="自查报告").first.click()
    assert inspector.url == filing
    press(inspector, "接收并出具回执")
    looked_at(inspector, "received")
    inspector.get_by_text("退回补正", exact=True).first.click()
    inspector.locator("details[open] textarea").fill("缺少抽查明细。")
    inspector.locator("details[open]").get_by_role("button", name="退回补正").click()
    assert "退回补正：缺少抽查明细。" in inspector.locator("[role=alert]").inner_text()

    officer.goto(filing)
    press(officer, "更正或补正", "link")
    officer.get_by_label("更正或补正的内容和理由").fill("补充抽查明细。")
    looked_at(officer, "correct")
    officer.get_by_label("更正或补正的内容和理由").fill("补充抽查明细。")
    press(officer, "新建更正件")
    correction = officer.url
    officer.locator("#text a.edit").first.click()
    looked_at(officer, "section")
    officer.locator("textarea").fill("已按通知要求开展，补充明细。")
    press(officer, "保存")
    officer.goto(f"{correction}comparison/")
    assert officer.locator("tbody tr").count() == 1
    looked_at(officer, "comparison")

    officer.goto(f"{place}/filings/begin/?kind=plan")
    press(officer, "开始")
    looked_at(officer, "plan")
    officer.locator("#measures tbody a").first.click()
    looked_at(officer, "measure")
    organiser = signed_in(chromium, place, "organiser")
    organiser.goto(f"{place}/campaigns/1/progress/")
    assert "退回补正" in organiser.locator("main").inner_text()
    looked_at(organiser, "progress")
    assert [each for each in faults if "422" not in each and "404" not in each] == []
