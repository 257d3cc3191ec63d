"""Addresses of persons and organisations."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.people import account, directory, members, pages

app_name = "people"
urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("sign-in/code/", pages.code, name="code"),
    path("sign-out/", pages.sign_out, name="sign_out"),
    path("invitation/<str:token>/", pages.invitation, name="invitation"),
    path("act-in/", pages.act_in, name="act_in"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.add_second_factor, name="second_factor"),
    path(
        "account/second-factor/remove/",
        account.remove_second_factor,
        name="remove_second_factor",
    ),
    path("account/recovery-codes/", account.recovery_codes, name="recovery_codes"),
    path("account/sessions/<slug:fingerprint>/end/", account.end_session, name="end_session"),
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/new/", directory.new, name="new"),
    path("organisations/import/", directory.import_register, name="import"),
    path("organisations/<int:pk>/", directory.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", directory.change, name="change"),
    path("organisations/<int:pk>/licence/", directory.licence, name="licence"),
    path("organisations/<int:pk>/invite/", members.invite, name="invite"),
    path("invitations/<int:pk>/withdraw/", members.withdraw, name="withdraw"),
    path("members/<int:pk>/", members.member, name="member"),
]
