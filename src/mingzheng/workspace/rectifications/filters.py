"""What the list of findings is narrowed to: kept in the address, the same for page and export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.rectifications.forms import choices, items
from mingzheng.workspace.rectifications.states import SOURCES, STATES, State
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both

ANY = Text(zh="全部", en="All")
WAYS = {
    "": ANY,
    "open": Text(zh="未了结", en="Open"),
    "overdue": Text(zh="逾期", en="Overdue"),
    "unmet": Text(zh="逾期未改正", en="Order unmet"),
    "reported_up": Text(zh="已上报", en="Reported up"),
    "mine": Text(zh="由我办理", en="In my hands"),
}


class Filter(Form):
    """Words, authority, item, source and state; what can't be read is left out."""

    q = forms.CharField(
        label=both("编号或内容", "Number or words"), max_length=80, required=False,
        widget=forms.TextInput({"type": "search"}),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=both("机构", "Authority"), required=False,
        empty_label=both(ANY.zh, ANY.en),
    )  # fmt: skip
    item = forms.ChoiceField(label=both("事项", "Item"), required=False)
    source = forms.ChoiceField(label=both("来源", "Source"), required=False)
    state = forms.ChoiceField(label=both("状态", "State"), required=False)

    def __init__(self, request: HttpRequest, possible: QuerySet) -> None:
        super().__init__(request.GET)
        self.user = request.user
        self.fields["organisation"].queryset = possible
        self.fields["item"].choices = choices({"": ANY, **items()})
        self.fields["source"].choices = choices({"": ANY, **SOURCES})
        self.fields["state"].choices = choices({**WAYS, **STATES})
        if possible.count() < 2:
            del self.fields["organisation"]
        self.is_valid()

    def narrowed(self, things: QuerySet) -> QuerySet:
        """Those of the things that are meant."""
        chosen: dict[str, Any] = self.cleaned_data
        for name in ("organisation", "item", "source"):
            if chosen.get(name):
                things = things.filter(**{name: chosen[name]})
        if typed := chosen.get("q"):
            number = typed.upper().removeprefix("WT-").lstrip("0")
            wanted = Q(title__icontains=typed) | Q(title_en__icontains=typed)
            if number.isascii() and number.isdecimal() and len(number) < 9:
                wanted |= Q(ordinal=int(number))
            things = things.filter(wanted)
        return self._standing(things, chosen.get("state", ""))

    def _standing(self, things: QuerySet, state: str) -> QuerySet:
        today = timezone.localdate()
        if state in {"open", "overdue", "unmet"}:
            given = () if state == "open" else (today,)
            found: QuerySet = getattr(things, state)(*given)
            return found.order_by("deadline", "-pk") if given else found
        if state == "reported_up":
            return things.filter(acts__kind__in=("refusal", "poor")).distinct()
        if state == "mine":
            return things.filter(Q(officer=self.user) | Q(inspector=self.user))
        return things.filter(state=State(state)) if state else things

    @property
    def address(self) -> str:
        """The filter as an address carries it, without the page."""
        kept = self.data.copy()
        for name in [name for name in kept if name not in self.fields or not kept[name]]:
            del kept[name]
        return str(kept.urlencode())
