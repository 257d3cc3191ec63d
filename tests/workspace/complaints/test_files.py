"""Lists under a filter, counts, and the register as evidence that the engine reads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from django.utils import timezone


def test_a_filter_holds_for_page_and_workbook_alike(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    fees, service = submitted(Complaint), submitted(Complaint, topic="service", text="=1+1 慢")
    client = browse(person(Role.OFFICER))
    today = timezone.localdate()
    for asked, found in (
        ("topic=fees", {fees}),
        ("q=慢", {service}),
        (f"q={fees.number.lower()}", {fees}),
        ("state=closed", set()),
        ("state=open", {fees, service}),
        ("state=mine", set()),
        (f"since={today}&until={today}", {fees, service}),
        (f"until={today.replace(year=2021, day=1)}", set()),
        ("state=nonsense&since=yesterday&page=minus", {fees, service}),
    ):
        page = client.get(f"/complaints/?{asked}").content.decode()
        assert {each for each in (fees, service) if f">{each.number}<" in page} == found, asked
        book = openpyxl.load_workbook(
            io.BytesIO(client.get(f"/complaints/register.xlsx?{asked}").content)
        )
        numbers = {row[0].value for row in book.active.iter_rows(min_row=2)}
        assert numbers - {None} == {each.number for each in found}, asked
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
    assert cells["=1+1 慢"].data_type == "s"


def test_a_number_of_a_person_is_kept_nowhere_as_a_serial_number(
    submitted: Callable[..., Any],
) -> None:
    from mingzheng.workspace.complaints.models import Complaint

    assert "19491231" not in submitted(Complaint, serial_number="110105194912310003").serial_number
    assert submitted(Complaint, serial_number="110105194912310004").serial_number[-1] == "4"


def test_counts_by_authority_topic_and_month(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    import datetime as dt

    from mingzheng.workspace.complaints.chart import chart
    from mingzheng.workspace.complaints.counts import by_authority, by_month
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    assert chart(by_month(Complaint.objects.all())) == ""
    zone = timezone.get_default_timezone()
    for topic, month, state in (
        ("fees", 6, "answered"),
        ("fees", 8, "received"),
        ("other", 8, ""),
    ):
        thing = submitted(Complaint, state or "closed", topic=topic)
        # the last minute of the month before in UTC is the first day in Beijing
        at = dt.datetime(2022, month, 1, 0, 1, tzinfo=zone)
        Complaint.objects.filter(pk=thing.pk).update(received_at=at, accept_by=at.date())
    (row,) = by_authority(Complaint.objects.all())
    assert (row.total, row.upheld, row.overdue) == (3, 2, 1)
    assert sorted(row.by_topic, reverse=True)[:3] == [2, 1, 0]
    months = by_month(Complaint.objects.all())
    assert [(each.name, each.received, each.upheld) for each in months] == [
        ("2022-06", 1, 1), ("2022-07", 0, 0), ("2022-08", 2, 1),
    ]  # fmt: skip
    assert chart(months).count("<rect") == 6
    inspector = browse(person(Role.INSPECTOR))
    for asked, total in (("", 3), ("?topic=fees", 2)):
        file = inspector.get(f"/complaints/statistics.xlsx{asked}")
        by_ca, by_month_of = openpyxl.load_workbook(io.BytesIO(file.content))
        assert [row[0].value for row in by_ca.iter_rows(min_row=2)] == [str(row.about)]
        assert by_ca.cell(2, by_ca.max_column - 2).value == total
        assert sum(each[1].value for each in by_month_of.iter_rows(min_row=2)) == total


def test_the_register_is_evidence_that_the_engine_reads(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any],
    tmp_path: Path,
) -> None:  # fmt: skip
    import pyarrow.parquet as pq

    from mingzheng.evidence.reading import read_settings
    from mingzheng.records.reading import read_records
    from mingzheng.sources.rejects import Rejects
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.complaints.topics import topics
    from mingzheng.workspace.people.roles import Role

    made = [submitted(Complaint, topic=topic, serial_number="0A1B") for topic in topics()]
    for state in ("refused", "answered", "closed", "reopened", "transferred", "withdrawn"):
        made.append(submitted(Complaint, state))
    written = browse(person(Role.OFFICER)).get("/complaints/evidence.csv").content
    table = tmp_path / "evidence" / "tables" / "complaints.csv"
    table.parent.mkdir(parents=True)
    table.write_bytes(written)
    rows = list(csv.DictReader(io.StringIO(written.decode())))
    outcomes = [row["outcome"] for row in rows[-6:]]
    assert outcomes == ["", "upheld", "upheld", "upheld", "transferred", "withdrawn"]
    settings = read_settings(tmp_path / "evidence", as_of=timezone.localdate())
    with Rejects() as rejects:
        records = read_records(settings, out=tmp_path / "out", rejects=rejects, threads=1)
        assert [row for batch in rejects.batches() for row in batch.to_pylist()] == []
    read = pq.read_table(records.folder / "complaints").to_pylist()
    assert {row["complaint_id"] for row in read} == {each.number for each in made}
    assert {row["topic"] for row in read} == {topic.code for topic in topics().values()}


def test_pages_speak_one_language(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    """In English no Chinese but names, texts and the switch of languages."""
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.people.roles import Role

    complaint = submitted(Complaint, "answered", text="text")
    complaint.answers.update(grounds="grounds", number="1")
    report = submitted(Report, text="text")
    for role, pages in (
        (None, ("submit/", "inform/", "receipt/")),
        (Role.OFFICER, ("", f"{complaint.pk}/", "statistics/")),
        (Role.INSPECTOR, ("reports/", f"reports/{report.pk}/", "statistics/")),
    ):
        user = person(role) if role else None
        if user is not None:
            user.language = "en"
            user.name = "A. Person"
            user.save()
        client = browse(user)
        client.cookies["language"] = "en"
        for page in pages:
            shown = client.get(f"/complaints/{page}").content.decode()
            shown = re.sub(r"中文|人员\d+|沪上\w+公司|上海\w+|收费没有\w+", "", shown)
            shown = re.sub(r"[\u4e00-\u9fff]*(?:公司|局|厅|委员会|部)\b", "", shown)
            assert not re.findall(r".{0,40}[\u4e00-\u9fff]+.{0,40}", shown), page


def test_what_is_in_hand_and_due(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    import datetime as dt

    from mingzheng.workspace.complaints import room
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.people.roles import Role

    officer, reader, inspector = map(person, (Role.OFFICER, Role.READER, Role.INSPECTOR))
    first, _ = submitted(Complaint), submitted(Complaint, "closed")
    submitted(Report)
    due = timezone.localdate() - dt.timedelta(1)
    Complaint.objects.filter(pk=first.pk).update(accept_by=due, handler=officer)
    (panel,) = room.panels(officer)
    assert (panel.rank, panel.context["open"], panel.context["late"]) == (10, 1, 1)
    assert [each.due for each in room.deadlines(officer)] == [due]
    assert [list(room.panels(reader)), list(room.deadlines(reader))] == [[], []]
    (panel,) = room.panels(inspector)
    assert panel.context["page"] == "complaints:reports"
    matters = room.MATTERS[0]
    assert list(matters.held(officer.membership)) == [first]


def test_the_navigation_says_where_one_is(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.people.roles import Role

    pages = {
        "": "/complaints/",
        f"{submitted(Complaint).pk}/": "/complaints/",
        f"reports/{submitted(Report).pk}/": "/complaints/reports/",
        "statistics/": "/complaints/statistics/",
    }
    client = browse(person(Role.ORGANISER))
    for page, place in pages.items():
        shown = client.get(f"/complaints/{page}").content.decode()
        assert re.findall(r'<a href="(\S+)" aria-current="page"', shown) == [place]
