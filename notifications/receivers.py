"""What becomes a notice, one listener each."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import Business
from accounts.policy import Capability
from accounts.work import Priority, listens
from contacts.events import ImportFinished
from contacts.models import ImportBatch
from conversations.events import HandoffOpened
from conversations.handoff import sentence_of
from conversations.models import Handoff
from notifications.services import members_who_answer, members_who_may, notify
from reactivation.campaigns.events import CampaignNotLaunched, CampaignPaused, CampaignWarned
from reactivation.campaigns.models import Campaign


@listens(HandoffOpened, name="notifications.handoff", priority=Priority.LATER)
def tell_handoff(fact: HandoffOpened, *, now: datetime) -> None:
    """Tell whoever may answer that somebody needs a person."""
    task = Handoff.objects.for_business(fact.business_id).select_related("conversation__contact", "business").get(
        pk=fact.handoff_id
    )  # fmt: skip
    if task.state == Handoff.State.DONE:
        return
    name = task.conversation.contact.name
    title = f"Hot: {name}" if task.priority == Handoff.Priority.HOT else f"{name} needs you"
    notify(
        task.business,
        members=members_who_answer(task.business),
        kind="handoff",
        title=title,
        body=sentence_of(task.reason),
        path=reverse("conversation", args=[task.business.slug, task.conversation_id]),
        dedupe_key=f"handoff:{task.pk}:{task.priority}",
        now=now,
    )


@listens(ImportFinished, name="notifications.import_finished", priority=Priority.LATER)
def tell_import(fact: ImportFinished, *, now: datetime) -> None:
    """Tell whoever started an import that it is done."""
    batch = ImportBatch.objects.for_business(fact.business_id).select_related("created_by").get(pk=fact.batch_id)
    if batch.created_by is None:
        return
    business = Business.objects.get(pk=fact.business_id)
    notify(
        business,
        members=[batch.created_by],
        kind="import",
        title=f"Import finished: {batch.file_name}",
        path=reverse("import_batch", args=[business.slug, batch.pk]),
        dedupe_key=f"import:{batch.pk}",
        now=now,
    )


def _tell_campaign(business_id: int, campaign_id: int, *, title: str, body: str, key: str, now: datetime) -> None:
    campaign = Campaign.objects.for_business(business_id).select_related("business").get(pk=campaign_id)
    notify(
        campaign.business,
        members=members_who_may(campaign.business, Capability.MANAGE_CAMPAIGNS),
        kind="campaign",
        title=f"{title}: {campaign.name}"[:160],
        body=body,
        path=reverse("campaign", args=[campaign.business.slug, campaign.pk]),
        dedupe_key=f"campaign:{campaign.pk}:{key}",
        now=now,
    )


@listens(CampaignPaused, name="notifications.campaign_paused", priority=Priority.LATER)
def tell_campaign_paused(fact: CampaignPaused, *, now: datetime) -> None:
    """Tell whoever runs campaigns that one was paused, and by which figures."""
    campaign = Campaign.objects.for_business(fact.business_id).get(pk=fact.campaign_id)
    if campaign.state == Campaign.State.PAUSED and campaign.paused_at is not None:
        key = f"paused:{campaign.paused_at.isoformat()}"
        _tell_campaign(
            fact.business_id, fact.campaign_id, title="Campaign paused", body=campaign.paused_why, key=key, now=now
        )


@listens(CampaignWarned, name="notifications.campaign_warned", priority=Priority.LATER)
def tell_campaign_warned(fact: CampaignWarned, *, now: datetime) -> None:
    """Tell that a campaign comes near where it is paused."""
    campaign = Campaign.objects.for_business(fact.business_id).get(pk=fact.campaign_id)
    sentence = campaign.warnings.get(fact.what, "")
    if sentence:
        key = f"warned:{fact.what}:{campaign.resumed_at or campaign.launched_at}"
        _tell_campaign(
            fact.business_id, fact.campaign_id, title="Look at this campaign", body=sentence, key=key, now=now
        )


@listens(CampaignNotLaunched, name="notifications.campaign_not_launched", priority=Priority.LATER)
def tell_campaign_not_launched(fact: CampaignNotLaunched, *, now: datetime) -> None:
    """Tell that a scheduled campaign did not start, and why."""
    campaign = Campaign.objects.for_business(fact.business_id).get(pk=fact.campaign_id)
    if campaign.launch_problem:
        key = f"not_launched:{campaign.starts_at}"
        _tell_campaign(
            fact.business_id, fact.campaign_id, title="Campaign not launched", body=campaign.launch_problem, key=key,
            now=now,
        )  # fmt: skip
