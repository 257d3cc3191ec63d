"""What practice statements set as parameters: agreeing and differing versions, gaps, plainness."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.documents.contradictions.test_contradictions import examined

from mingzheng.documents.account import account
from mingzheng.documents.examination import examine
from mingzheng.documents.parameters import Proposals, Version, proposals
from mingzheng.evidence.parameters import CATALOGUE
from mingzheng.evidence.settings import Span
from mingzheng.records.schema import codes

PERIOD = Span(dt.date(2017, 7, 1), dt.date(2022, 7, 31))
FIRST, SECOND = dt.date(2015, 1, 1), dt.date(2019, 3, 1)


def version(name: str, *lines: str, since: dt.date = FIRST) -> Version:
    return Version(name, since, account=account(examined("cps", *lines)))


def set_by(*versions: Version) -> Proposals:
    return proposals(versions, period=PERIOD)


PLAIN = [
    ("本机构收到撤销申请后24小时内完成证书撤销。", "revocation_hours", 24),
    ("本机构收到撤销申请后一日内完成证书撤销。", "revocation_hours", 24),
    ("证书撤销后90分钟内发布到CRL。", "revocation_announcement_hours", 2),
    ("认证信息自证书失效之日起保存十年。", "retention_years", 10),
    ("认证信息自证书失效之日起保存六十个月。", "retention_years", 5),
    ("本机构收到投诉后一周内答复。", "complaint_answer_days", 7),
    ("订户证书的有效期最长不超过五年。", "max_validity_days", 1827),
    ("身份查验结果在12个月内可沿用。", "identity_reuse_days", 366),
    ("不得沿用以往的身份查验结果，每次均须重新查验。", "identity_reuse_days", 0),
    ("查验人员和审查人员不得由同一人担任。", "checker_reviewer_separated", True),
    ("个人证书有效期为一年，机构证书有效期为两年，设备证书有效期为三年。", "max_validity_days", 1096),
]  # fmt: skip


@pytest.mark.parametrize(("said", "name", "value"), PLAIN)
def test_what_is_stated_plainly_becomes_a_parameter(said: str, name: str, value: int | bool):
    found = set_by(version("3.1", said))
    assert found.values[name].value == value
    assert found.values[name].value is not True or isinstance(value, bool)
    assert found.values[name].source.startswith("CPS v3.1")
    assert said[:-1] in found.values[name].source
    assert found.withheld == {}


NOT_PLAIN = [
    ("本机构收到撤销申请后两个工作日内完成证书撤销。", "revocation_hours", "工作日"),
    ("CRL每24小时更新一次。", "revocation_announcement_hours", "条件"),
    ("认证信息自证书失效之日起保存三年。", "retention_years", "过小"),
    ("个人证书的有效期为一年。", "max_validity_days", "部分对象"),
    ("测试用证书有效期为30天。", "max_validity_days", "过小"),
    ("证书有效期一般为一年。", "max_validity_days", "不是限值"),
    ("事件型证书有效期为24小时。", "max_validity_days", "部分对象"),
]


@pytest.mark.parametrize(("said", "name", "why"), NOT_PLAIN)
def test_what_is_not_plain_sets_nothing_and_says_why(said: str, name: str, why: str):
    found = set_by(version("3.1", said))
    assert name not in found.values
    assert why in found.withheld[name].zh


def test_several_values_of_one_subject_set_nothing():
    found = set_by(version("3.1", "收到投诉后7日内答复。", "对收费投诉，收到投诉后15日内答复。"))
    assert "几个值" in found.withheld["complaint_answer_days"].zh


def test_versions_that_agree_set_it_by_the_latest():
    found = set_by(
        version("2.0", "收到撤销申请后24小时内完成证书撤销。"),
        version("3.0", "收到撤销申请后一日内完成证书撤销。", since=SECOND),
    )
    assert found.values["revocation_hours"].value == 24
    assert found.values["revocation_hours"].source.startswith("CPS v3.0")


@pytest.mark.parametrize("strict_first", [True, False])
def test_nobody_is_judged_by_a_stricter_version_that_was_not_his(strict_first: bool):
    strict = "收到撤销申请后4小时内完成证书撤销。", "认证信息自证书失效起保存十年。"
    mild = "收到撤销申请后48小时内完成证书撤销。", "认证信息自证书失效起保存五年。"
    early, late = (strict, mild) if strict_first else (mild, strict)
    found = set_by(version("2.0", *early), version("3.0", *late, since=SECOND))
    assert found.values["revocation_hours"].value == 48
    assert found.values["retention_years"].value == 5
    assert "为4小时，各版本不同" in found.values["revocation_hours"].source


def test_a_version_that_is_silent_or_missing_leaves_no_safe_value():
    said = "收到撤销申请后24小时内完成证书撤销。"
    silent = set_by(version("2.0", "本机构提供服务。"), version("3.0", said, since=SECOND))
    assert "CPS v2.0 未写明" in silent.withheld["revocation_hours"].zh
    unread = set_by(Version("2.0", FIRST), version("3.0", said, since=SECOND))
    assert "没有可读的文本" in unread.withheld["revocation_hours"].zh
    assert list(unread.withheld) == ["revocation_hours"]


def test_a_time_without_a_version_leaves_no_safe_value_unless_there_was_no_licence():
    late = version("3.0", "收到撤销申请后24小时内完成证书撤销。", since=SECOND)
    assert "2017-07-01 起" in set_by(late).withheld["revocation_hours"].zh
    found = proposals([late], period=PERIOD, begun=SECOND)
    assert found.values["revocation_hours"].value == 24
    early = Version("2.0", FIRST, dt.date(2018, 12, 31), late.account)
    assert "2019-01-01 起" in set_by(early, late).withheld["revocation_hours"].zh


def test_acts_are_bound_by_the_versions_of_the_period_certificates_by_earlier_ones_too():
    old = version(
        "1.0",
        "收到撤销申请后48小时内完成撤销。",
        "证书有效期最长五年。",
        since=dt.date(2010, 1, 1),
    )
    new = version("2.0", "收到撤销申请后24小时内完成撤销。", "证书有效期最长三年。", since=FIRST)
    after = version(
        "3.0",
        "收到撤销申请后12小时内完成撤销。",
        "证书有效期最长十年。",
        since=dt.date(2022, 8, 1),
    )
    found = set_by(after, new, old)
    assert found.values["revocation_hours"].value == 24
    assert found.values["max_validity_days"].value == 1827


def test_ways_of_checking_are_closed_only_in_so_many_words():
    open_ = "个人申请证书的，可采用当面、人脸识别等方式查验申请人身份。"
    listed = "个人申请证书的，采用当面查验或者视频查验申请人身份。"
    only = "个人申请证书的，仅限采用当面查验、视频查验方式查验申请人身份。"
    assert set_by(version("1", open_)).values["identity_methods_closed"].value is False
    assert "identity_methods_closed" in set_by(version("1", listed)).withheld
    closed = set_by(version("1", only))
    assert closed.values["identity_methods_closed"].value is True
    assert closed.values["identity_methods_person"].value == ("in_person", "video")
    assert "identity_methods_device" not in closed.values
    both = set_by(version("1", only), version("2", open_, since=SECOND))
    assert both.values["identity_methods_closed"].value is False
    assert both.values["identity_methods_person"].value == ("face", "in_person", "video")


def test_papers_are_required_only_where_they_are_asked_of_all():
    all_ = set_by(version("1", "机构申请证书，应当提交营业执照、证书申请表等材料。"))
    assert all_.values["materials_organization"].value == ("application_form", "business_licence")
    some = set_by(
        version("1", "机构申请证书，应当提交营业执照；委托他人的，还应提交授权委托书等材料。")
    )
    assert "materials_organization" in some.withheld


def test_a_person_may_deny_a_term():
    said = account(examined("cps", "收到撤销申请后24小时内完成证书撤销。"))
    denied = Version("1", FIRST, None, said, frozenset({"revocation_processing"}))
    assert set_by(denied) == Proposals({}, {})


def test_the_source_names_section_page_and_words(tmp_path: Path):
    file = tmp_path / "cps.md"
    file.write_text(
        "# 示例认证中心电子认证业务规则\n\n# 4 证书生命周期操作要求\n\n## 4.9 证书撤销和挂起\n\n"
        "### 4.9.5 撤销的时限\n\n收到撤销申请后24小时内完成证书撤销。\n",
        "utf-8",
    )
    found = set_by(Version("V3.1", FIRST, account=account(examine(file))))
    assert found.values["revocation_hours"].source == (
        "CPS V3.1 §4.9.5：“收到撤销申请后24小时内完成证书撤销。”"
    )


def test_every_proposal_is_a_parameter_of_its_type():
    lines = [said for said, _, _ in PLAIN if "不得沿用" not in said and "最长" not in said]
    found = set_by(
        version(
            "1",
            *lines,
            "申请证书仅限采用当面查验方式查验申请人身份。",
            "申请证书应当提交身份证、申请表等材料。",
        )
    )
    listed = {*found.values, *found.withheld}
    assert listed <= set(CATALOGUE)
    for name, parameter in found.values.items():
        definition = CATALOGUE[name]
        value = definition.check(parameter.value)
        if definition.codes is not None and isinstance(value, tuple):
            assert set(value) <= set(codes()[definition.codes])
