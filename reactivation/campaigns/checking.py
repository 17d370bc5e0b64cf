"""Before launch: who would be written to, who is left out and why, what it costs in segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from contacts.eligibility import Decision, Verdict
from contacts.models import Contact, ContactPoint
from contacts.segments import AudienceProblem, find_audience, read_audience
from conversations import outbox
from conversations.outbox import Composed, SubmitRequest
from conversations.reading.segments import Segments, count_segments
from reactivation.campaigns.composing import pick_variant, request_for
from reactivation.campaigns.models import Campaign, Enrollment, Step
from reactivation.campaigns.services import problems_before_launch

# The page checks so many people one by one; beyond, it says so, and the launch checks everybody.
CHECKED_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason for leaving people out: how many, the sentence, and a few of them."""

    reason: str
    sentence: str
    count: int
    examples: tuple[tuple[int, str], ...]


@dataclass
class CampaignCheck:
    """What a launch would do now. `matched` people meet the audience; `checked` of them were looked at in full."""

    matched: int = 0
    checked: int = 0
    sendable: int = 0
    later: int = 0
    segments: int = 0
    first_at: datetime | None = None
    left_out: list[Excluded] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    samples: list[tuple[str, Composed, Segments]] = field(default_factory=list)
    unknown_lines: int = 0

    @property
    def excluded(self) -> int:
        return sum(row.count for row in self.left_out)


def check_campaign(campaign: Campaign, *, now: datetime) -> CampaignCheck:
    """Look at the audience with the rules of sending, storing nothing."""
    check = CampaignCheck(problems=problems_before_launch(campaign))
    try:
        audience = find_audience(campaign.business, read_audience(campaign.audience), now=now)
    except AudienceProblem:
        return check
    check.matched = audience.count()
    if not check.matched:
        check.problems.append("Nobody meets these conditions. Go back to the audience and take one away.")
    step = campaign.steps.prefetch_related("variants").order_by("position").first()
    if step is None or campaign.account is None:
        return check
    people = list(audience.order_by("-last_dealing_at", "id")[:CHECKED_AT_MOST])
    check.checked = len(people)
    _judge(check, campaign, step, people, now=now)
    if check.matched > check.checked:
        check.warnings.append(
            f"The first {check.checked:,} of {check.matched:,} people were looked at here. "
            "Everybody is checked again one by one before a text leaves."
        )
    if not check.sendable and check.matched:
        check.problems.append("Nobody in this audience may be texted. The reasons are listed below.")
    return check


def _primary_points(campaign: Campaign, people: list[Contact]) -> dict[int, ContactPoint]:
    points = ContactPoint.objects.for_business(campaign.business_id).filter(kind="phone", contact__in=people)
    rows = points.exclude(state=ContactPoint.State.DETACHED).order_by("is_primary", "-id")
    return {row.contact_id: row for row in rows}


def _judge(check: CampaignCheck, campaign: Campaign, step: Step, people: list[Contact], *, now: datetime) -> None:
    points = _primary_points(campaign, people)
    busy = set(
        Enrollment.objects.for_business(campaign.business_id)
        .filter(contact__in=people, state=Enrollment.State.ACTIVE, campaign__state__in=["running", "paused"])
        .values_list("contact_id", flat=True)
    )
    reasons: Counter[str] = Counter()
    sentences: dict[str, str] = {}
    examples: dict[str, list[tuple[int, str]]] = {}
    seen: set[str] = set()
    ask: list[Enrollment] = []

    def leave_out(contact: Contact, reason: str, sentence: str) -> None:
        reasons[reason] += 1
        sentences.setdefault(reason, sentence)
        examples.setdefault(reason, []).append((contact.pk, contact.name))

    for contact in people:
        point = points.get(contact.pk)
        if point is None:
            leave_out(contact, "no_phone", "No phone number is known.")
        elif contact.pk in busy:
            leave_out(contact, "in_another_campaign", "They are in another campaign that is under way.")
        elif point.address_hash in seen:
            leave_out(contact, "shared_phone", "They share a phone with someone who gets this text.")
        else:
            seen.add(point.address_hash)
            ask.append(Enrollment(campaign=campaign, contact=contact, point=point))
    _ask_the_rules(check, step, ask, leave_out, now=now)
    check.left_out = [
        Excluded(reason, sentences[reason], count, tuple(examples[reason][:5]))
        for reason, count in reasons.most_common()
    ]


def _ask_the_rules(
    check: CampaignCheck,
    step: Step,
    ask: list[Enrollment],
    leave_out: Callable[[Contact, str, str], None],
    *,
    now: datetime,
) -> None:
    requests = [request_for(row, step, pick_variant(step, row.contact_id)) for row in ask]
    going: list[tuple[str, SubmitRequest]] = []
    decisions: list[Decision] = outbox.check_many(requests, now=now)
    for row, request, decision in zip(ask, requests, decisions, strict=True):
        if decision.verdict is Verdict.BLOCK:
            first = decision.objections[0]
            leave_out(row.contact, first.reason, first.sentence)
            continue
        check.sendable += 1
        check.unknown_lines += bool(row.point and row.point.line_type == ContactPoint.LineType.UNKNOWN)
        check.later += decision.verdict is Verdict.DEFER
        starts = decision.until or now
        check.first_at = min(check.first_at or starts, starts)
        going.append((row.contact.name, request))
    texts = outbox.preview_many([request for _, request in going], now=now)
    for (name, _), text in zip(going, texts, strict=True):
        check.segments += text.segments
        if len(check.samples) < 3:
            check.samples.append((name, text, count_segments(text.body)))
