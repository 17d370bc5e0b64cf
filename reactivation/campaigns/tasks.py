"""What django-q2 runs for campaigns."""

from __future__ import annotations

from django.utils import timezone

from reactivation.campaigns import checking, simulating, watching
from reactivation.campaigns.advancing import advance as advance_campaigns
from reactivation.campaigns.services import launch_due


def advance() -> None:
    """Launch what is scheduled for now, then work the enrollments that are due."""
    launch_due(now=timezone.now())
    advance_campaigns(now=timezone.now())


def run_checks() -> None:
    """Go on with the checks that somebody asked for."""
    checking.run_checks(clock=timezone.now)


def run_simulations() -> None:
    """Play the simulations that somebody asked for."""
    simulating.run_simulations(clock=timezone.now)


def watch() -> None:
    """Warn about, or pause, campaigns whose figures look bad."""
    watching.watch(now=timezone.now())
