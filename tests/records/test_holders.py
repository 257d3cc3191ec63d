import datetime as dt

import pyarrow as pa
import pytest

from mingzheng.certificates import SCHEMA
from mingzheng.errors import SettingsError
from mingzheng.records.holders import compile_template, read_holders_of

AS_OF = dt.date(2022, 8, 30)


def holders(templates, *subjects, issuer="i"):
    rows = [dict.fromkeys(SCHEMA.names) | subject for subject in subjects]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    keys = pa.array([issuer] * len(rows), pa.string())
    return read_holders_of(table, keys, {"i": templates}, as_of=AS_OF).to_pylist()


def test_a_person_by_template():
    (found,) = holders(
        ["051@{person}@Z{number}@{sequence}"],
        {"subject_name": "051@张三@Z11010519491231002X@1"},
    )
    assert found["holder_by_template"] is True
    assert (found["holder_name"], found["holder_person"]) == ("张三", "张三")
    assert (found["holder_number_key"], found["holder_number_form"]) == ("11010519491231002X", 1)
    assert found["holder_organization"] is None


def test_an_organisation_by_template():
    (found,) = holders(
        ["041@N{number}@{organization}@{sequence}"],
        {"subject_name": "041@N91110000600037341L@苏州（某某）公司@00000001"},
    )
    assert found["holder_name"] == found["holder_organization"] == "苏州（某某）公司"
    assert found["holder_organization_key"] == "苏州(某某)公司"
    assert found["holder_number_form"] == 2


def test_brackets_of_either_width_fit():
    for subject in ("某公司（张三）", "某公司(张三)"):
        (found,) = holders(["{organization}（{person}）"], {"subject_name": subject})
        assert (found["holder_person"], found["holder_organization"]) == ("张三", "某公司")


def test_templates_are_tried_in_their_order():
    found = holders(
        ["{person}@{ignore}", "{organization}"],
        {"subject_name": "张三@x"},
        {"subject_name": "某公司"},
    )
    assert [row["holder_person"] for row in found] == ["张三", None]
    assert [row["holder_organization"] for row in found] == [None, "某公司"]


def test_other_attributes():
    (found,) = holders(
        ["CN={person}; O={organization}; UID={number}"],
        {"subject_name": "张三", "subject_organization": "某公司", "subject_user_id": "X1"},
    )
    assert (found["holder_person"], found["holder_organization"]) == ("张三", "某公司")
    assert found["holder_number"] == "X1"


def test_a_role_names_no_person():
    (found,) = holders(["{organization}{role}章"], {"subject_name": "甲财务专用章"})
    assert found["holder_person"] is None
    assert found["holder_name"] == found["holder_organization"]


def test_where_no_template_fits_nothing_is_read():
    (found,) = holders(["051@{person}@{sequence}"], {"subject_name": "something else"})
    assert found["holder_by_template"] is False
    assert (found["holder_name"], found["holder_organization"]) == (None, None)


def test_without_a_template_names_are_as_they_stand():
    (found,) = holders(
        ["{person}"], {"subject_name": "张 三", "subject_organization": "某公司"}, issuer="other"
    )
    assert found["holder_by_template"] is None
    assert (found["holder_name"], found["holder_name_key"]) == ("张 三", "张三")
    assert (found["holder_person"], found["holder_organization"]) == (None, "某公司")


def test_the_number_of_an_identity_extension():
    (found, plain) = holders(
        [],
        {
            "subject_name": "张三",
            "subject_identifiers": [
                {"kind": "vendor", "value": "v"},
                {"kind": "passport", "value": "G1"},
                {"kind": "resident_id", "value": "11010519491231002X"},
            ],
            "subject_serial_number": "other",
        },
        {"subject_name": "李四", "subject_identifiers": [], "subject_serial_number": "S-1"},
    )
    assert (found["holder_number"], found["holder_number_kind"]) == (
        "11010519491231002X",
        "resident_id",
    )
    assert (plain["holder_number"], plain["holder_number_kind"]) == ("S-1", None)


@pytest.mark.parametrize(
    ("template", "said"),
    [("{persn}", "{persn}"), ("051@", "placeholder"), ("{person}{person}", "twice")],
)
def test_a_wrong_template_is_named(template, said):
    with pytest.raises(SettingsError) as raised:
        compile_template(template)
    assert said in raised.value.text.en
    assert repr(template) in raised.value.text.zh


def test_literal_text_is_literal():
    (found,) = holders(["a.b*[{person}]+"], {"subject_name": "a.b*[张三]+"})
    assert found["holder_person"] == "张三"
    (found,) = holders(["a.b{person}"], {"subject_name": "axb张三"})
    assert found["holder_person"] is None
