"""Reading campaigns: the list, the report that adds up, and who got what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, Min, Q, QuerySet

from accounts.models import Business
from conversations.models import Message
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage
from reactivation.campaigns.policy import POSITIVE, mood_of
from reactivation.campaigns.reasons import SENTENCES

ARRIVED = ("sent", "delivered", "read")
PAGE = 25


def list_campaigns(business: Business) -> QuerySet[Campaign]:
    """Return the campaigns of a business, newest first, each with its counts."""
    rows: QuerySet[Campaign] = Campaign.objects.for_business(business)
    return rows.annotate(
        people=Count("enrollments"),
        replied=Count("enrollments", filter=Q(enrollments__replied_at__isnull=False)),
        left_out=Count("enrollments", filter=Q(enrollments__state="left_out")),
        opted_out=Count("enrollments", filter=Q(enrollments__opted_out_at__isnull=False)),
    ).order_by("-id")


@dataclass
class Report:
    """The figures of features.md, "Measures". `audience` is the sum of `states`: nobody is counted twice or lost."""

    audience: int = 0
    states: list[tuple[str, str, int]] = field(default_factory=list)
    left_out: list[tuple[str, str, int]] = field(default_factory=list)
    written_to: int = 0
    reached: int = 0
    delivered: int = 0
    replied: int = 0
    positive: int = 0
    opted_out: int = 0
    waiting: int = 0
    failed: int = 0
    segments: int = 0
    intents: list[tuple[str, int]] = field(default_factory=list)
    answered_in: timedelta | None = None

    def share(self, part: int, whole: int) -> float | None:
        return part / whole if whole else None

    @property
    def response_rate(self) -> float | None:
        return self.share(self.replied, self.reached)

    @property
    def positive_rate(self) -> float | None:
        return self.share(self.positive, self.replied)

    @property
    def opt_out_rate(self) -> float | None:
        return self.share(self.opted_out, self.reached)


def report_of(campaign: Campaign) -> Report:
    """Return the report; a constant number of queries whatever the campaign's size."""
    report = Report()
    rows = Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign)
    labels = dict(Enrollment.State.choices)
    for state, count in rows.values_list("state").annotate(n=Count("pk")).order_by("-n"):
        report.states.append((state, str(labels[state]), count))
        report.audience += count
    report.left_out = _left_out(rows)
    _count_people(report, rows)
    _count_messages(report, campaign)
    report.answered_in = _answer_time(campaign)
    return report


def _left_out(rows: QuerySet[Enrollment]) -> list[tuple[str, str, int]]:
    reasons = rows.filter(state="left_out").values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [(reason, _sentence(rows, reason), count) for reason, count in reasons]


def _sentence(rows: QuerySet[Enrollment], reason: str) -> str:
    if reason in SENTENCES:
        return SENTENCES[reason]
    example = rows.filter(state="left_out", reason=reason).values_list("findings", flat=True).first()
    return str(example[0][3]) if example else reason.replace("_", " ").capitalize()


def _count_people(report: Report, rows: QuerySet[Enrollment]) -> None:
    figures = rows.aggregate(
        replied=Count("pk", filter=Q(replied_at__isnull=False)),
        positive=Count("pk", filter=Q(replied_at__isnull=False, reply_intent__in=POSITIVE)),
        opted_out=Count("pk", filter=Q(opted_out_at__isnull=False)),
        failed=Count("pk", filter=Q(state="failed")),
    )
    report.replied, report.positive = figures["replied"], figures["positive"]
    report.opted_out, report.failed = figures["opted_out"], figures["failed"]
    report.intents = [
        (intent or "not_read_yet", count)
        for intent, count in rows.filter(replied_at__isnull=False)
        .values_list("reply_intent")
        .annotate(n=Count("pk"))
        .order_by("-n", "reply_intent")
    ]


def _count_messages(report: Report, campaign: Campaign) -> None:
    sent = StepMessage.objects.for_business(campaign.business_id).filter(enrollment__campaign=campaign)
    handed = sent.filter(message__handed_over_at__isnull=False)
    figures = sent.aggregate(
        written_to=Count("enrollment", distinct=True, filter=Q(message__handed_over_at__isnull=False)),
        reached=Count("enrollment", distinct=True, filter=Q(message__status__in=ARRIVED)),
        delivered=Count("enrollment", distinct=True, filter=Q(message__status__in=("delivered", "read"))),
        waiting=Count("enrollment", distinct=True, filter=Q(message__status__in=("queued", "held", "sending"))),
    )
    report.written_to, report.reached = figures["written_to"], figures["reached"]
    report.delivered, report.waiting = figures["delivered"], figures["waiting"]
    report.segments = sum(handed.values_list("message__segments", flat=True))


def _answer_time(campaign: Campaign) -> timedelta | None:
    """Return the median from a reply to the assistant's answer handed over, where there is any."""
    replies = Message.objects.for_business(campaign.business_id).filter(
        direction="in", contact__enrollments__campaign=campaign,
        created_at__gte=F("contact__enrollments__replied_at"), answered_by__handed_over_at__isnull=False,
    )  # fmt: skip
    spans = [
        (answered - asked).total_seconds()
        for asked, answered in replies.values_list("created_at").annotate(at=Min("answered_by__handed_over_at"))[:5000]
    ]
    return timedelta(seconds=median(spans)) if spans else None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One row of the recipients table."""

    enrollment: Enrollment
    message: Message | None
    mood: str

    @property
    def why(self) -> str:
        """Return why this person is left out or stopped, in a sentence; empty where nothing needs saying."""
        if self.enrollment.findings:
            return str(self.enrollment.findings[0][3])
        return SENTENCES.get(self.enrollment.reason, "")


def list_recipients(campaign: Campaign, *, state: str = "", after: int = 0) -> tuple[list[Recipient], int | None]:
    """Return one page of people with what became of them, and the key of the next page or None."""
    rows = Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign, pk__gt=after)
    if state in Enrollment.State.values:
        rows = rows.filter(state=state)
    page = list(rows.select_related("contact", "contact__conversation").order_by("pk")[: PAGE + 1])
    last = {
        row.enrollment_id: row.message
        for row in StepMessage.objects.for_business(campaign.business_id)
        .filter(enrollment__in=page[:PAGE])
        .select_related("message")
        .order_by("step__position")
    }
    people = [
        Recipient(row, last.get(row.pk), mood_of(row.reply_intent) if row.reply_intent else "") for row in page[:PAGE]
    ]
    return people, page[PAGE - 1].pk if len(page) > PAGE else None


def replies_since(campaign: Campaign, since: datetime) -> int:
    """Return how many people have replied since a moment."""
    return (
        Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign, replied_at__gte=since).count()
    )
