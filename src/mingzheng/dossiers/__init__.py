"""Dossiers: the record tables joined once into what rules look at."""

from __future__ import annotations

from mingzheng.dossiers.case import Case
from mingzheng.dossiers.certificate import Certificate
from mingzheng.dossiers.facts import Dossier

DOSSIERS: tuple[type[Dossier], ...] = (Case, Certificate)
"""Every kind of dossier; a rule says by its argument's type which it looks at."""

__all__ = ["DOSSIERS", "Case", "Certificate"]
