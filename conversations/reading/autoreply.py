"""Is this message written by a machine? Headers first (RFC 3834), then the wording."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


def is_auto_reply(text: str, *, channel: str, headers: Mapping[str, str] = _NO_HEADERS) -> bool:
    """Whether ``text`` is an auto-reply, a bounce or an acknowledgement from a system (never to be answered)."""
    return False
