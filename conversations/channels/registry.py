"""Which adapter serves which provider. The sending half is loaded on first use: a web process never needs it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import cast

from conversations.channels.base import ReceiveAdapter, SendAdapter, SetupAdapter

PROVIDERS = ("twilio", "sandbox")

_SENDERS = {
    "twilio": ("conversations.channels.twilio.send", "TWILIO"),
    "sandbox": ("conversations.channels.twilio.send", "SANDBOX"),
}
_RECEIVERS = {
    "twilio": ("conversations.channels.twilio.receive", "RECEIVER"),
    "sandbox": ("conversations.channels.twilio.receive", "RECEIVER"),
}
_SETUPS = {
    "twilio": ("conversations.channels.twilio.setup", "TWILIO"),
    "sandbox": ("conversations.channels.twilio.setup", "SANDBOX"),
}


class UnknownProvider(LookupError):
    """No adapter has this name."""


@dataclass(frozen=True)
class Adapter:
    """A provider's parts: `sender` for the outbox, `receiver` for the webhooks, `setup` for channel_setup."""

    provider: str

    @cached_property
    def sender(self) -> SendAdapter:
        return cast(SendAdapter, _load(_SENDERS[self.provider]))

    @cached_property
    def receiver(self) -> ReceiveAdapter:
        return cast(ReceiveAdapter, _load(_RECEIVERS[self.provider]))

    @cached_property
    def setup(self) -> SetupAdapter:
        return cast(SetupAdapter, _load(_SETUPS[self.provider]))


def adapter(provider: str) -> Adapter:
    """Return the adapter of a provider (see PROVIDERS). Raises UnknownProvider."""
    if provider not in _ADAPTERS:
        raise UnknownProvider(f"There is no channel provider called {provider!r}.")
    return _ADAPTERS[provider]


def _load(place: tuple[str, str]) -> object:
    module, name = place
    return getattr(import_module(module), name)


_ADAPTERS = {name: Adapter(name) for name in PROVIDERS}
