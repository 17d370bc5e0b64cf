"""Looks at running campaigns every minute and pauses those whose figures look bad, with the numbers in the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from accounts.work import record
from conversations.models import Message
from reactivation.campaigns.alarms import Alarm, Figures, Level, read_alarms
from reactivation.campaigns.events import CampaignWarned
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage
from reactivation.campaigns.services import pause
from reactivation.campaigns.writing import CampaignProblem

# Older figures say nothing about how a campaign does now.
WINDOW = timedelta(days=7)
FILTERED = "30007"
NOT_ARRIVED = (Message.Status.FAILED, Message.Status.UNDELIVERED)


def watch(*, now: datetime) -> int:
    """Warn about, or pause, every running campaign that needs it; return how many were paused."""
    running = Campaign.across_businesses.filter(state=Campaign.State.RUNNING).select_related("account", "business")
    return sum(_watch_one(campaign, now=now) for campaign in running.order_by("pk"))


def read_figures(campaign: Campaign, *, now: datetime) -> Figures:
    """Return a campaign's figures since it was launched or resumed, of the last seven days at most."""
    since = max(filter(None, [now - WINDOW, campaign.launched_at, campaign.resumed_at]))
    sent = StepMessage.objects.for_business(campaign.business_id).filter(
        enrollment__campaign=campaign, message__handed_over_at__gte=since
    )
    texts = sent.aggregate(
        people=Count("enrollment", distinct=True),
        texts=Count("pk"),
        filtered=Count("pk", filter=Q(message__error_code=FILTERED)),
        failed=Count("pk", filter=Q(message__status__in=NOT_ARRIVED)),
    )
    people = Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign)
    counted = people.aggregate(
        complaints=Count("pk", filter=Q(complained_at__gte=since)),
        opt_outs=Count("pk", filter=Q(opted_out_at__gte=since)),
    )
    problem = campaign.account.problem if campaign.account else ""
    return Figures(**texts, **counted, sender_problem=problem)


def _watch_one(campaign: Campaign, *, now: datetime) -> bool:
    alarms = read_alarms(read_figures(campaign, now=now))
    if not alarms:
        return False
    if alarms[0].level is Level.PAUSE:
        return _pause(campaign, alarms[0], now=now)
    for alarm in alarms:
        _warn(campaign, alarm, now=now)
    return False


def _pause(campaign: Campaign, alarm: Alarm, *, now: datetime) -> bool:
    try:
        pause(campaign, member=None, why=alarm.sentence, by=alarm.by, now=now)
    except CampaignProblem:
        # Somebody paused, stopped or finished it in this moment.
        return False
    return True


@transaction.atomic
def _warn(campaign: Campaign, alarm: Alarm, *, now: datetime) -> None:
    """Tell once for each kind until the campaign is resumed."""
    row = Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)
    if row.warnings.get(alarm.by):
        return
    row.warnings = {**row.warnings, alarm.by: alarm.sentence}
    row.save(update_fields=["warnings"])
    record(CampaignWarned(business_id=row.business_id, campaign_id=row.pk, what=alarm.by), now=now)
