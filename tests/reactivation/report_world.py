"""A campaign with every kind of end, made of messages and facts, and a plain recount of it.

The recount reads messages and what they were understood as, never an enrollment's summary or a tally.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import work
from accounts.work import Fact
from contacts.models import Contact
from conversations import events
from conversations.models import Clearance, Conversation, DeliveryAttempt, Message, Triage
from reactivation.campaigns.models import Campaign, Enrollment, Step, StepMessage, Variant
from reactivation.campaigns.reporting.building import build_report
from reactivation.campaigns.reporting.counting import count_texts
from reactivation.campaigns.reporting.figures import Report
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation

POSITIVE = {"positive", "booking_request", "call_me", "question", "pricing_question", "follow_up_at"}
NEGATIVE = {"not_interested", "opt_out", "already_served", "wrong_number", "complaint"}
MONTH = timedelta(days=30)


@dataclass
class World:
    """One campaign of two texts, the first with two variants."""

    cast: Cast
    campaign: Campaign
    variants: dict[tuple[int, str], Variant] = field(default_factory=dict)
    people: dict[str, Enrollment] = field(default_factory=dict)

    def add(self, name: str, *, state: str = "active", reason: str = "", zone: str = "America/New_York") -> Enrollment:
        contact = make_contact(self.cast.business, first_name=name, zone=zone)
        row = Enrollment.objects.create(
            business=self.cast.business, campaign=self.campaign, contact=contact, state=state, reason=reason,
            point=contact.points.get(), created_at=NOW,
        )  # fmt: skip
        self.people[name] = row
        return row

    def text(
        self, name: str, *, position: int = 1, label: str = "A", status: str = "delivered", at: datetime = NOW,
        segments: int = 1, is_proven: bool = True,
    ) -> Message:  # fmt: skip
        """Make the text of a step and tell what became of it."""
        row = self.people[name]
        left = status not in ("queued", "cancelled", "blocked")
        message = Message.objects.create(
            business=self.cast.business, conversation=talk_of(row.contact), contact=row.contact,
            account=self.cast.account, direction="out", author="campaign", purpose="campaign", status=status,
            address=row.point.address if row.point else "", address_hash="0" * 64, sender=self.cast.account.sender,
            body="Anything we can do?", segments=segments, opt_out_line=True, created_at=at,
            origin_group=f"campaign:{self.campaign.pk}", handed_over_at=at if left else None,
            delivered_at=at + timedelta(seconds=2) if status == "delivered" else None,
        )  # fmt: skip
        variant = self.variants[position, label]
        StepMessage.objects.create(
            business=self.cast.business, enrollment=row, step=variant.step, variant=variant, message=message
        )
        if left and is_proven:
            DeliveryAttempt.objects.create(business=self.cast.business, message=message, number=1, started_at=at)
            clear(message, at=at)
        # What a worker does when it is told (test_report_pages tells it): here there are many.
        count_texts(business_id=self.cast.business.pk, message_ids=[message.pk])
        return message

    def tell(self, fact: Callable[..., Fact], message: Message, *, at: datetime) -> None:
        work.record(fact(business_id=self.cast.business.pk, message_ids=[message.pk]), now=at)
        work.drain(clock=lambda: at)

    def fail(self, message: Message, *, at: datetime) -> None:
        """The carrier says later that a text did not arrive."""
        Message.objects.for_business(self.cast.business).filter(pk=message.pk).update(status="undelivered")
        self.tell(events.MessagesFailed, message, at=at)

    def say(self, name: str, *, intent: str, at: datetime) -> Message:
        """Somebody answers, and it is read."""
        contact = self.people[name].contact
        talk, point = talk_of(contact), contact.points.get(kind="phone")
        message = Message.objects.create(
            business=self.cast.business, conversation=talk, contact=contact, direction="in", author="contact",
            status="received", address=point.address, address_hash=point.address_hash, body="x", created_at=at,
            is_auto_reply=intent == "auto_reply",
        )  # fmt: skip
        Triage.objects.create(
            business=self.cast.business, message=message, intent=intent, confidence=0.9, engine="rules", created_at=at
        )
        ids = {"business_id": self.cast.business.pk, "message_id": message.pk, "conversation_id": talk.pk}
        if intent == "opt_out":
            stop = events.OptedOut(
                contact_id=contact.pk, suppression_id=0, reason="opted_out_by_text", confirm=False, **ids
            )
            work.record(stop, now=at)
        work.record(events.MessageTriaged(contact_id=contact.pk, intent=intent, **ids), now=at)
        work.drain(clock=lambda: at)
        return message

    def report(self, *, now: datetime = NOW + timedelta(days=60)) -> Report:
        return build_report(Campaign.objects.for_business(self.cast.business).get(pk=self.campaign.pk), now=now)


def talk_of(contact: Contact) -> Conversation:
    found = Conversation.objects.for_business(contact.business_id).filter(contact=contact).first()
    return found or make_conversation(contact)


def clear(message: Message, *, at: datetime) -> None:
    """The decision in the moment of hand-over, as the outbox writes it."""
    Clearance.objects.create(
        business=message.business, message=message, stage="hand_over", verdict="allow", purpose="campaign",
        rules_version="1", findings=[], decided_at=at, detail_hash="0" * 64, content_hash="0" * 64,
    )  # fmt: skip


def make_campaign(cast: Cast, *, name: str = "Winter", at: datetime = NOW, state: str = "running") -> World:
    campaign = Campaign.objects.create(
        business=cast.business, name=name, state=state, account=cast.account, created_at=at, launched_at=at
    )
    world = World(cast, campaign)
    for position, labels in ((1, "AB"), (2, "A")):
        step = Step.objects.create(business=cast.business, campaign=campaign, position=position, delay_hours=72)
        for label in labels:
            world.variants[position, label] = Variant.objects.create(
                business=cast.business, step=step, label=label, body="x"
            )
    return world


def make_every_kind(cast: Cast) -> World:
    """Left out, held back, waiting, unreachable, silent, late, and every way to answer."""
    world, hour, day = make_campaign(cast), timedelta(hours=1), timedelta(days=1)
    world.add("Left", state="left_out", reason="no_consent")
    world.add("Opted", state="left_out", reason="opted_out_by_text")
    world.add("Held", state="held_back")
    world.add("Fresh")
    for name, status in (("Queued", "queued"), ("Unknown", "unknown"), ("Taken", "cancelled")):
        world.add(name)
        world.text(name, status=status)
    world.add("Refused")
    world.text("Refused", status="failed", at=NOW + hour)
    world.add("Silent", zone="America/Los_Angeles")
    world.text("Silent", status="sent", segments=2)
    world.text("Silent", position=2, at=NOW + 3 * day)
    world.add("Gone")
    world.text("Gone", label="B")
    world.fail(world.text("Gone", position=2, at=NOW + 3 * day), at=NOW + 4 * day)
    world.add("Bounced", zone="Asia/Kolkata")
    world.fail(world.text("Bounced", label="B", at=NOW + hour), at=NOW + day)
    said = ("positive", "question", "not_now", "not_interested", "opt_out", "wrong_number", "unclear", "call_me")
    for number, intent in enumerate(said):
        name = intent.replace("_", " ").title()
        world.add(name, zone=("America/Denver", "", "Not/AZone")[number % 3])
        world.text(name, label="AB"[number % 2], at=NOW + number * hour)
        world.say(name, intent=intent, at=NOW + day + number * hour)
    world.add("Second")
    world.text("Second", label="B")
    world.text("Second", position=2, at=NOW + 3 * day)
    world.say("Second", intent="booking_request", at=NOW + 4 * day)
    world.add("Turned")
    world.text("Turned")
    world.say("Turned", intent="not_now", at=NOW + hour)
    world.say("Turned", intent="positive", at=NOW + 2 * hour)
    world.say("Turned", intent="unclear", at=NOW + 3 * hour)
    world.add("Machine")
    world.text("Machine")
    world.say("Machine", intent="auto_reply", at=NOW + hour)
    world.add("Slow")
    world.text("Slow", label="B")
    world.text("Slow", position=2, at=NOW + 20 * day)
    world.say("Slow", intent="positive", at=NOW + 35 * day)
    return world


@dataclass
class Recount:
    """The same figures, counted by hand from messages and triage."""

    written_to: int = 0
    reached: int = 0
    replied: int = 0
    positive: int = 0
    opted_out: int = 0
    segments: int = 0
    late: int = 0
    intents: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    variants: Counter[tuple[int, str]] = field(default_factory=Counter)
    replied_by: Counter[tuple[int, str]] = field(default_factory=Counter)


def recount(campaign: Campaign) -> Recount:
    """Count a campaign again, person by person."""
    found = Recount()
    for row in campaign.enrollments.select_related("contact"):
        links = list(row.sent_steps.select_related("message", "step", "variant").order_by("message__handed_over_at"))
        left = [one for one in links if one.message.handed_over_at and one.message.status != "unknown"]
        arrived = [one for one in left if one.message.status in ("sent", "delivered", "read")]
        found.written_to += bool(left)
        found.reached += bool(arrived)
        found.segments += sum(one.message.segments for one in left)
        for one in left:
            found.hours[_local_hour(one.message, row.contact, campaign)] += 1
            found.variants[one.step.position, one.variant.label] += 1
        _recount_answers(found, row, arrived)
    return found


def _local_hour(message: Message, contact: Contact, campaign: Campaign) -> int:
    zone = contact.zone if contact.zone in ("America/Denver", "America/New_York") or "/" in contact.zone else ""
    try:
        clock = ZoneInfo(zone or campaign.business.zone)
    except (KeyError, ValueError):
        clock = ZoneInfo(campaign.business.zone)
    return _left_at(message).astimezone(clock).hour


def _left_at(message: Message) -> datetime:
    assert message.handed_over_at is not None
    return message.handed_over_at


def _recount_answers(found: Recount, row: Enrollment, arrived: list[StepMessage]) -> None:
    inbound = row.contact.messages.filter(direction="in", is_auto_reply=False).order_by("created_at")
    said = [
        (message.created_at, message.triage.intent)
        for message in inbound.select_related("triage")
        if any(_within(one.message, message.created_at) for one in arrived)
    ]
    if not said or not arrived:
        return
    first, last = said[0][0], [one for one in arrived if _left_at(one.message) <= said[0][0]][-1]
    start = arrived[0].message.delivered_at or _left_at(arrived[0].message)
    if any(intent == "opt_out" for _, intent in said):
        found.opted_out += 1
    if first > start + MONTH:
        found.late += 1
        return
    found.replied += 1
    found.replied_by[last.step.position, last.variant.label] += 1
    best = _best([intent for _, intent in said])
    found.intents[best] += 1
    found.positive += best in POSITIVE


def _within(message: Message, at: datetime) -> bool:
    return _left_at(message) <= at <= _left_at(message) + MONTH


def _best(intents: list[str]) -> str:
    if "opt_out" in intents:
        return "opt_out"
    for mood in (POSITIVE, None, NEGATIVE):
        for intent in intents:
            if (intent in mood) if mood is not None else (intent not in POSITIVE | NEGATIVE):
                return intent
    raise AssertionError("nothing was said")
