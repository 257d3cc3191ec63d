"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.complaints import pages, public_pages, statistics_pages

app_name = "complaints"
urlpatterns = [
    path("submit/", public_pages.complain, name="complain"),
    path("inform/", public_pages.inform, name="inform"),
    path("receipt/", public_pages.receipt, name="receipt"),
    path("", pages.complaints, name="register"),
    path("register.xlsx", pages.complaints_workbook, name="register_workbook"),
    path("evidence.csv", pages.evidence, name="evidence"),
    path("reports/", pages.reports, name="reports"),
    path("reports/register.xlsx", pages.reports_workbook, name="reports_workbook"),
    path("reports/<slug:number>/", pages.report, name="report"),
    path("statistics/", statistics_pages.statistics, name="statistics"),
    path("statistics.xlsx", statistics_pages.statistics_workbook, name="statistics_workbook"),
    path("<slug:number>/", pages.complaint, name="complaint"),
]
