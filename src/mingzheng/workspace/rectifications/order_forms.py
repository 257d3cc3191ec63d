"""What is entered about orders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from mingzheng import law
from mingzheng.language import Text
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.actions.orders import Terms
from mingzheng.workspace.rectifications.forms import Step, choices, date, in_a_month, words
from mingzheng.workspace.rectifications.models import ORDERS, Finding, Order
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both


def articles_of(findings: QuerySet) -> dict[str, Text]:
    """The articles that the findings' items rest on and their sanctions, with their marks."""
    ids: list[str] = []
    items = set(findings.order_by().values_list("item", flat=True).distinct()) - {"0"}
    for item in (each for each in law.catalogue().items() if each.id in items):
        ids += [*item.articles, *item.sanction.articles]
    return {id: cited(id) for id in dict.fromkeys([*ids, "esign-law/31"])}


def cited(id: str) -> Text:
    """An article with how surely it is known."""
    article = law.catalogue().article(id)
    return Text(
        zh=f"{article.cite('zh')}（{article.mark.label('zh')}）",
        en=f"{article.cite('en')} ({article.mark.label('en')})",
    )


class Draft(Form):
    """An opinion or an order."""

    kind = forms.ChoiceField(label=both("文书", "Document"), choices=choices(ORDERS))
    number = forms.CharField(label=both("文号", "Number"), max_length=60)
    findings = forms.ModelMultipleChoiceField(
        queryset=Finding.objects.none(), label=both("针对的问题", "Findings concerned"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    bases = forms.MultipleChoiceField(
        label=both("法律依据", "Legal basis"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    measures = words("整改要求", "What has to be put right", rows=6)
    deadline = date("整改期限", "Deadline")
    delegation = words(
        "委托文书", "Delegation", required=False, rows=3,
        hint=Text(
            zh="责令限期改正由工业和信息化部作出（电子签名法第三十一条）；省级主管部门受委托作出的，写明委托文书"
            "的名称、文号和日期，并随文附上。",
            en="The order is the ministry's to give (Electronic Signature Law, article 31); a "
            "province that gives one names the document of delegation and attaches it.",
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, office: Organisation, findings: QuerySet, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"deadline": in_a_month()}
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = findings
        self.fields["bases"].choices = choices(articles_of(findings))
        if office.kind == Kind.MINISTRY:
            del self.fields["delegation"]

    @property
    def terms(self) -> Terms:
        """What the document says."""
        given = dict(self.cleaned_data)
        kind, findings = Order.Kind(given.pop("kind")), list(given.pop("findings"))
        return Terms(kind=kind, findings=findings, **given)


class Serve(Step):
    """How, when and to whom it was served."""

    proposed = frozenset({"served_on"})
    served_on = date("送达日期", "Served on")
    served_by = forms.CharField(
        label=both("送达方式", "How"), max_length=40,
        help_text=both("直接送达、邮寄送达、留置送达等", "In person, by post, left behind …"),
    )  # fmt: skip
    recipient = forms.CharField(label=both("签收人", "Who signed the receipt"), max_length=60)

    def __init__(self, thing: Order, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"served_on": timezone.localdate()}
        super().__init__(thing, *args, **kwargs)
