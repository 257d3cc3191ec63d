"""How forms look: label, hint, field and what is wrong with it, one below the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.site.speech import language, spoken
from mingzheng.workspace.transitions import ChangedMeanwhile


class Renderer(TemplatesSetting):
    """Fields through our own template; everything else as Django draws it."""

    form_template_name = "site/form.html"
    field_template_name = "site/field.html"


class Form(forms.Form):
    """A form whose fields say by `autocomplete` what they are, without a colon after labels."""

    label_suffix = ""
    required_css_class = "required"

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Versioned(Form):
    """A form that was made of a thing as it stood, and says so by the thing's `version`.

    Where somebody was faster, nothing is overwritten and nothing that was typed is lost: `refused`
    puts what is stored now beside it, and sending the form again overwrites that knowingly.
    """

    data: Any
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    proposed: frozenset[str] = frozenset()
    """Fields that begin with a proposal, not with what is stored."""

    def refused(self, error: WorkspaceError, again: Callable[[Any], forms.Form]) -> None:
        """Say on the form why what it asks for wasn't done.

        `again` makes the form of the thing as it is stored now, bound to nothing.
        """
        self.add_error(None, spoken(error.text))
        if not isinstance(error, ChangedMeanwhile):
            return
        now = again(error.stored)
        sent: Any = self.data.copy()
        sent[self.add_prefix("version")] = str(now["version"].value())
        self.data = sent
        for name, field in self.fields.items():
            if name in now.initial and name not in {"version", *self.proposed}:
                field.stored = self._differing(name, now.initial[name])

    def typed(self) -> list[tuple[str, str]]:
        """What was entered: each field's label and words."""
        shown = [(each.label, _worded(each.field, each.value())) for each in self.visible_fields()]
        return [(label, words) for label, words in shown if words]

    def _differing(self, name: str, stored: Any) -> list[tuple[Text, str]]:
        """What is stored now, said for the field of that name; nothing where that was typed."""
        field, typed = self.fields[name], self[name].data
        stored = getattr(stored, "pk", stored)
        if not field.has_changed(stored, typed):
            return []
        if not isinstance(field, forms.MultipleChoiceField):
            return [(STORED, _worded(field, stored) or spoken(EMPTY))]
        before, entered = set(map(str, stored or ())), set(map(str, typed or ()))
        differing = ((ALSO, before - entered), (WITHOUT, entered - before))
        return [(text, _worded(field, sorted(chosen))) for text, chosen in differing if chosen]


STORED = Text(zh="现在保存的是", en="Stored now")
ALSO = Text(zh="现在保存的还有", en="Stored now as well")
WITHOUT = Text(zh="现在保存的没有", en="Not stored now")
EMPTY = Text(zh="（空）", en="(empty)")
YES, NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


def _worded(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return spoken(YES if value else NO)
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    choices = getattr(field, "choices", None)
    if choices is None:
        return str(value)
    named = {str(key): str(label) for key, label in choices}
    chosen = value if isinstance(value, list | tuple) else [value]
    between = "、" if language() == "zh" else ", "
    return between.join(named.get(str(each), str(each)) for each in chosen)
