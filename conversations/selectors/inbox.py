"""The inbox: its filters, its pages, and the phones of a demo business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Business, Member
from contacts.models import ContactPoint
from contacts.search import find_people
from conversations.models import Conversation, Message
from conversations.words import find_by_words

PAGE = 30
# Counts on the filters say "99+" beyond this.
COUNT_AT_MOST = 100
# A search by name looks at the conversations of so many people, the newest first.
MOST_PEOPLE = 500

FILTERS = {
    "all": "All",
    "needs_you": "Needs you",
    "hot": "Hot",
    "assistant": "Assistant",
    "yours": "Yours",
    "closed": "Closed",
}


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of the list, and where the next one starts ("" at the end)."""

    rows: list[Conversation]
    older: str


def filter_conversations(
    business: Business, *, member: Member, chosen: str = "all", query: str = ""
) -> QuerySet[Conversation]:
    """Return the conversations that meet a filter of FILTERS and a search by name, number, email or what was said."""
    rows: QuerySet[Conversation] = Conversation.objects.for_business(business).select_related("contact")
    narrowed = {
        "needs_you": Q(needs_you=True),
        "hot": Q(hot=True),
        "assistant": Q(state=Conversation.State.OPEN, bot=Conversation.Bot.ACTIVE),
        "yours": Q(state=Conversation.State.OPEN, assigned_to=member),
        "closed": Q(state=Conversation.State.CLOSED),
    }
    rows = rows.filter(narrowed.get(chosen, Q()))
    if query:
        # Two short lists of ids: an OR across tables would make PostgreSQL look at every conversation.
        people = find_people(business, query).order_by("-id").values_list("pk", flat=True)[:MOST_PEOPLE]
        rows = rows.filter(Q(contact__in=list(people)) | Q(pk__in=find_by_words(business, query)))
    return rows.order_by("-last_message_at", "-id")


def list_conversations(rows: QuerySet[Conversation], *, before: str = "") -> InboxPage:
    """Return one page of conversations that come after the mark `before`; a mark that makes no sense is ignored."""
    if (mark := _read_mark(before)) is not None:
        moment, pk = mark
        rows = rows.filter(last_message_at__lte=moment).exclude(last_message_at=moment, pk__gte=pk)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return InboxPage(found[:PAGE], f"{last.last_message_at.isoformat()}~{last.pk}" if last else "")


def _read_mark(text: str) -> tuple[datetime, int] | None:
    # A plus sign in an address arrives as a space.
    moment, _, pk = text.replace(" ", "+").partition("~")
    try:
        read = datetime.fromisoformat(moment)
        return (read, int(pk)) if read.tzinfo else None
    except ValueError:
        return None


def count_waiting(business: Business) -> dict[str, int]:
    """Return how many conversations need somebody and how many are hot, each counted up to COUNT_AT_MOST."""
    rows = Conversation.objects.for_business(business)
    return {
        "needs_you": rows.filter(needs_you=True)[:COUNT_AT_MOST].count(),
        "hot": rows.filter(hot=True)[:COUNT_AT_MOST].count(),
    }


def drafts_among(business: Business, conversations: list[Conversation]) -> set[int]:
    """Return the ids of those conversations in which a draft waits."""
    held = Message.objects.for_business(business).filter(status=Message.Status.HELD, conversation__in=conversations)
    return set(held.values_list("conversation_id", flat=True))


def find_phones(business: Business, *, query: str = "", limit: int = 12) -> list[ContactPoint]:
    """Return primary phones of contacts: those of the latest conversations first, or those that a search finds."""
    points: QuerySet[ContactPoint] = ContactPoint.objects.for_business(business).filter(kind="phone")
    points = points.exclude(state=ContactPoint.State.DETACHED).select_related("contact")
    if query:
        points = points.filter(contact__in=find_people(business, query).values("pk"))
        return list(points.order_by("-contact_id", "-is_primary")[:limit])
    latest = list(
        Conversation.objects.for_business(business)
        .order_by("-last_message_at", "-id")
        .values_list("contact_id", flat=True)[:limit]
    )
    rank = {contact_id: place for place, contact_id in enumerate(latest)}
    found = sorted(points.filter(contact__in=latest, is_primary=True), key=lambda point: rank[point.contact_id])
    if len(found) < limit:
        others = points.filter(is_primary=True).exclude(contact__in=latest).order_by("-contact_id")
        found += list(others[: limit - len(found)])
    return found
