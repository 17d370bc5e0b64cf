"""A rehearsal: what would be decided at moments to come, from facts loaded once and sends that are only supposed.

Nothing is stored and nobody is called. The same rules decide as for what really leaves.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contacts.eligibility import Decision, evaluate
from conversations.models import Conversation
from conversations.outbox.asks import ask_for_request
from conversations.outbox.budget import Allowance
from conversations.outbox.compose import Composed
from conversations.outbox.context import build_context
from conversations.outbox.contract import SubmitRequest
from conversations.outbox.factrows import RecentRow
from conversations.outbox.facts import Thread, load_facts

Judgement = tuple[Decision, Composed]


class Rehearsal:
    """The facts about everybody who may be written to, growing with what is supposed to have been sent."""

    def __init__(self, requests: Sequence[SubmitRequest], *, now: datetime) -> None:
        """Load the facts behind these requests, one for each contact, by a constant number of queries."""
        asks = [ask_for_request(request, now=now) for request in requests]
        self._facts = load_facts(asks, now=now)
        self._routes = {ask.contact_id: route for ask, route in zip(asks, self._facts.routes, strict=True)}
        # Below all ids of real messages.
        self._ids = itertools.count(-1, -1)

    def allowance(self, *, account_id: int, at: datetime) -> Allowance:
        """Return the rate of a sender that has been idle until `at`."""
        account = self._facts.accounts[account_id]
        return Allowance(account.segments_per_second, at, at, at)

    def decide(self, request: SubmitRequest, *, at: datetime) -> Judgement:
        """Return what would be decided about a request at a moment, and its text as it would leave then."""
        ask = replace(ask_for_request(request, now=at), at=at)
        context, composed = build_context(ask, self._facts, self._routes[request.contact_id])
        return evaluate(context), composed

    def suppose_sent(self, request: SubmitRequest, composed: Composed, *, at: datetime) -> None:
        """Let a text have left at a moment: it counts against caps, and later texts need no line that it carried."""
        route, contact_id = self._routes[request.contact_id], request.contact_id or 0
        sender_id = route.account.pk if route.account else None
        row = RecentRow(
            id=next(self._ids), business_id=request.business_id, address_hash=route.address_hash, handed_over_at=at,
            purpose=request.purpose.value, topic=request.topic, answers_fresh=False,
        )  # fmt: skip
        self._facts.recent.setdefault((request.business_id, route.address_hash), []).append(row)
        key = (request.business_id, sender_id, route.address_hash)
        count, last_line = self._facts.history.get(key, (0, None))
        self._facts.history[key] = count + 1, at if composed.opt_out_line else last_line
        thread = self._facts.threads.get(contact_id) or _new_thread(sender_id)
        self._facts.threads[contact_id] = replace(
            thread,
            last_outbound_at=at,
            disclosed_at=at if composed.disclosure else thread.disclosed_at,
            automated_in_a_row=thread.automated_in_a_row + 1,
        )


def _new_thread(account_id: int | None) -> Thread:
    return Thread(
        id=0,
        bot=Conversation.Bot.ACTIVE,
        account_id=account_id,
        disclosed_at=None,
        handed_back_at=None,
        last_outbound_at=None,
        last_inbound_at=None,
        inbound_channels=(),
        last_inbound_address="",
        last_inbound_account_id=None,
        last_inbound_channel="",
        automated_in_a_row=0,
    )
