"""Why a document was not read, and what to do: errors of the one tree."""

from __future__ import annotations

from mingzheng.errors import SourceError


class DocumentError(SourceError):
    """One document can't be read; `reason` is a word of `REASONS`."""

    def __init__(self, reason: str, name: str) -> None:
        self.reason = reason
        zh, en = REASONS[reason]
        super().__init__(zh=f"{name}：{zh}", en=f"{name}: {en}")


REASONS: dict[str, tuple[str, str]] = {
    "unreadable": (
        "文件无法打开。请核对路径和读取权限。",
        "the file can't be opened. Check the path and the permission to read.",
    ),
    "empty": (
        "文件中没有文字。请提供有内容的文本。",
        "the file holds no text. Supply one that does.",
    ),
    "scanned": (
        "这是没有文字层的扫描件，其内容未被读取。请先做文字识别（OCR），或提供原始的 Word 或 PDF。",
        "this is a scan without text; nothing of it was read. Run OCR first, or supply the original "
        "Word file or PDF.",
    ),
    "encrypted": (
        "文件已加密，无法读取。请去掉打开密码后另存。",
        "the file is encrypted. Save it without the password to open.",
    ),
    "damaged": (
        "文件已损坏或不完整。请重新导出。",
        "the file is damaged or incomplete. Export it anew.",
    ),
    "too_large": (
        "文件过大，不像一份规则、告知书或协议。请只提供正文。",
        "the file is larger than any statement, notice or agreement. Supply the text alone.",
    ),
    "expands": (
        "压缩内容展开后过大，已停止读取。请用 Word 重新保存。",
        "its compressed content expands without measure; reading stopped. Save it anew with Word.",
    ),
    "nested": (
        "内部结构嵌套过深，已停止读取。请重新导出。",
        "its structure is nested too deeply; reading stopped. Export it anew.",
    ),
    "too_slow": (
        "读取占用的时间或内存超过限度，已停止。请重新导出，或另存为 DOCX。",
        "reading took more time or memory than allowed and was stopped. Export it anew, or save it "
        "as DOCX.",
    ),
    "macros": (
        "文件带有宏，不予读取。请另存为不含宏的 DOCX 或 PDF。",
        "the file holds macros and is not read. Save it as DOCX without macros, or as PDF.",
    ),
    "old_word": (
        "这是旧版 Word 或 WPS 格式（.doc、.wps）。请另存为 DOCX 或 PDF。",
        "this is the old Word or WPS format (.doc, .wps). Save it as DOCX or PDF.",
    ),
    "unknown_format": (
        "不认识的格式。可读取 PDF（含文字）、DOCX、HTML、TXT 和 Markdown。",
        "the format is unknown. PDF with text, DOCX, HTML, TXT and Markdown can be read.",
    ),
    "undecodable": (
        "文字编码无法辨认。请另存为 UTF-8。",
        "the text's encoding can't be told. Save it as UTF-8.",
    ),
    "garbled": (
        "PDF 中的文字没有可用的字符对照，读出的是乱码。请做文字识别（OCR），或提供原始的 Word 文件。",
        "the text of the PDF has no usable mapping to characters and reads as garbage. Run OCR, or "
        "supply the original Word file.",
    ),
}
"""Reason → what is wrong and what to do, in Chinese and English."""
