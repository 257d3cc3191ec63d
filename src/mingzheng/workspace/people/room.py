"""What this room shows elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.site.rooms import Panel, Place

NAVIGATION = (
    Place(Text(zh="机构名录", en="Organisations"), "people:organisations", "organisation.list",
          "organisations"),
)  # fmt: skip


def panels(user: Any) -> Iterator[Panel]:
    """A reminder of the second factor; for whoever keeps the register, what it lacks."""
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.permissions import may
    from mingzheng.workspace.people.roles import Kind

    if may(user, "organisation.register"):
        of_today = Q(licences__until__gte=timezone.localdate())
        authorities = Organisation.objects.filter(kind=Kind.AUTHORITY)
        licensed = authorities.filter(of_today).distinct().count()
        counts = authorities.aggregate(
            all=Count("pk"), unplaced=Count("pk", filter=Q(seat__isnull=True))
        )
        given = counts | {"unlicensed": counts["all"] - licensed}
        title = Text(zh="机构名录", en="The register")
        yield Panel(title, "people/register_panel.html", given, rank=80)
    if not user.has_second_factor:
        title = Text(zh="保护您的账号", en="Guard your account")
        yield Panel(title, "people/second_factor_panel.html", rank=90)
