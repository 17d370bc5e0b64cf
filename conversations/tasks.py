"""Tasks that django-q2 runs for conversations."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from conversations import inbox


def catch_up_due(**_: Any) -> dict[str, int]:
    """Every minute: catch up with each sender that is marked, or was last looked at a quarter of an hour ago."""
    return inbox.catch_up_due(clock=timezone.now)
