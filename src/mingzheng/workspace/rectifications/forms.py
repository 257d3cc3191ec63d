"""What is entered about findings: a form for each step that asks for something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from mingzheng import law
from mingzheng.language import Text
from mingzheng.workspace.complaints.cleaning import LONGEST
from mingzheng.workspace.filings.uploads import LARGEST, SORTS
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.actions.findings import SOURCES_OF, Suspicion
from mingzheng.workspace.rectifications.actions.rectifying import Plan
from mingzheng.workspace.rectifications.models import (
    ACTS,
    MEASURES,
    OUTSIDE,
    STANCES,
    UPWARDS,
    Finding,
    Measure,
    Stance,
)
from mingzheng.workspace.rectifications.states import SOURCES, Source
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.site.forms import Form, Versioned
from mingzheng.workspace.site.speech import both

Choices = list[tuple[str, str]]


def choices(named: Mapping[Any, Text]) -> Choices:
    """Options worded in the language of whoever sees them."""
    return [(str(value), both(text.zh, text.en)) for value, text in named.items()]


def items() -> dict[str, Text]:
    """The items of the notice with their titles, and what lies outside."""
    known = {
        each.id: Text(zh=f"{each.id} {each.zh}", en=f"{each.id} {each.en}")
        for each in law.catalogue().items()
    }
    return {**known, "0": OUTSIDE}


def words(
    zh: str, en: str, *, hint: Text | None = None, rows: int = 4, required: bool = True
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=both(zh, en), help_text=both(hint.zh, hint.en) if hint else "",
        max_length=LONGEST, required=required, widget=forms.Textarea({"rows": rows}),
    )  # fmt: skip


def date(zh: str, en: str, *, required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=both(zh, en), required=required,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def in_a_month() -> dt.date:
    """A deadline to begin with."""
    return timezone.localdate() + dt.timedelta(30)


class Step(Versioned):
    """A step that asks for nothing but that nobody was faster."""

    def __init__(self, thing: Any, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": thing.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.thing = thing

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class Reason(Step):
    """A step with its reason."""

    reason = words("理由", "Reason")


class Said(Step):
    """A step with what is to be put down."""

    reason = words("情况", "What is to be put down")


class MaybeSaid(Step):
    """A step to which something may be said."""

    reason = words("意见", "Remark", required=False, rows=3)


class Ground(Step):
    """On what grounds it is so."""

    ground = words(
        "认定的依据", "Grounds",
        hint=Text(
            zh="写明查实的事实；机构有异议的，逐项说明为什么不成立。",
            en="The facts as they were verified; where the authority disputes them, why its "
            "reasons don't hold.",
        ),
    )  # fmt: skip


class MaybeGround(Step):
    """The same where nobody is accused by another."""

    ground = words("说明", "Remark", required=False, rows=3)


class AnswerIt(Step):
    """What the authority says to a suspicion."""

    stance = forms.ChoiceField(
        label=both("意见", "View"), choices=choices(STANCES), widget=forms.RadioSelect
    )
    text = words(
        "说明", "Explanation", required=False,
        hint=Text(zh="有异议的，须写明理由和证据。", en="Where disputed: the reasons and what proves them."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A dispute has its reasons."""
        given: dict[str, Any] = super().clean()
        if given.get("stance") == Stance.DISPUTED and not given.get("text", "").strip():
            self.add_error("text", both("有异议的，须写明理由", "Say why you dispute it"))
        return given

    @property
    def given(self) -> dict[str, Any]:
        """The stance as the enumeration's member."""
        return {**self.cleaned_data, "stance": Stance(self.cleaned_data["stance"])}


class Notify(Step):
    """What is asked, and by when."""

    proposed = frozenset({"deadline"})
    demand = words("整改要求", "What has to be put right")
    deadline = date("整改期限", "Deadline")

    def __init__(self, thing: Finding, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"deadline": in_a_month()}
        super().__init__(thing, *args, **kwargs)


class PlanIt(Step):
    """How it is put right."""

    root_cause = words("原因分析", "Root cause", rows=3)
    measure = words("整改措施", "Measure", rows=3)
    kind = forms.ChoiceField(label=both("措施类别", "Kind of measure"), choices=choices(MEASURES))
    cure = words(
        "既往问题的处理", "Cure of past cases", rows=3,
        hint=Text(zh="已经发生的各件怎样补正；不需要的写明理由。",
                  en="How what has happened is put right, or why that isn't needed."),
    )  # fmt: skip
    acceptance = words("验收标准", "Criterion of acceptance", rows=3)
    owner = forms.CharField(label=both("责任人", "Owner"), max_length=60)
    deadline = date("完成期限", "Deadline")

    def __init__(self, thing: Finding, *args: Any, **kwargs: Any) -> None:
        names = ("root_cause", "measure", "kind", "cure", "acceptance", "owner", "deadline")
        kwargs["initial"] = {name: getattr(thing, name) for name in names}
        super().__init__(thing, *args, **kwargs)
        if not thing.own:
            # the office sets it
            del self.fields["deadline"]

    @property
    def given(self) -> dict[str, Any]:
        """The plan and the version."""
        told = dict(self.cleaned_data)
        version, kind = told.pop("version"), Measure(told.pop("kind"))
        return {"version": version, "given": Plan(kind=kind, **told)}


class ReportProgress(Step):
    """What has been done so far."""

    text = words("进展", "What has been done")
    file = forms.FileField(
        label=both("证明材料", "A file that shows it"), max_length=400, required=False,
        help_text=both(
            f"至多 {LARGEST} MiB：{'、'.join(SORTS.values())}。", f"{LARGEST} MiB at most: {', '.join(SORTS.values())}.",
        ),
    )  # fmt: skip


class Extend(Step):
    """More time."""

    until = date("延期至", "Until")
    reason = words("理由", "Reason")


class GiveBack(Step):
    """Not put right yet."""

    proposed = frozenset({"deadline"})
    reason = words("退回的理由", "Why it isn't put right")
    deadline = date("整改期限", "Deadline")

    def __init__(self, thing: Finding, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"deadline": in_a_month()}
        super().__init__(thing, *args, **kwargs)


class ActIt(Step):
    """An act beside the finding's course."""

    proposed = frozenset({"on"})
    on = date("日期", "Day")
    text = words("内容", "What was said and agreed")

    def __init__(self, thing: Finding, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(thing, *args, **kwargs)


class ReportUp(Step):
    """Refusal, or a poor rectification."""

    kind = forms.ChoiceField(
        label=both("情形", "What is reported"),
        choices=choices({kind: ACTS[kind] for kind in UPWARDS}),
    )
    text = words("有关情况", "What happened")

    @property
    def given(self) -> dict[str, Any]:
        """The kind as the enumeration's member."""
        return {**self.cleaned_data, "kind": type(UPWARDS[0])(self.cleaned_data["kind"])}


class AttachRun(Step):
    """Another audit of the same authority."""

    run = forms.ModelChoiceField(
        queryset=Run.objects.none(), label=both("审计", "Audit"), empty_label=None
    )

    def __init__(self, thing: Finding, runs: QuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(thing, *args, **kwargs)
        self.fields["run"].queryset = runs


class Register(Form):
    """A finding that a person saw."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=both("机构", "Authority"), empty_label=None
    )
    source = forms.ChoiceField(label=both("来源", "Source"))
    origin = forms.CharField(
        label=both("来源编号", "Reference"), max_length=120, required=False,
        help_text=both(
            "如检查记录或投诉的编号。不要写举报人的任何信息：机构会看到。",
            "Such as the number of a record or of a complaint. Nothing of whoever reported it: "
            "the authority sees this.",
        ),
    )  # fmt: skip
    item = forms.ChoiceField(label=both("对应事项", "Item of the notice"))
    title = forms.CharField(label=both("问题", "Problem, in a line"), max_length=200)
    facts = words("事实", "Facts", rows=6)
    earlier = forms.CharField(
        label=both("此前的同一问题", "The same, found before"), max_length=20, required=False,
        help_text=both("已了结的问题的编号，如 WT-012。", "The number of one that ended: WT-012."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, possible: QuerySet, earlier: QuerySet, level: Kind, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = possible
        self.fields["earlier"].queryset = earlier
        self.fields["source"].choices = choices(
            {source: SOURCES[source] for source in SOURCES_OF[level]}
        )
        self.fields["item"].choices = choices(items())
        if level is Kind.AUTHORITY:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = possible.get().pk
        self.earlier = earlier

    def clean(self) -> dict[str, Any]:
        """What came before is of the same authority, and has ended."""
        given: dict[str, Any] = super().clean()
        typed = given.get("earlier", "").upper().removeprefix("WT-")
        of_number = self.earlier.filter(organisation=given.get("organisation"))
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
        given["earlier"] = of_number.filter(ordinal=number).first() if typed else None
        if typed and given["earlier"] is None:
            self.add_error(
                "earlier",
                both("该机构没有这个编号的已了结问题", "No ended finding there has that number"),
            )
        return given

    @property
    def suspicion(self) -> Suspicion:
        """What is registered."""
        given = dict(self.cleaned_data)
        del given["organisation"]
        return Suspicion(**{**given, "source": Source(given["source"])})
