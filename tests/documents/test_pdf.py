"""PDF files: broken lines, margins, ruled tables, scans, and files that mean harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents.pdf_file import Page, pdf

from mingzheng.documents.reading import DocumentError, Limits, read

LONG = (
    "电子认证服务机构在收到订户的撤销请求并完成身份查验之后应当在二十四小时之内完成撤销"
    "并将撤销后的证书序列号列入证书撤销列表供依赖方查询证书撤销列表每十二小时更新一次"
)


def paragraph(top: float, text: str, *, size: float = 12, width: int = 38, indent: int = 2):
    """Lines of a paragraph with its first line indented, and the height below it."""
    texts = []
    first = True
    while text:
        room = width - (indent if first else 0)
        left = 70 + (indent * size if first else 0)
        texts.append((left, top, size, text[:room]))
        text, first, top = text[room:], False, top - 1.6 * size
    return texts, top


def write(tmp_path: Path, data: bytes, name: str = "a.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_broken_lines_are_joined_over_a_page_too(tmp_path: Path):
    first, top = paragraph(700, LONG)
    second, _ = paragraph(top, "第五条 " + LONG[:34] + "。")
    third, _ = paragraph(120, LONG[:74])
    fourth, _ = paragraph(740, LONG[74:] + "。", indent=0)
    document = read(write(tmp_path, pdf([Page(first + second + third), Page(fourth)])))
    texts = [document.quote(each) for each in document.paragraphs]
    assert texts == [LONG, "第五条 " + LONG[:34] + "。", LONG + "。"]
    joined = document.paragraphs[2]
    assert [document.page(joined.start), document.page(joined.end - 1)] == [1, 2]
    assert document.text[document.turns[1] :].startswith(LONG[74:80])


def test_headers_footers_and_numbers_are_dropped(tmp_path: Path):
    pages = [
        Page([
            (70, 800, 9, f"某某电子认证业务规则 V3.1 第{number}版"),
            (70, 700, 12, f"{'甲乙丙丁'[number]}方的责任由本规则另行规定并予以公布。"),
            (280, 40, 9, f"第 {number + 1} 页 共 4 页"),
        ])
        for number in range(4)
    ]  # fmt: skip
    document = read(write(tmp_path, pdf(pages)))
    assert len(document.paragraphs) == 4
    assert "页" not in document.text
    assert "V3.1" not in document.text
    assert [document.page(each.start) for each in document.paragraphs] == [1, 2, 3, 4]


def ruled(top: float, rows: list[list[str]], *, width: float = 150, height: float = 40):
    texts, lines = [], []
    columns = len(rows[0])
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            for part, start in enumerate(range(0, len(cell), 11)):
                y = top - place * height - 15 - 14 * part
                texts.append((75 + column * width, y, 12, cell[start : start + 11]))
    for place in range(len(rows) + 1):
        lines.append((70, top - place * height, 70 + columns * width, top - place * height))
    for column in range(columns + 1):
        x = 70 + column * width
        lines.append((x, top, x, top - len(rows) * height))
    return texts, lines


ROWS = [["证书类型", "赔偿上限", "有效期"], ["个人证书", "人民币贰万元", "一年"],
        ["机构证书", "人民币伍拾万元且不包括间接损失和利润损失", "两年"]]  # fmt: skip


def test_a_ruled_table_is_read_cell_by_cell(tmp_path: Path):
    texts, lines = ruled(600, ROWS)
    page = Page(
        [
            (
                70,
                700,
                12,
                "赔偿限额见下表：",
            ),
            *texts,
            (70, 300, 12, "表后一段。"),
        ],
        lines,
    )
    document = read(write(tmp_path, pdf([page])))
    (table,) = document.tables
    assert [[document.quote(cell) for cell in row] for row in table.rows] == ROWS
    assert [document.quote(each) for each in document.paragraphs] == [
        "赔偿限额见下表：",
        "表后一段。",
    ]
    row = next(
        each for each in document.sentences if each.table == 0 and "贰万" in document.quote(each)
    )
    assert document.quote(row) == "个人证书\t人民币贰万元\t一年"


def test_a_table_goes_on_over_a_page(tmp_path: Path):
    first, first_lines = ruled(200, ROWS[:2])
    second, second_lines = ruled(700, ROWS[2:])
    pages = [Page([(70, 700, 12, "见下表："), *first], first_lines), Page(second, second_lines)]
    document = read(write(tmp_path, pdf(pages)))
    assert len(document.tables) == 2
    assert document.tables[0].header == document.tables[1].header
    assert document.page(document.tables[1].start) == 2


def test_columns_without_lines_are_a_table(tmp_path: Path):
    texts = [
        (70 + 150 * column, 600 - 20 * place, 12, cell)
        for place, row in enumerate(ROWS)
        for column, cell in enumerate(row)
    ]
    rows = [[cell[:9] for cell in row] for row in ROWS]
    texts = [(x, y, size, text[:9]) for x, y, size, text in texts]
    document = read(write(tmp_path, pdf([Page(texts)])))
    assert [[document.quote(cell) for cell in row] for row in document.tables[0].rows] == rows


def test_larger_text_is_a_heading(tmp_path: Path):
    body, _ = paragraph(600, LONG + "。")
    page = Page([(200, 760, 22, "数字证书服务协议"), (70, 680, 16, "双方的权利和义务"), *body])
    document = read(write(tmp_path, pdf([page])))
    assert [each.title for each in document.sections] == ["数字证书服务协议", "双方的权利和义务"]
    assert [each.depth for each in document.sections] == [0, 1]


def test_a_scan_is_said_to_be_one(tmp_path: Path):
    picture = b"q 500 0 0 700 40 40 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
    with pytest.raises(DocumentError, match="OCR") as refused:
        read(write(tmp_path, pdf([Page(extra=picture)] * 3)))
    assert refused.value.reason == "scanned"


@pytest.mark.parametrize("kept", [10, 100, 700])
def test_a_damaged_file_is_refused_or_read_whole(tmp_path: Path, kept: int):
    data = pdf([Page([(70, 700, 12, LONG[:30])])])
    with pytest.raises(DocumentError) as refused:
        read(write(tmp_path, data[:kept]))
    assert refused.value.reason in {"damaged", "scanned"}


def test_an_encrypted_file_is_refused(tmp_path: Path):
    locked = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%b>/U<%b>>>" % (
        b"ab" * 32,
        b"cd" * 32,
    )
    data = pdf(
        [Page([(70, 700, 12, LONG[:30])])],
        trailer=b"/Encrypt 6 0 R/ID[<00><00>]",
        objects=[locked],
    )
    with pytest.raises(DocumentError) as refused:
        read(write(tmp_path, data))
    assert refused.value.reason == "encrypted"


def test_a_bomb_of_characters_is_refused(tmp_path: Path):
    bomb = b"BT /F 12 Tf 70 700 Td" + b" <4e00> Tj 13 0 Td" * 40_000 + b" ET"
    with pytest.raises(DocumentError) as refused:
        read(write(tmp_path, pdf([Page(extra=bomb)])), Limits(characters=20_000))
    assert refused.value.reason == "too_large"


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path):
    shapes = b"0 0 m 100 100 l 50 60 l h\n" * 300_000
    with pytest.raises(DocumentError) as refused:
        read(write(tmp_path, pdf([Page(extra=shapes + b"S\n")] * 40)), Limits(seconds=1))
    assert refused.value.reason == "too_slow"


def test_too_many_pages_are_refused(tmp_path: Path):
    with pytest.raises(DocumentError) as refused:
        read(write(tmp_path, pdf([Page()] * 30)), Limits(pages=20))
    assert refused.value.reason == "too_large"
