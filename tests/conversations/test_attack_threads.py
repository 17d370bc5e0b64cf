"""What a member does with one person reaches nobody else, and is whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import work
from contacts.consent import active_suppressions, hash_address
from contacts.standing import detach
from conversations import inbox, threads
from conversations.models import Conversation, Message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, text
from tests.factories import NOW


def thread_of(cast: Cast) -> Conversation:
    rows = Conversation.objects.for_business(cast.business).select_related("business", "contact")
    return rows.get(contact=cast.contact)


def test_allowing_a_contact_again_leaves_the_stop_of_whoever_has_its_old_number(cast: Cast) -> None:
    inbox.receive(cast.account, text("Hello"), now=NOW - timedelta(days=1))
    detach(cast.contact.points.get(), why="Somebody else answered here.", origin="member", now=NOW)
    inbox.receive(cast.account, text("STOP"), now=NOW)
    factories.make_point(cast.contact, address="+12125550188")
    threads.allow_again(thread_of(cast), member=cast.owner, reason="She called from her new number", now=NOW)
    rows = active_suppressions(cast.business, [hash_address("phone", MARIA)])
    assert [row.reason for row in rows] == ["opted_out_by_text"]


def test_a_members_text_does_not_leave_while_the_assistant_still_talks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.receive(cast.account, text("Hello"), now=NOW)

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the process died here")

    monkeypatch.setattr(threads, "take_over", dies)
    with pytest.raises(RuntimeError):
        threads.write(thread_of(cast), member=cast.owner, body="Dana here", idempotency_key="k1", now=NOW)
    assert not Message.objects.for_business(cast.business).filter(purpose="member_reply").exists()


def test_a_robot_that_never_says_the_same_twice_is_left_to_a_person(cast: Cast) -> None:
    inbox.receive(cast.account, text("Hello"), now=NOW)
    for minute in range(1, 40):
        at = NOW + timedelta(minutes=minute)
        inbox.receive(cast.account, text(f"Yes please, I would like an appointment number {minute}"), now=at)
        work.drain(clock=lambda at=at: at)  # type: ignore[misc]
        waiting = Message.objects.for_business(cast.business).filter(status="queued")
        waiting.update(status="sent", handed_over_at=at, answers_fresh=True)
    answers = Message.objects.for_business(cast.business).filter(purpose="reply", status="sent")
    assert answers.count() <= 12


def test_a_yes_to_writing_at_night_is_not_used_hours_later(cast: Cast) -> None:
    night = NOW.replace(hour=4)  # 23:00 in New York
    inbox.receive(cast.account, text("Hello"), now=night - timedelta(hours=1))
    written = threads.write(
        thread_of(cast), member=cast.owner, body="Dana here", idempotency_key="k2", now=night, confirmations=("hours",)
    )
    assert written.status == "queued"
    latest = Message.objects.for_business(cast.business).get(purpose="member_reply").latest_at
    assert latest is not None and latest <= night + timedelta(minutes=30)
