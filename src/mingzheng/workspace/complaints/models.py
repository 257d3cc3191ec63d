"""What the public sends in. A report is a table of its own: no query for complaints meets one."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.complaints.periods import periods
from mingzheng.workspace.complaints.states import (
    COMPLAINT_LIFE,
    OPEN,
    OUTCOMES,
    REPORT_LIFE,
    STATES,
    TONES,
    WAITING,
    Outcome,
    State,
)
from mingzheng.workspace.complaints.topics import topics
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.transitions import Life


class Submissions(models.QuerySet):
    """Complaints or reports."""

    def open(self) -> Submissions:
        """Those in which something is owed."""
        return self.filter(state__in=OPEN)

    def overdue(self, today: dt.date) -> Submissions:
        """Those in which it was owed before today."""
        return self.filter(
            Q(state=State.RECEIVED, accept_by__lt=today)
            | Q(state__in=WAITING, answer_by__lt=today)
        )

    def first_due(self) -> Submissions:
        """What is due first, first; what is owed nothing, last."""
        due = Case(
            When(state=State.RECEIVED, then=F("accept_by")),
            When(state__in=WAITING, then=F("answer_by")),
        )
        return self.order_by(due.asc(nulls_last=True), "received_at", "pk")

    def counted(self) -> Submissions:
        """Each once: what an organisation here received anew counts there, and not here too."""
        return self.filter(successors=None)


class Submission(models.Model):
    """What somebody sent in about an authority, and what became of it.

    `text` and `contact` are as sent but for identity numbers, which are masked before they are
    stored. The number is drawn at random: a sequence would tell how many others there are.
    """

    KIND: ClassVar[str]
    LIFE: ClassVar[Life]

    number = models.CharField(max_length=20, unique=True)
    key_hash = models.CharField(max_length=64)
    """SHA-256 of the receipt's key; the key itself is kept nowhere."""
    sheet = models.CharField(max_length=32, unique=True)
    """Of the form it came on: the same form sent twice is one submission."""
    about = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """Who deals with it."""
    topic = models.CharField(max_length=20)
    item = models.CharField(max_length=4)
    """The item of the notice that it touches."""
    serial_number = models.CharField(max_length=64, blank=True)
    """Of the certificate it is about, in hexadecimal."""
    text = models.TextField()
    contact = models.CharField(max_length=120, blank=True)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    """The one that another organisation transferred."""
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    state = models.CharField(max_length=13, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """When it was closed, refused, transferred or withdrawn."""
    accept_by = models.DateField()
    answer_by = models.DateField(null=True)
    reason = models.TextField(blank=True)
    """Why it was refused or transferred, or why it is to be reopened."""
    transferred_to = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    """That of the last answer."""

    objects = Submissions.as_manager()

    class Meta:
        """The newest first."""

        abstract = True
        default_permissions = ()
        ordering = ("-received_at", "-pk")
        indexes = [
            models.Index("organisation", "state", name="%(class)s_by_state"),
            models.Index("about", "received_at", name="%(class)s_by_about"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def state_text(self) -> Text:
        """The state's name."""
        return STATES[State(self.state)]

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return "late" if self.overdue else TONES[State(self.state)]

    @property
    def topic_text(self) -> Text:
        """The topic's name."""
        return topics()[self.topic].text

    @property
    def outcome_text(self) -> Text | None:
        """What the last answer found."""
        return OUTCOMES[Outcome(self.outcome)] if self.outcome else None

    @property
    def due(self) -> dt.date | None:
        """The last day of the step that is owed, None where nothing is."""
        if self.state == State.RECEIVED:
            return self.accept_by
        return self.answer_by if self.state in WAITING else None

    @property
    def overdue(self) -> bool:
        """That day has passed."""
        return self.due is not None and self.due < timezone.localdate()

    @property
    def reopen_until(self) -> dt.date | None:
        """The last day on which it can be reopened, None without an answer."""
        last: Any = self.answers.first()
        return periods()["reopen"].ends(last.served_on) if last else None


class Complaint(Submission):
    """A complaint (投诉) to an authority, which deals with it itself."""

    KIND, LIFE = "complaint", COMPLAINT_LIFE


class Report(Submission):
    """A report (举报) to the department with jurisdiction. The authority never learns of it."""

    KIND, LIFE = "report", REPORT_LIFE


class Answer(models.Model):
    """An answer: its number, what it finds, on what grounds, and when it was served."""

    number = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10)
    grounds = models.TextField()
    served_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        abstract = True
        default_permissions = ()
        ordering = ("-pk",)

    @property
    def outcome_text(self) -> Text:
        """What it finds."""
        return OUTCOMES[Outcome(self.outcome)]


class ComplaintAnswer(Answer):
    """An authority's answer."""

    submission = models.ForeignKey(Complaint, models.PROTECT, related_name="answers")


class ReportAnswer(Answer):
    """A department's answer."""

    submission = models.ForeignKey(Report, models.PROTECT, related_name="answers")


class Bucket(models.Model):
    """How soon an address may ask again. Only a digest of it is kept, and only until then."""

    digest = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField(db_index=True)

    class Meta:
        """Nothing further."""

        default_permissions = ()
