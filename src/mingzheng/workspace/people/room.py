"""What this room shows elsewhere."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.site.rooms import Place

NAVIGATION = (
    Place(Text(zh="机构名录", en="Organisations"), "people:organisations", "organisation.list",
          "organisations"),
)  # fmt: skip
