"""The moved clock and everything that turns with it: campaigns, outbox, carrier, callbacks, work rows, seals.

The play goes through weeks in seconds. Nothing is written past the services: they are only told another time of day,
and so is the carrier, so that its records agree.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import django.utils.timezone as django_time
from django.db.models import Min

from accounts import work
from accounts.models import Business
from contacts.models import Contact
from conversations import inbox, outbox, sealing
from conversations.channels.base import InboundText
from conversations.channels.registry import adapter
from conversations.channels.sandbox.client import CarrierControl
from conversations.channels.sandbox.webhooks import status_form
from conversations.models import ChannelAccount, Message
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign, Enrollment

TICK = timedelta(seconds=3)
# From the text's arrival to the moment its answer leaves.
ANSWERED_AFTER = timedelta(seconds=2)
MOST_ROUNDS = 400
# Due texts within so many minutes of each other leave in one go.
GATHER = timedelta(minutes=6)
WAKING, SLEEPING = time(7, 30), time(21, 40)


class Clock:
    """Tells the time of the play."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@contextlib.contextmanager
def moved_clock(clock: Clock) -> Iterator[None]:
    """Let Django date rows (`auto_now_add`) by the play's clock. Only in a process that does nothing else."""
    real = django_time.now
    django_time.now = clock
    try:
        yield
    finally:
        django_time.now = real


@contextlib.contextmanager
def silent_carrier(carrier: CarrierControl) -> Iterator[None]:
    """Let the carrier deliver at once and call nobody: there is no web server yet, and the play reads its records."""
    failures = [carrier.fail("lose_callbacks", times=None), carrier.fail("drop_webhook", times=None)]
    carrier.pace(sent_after=0, delivered_after=0)
    try:
        yield
    finally:
        carrier.move_clock(None)
        carrier.pace(sent_after=0.05, delivered_after=0.1)
        for failure in failures:
            carrier.stop_failing(failure)


class Stage:
    """One business, its sender and its carrier at one moment of the play."""

    def __init__(
        self, *, business: Business, account: ChannelAccount, carrier: CarrierControl, courier: outbox.Courier,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.business, self.account, self.carrier, self.courier, self.clock = business, account, carrier, courier, clock
        self.seen = max((int(row["seq"]) for row in carrier.messages()), default=0)

    @property
    def now(self) -> datetime:
        return self.clock.now

    def move_to(self, moment: datetime) -> None:
        """Go forward to a moment, letting whatever falls due on the way happen at its own time."""
        while (due := self._next_due()) is not None and due < moment:
            self._set(max(self.now, min(due + GATHER, moment)))
            self.settle()
        self._set(max(self.now, moment))

    def _set(self, moment: datetime) -> None:
        self.clock.now = moment
        self.carrier.move_clock(moment)

    def _next_due(self) -> datetime | None:
        """When the next message or step falls due, of those that are not due yet or left over."""
        queued = Message.objects.for_business(self.business).filter(status=Message.Status.QUEUED)
        steps = Enrollment.objects.for_business(self.business).filter(
            state=Enrollment.State.ACTIVE, campaign__state=Campaign.State.RUNNING, next_due_at__isnull=False
        )
        found = [queued.aggregate(at=Min("due_at"))["at"], steps.aggregate(at=Min("next_due_at"))["at"]]
        return min((at for at in found if at is not None), default=None)

    def settle(self) -> None:
        """Let all that is due now happen, and what follows from it."""
        for _ in range(MOST_ROUNDS):
            moved = work.drain(clock=self.clock, limit=5000)["done"] if work.has_due(now=self.now) else 0
            moved += self._advance() + self._deliver()
            if not moved:
                break
            self._set(self.now + TICK)
        sealing.seal_business(self.business.pk, now=self.now)

    def _advance(self) -> int:
        running = Campaign.objects.for_business(self.business).filter(state=Campaign.State.RUNNING)
        due = Enrollment.objects.for_business(self.business).filter(
            state=Enrollment.State.ACTIVE, campaign__in=running, next_due_at__lte=self.now
        )
        active = Enrollment.objects.for_business(self.business).filter(state=Enrollment.State.ACTIVE)
        ended = running.exclude(pk__in=active.values("campaign"))
        return sum(advance(now=self.now).values()) if due.exists() or ended.exists() else 0

    def _deliver(self) -> int:
        queued = Message.objects.for_business(self.business).filter(status=Message.Status.QUEUED, due_at__lte=self.now)
        if not queued.exists():
            return 0
        claimed = outbox.deliver_due(clock=self.clock, worker="demo", courier=self.courier).claimed
        self.carrier.settle()
        self._hear_the_carrier()
        return claimed

    def _hear_the_carrier(self) -> None:
        """Pass on what became of the texts: the callbacks that the web server would have had."""
        receiver = adapter(self.account.provider).receiver
        for row in self.carrier.messages(direction="outbound", after=self.seen):
            self.seen = int(row["seq"])
            form = status_form(_as_stored(row))
            uid = row["callback"].rstrip("/").rsplit("/", 1)[-1]
            outbox.store_callback(self.account, receiver.parse_status(form, {"message": uid}), now=self.now)
        outbox.apply_callbacks(now=self.now)

    def hear(self, *, phone: str, words: str) -> None:
        """Let somebody text the business: kept by the carrier, received by the inbox; `settle` does what follows."""
        self.carrier.move_clock(self.now)
        sid = self.carrier.phone_writes(sender=phone, to=self.account.sender, body=words)["sid"]
        inbound = InboundText(
            provider_id=sid, to=self.account.sender, sender=phone, body=words, media=(), received_at=self.now,
            opt_out_type=None, raw={}, num_segments=1,
        )  # fmt: skip
        inbox.receive(self.account, inbound, now=self.now)
        self._set(self.now + ANSWERED_AFTER)


def _as_stored(row: dict[str, str]) -> dict[str, str | None]:
    """The carrier's record in the shape its own callbacks are made from."""
    return {
        "sid": row["sid"], "status": row["status"], "recipient": row["to"], "account": row["account_sid"],
        "sender": row["from"], "service": row["messaging_service_sid"], "error_code": row["error_code"],
    }  # fmt: skip


def waking(moment: datetime, zone: str) -> datetime:
    """Return the moment, or the next morning where people sleep at that hour."""
    local = moment.astimezone(ZoneInfo(zone))
    if WAKING <= local.time() <= SLEEPING:
        return moment
    day = local.date() if local.time() < WAKING else local.date() + timedelta(days=1)
    return datetime.combine(day, time(8, local.minute), ZoneInfo(zone))


def was_waking(moment: datetime, zone: str) -> datetime:
    """Return the moment, or the evening before where people sleep at that hour."""
    local = moment.astimezone(ZoneInfo(zone))
    if WAKING <= local.time() <= SLEEPING:
        return moment
    day = local.date() if local.time() > SLEEPING else local.date() - timedelta(days=1)
    return datetime.combine(day, time(20, local.minute), ZoneInfo(zone))


def at_work(moment: datetime, zone: str) -> datetime:
    """Return the moment, or the next weekday morning outside office hours."""
    local = moment.astimezone(ZoneInfo(zone))
    while local.weekday() > 4 or not time(8) <= local.time() <= time(17, 15):
        day = local.date() + timedelta(days=0 if local.time() < time(8) and local.weekday() <= 4 else 1)
        local = datetime.combine(day, time(8, 20), ZoneInfo(zone))
    return local


def zone_of(contact: Contact, business: Business) -> str:
    return contact.zone or business.zone
