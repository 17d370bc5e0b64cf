"""Held messages: approving sends the same row on, rejecting ends it; cancelling takes back what waits."""

from __future__ import annotations

import pytest

from contacts.eligibility import Approval, Purpose
from conversations import outbox
from conversations.models import Clearance, Message
from tests.cast import Cast
from tests.conversations.outbox.asking import ask
from tests.factories import NOW


def make_draft(cast: Cast) -> Message:
    answer = outbox.submit(ask(cast.contact, purpose=Purpose.REPLY, approval=Approval.NEEDED), now=NOW)
    assert answer.status == "held"
    row: Message = Message.across_businesses.get(pk=answer.message_id)
    return row


def test_a_draft_makes_its_conversation_need_somebody(cast: Cast) -> None:
    conversation = make_draft(cast).conversation
    assert conversation is not None and conversation.needs_you


def test_approving_sends_the_same_row_on(cast: Cast) -> None:
    draft = make_draft(cast)
    answer = outbox.approve(draft, member=cast.owner, now=NOW)
    draft.refresh_from_db()
    assert (answer.message_id, answer.status) == (draft.pk, "queued")
    assert (draft.status, draft.approved_by, draft.approval) == ("queued", cast.owner, "given")
    assert Clearance.across_businesses.filter(message=draft, stage="change", verdict="allow").exists()


def test_an_edited_draft_leaves_with_the_members_words(cast: Cast) -> None:
    draft = make_draft(cast)
    outbox.approve(draft, member=cast.owner, body="We come at nine.", now=NOW)
    draft.refresh_from_db()
    assert "We come at nine." in draft.body
    assert draft.body.startswith("Harbor Plumbing:")


def test_approving_as_it_stands_adds_no_line_twice(cast: Cast) -> None:
    draft = make_draft(cast)
    before = draft.body
    outbox.approve(draft, member=cast.owner, now=NOW)
    draft.refresh_from_db()
    assert draft.body == before


def test_a_decided_draft_cannot_be_decided_again(cast: Cast) -> None:
    draft = make_draft(cast)
    outbox.reject(draft, member=cast.owner, now=NOW)
    with pytest.raises(outbox.NotADraft):
        outbox.approve(draft, member=cast.manager, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.status_reason) == ("cancelled", "rejected")


def test_cancelling_a_campaign_takes_back_its_own_messages_only(cast: Cast) -> None:
    outbox.submit(ask(cast.contact, origin_group="campaign:1"), now=NOW)
    kept = outbox.submit(ask(cast.contact, origin_group="campaign:2"), now=NOW)
    assert outbox.cancel_by_origin(business=cast.business, origin_group="campaign:1", why="It is over.", now=NOW) == 1
    assert Message.across_businesses.get(status="queued").pk == kept.message_id


def test_a_member_is_asked_before_a_text_at_night(cast: Cast) -> None:
    night = NOW.replace(hour=5)
    request = ask(
        cast.contact, purpose=Purpose.MEMBER_REPLY, author="member", by_member_id=cast.owner.pk, answered_at=None
    )
    answer = outbox.submit(request, now=night)
    assert (answer.status, answer.message_id) == ("ask", None)
    assert answer.decision.needs_confirmation
    assert not Message.across_businesses.exists()
