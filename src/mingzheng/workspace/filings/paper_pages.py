"""The Word papers of a filing, handed out."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mingzheng.workspace.filings.evidence_pages import handed_out
from mingzheng.workspace.filings.models import Filing, Paper
from mingzheng.workspace.filings.pages import SEEING, find
from mingzheng.workspace.filings.papers import TYPE, produce, standing
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.site.speech import spoken


@authorised(SEEING)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it was checked; before that as it would be. `language=en`: a translation."""
    return _handed(request, find(request, pk), Paper.Sort.FILING)


@authorised(SEEING)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt."""
    found = find(request, pk)
    if standing(found, Paper.Sort.RECEIPT) is None:
        raise Http404
    return _handed(request, found, Paper.Sort.RECEIPT)


def _handed(request: HttpRequest, found: Filing, sort: Paper.Sort) -> HttpResponse:
    english = request.GET.get("language") == "en"
    kept = standing(found, sort)
    name = f"{_name(found, sort)}-{found.pk}.docx"
    if kept is not None and not english:
        return handed_out(kept.path, name)
    content = io.BytesIO(produce(found, sort, "en" if english else "zh"))
    return FileResponse(content, as_attachment=True, filename=name, content_type=TYPE)


def _name(found: Filing, sort: Paper.Sort) -> str:
    return "receipt" if sort is Paper.Sort.RECEIPT else spoken(found.kind_text).replace(" ", "-")
