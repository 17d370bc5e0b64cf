"""Pure: what each role may do."""

from __future__ import annotations

from enum import StrEnum


class Capability(StrEnum):
    VIEW = "view"  # read every page of the business
    CONVERSE = "converse"  # write, take over, give back, stop messaging, decide on drafts and suspected opt-outs
    MANAGE_CONTACTS = "manage_contacts"  # edit and import contacts
    MANAGE_CAMPAIGNS = "manage_campaigns"  # write, launch, pause and stop campaigns
    MANAGE_SETTINGS = "manage_settings"  # business, hours, senders, approved copy, team


_AGENT = frozenset({Capability.VIEW, Capability.CONVERSE})
_MANAGER = _AGENT | {Capability.MANAGE_CONTACTS, Capability.MANAGE_CAMPAIGNS}

ROLE_CAPABILITIES: dict[str, frozenset[Capability]] = {
    "viewer": frozenset({Capability.VIEW}),
    "agent": _AGENT,
    "manager": _MANAGER,
    "owner": _MANAGER | {Capability.MANAGE_SETTINGS},
}


# From the least to the most.
ROLES = ("viewer", "agent", "manager", "owner")


def may(role: str, capability: Capability) -> bool:
    """Say whether a role has a capability; an unknown role has none."""
    return capability in ROLE_CAPABILITIES.get(role, frozenset())


def problem_of_role(*, actor: str, is_self: bool, old: str | None, new: str | None, other_owners: int) -> str:
    """Return why a member's role may not be changed so, as a sentence, or "" where it may.

    actor: the role of who asks; is_self: they ask for themselves; old: None for somebody new; new: None to remove;
    other_owners: active owners beside this member.
    """
    if not may(actor, Capability.MANAGE_SETTINGS):
        return "Only an owner can change who is in the team."
    if new is not None and new not in ROLES:
        return "There is no such role."
    if is_self and new is not None and old is not None and ROLES.index(new) > ROLES.index(old):
        return "Nobody can raise their own role. Ask another owner."
    if old == "owner" and new != "owner" and not other_owners:
        return "This is the only owner. Make somebody else an owner first, then this is possible."
    return ""
