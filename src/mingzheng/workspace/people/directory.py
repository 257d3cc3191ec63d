"""Pages of organisations: the register, one organisation, its changes, the import of a list."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people import actions, register
from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.forms import Change, NewLicence, Register, RegisterFile
from mingzheng.workspace.people.models import Invitation, Organisation
from mingzheng.workspace.people.permissions import may, within
from mingzheng.workspace.people.roles import KINDS, Kind
from mingzheng.workspace.site.bodies import takes
from mingzheng.workspace.site.speech import both, spoken


@authorised("organisation.list")
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Those that this person may see, level by level; `q` looks in names and numbers."""
    asked = request.GET.get("q", "").strip()
    seen = within(request.user, "organisation.see", Organisation.objects.all(), owner="")
    if asked:
        seen = seen.filter(
            Q(name__icontains=asked) | Q(name_en__icontains=asked) | Q(code__icontains=asked)
            | Q(licences__number__icontains=asked) | Q(seat__name__icontains=asked)
        ).distinct()  # fmt: skip
    members = Count("memberships", filter=Q(memberships__ended_at=None), distinct=True)
    seen = seen.select_related("seat").prefetch_related("licences").annotate(members=members)
    rows = sorted(seen, key=lambda each: (each.seat.code if each.seat else each.code, each.name))
    by_level = [(kind, KINDS[kind], [row for row in rows if row.kind == kind]) for kind in Kind]
    given = {
        "levels": [level for level in by_level if level[2]],
        "asked": asked,
        "today": timezone.localdate(),
        "may_register": may(request.user, "organisation.register"),
    }
    return render(request, "people/organisations.html", given)


@authorised("organisation.list")
@require_GET
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation with its dated facts, its members, and who is invited."""
    found = find(request, "organisation.see", Organisation.objects.select_related("seat"), pk=pk)
    may_invite = may(request.user, "invitation.send", found)
    pending = found.invitations.filter(state=Invitation.State.PENDING)
    given = {
        "organisation": found,
        "kind": KINDS[found.level],
        "members": found.memberships.active().select_related("user"),
        "invitations": pending.select_related("invited_by") if may_invite else (),
        "names": found.names.order_by("-since"),
        "seats": found.seats.select_related("province").order_by("-since"),
        "today": timezone.localdate(),
        "may_change": may(request.user, "organisation.change", found),
        "may_invite": may_invite,
        "may_end": may(request.user, "membership.end", found),
    }
    return render(request, "people/organisation.html", given)


@authorised("organisation.register")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put one authority on the register."""
    form = Register(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        province = given.pop("province")
        issuers = tuple(line.strip() for line in given.pop("issuers").splitlines() if line.strip())
        entry = actions.Entry(**given, province=province.code if province else "", issuers=issuers)
        try:
            made = actions.register_authority(by=request.user, entry=entry)
            return redirect("people:organisation", made.pk)
        except WorkspaceError as error:
            form.add_error("name", spoken(error.text))
    title = both("登记机构", "Register an authority")
    return _form(request, form, title)


@authorised("organisation.change")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, code or seat, from a day on."""
    found = find(request, "organisation.change", Organisation, pk=pk)
    form = _change(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"seat": None, **form.cleaned_data}
        try:
            actions.change_organisation(by=request.user, organisation=found, **given)
            return redirect("people:organisation", pk)
        except WorkspaceError as error:
            form.refused(error, _change)
    return _form(request, form, both("变更登记事项", "Change what is registered"), found)


def _change(organisation: Organisation, data: Any = None) -> Change:
    facts = ("name", "name_en", "code", "version", "seat")
    initial = {name: getattr(organisation, name) for name in facts}
    form = Change(data, initial=initial | {"since": timezone.localdate()})
    if organisation.kind != Kind.AUTHORITY:
        del form.fields["seat"]
    return form


@authorised("organisation.change")
@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, pk: int) -> HttpResponse:
    """A licence, or its next period."""
    authorities = Organisation.objects.filter(kind=Kind.AUTHORITY)
    found = find(request, "organisation.change", authorities, pk=pk)
    form = NewLicence(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_licence(by=request.user, organisation=found, **form.cleaned_data)
            return redirect("people:organisation", pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    return _form(request, form, both("登记许可证", "Register a licence"), found)


@authorised("organisation.register")
@takes(lambda: register.LARGEST)
@require_http_methods(["GET", "POST"])
def import_register(request: HttpRequest) -> HttpResponse:
    """A file is read and shown; what was shown is taken over when it is confirmed."""
    if "confirmed" in request.POST:
        return _take_over(request)
    form = RegisterFile(request.POST or None, request.FILES or None)
    given: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(register.LARGEST + 1)
        try:
            reading = register.read(content)
        except WorkspaceError as error:
            form.add_error("file", spoken(error.text))
        else:
            known = set(Organisation.objects.values_list("name", flat=True))
            given["reading"] = reading
            given["rows"] = [(entry, entry.name not in known) for entry in reading.entries]
            given["sealed"] = _sealed(reading.entries, hashlib.sha256(content).hexdigest())
    return render(request, "people/import.html", given, status=422 if form.errors else 200)


def _sealed(entries: list[actions.Entry], source: str) -> str:
    rows = [dataclasses.asdict(entry) for entry in entries]
    for row in rows:
        for name in ("licence_since", "licence_until"):
            row[name] = row[name].isoformat() if row[name] else None
    return signing.dumps([source, rows], salt=SALT, compress=True)


SALT = "the register as it was shown"


def _take_over(request: HttpRequest) -> HttpResponse:
    try:
        source, rows = signing.loads(request.POST["confirmed"], salt=SALT, max_age=3600)
    except signing.BadSignature:
        messages.error(
            request,
            both(
                "预览已过期，请重新上传文件。", "The preview has expired; upload the file again."
            ),
        )
        return redirect("people:import")
    for row in rows:
        row["issuers"] = tuple(row["issuers"])
        for name in ("licence_since", "licence_until"):
            row[name] = dt.date.fromisoformat(row[name]) if row[name] else None
    entries = [actions.Entry(**row) for row in rows]
    counts = actions.import_register(by=request.user, entries=entries, source=source)
    messages.success(
        request,
        both(
            f"已导入：新登记 {counts['new']} 家，补充 {counts['changed']} 家，"
            f"未变 {counts['same']} 家。",
            f"Imported: {counts['new']} new, {counts['changed']} completed, "
            f"{counts['same']} as they were.",
        ),
    )
    return redirect("people:organisations")


def _form(
    request: HttpRequest, form: Any, title: str, found: Organisation | None = None
) -> HttpResponse:
    given = {"form": form, "title": title, "organisation": found}
    status = 422 if form.errors else 200
    return render(request, "people/organisation_form.html", given, status=status)
