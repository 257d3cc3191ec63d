"""Pages of the journal: what was done, filtered; checkpoints; the export."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mingzheng.workspace.journal import actions, checkpoints
from mingzheng.workspace.journal.chain import canonical
from mingzheng.workspace.journal.models import Checkpoint, Entry
from mingzheng.workspace.journal.sight import open_numbers, visible
from mingzheng.workspace.journal.verification import COLUMNS
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both

PAGE = 50
"""Entries on a page."""


class Filter(Form):
    """By what, by whom, about whom, when."""

    verb = forms.ChoiceField(label=both("操作", "Action"), required=False)
    person = forms.CharField(label=both("人员", "Person"), max_length=60, required=False)
    organisation = forms.ModelChoiceField(None, label=both("机构", "Organisation"), required=False)
    since = forms.DateField(
        label=both("自", "From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=both("至", "To"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, organisations: QuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].empty_label = both("全部", "All")
        named = [(each.name, both(each.text.zh, each.text.en)) for each in verbs().values()]
        self.fields["verb"].choices = [("", both("全部", "All")), *named]

    def applied(self, entries: QuerySet) -> QuerySet:
        """The entries that are asked for."""
        given = self.cleaned_data
        if given.get("verb"):
            entries = entries.filter(verb=given["verb"])
        if given.get("person"):
            entries = entries.filter(user_name__contains=given["person"])
        if given.get("organisation"):
            asked = given["organisation"].pk
            entries = entries.filter(Q(organisation=asked) | Q(acting_for=asked))
        if given.get("since"):
            entries = entries.filter(at__gte=_in_utc(given["since"]))
        if given.get("until"):
            entries = entries.filter(at__lt=_in_utc(given["until"] + dt.timedelta(days=1)))
        return entries


@authorised("journal.read")
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries; older ones by `before`, a number, so that any page costs the same."""
    before = request.GET.get("before", "")
    organisations = within(request.user, "journal.read", Organisation.objects.all(), owner="")
    form = Filter(organisations, request.GET)
    seen = visible(request.user)
    seen = form.applied(seen) if form.is_valid() else seen.none()
    if before.isdecimal():
        seen = seen.filter(number__lt=int(before[:18]))
    page = list(seen[: PAGE + 1])
    named = {verb.name: verb.text for verb in verbs().values()}
    known = {each.pk: str(each) for each in Organisation.objects.all()}
    whole = open_numbers(request.user, page)
    kept = request.GET.copy()
    kept["before"] = str(page[PAGE - 1].number) if len(page) > PAGE else ""
    given = {
        "rows": [
            (entry, named.get(entry.verb, entry.verb), known.get(entry.acting_for),
             json.loads(entry.details) if entry.number in whole else None)
            for entry in page[:PAGE]
        ],
        "form": form,
        "older": kept.urlencode() if kept["before"] else "",
        "filtered": bool(request.GET),
        "checkpoint": Checkpoint.objects.first(),
        "may_sign": may(request.user, "journal.checkpoint"),
        "may_export": may(request.user, "journal.export"),
    }  # fmt: skip
    return render(request, "journal/entries.html", given)


@authorised("journal.checkpoint")
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the head of the chain; the file is to be kept elsewhere."""
    made = actions.sign_checkpoint(by=request.user)
    return redirect("journal:checkpoint", made.number)


@authorised("journal.checkpoint")
@require_GET
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:
    """A checkpoint as a file."""
    made = get_object_or_404(Checkpoint, number=number)
    content = checkpoints.file(made.text, made.signature, made.key)
    name = f"mingzheng-checkpoint-{number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@authorised("journal.export")
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All entries, a JSON object a line, for `mingzheng journal verify`."""
    headers = {"Content-Disposition": 'attachment; filename="mingzheng-journal.jsonl"'}
    return StreamingHttpResponse(_lines(), content_type="application/jsonl", headers=headers)


def _lines() -> Iterator[str]:
    rows = Entry.objects.order_by("number").values(*COLUMNS)
    for row in rows.iterator(chunk_size=2000):
        yield canonical(row) + "\n"


def _in_utc(day: dt.date) -> str:
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return f"{midnight.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}"
