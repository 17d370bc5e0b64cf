"""A sender's rate holds over all workers, campaigns get four fifths of it, and nobody waits for another's sender."""

from __future__ import annotations

from datetime import timedelta

from contacts.eligibility import Purpose
from contacts.models import Contact
from conversations import outbox
from conversations.channels.sandbox.testing import CarrierControl
from conversations.models import ChannelAccount, Message
from conversations.outbox.budget import Allowance
from tests import factories
from tests.cast import Cast
from tests.conversations.outbox.asking import ask
from tests.factories import NOW


def people(line: Cast, count: int) -> list[Contact]:
    return [factories.make_contact(line.business, phone=f"+12125550{120 + n}") for n in range(count)]


def set_rate(account: ChannelAccount, segments_per_second: float) -> None:
    ChannelAccount.across_businesses.filter(pk=account.pk).update(segments_per_second=segments_per_second)


def run_two_workers(seconds: int) -> int:
    """Let two workers look in turn, ten times a second; return how many left."""
    sent = 0
    for tick in range(seconds * 10):
        now = NOW + timedelta(seconds=tick / 10)
        sent += outbox.deliver_due(clock=lambda now=now: now, worker=f"w{tick % 2}").sent  # type: ignore[misc]
    return sent


def test_two_workers_together_honour_the_rate(line: Cast, carrier: CarrierControl) -> None:
    set_rate(line.account, 5)
    requests = [ask(one, purpose=Purpose.APPOINTMENT, body="Your visit is at 9.") for one in people(line, 40)]
    outbox.submit_many(requests, now=NOW)
    segments = sum(Message.across_businesses.filter(status="queued").values_list("segments", flat=True))
    assert segments == 40
    assert 10 <= run_two_workers(2) <= 5 * (2 + 1)


def test_a_campaign_uses_four_fifths_of_the_rate() -> None:
    allowance = Allowance(10.0, NOW, NOW, NOW)
    left = 0
    for tick in range(100):
        allowance.now = NOW + timedelta(seconds=tick / 10)
        while allowance.take(1, bulk=True):
            left += 1
    assert 80 <= left <= 8 * 11


def test_an_answer_does_not_wait_behind_a_campaign() -> None:
    allowance = Allowance(10.0, NOW, NOW, NOW)
    while allowance.take(1, bulk=True):
        pass
    assert allowance.take(1, bulk=False)


def test_a_text_of_three_segments_uses_the_rate_of_three() -> None:
    allowance = Allowance(1.0, NOW, NOW, NOW)
    assert allowance.take(3, bulk=False)
    assert not allowance.take(1, bulk=False)
    allowance.now = NOW + timedelta(seconds=2.5)
    assert allowance.take(1, bulk=False)


def test_a_busy_sender_does_not_hold_up_the_neighbour(line: Cast, carrier: CarrierControl) -> None:
    set_rate(line.account, 1)
    outbox.submit_many([ask(one, purpose=Purpose.APPOINTMENT) for one in people(line, 10)], now=NOW)
    outbox.submit(ask(line.neighbour_contact), now=NOW + timedelta(seconds=1))
    outbox.deliver_due(clock=lambda: NOW + timedelta(seconds=1), worker="w")
    assert Message.across_businesses.get(contact=line.neighbour_contact).status == "sent"
