import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.errors import SettingsError
from mingzheng.evidence.document import Document
from mingzheng.evidence.parameters import CATALOGUE, DEFAULT_SOURCE, resolve
from mingzheng.evidence.reading import read_settings
from mingzheng.evidence.settings import Parameter, Span

AS_OF = dt.date(2022, 8, 30)
PAGE = Path(__file__).parents[2] / "docs/evidence.md"


@pytest.fixture
def read(tmp_path):
    def run(toml=None, **overrides):
        if toml is not None:
            (tmp_path / "evidence.toml").write_text(toml, "utf-8")
        return read_settings(tmp_path, as_of=AS_OF, overrides=overrides)

    return run


def test_the_example_of_the_documentation(read):
    example = re.search(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    settings = read(example[1])
    assert settings.authority.name == "某某电子认证有限公司"
    assert settings.authority.licence_periods == (Span(dt.date(2015, 9, 1), dt.date(2025, 8, 31)),)
    assert settings.issuers[0].subject_templates[0] == "051@{person}@Z{number}@{sequence}"
    applications = settings.tables["applications"]
    assert applications.columns["application_id"] == "业务单号"
    assert applications.codes["kind"] == {"01": "issue", "02": "renew"}
    assert applications.complete[1].product == "signature"
    assert applications.provenance.rows == 120000
    assert settings.tables["issuances"].decimal_serials is True
    assert settings.parameters["retention_years"] == Parameter(10, "CPS V5.4 第 5.5.2 节")
    assert not [name for name in settings.defaults if not name.startswith("parameters.")]


def test_without_evidence_toml_everything_is_by_default(read):
    settings = read()
    assert settings.period == Span(dt.date(2017, 7, 1), AS_OF)
    assert settings.time_zone == "Asia/Shanghai"
    assert settings.clock_tolerance == dt.timedelta(minutes=5)
    assert not settings.tables
    assert {"audit.time_zone", "authority.name", "issuers"} <= set(settings.defaults)
    assert set(settings.defaults) >= {f"parameters.{name}" for name in CATALOGUE}


def test_what_is_given_is_no_default(read):
    settings = read('[audit]\ntime_zone = "UTC"\nas_of = "2021-01-01"\n')
    assert (settings.time_zone, settings.as_of) == ("UTC", dt.date(2021, 1, 1))
    assert settings.period.until == dt.date(2021, 1, 1)
    assert "audit.time_zone" not in settings.defaults


def test_overrides_replace(read):
    assert read('[audit]\ntime_zone = "UTC"', time_zone="Asia/Tokyo").time_zone == "Asia/Tokyo"


def test_one_path_or_several(read):
    settings = read('[tables.reviews]\npath = "a.csv"\npaths = ["b.csv", "c.csv"]')
    assert settings.tables["reviews"].paths == ("a.csv", "b.csv", "c.csv")


@pytest.mark.parametrize(
    ("toml", "line", "says"),
    [
        ("\n[audt]", 2, "'audit'"),
        ("[audit]\nfrom = 2019", 2, "2019-03-02"),
        ('[audit]\nfrom = "03/02/2019"', 2, "2019-03-02"),
        ("[audit]\nas_of = 2019-03-02T10:00:00", 2, "2019-03-02"),
        ("[audit]\nfrom = 2023-01-01", 2, "after its end"),
        ("[audit]\nclock_tolerance_minutes = -1", 2, "not negative"),
        ("[audit]\nclock_tolerance_minutes = true", 2, "not negative"),
        ('[audit]\ntime_zone = "Asia/Shangai"', 2, "'Asia/Shanghai'"),
        ("[authority]\nname = 5", 2, "in quotes"),
        ('[authority]\nname = " "', 2, "empty"),
        ('[authority]\nnme = "x"', 2, "'name'"),
        ("authority = 1", 1, "must be a table"),
        ("issuers = [1]", 1, "array of tables"),
        ('[[issuers]]\nrole = "test"', 1, "missing"),
        ('[[issuers]]\ndn = "CN=x"\nrole = "prod"', 3, "production"),
        ("[tables.aplications]", 1, "'applications'"),
        ('[tables.reviews]\npth = "x"', 2, "'path'"),
        ('[tables.reviews.columns]\nresults = "x"', 2, "'result'"),
        ('[tables.reviews.codes.result]\n"1" = "aproved"', 2, "'approved'"),
        ('[tables.reviews.codes.reviewer_id]\n"1" = "x"', 1, "no codes"),
        ('[tables.reviews]\ndecimal_serials = "yes"', 2, "true or false"),
        ('[tables.reviews]\ncomplete = [{ product = "signatur" }]', 2, "'signature'"),
        (
            "[tables.reviews]\ncomplete = [{ from = 2020-01-01, until = 2019-01-01 }]",
            2,
            "after its",
        ),
        ("[tables.reviews.provenance]\nrow = 1", 2, "'rows'"),
        ("[parameters]\nretention_yeers = 5", 2, "'retention_years'"),
        ('[parameters]\nidentity_methods_person = ["face2"]', 2, "'face'"),
        ("[parameters]\nmax_validity_days = { source = 'CPS' }", 2, "value is missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(read, toml, line, says):
    with pytest.raises(SettingsError) as raised:
        read(toml)
    text = raised.value.text
    assert f"line {line}," in text.en
    assert f"第 {line} 行" in text.zh
    assert says in text.en


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[parameters]\nretention_years = 3", "under 5"),
        ('[parameters]\nmax_validity_days = "long"', "whole number"),
        ("[parameters]\nmax_validity_days = true", "whole number"),
        ("[parameters]\nidentity_methods_closed = 1", "true or false"),
        ('[parameters]\nidentity_methods_person = "face"', "list of codes"),
        ("x =", "no valid TOML"),
    ],
)
def test_values_of_another_type(read, toml, says):
    with pytest.raises(SettingsError) as raised:
        read(toml)
    assert says in raised.value.text.en
    assert raised.value.text.zh


def test_another_encoding(tmp_path):
    (tmp_path / "evidence.toml").write_bytes("[authority]\nname='某某电子认证'".encode("gb18030"))
    with pytest.raises(SettingsError) as raised:
        read_settings(tmp_path, as_of=AS_OF)
    assert "UTF-8" in raised.value.text.zh


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError) as raised:
        read_settings(tmp_path / "none", as_of=AS_OF)
    assert "none" in raised.value.text.en


def test_parameters_are_resolved_with_their_source(read):
    settings = read("[parameters]\nmax_validity_days = 1826\nagent_applicants = 10")
    resolved = resolve(settings)
    assert resolved["max_validity_days"] == Parameter(1826, "evidence.toml")
    assert resolved["agent_applicants"].value == 10
    assert resolved["explained_minutes"] == Parameter(30, DEFAULT_SOURCE)
    assert "identity_reuse_days" not in resolved


def test_a_parameter_nobody_knows(read):
    settings = read(parameters={"max_validity": Parameter(1, "x")})
    with pytest.raises(SettingsError) as raised:
        resolve(settings)
    assert "'max_validity_days'" in raised.value.text.en


@pytest.mark.parametrize("definition", CATALOGUE.values(), ids=lambda d: d.name)
def test_every_parameter_is_well_defined(definition):
    assert definition.meaning.zh
    assert definition.meaning.en
    if definition.default is not None:
        assert definition.check(definition.default) == definition.default


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=4))
def test_lines_are_found_in_any_text(text, path):
    line = Document(text, {}).line(tuple(path))
    assert line is None or 1 <= line <= text.count("\n") + 1


def test_the_day_insisted_upon_comes_before_the_one_written(tmp_path):
    (tmp_path / "evidence.toml").write_text("[audit]\nas_of = 2022-08-30\n", "utf-8")
    day = dt.date(2023, 1, 1)
    assert read_settings(tmp_path, as_of=day).as_of == dt.date(2022, 8, 30)
    assert read_settings(tmp_path, as_of=day, insisted=True).as_of == day


def test_a_day_that_has_not_come_is_refused(tmp_path):
    (tmp_path / "evidence.toml").write_text("[audit]\nas_of = 2999-01-01\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path, as_of=AS_OF)
    assert str(AS_OF) in refused.value.text.zh
