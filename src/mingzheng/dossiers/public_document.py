"""The public document: one version of a practice statement, a notice, a template or a policy."""

from __future__ import annotations

from mingzheng.dossiers.facts import Dossier, count, fault, moment, row, text, truth

TABLE = "documents"
READ = (TABLE, "public_texts")


class PublicDocument(Dossier):
    """One row of `documents`."""

    ZH, EN = "文件版本", "versions of documents"
    MADE_OF = (TABLE,)
    SUBJECT = ("document_id",)
    OWN_ROWS = ("document_row",)

    public_document = count("文件版本", "version of a document", TABLE)
    document_row = row("文件记录", "row of the document", TABLE)
    event_at = moment("发生时间", "day the duty arose", TABLE, "issuances")
    document_id = text("文件编号", "document", TABLE)
    document_kind = text("文件类型", "kind of document", TABLE)
    version = text("版本号", "version", TABLE)
    effective_from = moment("生效日期", "in force from", TABLE)
    effective_until = moment("失效日期", "in force until", TABLE)
    published_at = moment("公布时间", "published at", TABLE)
    counted_from = moment("公布当日终了", "end of the day it was published", TABLE)
    filed_at = moment("备案时间", "filed at", TABLE)
    earlier_versions = count("更早的同类版本数", "earlier versions of its kind", TABLE)
    filed = truth("已备案", "filed; null: the records can't tell", TABLE)
    outline_fault = fault("缺少必备内容", "lacks a part or topic", *READ)
    complaint_fault = fault(
        "未写明投诉渠道或答复时限", "no way to complain or no answer time", *READ
    )
    lacks = text("未写明的事项", "what its text doesn't say", "public_texts")
    unsure = text("待确认的事项", "what its text may say", "public_texts")
    said_of_complaints = text("有关投诉的文字", "words on complaints", "public_texts")
    served_from = moment("开始提供服务的时间", "first certificate on record", "issuances")
    recorded_until = moment("记录截止时间", "end of what is declared complete", TABLE)
