"""What members do with a thread, and what each of it leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import work
from accounts.models import WorkItem
from accounts.templatetags.statuses import describe_status
from contacts.consent import active_suppressions, hash_address
from contacts.models import Suppression
from conversations import handoff, inbox, threads
from conversations.models import Conversation, Handoff, Message, Triage
from conversations.selectors.thread import read_thread
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, make_outbound, text
from tests.factories import NOW

SUSPICIOUS = "Why do you keep texting me"


@pytest.fixture
def thread(cast: Cast) -> Conversation:
    """Maria wrote a minute ago, and nobody has reacted yet."""
    inbox.receive(cast.account, text("Hello, do you fix boilers?"), now=NOW - timedelta(minutes=1))
    return Conversation.objects.for_business(cast.business).select_related("business", "contact").get()


def suspect(cast: Cast) -> Conversation:
    inbox.receive(cast.account, text(SUSPICIOUS), now=NOW)
    work.drain(clock=lambda: NOW)
    return Conversation.objects.for_business(cast.business).select_related("business", "contact").get()


def active(cast: Cast) -> list[str]:
    rows = active_suppressions(cast.business, [hash_address("phone", MARIA)])
    return sorted(rows.values_list("reason", flat=True))


def told(name: str) -> int:
    return WorkItem.objects.filter(fact=f"conversations.events.{name}").count()


def test_taking_over_silences_the_assistant_at_once(cast: Cast, thread: Conversation) -> None:
    answer = make_outbound(cast.contact, cast.account, purpose="reply", author="assistant")
    draft = make_outbound(cast.contact, cast.account, purpose="follow_up", author="assistant", status="held")
    threads.take_over(thread, member=cast.agent, now=NOW)
    for message in (answer, draft):
        message.refresh_from_db()
        assert message.status == "cancelled"
    assert (thread.bot, thread.assigned_to, told("BotPaused")) == ("paused", cast.agent, 1)


def test_taking_over_twice_is_told_once(cast: Cast, thread: Conversation) -> None:
    for _ in range(2):
        threads.take_over(thread, member=cast.agent, now=NOW)
    assert told("BotPaused") == 1


def test_taking_over_leaves_a_colleagues_own_message(cast: Cast, thread: Conversation) -> None:
    written = make_outbound(cast.contact, cast.account, purpose="member_reply", author="member")
    threads.take_over(thread, member=cast.agent, now=NOW)
    written.refresh_from_db()
    assert written.status == "queued"


def test_taking_over_takes_the_open_tasks(cast: Cast, thread: Conversation) -> None:
    task = handoff.open_handoff(thread, reason="call_me", priority="hot", due=NOW, now=NOW)
    threads.take_over(thread, member=cast.agent, now=NOW)
    task.refresh_from_db()
    assert (task.state, task.taken_by, thread.hot) == ("taken", cast.agent, False)


def test_giving_back_lets_the_assistant_speak_and_ends_the_tasks(cast: Cast, thread: Conversation) -> None:
    handoff.open_handoff(thread, reason="complaint", priority="high", due=NOW, now=NOW)
    threads.take_over(thread, member=cast.agent, now=NOW)
    threads.give_back(thread, member=cast.agent, now=NOW)
    assert (thread.bot, thread.handed_back_at) == ("active", NOW)
    assert Handoff.objects.for_business(cast.business).get().state == "done"


def test_a_stopped_thread_cannot_be_given_back(cast: Cast, thread: Conversation) -> None:
    threads.stop_messaging(thread, member=cast.agent, reason="Asked on the phone", now=NOW)
    with pytest.raises(threads.MessagingIsStopped, match="Allow messages first"):
        threads.give_back(thread, member=cast.agent, now=NOW)


def test_stopping_reaches_every_address_and_cancels_what_waits(cast: Cast, thread: Conversation) -> None:
    factories.make_point(cast.contact, address="maria@example.com", kind="email")
    waiting = make_outbound(cast.contact, cast.account)
    threads.stop_messaging(thread, member=cast.agent, reason="Asked on the phone", now=NOW)
    waiting.refresh_from_db()
    rows = Suppression.objects.for_business(cast.business)
    assert {(row.kind_of_address, row.reason, row.all_channels) for row in rows} == {
        ("phone", "manual_stop", True),
        ("email", "manual_stop", True),
    }
    assert (waiting.status, thread.bot) == ("cancelled", "stopped")


def test_stopping_needs_a_reason(cast: Cast, thread: Conversation) -> None:
    with pytest.raises(threads.ReasonNeeded, match="stays on record"):
        threads.stop_messaging(thread, member=cast.agent, reason=" ", now=NOW)


def test_allowing_again_lifts_with_the_members_reason(cast: Cast, thread: Conversation) -> None:
    threads.stop_messaging(thread, member=cast.agent, reason="Asked on the phone", now=NOW)
    assert threads.allow_again(thread, member=cast.owner, reason="Meant his brother", now=NOW) == 1
    lift = Suppression.objects.for_business(cast.business).get().lift
    assert (active(cast), thread.bot, lift.by_member) == ([], "active", cast.owner)


def test_a_suspected_opt_out_can_be_confirmed(cast: Cast) -> None:
    thread = suspect(cast)
    threads.decide_suspected(thread, is_opt_out=True, member=cast.agent, reason="It is clear", now=NOW)
    assert (active(cast), thread.bot, thread.needs_you) == (["opted_out_in_own_words"], "stopped", False)
    assert told("OptedOut") == 2
    work.drain(clock=lambda: NOW)
    assert not Message.objects.for_business(cast.business).filter(purpose="opt_out_confirmation").exists()
    assert Triage.objects.for_business(cast.business).get().flags == []
    assert told("MessageTriaged") == 1


def test_a_suspected_opt_out_that_was_none_is_passed_on_like_any_message(cast: Cast) -> None:
    thread = suspect(cast)
    threads.decide_suspected(thread, is_opt_out=False, member=cast.agent, reason="A joke", now=NOW)
    work.drain(clock=lambda: NOW)
    assert active(cast) == []
    assert told("MessageReceived") == 1
    assert Triage.objects.for_business(cast.business).get().intent != "opt_out"


def test_what_is_decided_cannot_be_decided_again(cast: Cast) -> None:
    thread = suspect(cast)
    threads.decide_suspected(thread, is_opt_out=False, member=cast.agent, reason="A joke", now=NOW)
    with pytest.raises(threads.NothingToDecide):
        threads.decide_suspected(thread, is_opt_out=True, member=cast.agent, reason="No joke", now=NOW)


def test_writing_takes_over(cast: Cast, thread: Conversation) -> None:
    sent = threads.write(thread, member=cast.agent, body="Yes, we do!", idempotency_key="a1", now=NOW)
    assert (sent.status, thread.bot, thread.unread) == ("queued", "paused", 0)
    message = Message.objects.for_business(cast.business).get(direction="out")
    assert (message.author, message.by_member, message.purpose) == ("member", cast.agent, "member_reply")


def test_a_double_click_writes_once(cast: Cast, thread: Conversation) -> None:
    for _ in range(2):
        threads.write(thread, member=cast.agent, body="Yes, we do!", idempotency_key="a1", now=NOW)
    assert Message.objects.for_business(cast.business).filter(direction="out").count() == 1


def test_writing_to_a_stopped_person_is_refused_and_changes_nothing(cast: Cast, thread: Conversation) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    sent = threads.write(thread, member=cast.agent, body="Wait!", idempotency_key="a1", now=NOW)
    assert (sent.status, thread.bot) == ("blocked", "active")


def test_nothing_is_not_sent(cast: Cast, thread: Conversation) -> None:
    with pytest.raises(threads.NothingToSend):
        threads.write(thread, member=cast.agent, body="  ", idempotency_key="a1", now=NOW)


def test_closing_and_reading(cast: Cast, thread: Conversation) -> None:
    threads.mark_read(thread)
    threads.mark_unread(thread)
    assert thread.unread == 1
    threads.close(thread, now=NOW)
    assert (thread.state, thread.unread) == ("closed", 0)


def test_a_thread_is_only_given_to_a_colleague(cast: Cast, thread: Conversation) -> None:
    with pytest.raises(threads.NotYourColleague):
        threads.assign(thread, to=cast.neighbour_owner)
    threads.assign(thread, to=cast.manager)
    assert thread.assigned_to == cast.manager


def test_a_corrected_intent_keeps_what_was_read(cast: Cast, thread: Conversation) -> None:
    work.drain(clock=lambda: NOW)
    triage = Triage.objects.for_business(cast.business).select_related("message__conversation").get()
    threads.correct_intent(triage, intent="positive", member=cast.agent, now=NOW)
    thread.refresh_from_db()
    assert (triage.intent, triage.corrected_intent, thread.last_intent) == ("question", "positive", "positive")


def test_allowing_messages_again_leaves_a_taken_thread_with_its_person(cast: Cast, thread: Conversation) -> None:
    threads.take_over(thread, member=cast.agent, now=NOW)
    threads.stop_messaging(thread, member=cast.agent, reason="Asked on the telephone", now=NOW)
    threads.allow_again(thread, member=cast.agent, reason="Asked for texts again", now=NOW)
    assert thread.bot == "paused"
    threads.give_back(thread, member=cast.agent, now=NOW)
    assert (thread.bot, thread.is_with_person) == ("active", False)


def test_a_thread_taken_over_while_stopped_stays_with_the_person_afterwards(cast: Cast, thread: Conversation) -> None:
    threads.stop_messaging(thread, member=cast.agent, reason="Asked on the telephone", now=NOW)
    threads.take_over(thread, member=cast.agent, now=NOW)
    threads.allow_again(thread, member=cast.agent, reason="Asked for texts again", now=NOW)
    assert thread.bot == "paused"


def lines(thread: Conversation) -> list[str]:
    return [entry.title for entry in read_thread(thread).entries if entry.kind == "line"]


def test_giving_back_is_said_once_in_the_thread(cast: Cast, thread: Conversation) -> None:
    for reason in ("pricing", "question"):
        handoff.open_handoff(thread, reason=reason, priority="normal", due=NOW, now=NOW)
    threads.take_over(thread, member=cast.agent, now=NOW)
    threads.give_back(thread, member=cast.agent, now=NOW + timedelta(minutes=1))
    assert lines(thread).count("Given back to the assistant") == 1


def test_coming_back_by_start_is_no_giving_back(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    work.drain(clock=lambda: NOW)
    inbox.receive(cast.account, text("START"), now=NOW + timedelta(minutes=1))
    work.drain(clock=lambda: NOW + timedelta(minutes=1))
    thread = Conversation.objects.for_business(cast.business).get()
    assert (thread.bot, "Given back to the assistant" in lines(thread)) == ("active", False)


def test_a_suspicion_has_one_name_in_list_and_thread(cast: Cast) -> None:
    thread = suspect(cast)
    triage = Triage.objects.for_business(cast.business).get()
    assert (thread.last_intent, triage.meaning) == ("suspected_opt_out", "suspected_opt_out")
    assert describe_status("intent", triage.meaning).label == Suppression.Reason.SUSPECTED.label


def test_a_decided_suspicion_is_shown_as_what_it_was(cast: Cast) -> None:
    thread = suspect(cast)
    threads.decide_suspected(thread, is_opt_out=True, member=cast.agent, reason="It was one", now=NOW)
    work.drain(clock=lambda: NOW)
    thread.refresh_from_db()
    assert (thread.last_intent, Triage.objects.for_business(cast.business).get().meaning) == ("opt_out", "opt_out")
