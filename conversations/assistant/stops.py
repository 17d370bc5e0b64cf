"""The fixed answers: to a stop that is already in force, to somebody who comes back, to HELP."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from contacts.eligibility import Purpose
from contacts.models import Suppression
from conversations import approved_copy, handoff, outbox, threads
from conversations.assistant.triage_rules import Intent, TriageReading
from conversations.assistant.turns import ask_for_person, contact_of, is_stopped, load, thread_of
from conversations.assistant.understanding import drop_suspicion, store_triage
from conversations.models import Conversation, Message
from conversations.models.handoffs import SUSPECTED_OPT_OUT

ORIGIN = "assistant"
# 47 CFR 64.1200(a)(12): later than this a confirmation is no longer presumed wanted.
CONFIRM_WITHIN = timedelta(minutes=5)
ANSWER_WITHIN = timedelta(hours=24)


def settle_opt_out(
    *, business_id: int, message_id: int, suppression_id: int, reason: str, confirm: bool, now: datetime
) -> None:
    """React to an opt-out that is already in force: read as such, confirmed at most once, thread closed.

    A suspected one waits for a member instead.
    """
    if not message_id:
        return
    message = load(business_id, message_id)
    suspected = reason == Suppression.Reason.SUSPECTED
    flags = frozenset({"suspected"}) if suspected else frozenset()
    reading = TriageReading(Intent.OPT_OUT, 0.5 if suspected else 1.0, flags, why="Read by the opt-out rules.")
    if not suspected:
        drop_suspicion(message)
    # Nobody counts a suspicion as an opt-out before a member has decided.
    store_triage(message, replace(reading, engine="rules"), now=now, tell=not suspected)
    if suspected:
        thread = Conversation.objects.for_business(business_id).filter(pk=thread_of(message).pk)
        thread.update(last_intent=SUSPECTED_OPT_OUT)
        ask_for_person(message, reason="suspected_opt_out", now=now, urgent=True)
        return
    if confirm:
        _confirm_opt_out(message, suppression_id=suppression_id, now=now)
    if reason == Suppression.Reason.DO_NOT_EMAIL:
        return
    threads.stop_bot(thread_of(message))
    # Whoever has opted out is not called either: nothing is left to do for anybody.
    handoff.finish_all(thread_of(message), member=None, outcome="The contact opted out", now=now)
    threads.close(thread_of(message), now=now)


def _confirm_opt_out(message: Message, *, suppression_id: int, now: datetime) -> None:
    expires = message.created_at + CONFIRM_WITHIN
    if now < expires:
        _send_fixed(
            message,
            key="opt_out_confirmation",
            purpose=Purpose.OPT_OUT_CONFIRMATION,
            once=f"opt_out:{suppression_id}",
            expires_at=expires,
            now=now,
        )


def welcome_back(*, business_id: int, message_id: int, confirm: bool, now: datetime) -> None:
    """Somebody came back by START: the assistant may speak again, and says so where the carrier has not.

    Where a person has the thread it stays theirs, and they are told instead.
    """
    message = load(business_id, message_id)
    if is_stopped(message):
        return
    may_speak = threads.end_stop(thread_of(message))
    handoff.finish_all(thread_of(message), member=None, outcome="Came back", now=now, reason="suspected_opt_out")
    if not may_speak:
        ask_for_person(message, reason="came_back", now=now)
    elif confirm:
        _send_fixed(
            message,
            key="welcome_back",
            purpose=Purpose.REPLY,
            once=f"welcome_back:{message.pk}",
            expires_at=message.created_at + ANSWER_WITHIN,
            now=now,
        )


def answer_help(*, business_id: int, message_id: int, now: datetime) -> None:
    """Answer HELP with who writes, how to reach the business and how to stop."""
    message = load(business_id, message_id)
    _send_fixed(
        message,
        key="help_answer",
        purpose=Purpose.HELP_ANSWER,
        once=f"help:{message.pk}",
        expires_at=message.created_at + ANSWER_WITHIN,
        now=now,
    )


def _send_fixed(
    message: Message, *, key: str, purpose: Purpose, once: str, expires_at: datetime, now: datetime
) -> None:
    business, contact = message.business, contact_of(message)
    wording = approved_copy.find_wording(
        business, key=key, language=contact.language or business.language, channel=message.channel
    ) or approved_copy.find_wording(business, key=key, language="en", channel=message.channel)
    assert wording is not None, f"{key} ships with English words"
    outbox.submit(
        outbox.SubmitRequest(
            business_id=message.business_id,
            purpose=purpose,
            body=approved_copy.fill(wording, business=business, contact=contact),
            author=Message.Author.SYSTEM,
            contact_id=contact.pk,
            channel=message.channel,
            account_id=message.account_id,
            address=message.address,
            answers_id=message.pk,
            answered_at=message.created_at,
            origin=ORIGIN,
            reason_key=once,
            idempotency_key=once,
            expires_at=expires_at,
            copy_version=wording.version,
            language=wording.language,
        ),
        now=now,
    )
