"""What the list of filings is narrowed to: kept in the address, the same for list and export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from mingzheng.workspace.campaigns.models import Campaign
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Filing
from mingzheng.workspace.filings.states import BEFORE_SUBMISSION, TEXTS
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import within
from mingzheng.workspace.people.roles import Kind as Level
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both

ALL = both("全部", "All")


def visible(user: Any) -> QuerySet:
    """The filings that this person may see: the own unit's, and what others submitted."""
    own = within(user, "filing.see", Filing.objects.all())
    submitted = Filing.objects.exclude(state__in=BEFORE_SUBMISSION)
    seen = within(user, "filing.see_submitted", submitted)
    return Filing.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=seen.values("pk")))


class Filter(Form):
    """Campaign, kind, state, province, name; what can't be read is left out."""

    campaign = forms.ModelChoiceField(
        None, label=both("专项行动", "Campaign"), required=False, empty_label=ALL
    )
    kind = forms.ChoiceField(label=both("材料", "Kind"), required=False)
    state = forms.ChoiceField(label=both("状态", "State"), required=False)
    province = forms.ModelChoiceField(
        None, label=both("省（区、市）", "Province"), required=False, empty_label=ALL
    )
    q = forms.CharField(label=both("机构", "Organisation"), max_length=80, required=False)
    late = forms.BooleanField(label=both("只列逾期", "Late only"), required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.seen = visible(request.user)
        self.fields["campaign"].queryset = Campaign.objects.filter(
            pk__in=self.seen.values("campaign")
        )
        self.fields["kind"].choices = [
            ("", ALL), *((kind.value, both(kind.text.zh, kind.text.en)) for kind in Kind)
        ]  # fmt: skip
        self.fields["state"].choices = [
            ("", ALL), *((state.value, both(text.zh, text.en)) for state, text in TEXTS.items())
        ]  # fmt: skip
        provinces = Organisation.objects.filter(kind=Level.PROVINCE)
        if request.user.membership.organisation.kind == Level.MINISTRY:
            self.fields["province"].queryset = provinces
        else:
            del self.fields["province"]
        self.is_valid()

    @property
    def address(self) -> str:
        """The filter as it stands in an address, without the page."""
        kept = self.data.copy()
        kept.pop("page", None)
        return str(kept.urlencode())

    def narrowed(self) -> QuerySet:
        """The filings that are asked for."""
        given, found = self.cleaned_data, self.seen
        for name in ("campaign", "kind", "state"):
            if given.get(name):
                found = found.filter(**{name: given[name]})
        if given.get("province"):
            seat = given["province"]
            found = found.filter(Q(organisation__seat=seat) | Q(organisation=seat))
        if given.get("q"):
            named = Q(organisation__name__icontains=given["q"])
            found = found.filter(named | Q(organisation__name_en__icontains=given["q"]))
        if given.get("late"):
            found = found.filter(days_late__gt=0)
        return found.select_related("organisation", "campaign", "receipt")
