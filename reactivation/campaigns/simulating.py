"""Asking for a simulation of a draft, playing it in the background, and keeping what it showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction

from accounts.models import Member
from contacts.models import Contact, ContactPoint
from contacts.segments import AudienceProblem
from conversations.outbox.bulk import insert_rows
from reactivation.campaigns.composing import draft_hash
from reactivation.campaigns.enrolling import Candidate, count_candidates, list_candidates
from reactivation.campaigns.models import Campaign, Enrollment, SimulatedStep, Simulation
from reactivation.campaigns.playing import EndlessPlay, Play, Scene
from reactivation.campaigns.reasons import SENTENCES
from reactivation.campaigns.services import lock_campaign, problems_before_launch
from reactivation.campaigns.writing import CampaignProblem

log = structlog.get_logger(__name__)

State = Simulation.State
OUR_FAULT = "Something in Rekindle failed during this simulation. Start it again; if it fails again, tell your agency."
SUPERSEDED = "A newer simulation took its place."


@transaction.atomic
def start_simulation(
    campaign: Campaign, *, member: Member | None, starts_at: datetime | None = None, now: datetime
) -> Simulation:
    """Ask for a simulation of a draft launched at `starts_at` (None: as scheduled, else now). Raises CampaignProblem.

    At most settings.SIMULATED_PEOPLE are played, the first in the order of release; the result says of how many.
    """
    row = lock_campaign(campaign)
    if row.state not in (Campaign.State.DRAFT, Campaign.State.SCHEDULED):
        raise CampaignProblem("This campaign has been launched: its report says what really happened.")
    problems = problems_before_launch(row)
    if problems:
        raise CampaignProblem(*problems)
    waiting = Simulation.objects.for_business(row.business_id).filter(
        campaign=row, state__in=[State.WAITING, State.RUNNING]
    )
    waiting.update(state=State.FAILED, problem=SUPERSEDED, finished_at=now)
    return Simulation.objects.create(
        business=row.business, campaign=row, draft_hash=draft_hash(row), requested_by=member, created_at=now,
        starts_at=max(now, starts_at or row.starts_at or now),
    )  # fmt: skip


def has_work() -> bool:
    """Say whether a simulation waits to be played."""
    return bool(Simulation.across_businesses.filter(state__in=[State.WAITING, State.RUNNING]).exists())


def run_simulations(*, clock: Callable[[], datetime], most: int = 3) -> int:
    """Play waiting simulations, each in one transaction: a worker that is killed leaves it waiting. Return how many."""
    done = 0
    while done < most and _play_next(clock=clock):
        done += 1
    return done


def _play_next(*, clock: Callable[[], datetime]) -> bool:
    found = 0
    try:
        with transaction.atomic():
            waiting = Simulation.across_businesses.select_for_update(skip_locked=True).filter(
                state__in=[State.WAITING, State.RUNNING]
            )
            simulation = waiting.order_by("pk").first()
            if simulation is None:
                return False
            found = simulation.pk
            _simulate(simulation)
            simulation.finished_at = clock()
            simulation.save(update_fields=["state", "people", "total", "summary", "problem", "finished_at"])
    except Exception as error:
        log.error("simulation_failed", simulation=found, error=type(error).__name__)
        Simulation.across_businesses.filter(pk=found).update(state=State.FAILED, problem=OUR_FAULT, finished_at=clock())
    return True


def _simulate(simulation: Simulation) -> None:
    campaigns = Campaign.across_businesses.select_related("business", "account")
    campaign = campaigns.get(pk=simulation.campaign_id)
    try:
        simulation.total = count_candidates(campaign, now=simulation.starts_at)
        people = list_candidates(campaign, now=simulation.starts_at, limit=settings.SIMULATED_PEOPLE)
        scenes = play(campaign, people, starts_at=simulation.starts_at)
    except (AudienceProblem, EndlessPlay) as problem:
        simulation.state, simulation.problem = State.FAILED, str(problem)[:300]
        return
    insert_rows([_row(simulation, scene) for scene in scenes])
    simulation.people, simulation.state = len(people), State.DONE
    simulation.summary = summarise(scenes, zone=campaign.business.zone)


def play(campaign: Campaign, people: Sequence[Candidate], *, starts_at: datetime) -> list[Scene]:
    """Return what would happen to these people, in the order in which it would. Stores nothing. Raises EndlessPlay."""
    contacts = Contact.objects.for_business(campaign.business_id).in_bulk([one.contact_id for one in people])
    points = ContactPoint.objects.for_business(campaign.business_id).in_bulk([one.point_id for one in people])
    scenes, rows = [], []
    for one in people:
        if one.reason not in ("", "held_back"):
            finding = ["audience", "block", one.reason, SENTENCES[one.reason]]
            scenes.append(
                Scene(one.contact_id, 1, SimulatedStep.Outcome.LEFT_OUT, starts_at, starts_at, reason=one.reason,
                      findings=[finding])
            )  # fmt: skip
        elif one.contact_id in contacts:
            state = Enrollment.State.HELD_BACK if one.reason else Enrollment.State.ACTIVE
            point = points.get(one.point_id or 0)
            rows.append(Enrollment(campaign=campaign, contact=contacts[one.contact_id], point=point, state=state))
    steps = list(campaign.steps.prefetch_related("variants").order_by("position"))
    return scenes + Play(campaign, steps, rows, starts_at=starts_at).run()


def _row(simulation: Simulation, scene: Scene) -> SimulatedStep:
    return SimulatedStep(
        business_id=simulation.business_id, simulation=simulation, contact_id=scene.contact_id,
        position=scene.position, variant_label=scene.variant, outcome=scene.outcome, due_at=scene.due_at, at=scene.at,
        body=scene.body, segments=scene.segments, reason=scene.reason[:40], findings=scene.findings,
    )  # fmt: skip


def summarise(scenes: Sequence[Scene], *, zone: str) -> dict[str, Any]:
    """Return the figures of a play: texts by step and by day of the business, who gets none and why, what waited."""
    outcome = SimulatedStep.Outcome
    sent = [scene for scene in scenes if scene.outcome == outcome.SENT]
    clock, moments = ZoneInfo(zone), [scene.at for scene in sent]
    return {
        "sent": len(sent),
        "segments": sum(scene.segments for scene in sent),
        "people": len({scene.contact_id for scene in sent}),
        "by_step": dict(sorted(Counter(str(scene.position) for scene in sent).items())),
        "by_variant": dict(sorted(Counter(f"{scene.position}{scene.variant}" for scene in sent).items())),
        "by_day": dict(sorted(Counter(str(scene.at.astimezone(clock).date()) for scene in sent).items())),
        "left_out": dict(Counter(scene.reason for scene in scenes if scene.outcome == outcome.LEFT_OUT)),
        "skipped": sum(scene.outcome == outcome.SKIPPED for scene in scenes),
        "held_back": sum(scene.outcome == outcome.HELD_BACK for scene in scenes),
        "waited": dict(Counter(scene.findings[0][2] for scene in sent if scene.findings)),
        "first_at": min(moments).isoformat() if moments else None,
        "last_at": max(moments).isoformat() if moments else None,
    }
