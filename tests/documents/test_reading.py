"""DOCX, HTML, TXT, Markdown: one structure, exact places; refusals that say what to do."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.documents.reading import DocumentError, Limits, read
from mingzheng.documents.reading.refusals import REASONS
from mingzheng.documents.structure import Document

TEXT = """数字证书服务协议

一、双方的义务
乙方应当：
（一）提供真实、完整和准确的信息；
（二）妥善保管私钥。发现失密的，应当立即告知甲方！
二、费用
证书服务费每年200元。
"""


def write(tmp_path: Path, name: str, data: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def quotes(document: Document) -> list[str]:
    return [document.quote(each) for each in document.sentences]


SENTENCES = [
    "数字证书服务协议", "双方的义务", "乙方应当：", "提供真实、完整和准确的信息；", "妥善保管私钥。",
    "发现失密的，应当立即告知甲方！", "费用", "证书服务费每年200元。",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_in_any_encoding(tmp_path: Path, encoding: str):
    document = read(write(tmp_path, "协议.txt", TEXT.encode(encoding)))
    assert document.format == "text"
    assert quotes(document) == SENTENCES
    assert document.page(0) is None


def test_wrapped_lines_of_a_text_are_joined(tmp_path: Path):
    body = "本机构在收到经查验的撤销请求后应当及时完成撤销并发布证书撤销列表供依赖方查询" * 6
    lines = [body[start : start + 30] for start in range(0, len(body), 30)]
    text = "\n".join(["一、撤销", *lines[:-1], lines[-1] + "。", "", "　　" + body[:28]] * 3)
    document = read(write(tmp_path, "a.txt", text))
    assert document.quote(document.paragraphs[1]) == body + "。"


MARKDOWN = """# 数字证书服务协议

## 双方的义务

乙方**应当**妥善保管[私钥](a.html)，
不得出借。

- 真实申报；
- 及时告知。

| 证书 | 上限 |
|:--|--:|
| 个人 | 2万元 |
"""


def test_markdown_has_no_marks_left(tmp_path: Path):
    document = read(write(tmp_path, "a.md", MARKDOWN))
    assert document.text.split("\n") == [
        "数字证书服务协议", "双方的义务", "乙方应当妥善保管私钥，不得出借。", "- 真实申报；", "- 及时告知。",
        "证书\t上限", "个人\t2万元",
    ]  # fmt: skip
    assert [each.depth for each in document.sections] == [0, 1, 2, 2]
    assert len(document.tables) == 1


HTML = """<html><head><title>t</title><meta charset="gbk"></head><body><nav>首页</nav>
<h1>服务协议</h1><div>乙方应当：<br>真实申报；</div><ol><li>甲<p>乙</p><li>丙</ol><script>var a="丁"</script>
<p style="display:none">戊</p><table><tr><th>证书<th>上限<tr><td>个人<td>2万元<table><tr><td>内</table></table>
<p>完&nbsp;&#26376;。</body></html>"""


def test_a_page_is_what_it_shows(tmp_path: Path):
    document = read(write(tmp_path, "a.html", HTML.encode("gb18030")))
    assert document.text.split("\n") == [
        "服务协议", "乙方应当：", "真实申报；", "（1）甲", "乙", "（2）丙", "证书\t上限", "个人\t2万元 内", "完 月。",
    ]  # fmt: skip
    assert document.format == "html"


def numbered(pattern: str, form: str) -> str:
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
    )


def word(tmp_path: Path, name: str = "a.docx") -> Path:
    """A file of Word with what Word does: styles, automatic numbers, changes, a text box."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "页眉"
    made.add_heading("服务协议", 1)
    lists = made.part.numbering_part.element
    lists.insert(0, parse_xml(numbered("第%1条", "chineseCountingThousand")))
    lists.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="77"/></w:num>')
    )
    for text in ("义务", "责任"):
        paragraph = made.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>'
            )
        )
        made.add_paragraph(f"{text}由本协议约定。")
    changed = made.add_paragraph("上限为")
    for tag, text in (("del", "一"), ("ins", "两")):
        kind = "delText" if tag == "del" else "t"
        changed._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{kind}>{text}</w:{kind}>'
                f"</w:r></w:{tag}>"
            )
        )
    changed.add_run("万元。")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("证书", "上限", "个人", "2万元"), strict=True):
        cell.text = text
    path = tmp_path / name
    made.save(str(path))
    return path


def test_word_is_read_as_it_prints(tmp_path: Path):
    document = read(word(tmp_path))
    assert document.text.split("\n") == [
        "服务协议", "第一条 义务", "义务由本协议约定。", "第二条 责任", "责任由本协议约定。", "上限为两万元。",
        "证书\t上限", "个人\t2万元",
    ]  # fmt: skip
    assert [(each.depth, each.title) for each in document.sections] == [
        (0, "服务协议"), (1, "义务"), (1, "责任"),
    ]  # fmt: skip


def test_the_table_of_contents_is_no_text(tmp_path: Path):
    lines = [
        "电子认证业务规则",
        "目 录",
        "1 概括性描述 1",
        "1.1 概述……………3",
        "1 概括性描述",
        "1.1 概述",
        "本规则适用于订户。",
    ]
    document = read(write(tmp_path, "a.txt", "\n".join(lines)))
    assert document.text.split("\n") == [lines[0], *lines[4:]]


def repacked(path: Path, changes: dict[str, bytes]) -> bytes:
    """A ZIP with members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member not in changes:
                new.writestr(member, old.read(member))
        for member, data in changes.items():
            new.writestr(member, data)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DEEP = (
    f"<w:document {W}><w:body>" + "<w:sdt><w:sdtContent>" * 110 + "</w:sdtContent></w:sdt>" * 110
)
ENTITIES = (
    f'<!DOCTYPE a [<!ENTITY x "{"x" * 1000}">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t>'
    "</w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"word/document.xml": b"<w:document"}, "damaged"),
        ({"word/document.xml": b" " * 3_000_000}, "expands"),
        ({"word/document.xml": (DEEP + "</w:body></w:document>").encode()}, "nested"),
        ({"word/document.xml": ENTITIES.encode()}, "damaged"),
        ({"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}, "nested"),
        ({"word/document.xml": f"<w:document {W}/>".encode()}, "unknown_format"),
        ({"word/document.xml": f"<w:document {W}><w:body/></w:document>".encode()}, "empty"),
    ],
)
def test_a_hostile_word_file_is_refused(tmp_path: Path, changes: dict[str, bytes], reason: str):
    path = write(tmp_path, "b.docx", repacked(word(tmp_path), changes))
    with pytest.raises(DocumentError) as refused:
        read(path, Limits(expanded_bytes=2_000_000))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\0" * 2000, "empty"),
        ("a.txt", b"\n\n  \r\n", "empty"),
        ("a.txt", bytes(range(256)) * 2, "undecodable"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.docx", b"PK\x03\x04" + b"x" * 50, "damaged"),
        ("a.rtf", b"{\\rtf1 a}", "unknown_format"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "unknown_format"),
        ("a.pdf", b"no pdf at all", "damaged"),
        ("a.html", "<p hidden>无</p>".encode(), "empty"),
        ("a.txt", "一".encode() * 2000, "too_large"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_said(tmp_path: Path, name: str, data: bytes, reason: str):
    with pytest.raises(DocumentError) as refused:
        read(write(tmp_path, name, data), Limits(characters=1000))
    assert refused.value.reason == reason
    assert name in refused.value.text.zh
    assert name in refused.value.text.en


def test_a_file_that_is_no_file_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("missing.txt", "pipe.txt", "."):
        with pytest.raises(DocumentError) as refused:
            read(tmp_path / name)
        assert refused.value.reason == "unreadable"


def test_every_refusal_says_what_to_do():
    for zh, en in REASONS.values():
        assert zh.endswith("。")
        assert en.endswith(".")


LINES = st.lists(
    st.text(
        "第一二三条章、（）(1.2) \t　甲方乙应当：；。！|#-*<p>&0年元目录…", min_size=1, max_size=40
    ),
    max_size=25,
)


@given(LINES, st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_every_part_is_a_slice_of_the_text(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], name: str
):
    path = write(tmp_path_factory.mktemp("t"), name, "\n".join(lines))
    try:
        document = read(path)
    except DocumentError:
        return
    last = 0
    for sentence in document.sentences:
        assert last <= sentence.start < sentence.end <= len(document.text)
        assert document.quote(sentence).strip(" \t\u3000") or sentence.table is not None
        last = sentence.end
    for place, section in enumerate(document.sections):
        assert section.start <= section.body
        assert section.parent is None or section.parent < place
        if section.parent is not None:
            parent = document.sections[section.parent]
            assert parent.start <= section.start <= section.end <= parent.end
    for table in document.tables:
        for row in table.rows:
            assert "\t".join(map(document.quote, row)) in document.text.split("\n")
