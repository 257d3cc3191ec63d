"""Addresses of audit runs."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.runs import browsing, pages, reports

app_name = "runs"
urlpatterns = [
    path("", pages.runs, name="runs"),
    path("upload/", pages.upload, name="upload"),
    path("order/", pages.order, name="order"),
    path("<int:pk>/", pages.run, name="run"),
    path("<int:pk>/progress/", pages.progress, name="progress"),
    path("<int:pk>/cancel/", pages.cancel, name="cancel"),
    path("<int:pk>/resume/", pages.resume, name="resume"),
    path("<int:pk>/share/", pages.share, name="share"),
    path("<int:pk>/unshare/", pages.unshare, name="unshare"),
    path("<int:pk>/verdicts", browsing.verdicts, name="verdicts"),
    path("<int:pk>/verdicts.xlsx", browsing.export, name="export"),
    path("<int:pk>/verdicts/<str:place>", browsing.verdict, name="verdict"),
    path("<int:pk>/report.html", reports.report, name="report"),
    path("<int:pk>/report-download.html", reports.download, name="download"),
]
