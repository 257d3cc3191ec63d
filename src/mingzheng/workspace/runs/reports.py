"""The report of a result, written by whoever made that: shown without power, or handed out.

Nothing of a result may act as a page of the workspace. Shown, it is a document of an origin of its
own in which nothing runs, nothing is sent and nothing is loaded (CSP `sandbox`).
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.runs.pages import SEEING, find

NAME = "report.html"
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@authorised(SEEING)
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report in the browser, in its sandbox."""
    return _answer(request, pk, as_attachment=False)


@authorised(SEEING)
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a file."""
    return _answer(request, pk, as_attachment=True)


def _answer(request: HttpRequest, pk: int, *, as_attachment: bool) -> HttpResponse:
    path = find(request, pk, finished=True).folder / NAME
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"), as_attachment=as_attachment, filename=f"report-{pk}.html",
        content_type="text/html; charset=utf-8",
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
