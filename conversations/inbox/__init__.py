"""THE way in. Every inbound message comes through `receive`, once; `catch_up` fetches what was missed."""

from conversations.inbox.calls import hear_call
from conversations.inbox.catching_up import CATCH_UP_EVERY, CaughtUp, catch_up, catch_up_due
from conversations.inbox.gaps import note_a_gap, note_refused, recall_gaps, want_catch_up, want_catch_up_everywhere
from conversations.inbox.people import is_anyones_guess
from conversations.inbox.receiving import Received, receive

__all__ = [
    "CATCH_UP_EVERY",
    "CaughtUp",
    "Received",
    "catch_up",
    "catch_up_due",
    "hear_call",
    "is_anyones_guess",
    "note_a_gap",
    "note_refused",
    "recall_gaps",
    "receive",
    "want_catch_up",
    "want_catch_up_everywhere",
]
