"""Findings with what backs them, progress and extensions; orders; acts; the ministry's cases."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mingzheng import law
from mingzheng.language import Text
from mingzheng.workspace.filings.models import StoredFile
from mingzheng.workspace.filings.uploads import SORTS
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.rectifications.states import (
    CASE_ENDED,
    CASE_LIFE,
    CASE_STATES,
    CASE_TONES,
    ENDED,
    LIFE,
    OPEN,
    ORDER_LIFE,
    ORDER_STATES,
    ORDER_TONES,
    OWN_LIFE,
    SOURCES,
    STATES,
    TONES,
    WORKING,
    CaseState,
    OrderState,
    Source,
    State,
)
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.site.speech import language
from mingzheng.workspace.transitions import Life


class Measure(StrEnum):
    """What a measure does against the cause."""

    PREVENT = "prevent"
    DETECT = "detect"
    CORRECT = "correct"


MEASURES: dict[StrEnum, Text] = {
    Measure.PREVENT: Text(zh="预防再发", en="Prevent"),
    Measure.DETECT: Text(zh="及时发现", en="Detect"),
    Measure.CORRECT: Text(zh="纠正", en="Correct"),
}


class Stance(StrEnum):
    """What an authority says to a suspicion."""

    AGREED = "agreed"
    DISPUTED = "disputed"


STANCES: dict[StrEnum, Text] = {
    Stance.AGREED: Text(zh="属实", en="Agreed"),
    Stance.DISPUTED: Text(zh="有异议", en="Disputed"),
}
OUTSIDE = Text(zh="通知事项之外", en="Outside the notice")


class Findings(models.QuerySet):
    """Findings."""

    def open(self) -> Findings:
        """Those that have not come to an end."""
        return self.filter(state__in=OPEN)

    def overdue(self, today: dt.date) -> Findings:
        """Those whose deadline passed before today, the rectification still being owed."""
        return self.filter(state__in=WORKING, deadline__lt=today)

    def unmet(self, today: dt.date) -> Findings:
        """逾期未改正: overdue, and under an order that was served."""
        orders = Order.objects.in_force().filter(kind=Order.Kind.ORDER)
        return self.overdue(today).filter(pk__in=orders.values("findings"))


class Finding(models.Model):
    """One cause under one item of one authority (问题); verdicts are referred to, never copied."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="findings")
    ordinal = models.PositiveIntegerField()
    """Its number among the authority's."""
    source = models.CharField(max_length=9)
    origin = models.CharField(max_length=120, blank=True)
    """What it comes from besides audits: the number of a complaint, of an inspection's record."""
    item = models.CharField(max_length=4)
    """The item of the notice; 0 where it rests on other law."""
    cause = models.CharField(max_length=120, blank=True)
    """The rule that points at it; empty where a person saw it."""
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    facts = models.TextField(blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    """The one that had ended when the same came up again."""
    officer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """Who deals with it at the authority."""
    inspector = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """Who follows it up at the office."""

    state = models.CharField(max_length=19, default=State.SUSPECTED.value)
    version = models.PositiveIntegerField(default=1)
    put_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    stance = models.CharField(max_length=8, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    """On what grounds it was confirmed or dismissed."""
    demand = models.TextField(blank=True)
    """What the office asks for."""
    deadline = models.DateField(null=True)
    """The day by which it has to be put right, as last set or extended."""

    measure = models.TextField(blank=True)
    kind = models.CharField(max_length=7, blank=True)
    cure = models.TextField(blank=True)
    """What puts past cases right."""
    root_cause = models.TextField(blank=True)
    acceptance = models.TextField(blank=True)
    """By what one can tell that it was put right."""
    owner = models.CharField(max_length=60, blank=True)

    reported_at = models.DateTimeField(null=True)
    reinspection = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    closing = models.TextField(blank=True)

    objects = Findings.as_manager()

    class Meta:
        """The newest first; numbers count within an authority."""

        default_permissions = ()
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint("organisation", "ordinal", name="a_finding_once"),
            models.UniqueConstraint(
                "organisation",
                "item",
                "cause",
                "source",
                condition=~Q(cause="") & ~Q(state__in=sorted(each.value for each in ENDED)),
                name="one_open_finding_of_a_cause",
            ),
        ]
        indexes = [
            models.Index("organisation", "state", name="findings_by_state"),
            models.Index("state", "deadline", name="findings_by_deadline"),
            models.Index("item", "state", name="findings_by_item"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {(language() == 'en' and self.title_en) or self.title}"

    @property
    def number(self) -> str:
        """Its number among the authority's: 问题-12, read aloud the same in both languages."""
        return f"WT-{self.ordinal:03}"

    @property
    def name(self) -> str:
        """The title in the page's language."""
        return str((language() == "en" and self.title_en) or self.title)

    @property
    def own(self) -> bool:
        """The authority found it itself."""
        return bool(self.source == Source.SELF)

    @property
    def life(self) -> Life:
        """The ways it may go."""
        return OWN_LIFE if self.own else LIFE

    @property
    def seeing(self) -> str:
        """The verb that whoever looks at it needs."""
        if self.own:
            return "finding.see" if self.confirmed_at else "finding.see_own"
        return "finding.see" if self.put_at else "finding.see_suspicion"

    @property
    def state_text(self) -> Text:
        """The state's name."""
        return STATES[State(self.state)]

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return "late" if self.overdue else TONES[State(self.state)]

    @property
    def source_text(self) -> Text:
        """Who found it."""
        return SOURCES[Source(self.source)]

    @property
    def item_text(self) -> Text:
        """The item with its title."""
        if self.item == "0":
            return OUTSIDE
        found = law.catalogue().item(self.item)
        return Text(zh=f"{found.id} {found.zh}", en=f"{found.id} {found.en}")

    @property
    def kind_text(self) -> Text | None:
        """What its measure does."""
        return MEASURES[Measure(self.kind)] if self.kind else None

    @property
    def stance_text(self) -> Text | None:
        """What the authority said."""
        return STANCES[Stance(self.stance)] if self.stance else None

    @property
    def open(self) -> bool:
        """It has not come to an end."""
        return self.state in OPEN

    @property
    def due(self) -> dt.date | None:
        """The last day of what the authority owes, None where it owes nothing."""
        if self.state == State.PUT_TO_CA:
            return None if self.stance else self.answer_by
        return self.deadline if self.state in WORKING else None

    @property
    def overdue(self) -> bool:
        """The rectification is owed and its day has passed."""
        late = self.deadline is not None and self.deadline < timezone.localdate()
        return bool(self.state in WORKING and late)

    @property
    def unmet(self) -> bool:
        """逾期未改正: only a served order starts it."""
        ordered = self.orders.in_force().filter(kind=Order.Kind.ORDER)
        return bool(self.overdue and ordered.exists())


class Backing(models.Model):
    """What one audit run says of a finding's cause: counts and examples, by reference."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="backings")
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=120)
    breach = models.PositiveIntegerField()
    clear = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    judged = models.BooleanField(default=True)
    """Whether that run judged the rule at all."""
    extent = models.JSONField(default=dict)
    """Nature, extent, basis and what had run out of limitation, in both languages."""
    examples = models.JSONField(default=list)
    """Masked: subject, day and place in the run of the first few."""
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A run backs a finding once."""

        default_permissions = ()
        ordering = ("run__as_of", "run__pk")
        constraints = [models.UniqueConstraint("finding", "run", name="a_run_backs_once")]

    @property
    def said(self) -> dict[str, Text]:
        """Its nature, extent, basis, and what had run out of limitation, as far as known."""
        return {name: Text(**text) for name, text in self.extent.items()}


class Progress(models.Model):
    """What the authority says it has done."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="progress")
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("pk",)


class ProgressFile(StoredFile):
    """A file that shows it, known by its content; it is never replaced."""

    progress = models.ForeignKey(Progress, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    """What it was called, made harmless."""
    sort = models.CharField(max_length=8)

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def organisation(self) -> Organisation:
        """Whose it is."""
        return self.progress.finding.organisation

    @property
    def sort_text(self) -> str:
        """What it is by its content."""
        return SORTS[self.sort]


class Extension(models.Model):
    """More time, asked for and decided."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    granted = models.BooleanField(null=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("pk",)


class Act(models.Model):
    """Something an office does beside the finding's own course."""

    class Kind(StrEnum):
        """督办 and 约谈 are optional; refusal and poor rectification are reported up at once."""

        URGE = "urge"
        TALK = "talk"
        REFUSAL = "refusal"
        POOR = "poor"

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=7)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on = models.DateField()
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("pk",)
        indexes = [models.Index("kind", "at", name="acts_by_kind")]

    @property
    def kind_text(self) -> Text:
        """What was done."""
        return ACTS[Act.Kind(self.kind)]

    @property
    def reported_up(self) -> bool:
        """Whether it goes to the ministry."""
        return self.kind in UPWARDS


ACTS: dict[StrEnum, Text] = {
    Act.Kind.URGE: Text(zh="督办", en="Urged"),
    Act.Kind.TALK: Text(zh="约谈", en="Summoned for a talk"),
    Act.Kind.REFUSAL: Text(zh="上报：拒不整改", en="Reported up: refusal"),
    Act.Kind.POOR: Text(zh="上报：整改不力", en="Reported up: poor rectification"),
}
UPWARDS = (Act.Kind.REFUSAL, Act.Kind.POOR)


class Orders(models.QuerySet):
    """Orders."""

    def in_force(self) -> Orders:
        """Those that were served, and not withdrawn."""
        return self.filter(state=OrderState.SERVED)


class Order(models.Model):
    """An opinion of rectification (整改意见) or an order to correct in time (责令限期改正通知书).

    The Law (31) gives the order to the ministry: a province issues one in its name only, with
    the delegation attached.
    """

    LIFE = ORDER_LIFE

    class Kind(StrEnum):
        """Two, of different force."""

        OPINION = "opinion"
        ORDER = "order"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="orders")
    """The authority addressed."""
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7)
    number = models.CharField(max_length=60)
    """文号."""
    findings = models.ManyToManyField(Finding, related_name="orders")
    bases = models.JSONField(default=list)
    """Ids of articles in `law/`."""
    measures = models.TextField()
    deadline = models.DateField()
    delegation = models.TextField(blank=True)
    """By which document the ministry delegated it; a province's order needs it."""
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, default=OrderState.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    issued_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    served_by = models.CharField(max_length=40, blank=True)
    """How it was served."""
    recipient = models.CharField(max_length=60, blank=True)
    """Who signed the receipt (送达回证)."""
    ended_reason = models.TextField(blank=True)

    objects = Orders.as_manager()

    class Meta:
        """The newest first; an office numbers its documents once."""

        default_permissions = ()
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint("office", "number", name="an_order_once")]
        indexes = [models.Index("organisation", "state", name="orders_by_state")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def seeing(self) -> str:
        """The verb that whoever looks at it needs: the authority's once it is served."""
        return "order.see" if self.served_on else "order.see_draft"

    @property
    def state_text(self) -> Text:
        """The state's name."""
        return ORDER_STATES[OrderState(self.state)]

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return ORDER_TONES[OrderState(self.state)]

    @property
    def kind_text(self) -> Text:
        """What it is."""
        return ORDERS[Order.Kind(self.kind)]

    @property
    def articles(self) -> list[law.Article]:
        """The articles it rests on."""
        return [law.catalogue().article(id) for id in self.bases]


ORDERS: dict[StrEnum, Text] = {
    Order.Kind.OPINION: Text(zh="整改意见", en="Opinion of rectification"),
    Order.Kind.ORDER: Text(zh="责令限期改正通知书", en="Order to correct in time"),
}


class Case(models.Model):
    """A case of the ministry's, after the Administrative Penalty Law."""

    LIFE = CASE_LIFE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    number = models.CharField(max_length=60, unique=True)
    findings = models.ManyToManyField(Finding, related_name="cases")
    basis = models.CharField(max_length=40)
    """The article in `law/` whose sanction is looked into."""
    facts = models.TextField()
    act_ended_on = models.DateField(null=True)
    """The day of the act, or of its end where it went on: limitation counts from it."""
    handler = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=CaseState.FILED.value)
    version = models.PositiveIntegerField(default=1)
    filed_on = models.DateField()
    announced_to_party_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    served_on = models.DateField(null=True)

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.number)

    @property
    def seeing(self) -> str:
        """The verb that whoever looks at it needs: the party's once it was told."""
        return "case.see" if self.announced_to_party_on else "case.see_closed_door"

    @property
    def state_text(self) -> Text:
        """The state's name."""
        return CASE_STATES[CaseState(self.state)]

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return CASE_TONES[CaseState(self.state)]

    @property
    def open(self) -> bool:
        """It has not come to an end."""
        return self.state not in CASE_ENDED

    @property
    def article(self) -> law.Article:
        """The article of the sanction."""
        return law.catalogue().article(self.basis)


class Paper(models.Model):
    """What was put down at a step of a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="papers")
    state = models.CharField(max_length=20)
    """The state that the step led to."""
    verb = models.CharField(max_length=60)
    on = models.DateField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("pk",)

    @property
    def state_text(self) -> Text:
        """The state that the step led to."""
        return CASE_STATES[CaseState(self.state)]
