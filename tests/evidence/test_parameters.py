"""Where a parameter comes from: evidence.toml before the practice statement before the default."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mingzheng.evidence.parameters import DEFAULT_SOURCE, resolve
from mingzheng.evidence.settings import Parameter, Settings, Span

CPS = "CPS v3.1 §4.9.5：“24小时内完成撤销。”"


def settings(**given: Parameter) -> Settings:
    return Settings(Path(), Span(), dt.date(2022, 8, 1), parameters=given)


def test_the_practice_statement_goes_before_a_default():
    found = resolve(settings(), {"retention_years": Parameter(10, CPS)})
    assert found["retention_years"] == Parameter(10, CPS)
    assert resolve(settings())["retention_years"] == Parameter(5, DEFAULT_SOURCE)


def test_evidence_toml_goes_before_the_practice_statement_and_shows_it():
    said = Parameter(24, CPS)
    found = resolve(settings(revocation_hours=Parameter(48, "访谈")), {"revocation_hours": said})
    assert found["revocation_hours"] == Parameter(48, "访谈", said)


def test_the_same_value_overrides_nothing():
    given = Parameter(("video", "in_person"), "evidence.toml")
    said = {"identity_methods_person": Parameter(("in_person", "video"), CPS)}
    assert resolve(settings(identity_methods_person=given), said) == resolve(
        settings(identity_methods_person=given)
    )
