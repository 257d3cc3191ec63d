"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.journal import pages

app_name = "journal"
urlpatterns = [
    path("", pages.entries, name="entries"),
    path("export/", pages.export, name="export"),
    path("checkpoints/", pages.sign, name="sign"),
    path("checkpoints/<int:number>/", pages.checkpoint, name="checkpoint"),
]
