"""The attachments of the self-inspection report."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.reports.word.drafts import styles
from mingzheng.reports.word.drafts.draft import Column, Draft
from mingzheng.reports.word.drafts.styles import ATTACHMENT, DENSE, NOTE


def attach(draft: Draft) -> None:
    """Parameters, sources of the texts and the seal, each on a page of its own."""
    draft.text(ATTACHMENT, "附件1", "Attachment 1")
    draft.text(styles.SUBTITLE, "审计参数及其来源", "Parameters and their sources")
    draft.table(
        [
            Column(60, Text(zh="参数", en="Parameter"), "{{ row.name }}", DENSE),
            Column(46, Text(zh="取值", en="Value"), "{{ row.value }}", DENSE),
            Column(50, Text(zh="来源", en="Source"), "{{ row.source }}", DENSE),
        ],
        "row in parameters",
    )
    draft.text(ATTACHMENT, "附件2", "Attachment 2")
    draft.text(styles.SUBTITLE, "引用条文和标准的文本来源", "Sources of the texts cited")
    draft.table(
        [
            Column(48, Text(zh="引用", en="Citation"), "{{ row.citation }}", DENSE),
            Column(34, Text(zh="核对标记", en="Mark"), "{{ row.mark }}", DENSE),
            Column(50, Text(zh="文本来源", en="Source of the text"), "{{ row.source }}", DENSE),
            Column(24, Text(zh="用于事项", en="Items"), "{{ row.items }}", DENSE),
        ],
        "row in provenance",
    )
    draft.text(ATTACHMENT, "附件3", "Attachment 3")
    draft.text(styles.SUBTITLE, "封存信息", "The seal of the run")
    draft.form(
        [50, 106],
        *(
            (label, Text(zh=value, en=value))
            for label, value in (
                (
                    Text(zh="运行指纹（SHA-256）", en="Fingerprint (SHA-256)"),
                    "{{ seal.fingerprint }}",
                ),
                (Text(zh="审计程序版本", en="Version of the program"), "{{ seal.version }}"),
                (
                    Text(zh="规则版本及摘要", en="Rules"),
                    "{{ seal.rules }}\n{{ seal.rules_sha256 }}",
                ),
                (Text(zh="法律条文版本及摘要", en="Law"), "{{ seal.law }}\n{{ seal.law_sha256 }}"),
                (
                    Text(zh="输入文件数和字节数", en="Input files, bytes"),
                    "{{ seal.inputs }} / {{ seal.input_bytes }}",
                ),
                (Text(zh="时区", en="Time zone"), "{{ seal.time_zone }}"),
                (Text(zh="时钟误差（秒）", en="Clock tolerance (s)"), "{{ seal.tolerance }}"),
                (Text(zh="截至日", en="As of"), "{{ as_of }}"),
            )
        ),
    )
    draft.text(
        NOTE,
        "运行指纹由结果文件夹中的 run.json 计算：相同的证据、参数、截至日和版本得出相同的指纹。每个输入"
        "文件的 SHA-256 列于 run.json。",
        "The fingerprint is taken of run.json in the result folder: the same evidence, parameters, "
        "day and version give the same. run.json lists the SHA-256 of every input file.",
    )
