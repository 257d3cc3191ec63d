"""The planted breaches, one function per rule, by the folder of the rule."""

from __future__ import annotations

from collections.abc import Mapping

from mingzheng.sample.plants import (
    announcement,
    content,
    contract,
    disclosure,
    identity,
    parties,
    practice,
    preservation,
    review,
)
from mingzheng.sample.plot import Planting

PLANTS: Mapping[str, Planting] = {
    **identity.PLANTS,
    **parties.PLANTS,
    **contract.PLANTS,
    **content.PLANTS,
    **review.PLANTS,
    **disclosure.PLANTS,
    **practice.PLANTS,
    **preservation.PLANTS,
    **announcement.PLANTS,
}
"""Rule → what plants its breaches, its innocent neighbours and its unknowns."""
