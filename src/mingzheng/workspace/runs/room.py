"""What this room shows elsewhere."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.site.rooms import Place

NAVIGATION = (Place(Text(zh="审计", en="Audits"), "runs:runs", "run.see_shared", "runs"),)
