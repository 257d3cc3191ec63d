"""Addresses of filings."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.filings import (
    evidence_pages,
    pages,
    paper_pages,
    signing_pages,
    writing_pages,
)

app_name = "filings"
urlpatterns = [
    path("", pages.filings, name="filings"),
    path("begin/", pages.begin, name="begin"),
    path("<int:pk>/", pages.filing, name="filing"),
    path("<int:pk>/discard/", pages.discard, name="discard"),
    path("<int:pk>/correct/", pages.correct, name="correct"),
    path("<int:pk>/comparison/", pages.comparison, name="comparison"),
    path("<int:pk>/audit/", writing_pages.back, name="back"),
    path("answers/<int:pk>/", writing_pages.answer, name="answer"),
    path("sections/<int:pk>/", writing_pages.section, name="section"),
    path("<int:pk>/measures/add/", writing_pages.add_measure, name="add_measure"),
    path("measures/<int:pk>/", writing_pages.measure, name="measure"),
    path("measures/<int:pk>/remove/", writing_pages.remove_measure, name="remove_measure"),
    path("<int:pk>/evidence/add/", evidence_pages.attach, name="attach"),
    path("answers/<int:pk>/evidence/add/", evidence_pages.attach_to_answer, name="attach_to"),
    path("evidence/<int:pk>/", evidence_pages.revise, name="revise"),
    path("evidence/<int:pk>/withdraw/", evidence_pages.detach, name="detach"),
    path("files/<int:pk>/", evidence_pages.download, name="file"),
    path("<int:pk>/check/", signing_pages.check, name="check"),
    path("<int:pk>/sign/", signing_pages.sign, name="sign"),
    path("<int:pk>/move/", signing_pages.move, name="move"),
    path("<int:pk>/paper.docx", paper_pages.paper, name="paper"),
    path("<int:pk>/receipt.docx", paper_pages.receipt, name="receipt"),
]
