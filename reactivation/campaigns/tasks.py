"""What django-q2 runs for campaigns."""

from __future__ import annotations

from django.utils import timezone

from reactivation.campaigns.advancing import advance as advance_campaigns


def advance() -> None:
    """Work the enrollments that are due."""
    advance_campaigns(now=timezone.now())
