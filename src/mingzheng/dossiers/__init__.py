"""Dossiers: the record tables joined once into cases and certificates."""

from __future__ import annotations

from mingzheng.dossiers.case import Case
from mingzheng.dossiers.certificate import Certificate

__all__ = ["Case", "Certificate"]
