"""One task per reason while it is ongoing, taken by one member, with the story so far."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import WorkItem
from conversations import handoff
from conversations.models import Conversation, Handoff
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import make_outbound
from tests.factories import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def thread(cast: Cast) -> Conversation:
    return factories.make_conversation(cast.contact)


def ask(thread: Conversation, reason: str = "question", priority: str = "normal", due: timedelta = 8 * HOUR) -> Handoff:
    return handoff.open_handoff(thread, reason=reason, priority=priority, due=NOW + due, now=NOW)


def opened() -> int:
    return WorkItem.objects.filter(fact="conversations.events.HandoffOpened").count()


def test_asking_twice_for_the_same_reason_is_one_task(thread: Conversation) -> None:
    assert ask(thread).pk == ask(thread).pk
    assert opened() == 1


def test_another_reason_is_another_task(thread: Conversation) -> None:
    assert ask(thread).pk != ask(thread, "complaint").pk


def test_after_it_is_done_the_reason_may_come_again(cast: Cast, thread: Conversation) -> None:
    task = handoff.finish(ask(thread), member=cast.agent, outcome="Called", now=NOW)
    assert ask(thread).pk != task.pk


def test_a_hot_repeat_makes_the_task_hot_and_tells(thread: Conversation) -> None:
    ask(thread)
    task = ask(thread, priority="hot", due=HOUR)
    assert (task.priority, task.due_at, opened()) == ("hot", NOW + HOUR, 2)


def test_a_calm_repeat_does_not_cool_it(thread: Conversation) -> None:
    ask(thread, priority="hot", due=HOUR)
    assert ask(thread, priority="normal").priority == "hot"


def test_the_thread_shows_that_it_needs_somebody_until_somebody_is_on_it(cast: Cast, thread: Conversation) -> None:
    task = ask(thread, priority="hot")
    thread.refresh_from_db()
    assert (thread.needs_you, thread.hot) == (True, True)
    handoff.take(task, member=cast.agent, now=NOW)
    thread.refresh_from_db()
    assert (thread.needs_you, thread.hot) == (False, False)


def test_a_held_draft_needs_somebody_too(cast: Cast, thread: Conversation) -> None:
    task = ask(thread)
    make_outbound(cast.contact, cast.account, status="held")
    handoff.finish(task, member=cast.agent, outcome="", now=NOW)
    thread.refresh_from_db()
    assert thread.needs_you


def test_a_task_is_taken_by_one(cast: Cast, thread: Conversation) -> None:
    task = ask(thread)
    handoff.take(task, member=cast.agent, now=NOW)
    with pytest.raises(handoff.AlreadyTaken, match="Agent has taken this"):
        handoff.take(task, member=cast.manager, now=NOW)
    assert handoff.take(task, member=cast.agent, now=NOW).taken_by == cast.agent


def test_the_story_says_who_wrote_what(cast: Cast, thread: Conversation) -> None:
    make_outbound(cast.contact, cast.account, status="delivered", body="Still interested?")
    assert "The campaign wrote: “Still interested?”" in ask(thread).summary


@pytest.mark.parametrize("reason", sorted(handoff.REASONS))
def test_every_reason_is_a_sentence(reason: str) -> None:
    assert handoff.sentence_of(reason).endswith(".")
