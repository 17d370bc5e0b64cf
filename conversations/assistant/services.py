"""The assistant's work after a message is stored: read it, plan, answer from approved words, hand over, fall silent.

Each function may run more than once for the same message and does its work once: the triage is one row per message, an
answer one row per message answered, a task one per reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from contacts.eligibility import Purpose
from contacts.models import Contact
from contacts.standing import decline
from conversations import approved_copy, handoff, inbox, outbox, threads, waiting
from conversations.assistant import updates
from conversations.assistant.last_words import THEN_DETACH, THEN_PAUSE, after_last_words, go_on
from conversations.assistant.looks import ToAct, take_turn
from conversations.assistant.plans import OPEN_ISSUE, AnswerPlan, plan_answer
from conversations.assistant.stops import answer_help, settle_opt_out, welcome_back
from conversations.assistant.triage_rules import Intent, TriageReading
from conversations.assistant.turns import ask_for_person, contact_of, load, thread_of
from conversations.assistant.understanding import keep_reading, read, stored_reading
from conversations.models import Conversation, Message

__all__ = ["after_last_words", "answer_help", "respond", "settle_opt_out", "welcome_back"]

# What came in longer ago is not answered by a machine: catch-up after a long night brings such messages.
ANSWER_WITHIN = timedelta(hours=24)
# An apology or a holding line that could not leave by then is dropped, and what was to follow it happens.
LAST_WORDS_WITHIN = timedelta(minutes=15)
# How far back the assistant's own question still counts as asked.
TALK = timedelta(days=14)
QUALIFYING = ("positive", "booking_request")
ORIGIN = "assistant"
# While a task of one of these waits, the assistant says nothing more in the thread.
SILENCING = frozenset({"emergency", "complaint", "sensitive", "asks_human", "customer_issue", "suspected_opt_out",
                       "shared_number", "wrote_after_stop"})  # fmt: skip


def respond(*, business_id: int, message_id: int, now: datetime) -> None:
    """Read one inbound message and do what its meaning calls for.

    The reading comes before the transaction, since an engine may take its time. What follows is one transaction per
    thread at a time, behind a lock of its own: the way in never waits for it.
    """
    message = load(business_id, message_id)
    reading = stored_reading(message) or read(message)
    with transaction.atomic():
        state = take_turn(message, talk_since=message.created_at - TALK, qualifying=QUALIFYING)
        reading = keep_reading(message, reading, state, now=now)
        if state.older_answers:
            waiting.cancel_older_answers(message)
        then = _react(message, reading, state, now=now)
    go_on(message, then, now=now)


def _react(message: Message, reading: TriageReading, state: ToAct, *, now: datetime) -> str:
    """Plan and act; return what is to follow at once (see THEN_PAUSE, THEN_DETACH), empty for nothing."""
    # A newer message has its own turn, and its answer covers this one.
    if message.is_auto_reply or reading.intent is Intent.AUTO_REPLY or state.newer:
        return ""
    plan = _plan(message, reading, state, now=now)
    _keep_what_was_said(message, reading, plan, now=now)
    if _is_for_a_person(message, reading, state, now=now):
        return ""
    return _act(message, reading, plan, now=now)


def _plan(message: Message, reading: TriageReading, state: ToAct, *, now: datetime) -> AnswerPlan:
    thread, contact = thread_of(message), contact_of(message)
    plan = plan_answer(
        reading,
        standing=OPEN_ISSUE if contact.standing == Contact.Standing.OPEN_ISSUE else contact.standing,
        clarified_before=thread.clarified_at is not None and thread.clarified_at > message.created_at - TALK,
        # By text one qualifying question is enough before a person.
        qualified=state.qualified,
        # Ruling 1: by text only wording that the owner approved for it is quoted.
        knows_price=state.knows_price,
        knows_hours="hours" in reading.flags and approved_copy.knows_hours(message.business, now=now),
    )
    if state.qualified and plan.copy_key in QUALIFYING:
        plan = replace(plan, copy_key=f"{plan.copy_key}_next")
    return plan


def _keep_what_was_said(message: Message, reading: TriageReading, plan: AnswerPlan, *, now: datetime) -> None:
    """What holds whoever answers: declined, new details, a note."""
    contact, thread = contact_of(message), thread_of(message)
    if plan.suppress == "not_interested":
        decline(contact, reason="not interested", now=now)
        waiting.cancel_outreach(contact)
    if reading.intent is Intent.CONTACT_UPDATE:
        updates.apply(message, reading.facts, now=now)
    if plan.note:
        words = f"{plan.note} “{message.new_text[:300]}”" if message.new_text else plan.note
        threads.add_note_once(thread, body=words, at=message.created_at)


def _is_for_a_person(message: Message, reading: TriageReading, state: ToAct, *, now: datetime) -> bool:
    """Say whether the assistant must not answer at all, and ask for a person where somebody has to."""
    reason = ""
    if state.stopped:
        reason = "" if reading.intent is Intent.OPT_OUT else "wrote_after_stop"
    elif state.shared and inbox.is_anyones_guess(message):
        reason = "shared_number"
    elif message.created_at < now - ANSWER_WITHIN:
        reason = "late"
    elif not message.new_text:
        reason = "picture"
    elif state.bot == Conversation.Bot.ACTIVE and not state.tasks & SILENCING:
        return False
    if reason:
        ask_for_person(message, reason=reason, now=now)
    return True


def _act(message: Message, reading: TriageReading, plan: AnswerPlan, *, now: datetime) -> str:
    """Ask for a person, answer, close; return what is to follow at once because no last words are on their way."""
    thread = thread_of(message)
    if plan.handoff is not None:
        handoff.open_handoff(
            thread,
            reason=plan.handoff.reason,
            priority=plan.handoff.priority,
            due=now + plan.handoff.due,
            next_step=plan.handoff.next_step,
            message=message,
            now=now,
        )
    elif reading.intent is Intent.FOLLOW_UP_AT:
        # A time that was agreed: a person keeps it.
        ask_for_person(message, reason=reading.intent.value, now=now)
    then = THEN_PAUSE if plan.bot == "pause" else THEN_DETACH if plan.suppress == "wrong_number" else ""
    is_waiting = bool(plan.copy_key) and _answer(message, reading, plan, origin=then or ORIGIN, now=now)
    if plan.copy_key == "clarify":
        Conversation.objects.for_business(message.business_id).filter(pk=thread.pk).update(clarified_at=now)
    if plan.conversation == "close":
        threads.close(thread, now=now)
    return "" if is_waiting else then


def _answer(message: Message, reading: TriageReading, plan: AnswerPlan, *, origin: str, now: datetime) -> bool:
    """Submit the answer; return whether it is on its way. Where it may not leave, a person is asked."""
    business, contact = message.business, contact_of(message)
    language = _language(message, reading)
    wording = approved_copy.find_wording(business, key=plan.copy_key or "", language=language, channel=message.channel)
    if wording is None:
        ask_for_person(message, reason="no_approved_words", now=now)
        return False
    last_words = origin != ORIGIN
    request = outbox.SubmitRequest(
        business_id=message.business_id,
        purpose=Purpose.REPLY,
        body=approved_copy.fill(wording, business=business, contact=contact),
        author=Message.Author.ASSISTANT,
        contact_id=contact.pk,
        channel=message.channel,
        account_id=message.account_id,
        address=message.address,
        answers_id=message.pk,
        answered_at=message.created_at,
        origin=origin,
        reason_key=f"answer:{message.pk}",
        idempotency_key=f"answer:{message.pk}",
        # The wait for further messages; last words do not wait.
        due_at=None if last_words else message.created_at + timedelta(seconds=business.reply_wait_seconds),
        expires_at=message.created_at + (LAST_WORDS_WITHIN if last_words else ANSWER_WITHIN),
        copy_version=wording.version,
        engine=reading.engine,
        language=wording.language,
    )
    submitted = outbox.submit(request, now=now)
    if submitted.status == Message.Status.BLOCKED and not last_words:
        ask_for_person(message, reason="answer_not_allowed", now=now)
    return submitted.status in (Message.Status.QUEUED, Message.Status.SENDING, Message.Status.HELD)


def _language(message: Message, reading: TriageReading) -> str:
    read = next((flag.partition(":")[2] for flag in reading.flags if flag.startswith("language:")), "")
    return read or contact_of(message).language or message.business.language
