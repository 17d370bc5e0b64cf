"""Scheduling, launching, pausing, resuming, stopping and putting away a campaign."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Business, Member
from accounts.work import record
from contacts.segments import AudienceProblem, find_audience, read_conditions
from conversations import outbox
from conversations.models import ChannelAccount, Message
from reactivation.campaigns.composing import origin_group, reason_key
from reactivation.campaigns.enrolling import enroll
from reactivation.campaigns.events import CampaignNotLaunched, CampaignPaused
from reactivation.campaigns.models import Campaign, Enrollment, Variant
from reactivation.campaigns.policy import LATEST_START, may_move
from reactivation.campaigns.writing import CampaignProblem, drafts_of, problems_of_settings, problems_of_steps

NOBODY = "Nobody matches this audience, so there is nothing to launch."
GROWTH_ONLY = "Reactivation campaigns are part of the Growth plan. Ask your agency to change the plan."
# Somebody of the audience was deleted while they were being enrolled: the next look does not find them any more.
TRIES = 3


def lock_campaign(campaign: Campaign) -> Campaign:
    """Return the campaign as it stands, its row locked until the transaction ends."""
    return Campaign.objects.for_business(campaign.business_id).select_for_update().get(pk=campaign.pk)


def _move(campaign: Campaign, to: str) -> None:
    if not may_move(campaign.state, to):
        state = campaign.get_state_display().lower()
        raise CampaignProblem(f"This campaign is {state}, so it cannot be {Campaign.State(to).label.lower()}.")


def problems_before_launch(campaign: Campaign) -> list[str]:
    """Return a sentence for each thing that keeps a campaign from being launched."""
    problems = []
    if campaign.business.plan != Business.Plan.GROWTH:
        problems.append(GROWTH_ONLY)
    if campaign.account is None:
        problems.append("Choose the number this campaign texts from, under Settings, Channels.")
    elif not campaign.account.is_active:
        problems.append("The number this campaign texts from is switched off.")
    elif campaign.account.problem:
        problems.append(f"The number this campaign texts from does not work: {campaign.account.problem}")
    problems.extend(problems_of_steps(drafts_of(campaign), business=campaign.business))
    problems.extend(problems_of_settings(campaign))
    try:
        read_conditions(campaign.audience)
    except AudienceProblem as problem:
        problems.append(str(problem))
    return problems


def launch(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Enroll the audience with one statement and start. Raises CampaignProblem, and then nothing has changed.

    member: who launches it, and by that approves its words.
    """
    for left in reversed(range(TRIES)):
        try:
            return _launch(campaign, member=member, now=now)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _launch(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    # One launch of a business at a time: two at once would not see each other's people.
    Business.objects.select_for_update(no_key=True).get(pk=campaign.business_id)
    row = lock_campaign(campaign)
    _move(row, Campaign.State.RUNNING)
    _refuse(problems_before_launch(row))
    try:
        enrolled = enroll(row, now=now)
    except AudienceProblem as problem:
        raise CampaignProblem(str(problem)) from problem
    if not enrolled:
        raise CampaignProblem(NOBODY)
    if row.state == Campaign.State.DRAFT:
        _approve(row, member=member, now=now)
    row.state, row.launched_at, row.launch_problem = Campaign.State.RUNNING, now, ""
    row.launched_by = member or row.launched_by
    row.save(update_fields=["state", "launched_at", "launched_by", "launch_problem"])
    return row


def _refuse(problems: list[str]) -> None:
    if problems:
        raise CampaignProblem(*problems)


def _approve(campaign: Campaign, *, member: Member | None, now: datetime) -> None:
    """Whoever launches or schedules approves the words as they stand; they cannot be changed after that."""
    variants = Variant.objects.for_business(campaign.business_id).filter(step__campaign=campaign)
    variants.update(approved_by=member, approved_at=now)


@transaction.atomic
def schedule(campaign: Campaign, *, member: Member | None, starts_at: datetime, now: datetime) -> Campaign:
    """Let a draft launch by itself at `starts_at`. Raises CampaignProblem for what would keep it from being launched.

    Everything is looked at again when the time has come (`launch_due`).
    """
    row = lock_campaign(campaign)
    _move(row, Campaign.State.SCHEDULED)
    problems = problems_before_launch(row)
    if starts_at <= now:
        problems.append("Choose a time that is still to come.")
    _refuse(problems or ([] if _matches(row, now=now) else [NOBODY]))
    _approve(row, member=member, now=now)
    row.state, row.starts_at, row.launched_by, row.launch_problem = Campaign.State.SCHEDULED, starts_at, member, ""
    row.save(update_fields=["state", "starts_at", "launched_by", "launch_problem"])
    return row


def _matches(campaign: Campaign, *, now: datetime) -> bool:
    try:
        return find_audience(campaign.business, read_conditions(campaign.audience), now=now).exists()
    except AudienceProblem as problem:
        raise CampaignProblem(str(problem)) from problem


@transaction.atomic
def unschedule(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Take a scheduled campaign back to a draft. Raises CampaignProblem once it is launched."""
    row = lock_campaign(campaign)
    _move(row, Campaign.State.DRAFT)
    return _back_to_draft(row)


def _back_to_draft(row: Campaign, *, problem: str = "") -> Campaign:
    Variant.objects.for_business(row.business_id).filter(step__campaign=row).update(approved_by=None, approved_at=None)
    row.state, row.launched_by, row.launch_problem = Campaign.State.DRAFT, None, problem[:300]
    row.starts_at = row.starts_at if problem else None
    row.save(update_fields=["state", "launched_by", "launch_problem", "starts_at"])
    return row


def launch_due(*, now: datetime) -> int:
    """Launch the scheduled campaigns whose time has come; return how many. What cannot start says why and tells."""
    due = Campaign.across_businesses.filter(state=Campaign.State.SCHEDULED, starts_at__lte=now).order_by("starts_at")
    return sum(_launch_scheduled(campaign, now=now) for campaign in due.select_related("launched_by"))


def _launch_scheduled(campaign: Campaign, *, now: datetime) -> bool:
    try:
        if campaign.starts_at is not None and now - campaign.starts_at > LATEST_START:
            raise CampaignProblem("Rekindle was not running at that time. Look at it again and launch it yourself.")
        launch(campaign, member=None, now=now)
    except CampaignProblem as problem:
        _keep_problem(campaign, str(problem), now=now)
        return False
    return True


@transaction.atomic
def _keep_problem(campaign: Campaign, problem: str, *, now: datetime) -> None:
    row = lock_campaign(campaign)
    if row.state != Campaign.State.SCHEDULED:
        return
    _back_to_draft(row, problem=problem)
    record(CampaignNotLaunched(business_id=row.business_id, campaign_id=row.pk), now=now)


@transaction.atomic
def pause(
    campaign: Campaign, *, member: Member | None, why: str = "", by: str = Campaign.PausedBy.MEMBER, now: datetime
) -> Campaign:
    """Hold everything of a running campaign, what is queued included, from the next hand-over on.

    by: who or what pauses it; for anything but a member the fact CampaignPaused is told.
    """
    row = lock_campaign(campaign)
    _move(row, Campaign.State.PAUSED)
    outbox.set_switch(
        business=row.business, scope="origin", key=origin_group(row), reason=why or "The campaign is paused.",
        member=member, now=now,
    )  # fmt: skip
    row.state, row.paused_at, row.paused_why, row.paused_by = Campaign.State.PAUSED, now, why[:200], by
    row.save(update_fields=["state", "paused_at", "paused_why", "paused_by"])
    if by != Campaign.PausedBy.MEMBER:
        record(CampaignPaused(business_id=row.business_id, campaign_id=row.pk, by=str(by)), now=now)
    return row


@transaction.atomic
def resume(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Let a paused campaign go on where it was: nothing is lost and nothing repeated.

    First texts that were waiting get the time of the pause on top; later ones whose time has passed are skipped.
    """
    row = lock_campaign(campaign)
    _move(row, Campaign.State.RUNNING)
    if row.business.plan != Business.Plan.GROWTH:
        raise CampaignProblem(GROWTH_ONLY)
    if row.paused_at is not None:
        waiting = Message.objects.for_business(row.business_id).filter(
            origin_group=origin_group(row), reason_key=reason_key(row, 1), status=Message.Status.QUEUED
        )
        waiting.update(latest_at=F("latest_at") + (now - row.paused_at))
    outbox.lift_switch(business=row.business, scope="origin", key=origin_group(row), now=now)
    row.state, row.paused_at, row.paused_why, row.paused_by = Campaign.State.RUNNING, None, "", ""
    row.resumed_at, row.warnings = now, {}
    row.save(update_fields=["state", "paused_at", "paused_why", "paused_by", "resumed_at", "warnings"])
    return row


@transaction.atomic
def stop(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """End a campaign for good: what is queued is cancelled, everybody still on their way is stopped."""
    row = lock_campaign(campaign)
    _move(row, Campaign.State.STOPPED)
    # First: this waits for a batch that is being submitted, whose texts are then among those cancelled.
    rows = Enrollment.objects.for_business(row.business).filter(campaign=row)
    rows.filter(state=Enrollment.State.ACTIVE).update(
        state=Enrollment.State.STOPPED, reason="campaign_stopped", ended_at=now, next_due_at=None
    )
    rows.filter(state=Enrollment.State.HELD_BACK, next_due_at__isnull=False).update(next_due_at=None)
    outbox.cancel_by_origin(
        business=row.business, origin_group=origin_group(row), why="The campaign was stopped.", now=now
    )
    outbox.lift_switch(business=row.business, scope="origin", key=origin_group(row))
    row.state, row.finished_at = Campaign.State.STOPPED, now
    row.save(update_fields=["state", "finished_at"])
    return row


@transaction.atomic
def archive(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Put a campaign away that is not under way: it leaves the list and keeps its report."""
    row = lock_campaign(campaign)
    if row.state not in (Campaign.State.DRAFT, Campaign.State.FINISHED, Campaign.State.STOPPED):
        state = row.get_state_display().lower()
        raise CampaignProblem(f"This campaign is {state}. Stop it or wait for its end before you put it away.")
    row.archived_at = row.archived_at or now
    row.save(update_fields=["archived_at"])
    return row


@transaction.atomic
def unarchive(campaign: Campaign, *, member: Member | None, now: datetime) -> Campaign:
    """Bring a campaign back into the list."""
    row = lock_campaign(campaign)
    row.archived_at = None
    row.save(update_fields=["archived_at"])
    return row


def sender_choices(business: Business) -> list[ChannelAccount]:
    """Return the senders a campaign by text may use."""
    return list(ChannelAccount.objects.for_business(business).filter(channel="sms", is_active=True).order_by("pk"))
