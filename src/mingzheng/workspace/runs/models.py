"""Audit runs of an authority, with what their worker notes while they last."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.runs.states import LIFE, TONES, RunState

FOLDER = "runs"
"""Below the workspace's files: one folder for each result, named by the run's key."""

FAILURES = {
    "refused": Text(
        zh="审计未能进行，原因如下。改正后可继续。",
        en="The audit could not run, for the reason below. Resume once it is put right.",
    ),
    "stopped": Text(
        zh="审计进程被系统终止，可能是内存不足。可以继续：已完成的部分不会重做。",
        en="The system ended the audit, perhaps for want of memory. It can be resumed: "
        "what is done is not done again.",
    ),
    "interrupted": Text(
        zh="审计多次中断，不再自动接续。请检查服务器后继续。",
        en="The audit was interrupted several times and isn't taken up by itself any more. "
        "Check the server, then resume.",
    ),
    "unreadable": Text(
        zh="审计结果读取失败，原因如下。",
        en="The result can't be read, for the reason below.",
    ),
    "withdrawn": Text(
        zh="证据文件夹不在服务器允许的范围内，或已不存在。",
        en="The evidence folder isn't one that the server allows, or is gone.",
    ),
}


class Run(models.Model):
    """One audit of one authority's evidence, and where its result lies."""

    class Source(models.TextChoices):
        """Where the result comes from."""

        UPLOADED = "uploaded"
        MADE = "made"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="runs")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=8)
    state = models.CharField(max_length=9, default=RunState.QUEUED)
    version = models.PositiveIntegerField(default=1)
    shared = models.BooleanField(default=False)
    """Whether province and ministry may see it."""
    evidence = models.CharField(max_length=500, blank=True)
    """The folder on the server that is audited."""
    as_of = models.DateField(null=True)
    """The day asked about; null where the evidence says it."""
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    worker = models.CharField(max_length=120, blank=True)
    heartbeat = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often a worker took it up since a person last asked for it."""
    stage = models.CharField(max_length=40, blank=True)
    rows = models.BigIntegerField(default=0)
    expected = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=12, blank=True)
    said = models.TextField(blank=True)
    """What the audit said when it failed, in the language of whoever started it."""

    facts = models.JSONField(default=dict)
    """What lists show of a result, from its run.json: see `reading.facts`."""
    notes = models.JSONField(default=list)
    """Names of files that differ from the seal or were left out on upload, by kind."""

    class Meta:
        """The newest first."""

        default_permissions = ()
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("state", "heartbeat"), name="runs_waiting"),
            models.Index(fields=("organisation", "-id"), name="runs_of_authority"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def folder(self) -> Path:
        """The result folder."""
        place: Path = settings.WORKSPACE.files / FOLDER / str(self.key)
        return place

    @property
    def finished(self) -> bool:
        """Whether its result was whole once."""
        return bool(self.state == RunState.FINISHED)

    @property
    def has_result(self) -> bool:
        """Whether its result lies where it should: files can be lost that a database still knows."""
        return self.finished and (self.folder / "run.json").is_file()

    @property
    def under_way(self) -> bool:
        """Whether a worker has it or will."""
        return self.state in {RunState.QUEUED, RunState.RUNNING}

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return LIFE.texts[RunState(self.state)]

    @property
    def tone(self) -> str:
        """The state's look."""
        return TONES[RunState(self.state)]

    @property
    def failure_text(self) -> Text | None:
        """Why it failed."""
        return FAILURES.get(self.failure)

    @property
    def seeing(self) -> str:
        """The verb that whoever looks at it needs."""
        return "run.see_shared" if self.shared else "run.see"
