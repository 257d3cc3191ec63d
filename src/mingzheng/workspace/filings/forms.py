"""What is entered for filings."""

from __future__ import annotations

from typing import Any

from django import forms

from mingzheng.workspace.campaigns.forms import DayField
from mingzheng.workspace.campaigns.models import Campaign
from mingzheng.workspace.filings.actions.writing import Entered
from mingzheng.workspace.filings.kinds import Kind, domains
from mingzheng.workspace.filings.models import Answer, Filing, Measure
from mingzheng.workspace.filings.uploads import LARGEST, SORTS
from mingzheng.workspace.filings.verdicts import Verdict
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.runs.findings import finished
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.site.forms import Form, Versioned
from mingzheng.workspace.site.speech import both, spoken

SORT_LABELS = {
    Measure.Sort.CURE: both("纠正既往", "Corrects past cases"),
    Measure.Sort.PREVENT: both("预防再发", "Prevents recurrence"),
    Measure.Sort.DETECT: both("及早发现", "Detects early"),
}
ASKED = both("报送前须填写。", "Asked for before it is filed.")
LONGEST = 6000
"""Characters of one text."""


class Begin(Form):
    """Which filing, of which campaign; a self-inspection in which domains of use."""

    campaign = forms.ModelChoiceField(None, label=both("专项行动", "Campaign"), empty_label=None)
    kind = forms.ChoiceField(label=both("报送材料", "What is filed"))
    fields_of_use = forms.MultipleChoiceField(
        label=both("应用领域", "Domains of use"),
        help_text=both(
            "自查报告按应用领域逐项作答；附审计后，审计遇到的其他领域自动补上。",
            "A self-inspection answers each item in each domain; those that only the audit meets "
            "are added with it.",
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *given: Any, campaigns: list[Campaign], organisation: Organisation, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        own = Campaign.objects.filter(pk__in=[each.pk for each in campaigns])
        self.fields["campaign"].queryset = own
        self.fields["kind"].choices = [
            (kind.value, both(kind.text.zh, kind.text.en))
            for kind in Kind
            if kind.level == organisation.kind
        ]
        if not any(Kind(value).has_answers for value, _ in self.fields["kind"].choices):
            del self.fields["fields_of_use"]
            return
        self.fields["fields_of_use"].choices = [
            (code, both(text.zh, text.en)) for code, text in domains().items() if code
        ]


class AnswerForm(Versioned):
    """A verdict, with what is to be said of it."""

    verdict = forms.ChoiceField(
        label=both("结论", "Verdict"),
        choices=[(each.value, both(each.text.zh, each.text.en)) for each in Verdict],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=both("说明", "Note"),
        help_text=both(
            "事实、范围、查验方式；“不涉及”的写明理由。证件号码保存前自动遮盖。",
            "Facts, extent, how it was looked at; why it is not applicable. Identity numbers are "
            "masked before they are stored.",
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    disagreement = forms.CharField(
        label=both("与审计不一致的理由", "Why it differs from the audit"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *given: Any, answer: Answer, **named: Any) -> None:
        super().__init__(*given, **named)
        self.answer = answer
        if not answer.suggestion:
            del self.fields["disagreement"]

    @classmethod
    def of(cls, answer: Any, data: Any = None) -> AnswerForm:
        """The form of an answer as it stands."""
        names = ("version", "verdict", "note", "disagreement")
        initial = {name: getattr(answer, name) for name in names}
        return cls(data, answer=answer, initial=initial)

    def clean(self) -> dict[str, Any]:
        """A verdict that is not the audit's needs a reason."""
        given: dict[str, Any] = super().clean() or {}
        said, advice = given.get("verdict"), self.answer.suggestion
        if advice and said and said != advice and not given.get("disagreement", "").strip():
            text = both(
                f"审计的建议是“{Verdict(advice).text.zh}”：不一致的，须写明理由。",
                f"The audit suggests “{Verdict(advice).text.en.lower()}”: say why it is not so.",
            )
            self.add_error("disagreement", text)
        return given


class SectionForm(Versioned):
    """One text."""

    text = forms.CharField(
        max_length=LONGEST * 2, required=False, widget=forms.Textarea({"rows": 14})
    )

    @classmethod
    def of(cls, section: Any, data: Any = None) -> SectionForm:
        """The form of a text as it stands, under its title."""
        made = cls(data, initial={"version": section.version, "text": section.text})
        made.fields["text"].label = spoken(section.sort.title)
        made.fields["text"].help_text = spoken(section.sort.hint)
        return made


class NewMeasure(Form):
    """A measure against a problem."""

    item = forms.ChoiceField(label=both("事项", "Item"), required=False)
    problem = forms.CharField(label=both("问题", "Problem"), max_length=500)
    cause = forms.CharField(
        label=both("原因", "Cause"),
        help_text=ASKED, max_length=1000, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    measure = forms.CharField(
        label=both("整改措施", "Measure"),
        help_text=ASKED, max_length=1000, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    sort = forms.ChoiceField(
        label=both("措施类型", "What it does"),
        choices=[(sort.value, label) for sort, label in SORT_LABELS.items()],
    )
    acceptance = forms.CharField(
        label=both("验收标准", "Accepted when"), help_text=ASKED, max_length=500, required=False
    )
    owner = forms.CharField(
        label=both("责任人", "Owner"), help_text=ASKED, max_length=60, required=False
    )
    due = DayField(label=both("完成期限", "Due"), help_text=ASKED, required=False)
    progress = forms.TypedChoiceField(
        label=both("进度", "Progress"),
        choices=[(step, f"{step}%") for step in range(0, 101, 10)],
        coerce=int,
        initial=0,
    )
    result = forms.CharField(
        label=both("结果和验证", "Result, and how it was verified"), max_length=1000,
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *given: Any, filing: Filing, **named: Any) -> None:
        super().__init__(*given, **named)
        items = [(each.item, f"{each.item} {each}") for each in filing.terms.items.all()]
        self.fields["item"].choices = [("", "—"), *items]

    def entered(self) -> Entered:
        """The measure as entered."""
        return Entered(**{name: self.cleaned_data[name] for name in NewMeasure.base_fields})


class MeasureForm(NewMeasure, Versioned):
    """The same of a measure that there is."""

    @classmethod
    def of(cls, measure: Any, data: Any = None) -> MeasureForm:
        """The form of a measure as it stands."""
        names = ("version", *NewMeasure.base_fields)
        initial = {name: getattr(measure, name) for name in names}
        return cls(data, filing=measure.filing, initial=initial)


class FileForm(Form):
    """A file."""

    file = forms.FileField(
        label=both("文件", "File"),
        help_text=both(
            f"{'、'.join(SORTS.values())}，至多 {LARGEST} MiB；按内容识别，含宏或脚本的不接收。",
            f"{', '.join(SORTS.values())}, {LARGEST} MiB at most; told by content, without macros "
            "or scripts.",
        ),
        max_length=400,
    )


class EvidenceForm(FileForm):
    """A piece of evidence: what it is, and its file."""

    title = forms.CharField(
        label=both("名称", "Title"), max_length=120, required=False,
        help_text=both("不填则用文件名。", "Left empty, the file's name."),
    )  # fmt: skip
    field_order = ("title", "file")


class RunForm(Versioned):
    """The audit behind a self-inspection."""

    run = forms.ModelChoiceField(
        None, label=both("审计", "Audit"), required=False,
        empty_label=both("不附审计", "No audit"),
    )  # fmt: skip

    @classmethod
    def of(cls, filing: Any, data: Any = None) -> RunForm:
        """The form of a filing as it stands: its own audits that have a result."""
        made = cls(data, initial={"version": filing.version, "run": filing.run_id})
        keys = [run.pk for run in finished(filing.organisation)]
        made.fields["run"].queryset = Run.objects.filter(pk__in=keys)
        return made


class Grounds(Form):
    """What is corrected or supplemented, and why."""

    grounds = forms.CharField(
        label=both("更正或补正的内容和理由", "What changes, and why"), max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
