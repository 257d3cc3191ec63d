"""May this person do this to that: one table, gathered from all rooms.

Each room's `permissions.py` has `VERBS`; nothing else in the workspace knows a role by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from mingzheng.language import Text
from mingzheng.workspace.people.roles import AUTHORITY, MINISTRY, PROVINCE, Reach, Role

if TYPE_CHECKING:
    from mingzheng.workspace.people.models import Organisation, User


@dataclass(frozen=True)
class Verb:
    """Something that can be done, what it is called, and who may do it to whose things."""

    name: str
    text: Text
    reach: Mapping[Role, Reach]


class NotAllowed(PermissionDenied):
    """The person may not do that; the page says 404 where the thing is another's.

    `thing` is the kind (a model) where there is none such, None where it is about all of a kind.
    """

    def __init__(self, verb: str, thing: object | None) -> None:
        super().__init__(verb)
        self.verb, self.thing = verb, thing


def everyone(reach: Reach) -> dict[Role, Reach]:
    """All roles, with one reach."""
    return dict.fromkeys(Role, reach)


def by_level() -> dict[Role, Reach]:
    """All roles as far as their level sees: everything, the province, the own organisation."""
    return {
        **dict.fromkeys(MINISTRY, Reach.ALL),
        **dict.fromkeys(PROVINCE, Reach.PROVINCE),
        **dict.fromkeys(AUTHORITY, Reach.OWN),
    }


MANAGERS = {
    Role.ORGANISER: Reach.ALL,
    Role.APPROVER: Reach.PROVINCE,
    Role.HEAD: Reach.OWN,
}
"""Who manages persons: of all, of the own province's authorities too, of the own organisation."""

VERBS = (
    Verb("account.use", Text(zh="使用本人账号", en="use one's own account"), everyone(Reach.SELF)),
    Verb("organisation.list", Text(zh="查看机构名录", en="list organisations"), by_level()),
    Verb("organisation.see", Text(zh="查看机构", en="see an organisation"), by_level()),
    Verb(
        "organisation.register",
        Text(zh="登记机构", en="register an organisation"),
        {Role.ORGANISER: Reach.ALL},
    ),
    Verb(
        "organisation.change",
        Text(zh="变更机构登记事项", en="change an organisation's facts"),
        {Role.ORGANISER: Reach.ALL},
    ),
    Verb("membership.list", Text(zh="查看人员", en="list persons"), by_level()),
    Verb("membership.end", Text(zh="终止人员角色", en="end a membership"), MANAGERS),
    Verb(
        "membership.hand_over",
        Text(zh="移交未办结事项", en="hand over open matters"),
        MANAGERS,
    ),
    Verb("invitation.list", Text(zh="查看邀请", en="list invitations"), MANAGERS),
    Verb("invitation.send", Text(zh="邀请人员", en="invite a person"), MANAGERS),
    Verb("invitation.withdraw", Text(zh="撤回邀请", en="withdraw an invitation"), MANAGERS),
    # done without a role, before there is one, or to oneself: the journal needs their names
    Verb("workspace.establish", Text(zh="建立工作平台", en="establish the workspace"), {}),
    Verb("invitation.accept", Text(zh="接受邀请", en="accept an invitation"), {}),
    Verb("account.sign_in", Text(zh="登录", en="sign in"), {}),
    Verb("account.sign_in_failed", Text(zh="登录失败", en="fail to sign in"), {}),
    Verb("account.sign_out", Text(zh="退出", en="sign out"), {}),
    Verb("account.change_password", Text(zh="更改口令", en="change the password"), {}),
    Verb("account.add_second_factor", Text(zh="启用第二因素", en="add a second factor"), {}),
    Verb(
        "account.remove_second_factor", Text(zh="停用第二因素", en="remove the second factor"), {}
    ),
    Verb("account.renew_recovery_codes", Text(zh="更换备用码", en="renew recovery codes"), {}),
    Verb("account.use_recovery_code", Text(zh="用备用码登录", en="use a recovery code"), {}),
    Verb("account.end_session", Text(zh="结束其他会话", en="end another session"), {}),
    Verb("person.deactivate", Text(zh="停用账号", en="deactivate a person"), {}),
    Verb("organisation.import", Text(zh="导入机构名录", en="import the register"), {}),
    Verb("organisation.add_licence", Text(zh="登记许可证", en="register a licence"), {}),
    Verb("account.act_in", Text(zh="切换身份", en="act in another role"), {}),
    Verb("account.appearance", Text(zh="更改显示设置", en="change the appearance"), {}),
)


@cache
def verbs() -> dict[str, Verb]:
    """Every verb of every room, by name."""
    found: dict[str, Verb] = {}
    for room in settings.ROOMS:
        for verb in import_module(f"mingzheng.workspace.{room}.permissions").VERBS:
            assert verb.name not in found, f"two rooms declare {verb.name}"
            found[verb.name] = verb
    return found


def may(user: Any, verb: str, thing: object | None = None) -> bool:
    """Whether this person, in the membership they act in, may do that to the thing.

    Without a thing: whether there is anything they may do it to. A thing belongs to its
    `organisation`; what has none belongs to everyone whose role has the verb.
    """
    membership = user.membership if user.is_authenticated else None
    if membership is None:
        return False
    reach = verbs()[verb].reach.get(Role(membership.role))
    if reach is None:
        return False
    if reach is Reach.SELF:
        return thing is None or thing == user or getattr(thing, "user", None) == user
    owner = getattr(thing, "organisation", None)
    return owner is None or _reaches(reach, membership.organisation, owner)


def _reaches(reach: Reach, own: Organisation, owner: Organisation) -> bool:
    if reach is Reach.ALL or own == owner:
        return True
    return reach is Reach.PROVINCE and owner.seat_id == own.pk


def require(user: Any, verb: str, thing: object | None = None) -> None:
    """Raise `NotAllowed` unless this person may."""
    if not may(user, verb, thing):
        raise NotAllowed(verb, thing)


def within(user: User, verb: str, things: QuerySet, owner: str = "organisation") -> QuerySet:
    """Those of the things to which this person may do that.

    `owner` is the path from a thing to its organisation; "" where things are organisations.
    """
    return things.filter(reached(user, verb, owner))


def reached(user: User, verb: str, owner: str = "organisation") -> Q:
    """The condition of `within`, to be joined with others."""
    if not may(user, verb):
        return Q(pk__in=())
    membership = user.membership
    assert membership is not None
    reach = verbs()[verb].reach[Role(membership.role)]
    if reach is Reach.ALL:
        return Q()
    of_own = Q(**{owner or "pk": membership.organisation_id})
    if reach is Reach.PROVINCE:
        seat = f"{owner}__seat" if owner else "seat"
        return of_own | Q(**{seat: membership.organisation_id})
    return Q(user=user) if reach is Reach.SELF else of_own
