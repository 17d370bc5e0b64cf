"""One call stops a contact, a campaign, a sender or a business; another lets go on what waited."""

from __future__ import annotations

from datetime import timedelta

from conversations import outbox
from conversations.models import Message, Switch
from tests.cast import Cast
from tests.conversations.outbox.asking import ask
from tests.factories import NOW

LATER = NOW + timedelta(minutes=1)


def waiting(cast: Cast) -> Message:
    return Message.objects.for_business(cast.business).get()


def test_a_stopped_contact_gets_nothing_and_loses_nothing(cast: Cast) -> None:
    outbox.stop_contact(cast.contact, member=cast.owner, reason="Asked by phone to wait.", now=NOW)
    outbox.submit(ask(cast.contact), now=NOW)
    assert waiting(cast).status_reason == "switched_off_contact"
    assert outbox.release_contact(cast.contact, now=LATER)
    assert waiting(cast).due_at == LATER


def test_a_stopped_business_says_who_stopped_it(cast: Cast) -> None:
    outbox.stop_business(cast.business, member=cast.owner, reason="Storm.", now=NOW)
    (row,) = outbox.list_switches(cast.business)
    assert (row.scope, row.reason, row.by_member) == (Switch.Scope.BUSINESS, "Storm.", cast.owner)
    assert outbox.list_switches(cast.neighbour) == []
    assert outbox.release_business(cast.business, now=LATER) and not outbox.list_switches(cast.business)


def test_a_stopped_sender_releases_no_campaign(cast: Cast) -> None:
    assert outbox.may_send_now(cast.account)
    outbox.set_switch(scope="channel", business=cast.business, key=str(cast.account.pk), now=NOW)
    assert not outbox.may_send_now(cast.account)
    assert outbox.may_send_now(cast.neighbour_account)
