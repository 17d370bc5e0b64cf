"""What a change of plan means for the campaigns of a business."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Business
from accounts.services import edit_business
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.services import pause

WHY_PAUSED = "The business is on the Starter plan now, which has no campaigns."


@transaction.atomic
def change_plan(business: Business, *, plan: str, now: datetime) -> list[Campaign]:
    """Put a business on another plan. Without campaigns in the plan its running ones are paused and returned.

    Back on Growth nothing starts by itself: an owner resumes each campaign.
    """
    edit_business(business, values={"plan": Business.Plan(plan)})
    if plan == Business.Plan.GROWTH:
        return []
    running = Campaign.objects.for_business(business).filter(state=Campaign.State.RUNNING).order_by("pk")
    return [pause(campaign, member=None, why=WHY_PAUSED, by=Campaign.PausedBy.PLAN, now=now) for campaign in running]
