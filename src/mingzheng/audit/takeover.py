"""What is said of an audit that is taken up: what has changed since, and what was taken over."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from mingzheng.audit.result_folder import Begun
from mingzheng.evidence.settings import Parameter, Settings
from mingzheng.language import Text
from mingzheng.records.finished import made_by
from mingzheng.records.reading import Records
from mingzheng.records.schema import tables


def asking(settings: Settings, parameters: Mapping[str, Parameter]) -> Begun:
    """What an audit is asked now."""
    return Begun(
        evidence=str(settings.folder.resolve()),
        version=version("mingzheng"),
        code=made_by(),
        as_of=settings.as_of.isoformat(),
        parameters={name: str(parameter.value) for name, parameter in sorted(parameters.items())},
    )


def changes(before: Begun | None, now: Begun) -> list[Text]:
    """What is no longer as it was when the audit was stopped, and what that means."""
    if before is None:
        return [
            Text(
                zh="没有中断的审计可接着做：从头开始。",
                en="Nothing to go on with: beginning anew.",
            )
        ]
    going_on = Text(zh="接着做上次中断的审计。", en="Going on with the audit that was stopped.")
    return [going_on, *differences(before, now)]


def differences(before: Begun, now: Begun) -> list[Text]:
    """What is no longer as it was asked before, and what that means."""
    found = []
    if before.evidence != now.evidence:
        found.append(
            Text(
                zh=f"证据文件夹不是上次的 {before.evidence}：只沿用内容相同的部分。",
                en=f"The evidence folder is not {before.evidence} as before: only what is the same there is taken over.",
            )
        )
    if (before.version, before.code) != (now.version, now.code):
        found.append(
            Text(
                zh=f"程序已更新（上次 {before.version}，现在 {now.version}）：受影响的部分重新做。",
                en=f"The program has changed ({before.version} before, {now.version} now): what that affects is done again.",
            )
        )
    if before.as_of != now.as_of:
        found.append(
            Text(
                zh=f"截至日由 {before.as_of} 改为 {now.as_of}：全部重新做。",
                en=f"The day asked about was {before.as_of} and is {now.as_of}: all is done again.",
            )
        )
    if changed := _differing(before.parameters, now.parameters):
        named = ", ".join(changed)
        found.append(
            Text(
                zh=f"参数 {named} 有变化：受影响的核验重新做。",
                en=f"Parameters have changed ({named}): what they affect is judged again.",
            )
        )
    return found


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = sorted({*before, *now})
    return [name for name in names if before.get(name) != now.get(name)]


def read_before(records: Records) -> list[Text]:
    """Which tables did not have to be read again."""
    every = len(records.made_from)
    found = [
        Text(
            zh=f"读取：{every} 张表中的 {len(records.kept)} 张沿用上次所读。",
            en=f"Reading: {len(records.kept)} of {every} tables were taken over.",
        )
    ]
    if records.changed:
        known = tables()
        names = sorted(records.changed)
        zh = "、".join(known[name].zh if name in known else name for name in names)
        found.append(
            Text(
                zh=f"{zh}：证据或设置有变化，已重新读取。",
                en=f"{', '.join(names)}: the evidence or its settings have changed; read again.",
            )
        )
    return found


def made_before(taken: int, made: int) -> Text:
    """How many tables on the way to verdicts did not have to be made again."""
    return Text(
        zh=f"汇集与核验：{taken + made} 张中间表中的 {taken} 张沿用上次所做。",
        en=f"Joining and judging: {taken} of {taken + made} tables on the way were taken over.",
    )
