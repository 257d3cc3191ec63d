"""The three levels, the roles at each, and how far a role reaches."""

from __future__ import annotations

from enum import Enum, StrEnum

from mingzheng.language import Text


class Kind(StrEnum):
    """The levels of the notice."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    AUTHORITY = "authority"


class Role(StrEnum):
    """What a person is in an organisation; the part before the point is the level."""

    ORGANISER = "ministry.organiser"
    MINISTRY_INSPECTOR = "ministry.inspector"
    REVIEWER = "ministry.reviewer"
    INSPECTOR = "province.inspector"
    APPROVER = "province.approver"
    OFFICER = "authority.officer"
    HEAD = "authority.head"
    AUDITOR = "authority.auditor"
    READER = "authority.reader"

    @property
    def kind(self) -> Kind:
        """The level at which there is this role."""
        return Kind(self.value.partition(".")[0])

    @property
    def text(self) -> Text:
        """What it is called."""
        return ROLES[self]


class Reach(Enum):
    """Whose things a verb reaches."""

    SELF = "what is one's own as a person"
    OWN = "what is one's organisation's"
    PROVINCE = "that, and what is of authorities registered in one's province"
    ALL = "everything"


KINDS = {
    Kind.MINISTRY: Text(zh="部", en="Ministry"),
    Kind.PROVINCE: Text(zh="省级主管部门", en="Province"),
    Kind.AUTHORITY: Text(zh="电子认证服务机构", en="Certification authority"),
}
ROLES = {
    Role.ORGANISER: Text(zh="组织人员", en="Organiser"),
    Role.MINISTRY_INSPECTOR: Text(zh="部级检查人员", en="Ministry inspector"),
    Role.REVIEWER: Text(zh="审核人员", en="Reviewer"),
    Role.INSPECTOR: Text(zh="检查人员", en="Inspector"),
    Role.APPROVER: Text(zh="审批人员", en="Approver"),
    Role.OFFICER: Text(zh="经办人", en="Compliance officer"),
    Role.HEAD: Text(zh="负责人", en="Responsible person"),
    Role.AUDITOR: Text(zh="内部审计人员", en="Internal auditor"),
    Role.READER: Text(zh="查阅人员", en="Reader"),
}
MINISTRY = frozenset({Role.ORGANISER, Role.MINISTRY_INSPECTOR, Role.REVIEWER})
PROVINCE = frozenset({Role.INSPECTOR, Role.APPROVER})
AUTHORITY = frozenset({Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.READER})


def roles_of(kind: Kind) -> list[Role]:
    """The roles at one level, in order."""
    return [role for role in Role if role.kind is kind]
