"""The register as a file: what is taken, what is refused and where, and the same file again."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people.roles import Role

OPERATORS = Path(__file__).parents[3] / "../shared/data/rootca-operators.csv"
CSV = """机构名称,统一社会信用代码,注册地,许可证号,有效期起,有效期止,签发者名称,备注
甲认证有限公司,91310000XXXXXXXXXX,上海,ECP3100001,2022-01-01,2027/1/1,CN=甲,随便
甲认证有限公司,,,,,,CN=甲二,
乙认证有限公司,,火星,,,,,
,,,,,,CN=无名,
丙认证有限公司,123,44,,2022-02-30,,,
丁认证有限公司,,兵团,,,,,
"""


def upload(browser, content, name="list.csv"):
    file = io.BytesIO(content)
    file.name = name
    return browser.post("/organisations/import/", {"file": file})


def confirm(browser, answer):
    (sealed,) = re.findall(r'name="confirmed" value="([^"]+)"', answer.content.decode())
    return browser.post("/organisations/import/", {"confirmed": sealed}, follow=True)


def workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(at, column, dt.datetime(*cell.timetuple()[:3]), day)
                else:
                    sheet.write(at, column, cell)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_checked_cell_by_cell(django, encoding):
    from mingzheng.workspace.people import register

    reading = register.read(CSV.replace("X" * 10, "MA1FL0000A").encode(encoding))
    assert [entry.name for entry in reading.entries] == ["甲认证有限公司", "丁认证有限公司"][
        :1
    ] + ["丁认证有限公司"] * (len(reading.entries) - 1)
    assert reading.ignored == ["备注"]
    found = {(fault.row, fault.column) for fault in reading.faults}
    assert {(4, "注册地"), (5, "机构名称"), (6, "统一社会信用代码"), (6, "有效期起")} <= found
    first = reading.entries[0]
    assert first.issuers == ("CN=甲", "CN=甲二")
    assert (first.province, first.licence_until) == ("31", dt.date(2027, 1, 1))


def test_a_workbook_says_what_a_csv_says(django):
    from mingzheng.workspace.people import register

    rows = [["operator", "licence", "valid_from"], ["甲", 12345, dt.date(2022, 1, 1)]]
    (entry,) = register.read(workbook(rows)).entries
    assert (entry.licence, entry.licence_since) == ("12345", dt.date(2022, 1, 1))


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (65 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4 nothing",
        b"\xff\xfe\0\0" * 9,
        b"a,b\n1,2\n",
        b"\0" * 9,
        bomb(),
        b"x" * (3 << 20),
        "机构名称\n".encode() + b"x" * 200_000,
    ],
    ids=["empty", "damaged", "utf-32", "no name", "zeros", "bomb", "large", "one endless cell"],
)
def test_what_is_no_list_is_refused_with_a_reason(signed_in, content):
    answer = upload(signed_in(Role.ORGANISER), content)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_a_list_is_shown_then_taken_and_changes_nothing_again(signed_in, world):
    from mingzheng.workspace.people.models import Licence, Organisation

    browser = signed_in(Role.ORGANISER)
    before = Organisation.objects.count()
    text = (
        "机构名称,注册地,许可证号,有效期起\n甲,上海,E1,2022-01-01\n" + world.here.name + ",,E2,\n"
    )
    shown = upload(browser, text.encode())
    assert shown.status_code == 200
    assert Organisation.objects.count() == before
    done = confirm(browser, shown)
    assert "新登记 1 家，补充 1 家" in done.content.decode()
    again = confirm(browser, upload(browser, text.encode()))
    assert "新登记 0 家，补充 0 家，未变 2 家" in again.content.decode()
    assert Organisation.objects.count() == before + 1
    assert Licence.objects.count() == 2


def test_what_is_confirmed_is_what_was_shown(signed_in):
    from mingzheng.workspace.people.models import Organisation

    before = Organisation.objects.count()
    answer = signed_in(Role.ORGANISER).post(
        "/organisations/import/", {"confirmed": "W3siYSI6MX1d:x:y"}
    )
    assert answer.status_code == 302
    assert Organisation.objects.count() == before


def test_the_operators_of_the_national_root_import(signed_in):
    if not OPERATORS.exists():
        pytest.skip("the published list is not here")
    from mingzheng.workspace.people.models import IssuerName, Organisation
    from mingzheng.workspace.people.roles import Kind

    browser = signed_in(Role.ORGANISER)
    shown = upload(browser, OPERATORS.read_bytes())
    assert "有误的单元格" not in shown.content.decode()
    known = Organisation.objects.filter(kind=Kind.AUTHORITY).count()
    confirm(browser, shown)
    assert IssuerName.objects.count() == 86
    made = Organisation.objects.filter(kind=Kind.AUTHORITY).count() - known
    assert "未变" in confirm(browser, upload(browser, OPERATORS.read_bytes())).content.decode()
    assert Organisation.objects.filter(kind=Kind.AUTHORITY).count() - known == made > 60


def test_a_change_is_dated_and_the_history_stays(world):
    from mingzheng.workspace.people import actions

    by, before = world.people[Role.ORGANISER], world.here.name
    given = {"by": by, "organisation": world.here, "name_en": "", "code": ""}
    beijing = world.elsewhere.seat
    actions.change_organisation(
        **given, version=1, name="新名称", seat=beijing, since=dt.date(2024, 5, 1)
    )
    world.here.refresh_from_db()
    assert (world.here.name, world.here.seat) == ("新名称", beijing)
    assert world.here.name_on(dt.date(2024, 4, 30)) == before
    assert world.here.name_on(dt.date(2024, 5, 1)) == "新名称"
    with pytest.raises(WorkspaceError, match="上一次变更"):
        actions.change_organisation(
            **given, version=2, name="更早", seat=beijing, since=dt.date(2023, 1, 1)
        )
    with pytest.raises(WorkspaceError, match="生效之日"):
        actions.change_organisation(
            **given, version=2, name="将来", seat=beijing, since=dt.date(2099, 1, 1)
        )
