"""What can be done on a page: a button for each way that is open, and what its form is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.rectifications.forms import Step
from mingzheng.workspace.site.speech import both


@dataclass(frozen=True)
class Button:
    """Something that can be done on the page, and the form it takes."""

    verb: str
    text: Text
    form: Step
    grave: bool = False

    @property
    def plain(self) -> bool:
        """There is nothing to fill in."""
        return not self.form.visible_fields()


def done(
    request: HttpRequest, form: Step, act: Callable[..., Any], again: Callable[[Any], Step]
) -> bool:
    """Do what the form asks for; where it can't be, the form says why and keeps what was typed.

    `again` makes the form of the thing as it is stored now.
    """
    if not form.is_valid():
        return False
    try:
        act(by=request.user, **form.given)
    except WorkspaceError as error:
        form.refused(error, again)
        return False
    messages.success(request, both("已办理。", "Done."))
    return True


def shown(verb: str, buttons: list[Button], asked: Step | None) -> dict[str, Any]:
    """The buttons for the page, and the form that was sent for what is possible no longer."""
    over = None if any(each.form is asked for each in buttons) else asked
    return {"buttons": buttons, "asked": verb, "over": over}
