"""Every page of every kind in every state: it opens, in both languages, for whom it is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.urls import reverse


def addresses(filing: Any) -> list[str]:
    """The pages of a filing and its parts."""
    own = ["filing", "discard", "correct", "comparison", "back", "add_measure", "attach", "check",
           "sign", "move", "paper", "receipt"]  # fmt: skip
    found = [reverse(f"filings:{name}", args=[filing.pk]) for name in own]
    for name, parts in (("answer", filing.answers), ("section", filing.sections),
                        ("measure", filing.measures), ("revise", filing.evidence)):  # fmt: skip
        found += [reverse(f"filings:{name}", args=[each.pk]) for each in parts.all()[:1]]
    return found


@pytest.mark.parametrize("state", ["draft", "checked", "signed_by_head", "on_file"])
def test_pages_open_in_both_languages_in_every_state(
    people: SimpleNamespace, brought: Callable[..., Any], signed_in_as: Callable[..., Any],
    pdf: Callable[[], Any], state: str,
) -> None:  # fmt: skip
    from mingzheng.workspace.filings import actions

    draft = brought("draft")
    actions.attach(
        by=people.officer, filing=draft, answer=draft.answers.first(), title="Sample",
        file=pdf(), name="sample.pdf", size=9,
    )  # fmt: skip
    filing = brought(state, draft)
    for user in (people.officer, people.head, people.inspector):
        user.name, user.language = f"Person {user.pk}", "en"
        user.save()
        browser = signed_in_as(user)
        for address in [*addresses(filing), "/filings/", "/", "/filings/begin/"]:
            answer = browser.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
            assert answer.status_code in {200, 302, 403, 404, 405}, (address, user)
            if answer.status_code == 200 and not answer.streaming:
                body = re.sub(r"(?s)<main.*?>|<[^>]+>", " ", answer.content.decode())
                body = re.sub(DATA, "", body)
                assert not re.findall("[一-鿿]+", body), (address, user)


DATA = re.compile(
    r"(?s)中文|沪上数字证书认证有限公司|上海市工业和信息化主管部门|人员\d|张负责|梳理|李|已按要求开展。|"
    r"抽查三十份。|缺少材料|What the notice asks.*?What the audit found"
)
"""Names and quotations as they were recorded."""


def test_the_unit_sees_its_draft_and_nobody_else(
    people: SimpleNamespace, brought: Callable[..., Any], signed_in_as: Callable[..., Any],
    entries: Callable[[], int],
) -> None:  # fmt: skip
    filing = brought("signed_by_head")
    address = reverse("filings:filing", args=[filing.pk])
    assert signed_in_as(people.reader).get(address).status_code == 200
    for other in (people.inspector, people.organiser, people.stranger, people.other_province):
        before = entries()
        assert signed_in_as(other).get(address).status_code == 404
        assert entries() == before + 1
        assert str(filing.pk) not in re.findall(
            r"/filings/(\d+)/", signed_in_as(other).get("/filings/").content.decode()
        )
    brought("submitted", filing)
    for other, status in ((people.inspector, 200), (people.organiser, 200),
                          (people.stranger, 404), (people.other_province, 404)):  # fmt: skip
        assert signed_in_as(other).get(address).status_code == status


def test_whoever_may_not_write_cannot_by_any_form(
    people: SimpleNamespace, brought: Callable[..., Any], signed_in_as: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings.content import sealed

    filing = brought("submitted")
    before = sealed(filing)
    for user in (people.inspector, people.reader, people.organiser):
        browser = signed_in_as(user)
        for address in addresses(filing):
            status = browser.post(address, {"version": 1}).status_code
            assert status in {302, 403, 404, 405}, (address, user)
    filing.refresh_from_db()
    assert (filing.state, sealed(filing)) == ("submitted", before)


def test_buttons_are_those_of_the_table(
    people: SimpleNamespace, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings.showing import buttons

    filing = brought("submitted")
    said = {
        who: [each.way.verb for each in buttons(getattr(people, who), filing)]
        for who in ("officer", "head", "inspector", "organiser", "other_province")
    }
    assert said == {
        "officer": [], "head": [], "inspector": ["filing.receive", "filing.return"],
        "organiser": [], "other_province": [],
    }  # fmt: skip


def test_the_list_is_filtered_and_exported_as_it_is_shown(
    people: SimpleNamespace, brought: Callable[..., Any], filled: Callable[..., Any],
    signed_in_as: Callable[..., Any],
) -> None:  # fmt: skip
    brought("on_file")
    brought("submitted", filled("plan"))
    browser = signed_in_as(people.inspector)
    page = browser.get("/filings/?kind=plan").content.decode()
    assert page.count('<th scope="row">') == 1 + page.count("应报送")
    answer = browser.get("/filings/?kind=plan&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][:2] == ("沪上数字证书认证有限公司", "整改方案")
    for odd in ("?kind=none", "?campaign=x", "?page=9999", "?province=1", "?late=on"):
        assert browser.get(f"/filings/{odd}").status_code == 200


def test_the_campaign_knows_how_its_authorities_stand(
    people: SimpleNamespace, campaign: Any, brought: Callable[..., Any],
    filled: Callable[..., Any], signed_in_as: Callable[..., Any],
) -> None:  # fmt: skip
    from mingzheng.workspace.site.rooms import standings

    def own() -> dict[str, Any]:
        unit = people.officer.membership.organisation.pk
        alone = standings(campaign.in_force, only=unit)
        assert alone == [e for e in standings(campaign.in_force) if e.organisation == unit]
        return {e.stage: e for e in alone}

    assert not own()["self_inspection"].done
    brought("submitted")
    assert own()["self_inspection"].text.zh == "整改方案未开始"
    brought("submitted", filled("plan"))
    assert own()["self_inspection"].done
    province = people.inspector.membership.organisation.pk
    assert {e.stage for e in standings(campaign.in_force) if e.organisation == province} == {
        "inspection"
    }
    page = signed_in_as(people.organiser).get(f"/campaigns/{campaign.pk}/progress/")
    assert "已报送" in page.content.decode()


def test_a_draft_is_handed_over_with_its_drafter(
    people: SimpleNamespace, begin: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from mingzheng.workspace.people import actions
    from mingzheng.workspace.people.roles import Role

    filing, other = begin(), person(Role.OFFICER)
    actions.hand_over(by=people.head, membership=people.officer.membership, to=other.membership)
    filing.refresh_from_db()
    assert filing.drafter == other
