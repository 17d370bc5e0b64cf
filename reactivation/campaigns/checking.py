"""A look at everybody a draft is for, in the background: part by part, each with its own commit.

A worker that is killed leaves its part where it is, and whoever comes next takes it up: nothing is counted twice.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction

from accounts.models import Member
from contacts.eligibility import Decision, Verdict
from contacts.models import ContactPoint
from contacts.segments import AudienceProblem
from conversations import outbox
from conversations.outbox import Composed
from conversations.outbox.bulk import insert_rows
from reactivation.campaigns.composing import Prospect, Words, Writer, draft_hash
from reactivation.campaigns.enrolling import judged_sql
from reactivation.campaigns.judging import DueStep, Fate, Outcome, judge_step, refuse_unasked
from reactivation.campaigns.models import Campaign, CampaignCheck, CheckFinding, CheckPart, Step
from reactivation.campaigns.policy import Day, day_of, is_held_back, latest_of, meets_stop
from reactivation.campaigns.reasons import SENTENCES
from reactivation.campaigns.services import lock_campaign
from reactivation.campaigns.writing import CampaignProblem

log = structlog.get_logger(__name__)

PART = 2000
# Later texts are composed for so many people of each part: enough for an estimate.
SAMPLED = 20
# A worker gives others their turn after so long.
SECONDS = 20.0
OUR_FAULT = "Something in Rekindle failed during this check. Start it again; if it fails again, tell your agency."
SUPERSEDED = "A newer check took its place."
State = CampaignCheck.State

PREPARE = """,
told AS (
    INSERT INTO campaigns_checkfinding (business_id, check_run_id, contact_id, reason, findings)
    SELECT %s, %s, judged.contact_id, judged.reason,
           jsonb_build_array(jsonb_build_array('audience', 'block', judged.reason, said.sentence))
    FROM judged JOIN unnest(%s::text[], %s::text[]) AS said(reason, sentence) ON said.reason = judged.reason
    ORDER BY judged.contact_id
),
numbered AS (
    SELECT contact_id, point_id, row_number() OVER (ORDER BY contact_id) - 1 AS n
    FROM judged WHERE reason IN ('', 'held_back')
),
parted AS (
    INSERT INTO campaigns_checkpart (business_id, check_run_id, contact_ids, point_ids)
    SELECT %s, %s, array_agg(contact_id ORDER BY n), array_agg(point_id ORDER BY n)
    FROM numbered GROUP BY n / %s ORDER BY n / %s
)
SELECT reason, count(*) FROM judged GROUP BY reason
"""
PEOPLE = """
SELECT c.id, c.first_name, c.last_name, c.city, c.stated_request, c.standing, c.tags, p.address, p.line_type
FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS asked(contact_id, point_id, place)
JOIN contacts_contact c ON c.id = asked.contact_id AND c.business_id = %s
JOIN contacts_contactpoint p ON p.id = asked.point_id ORDER BY asked.place
"""


@transaction.atomic
def start_check(campaign: Campaign, *, member: Member | None, now: datetime) -> CampaignCheck:
    """Ask for a check of a draft as it stands; an unfinished earlier one ends. Raises CampaignProblem."""
    row = lock_campaign(campaign)
    if row.state not in (Campaign.State.DRAFT, Campaign.State.SCHEDULED):
        raise CampaignProblem("This campaign has been launched: its report says who was left out and why.")
    if row.account is None:
        raise CampaignProblem("Choose the number this campaign texts from first.")
    if not row.steps.exists():
        raise CampaignProblem("Write the first text first.")
    unfinished = CampaignCheck.objects.for_business(row.business_id).filter(
        campaign=row, state__in=[State.WAITING, State.RUNNING]
    )
    CheckPart.objects.for_business(row.business_id).filter(check_run__in=unfinished).delete()
    unfinished.update(state=State.FAILED, problem=SUPERSEDED, finished_at=now)
    return CampaignCheck.objects.create(
        business=row.business, campaign=row, draft_hash=draft_hash(row), requested_by=member, started_at=now
    )


def has_work() -> bool:
    """Say whether a check waits or is under way."""
    return bool(CampaignCheck.across_businesses.filter(state__in=[State.WAITING, State.RUNNING]).exists())


def run_checks(*, clock: Callable[[], datetime], seconds: float = SECONDS) -> int:
    """Work on checks until none has anything to do or the time is over; return how many parts were done."""
    ends, done = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        if _prepare_next(now=clock()):
            continue
        if not _work_part(now=clock()):
            return done
        done += 1
    return done


@transaction.atomic
def _prepare_next(*, now: datetime) -> bool:
    """Sort out by one statement what needs no rule, and lay out the rest in parts."""
    waiting = CampaignCheck.across_businesses.select_for_update(skip_locked=True).filter(state=State.WAITING)
    check = waiting.order_by("pk").first()
    if check is None:
        return False
    campaign = Campaign.across_businesses.select_related("business").get(pk=check.campaign_id)
    try:
        counts = _lay_out(check, campaign)
    except AudienceProblem as problem:
        check.state, check.problem, check.finished_at = State.FAILED, str(problem)[:300], now
        check.save(update_fields=["state", "problem", "finished_at"])
        return True
    left_out = {reason: count for reason, count in counts.items() if reason not in ("", "held_back")}
    check.total, check.done = sum(counts.values()), sum(left_out.values())
    check.counts = {"left_out": left_out}
    check.state = State.RUNNING
    _end_if_done(check, now=now)
    check.save(update_fields=["total", "done", "counts", "state", "finished_at"])
    return True


def _lay_out(check: CampaignCheck, campaign: Campaign) -> dict[str, int]:
    judged, values = judged_sql(campaign, now=check.started_at)
    own: list[Any] = [
        check.business_id, check.pk, list(SENTENCES), list(SENTENCES.values()), check.business_id, check.pk, PART, PART,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(judged + PREPARE, [*values, *own])
        return dict(cursor.fetchall())


def _end_if_done(check: CampaignCheck, *, now: datetime) -> None:
    if not CheckPart.objects.for_business(check.business_id).filter(check_run=check).exists():
        check.state, check.finished_at = State.DONE, now


def _work_part(*, now: datetime) -> bool:
    check_id = 0
    try:
        with transaction.atomic():
            parts = CheckPart.across_businesses.select_for_update(skip_locked=True, of=("self",))
            part = parts.select_related("check_run__campaign__business").order_by("pk").first()
            if part is None:
                return False
            check_id = part.check_run_id
            counts = look_at(part.check_run, part.contact_ids, part.point_ids)
            _keep(part, counts, now=now)
    except Exception as error:
        log.error("check_failed", check=check_id, error=type(error).__name__)
        _give_up(check_id, now=now)
    return True


@transaction.atomic
def _keep(part: CheckPart, counts: Counter[str], *, now: datetime) -> None:
    """Add the figures of a part; whoever does the last one ends the check."""
    check = CampaignCheck.across_businesses.select_for_update().get(pk=part.check_run_id)
    people = len(part.contact_ids)
    part.delete()
    if check.state != State.RUNNING:
        return
    left_out = Counter(check.counts.get("left_out", {}))
    left_out.update({name.removeprefix("left_out:"): n for name, n in counts.items() if name.startswith("left_out:")})
    figures = {name: n for name, n in counts.items() if not name.startswith("left_out:")}
    merged = Counter({name: n for name, n in check.counts.items() if name != "left_out"}) + Counter(figures)
    check.counts = {**merged, "left_out": dict(left_out)}
    check.done += people
    _end_if_done(check, now=now)
    check.save(update_fields=["counts", "done", "state", "finished_at"])


@transaction.atomic
def _give_up(check_id: int, *, now: datetime) -> None:
    CheckPart.across_businesses.filter(check_run=check_id).delete()
    CampaignCheck.across_businesses.filter(pk=check_id).update(state=State.FAILED, problem=OUR_FAULT, finished_at=now)


def look_at(check: CampaignCheck, contact_ids: Sequence[int], point_ids: Sequence[int]) -> Counter[str]:
    """Ask the rules about these people for the moment of the launch; keep who is left out, return the figures."""
    campaign = check.campaign
    at = max(check.started_at, campaign.starts_at or check.started_at)
    steps = list(campaign.steps.prefetch_related("variants").order_by("position"))
    writer = Writer(campaign, texts=len(steps))
    rows = _load(campaign, contact_ids, point_ids)
    words = [writer.words_of(steps[0], row.contact_id, _own(row)) for row in rows]
    requests = [writer.request(row, steps[0], one, is_first=True) for row, one in zip(rows, words, strict=True)]
    today = day_of(at, campaign.business.zone)
    counts: Counter[str] = Counter()
    findings, going = [], []
    for row, one, (decision, composed) in zip(rows, words, outbox.look_many(requests, now=at), strict=True):
        outcome = _judge(campaign, steps[0], row, one, decision, today, at=at)
        if outcome.fate is Fate.LEAVE_OUT:
            counts[f"left_out:{outcome.reason}"] += 1
            findings.append(_finding(check, row, outcome))
        elif outcome.fate is Fate.KEEP_BACK:
            counts["held_back"] += 1
        else:
            _count(counts, row, decision, composed)
            going.append(row)
    insert_rows(findings)
    _sample_later(counts, campaign, going[:SAMPLED], steps[1:], writer)
    return counts


def _load(campaign: Campaign, contact_ids: Sequence[int], point_ids: Sequence[int]) -> list[Prospect]:
    """Return who these people are; whoever was deleted meanwhile is passed over."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [list(contact_ids), list(point_ids), campaign.business_id])
        rows = cursor.fetchall()
    percent = campaign.holdback_percent
    return [Prospect(campaign, *(*row, is_held_back(campaign.pk, row[0], percent))) for row in rows]


def _own(row: Prospect) -> dict[str, str]:
    return {
        "first_name": row.first_name,
        "last_name": row.last_name,
        "city": row.city,
        "stated_request": row.stated_request,
    }


def _finding(check: CampaignCheck, row: Prospect, outcome: Outcome) -> CheckFinding:
    return CheckFinding(
        business_id=check.business_id, check_run=check, contact_id=row.contact_id, reason=outcome.reason,
        findings=outcome.as_json(),
    )  # fmt: skip


def _judge(
    campaign: Campaign, step: Step, row: Prospect, words: Words, decision: Decision, today: Day, *, at: datetime
) -> Outcome:
    facts = DueStep(
        position=1,
        latest=latest_of(None, step.valid_hours, now=at),
        hours="",
        held_back=row.is_held_back,
        stopped_by=meets_stop(campaign.stop_on, standing=row.standing, tags=row.tags),
        empty=words.empty,
    )
    return refuse_unasked(facts, now=at) or judge_step(facts, decision, room_today=None, today=today)


def _count(counts: Counter[str], row: Prospect, decision: Decision, composed: Composed) -> None:
    counts["allowed"] += 1
    counts["waits"] += decision.verdict is Verdict.DEFER
    counts["segments"] += composed.segments
    counts["unknown_line"] += row.line_type == ContactPoint.LineType.UNKNOWN
    counts["attested"] += decision.is_attested


def _sample_later(
    counts: Counter[str], campaign: Campaign, rows: Sequence[Prospect], steps: Sequence[Step], writer: Writer
) -> None:
    words = [writer.words_of(step, row.contact_id, _own(row)).text for row in rows for step in steps]
    texts = outbox.compose_samples(campaign.business, words, is_first=False)
    counts["sampled"] += len(rows)
    counts["sampled_segments"] += sum(text.segments for text in texts)
