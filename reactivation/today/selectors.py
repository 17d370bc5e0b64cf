"""Who needs you now, and how the week goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, Q, Value, When

from accounts.models import Business
from contacts.models import Contact
from conversations.handoff import sentence_of
from conversations.models import ApprovedCopy, ChannelAccount, Conversation, Handoff, Message
from reactivation.campaigns.models import Campaign, Enrollment

MOST_CARDS = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Need:
    """One card: a task for a person with the last words of the contact."""

    task: Handoff
    why: str
    last_words: str


@dataclass
class Week:
    """The last seven days in figures."""

    replied: int = 0
    positive: int = 0
    opted_out: int = 0
    sent: int = 0


@dataclass
class Today:
    needs: list[Need] = field(default_factory=list)
    more: int = 0
    drafts: list[Message] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    week: Week = field(default_factory=Week)
    first_steps: list[dict[str, object]] = field(default_factory=list)


def today_of(business: Business, *, now: datetime) -> Today:
    """Return what the Today page shows; a constant number of queries."""
    page = Today(needs=_needs(business), week=_week(business, now=now))
    waiting = Handoff.objects.for_business(business).exclude(state=Handoff.State.DONE).count()
    page.more = max(0, waiting - MOST_CARDS)
    held = Message.objects.for_business(business).filter(status=Message.Status.HELD).select_related("contact")
    page.drafts = list(held.order_by("-id")[:MOST_CARDS])
    running = Campaign.objects.for_business(business).filter(state__in=["running", "paused"])
    page.campaigns = list(
        running.annotate(
            people=Count("enrollments"),
            replied=Count("enrollments", filter=Q(enrollments__replied_at__isnull=False)),
        ).order_by("-id")[:10]
    )
    return page


def _needs(business: Business) -> list[Need]:
    rank = Case(When(priority="hot", then=Value(0)), When(priority="high", then=Value(1)), default=Value(2),
                output_field=IntegerField())  # fmt: skip
    tasks = list(
        Handoff.objects.for_business(business)
        .exclude(state=Handoff.State.DONE)
        .select_related("conversation__contact", "message", "taken_by__user")
        .order_by(rank, "due_at", "id")[:MOST_CARDS]
    )
    return [Need(task, sentence_of(task.reason), task.message.new_text if task.message else "") for task in tasks]


def _week(business: Business, *, now: datetime) -> Week:
    since = now - WEEK
    inbound = Message.objects.for_business(business).filter(created_at__gte=since, direction="in", is_auto_reply=False)
    people = inbound.aggregate(
        replied=Count("contact", distinct=True),
        positive=Count(
            "contact",
            distinct=True,
            filter=Q(triage__intent__in=["positive", "booking_request", "call_me", "question", "pricing_question",
                                         "follow_up_at"]),
        ),
        opted_out=Count("contact", distinct=True, filter=Q(triage__intent="opt_out")),
    )  # fmt: skip
    sent = Message.objects.for_business(business).filter(direction="out", handed_over_at__gte=since).count()
    return Week(people["replied"], people["positive"], people["opted_out"], sent)


def first_steps(business: Business) -> list[dict[str, object]]:
    """Return the checklist of a new business, each with whether it is done."""
    return [
        {"label": "Connect a number", "url_name": "settings_channels",
         "done": ChannelAccount.objects.for_business(business).filter(is_active=True).exists(),
         "text": "The number your texts come from."},
        {"label": "Import your contacts", "url_name": "import_new",
         "done": Contact.objects.for_business(business).exists(),
         "text": "A CSV with their consent dates."},
        {"label": "Read the assistant's answers", "url_name": "settings_copy",
         "done": ApprovedCopy.objects.for_business(business).filter(by_member__isnull=False).exists(),
         "text": "Only words you approved are ever sent."},
        {"label": "Launch a campaign", "url_name": "campaigns",
         "done": Enrollment.objects.for_business(business).exists(),
         "text": "You see who gets it, and why not, before anything leaves."},
    ]  # fmt: skip


def has_conversations(business: Business) -> bool:
    """Say whether anybody has been written to or has written."""
    return Conversation.objects.for_business(business).exists()
