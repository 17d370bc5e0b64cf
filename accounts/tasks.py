"""Tasks that django-q2 runs for this app."""

from __future__ import annotations

from django.utils import timezone

from accounts import work


def drain_work() -> None:
    """Run the listeners' turns that are due."""
    work.drain(clock=timezone.now)
