"""Addresses of persons and organisations."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.people import directory, pages

app_name = "people"
urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("sign-out/", pages.sign_out, name="sign_out"),
    path("invitation/<str:token>/", pages.invitation, name="invitation"),
    path("act-in/", pages.act_in, name="act_in"),
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/<int:pk>/", directory.organisation, name="organisation"),
]
