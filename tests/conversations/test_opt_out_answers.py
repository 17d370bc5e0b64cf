"""After a stop: at most one confirmation, in time or not at all, and nobody else's trouble touches the stop itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from accounts import work
from accounts.models import ListenerRun
from contacts.consent import active_suppressions, hash_address
from conversations import inbox, threads
from conversations.events import OptedOut
from conversations.models import Conversation, Handoff, Message, Triage
from tests.cast import Cast
from tests.conversations.inbound import MARIA, make_outbound, text
from tests.factories import NOW


def hear(cast: Cast, body: str, *, at: timedelta = timedelta(0), **fields: object) -> None:
    inbox.receive(cast.account, text(body, **fields), now=NOW + at)  # type: ignore[arg-type]
    work.drain(clock=lambda: NOW + at)


def confirmations(cast: Cast) -> list[Message]:
    rows = Message.objects.for_business(cast.business).filter(purpose="opt_out_confirmation")
    return list(rows.order_by("id"))


def reasons(cast: Cast) -> list[str]:
    rows = active_suppressions(cast.business, [hash_address("phone", MARIA)])
    return sorted(rows.values_list("reason", flat=True))


def test_a_stop_is_confirmed_once_within_five_minutes(cast: Cast) -> None:
    hear(cast, "STOP")
    [confirmation] = confirmations(cast)
    assert (confirmation.status, confirmation.latest_at) == ("queued", NOW + timedelta(minutes=5))
    assert confirmation.body == (
        "Harbor Plumbing: you have opted out and will get no more texts from us. Reply START to come back."
    )


def test_stopping_again_brings_no_second_confirmation(cast: Cast) -> None:
    for minute in range(3):
        hear(cast, "STOP", at=timedelta(minutes=minute))
    assert len(confirmations(cast)) == 1


def test_where_the_carrier_has_answered_nothing_leaves(cast: Cast) -> None:
    hear(cast, "STOP", opt_out_type="STOP")
    assert confirmations(cast) == []
    assert reasons(cast) == ["opted_out_by_text"]


def test_a_stop_heard_too_late_is_obeyed_without_a_confirmation(cast: Cast) -> None:
    hear(cast, "STOP", received_at=NOW - timedelta(minutes=6))
    assert confirmations(cast) == []
    assert reasons(cast) == ["opted_out_by_text"]


def test_after_a_stop_the_thread_is_closed_and_the_assistant_stopped(cast: Cast) -> None:
    hear(cast, "STOP")
    thread = Conversation.objects.for_business(cast.business).get()
    assert (thread.bot, thread.state, thread.last_intent) == ("stopped", "closed", "opt_out")


def test_nobody_is_asked_to_call_somebody_who_opted_out(cast: Cast) -> None:
    hear(cast, "call me please")
    hear(cast, "STOP", at=timedelta(minutes=1))
    assert Handoff.objects.for_business(cast.business).get().state == "done"
    assert not Conversation.objects.for_business(cast.business).get().hot


def test_coming_back_lets_the_assistant_speak_and_says_so(cast: Cast) -> None:
    hear(cast, "STOP")
    hear(cast, "START", at=timedelta(minutes=1))
    thread = Conversation.objects.for_business(cast.business).get()
    welcome = Message.objects.for_business(cast.business).get(purpose="reply")
    assert (thread.bot, thread.state) == ("active", "open")
    assert "Welcome back" in welcome.body and welcome.status == "queued"


def test_coming_back_to_a_thread_that_a_person_has_wakes_no_assistant(cast: Cast) -> None:
    hear(cast, "Hello")
    threads.take_over(Conversation.objects.for_business(cast.business).get(), member=cast.agent, now=NOW)
    hear(cast, "STOP", at=timedelta(minutes=1))
    hear(cast, "START", at=timedelta(minutes=2))
    hear(cast, "Do you fix boilers?", at=timedelta(minutes=3))
    assert Conversation.objects.for_business(cast.business).get().bot == "paused"
    assert not Message.objects.for_business(cast.business).filter(purpose="reply", status="queued").exists()
    assert Handoff.objects.for_business(cast.business).filter(reason="came_back", assigned_to=cast.agent).count() == 1


def test_a_stop_after_coming_back_is_a_new_one_with_its_own_confirmation(cast: Cast) -> None:
    for minute, word in enumerate(("STOP", "START", "STOP")):
        hear(cast, word, at=timedelta(minutes=minute))
    assert len(confirmations(cast)) == 2


def test_help_is_answered_with_who_how_and_the_way_out(cast: Cast) -> None:
    hear(cast, "HELP")
    answer = Message.objects.for_business(cast.business).get(purpose="help_answer")
    assert "Harbor Plumbing" in answer.body and "+12125550100" in answer.body and "STOP" in answer.body
    assert answer.status == "queued"


def test_a_suspected_opt_out_waits_for_a_member_and_is_counted_by_nobody(cast: Cast, suspicious: str) -> None:
    queued = make_outbound(cast.contact, cast.account)
    hear(cast, suspicious)
    queued.refresh_from_db()
    assert (reasons(cast), queued.status) == (["suspected"], "cancelled")
    assert Handoff.objects.for_business(cast.business).get().reason == "suspected_opt_out"
    assert Triage.objects.for_business(cast.business).get().flags == ["suspected"]
    assert confirmations(cast) == []


@pytest.fixture
def suspicious() -> str:
    return "Why do you keep texting me"


@pytest.fixture
def burning() -> Iterator[None]:
    def burn(fact: OptedOut) -> None:
        raise RuntimeError("burnt")

    work.listens(OptedOut, name="tests.burning")(burn)
    yield
    work.forget_listener("tests.burning")


def test_a_listener_that_raises_changes_nothing_about_the_stop(cast: Cast, burning: None) -> None:
    queued = make_outbound(cast.contact, cast.account)
    hear(cast, "STOP")
    queued.refresh_from_db()
    assert (reasons(cast), queued.status) == (["opted_out_by_text"], "cancelled")
    assert len(confirmations(cast)) == 1
    assert ListenerRun.objects.get(listener="tests.burning").error == "RuntimeError"


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    release = threading.Event()
    # In front of the others in the queue: it was registered last but its name does not matter, its row does.
    work.listens(OptedOut, name="tests.hanging")(lambda fact: release.wait(60))
    yield release
    release.set()
    work.forget_listener("tests.hanging")


def test_a_listener_that_hangs_changes_nothing_about_the_stop(committed_cast: Cast, hanging: threading.Event) -> None:
    queued = make_outbound(committed_cast.contact, committed_cast.account)

    def drain() -> None:
        try:
            work.drain(clock=lambda: NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        inbox.receive(committed_cast.account, text("STOP"), now=NOW)
        workers = [pool.submit(drain) for _ in range(2)]
        try:
            # Stop and cancellation stand before any listener has run; the other worker confirms beside the hanging one.
            queued.refresh_from_db()
            assert (reasons(committed_cast), queued.status) == (["opted_out_by_text"], "cancelled")
            assert wait_for_confirmation(committed_cast)
        finally:
            hanging.set()
            [worker.result() for worker in workers]


def wait_for_confirmation(cast: Cast) -> bool:
    patience = threading.Event()
    return any(confirmations(cast) or patience.wait(0.05) for _ in range(100))
