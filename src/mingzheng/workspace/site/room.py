"""The home page's place in the navigation."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.site.rooms import Place

NAVIGATION = (Place(Text(zh="首页", en="Home"), "home", "home.see", "home"),)
