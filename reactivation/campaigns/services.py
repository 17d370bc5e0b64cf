"""Launching, pausing, resuming and stopping a campaign."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Business, Member
from contacts.segments import AudienceProblem, find_audience, read_audience
from conversations import outbox
from conversations.models import ChannelAccount
from reactivation.campaigns.composing import origin_group
from reactivation.campaigns.models import Campaign, Enrollment
from reactivation.campaigns.policy import may_move
from reactivation.campaigns.writing import CampaignProblem, StepDraft, problems_of_steps

# One statement, whatever the size: who is in, who is left out and by which cheap look. The full rules, with their
# sentences, look at everybody who is in before a text is made (reactivation.campaigns.advancing).
ENROLL = """
WITH audience AS ({audience}),
chosen AS (
    SELECT a.id AS contact_id, point.id AS point_id, point.address_hash,
           row_number() OVER (
               PARTITION BY point.address_hash
               ORDER BY a.last_outbound_at DESC NULLS LAST, a.last_dealing_at DESC NULLS LAST, a.id
           ) AS place
    FROM audience a
    LEFT JOIN LATERAL (
        SELECT p.id, p.address_hash FROM contacts_contactpoint p
        WHERE p.contact_id = a.id AND p.kind = 'phone' AND p.state <> 'detached'
        ORDER BY p.is_primary DESC, p.id LIMIT 1
    ) point ON true
),
judged AS (
    SELECT c.contact_id, c.point_id, CASE
        WHEN c.point_id IS NULL THEN 'no_phone'
        WHEN c.place > 1 THEN 'shared_phone'
        WHEN EXISTS (
            SELECT 1 FROM campaigns_enrollment e JOIN campaigns_campaign other ON other.id = e.campaign_id
            WHERE e.contact_id = c.contact_id AND e.state = 'active' AND other.state IN ('running', 'paused')
        ) THEN 'in_another_campaign'
        ELSE '' END AS reason
    FROM chosen c
)
INSERT INTO campaigns_enrollment
    (business_id, campaign_id, contact_id, point_id, state, reason, findings, next_position, next_due_at,
     reply_intent, created_at, ended_at)
SELECT %s, %s, contact_id, point_id,
       CASE WHEN reason = '' THEN 'active' ELSE 'left_out' END, reason, '[]'::jsonb, 1,
       CASE WHEN reason = '' THEN %s END, '', %s, CASE WHEN reason = '' THEN NULL ELSE %s END
FROM judged
ON CONFLICT DO NOTHING
"""


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)


def _move(campaign: Campaign, to: str) -> None:
    if not may_move(campaign.state, to):
        state = campaign.get_state_display().lower()
        raise CampaignProblem(f"This campaign is {state}, so it cannot be {Campaign.State(to).label.lower()}.")


def problems_before_launch(campaign: Campaign) -> list[str]:
    """Return a sentence for each thing that keeps a campaign from being launched."""
    problems = []
    business = campaign.business
    if business.plan != Business.Plan.GROWTH:
        problems.append("Reactivation campaigns are part of the Growth plan. Ask your agency to change the plan.")
    if campaign.account is None:
        problems.append("Choose the number this campaign texts from, under Settings, Channels.")
    elif not campaign.account.is_active:
        problems.append("The number this campaign texts from is switched off.")
    steps = [
        StepDraft(step.delay_hours, tuple(variant.body for variant in step.variants.all()))
        for step in campaign.steps.prefetch_related("variants")
    ]
    problems.extend(problems_of_steps(steps))
    try:
        read_audience(campaign.audience)
    except AudienceProblem as problem:
        problems.append(str(problem))
    return problems


@transaction.atomic
def launch(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Enroll the audience with one statement and start. Raises CampaignProblem, and then nothing has changed."""
    # One launch of a business at a time: two at once would not see each other's people.
    Business.objects.select_for_update(no_key=True).get(pk=campaign.business_id)
    row = _locked(campaign)
    _move(row, Campaign.State.RUNNING)
    problems = problems_before_launch(row)
    if problems:
        raise CampaignProblem(*problems)
    if not _enroll(row, now=now):
        raise CampaignProblem("Nobody matches this audience, so there is nothing to launch.")
    row.state = Campaign.State.RUNNING
    row.launched_at = now
    row.launched_by = member
    row.save(update_fields=["state", "launched_at", "launched_by"])
    return row


def _enroll(campaign: Campaign, *, now: datetime) -> int:
    found = find_audience(campaign.business, read_audience(campaign.audience), now=now)
    audience, values = found.values("id", "last_outbound_at", "last_dealing_at").order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(ENROLL.format(audience=audience), [*values, campaign.business_id, campaign.pk, now, now, now])
        return int(cursor.rowcount)


@transaction.atomic
def pause(campaign: Campaign, *, member: Member | None, why: str = "", now: datetime) -> Campaign:
    """Hold everything of a running campaign, what is queued included, from the next hand-over on."""
    row = _locked(campaign)
    _move(row, Campaign.State.PAUSED)
    outbox.set_switch(
        business=row.business, scope="origin", key=origin_group(row), reason=why or "The campaign is paused.",
        member=member, now=now,
    )  # fmt: skip
    row.state, row.paused_at, row.paused_why = Campaign.State.PAUSED, now, why[:200]
    row.save(update_fields=["state", "paused_at", "paused_why"])
    return row


@transaction.atomic
def resume(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Let a paused campaign go on where it was: nothing is lost and nothing repeated."""
    row = _locked(campaign)
    _move(row, Campaign.State.RUNNING)
    if row.business.plan != Business.Plan.GROWTH:
        raise CampaignProblem("Reactivation campaigns are part of the Growth plan. Ask your agency to change the plan.")
    outbox.lift_switch(business=row.business, scope="origin", key=origin_group(row))
    row.state, row.paused_at, row.paused_why = Campaign.State.RUNNING, None, ""
    row.save(update_fields=["state", "paused_at", "paused_why"])
    return row


@transaction.atomic
def stop(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """End a campaign for good: what is queued is cancelled, everybody still on their way is stopped."""
    row = _locked(campaign)
    _move(row, Campaign.State.STOPPED)
    # First: this waits for a batch that is being submitted, whose texts are then among those cancelled.
    Enrollment.objects.for_business(row.business).filter(campaign=row, state=Enrollment.State.ACTIVE).update(
        state=Enrollment.State.STOPPED, reason="campaign_stopped", ended_at=now, next_due_at=None
    )
    outbox.cancel_by_origin(
        business=row.business, origin_group=origin_group(row), why="The campaign was stopped.", now=now
    )
    outbox.lift_switch(business=row.business, scope="origin", key=origin_group(row))
    row.state, row.finished_at = Campaign.State.STOPPED, now
    row.save(update_fields=["state", "finished_at"])
    return row


def sender_choices(business: Business) -> list[ChannelAccount]:
    """Return the senders a campaign by text may use."""
    return list(ChannelAccount.objects.for_business(business).filter(channel="sms", is_active=True).order_by("pk"))
