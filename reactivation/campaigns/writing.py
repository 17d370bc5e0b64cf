"""Drafting a campaign: its audience, its settings, its steps and their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Business, Member
from contacts.eligibility import BusinessFacts, ChannelKind, Purpose, Verdict, check_words
from contacts.merge_fields import problems_of
from contacts.models import Contact, SavedSegment
from contacts.segments import Audience, Conditions
from conversations import outbox
from conversations.models import ChannelAccount
from reactivation.campaigns.composing import rule_hours_of, sample_text
from reactivation.campaigns.models import Campaign, Step, Variant

LONGEST_TEXT = 640
MOST_STEPS = 6
MOST_VARIANTS = 4
MOST_WEIGHT = 100
# As contacts.eligibility refuses more.
MOST_SEGMENTS = 2
# Habit of people, not law: less than this between two texts of one campaign reads as nagging.
SHORTEST_DELAY_HOURS = 24
SHORTEST_VALID_HOURS = 12
LONGEST_VALID_HOURS = 30 * 24
# With more the campaign would be an experiment first.
MOST_HELD_BACK = 50
LONGEST_CONVERSION_DAYS = 365
LONGEST_EXCLUSION_DAYS = 730


class CampaignProblem(Exception):
    """Something about the campaign cannot be as asked. `sentences` say what, for people."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step as written: hours after the step before (0 for the first) and one text per variant.

    weights: how the variants share the people, in the order of `bodies`; none given shares evenly. valid_hours: how
    long after its time a step may still leave.
    """

    delay_hours: int
    bodies: tuple[str, ...]
    weights: tuple[int, ...] = ()
    valid_hours: int = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a campaign runs; the fields are those of Campaign."""

    exclude_recent_days: int | None = None
    exclude_running: bool = True
    holdback_percent: int = 0
    daily_limit: int | None = None
    window: Mapping[str, Any] = field(default_factory=dict)
    stop_on: Mapping[str, Any] = field(default_factory=dict)
    goal: str = Campaign.Goal.APPOINTMENT
    conversion_days: int = 60


def create_campaign(business: Business, *, member: Member | None, name: str, now: datetime) -> Campaign:
    """Start a draft."""
    return Campaign.objects.create(
        business=business, name=name.strip()[:120] or "Campaign", created_by=member, created_at=now
    )


def _locked_draft(campaign: Campaign) -> Campaign:
    row = Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)
    if row.state == Campaign.State.SCHEDULED:
        raise CampaignProblem("This campaign is scheduled. Take it back to a draft before you change it.")
    if row.state != Campaign.State.DRAFT:
        raise CampaignProblem("This campaign has been launched, so its audience and texts stay as they were sent.")
    return row


@transaction.atomic
def set_audience(
    campaign: Campaign,
    *,
    name: str,
    audience: Audience | Conditions,
    account: ChannelAccount | None,
    segment: SavedSegment | None = None,
) -> Campaign:
    """Keep name, conditions and sender of a draft. Raises CampaignProblem once it is launched.

    segment: the saved segment these conditions were copied from, where they were.
    """
    row = _locked_draft(campaign)
    row.name = name.strip()[:120] or row.name
    row.audience = audience.as_json()
    row.account = account
    row.segment = segment
    row.save(update_fields=["name", "audience", "account", "segment"])
    return row


@transaction.atomic
def set_settings(campaign: Campaign, settings: Settings) -> Campaign:
    """Keep how a draft will run. Raises CampaignProblem with a sentence for each value that makes no sense."""
    row = _locked_draft(campaign)
    row.exclude_recent_days = settings.exclude_recent_days or None
    row.exclude_running = settings.exclude_running
    row.holdback_percent = settings.holdback_percent
    row.daily_limit = settings.daily_limit
    row.window, row.stop_on = dict(settings.window), dict(settings.stop_on)
    row.goal, row.conversion_days = settings.goal, settings.conversion_days
    problems = problems_of_settings(row)
    if problems:
        raise CampaignProblem(*problems)
    row.save(
        update_fields=[
            "exclude_recent_days", "exclude_running", "holdback_percent", "daily_limit", "window", "stop_on", "goal",
            "conversion_days",
        ]
    )  # fmt: skip
    return row


def problems_of_settings(campaign: Campaign) -> list[str]:
    """Return a sentence for every setting that makes no sense."""
    problems = []
    if not 0 <= campaign.holdback_percent <= MOST_HELD_BACK:
        problems.append(f"Hold back from 0 to {MOST_HELD_BACK} percent.")
    if campaign.daily_limit is not None and campaign.daily_limit < 1:
        problems.append("The most people a day must be at least 1; leave it empty for no limit.")
    if campaign.exclude_recent_days is not None and not 0 < campaign.exclude_recent_days <= LONGEST_EXCLUSION_DAYS:
        problems.append(f"Leave out people texted within 1 to {LONGEST_EXCLUSION_DAYS} days, or leave it empty.")
    if not 0 < campaign.conversion_days <= LONGEST_CONVERSION_DAYS:
        problems.append(f"Results may count for 1 to {LONGEST_CONVERSION_DAYS} days after the reply.")
    if campaign.goal not in Campaign.Goal.values:
        problems.append("Choose a goal from the list.")
    unknown = set(campaign.stop_on.get("standings") or ()) - set(Contact.Standing.values)
    if unknown:
        problems.append("Choose standings from the list.")
    try:
        rule_hours_of(campaign)
    except ValueError as error:
        problems.append(str(error))
    return problems


@transaction.atomic
def set_steps(campaign: Campaign, *, steps: Sequence[StepDraft]) -> list[Step]:
    """Replace the steps of a draft. Raises CampaignProblem with a sentence for each text that cannot be used."""
    row = _locked_draft(campaign)
    problems = problems_of_steps(steps, business=row.business)
    if problems:
        raise CampaignProblem(*problems)
    row.steps.all().delete()
    return write_steps(row, steps)


def write_steps(campaign: Campaign, steps: Sequence[StepDraft]) -> list[Step]:
    """Store steps and variants of a draft that has none."""
    made = []
    for position, draft in enumerate(steps, start=1):
        step = Step.objects.create(
            business=campaign.business, campaign=campaign, position=position, valid_hours=draft.valid_hours,
            delay_hours=draft.delay_hours if position > 1 else 0,
        )  # fmt: skip
        weights = draft.weights or (1,) * len(draft.bodies)
        for label, body, weight in zip("ABCD", draft.bodies, weights, strict=False):
            Variant.objects.create(business=campaign.business, step=step, label=label, body=body.strip(), weight=weight)
        made.append(step)
    return made


def drafts_of(campaign: Campaign) -> list[StepDraft]:
    """Return the steps as they were written."""
    drafts = []
    for step in campaign.steps.prefetch_related("variants").order_by("position"):
        variants = list(step.variants.all())
        drafts.append(
            StepDraft(
                step.delay_hours,
                tuple(variant.body for variant in variants),
                tuple(variant.weight for variant in variants),
                step.valid_hours,
            )
        )
    return drafts


@transaction.atomic
def copy_campaign(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Return a new draft with the same audience, settings and texts; nothing of what was sent goes along."""
    source = Campaign.objects.for_business(campaign.business_id).get(pk=campaign.pk)
    made = Campaign.objects.create(
        business=source.business, name=f"Copy of {source.name}"[:120], audience=source.audience,
        segment_id=source.segment_id, exclude_recent_days=source.exclude_recent_days,
        exclude_running=source.exclude_running, holdback_percent=source.holdback_percent,
        daily_limit=source.daily_limit, window=source.window, stop_on=source.stop_on, goal=source.goal,
        conversion_days=source.conversion_days, account_id=source.account_id, created_by=member, created_at=now,
        copied_from=source,
    )  # fmt: skip
    write_steps(made, drafts_of(source))
    return made


@transaction.atomic
def delete_draft(campaign: Campaign) -> None:
    """Remove a draft with its texts. Raises CampaignProblem once it is launched: what was sent stays on record."""
    row = Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)
    if row.state == Campaign.State.SCHEDULED:
        raise CampaignProblem("This campaign is scheduled. Take it back to a draft before you delete it.")
    if row.state != Campaign.State.DRAFT:
        raise CampaignProblem("This campaign has been launched, so it stays on record. Stop it to end it.")
    row.delete()


def problems_of_steps(steps: Sequence[StepDraft], *, business: Business) -> list[str]:
    """Return a sentence for everything that keeps these texts from being used."""
    if not steps:
        return ["Write the first text: a campaign needs at least one."]
    problems = []
    if len(steps) > MOST_STEPS:
        problems.append(f"A campaign has at most {MOST_STEPS} texts; this one has {len(steps)}.")
    for position, step in enumerate(steps, start=1):
        problems.extend(f"Text {position} {problem}" for problem in _problems_of_step(position, step))
        for body in step.bodies:
            found = problems_of(body) or _problems_of_words(business, body, position=position, texts=len(steps))
            problems.extend(f"Text {position}: {problem}" for problem in found)
    return problems


def _problems_of_step(position: int, step: StepDraft) -> list[str]:
    problems = []
    if not step.bodies or not all(body.strip() for body in step.bodies):
        problems.append("is empty.")
    if len(step.bodies) > MOST_VARIANTS:
        problems.append(f"has {len(step.bodies)} wordings; {MOST_VARIANTS} is the most.")
    if any(len(body) > LONGEST_TEXT for body in step.bodies):
        problems.append(f"is longer than {LONGEST_TEXT} characters.")
    if step.weights and (
        len(step.weights) != len(step.bodies) or not all(0 < weight <= MOST_WEIGHT for weight in step.weights)
    ):
        problems.append(f"needs a share from 1 to {MOST_WEIGHT} for each wording.")
    if position > 1 and step.delay_hours < SHORTEST_DELAY_HOURS:
        problems.append(f"comes too soon: leave at least {SHORTEST_DELAY_HOURS} hours between texts.")
    if not SHORTEST_VALID_HOURS <= step.valid_hours <= LONGEST_VALID_HOURS:
        problems.append(
            f"may leave from {SHORTEST_VALID_HOURS} to {LONGEST_VALID_HOURS} hours after its time, no less and no more."
        )
    return problems


def _problems_of_words(business: Business, body: str, *, position: int, texts: int) -> list[str]:
    """What the rules of sending would refuse, whoever it is for: content, and the length with the added lines."""
    words = sample_text(business, body)
    if not words:
        return []
    facts = BusinessFacts(name=business.name, sender_name=business.sender_name)
    finding = check_words(words, facts, purpose=Purpose.CAMPAIGN, channel=ChannelKind.SMS)
    if finding.verdict is not Verdict.ALLOW:
        return [finding.sentence]
    first = position == 1
    text = outbox.compose_sample(business, words, is_first=first, program_texts=texts if first else 0)
    if text.segments <= MOST_SEGMENTS:
        return []
    return [
        f"With the lines that are added it takes {text.segments} segments; {MOST_SEGMENTS} is the most. Shorten it."
    ]
