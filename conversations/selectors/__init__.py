"""Reading conversations for pages: the inbox, one thread, what stands beside it, and the evidence."""

from conversations.selectors.beside import Beside, colleagues_of, read_beside
from conversations.selectors.evidence import Receipt, proof_of, receipts_of
from conversations.selectors.inbox import (
    COUNT_AT_MOST,
    FILTERS,
    InboxPage,
    count_waiting,
    drafts_among,
    filter_conversations,
    find_phones,
    list_conversations,
)
from conversations.selectors.pulse import pulse_of
from conversations.selectors.thread import Entry, Thread, handoffs_of, read_thread

__all__ = [
    "COUNT_AT_MOST",
    "FILTERS",
    "Beside",
    "Entry",
    "InboxPage",
    "Receipt",
    "Thread",
    "colleagues_of",
    "count_waiting",
    "drafts_among",
    "filter_conversations",
    "find_phones",
    "handoffs_of",
    "list_conversations",
    "proof_of",
    "pulse_of",
    "read_beside",
    "read_thread",
    "receipts_of",
]
