"""Dossiers: the record tables joined once into what rules look at."""

from __future__ import annotations

from mingzheng.dossiers.archive_object import ArchiveObject
from mingzheng.dossiers.case import Case
from mingzheng.dossiers.certificate import Certificate
from mingzheng.dossiers.complaint import Complaint
from mingzheng.dossiers.facts import Dossier
from mingzheng.dossiers.public_document import PublicDocument
from mingzheng.dossiers.service_year import ServiceYear
from mingzheng.dossiers.sighting import Sighting
from mingzheng.dossiers.status_change import StatusChange

DOSSIERS: tuple[type[Dossier], ...] = (
    Case,
    Certificate,
    Complaint,
    PublicDocument,
    ServiceYear,
    Sighting,
    StatusChange,
    ArchiveObject,
)
"""Every kind of dossier; a rule says by its argument's type which it looks at."""

__all__ = [
    "DOSSIERS",
    "ArchiveObject",
    "Case",
    "Certificate",
    "Complaint",
    "PublicDocument",
    "ServiceYear",
    "Sighting",
    "StatusChange",
]
