"""Tasks that django-q2 runs for this app."""

from __future__ import annotations

from django.utils import timezone

from accounts import work


def recover_turns() -> None:
    """Put back the turns of workers that died."""
    if work.recover(now=timezone.now()):
        work.nudge()
