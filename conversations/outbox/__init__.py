"""THE way out: every outbound message is asked for here, cleared here, and handed to a provider here."""

from conversations.outbox.compose import Composed
from conversations.outbox.contract import PRIORITY, SubmitRequest, Submitted
from conversations.outbox.nudge import nudge, wait_for_nudge
from conversations.outbox.submit import check, check_many, preview_text, preview_texts, submit, submit_many

__all__ = [
    "PRIORITY",
    "Composed",
    "SubmitRequest",
    "Submitted",
    "check",
    "check_many",
    "nudge",
    "preview_text",
    "preview_texts",
    "submit",
    "submit_many",
    "wait_for_nudge",
]
