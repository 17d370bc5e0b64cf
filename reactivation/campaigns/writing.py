"""Drafting a campaign: its audience, its steps and their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Business, Member
from contacts.merge_fields import problems_of
from contacts.segments import Audience, Conditions
from conversations.models import ChannelAccount
from reactivation.campaigns.models import Campaign, Step, Variant

LONGEST_TEXT = 640
MOST_STEPS = 6
# Habit of people, not law: less than this between two texts of one campaign reads as nagging.
SHORTEST_DELAY_HOURS = 24


class CampaignProblem(Exception):
    """Something about the campaign cannot be as asked. `sentences` say what, for people."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step as written: hours after the step before (0 for the first) and one text per variant."""

    delay_hours: int
    bodies: tuple[str, ...]


def create_campaign(business: Business, *, member: Member | None, name: str, now: datetime) -> Campaign:
    """Start a draft."""
    return Campaign.objects.create(
        business=business, name=name.strip()[:120] or "Campaign", created_by=member, created_at=now
    )


def _locked_draft(campaign: Campaign) -> Campaign:
    row = Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)
    if row.state != Campaign.State.DRAFT:
        raise CampaignProblem("This campaign has been launched, so its audience and texts stay as they were sent.")
    return row


@transaction.atomic
def set_audience(
    campaign: Campaign, *, name: str, audience: Audience | Conditions, account: ChannelAccount | None
) -> Campaign:
    """Keep name, conditions and sender of a draft. Raises CampaignProblem once it is launched."""
    row = _locked_draft(campaign)
    row.name = name.strip()[:120] or row.name
    row.audience = audience.as_json()
    row.account = account
    row.save(update_fields=["name", "audience", "account"])
    return row


@transaction.atomic
def set_steps(campaign: Campaign, *, steps: Sequence[StepDraft]) -> list[Step]:
    """Replace the steps of a draft. Raises CampaignProblem with a sentence for each text that cannot be used."""
    row = _locked_draft(campaign)
    problems = problems_of_steps(steps)
    if problems:
        raise CampaignProblem(*problems)
    row.steps.all().delete()
    made = []
    for position, draft in enumerate(steps, start=1):
        delay = draft.delay_hours if position > 1 else 0
        step = Step.objects.create(business=row.business, campaign=row, position=position, delay_hours=delay)
        for label, body in zip("ABCD", draft.bodies, strict=False):
            Variant.objects.create(business=row.business, step=step, label=label, body=body.strip())
        made.append(step)
    return made


@transaction.atomic
def delete_draft(campaign: Campaign) -> None:
    """Remove a draft with its texts. Raises CampaignProblem once it is launched: what was sent stays on record."""
    row = Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)
    if row.state != Campaign.State.DRAFT:
        raise CampaignProblem("This campaign has been launched, so it stays on record. Stop it to end it.")
    row.delete()


def problems_of_steps(steps: Sequence[StepDraft]) -> list[str]:
    """Return a sentence for everything that keeps these texts from being used."""
    if not steps:
        return ["Write the first text: a campaign needs at least one."]
    problems = []
    if len(steps) > MOST_STEPS:
        problems.append(f"A campaign has at most {MOST_STEPS} texts; this one has {len(steps)}.")
    for position, step in enumerate(steps, start=1):
        if not step.bodies or not all(body.strip() for body in step.bodies):
            problems.append(f"Text {position} is empty.")
        if any(len(body) > LONGEST_TEXT for body in step.bodies):
            problems.append(f"Text {position} is longer than {LONGEST_TEXT} characters.")
        for body in step.bodies:
            problems.extend(f"Text {position}: {problem}" for problem in problems_of(body))
        if position > 1 and step.delay_hours < SHORTEST_DELAY_HOURS:
            problems.append(
                f"Text {position} comes too soon: leave at least {SHORTEST_DELAY_HOURS} hours between texts."
            )
    return problems
