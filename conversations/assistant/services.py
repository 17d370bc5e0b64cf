"""The assistant's work after a message is stored: read it, plan, answer from approved words, hand over, fall silent.

Each function may run more than once for the same message and does its work once: the triage is one row per message, an
answer one row per message answered, a task one per reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.tenancy import BusinessQuerySet
from accounts.work import record
from contacts.consent import StopFacts, active_suppressions, suppress
from contacts.eligibility import Purpose
from contacts.models import Contact, ContactPoint, Suppression
from contacts.standing import decline, detach
from conversations import approved_copy, handoff, inbox, outbox, threads, waiting
from conversations.assistant import updates
from conversations.assistant.engines import engine_of
from conversations.assistant.plans import HOT_DUE, OPEN_ISSUE, WARM_DUE, AnswerPlan, plan_answer
from conversations.assistant.triage_rules import Intent, TriageReading
from conversations.events import MessageTriaged
from conversations.models import ApprovedCopy, ChannelAccount, Conversation, Message, Note, Triage

# What came in longer ago is not answered by a machine: catch-up after a long night brings such messages.
ANSWER_WITHIN = timedelta(hours=24)
# An apology or a holding line that could not leave by then is dropped, and what was to follow it happens.
LAST_WORDS_WITHIN = timedelta(minutes=15)
# 47 CFR 64.1200(a)(12): later than this a confirmation is no longer presumed wanted.
CONFIRM_WITHIN = timedelta(minutes=5)
# Three times the same words within this are a machine that our rules did not recognise.
ECHO_WITHIN = timedelta(minutes=30)
ECHOES = 3
# First half of the advisory lock that keeps two messages of one thread apart; the second is the thread's id.
TURN_LOCK = 771_002
# How far back the assistant's own question still counts as asked.
TALK = timedelta(days=14)
QUALIFYING = ("positive", "booking_request")

# In several texts of one thought these outweigh whatever was said beside them.
ALARMS = frozenset({Intent.EMERGENCY, Intent.COMPLAINT, Intent.SENSITIVE, Intent.ASKS_HUMAN, Intent.OPT_OUT,
                    Intent.WRONG_NUMBER})  # fmt: skip
SAYS_LITTLE = frozenset({Intent.UNCLEAR, Intent.POSITIVE})

# What a message says in its origin about what follows once it has left, or will not leave.
ORIGIN = "assistant"
THEN_PAUSE = "assistant:then_pause"
THEN_DETACH = "assistant:then_detach"
# While a task of one of these waits, the assistant says nothing more in the thread.
SILENCING = frozenset({"emergency", "complaint", "sensitive", "asks_human", "customer_issue", "suspected_opt_out",
                       "shared_number", "wrote_after_stop"})  # fmt: skip


def respond(*, business_id: int, message_id: int, now: datetime) -> None:
    """Read one inbound message and do what its meaning calls for.

    The reading comes before the transaction, since an engine may take its time. What follows is one transaction per
    thread at a time, behind a lock of its own: the way in never waits for it.
    """
    message = _load(business_id, message_id)
    reading = _stored_reading(message) or _read(message)
    with transaction.atomic():
        _take_turn(message)
        reading = _keep_reading(message, reading, now=now)
        waiting.cancel_older_answers(message)
        then = _react(message, reading, now=now)
    _afterwards(message, then, now=now)


def _react(message: Message, reading: TriageReading, *, now: datetime) -> str:
    """Plan and act; return what is to follow at once (see THEN_PAUSE, THEN_DETACH), empty for nothing."""
    if message.is_auto_reply or reading.intent is Intent.AUTO_REPLY or _has_newer(message):
        return ""
    plan = _plan(message, reading)
    _keep_what_was_said(message, reading, plan, now=now)
    if _is_for_a_person(message, reading, now=now):
        return ""
    return _act(message, reading, plan, now=now)


def _load(business_id: int, message_id: int) -> Message:
    return (
        Message.objects.for_business(business_id)
        .select_related("business", "contact", "account", "conversation__contact", "conversation__business")
        .get(pk=message_id)
    )


def _thread(message: Message) -> Conversation:
    assert message.conversation is not None, "an inbound message always has a thread"
    return message.conversation


def _contact(message: Message) -> Contact:
    assert message.contact is not None, "an inbound message always has a contact"
    return message.contact


def _take_turn(message: Message) -> None:
    """Wait until no other message of this thread is being worked on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURN_LOCK, _thread(message).pk % 2**31])


# Reading


def _stored_reading(message: Message) -> TriageReading | None:
    """What the message was read as before; None where it was not, or as a suspicion that a member has dispelled."""
    row = Triage.objects.for_business(message.business_id).filter(message=message).first()
    if row is None or ("suspected" in row.flags and not is_stopped(message)):
        return None
    return TriageReading(Intent(row.intent), row.confidence, frozenset(row.flags), row.facts, row.why, row.engine)


def _keep_reading(message: Message, reading: TriageReading, *, now: datetime) -> TriageReading:
    """Store a new reading, or return the one that stands."""
    stored = _stored_reading(message)
    if stored is not None:
        return stored
    dispelled, _ = Triage.objects.for_business(message.business_id).filter(message=message).delete()
    if dispelled and reading.intent is Intent.OPT_OUT:
        # A member has decided that it was none; what else it means is for them to say.
        reading = replace(reading, intent=Intent.UNCLEAR)
    store_triage(message, reading, now=now)
    return reading


def _read(message: Message) -> TriageReading:
    if message.is_auto_reply or _is_echo(message):
        return TriageReading(Intent.AUTO_REPLY, 1.0, why="Written by a machine.", engine="rules")
    engine, asked = engine_of(message.business), _asked(message)
    own = engine.read(message.new_text, channel=message.channel, asked=asked)
    burst = _burst(message)
    if burst == message.new_text or own.intent in ALARMS:
        return own
    whole = engine.read(burst, channel=message.channel, asked=asked)
    # "How much is it?" and then "thanks": the thought counts. "Yes" and then "how much is it?": the last word does.
    return whole if whole.intent in ALARMS or own.intent in SAYS_LITTLE else own


def store_triage(message: Message, reading: TriageReading, *, now: datetime, tell: bool = True) -> None:
    """Store what a message means, show it on the thread, and record MessageTriaged."""
    _, is_new = Triage.across_businesses.get_or_create(
        message=message,
        defaults={
            "business": message.business,
            "intent": reading.intent.value,
            "confidence": reading.confidence,
            "flags": sorted(reading.flags),
            "facts": dict(reading.facts),
            "engine": reading.engine,
            "why": reading.why[:300],
            "created_at": now,
        },
    )
    if not is_new:
        return
    thread = Conversation.objects.for_business(message.business_id).filter(pk=_thread(message).pk)
    if reading.intent is not Intent.AUTO_REPLY:
        thread.update(last_intent=reading.intent.value)
    if tell:
        fact = MessageTriaged(
            business_id=message.business_id,
            message_id=message.pk,
            conversation_id=message.conversation_id or 0,
            contact_id=message.contact_id or 0,
            intent=reading.intent.value,
        )
        record(fact, now=now)


def _own_words(message: Message) -> BusinessQuerySet[Message]:
    """The thread's inbound messages by a person."""
    return Message.objects.for_business(message.business_id).filter(
        conversation=_thread(message), direction=Message.Direction.IN, is_auto_reply=False
    )


def _has_newer(message: Message) -> bool:
    """A newer message has its own turn, and its answer covers this one."""
    return _own_words(message).filter(pk__gt=message.pk).exists()


def _burst(message: Message) -> str:
    """The words since our last message, as far back as the wait for further ones: several texts, one thought."""
    reach = max(message.business.reply_wait_seconds * 3, 10)
    since = message.created_at - timedelta(seconds=reach)
    answered = Message.objects.for_business(message.business_id).filter(
        conversation=_thread(message), direction=Message.Direction.OUT, handed_over_at__gte=since
    )
    last = answered.order_by("-handed_over_at").values_list("handed_over_at", flat=True).first()
    rows = _own_words(message).filter(pk__lte=message.pk, created_at__gte=max(since, last) if last else since)
    return "\n".join(row for row in rows.order_by("pk").values_list("new_text", flat=True) if row)


def _asked(message: Message) -> str | None:
    """Our last message, if it asked something, so that "yes" has a meaning."""
    last = (
        Message.objects.for_business(message.business_id)
        .filter(
            conversation=_thread(message),
            direction=Message.Direction.OUT,
            handed_over_at__isnull=False,
            handed_over_at__lte=message.created_at,
        )
        .order_by("-handed_over_at")
        .values_list("body", flat=True)
        .first()
    )
    return last if last and "?" in last else None


def _is_echo(message: Message) -> bool:
    """The same words again and again, or words from one of our own senders: a machine answers us."""
    if ChannelAccount.across_businesses.filter(sender=message.address).exists():
        return True
    if not message.new_text:
        return False
    same = _own_words(message).filter(
        new_text=message.new_text, created_at__gte=message.created_at - ECHO_WITHIN, pk__lte=message.pk
    )
    return same.count() >= ECHOES


# Planning


def _plan(message: Message, reading: TriageReading) -> AnswerPlan:
    thread, contact = _thread(message), _contact(message)
    asked_before = _qualified_before(message)
    plan = plan_answer(
        reading,
        standing=OPEN_ISSUE if contact.standing == Contact.Standing.OPEN_ISSUE else contact.standing,
        clarified_before=thread.clarified_at is not None and thread.clarified_at > message.created_at - TALK,
        qualified=asked_before,
        knows_price=_knows_price(message),
    )
    if asked_before and plan.copy_key in QUALIFYING:
        plan = replace(plan, copy_key=f"{plan.copy_key}_next")
    return plan


def _qualified_before(message: Message) -> bool:
    """Whether the assistant has asked its qualifying question in this talk: by text one is enough before a person."""
    versions = Message.objects.for_business(message.business_id).filter(
        conversation=_thread(message),
        author=Message.Author.ASSISTANT,
        handed_over_at__gte=message.created_at - TALK,
    )
    said = versions.values_list("copy_version", flat=True)
    return any(version.split("/")[0] in QUALIFYING for version in said)


def _knows_price(message: Message) -> bool:
    """Ruling 1: by text only wording that the owner approved for it is quoted."""
    return (
        ApprovedCopy.objects.for_business(message.business_id)
        .filter(key="pricing_range", channel=message.channel, is_current=True)
        .exists()
    )


def _keep_what_was_said(message: Message, reading: TriageReading, plan: AnswerPlan, *, now: datetime) -> None:
    """What holds whoever answers: declined, new details, a note."""
    contact, thread = _contact(message), _thread(message)
    if plan.suppress == "not_interested":
        decline(contact, reason="not interested", now=now)
        waiting.cancel_outreach(contact)
    if reading.intent is Intent.CONTACT_UPDATE:
        updates.apply(message, reading.facts, now=now)
    if plan.note:
        words = f"{plan.note} “{message.new_text[:300]}”" if message.new_text else plan.note
        Note.across_businesses.get_or_create(
            business=message.business, conversation=thread, body=words, defaults={"created_at": message.created_at}
        )


def _is_for_a_person(message: Message, reading: TriageReading, *, now: datetime) -> bool:
    """Say whether the assistant must not answer at all, and ask for a person where somebody has to."""
    thread = Conversation.objects.for_business(message.business_id).get(pk=_thread(message).pk)
    reason = ""
    if is_stopped(message):
        reason = "" if reading.intent is Intent.OPT_OUT else "wrote_after_stop"
    elif inbox.is_anyones_guess(message):
        reason = "shared_number"
    elif message.created_at < now - ANSWER_WITHIN:
        reason = "late"
    elif not message.new_text:
        reason = "picture"
    elif thread.bot == Conversation.Bot.ACTIVE and not handoff.has_ongoing(thread, SILENCING):
        return False
    if reason:
        ask_for_person(message, reason=reason, now=now)
    return True


def is_stopped(message: Message) -> bool:
    """Whether the address the message came from is stopped, for certain or perhaps."""
    return bool(active_suppressions(message.business, [message.address_hash]).exists())


def ask_for_person(message: Message, *, reason: str, now: datetime, urgent: bool = False) -> None:
    """Open the task that this message needs somebody for."""
    handoff.open_handoff(
        _thread(message),
        reason=reason,
        priority="high" if urgent else "normal",
        due=now + (HOT_DUE if urgent else WARM_DUE),
        next_step="Read the conversation and decide.",
        message=message,
        now=now,
    )


# Acting


def _act(message: Message, reading: TriageReading, plan: AnswerPlan, *, now: datetime) -> str:
    """Ask for a person, answer, close; return what is to follow at once because no last words are on their way."""
    thread = _thread(message)
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
    elif reading.intent in (Intent.QUESTION, Intent.FOLLOW_UP_AT):
        # Nothing to answer from, and a time that was agreed: a person keeps it.
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
    business, contact = message.business, _contact(message)
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
    return read or _contact(message).language or message.business.language


def _afterwards(message: Message, then: str, *, now: datetime) -> None:
    if then == THEN_PAUSE:
        threads.pause_bot(_thread(message), now=now)
    elif then == THEN_DETACH:
        _part_from_number(message, now=now)


def after_last_words(*, business_id: int, message_ids: list[int], now: datetime) -> None:
    """What follows a holding line or an apology, once it has left or will not leave."""
    rows = (
        Message.objects.for_business(business_id)
        .filter(pk__in=message_ids, origin__in=[THEN_PAUSE, THEN_DETACH], answers__isnull=False)
        .values_list("answers_id", "origin")
    )
    for answered, then in rows:
        _afterwards(_load(business_id, answered), then, now=now)


def _part_from_number(message: Message, *, now: datetime) -> None:
    """Wrong number: the address is stopped and parted from this contact; whoever else has it is shown to a person."""
    contact, thread = _contact(message), _thread(message)
    with transaction.atomic():
        suppress(
            message.business,
            kind_of_address="phone",
            address=message.address,
            reason=Suppression.Reason.WRONG_NUMBER,
            facts=StopFacts(contact=contact, words=message.new_text[:500], message=str(message.uid)),
            now=now,
        )
        points = ContactPoint.objects.for_business(message.business_id).filter(address_hash=message.address_hash)
        for point in points.filter(contact=contact).select_related("contact__business"):
            detach(point, why="Somebody else answered here.", origin=f"message:{message.uid}", now=now)
        shared = points.exclude(contact=contact).exclude(state=ContactPoint.State.DETACHED).exists()
        waiting.cancel_automated(thread, sentence=waiting.SENTENCE, reason="wrong_number")
    if shared:
        ask_for_person(message, reason="wrong_number", now=now)


# Stops, returns, help


def settle_opt_out(
    *, business_id: int, message_id: int, suppression_id: int, reason: str, confirm: bool, now: datetime
) -> None:
    """React to an opt-out that is already in force: read as such, confirmed at most once, thread closed.

    A suspected one waits for a member instead.
    """
    if not message_id:
        return
    message = _load(business_id, message_id)
    suspected = reason == Suppression.Reason.SUSPECTED
    flags = frozenset({"suspected"}) if suspected else frozenset()
    reading = TriageReading(Intent.OPT_OUT, 0.5 if suspected else 1.0, flags, why="Read by the opt-out rules.")
    # Nobody counts a suspicion as an opt-out before a member has decided.
    store_triage(message, replace(reading, engine="rules"), now=now, tell=not suspected)
    if suspected:
        ask_for_person(message, reason="suspected_opt_out", now=now, urgent=True)
        return
    if confirm:
        _confirm_opt_out(message, suppression_id=suppression_id, now=now)
    if reason == Suppression.Reason.DO_NOT_EMAIL:
        return
    threads.stop_bot(_thread(message))
    threads.close(_thread(message), now=now)


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
    """Somebody came back by START: the assistant may speak again, and says so where the carrier has not."""
    message = _load(business_id, message_id)
    if is_stopped(message):
        return
    threads.let_bot_speak(_thread(message), now=now)
    if confirm:
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
    message = _load(business_id, message_id)
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
    business, contact = message.business, _contact(message)
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
