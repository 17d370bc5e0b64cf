"""What stops sending: switches, modes, a list of allowed addresses, catch-up, a copied database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contacts.eligibility import Purpose
from conversations import instance, outbox
from conversations.channels.sandbox.testing import CarrierControl
from conversations.models import ChannelAccount, Clearance, InstanceState, Message, Reservation
from conversations.outbox import Counts
from conversations.outbox.claim import peek_due
from conversations.outbox.watermark import MarkFile, read_mark_file, write_mark_file
from tests.cast import Cast
from tests.conversations.inbound import make_outbound
from tests.conversations.outbox.asking import ask, status_of
from tests.factories import NOW

Deliver = Callable[..., Counts]


@pytest.mark.parametrize("scope", ["all", "business", "channel", "origin", "contact"])
def test_a_switch_holds_back_what_is_queued_and_loses_nothing(line: Cast, deliver: Deliver, scope: str) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    business = None if scope == "all" else line.business
    keys = {"channel": line.account.pk, "origin": "campaign:1", "contact": line.contact.pk}
    key = str(keys.get(scope, ""))
    outbox.set_switch(scope=scope, business=business, key=key, now=NOW)
    assert deliver().claimed == 0
    outbox.lift_switch(scope=scope, business=business, key=key, now=NOW)
    assert deliver().sent == 1
    assert status_of(answer) == "sent"


def test_a_switch_of_one_business_is_none_of_the_neighbours(line: Cast, deliver: Deliver) -> None:
    outbox.submit(ask(line.neighbour_contact), now=NOW)
    outbox.set_switch(scope="business", business=line.business, now=NOW)
    outbox.set_switch(scope="origin", business=line.business, key="campaign:1", now=NOW)
    assert deliver().sent == 1


def test_what_is_asked_for_while_switched_off_leaves_when_switched_on(line: Cast, deliver: Deliver) -> None:
    outbox.stop_all(reason="Storm.", now=NOW)
    answer = outbox.submit(ask(line.contact), now=NOW)
    assert answer.decision.objections[0].reason == "switched_off_all"
    outbox.resume_all(now=NOW + timedelta(minutes=1))
    assert deliver(NOW + timedelta(minutes=1)).sent == 1


def test_nothing_leaves_in_mode_off(line: Cast, deliver: Deliver, settings: Any) -> None:
    outbox.submit(ask(line.contact), now=NOW)
    settings.SENDING = "off"
    assert deliver().claimed == 0


def test_only_sandbox_senders_send_in_mode_sandbox(line: Cast, deliver: Deliver) -> None:
    outbox.submit(ask(line.contact), now=NOW)
    ChannelAccount.across_businesses.filter(pk=line.account.pk).update(kind="long_code")
    assert deliver().claimed == 0


def test_an_address_outside_send_only_to_is_refused(line: Cast, carrier: CarrierControl, settings: Any) -> None:
    settings.SEND_ONLY_TO = ("+12125550111",)
    refused = outbox.submit(ask(line.contact), now=NOW)
    assert refused.status == "blocked"
    assert outbox.submit(ask(line.neighbour_contact), now=NOW).status == "queued"


def test_a_campaign_waits_for_catch_up_and_an_answer_does_not(line: Cast, deliver: Deliver) -> None:
    ChannelAccount.across_businesses.update(catch_up_wanted_at=NOW)
    campaign = outbox.submit(ask(line.contact), now=NOW)
    answer = outbox.submit(ask(line.neighbour_contact, purpose=Purpose.REPLY), now=NOW)
    deliver()
    assert (status_of(campaign), status_of(answer)) == ("queued", "sent")


WAITING = ["missed_call", "lead_response", "appointment", "follow_up", "consent_request", "campaign"]


@pytest.mark.parametrize("purpose", list(Purpose))
def test_only_answers_and_peoples_own_messages_leave_before_catch_up_is_done(line: Cast, purpose: Purpose) -> None:
    make_outbound(line.contact, line.account, purpose=purpose.value, priority=outbox.PRIORITY[purpose])
    ChannelAccount.across_businesses.update(catch_up_wanted_at=NOW)
    assert len(peek_due(now=NOW, limit=5)) == (0 if purpose.value in WAITING else 1)
    ChannelAccount.across_businesses.update(catch_up_wanted_at=None)
    assert len(peek_due(now=NOW, limit=5)) == 1


def test_a_broken_sender_keeps_what_is_queued(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    carrier.fail("error", code=30034, http_status=400)
    deliver()
    assert ChannelAccount.across_businesses.get(pk=line.account.pk).problem.startswith("The number is not registered")
    assert deliver(NOW + timedelta(hours=1)).claimed == 0
    assert status_of(answer) == "queued"


def test_a_first_start_marks_database_and_file(line: Cast) -> None:
    assert instance.check_instance(now=NOW) == ""
    file = read_mark_file()
    assert file is not None
    assert file.mark == InstanceState.objects.get().mark


def test_a_copied_database_does_not_send(line: Cast, deliver: Deliver, settings: Any, tmp_path: Path) -> None:
    instance.check_instance(now=NOW)
    outbox.submit(ask(line.contact), now=NOW)
    settings.INSTANCE_MARK_FILE = tmp_path / "elsewhere" / "instance-mark"
    assert "copied" in instance.check_instance(now=NOW)
    assert deliver().claimed == 0


def test_a_restored_backup_does_not_send(line: Cast, deliver: Deliver) -> None:
    instance.check_instance(now=NOW)
    outbox.submit(ask(line.contact), now=NOW)
    file = read_mark_file()
    assert file is not None
    write_mark_file(MarkFile(file.mark, file.newest_attempt + 1_000_000))
    assert "older" in instance.check_instance(now=NOW)
    assert deliver().claimed == 0


def test_the_file_knows_the_newest_attempt(line: Cast, deliver: Deliver) -> None:
    instance.check_instance(now=NOW)
    outbox.submit(ask(line.contact), now=NOW)
    deliver()
    file = read_mark_file()
    assert file is not None and file.newest_attempt > 0
    assert instance.check_instance(now=NOW) == ""


def test_resuming_a_restored_backup_settles_what_had_left(
    line: Cast, carrier: CarrierControl, deliver: Deliver
) -> None:
    now = timezone.now()
    instance.check_instance(now=now)
    answer = outbox.submit(ask(line.contact, purpose=Purpose.REPLY, answered_at=now), now=now)
    deliver(now)
    forget_hand_over(answer)
    write_mark_file(MarkFile("another", 0))
    with pytest.raises(CommandError, match="copied or restored"):
        call_command("resume_sending")
    out = StringIO()
    call_command("resume_sending", "--reconcile", stdout=out)
    assert "1 waiting messages had already left" in out.getvalue()
    deliver(now + timedelta(minutes=5))
    assert len(carrier.messages(direction="outbound")) == 1


def test_a_snapshot_put_back_whole_is_compared_before_anything_leaves(
    line: Cast, carrier: CarrierControl, deliver: Deliver
) -> None:
    now = timezone.now()
    instance.check_instance(now=now)
    answer = outbox.submit(ask(line.contact, purpose=Purpose.REPLY, answered_at=now), now=now)
    deliver(now)
    forget_hand_over(answer)
    write_mark_file(MarkFile(InstanceState.objects.get().mark, 0))
    assert instance.check_instance(now=now) == ""
    assert instance.compare_after_absence(last_beat=now - timedelta(hours=3), clock=lambda: now)
    deliver(now + timedelta(minutes=5))
    assert len(carrier.messages(direction="outbound")) == 1


def test_a_worker_that_was_hardly_away_compares_nothing(line: Cast, settings: Any) -> None:
    settings.SANDBOX_CARRIER_URL = "http://127.0.0.1:9"
    outbox.submit(ask(line.contact), now=NOW)
    assert instance.compare_after_absence(last_beat=NOW - timedelta(seconds=5), clock=lambda: NOW)
    assert not instance.compare_after_absence(last_beat=NOW - timedelta(hours=1), clock=lambda: NOW)


def forget_hand_over(answer: outbox.Submitted) -> None:
    """As a backup from before the hand-over has it."""
    Reservation.across_businesses.all().delete()
    Message.across_businesses.filter(pk=answer.message_id).update(
        status="queued", provider_id="", handed_over_at=None, sent_at=None, attempts=0
    )


def test_a_stop_is_read_again_at_hand_over(line: Cast, deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    outbox.set_switch(scope="business", business=line.business, now=NOW)
    # As if the switch had been set between claim and hand-over.
    monkeypatch.setattr("conversations.outbox.claim._is_stopped", lambda *_: False)
    assert deliver().deferred == 1
    assert Clearance.across_businesses.filter(message=answer.message_id, stage="change", verdict="defer").exists()
