"""Rule 4: at most once, whoever asks, however the worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from contacts.eligibility import Purpose
from conversations import outbox
from conversations.channels.sandbox.testing import CarrierControl
from conversations.models import DeliveryAttempt, Handoff
from conversations.outbox import Counts
from tests import factories
from tests.cast import Cast
from tests.conversations.outbox.asking import ask, status_of
from tests.factories import NOW

Deliver = Callable[..., Counts]


def in_threads(count: int, work: Callable[[int], object]) -> None:
    def run(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_twenty_workers_and_three_campaigns_make_one_text(line: Cast, carrier: CarrierControl) -> None:
    for campaign in range(3):
        outbox.submit_many(
            [ask(line.contact, origin_group=f"campaign:{campaign}", topic=f"campaign:{campaign}")], now=NOW
        )
    in_threads(20, lambda n: outbox.deliver_due(clock=lambda: NOW, worker=f"w{n}", limit=10))
    outbox.deliver_due(clock=lambda: NOW, worker="last")
    assert len(carrier.messages(direction="outbound")) == 1


def test_many_workers_lose_nothing_and_repeat_nothing(line: Cast, carrier: CarrierControl) -> None:
    people = [factories.make_contact(line.business, phone=f"+12125550{120 + n}") for n in range(60)]
    outbox.submit_many([ask(person) for person in people], now=NOW)
    in_threads(6, lambda n: outbox.deliver_due(clock=lambda: NOW, worker=f"w{n}"))
    outbox.deliver_due(clock=lambda: NOW, worker="last")
    reached = [text["to"] for text in carrier.messages(direction="outbound")]
    assert sorted(reached) == sorted(f"+12125550{120 + n}" for n in range(60))


def test_the_same_key_from_many_threads_makes_one_row(line: Cast) -> None:
    answers: list[int | None] = []
    in_threads(8, lambda _: answers.append(outbox.submit(ask(line.contact, key="one"), now=NOW).message_id))
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_an_unknown_outcome_is_not_sent_again(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    carrier.fail("broken", accepted=True)
    assert deliver().unknown == 1
    assert deliver(NOW + timedelta(minutes=10)).claimed == 0
    assert status_of(answer) == "unknown"


def test_the_providers_records_settle_an_unknown_outcome(line: Cast, carrier: CarrierControl) -> None:
    answer = submit_reply(line)
    carrier.fail("broken", accepted=True)
    outbox.deliver_due(clock=timezone.now, worker="w")
    later = timezone.now() + timedelta(minutes=2)
    assert outbox.reconcile_unknown(clock=lambda: later)["settled"] == 1
    assert status_of(answer) in ("sent", "delivered")
    assert len(carrier.messages(direction="outbound")) == 1


def test_what_the_provider_never_got_goes_to_a_person_after_two_looks(line: Cast, carrier: CarrierControl) -> None:
    answer = submit_reply(line)
    carrier.fail("broken", accepted=False)
    outbox.deliver_due(clock=timezone.now, worker="w")
    start = timezone.now()
    assert outbox.reconcile_unknown(clock=lambda: start + timedelta(minutes=2))["open"] == 1
    assert outbox.reconcile_unknown(clock=lambda: start + timedelta(minutes=31))["person"] == 1
    assert Handoff.across_businesses.get().reason == "delivery_unknown"
    assert status_of(answer) == "unknown"
    assert outbox.reconcile_unknown(clock=lambda: start + timedelta(hours=2)) == {}


def test_try_later_is_sent_again_by_the_same_row(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    carrier.fail("http", http_status=429, retry_after=2)
    assert deliver().later == 1
    assert deliver(NOW + timedelta(seconds=1)).claimed == 0
    assert deliver(NOW + timedelta(seconds=3)).sent == 1
    outcomes = DeliveryAttempt.across_businesses.filter(message=answer.message_id).order_by("number")
    assert list(outcomes.values_list("outcome", flat=True)) == ["later", "accepted"]


def submit_reply(line: Cast) -> outbox.Submitted:
    """An answer to a message of this minute: no hour of the day stands against it."""
    now = timezone.now()
    answer = outbox.submit(ask(line.contact, purpose=Purpose.REPLY, answered_at=now), now=now)
    assert answer.status == "queued"
    return answer


WORKER = """
import sys
import django
from django.conf import settings
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
settings.SANDBOX_CARRIER_URL = sys.argv[2]
from django.utils import timezone
from conversations import outbox
print("ready", flush=True)
outbox.deliver_due(clock=timezone.now, worker="doomed")
"""


@pytest.mark.timeout(60)
def test_a_worker_killed_in_the_call_leaves_an_unknown_that_is_settled(line: Cast, carrier: CarrierControl) -> None:
    answer = submit_reply(line)
    carrier.fail("time_out", accepted=True, seconds=30)
    kill_worker_in_flight(carrier)
    assert status_of(answer) == "sending"
    later = timezone.now() + timedelta(minutes=3)
    assert outbox.recover_stuck(now=later) == 1
    assert outbox.deliver_due(clock=lambda: later, worker="next").claimed == 0
    assert outbox.reconcile_unknown(clock=lambda: later)["settled"] == 1
    assert len(carrier.messages(direction="outbound")) == 1


def kill_worker_in_flight(carrier: CarrierControl) -> None:
    """Start a worker process and end it with SIGKILL once the carrier has its message."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", WORKER, name, str(django_settings.SANDBOX_CARRIER_URL)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as worker:
        end = time.monotonic() + 30
        while not carrier.messages(direction="outbound") and time.monotonic() < end:
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)
