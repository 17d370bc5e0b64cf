"""A real carrier on this machine for campaigns that are played to their end."""

from tests.conversations.outbox.conftest import carrier, carrier_process, line

__all__ = ["carrier", "carrier_process", "line"]
