"""What the public and the handlers enter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.reports.plain import identified
from mingzheng.workspace.complaints import sheets
from mingzheng.workspace.complaints.cleaning import LONGEST, clean
from mingzheng.workspace.complaints.models import Complaint, Submission
from mingzheng.workspace.complaints.states import OUTCOMES, Outcome
from mingzheng.workspace.complaints.topics import items, topics
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.site.forms import Form, Versioned
from mingzheng.workspace.site.speech import both

Choices = list[tuple[str, str]]


def choices(named: Mapping[Any, Text]) -> Choices:
    """Options worded in the language of whoever sees them."""
    return [(str(value), both(text.zh, text.en)) for value, text in named.items()]


def _topics(*, hints: bool) -> Choices:
    def worded(text: Text, hint: Text) -> str:
        return both(f"{text.zh}：{hint.zh}", f"{text.en}: {hint.en}")

    if hints:
        return [(each.id, worded(each.text, each.hint)) for each in topics().values()]
    return choices({each.id: each.text for each in topics().values()})


def authorities() -> QuerySet:
    """Those one can complain of, by name."""
    return Organisation.objects.filter(kind=Kind.AUTHORITY).order_by("name")


class Intake(Form):
    """A complaint or a report. `sheet` and `website` tell persons from machines."""

    about = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=both("电子认证服务机构", "Certification authority"),
        empty_label=both("请选择", "Choose one"),
    )
    topic = forms.ChoiceField(label=both("事由", "What it is about"))
    text = forms.CharField(
        label=both("经过和要求", "What happened, and what you ask for"),
        help_text=both(
            f"至多 {LONGEST} 字。请不要写身份证号码：写了也会被遮盖后再保存。",
            f"At most {LONGEST} characters. Leave out identity numbers: they are masked before "
            "anything is stored.",
        ),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
    )
    serial_number = forms.CharField(
        label=both("证书序列号", "Serial number of the certificate"),
        help_text=both(
            "十六进制，可在证书详情中看到。", "Hexadecimal, as the certificate's details show it."
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    contact = forms.CharField(
        label=both("联系方式", "How to reach you"),
        help_text=both(
            "电话或电子邮箱。不填也会办理，凭回执查询结果。",
            "Telephone or e-mail. Without it you learn the outcome by the receipt.",
        ),
        max_length=120,
        required=False,
    )
    website = forms.CharField(
        label=both("此栏请留空", "Leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    sheet = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = authorities()
        chosen = (("", both("请选择", "Choose one")), *_topics(hints=True))
        self.fields["topic"].choices = chosen

    def clean_serial_number(self) -> str:
        """Hexadecimal digits, whatever stood between them."""
        typed = self.cleaned_data["serial_number"]
        digits = "".join(each for each in typed if each not in " :-").upper().removeprefix("0X")
        if len(digits) > 64 or set(digits) - set("0123456789ABCDEF"):
            raise ValidationError(
                both("应为十六进制数字，至多 64 位", "Hexadecimal digits, at most 64")
            )
        if identified(digits) != digits:
            raise ValidationError(
                both(
                    "这是身份证号码，不是证书序列号",
                    "That is an identity number, no serial number",
                )
            )
        return digits

    def clean_text(self) -> str:
        """Something that can be read."""
        given: str = self.cleaned_data["text"]
        if not clean(given):
            raise ValidationError(both("请写明经过", "Say what happened"))
        return given

    def clean(self) -> dict[str, Any]:
        """A sheet of ours, that came back in good time, with the trap left empty."""
        given: dict[str, Any] = super().clean()
        found = sheets.examine(given.get("sheet", ""))
        if isinstance(found, sheets.Fault) or given.get("website"):
            late = found is sheets.Fault.STALE
            raise ValidationError(STALE if late else NOT_A_PERSON)
        return {**given, "sheet": found}


STALE = both(
    "表单打开太久，请核对内容后再提交一次。", "The form was open too long. Check it, submit again."
)
NOT_A_PERSON = both(
    "未能确认由人填写。请核对内容，稍等几秒后再提交一次。",
    "It isn't certain that a person filled this in. Check it, wait some seconds, submit again.",
)


class Receipt(Form):
    """Number and key of a receipt."""

    number = forms.CharField(
        label=both("编号", "Number"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    key = forms.CharField(
        label=both("查询码", "Key"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class Step(Versioned):
    """A step that asks for nothing but that nobody was faster."""

    def __init__(self, submission: Submission, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("version", submission.version)
        super().__init__(*args, **kwargs)
        self.submission = submission


class Reason(Step):
    """A step with its reason."""

    reason = forms.CharField(
        label=both("理由", "Reason"),
        help_text=both("将告知提交人。", "Whoever sent it in is told."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerIt(Step):
    """An answer."""

    proposed = frozenset({"number", "served_on"})
    number = forms.CharField(label=both("答复文号", "Number of the answer"), max_length=40)
    outcome = forms.ChoiceField(label=both("认定", "Finding"), choices=choices(OUTCOMES))
    grounds = forms.CharField(
        label=both("理由和处理结果", "Grounds, and what was done"),
        help_text=both("将告知提交人。", "Whoever sent it in is told."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )
    served_on = forms.DateField(
        label=both("送达日期", "Served on"),
        help_text=both("2022-08-30", "2022-08-30"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, submission: Submission, *args: Any, **kwargs: Any) -> None:
        count = submission.answers.count() + 1
        proposed = {"number": f"{submission.number}-{count}", "served_on": timezone.localdate()}
        kwargs["initial"] = proposed | kwargs.get("initial", {})
        super().__init__(submission, *args, **kwargs)

    def clean_outcome(self) -> Outcome:
        """The finding as the enumeration's member."""
        return Outcome(self.cleaned_data["outcome"])


class Transfer(Reason):
    """To an organisation here, or to another that is named."""

    to = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=both("转往本平台的机构", "To an organisation here"),
        empty_label=both("无", "None"),
        required=False,
    )
    elsewhere = forms.CharField(
        label=both("或转往其他单位", "Or to another one"), max_length=120, required=False
    )
    field_order = ("to", "elsewhere", "reason")

    def __init__(self, submission: Submission, *args: Any, **kwargs: Any) -> None:
        super().__init__(submission, *args, **kwargs)
        departments = Organisation.objects.exclude(kind=Kind.AUTHORITY)
        possible = authorities() if isinstance(submission, Complaint) else departments
        self.fields["to"].queryset = possible.exclude(pk=submission.organisation_id)


class Assign(Step):
    """To one of those who can deal with it."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(), label=both("经办人", "Handler"), empty_label=None
    )

    def __init__(
        self, submission: Submission, people: QuerySet, *args: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"to": submission.handler_id}
        super().__init__(submission, *args, **kwargs)
        self.fields["to"].queryset = people


class Classify(Step):
    """The topic, and the item of the notice."""

    topic = forms.ChoiceField(label=both("事由", "Topic"))
    item = forms.ChoiceField(label=both("对应事项", "Item of the notice"))

    def __init__(self, submission: Submission, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"topic": submission.topic, "item": submission.item}
        super().__init__(submission, *args, **kwargs)
        self.fields["topic"].choices = _topics(hints=False)
        self.fields["item"].choices = choices(items())
