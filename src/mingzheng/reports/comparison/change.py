"""What may become of a finding between two audits."""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Text


class Change(StrEnum):
    """One subject under one rule, before and after. Only `FIXED` says that a breach is gone."""

    FIXED = "fixed"
    STAYED = "stayed"
    REGRADED = "regraded"
    UNPROVEN = "unproven"
    NOT_JUDGED = "not_judged"
    UNTRACEABLE = "untraceable"
    NEW = "new"
    FOUND = "found"
    NEWLY_JUDGED = "newly_judged"
    SETTLED = "settled"
    STILL_UNKNOWN = "still_unknown"
    NEW_UNKNOWN = "new_unknown"

    @property
    def text(self) -> Text:
        """Its name in both languages."""
        return _TEXTS[self]

    @property
    def meaning(self) -> Text:
        """What it says and what it does not."""
        return _MEANINGS[self]


_TEXTS = {
    Change.FIXED: Text(zh="已消除", en="fixed"),
    Change.STAYED: Text(zh="仍存在", en="stayed"),
    Change.REGRADED: Text(zh="仍存在，性质改变", en="stayed, regraded"),
    Change.UNPROVEN: Text(zh="变为无法证明", en="became unknown"),
    Change.NOT_JUDGED: Text(zh="后次未检查", en="not judged again"),
    Change.UNTRACEABLE: Text(zh="无法核对", en="can't be traced"),
    Change.NEW: Text(zh="新出现", en="new"),
    Change.FOUND: Text(zh="由无法证明转为问题", en="unknown before, found now"),
    Change.NEWLY_JUDGED: Text(zh="前次未检查", en="not judged before"),
    Change.SETTLED: Text(zh="无法证明已消除", en="unknown no more"),
    Change.STILL_UNKNOWN: Text(zh="仍无法证明", en="still unknown"),
    Change.NEW_UNKNOWN: Text(zh="新的无法证明", en="newly unknown"),
}
_MEANINGS = {
    Change.FIXED: Text(
        zh="前次为疑似问题，后次已检查且不再列出",
        en="a breach before; judged again and listed no more",
    ),
    Change.STAYED: Text(zh="两次均为疑似问题", en="a breach in both"),
    Change.REGRADED: Text(
        zh="两次均为疑似问题，但违规、疑点、提示之间有变",
        en="a breach in both, of another severity",
    ),
    Change.UNPROVEN: Text(
        zh="前次为疑似问题，后次无法证明：不算整改",
        en="a breach before, unknown now: not fixed",
    ),
    Change.NOT_JUDGED: Text(
        zh="前次为疑似问题或无法证明，后次没有此规则、规则失败或不在期间：不算整改",
        en="listed before; the rule is absent or failed, or the period leaves it out: not fixed",
    ),
    Change.UNTRACEABLE: Text(
        zh="后次不再列出，但不能证明该对象仍在证据中：不算整改",
        en="listed no more, but nothing shows that it is still in the evidence: not fixed",
    ),
    Change.NEW: Text(zh="前次已检查且未列出，后次为疑似问题", en="judged before without it"),
    Change.FOUND: Text(zh="前次无法证明，后次为疑似问题", en="unknown before, a breach now"),
    Change.NEWLY_JUDGED: Text(
        zh="前次没有检查（没有此规则、规则失败、缺表或不在期间），后次为疑似问题",
        en="a breach now that could not be looked for before",
    ),
    Change.SETTLED: Text(
        zh="前次无法证明，后次已检查且不再列出", en="unknown before; judged now and not listed"
    ),
    Change.STILL_UNKNOWN: Text(zh="两次均无法证明", en="unknown in both"),
    Change.NEW_UNKNOWN: Text(zh="后次才无法证明", en="unknown now, not listed before"),
}
