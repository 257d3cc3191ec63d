"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.rectifications import case_pages, order_pages, pages

app_name = "rectifications"
urlpatterns = [
    path("", pages.findings, name="findings"),
    path("findings.xlsx", pages.export, name="export"),
    path("new/", pages.new, name="new"),
    path("from-audit/", pages.take, name="take"),
    path("<int:pk>/", pages.finding, name="finding"),
    path("files/<int:pk>/", pages.file, name="file"),
    path("orders/", order_pages.orders, name="orders"),
    path("orders/new/", order_pages.new, name="order_new"),
    path("orders/<int:pk>/", order_pages.order, name="order"),
    path("orders/<int:pk>/<slug:which>.docx", order_pages.paper, name="paper"),
    path("cases/", case_pages.cases, name="cases"),
    path("cases/new/", case_pages.new, name="case_new"),
    path("cases/<int:pk>/", case_pages.case, name="case"),
]
