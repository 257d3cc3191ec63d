"""One key for one name, however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.certificates.names import issuer_key

SPELLINGS = [
    "CN=Demo CA,OU=Unit,O=示例电子认证有限公司,ST=浙江,C=CN",
    "C=CN, S=浙江, O=示例电子认证有限公司, OU=Unit, CN=Demo CA",
    "C = CN, ST = 浙江, O = 示例电子认证有限公司, OU = Unit, CN = Demo CA",
    "/C=CN/ST=浙江/O=示例电子认证有限公司/OU=Unit/CN=Demo CA",
    r"/C=CN/ST=\xE6\xB5\x99\xE6\xB1\x9F/O=示例电子认证有限公司/OU=Unit/CN=Demo CA",
    r"CN=Demo\20CA,OU=Unit,O=示例电子认证有限公司,ST=\E6\B5\99\E6\B1\9F,C=CN",
    "cn=DEMO CA;ou=unit;o=示例电子认证有限公司;2.5.4.8=浙江;c=cn",
    'CN="Demo  CA", OU=Unit, O=示例电子认证有限公司, OID.2.5.4.8=浙江, C=ＣＮ',
    "CN=Demo CA+OU=Unit,O=示例电子认证有限公司,stateOrProvinceName=浙江,C=CN",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_spellings_of_one_name_have_one_key(text: str) -> None:
    assert issuer_key(text) == issuer_key(SPELLINGS[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E=a@example.cn,C=CN", "emailAddress=a@example.cn, C=CN"),
        (r"O=A\, B\+C,C=CN", 'C=CN, O="A, B+C"'),
        (r"O=A\, B\+C,C=CN", "/C=CN/O=A, B+C"),
        ("UID=7,CN=x", "0.9.2342.19200300.100.1.1=7, CN=x"),
        (r"CN=x\ ,C=CN", "C=CN, CN=x"),
        ("示例电子认证　有限公司", "示例电子认证 有限公司"),
        ("O=a/b,C=CN", "/C=CN/O=a/b"),
    ],
)
def test_equal(one: str, other: str) -> None:
    assert issuer_key(one) == issuer_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CN=a,O=b", "CN=b,O=a"),
        ("CN=a,CN=b", "CN=a"),
        (r"CN=a\,O=b", "CN=a,O=b"),
        ("CN=a", "a"),
        ("SN=a", "serialNumber=a"),
    ],
)
def test_different(one: str, other: str) -> None:
    assert issuer_key(one) != issuer_key(other)


@given(st.text())
def test_any_text_has_a_key(text: str) -> None:
    assert issuer_key(text) == issuer_key(text.strip())


def test_keys_of_real_names(rows: dict[str, dict]) -> None:
    """Reordering and respacing what the reader wrote changes no key."""
    for name, row in rows.items():
        text = row["issuer_dn"]
        if text and not any(mark in text for mark in '\\"+;'):
            turned = " ,  ".join(reversed(text.split(",")))
            assert issuer_key(turned) == issuer_key(text), name
