"""Every write about persons and organisations: one transaction, one entry of the journal."""

from __future__ import annotations

from mingzheng.workspace.people.actions.account import (
    act_in,
    add_second_factor,
    change_password,
    choose_appearance,
    confirm_password,
    end_session,
    remove_second_factor,
    renew_recovery_codes,
)
from mingzheng.workspace.people.actions.invitations import (
    accept_as_member,
    accept_invitation,
    invite,
    token_hash,
    withdraw_invitation,
)
from mingzheng.workspace.people.actions.memberships import (
    deactivate,
    end_membership,
    hand_over,
    open_matters,
)
from mingzheng.workspace.people.actions.organisations import (
    Entry,
    add_licence,
    change_organisation,
    import_register,
    register_authority,
)

__all__ = [
    "Entry",
    "accept_as_member",
    "accept_invitation",
    "act_in",
    "add_licence",
    "add_second_factor",
    "change_organisation",
    "change_password",
    "choose_appearance",
    "confirm_password",
    "deactivate",
    "end_membership",
    "end_session",
    "hand_over",
    "import_register",
    "invite",
    "open_matters",
    "register_authority",
    "remove_second_factor",
    "renew_recovery_codes",
    "token_hash",
    "withdraw_invitation",
]
