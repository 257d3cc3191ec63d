import tomllib

from mingzheng.records.schema import tables
from mingzheng.records.suggestion import suggest

SAMPLES = {
    "业务单编号": ("A1", "A2"),
    "用户姓名": ("张三", "李四"),
    "身份证编号": ("11010519491231002X", "440524188001010014"),
    "办理类别": ("新办", "重新办"),
    "用户类别": ("个人",),
    "提交日期时间": ("2019-03-02 10:11:12",),
    "无关": ("x",),
}


def test_a_mapping_is_proposed_with_its_sureness():
    found = suggest(SAMPLES, tables()["applications"])
    proposed = {one.column: one.header for one in found.proposals}
    assert proposed["application_id"] == "业务单编号"
    assert proposed["subject_id_number"] == "身份证编号"
    assert proposed["applied_at"] == "提交日期时间"
    assert proposed["kind"] == "办理类别"
    assert {one.sure.zh for one in found.proposals} <= {"高", "中", "低"}
    assert "无关" in found.unused


def test_the_table_is_told_from_the_headers():
    assert suggest(SAMPLES).table == "applications"
    headers = ["查验编号", "申请编号", "查验时间", "查验方式"]
    assert suggest(dict.fromkeys(headers, ())).table == "identity_checks"


def test_the_toml_can_be_pasted():
    found = suggest(SAMPLES, tables()["applications"])
    pasted = tomllib.loads(found.toml("tables/申请.csv"))["tables"]["applications"]
    assert pasted["paths"] == ["tables/申请.csv"]
    assert pasted["columns"]["application_id"] == "业务单编号"
    assert found.unknown_codes == {"kind": ("重新办",)}


def test_recognised_headers_are_left_alone():
    found = suggest({"申请编号": ("A1",)}, tables()["applications"])
    assert found.recognised == {"application_id": "申请编号"}
    assert not found.proposals
    assert "kind" in found.missing


def test_a_shape_that_does_not_fit_lowers_the_score():
    times = suggest({"提交日": ("2019-03-02",)}, tables()["applications"])
    words = suggest({"提交日": ("张三",)}, tables()["applications"])
    score = {one.column: one.score for one in times.proposals}["applied_at"]
    other = {one.column: one.score for one in words.proposals}.get("applied_at", 0)
    assert score > other


def test_a_file_without_headers_shows_no_number():
    number = "11010519491231002X"
    found = suggest({number: (number,), "张三": ("李四",)}, tables()["applications"])
    assert number not in found.toml("a.csv")
    assert number not in "".join(found.unused)
    assert not found.proposals
