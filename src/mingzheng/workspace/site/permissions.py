"""Who may see what belongs to no room."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.people.permissions import Verb, everyone
from mingzheng.workspace.people.roles import Reach

VERBS = (Verb("home.see", Text(zh="查看首页", en="see the home page"), everyone(Reach.OWN)),)
