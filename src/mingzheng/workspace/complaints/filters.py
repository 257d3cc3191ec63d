"""What a list is narrowed to: kept in the address, the same for pages, counts and exports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.complaints.forms import choices
from mingzheng.workspace.complaints.states import OUTCOMES, STATES
from mingzheng.workspace.complaints.topics import topics
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both

WAYS = {
    "": Text(zh="全部", en="All"),
    "open": Text(zh="未办结", en="Open"),
    "overdue": Text(zh="已逾期", en="Overdue"),
    "mine": Text(zh="由我办理", en="In my hands"),
}
ANY = Text(zh="全部", en="All")


class Filter(Form):
    """Words, authority, topic, state, finding and days; what can't be read is left out."""

    q = forms.CharField(
        label=both("编号或内容", "Number or words"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    about = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=both("机构", "Authority"),
        empty_label=both(ANY.zh, ANY.en),
        required=False,
    )
    topic = forms.ChoiceField(label=both("事由", "Topic"), required=False)
    state = forms.ChoiceField(label=both("状态", "State"), required=False)
    outcome = forms.ChoiceField(label=both("认定", "Finding"), required=False)
    since = forms.DateField(
        label=both("收到日期自", "Received from"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=both("至", "to"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, request: HttpRequest, possible: QuerySet, *, text: bool = True) -> None:
        super().__init__(request.GET)
        self.user: User = request.user
        self.fields["about"].queryset = possible
        named = {each.id: each.text for each in topics().values()}
        ways: dict[str, Text] = {**WAYS, **{str(state): text for state, text in STATES.items()}}
        findings = {str(outcome): text for outcome, text in OUTCOMES.items()}
        self.fields["topic"].choices = choices({"": ANY, **named})
        self.fields["state"].choices = choices(ways)
        self.fields["outcome"].choices = choices({"": ANY, **findings})
        if possible.count() < 2:
            del self.fields["about"]
        if not text:
            for name in ("q", "state", "outcome"):
                del self.fields[name]
        self.is_valid()

    def narrowed(self, things: QuerySet) -> QuerySet:
        """Those of the things that are meant."""
        chosen: dict[str, Any] = self.cleaned_data
        for name in ("about", "topic", "outcome"):
            if chosen.get(name):
                things = things.filter(**{name: chosen[name]})
        if words := chosen.get("q"):
            things = things.filter(Q(number__icontains=words) | Q(text__icontains=words))
        zone = timezone.get_default_timezone()
        if chosen.get("since"):
            since = dt.datetime.combine(chosen["since"], dt.time.min, zone)
            things = things.filter(received_at__gte=since)
        if chosen.get("until"):
            after = dt.datetime.combine(chosen["until"] + dt.timedelta(1), dt.time.min, zone)
            things = things.filter(received_at__lt=after)
        return self._standing(things, chosen.get("state", ""))

    def _standing(self, things: QuerySet, state: str) -> QuerySet:
        if state == "open":
            return things.open()
        if state == "overdue":
            return things.overdue(timezone.localdate())
        if state == "mine":
            return things.filter(handler=self.user)
        return things.filter(state=state) if state else things

    @property
    def address(self) -> str:
        """The filter as an address carries it, without the page."""
        kept = self.data.copy()
        for name in [name for name in kept if name not in self.fields or not kept[name]]:
            del kept[name]
        return str(kept.urlencode())
