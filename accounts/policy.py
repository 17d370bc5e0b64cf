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


def may(role: str, capability: Capability) -> bool:
    """Say whether a role has a capability; an unknown role has none."""
    return capability in ROLE_CAPABILITIES.get(role, frozenset())
