"""What is entered for campaigns, plans and the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from mingzheng import law
from mingzheng.workspace.campaigns.actions.plans import Entered
from mingzheng.workspace.campaigns.models import Edition, Plan, Task
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.terms import FACTS, Terms, authorities, terms_of
from mingzheng.workspace.campaigns.working_days import LARGEST, REST, WORK, Day
from mingzheng.workspace.site.forms import Form, Versioned
from mingzheng.workspace.site.speech import both

EARLIEST, LATEST = dt.date(2005, 4, 1), dt.date(2099, 12, 31)
"""Days that can be meant: not before the Electronic Signature Law was in force."""


class DayField(forms.DateField):
    """A day, entered by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        """A day that can be meant."""
        day: dt.date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            said = both(f"应在 {EARLIEST} 与 {LATEST} 之间", f"between {EARLIEST} and {LATEST}")
            raise forms.ValidationError(said)
        return day


class EditionForm(Versioned):
    """The terms of an edition: its facts, a date for each stage, checklist, objects."""

    title = forms.CharField(label=both("标题", "Title (Chinese)"), max_length=200)
    title_en = forms.CharField(
        label=both("英文标题", "English title"), max_length=240, required=False
    )
    document_number = forms.CharField(
        label=both("文号", "Document number"),
        help_text=both("不知道就不填，页面上写“未知”。", "Leave it empty where it is unknown."),
        max_length=60,
        required=False,
    )
    issued_on = DayField(label=both("通知日期", "Date of the notice"), required=False)
    look_back_since = DayField(
        label=both("追溯起始日", "Services looked at since"),
        help_text=both(
            "自这一天起提供的服务列入检查。", "Services provided from that day on are looked at."
        ),
        required=False,
    )
    expected = forms.IntegerField(
        label=both("通知所称机构数", "Authorities the notice speaks of"),
        min_value=1,
        max_value=999,
        required=False,
    )
    remind_before = forms.IntegerField(
        label=both("提前几天提醒", "Remind how many days before"),
        help_text=both(
            "从截止日期前这么多天起，在首页提醒。",
            "From so many days before a deadline home pages speak of it.",
        ),
        min_value=0,
        max_value=180,
    )
    moves_rest_days = forms.BooleanField(
        label=both(
            "截止日期是休息日的，顺延到下一个工作日",
            "A deadline on a rest day moves to the next working day",
        ),
        required=False,
    )
    notice = forms.CharField(
        label=both("通知正文", "Words of the notice"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for phase in Phase:
            self.fields[f"has_{phase}"] = forms.BooleanField(
                label=both(phase.text.zh, phase.text.en), required=False
            )
            name = both(f"{phase.text.zh}截止日期", f"Deadline: {phase.text.en}")
            self.fields[f"due_{phase}"] = DayField(label=name, required=False)
        self.known_items = {item.id: item for item in law.catalogue().items()}
        self.fields["items"] = forms.MultipleChoiceField(
            choices=[(id, id) for id in self.known_items], required=False
        )
        self.register = authorities()
        self.fields["authorities"] = forms.TypedMultipleChoiceField(
            choices=[(each.pk, each.name) for each in self.register], coerce=int, required=False
        )

    def terms(self) -> Terms:
        """What was entered."""
        given = self.cleaned_data
        return Terms(
            **{name: given[name] for name in FACTS},
            stages={phase: given[f"due_{phase}"] for phase in Phase if given[f"has_{phase}"]},
            items=tuple(given["items"]),
            authorities=tuple(given["authorities"]),
        )

    @classmethod
    def of(cls, edition: Edition, data: Any = None) -> EditionForm:
        """The form of an edition as it stands."""
        terms, version = terms_of(edition), edition.campaign.version
        stages = terms.stages or {}
        shown = {name: getattr(terms, name) for name in FACTS}
        for phase in Phase:
            shown[f"has_{phase}"] = phase in stages
            shown[f"due_{phase}"] = stages.get(phase)
        chosen = {"items": list(terms.items), "authorities": list(terms.authorities)}
        return cls(data, initial=shown | chosen | {"version": version})


class Reason(Versioned):
    """Why something is done."""

    reason = forms.CharField(
        label=both("修订内容和理由", "What is amended, and why"),
        help_text=both(
            "例如：依据某年某月某日的补充通知，自查截止日期延长。",
            "For example: by a further notice of such a day self-inspection ends later.",
        ),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class NewPlan(Form):
    """Who leads, and what is organised."""

    lead = forms.CharField(label=both("牵头负责人", "Lead"), max_length=60)
    position = forms.CharField(label=both("职务", "Position"), max_length=80, required=False)
    measures = forms.CharField(
        label=both("组织安排和整治措施", "Organisation and measures"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )


class PlanForm(NewPlan, Versioned):
    """The same of a plan that there is."""

    @classmethod
    def of(cls, plan: Plan, data: Any = None) -> PlanForm:
        """The form of a plan as it stands."""
        names = ("version", "lead", "position", "measures")
        return cls(data, initial={name: getattr(plan, name) for name in names})


class TaskForm(Versioned):
    """A task with its owner, its day, and how far it is; the version is its plan's."""

    title = forms.CharField(label=both("任务", "Task"), max_length=200)
    owner = forms.CharField(label=both("责任人", "Owner"), max_length=60)
    due = DayField(label=both("完成期限", "Due"))
    progress = forms.TypedChoiceField(
        label=both("进度", "Progress"),
        choices=[(step, f"{step}%") for step in range(0, 101, 10)],
        coerce=int,
        initial=0,
    )
    note = forms.CharField(label=both("进展说明", "Note"), max_length=300, required=False)

    @classmethod
    def of(cls, plan: Plan, task: Task | None = None, data: Any = None) -> TaskForm:
        """The form of a task as it stands, or of a further one."""
        kept = Task.objects.filter(pk=task.pk).values(*TASK).first() if task is not None else None
        return cls(data, initial={**(kept or {}), "version": plan.version})

    def entered(self) -> Entered:
        """The task as entered."""
        given = self.cleaned_data
        return Entered(**{name: given[name] for name in TASK})


TASK = ("title", "owner", "due", "progress", "note")


class DayForm(Form):
    """A day that isn't as its weekday says."""

    day = DayField(label=both("日期", "Day"))
    kind = forms.ChoiceField(
        label=both("类型", "Kind"),
        choices=[
            (REST.value, both("放假", "Rest day")),
            (WORK.value, both("上班", "Working day")),
        ],
    )
    name = forms.CharField(label=both("名称", "Name"), max_length=60)
    source = forms.CharField(
        label=both("依据", "Source"),
        max_length=200,
        widget=forms.TextInput({"placeholder": "国办发明电〔…〕…号"}),
    )

    def entered(self) -> Day:
        """The day as entered."""
        given = self.cleaned_data
        return Day(given["day"], type(REST)(given["kind"]), given["name"])


class CalendarFile(Form):
    """A CSV file of days."""

    file = forms.FileField(
        label=both("CSV 文件", "CSV file"),
        help_text=both(
            "三列：日期、类型（休或班）、名称；UTF-8 或 GB 18030。",
            "Three columns: date, kind (rest or work), name; UTF-8 or GB 18030.",
        ),
        max_length=200,
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """A file small enough to be a calendar."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            said = both(f"超过 {LARGEST >> 10} KiB", f"more than {LARGEST >> 10} KiB")
            raise forms.ValidationError(said)
        return file
