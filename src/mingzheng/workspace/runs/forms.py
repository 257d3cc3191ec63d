"""Forms of audit runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.runs import evidence
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both

_NAME = both("名称", "Name")
_NAME_HINT = both(
    "供本机构辨认，如“2022 年自查”。", "For your own people, such as “Self-inspection 2022”."
)


class Upload(Form):
    """A result as a ZIP file."""

    name = forms.CharField(label=_NAME, help_text=_NAME_HINT, max_length=120)
    file = forms.FileField(
        label=both("审计结果（ZIP）", "Result (ZIP)"),
        help_text=both(
            "把 mingzheng audit 的结果文件夹压缩为 ZIP；其中的文件按封存逐个核对。",
            "The result folder of mingzheng audit, compressed as ZIP; every file in it is "
            "compared with the seal.",
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )


class Order(Form):
    """An audit of a folder on the server."""

    name = forms.CharField(label=_NAME, help_text=_NAME_HINT, max_length=120)
    folder = forms.ChoiceField(label=both("证据文件夹", "Evidence folder"))
    as_of = forms.DateField(
        label=both("截至日", "As of"), required=False,
        help_text=both(
            "不填则以 evidence.toml 为准；其中没有的，以当天为准。",
            "Left empty, evidence.toml says it; today where it doesn't.",
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *given: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*given, **named)
        found = evidence.folders(organisation)
        self.fields["folder"].choices = [(str(path), str(path)) for path in found]

    def clean_as_of(self) -> Any:
        """What isn't due yet can't be judged as overdue."""
        day = self.cleaned_data["as_of"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(both("截至日不能晚于今天。", "That day is in the future."))
        return day
