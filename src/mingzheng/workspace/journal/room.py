"""What this room shows elsewhere."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.site.rooms import Place

NAVIGATION = (
    Place(Text(zh="操作日志", en="Journal"), "journal:entries", "journal.read", "journal"),
)
