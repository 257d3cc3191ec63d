"""How forms look: label, hint, field and what is wrong with it, one below the other."""

from __future__ import annotations

from django import forms
from django.forms.renderers import TemplatesSetting


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
