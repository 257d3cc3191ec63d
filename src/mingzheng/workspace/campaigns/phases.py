"""The stages a campaign may have: who acts in each, and how sure their words are."""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Text
from mingzheng.workspace.people.roles import Kind


class Phase(StrEnum):
    """The stages of the notice, in its order; a campaign has each once at most."""

    SELF_INSPECTION = "self_inspection"
    INSPECTION = "inspection"
    SPOT_CHECK = "spot_check"
    RECTIFICATION = "rectification"
    END = "end"

    @property
    def text(self) -> Text:
        """What the stage is called."""
        return TEXTS[self]

    @property
    def kind(self) -> Kind:
        """The level that acts in it, and for which its date is a deadline."""
        return ACTING[self]


TEXTS = {
    Phase.SELF_INSPECTION: Text(zh="自查自纠", en="Self-inspection"),
    Phase.INSPECTION: Text(zh="监督检查", en="Inspection"),
    Phase.SPOT_CHECK: Text(zh="随机抽查", en="Spot checks"),
    Phase.RECTIFICATION: Text(zh="整改落实", en="Rectification"),
    Phase.END: Text(zh="整治结束", en="End of the campaign"),
}
ACTING = {
    Phase.SELF_INSPECTION: Kind.AUTHORITY,
    Phase.INSPECTION: Kind.PROVINCE,
    Phase.SPOT_CHECK: Kind.MINISTRY,
    Phase.RECTIFICATION: Kind.AUTHORITY,
    Phase.END: Kind.MINISTRY,
}
OF_AUTHORITIES = tuple(phase for phase in Phase if phase is not Phase.END)
"""Those at which each authority stands somewhere; the end is one day for all."""
PLAN = "plan"
"""The column before the stages: the unit's implementation plan."""
FINDINGS = "findings"
"""The column after the stages: how far an authority's findings are put right."""
