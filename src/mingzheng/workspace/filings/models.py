"""Filings: their answers, texts, measures and evidence; signatures, papers and receipts."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Campaign, Edition, Stage
from mingzheng.workspace.filings.kinds import Kind, SectionKind, domain_text
from mingzheng.workspace.filings.states import (
    BEFORE_SUBMISSION,
    LIFE,
    SUBMITTED,
    TONES,
    State,
)
from mingzheng.workspace.filings.verdicts import Verdict
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.roles import Kind as Level
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.site.speech import language

FOLDER = "filings"
"""Below the workspace's files, out of the reach of any address."""


class Filing(models.Model):
    """What a unit files in a campaign. Once submitted it never changes."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField(default=1)
    """Which of its kind in the campaign, corrections counted."""
    state = models.CharField(max_length=24, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    """The filing that this one corrects or supplements; at most one does."""
    grounds = models.TextField(blank=True)
    """Why it corrects that one."""
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="filings")
    """The audit behind it."""
    fingerprint = models.CharField(max_length=128, blank=True)
    """The seal of that audit."""
    drafter = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    """The edition in force when it was checked."""
    annex = models.JSONField(default=dict)
    """The unit's implementation plan as it stood when it was checked."""
    confirmed = models.JSONField(default=list)
    """The warnings that were confirmed one by one: who receives it reads them too."""
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    """Digests of its content as it was checked: see `content.py`."""

    due = models.DateField(null=True)
    """The deadline that held when it was submitted."""
    submitted_at = models.DateTimeField(null=True)
    days_late = models.PositiveSmallIntegerField(null=True)
    """Days after the deadline; null before it is submitted, or without a deadline.

    Of a correction it is that of the first: what is supplemented was filed when that was.
    """
    reason = models.TextField(blank=True)
    """Why it was returned."""

    class Meta:
        """The newest first; one of each number."""

        default_permissions = ()
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                "campaign", "organisation", "kind", "number", name="a_filing_once"
            )
        ]
        indexes = [models.Index("campaign", "kind", "organisation", name="filings_of_campaign")]

    def __str__(self) -> str:
        zh, en = self.kind_text.zh, self.kind_text.en
        if language() == "en":
            return f"{self.organisation}: {en}" + (f" ({self.number})" if self.number > 1 else "")
        return f"{self.organisation}：{zh}" + (f"（第{self.number}份）" if self.number > 1 else "")

    @property
    def kind_text(self) -> Text:
        """What kind it is."""
        return Kind(self.kind).text

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return LIFE.texts[State(self.state)]

    @property
    def tone(self) -> str:
        """The state's look."""
        return TONES[State(self.state)]

    @property
    def submitted(self) -> bool:
        """Whether it has left the unit."""
        return self.state in SUBMITTED

    @property
    def open(self) -> bool:
        """Whether the unit still works at it."""
        return self.state in BEFORE_SUBMISSION

    @property
    def seeing(self) -> str:
        """The verb that whoever looks at it needs."""
        return "filing.see" if self.open else "filing.see_submitted"

    @property
    def recipient(self) -> Organisation:
        """Whom it is for, by the place of registration as it is now."""
        if self.organisation.kind == Level.AUTHORITY and self.organisation.seat is not None:
            return self.organisation.seat
        return Organisation.objects.get(kind=Level.MINISTRY)

    @property
    def terms(self) -> Edition:
        """The edition it answers: the one it was checked under, else the one in force."""
        return self.edition or self.campaign.shown

    @property
    def deadline(self) -> dt.date | None:
        """The day that counts: as it was when submitted, before that as the campaign has it."""
        if self.submitted:
            return self.due
        stage = Stage.objects.filter(edition=self.terms, phase=Kind(self.kind).phase).first()
        return stage.deadline if stage else None

    @property
    def late(self) -> bool:
        """Submitted after its day, or still not submitted after it."""
        if self.submitted or self.corrects_id is not None:
            return bool(self.days_late)
        deadline = self.deadline
        return deadline is not None and deadline < timezone.localdate()


class Part(models.Model):
    """A part of a filing that people write: it has a version of its own."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="%(class)ss")
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    class Meta:
        """Nothing of its own."""

        abstract = True

    @property
    def organisation(self) -> Organisation:
        """Whose it is."""
        return self.filing.organisation


class Answer(Part):
    """What the unit says of one item in one domain of use, beside what its audit found."""

    item = models.CharField(max_length=8)
    domain = models.CharField(max_length=20, blank=True)
    """Its code; empty for what the records name none for."""
    verdict = models.CharField(max_length=14, blank=True)
    note = models.TextField(blank=True)
    disagreement = models.TextField(blank=True)
    """Why the verdict differs from what the audit suggests."""
    counts = models.JSONField(default=dict)
    """The audit's counts: breach, unknown, clear; empty without an audit."""
    examples = models.JSONField(default=list)
    """Example dossiers: `place` in the run, `subject` (masked), `zh` and `en` of the check."""
    suggestion = models.CharField(max_length=14, blank=True)

    class Meta:
        """Each once, in the order of the checklist."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("filing", "item", "domain", name="an_answer_once")]

    def __str__(self) -> str:
        return f"{self.item} · {domain_text(self.domain).in_language(language())}"

    @property
    def domain_text(self) -> Text:
        """The domain's name."""
        return domain_text(self.domain)

    @property
    def chosen(self) -> Verdict | None:
        """The verdict as the enumeration's member."""
        return Verdict(self.verdict) if self.verdict else None

    @property
    def advised(self) -> Verdict | None:
        """What the audit suggests."""
        return Verdict(self.suggestion) if self.suggestion else None

    @property
    def disagrees(self) -> bool:
        """Whether it says something else than the audit."""
        return bool(self.suggestion and self.verdict and self.suggestion != self.verdict)

    @property
    def untouched(self) -> bool:
        """Taken from the audit, and nobody has looked at it here."""
        return self.written_by_id is None


class Section(Part):
    """A text of the filing."""

    name = models.CharField(max_length=20)
    text = models.TextField(blank=True)

    class Meta:
        """Each once."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("filing", "name", name="a_section_once")]

    def __str__(self) -> str:
        return self.sort.title.in_language(language())

    @property
    def sort(self) -> SectionKind:
        """What it asks for."""
        return next(each for each in Kind(self.filing.kind).sections if each.name == self.name)


class Measure(Part):
    """A measure (整改措施) against a problem, with what shows that it is done."""

    class Sort(StrEnum):
        """What it does, in the order of the incident reports of authorities elsewhere."""

        CURE = "cure"
        PREVENT = "prevent"
        DETECT = "detect"

    item = models.CharField(max_length=8, blank=True)
    problem = models.CharField(max_length=500)
    cause = models.CharField(max_length=1000, blank=True)
    measure = models.CharField(max_length=1000, blank=True)
    sort = models.CharField(max_length=7, default=Sort.CURE)
    acceptance = models.CharField(max_length=500, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    due = models.DateField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    """Per cent, as the unit reports it."""
    result = models.CharField(max_length=1000, blank=True)

    class Meta:
        """In the order in which they were added."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="a_measure_at_most_done")
        ]

    def __str__(self) -> str:
        return str(self.problem)


class Evidence(models.Model):
    """A piece of evidence: one thing, whose file may be revised."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="evidence")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="evidence")
    """The answer it supports; null where it is the filing's."""
    title = models.CharField(max_length=120)
    sealed = models.BooleanField(default=False)
    """A scan of the signed paper with the office's seal: the only thing added after signing."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which it was added."""

        default_permissions = ()
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def organisation(self) -> Organisation:
        """Whose it is."""
        return self.filing.organisation

    @property
    def current(self) -> Revision:
        """The newest file."""
        return list(self.revisions.all())[-1]


class StoredFile(models.Model):
    """A file that lies in the workspace's folder under a name of ours, with its digests."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        """Nothing of its own."""

        abstract = True

    @property
    def path(self) -> Path:
        """Where it lies."""
        place: Path = settings.WORKSPACE.files / FOLDER / str(self.key)
        return place


class Revision(StoredFile):
    """A file of a piece of evidence; a later one stands in its place and none is lost."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    """What it was called, made harmless."""
    sort = models.CharField(max_length=8)
    """What it is by its content: see `uploads.py`."""
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In order."""

        default_permissions = ()
        ordering = ("number",)
        constraints = [models.UniqueConstraint("evidence", "number", name="a_revision_once")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def organisation(self) -> Organisation:
        """Whose it is."""
        return self.evidence.filing.organisation


class Paper(StoredFile):
    """A Word document as it was signed, or the receipt."""

    class Sort(StrEnum):
        """What it is."""

        FILING = "filing"
        RECEIPT = "receipt"

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="papers")
    sort = models.CharField(max_length=7)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    """When the filing was reopened: it is signed no more."""

    class Meta:
        """One of each that holds."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "filing", "sort", condition=Q(withdrawn_at__isnull=True), name="a_paper_once"
            )
        ]


class Signature(models.Model):
    """A person signs the content and the paper, by their digests."""

    class Place(StrEnum):
        """As what."""

        OFFICER = "officer"
        HEAD = "head"

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="signatures")
    place = models.CharField(max_length=7)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    """As it was then."""
    signed_at = models.DateTimeField(default=timezone.now)
    content_sha256 = models.CharField(max_length=64)
    content_sm3 = models.CharField(max_length=64)
    paper_sha256 = models.CharField(max_length=64)
    paper_sm3 = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Each place once, by two persons."""

        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "filing", "place", condition=Q(withdrawn_at__isnull=True), name="signed_once"
            ),
            models.UniqueConstraint(
                "filing", "user", condition=Q(withdrawn_at__isnull=True), name="two_persons_sign"
            ),
        ]


class Receipt(models.Model):
    """A receipt (回执): that it came, when, and what. It approves nothing."""

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="receipt")
    number = models.CharField(max_length=24, unique=True)
    issued_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.number)
