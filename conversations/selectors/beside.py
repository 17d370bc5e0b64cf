"""What stands beside a thread: tasks, how the newest message was read, consent, plans, notes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Business, Member
from contacts.consent import active_suppressions
from contacts.models import ConsentRecord, Contact, ContactPoint, Suppression
from conversations.models import Conversation, Handoff, Message, Note, Triage
from conversations.selectors.thread import handoffs_of

SHARING_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a thread. answered: the campaign message that the newest reply followed."""

    tasks: list[Handoff]
    triage: Triage | None
    answered: Message | None
    planned: list[Message]
    notes: list[Note]
    points: list[ContactPoint]
    stops: list[Suppression]
    consent: ConsentRecord | None
    # Who else has these phones, by the hash of the phone.
    sharing: dict[str, list[Contact]]

    @property
    def household(self) -> list[Contact]:
        return list({contact.pk: contact for found in self.sharing.values() for contact in found}.values())[:5]

    @property
    def phone(self) -> str:
        return next((point.address for point in self.points if point.kind == "phone"), "")

    @property
    def suspected(self) -> bool:
        return any(stop.reason == Suppression.Reason.SUSPECTED for stop in self.stops)

    @property
    def blocks_texts(self) -> Suppression | None:
        """The stop that ends texts for good, where there is one: not of email alone, and not only suspected."""
        ends = [stop for stop in self.stops if stop.all_channels or stop.kind_of_address == "phone"]
        return next((stop for stop in ends if stop.reason != Suppression.Reason.SUSPECTED), None)

    @property
    def clock(self) -> Handoff | None:
        """The hot task whose time is running, the most urgent first."""
        running = [task for task in self.tasks if task.priority == "hot" and task.state == Handoff.State.OPEN]
        return min(running, key=lambda task: task.due_at, default=None)


def read_beside(conversation: Conversation) -> Beside:
    """Return tasks, the newest reading, consent, stops, plans and notes of a thread; constant queries."""
    business = conversation.business_id
    messages = Message.objects.for_business(business).filter(conversation=conversation)
    newest = messages.filter(direction=Message.Direction.IN).order_by("-created_at", "-id").first()
    points = list(
        ContactPoint.objects.for_business(business)
        .filter(contact=conversation.contact_id)
        .exclude(state=ContactPoint.State.DETACHED)
        .order_by("kind", "-is_primary", "id")
    )
    points.sort(key=lambda point: point.kind != "phone")
    hashes = [point.address_hash for point in points]
    phones = [point.address_hash for point in points if point.kind == "phone"]
    return Beside(
        tasks=list(handoffs_of(conversation).exclude(state=Handoff.State.DONE)[:10]),
        triage=_newest_triage(conversation),
        answered=_answered(conversation, newest),
        planned=list(messages.filter(status=Message.Status.QUEUED).order_by("due_at", "id")[:10]),
        notes=list(
            Note.objects.for_business(business)
            .filter(conversation=conversation)
            .select_related("by_member__user")
            .order_by("-created_at", "-id")[:20]
        ),
        points=points,
        stops=list(active_suppressions(business, hashes).select_related("by_member__user", "detail").order_by("id")),
        consent=_best_consent(business, phones),
        sharing=_sharing(conversation, phones),
    )


def _sharing(conversation: Conversation, phones: list[str]) -> dict[str, list[Contact]]:
    points = ContactPoint.objects.for_business(conversation.business_id).filter(address_hash__in=phones, kind="phone")
    others = points.exclude(contact=conversation.contact_id).exclude(state=ContactPoint.State.DETACHED)
    found: dict[str, list[Contact]] = {}
    for point in others.select_related("contact").order_by("contact_id")[:SHARING_AT_MOST]:
        found.setdefault(point.address_hash, []).append(point.contact)
    return found


def _newest_triage(conversation: Conversation) -> Triage | None:
    rows: QuerySet[Triage] = Triage.objects.for_business(conversation.business_id)
    rows = rows.filter(message__conversation=conversation).select_related("message", "corrected_by__user")
    return rows.order_by("-message__created_at", "-id").first()


def _answered(conversation: Conversation, newest: Message | None) -> Message | None:
    if newest is None:
        return None
    rows: QuerySet[Message] = Message.objects.for_business(conversation.business_id).filter(
        conversation=conversation, author=Message.Author.CAMPAIGN, handed_over_at__lt=newest.created_at
    )
    return rows.order_by("-created_at", "-id").first()


def _best_consent(business: int, hashes: list[str]) -> ConsentRecord | None:
    rows: QuerySet[ConsentRecord] = ConsentRecord.objects.for_business(business)
    return rows.filter(address_hash__in=hashes).select_related("detail").order_by("-recorded_at", "-id").first()


def colleagues_of(business: Business) -> list[Member]:
    """Return the active members whom a conversation can be given to."""
    members: QuerySet[Member] = Member.objects.for_business(business).filter(is_active=True).exclude(role="viewer")
    return list(members.select_related("user").order_by("user__name", "id"))
