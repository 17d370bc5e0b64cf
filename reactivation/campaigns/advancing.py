"""One turn of every running campaign: due enrollments are checked in full, refused with their findings or submitted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from contacts.eligibility import Decision, Verdict
from conversations import outbox
from reactivation.campaigns.composing import merged_text, pick_variant, request_for
from reactivation.campaigns.models import Campaign, Enrollment, Step, StepMessage, Variant

BATCH = 200

Prepared = tuple[Enrollment, Step, Variant]


def advance(*, now: datetime, batches: int = 20) -> dict[str, int]:
    """Work due enrollments in batches, then finish campaigns in which nobody is on the way. Returns counts."""
    counts = {"submitted": 0, "left_out": 0, "finished": 0}
    for _ in range(batches):
        if not _one_batch(counts, now=now):
            break
    counts["finished"] = _finish(now=now)
    return counts


@transaction.atomic
def _one_batch(counts: dict[str, int], *, now: datetime) -> bool:
    due = list(
        Enrollment.across_businesses.select_for_update(skip_locked=True, of=("self",))
        .filter(state=Enrollment.State.ACTIVE, next_due_at__lte=now, campaign__state=Campaign.State.RUNNING)
        .select_related("campaign__business", "campaign__account", "contact", "point")
        .order_by("next_due_at", "id")[:BATCH]
    )
    if not due:
        return False
    prepared = [entry for entry in (_prepare(row, steps) for row, steps in _with_steps(due)) if entry is not None]
    requests = [request_for(*entry) for entry in prepared]
    allowed: list[Prepared] = []
    for entry, decision in zip(prepared, outbox.check_many(requests, now=now), strict=True):
        problem = _unfilled(entry)
        if decision.verdict is Verdict.BLOCK or problem:
            _leave_out(entry[0], decision, problem, now=now)
            counts["left_out"] += 1
        else:
            allowed.append(entry)
    counts["submitted"] += _submit(allowed, now=now)
    return True


def _with_steps(due: Sequence[Enrollment]) -> list[tuple[Enrollment, list[Step]]]:
    campaigns = {row.campaign_id for row in due}
    steps: dict[int, list[Step]] = {pk: [] for pk in campaigns}
    for step in Step.across_businesses.filter(campaign__in=campaigns).prefetch_related("variants").order_by("position"):
        steps[step.campaign_id].append(step)
    return [(row, steps[row.campaign_id]) for row in due]


def _prepare(enrollment: Enrollment, steps: list[Step]) -> Prepared | None:
    step = next((step for step in steps if step.position == enrollment.next_position), None)
    return (enrollment, step, pick_variant(step, enrollment.contact_id)) if step else None


def _unfilled(entry: Prepared) -> str:
    """Return the sentence for a text whose fields stay empty for this contact, or nothing."""
    enrollment, _, variant = entry
    empty = merged_text(enrollment.campaign, variant, enrollment.contact).empty
    return f"We have no {', '.join(empty).replace('_', ' ')} for this contact." if empty else ""


def _leave_out(enrollment: Enrollment, decision: Decision, problem: str, *, now: datetime) -> None:
    objections = decision.objections
    findings = [[f.rule, str(f.verdict), f.reason, f.sentence] for f in objections]
    if problem:
        findings.insert(0, ["merge_fields", "block", "field_empty", problem])
    first = enrollment.next_position == 1
    enrollment.state = Enrollment.State.LEFT_OUT if first else Enrollment.State.STOPPED
    enrollment.reason = str(findings[0][2])[:40]
    enrollment.findings = findings
    enrollment.next_due_at = None
    enrollment.ended_at = now
    enrollment.save(update_fields=["state", "reason", "findings", "next_due_at", "ended_at"])


def _submit(allowed: list[Prepared], *, now: datetime) -> int:
    results = outbox.submit_many([request_for(*entry) for entry in allowed], now=now)
    made = [
        StepMessage(
            business_id=enrollment.business_id,
            enrollment=enrollment,
            step=step,
            variant=variant,
            message_id=result.message_id or 0,
        )
        for (enrollment, step, variant), result in zip(allowed, results, strict=True)
    ]
    StepMessage.objects.bulk_create(made, ignore_conflicts=True)
    # The next step is planned when this one has been handed over (reactivation.campaigns.receivers).
    Enrollment.across_businesses.filter(pk__in=[entry[0].pk for entry in allowed]).update(next_due_at=None)
    return len(made)


def _finish(*, now: datetime) -> int:
    """Finish running campaigns in which nobody is on the way any more."""
    active = Enrollment.across_businesses.filter(campaign=OuterRef("pk"), state=Enrollment.State.ACTIVE)
    done = Campaign.across_businesses.filter(~Exists(active), state=Campaign.State.RUNNING)
    finished: int = done.filter(launched_at__lt=now - timedelta(seconds=5)).update(
        state=Campaign.State.FINISHED, finished_at=now
    )
    return finished
