"""Addresses of campaigns, plans and the calendar."""

from __future__ import annotations

from django.urls import path

from mingzheng.workspace.campaigns import calendar_pages, pages, plan_pages

app_name = "campaigns"
urlpatterns = [
    path("", pages.campaigns, name="campaigns"),
    path("new/", pages.new, name="new"),
    path("calendar/", calendar_pages.calendar, name="calendar"),
    path("calendar/days/", calendar_pages.set_day, name="set_day"),
    path("calendar/days/remove/", calendar_pages.remove_day, name="remove_day"),
    path("calendar/fill/", calendar_pages.fill_year, name="fill_year"),
    path("calendar/import/", calendar_pages.import_calendar, name="import_calendar"),
    path("plans/<int:pk>/", plan_pages.plan, name="plan"),
    path("plans/<int:pk>/change/", plan_pages.change, name="change_plan"),
    path("plans/<int:pk>/tasks/new/", plan_pages.add_task, name="add_task"),
    path("tasks/<int:pk>/", plan_pages.change_task, name="change_task"),
    path("tasks/<int:pk>/remove/", plan_pages.remove_task, name="remove_task"),
    path("<int:pk>/", pages.campaign, name="campaign"),
    path("<int:pk>/edit/", pages.edit, name="edit"),
    path("<int:pk>/check/", pages.check, name="check"),
    path("<int:pk>/amend/", pages.amend, name="amend"),
    path("<int:pk>/drop/", pages.drop_amendment, name="drop_amendment"),
    path("<int:pk>/discard/", pages.discard, name="discard"),
    path("<int:pk>/close/", pages.close, name="close"),
    path("<int:pk>/progress/", pages.progress, name="progress"),
    path("<int:pk>/plan/", plan_pages.own, name="own_plan"),
]
