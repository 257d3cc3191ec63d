import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.records.names import name_key, read_name_lists


def key(cell):
    return name_key(pa.array([cell], pa.string()))[0].as_py()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海（某某） 公司", "上海(某某)公司"),
        ("上海【某某】公司", "上海(某某)公司"),
        ("ＡＣＭＥ 有限公司", "acme有限公司"),
        ("阿卜杜·热合曼", "阿卜杜•热合曼"),
        ("阿卜杜．热合曼", "阿卜杜・热合曼"),
        ("张\u3000三", "张三"),
        ("Acme  Co., Ltd", "ACME CO.,LTD"),
    ],
)
def test_spelling_alone_makes_no_other_name(one, other):
    assert key(one) == key(other)


def test_other_names_stay_other():
    assert key("张三") != key("张三丰")
    assert key("上海公司") != key("上海(分)公司")


@given(
    st.text(
        "张三李四某公司ABCabc（）()【】·•.・ \u3000１Ａﾊ@given(st.text(max_size=30))-", max_size=30
    )
)
def test_a_key_is_its_own_key(name):
    once = key(name)
    assert key(once) == once


def lists(cell):
    return read_name_lists(pa.array([cell], pa.string())).arrays[1][0].as_py()


def test_lists_of_names():
    assert lists("张三；李四、王五|赵六") == ["张三", "李四", "王五", "赵六"]
    assert lists("张三,李四") == ["张三", "李四"]
    assert lists("Acme Co., Ltd; Bolt") == ["acmeco·,ltd", "bolt"]
    assert lists("；张三；") == ["张三"]
    assert lists(None) is None
