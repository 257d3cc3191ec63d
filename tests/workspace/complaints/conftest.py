"""Complaints and reports in any state, and pages asked for as a given person."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def authority(person: Callable[..., Any]) -> Any:
    """An authority registered in Shanghai, with an officer."""
    from mingzheng.workspace.people.roles import Role

    return person(Role.OFFICER).membership.organisation


@pytest.fixture
def submitted(authority: Any) -> Callable[..., Any]:
    """`submitted(model, state=…)`: one about the authority, that stands in that state."""
    from django.utils import timezone

    from mingzheng.workspace.complaints import actions

    def make(model: Any, state: str = "received", **fields: Any) -> Any:
        given = {"about": authority, "topic": "fees", "text": "收费没有事先告知", **fields}
        received = actions.receive(kind=model, sheet=secrets.token_hex(16), **given)
        made = received.submission
        made.state, made.answer_by = state, made.accept_by
        made.key = received.key
        made.save()
        if state in {"answered", "closed", "reopened"}:
            made.answers.create(
                number="答1", outcome="upheld", grounds="属实", served_on=timezone.localdate()
            )
            model.objects.filter(pk=made.pk).update(outcome="upheld")
            made.outcome = "upheld"
        return made

    return make


@pytest.fixture
def browse(database: str) -> Callable[..., Any]:
    """`browse(user)`: a browser in which that person is signed in; nobody without one."""
    from django.test import Client

    def sign_in(user: Any = None) -> Any:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
