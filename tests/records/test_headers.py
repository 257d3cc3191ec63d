import pytest

from mingzheng.records.headers import match_headers
from mingzheng.records.schema import tables


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_the_chinese_names_of_all_columns_together(table):
    found = match_headers(table, [column.zh for column in table.columns], {})
    assert found.mapped == {column.name: column.zh for column in table.columns}
    assert not found.problems


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_header_known_leads_to_a_column(table):
    for column in table.columns:
        for header in column.headers:
            found = match_headers(table, [header], {})
            (mapped,) = found.mapped
            assert header in table.column(mapped).headers


def test_spelling_does_not_matter():
    table = tables()["applications"]
    headers = [" 申请 编号", "ＲＡ编号", "SUBJECT_NAME", "applicant-id-number"]
    found = match_headers(table, headers, {})
    assert set(found.mapped) == {
        "application_id", "registration_authority", "subject_name", "applicant_id_number",
    }  # fmt: skip


def test_the_mapping_comes_first():
    table = tables()["applications"]
    found = match_headers(table, ["申请编号", "单号"], {"application_id": "单号"})
    assert found.mapped["application_id"] == "单号"
    assert found.unknown == ("申请编号",)
