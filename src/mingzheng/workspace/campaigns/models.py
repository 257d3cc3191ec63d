"""Campaigns and their editions; units' implementation plans; the calendar of working days."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.law import Mark
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.site.speech import language


class Campaign(models.Model):
    """A campaign (专项行动). What it asks is in its editions: the notice, and what amended it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """The ministry, which runs it."""
    state = models.CharField(max_length=9, default="draft")
    version = models.PositiveIntegerField(default=1)
    template = models.CharField(max_length=40, blank=True)
    """The template it was made of; empty for a blank one."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def shown(self) -> Edition:
        """The edition in force; the first one while nothing is published."""
        return self.in_force or self.editions.order_by("number")[0]

    @property
    def in_force(self) -> Edition | None:
        """The edition published last."""
        found: Edition | None = (
            self.editions.exclude(published_at=None).order_by("-number").first()
        )
        return found

    @property
    def known_since(self) -> dt.date | None:
        """The day on which it was first published here; of what was done before, nobody knows."""
        times = self.editions.exclude(published_at=None).order_by("published_at")
        first = times.values_list("published_at", flat=True).first()
        return timezone.localdate(first) if first else None

    @property
    def open_edition(self) -> Edition | None:
        """The one being edited: the draft, or an amendment."""
        found: Edition | None = self.editions.filter(published_at=None).first()
        return found


class Edition(models.Model):
    """What a campaign asks, by one notice. Once published it never changes."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    """文号; empty where it is unknown."""
    issued_on = models.DateField(null=True)
    notice = models.TextField(blank=True)
    """The notice's words, where `law/` doesn't hold them."""
    instrument = models.CharField(max_length=40, blank=True)
    """The notice in `law/`, from which its text and duties are cited."""
    look_back_since = models.DateField(null=True)
    """Services from this day on are looked at."""
    expected = models.PositiveSmallIntegerField(null=True)
    """How many authorities the notice says it addresses."""
    moves_rest_days = models.BooleanField(default=False)
    """Whether a deadline on a rest day moves to the next working day."""
    remind_before = models.PositiveSmallIntegerField(default=14)
    """Days before a deadline from which home pages speak of it."""
    law_version = models.CharField(max_length=20)
    law_digest = models.CharField(max_length=64)
    """The state of `law/` of which the checklist was made, and its SHA-256."""
    amends = models.TextField(blank=True)
    """What the further notice changes, and why; empty in the first edition."""
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    authorities = models.ManyToManyField(Organisation, related_name="+")
    """The objects (整治对象)."""

    class Meta:
        """At most one edition is being edited."""

        default_permissions = ()
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("campaign", "number", name="an_edition_once"),
            models.UniqueConstraint(
                "campaign", condition=Q(published_at__isnull=True), name="one_open_edition"
            ),
        ]

    def __str__(self) -> str:
        return (language() == "en" and self.title_en) or self.title


class Stage(models.Model):
    """A stage of an edition, with the day by which it is over."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="stages")
    phase = models.CharField(max_length=20)
    due = models.DateField(null=True)
    """The day the notice sets; null where it sets none."""
    moved_to = models.DateField(null=True)
    """The working day a deadline on a rest day was moved to on publishing."""
    duty = models.CharField(max_length=40, blank=True)
    """The duty of the notice in `law/` that sets it."""

    class Meta:
        """Each once; a deadline only moves forward."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("edition", "phase", name="a_stage_once"),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(moved_to__gt=F("due")),
                name="deadlines_move_forward",
            ),
        ]

    @property
    def deadline(self) -> dt.date | None:
        """The day that counts."""
        return self.moved_to or self.due

    @property
    def text(self) -> Text:
        """What the stage is called."""
        return Phase(self.phase).text


class ChecklistItem(models.Model):
    """An item as `law/` had it when the edition was made: it stays so, whatever `law/` becomes."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items")
    item = models.CharField(max_length=8)
    """Its id: 1.1."""
    place = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    words = models.TextField()
    """As printed."""
    mark = models.CharField(max_length=20)

    class Meta:
        """In the notice's order."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("edition", "item", name="an_item_once")]

    def __str__(self) -> str:
        return (language() == "en" and self.title_en) or self.title

    @property
    def mark_text(self) -> Text:
        """How surely its words are known."""
        return Mark(self.mark).text


class Plan(models.Model):
    """A unit's implementation plan (实施方案) for a campaign, with who leads it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lead = models.CharField(max_length=60)
    position = models.CharField(max_length=80, blank=True)
    """The lead's office."""
    measures = models.TextField(blank=True)
    """What is organised and how (整治措施)."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One for each unit."""

        default_permissions = ()
        ordering = ("organisation",)
        constraints = [models.UniqueConstraint("campaign", "organisation", name="a_plan_once")]

    def __str__(self) -> str:
        if language() == "en":
            return f"{self.organisation}: plan for {self.campaign}"
        return f"{self.organisation}：{self.campaign}实施方案"


class Task(models.Model):
    """A task of a plan: who does it by when, and how far it is."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=60)
    due = models.DateField()
    progress = models.PositiveSmallIntegerField(default=0)
    """Per cent, as its owner reports it."""
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        """What is due first, first."""

        default_permissions = ()
        ordering = ("due", "pk")
        constraints = [models.CheckConstraint(condition=Q(progress__lte=100), name="at_most_done")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def organisation(self) -> Organisation:
        """Whose plan it stands in."""
        unit: Organisation = self.plan.organisation
        return unit

    @property
    def done(self) -> bool:
        """Reported as done."""
        return self.progress == 100

    @property
    def overdue(self) -> bool:
        """Not done after its day; follows from the day and is kept nowhere."""
        return not self.done and self.due < timezone.localdate()


class SpecialDay(models.Model):
    """A day that is not as its weekday says: a holiday, or a weekend's day that is worked."""

    class Kind(StrEnum):
        """What it is instead."""

        REST = "rest"
        WORK = "work"

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    mark = models.CharField(max_length=20, blank=True)
    """`memory` where nobody compared it with what was published."""

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"

    @property
    def rests(self) -> bool:
        """Nobody works that day."""
        return self.kind == self.Kind.REST
