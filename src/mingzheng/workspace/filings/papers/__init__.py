"""The Word papers of filings, in the layout of official documents (GB/T 9704-2012)."""

from __future__ import annotations

import os
import uuid
from functools import cache

from django.conf import settings
from django.utils import timezone

from mingzheng.language import Language
from mingzheng.reports.word.filling import fill
from mingzheng.workspace.filings.content import digests
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import FOLDER, Filing, Paper
from mingzheng.workspace.filings.papers import drafts
from mingzheng.workspace.filings.papers.values import values

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def produce(filing: Filing, sort: Paper.Sort, language: Language = "zh") -> bytes:
    """The paper of a filing, or its receipt, as a Word file."""
    name = "receipt" if sort is Paper.Sort.RECEIPT else filing.kind
    given = values(filing, language)
    title = drafts.RECEIPT if sort is Paper.Sort.RECEIPT else Kind(filing.kind).text
    return fill(
        _template(name, language), given, name=name, title=title.in_language(language),
        day=timezone.localdate(),
    )  # fmt: skip


@cache
def _template(name: str, language: Language) -> bytes:
    return drafts.draft(name, language).save()


def keep(filing: Filing, sort: Paper.Sort) -> Paper:
    """Produce the Chinese paper, which is the one that is signed, and keep it with its digests.

    Within the transaction of an action: a file whose row is rolled back belongs to nothing.
    """
    octets = produce(filing, sort)
    key = uuid.uuid4()
    folder = settings.WORKSPACE.files / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / str(key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
    sha256, sm3 = digests(octets)
    return Paper.objects.create(
        filing=filing, sort=sort, key=key, size=len(octets), sha256=sha256, sm3=sm3
    )


def unchanged(paper: Paper) -> bool:
    """Whether the kept file is the one its digests are of."""
    try:
        return digests(paper.path.read_bytes()) == (paper.sha256, paper.sm3)
    except OSError:
        return False


def standing(filing: Filing, sort: Paper.Sort) -> Paper | None:
    """The paper that holds."""
    found: Paper | None = filing.papers.filter(sort=sort, withdrawn_at=None).first()
    return found
