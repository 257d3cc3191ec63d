"""Folders of evidence on the server, and who may have them audited."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from mingzheng.workspace.people.models import Organisation

_SIGNS = ("tables", "certificates", "evidence.toml")
"""A folder with any of these is evidence."""
MOST = 200


def folders(organisation: Organisation) -> list[Path]:
    """What this organisation may have audited: its roots, and folders right below them.

    Links that lead out of a root are left out.
    """
    found: list[Path] = []
    for root in _roots(organisation):
        below = sorted(root.iterdir()) if root.is_dir() else []
        found += [each for each in (root, *below) if _is_evidence(each, root)]
    return found[:MOST]


def allowed(organisation: Organisation, folder: str) -> bool:
    """Whether this organisation may have that folder audited, as things are now."""
    return any(str(each) == folder for each in folders(organisation))


def _roots(organisation: Organisation) -> list[Path]:
    given = settings.WORKSPACE.evidence
    names = {organisation.code, organisation.name} - {""}
    return [Path(each) for name in sorted(names) for each in given.get(name, ())]


def _is_evidence(folder: Path, root: Path) -> bool:
    try:
        inside = folder.resolve().is_relative_to(root.resolve())
        return inside and any((folder / sign).exists() for sign in _SIGNS)
    except OSError:
        return False
