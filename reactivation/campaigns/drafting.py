"""What one page of the builder keeps, in one transaction; and what may be launched from the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Member
from contacts.models import SavedSegment
from contacts.segments import AudienceProblem, Conditions, read_segment
from conversations.models import ChannelAccount
from reactivation.campaigns import services, writing
from reactivation.campaigns.composing import draft_hash
from reactivation.campaigns.models import Campaign, CampaignCheck
from reactivation.campaigns.writing import CampaignProblem, Settings

NOT_CHECKED = "Check everybody first: a campaign is launched only as it was checked."
OUT_OF_DATE = "The campaign was changed after its check. Check it again, so that the figures hold for what you launch."
NOBODY_LEFT = "Nobody in this audience may be texted. The reasons are listed below."


def settings_of(campaign: Campaign) -> Settings:
    """Return how a campaign runs, to be changed in part."""
    return Settings(
        exclude_recent_days=campaign.exclude_recent_days, exclude_running=campaign.exclude_running,
        holdback_percent=campaign.holdback_percent, daily_limit=campaign.daily_limit, window=campaign.window,
        stop_on=campaign.stop_on, goal=campaign.goal, conversion_days=campaign.conversion_days,
    )  # fmt: skip


@transaction.atomic
def save_audience(
    campaign: Campaign,
    *,
    name: str,
    conditions: Conditions,
    account: ChannelAccount,
    segment: SavedSegment | None,
    **exclusions: Any,
) -> Campaign:
    """Keep who a draft is for. exclusions: fields of Settings. Raises CampaignProblem.

    segment: where the conditions came from; it is kept only while they are still the same.
    """
    origin = segment if segment is not None and _is_same(segment, conditions) else None
    writing.set_audience(campaign, name=name, audience=conditions, account=account, segment=origin)
    return writing.set_settings(campaign, replace(settings_of(campaign), **exclusions))


def _is_same(segment: SavedSegment, conditions: Conditions) -> bool:
    try:
        return read_segment(segment).as_json() == conditions.as_json()
    except AudienceProblem:
        return False


@transaction.atomic
def save_schedule(campaign: Campaign, *, starts_at: datetime | None, **settings: Any) -> Campaign:
    """Keep when and how a draft runs. starts_at: None for as soon as it is launched. Raises CampaignProblem."""
    row = writing.set_settings(campaign, replace(settings_of(campaign), **settings))
    row.starts_at = starts_at
    row.save(update_fields=["starts_at"])
    return row


def newest_check(campaign: Campaign) -> CampaignCheck | None:
    """Return the last check that was asked for."""
    rows = CampaignCheck.objects.for_business(campaign.business_id).filter(campaign=campaign)
    return rows.select_related("requested_by__user").order_by("-pk").first()


def problems_of_check(campaign: Campaign, check: CampaignCheck | None) -> list[str]:
    """Return why the newest check does not allow a launch; an empty list where it does."""
    if check is None or check.state != CampaignCheck.State.DONE:
        return [NOT_CHECKED]
    if check.draft_hash != draft_hash(campaign):
        return [OUT_OF_DATE]
    return [] if check.counts.get("allowed") else [NOBODY_LEFT]


def launch_checked(campaign: Campaign, *, member: Member, now: datetime) -> Campaign:
    """Launch or schedule a draft as it was checked. Raises CampaignProblem, and then nothing has changed."""
    problems = problems_of_check(campaign, newest_check(campaign))
    if problems and campaign.state == Campaign.State.DRAFT:
        raise CampaignProblem(*problems)
    if campaign.starts_at is not None and campaign.state == Campaign.State.DRAFT:
        return services.schedule(campaign, member=member, starts_at=campaign.starts_at, now=now)
    return services.launch(campaign, member=member, now=now)
