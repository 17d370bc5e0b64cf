"""What an intent leads to: the table of design.md, as pure data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from conversations.assistant.triage_rules import Intent, TriageReading

Priority = Literal["hot", "high", "normal"]
Suppress = Literal["wrong_number", "not_interested"]

HOT_DUE = timedelta(hours=1)
WARM_DUE = timedelta(hours=8)  # the same day
#: Below this the reading is a guess, and what the rules are not sure of goes to a person.
SURE_ENOUGH = 0.5
#: As it stands in Contact.standing.
OPEN_ISSUE = "open_issue"


@dataclass(frozen=True)
class HandoffPlan:
    """A task for a person: why, how urgent, until when, and the first thing to do."""

    reason: str
    priority: Priority
    due: timedelta
    next_step: str


@dataclass(frozen=True)
class AnswerPlan:
    """What the assistant says and what the system does after one inbound message.

    ``copy_key`` names approved copy (None: say nothing). ``enrollment`` is "stop" except where no person wrote.
    ``suppress`` names what the address or contact is taken out of; ``note`` is a sentence for the contact's history.
    """

    copy_key: str | None
    handoff: HandoffPlan | None = None
    bot: Literal["keep", "pause"] = "keep"
    conversation: Literal["keep", "close"] = "keep"
    enrollment: Literal["stop", "keep"] = "stop"
    suppress: Suppress | None = None
    opportunity: bool = False
    note: str | None = None


@dataclass(frozen=True)
class _Situation:
    reading: TriageReading
    clarified_before: bool
    qualified: bool
    knows_price: bool
    knows_hours: bool


def plan_answer(
    reading: TriageReading,
    *,
    standing: str,
    clarified_before: bool,
    qualified: bool,
    knows_price: bool,
    knows_hours: bool = False,
) -> AnswerPlan:
    """Plan the answer to a message read as ``reading``.

    ``standing`` is the contact's (new, returning, customer, open_issue); ``clarified_before``: we asked once
    already what was meant; ``qualified``: nothing is left to ask; ``knows_price``: an approved range may be quoted on
    this channel; ``knows_hours``: the owner has said when the business is open. Whatever the reading, an opt-out and a
    machine are never answered by more than the table allows.
    """
    if reading.intent in _ALWAYS:
        return _ALWAYS[reading.intent]
    if reading.intent in _ALARMS:
        return _ALARMS[reading.intent]
    if standing == OPEN_ISSUE:
        return _to_person(
            "holding_line", "customer_issue", "high", "Look at the open issue first, then answer.", bot="pause"
        )
    situation = _Situation(reading, clarified_before, qualified, knows_price, knows_hours)
    if reading.intent is Intent.UNCLEAR:
        return _unclear(situation)
    if reading.confidence < SURE_ENOUGH:
        # "Thank you for telling us" is no answer to somebody who asks.
        copy_key = "question" if reading.intent in _ASKING else "holding_line"
        return _to_person(copy_key, "not_sure", "normal", "Read the message and answer by hand.")
    plan = _PLANNERS[reading.intent](situation)
    return _urgent(plan) if "urgent" in reading.flags and plan.handoff else plan


def _to_person(
    copy_key: str | None,
    reason: str,
    priority: Priority,
    next_step: str,
    *,
    bot: Literal["keep", "pause"] = "keep",
    opportunity: bool = False,
) -> AnswerPlan:
    due = HOT_DUE if priority in ("hot", "high") else WARM_DUE
    return AnswerPlan(copy_key, HandoffPlan(reason, priority, due, next_step), bot=bot, opportunity=opportunity)


def _urgent(plan: AnswerPlan) -> AnswerPlan:
    if plan.handoff is None or plan.handoff.priority == "hot":
        return plan
    return replace(plan, handoff=replace(plan.handoff, priority="high", due=HOT_DUE))


def _interest(situation: _Situation) -> AnswerPlan:
    booking = situation.reading.intent is Intent.BOOKING_REQUEST
    copy_key = "booking_request" if booking else "positive"
    if not situation.qualified:
        return AnswerPlan(copy_key, opportunity=True)
    step = "Confirm a time for the appointment." if booking else "Call, or text to agree the next step."
    return _to_person(copy_key, "hot_lead", "hot", step, opportunity=True)


def _pricing(situation: _Situation) -> AnswerPlan:
    if situation.knows_price:
        return AnswerPlan("pricing_range", opportunity=True, note="Asked about the price.")
    plan = _to_person("pricing_handoff", "pricing", "normal", "Send a quote or a price range.", opportunity=True)
    return replace(plan, note="Asked about the price.")


def _question(situation: _Situation) -> AnswerPlan:
    if situation.knows_hours and "hours" in situation.reading.flags:
        return AnswerPlan("hours")
    return _to_person("question", "question", "normal", "Read the conversation and decide.")


def _unclear(situation: _Situation) -> AnswerPlan:
    if situation.clarified_before:
        return _to_person(None, "unclear_twice", "normal", "Read the thread and answer by hand.")
    return AnswerPlan("clarify")


def _not_now(situation: _Situation) -> AnswerPlan:
    return AnswerPlan("not_now", note="Not now; asked when to get in touch again.")


def _follow_up_at(situation: _Situation) -> AnswerPlan:
    when = situation.reading.facts.get("requested_time")
    return AnswerPlan(
        "follow_up_at", note=f"Asked to be contacted: {when}." if when else "Asked to be contacted at a set time."
    )


def _fixed(plan: AnswerPlan) -> Callable[[_Situation], AnswerPlan]:
    return lambda situation: plan


_ASKING = frozenset({Intent.QUESTION, Intent.PRICING_QUESTION})
#: Valid whatever the confidence and the standing.
_ALWAYS = {
    Intent.OPT_OUT: AnswerPlan(None, note="Asked not to be contacted."),
    Intent.AUTO_REPLY: AnswerPlan(None, enrollment="keep"),
    Intent.WRONG_NUMBER: AnswerPlan("wrong_number", conversation="close", suppress="wrong_number"),
}
_ALARMS = {
    Intent.EMERGENCY: _to_person("holding_line", "emergency", "hot", "Call now.", bot="pause"),
    Intent.COMPLAINT: _to_person("holding_line", "complaint", "high", "Call, listen, and put it right.", bot="pause"),
    Intent.SENSITIVE: _to_person(
        None, "sensitive", "high", "Read with care and answer in person, or leave in peace.", bot="pause"
    ),
    Intent.ASKS_HUMAN: _to_person(
        "holding_line", "asks_human", "high", "Take over and introduce yourself by name.", bot="pause"
    ),
}
_PLANNERS: dict[Intent, Callable[[_Situation], AnswerPlan]] = {
    Intent.POSITIVE: _interest,
    Intent.BOOKING_REQUEST: _interest,
    Intent.QUESTION: _question,
    Intent.PRICING_QUESTION: _pricing,
    Intent.CALL_ME: _fixed(_to_person("call_me", "call_me", "hot", "Call the contact.", opportunity=True)),
    Intent.NOT_NOW: _not_now,
    Intent.BUSY: _fixed(AnswerPlan("busy")),
    Intent.FOLLOW_UP_AT: _follow_up_at,
    Intent.ALREADY_SERVED: _fixed(AnswerPlan("already_served", conversation="close", note="Already served elsewhere.")),
    Intent.NOT_INTERESTED: _fixed(AnswerPlan("not_interested", conversation="close", suppress="not_interested")),
    Intent.BOOKED_ALREADY: _fixed(AnswerPlan("booked_already", note="Says an appointment is already booked.")),
    Intent.CONTACT_UPDATE: _fixed(AnswerPlan("contact_update", note="Gave new contact details.")),
}
