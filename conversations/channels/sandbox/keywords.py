"""What the sandbox carrier does by itself, as Twilio does: answering opt-out keywords."""

from __future__ import annotations

# Twilio's defaults for long codes: the whole message must be the single word.
STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})

STOP_ANSWER = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
START_ANSWER = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELP_ANSWER = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."

ANSWERS = {"STOP": STOP_ANSWER, "START": START_ANSWER, "HELP": HELP_ANSWER}


def find_keyword(body: str, *, opted_out: bool) -> str | None:
    """Say which keyword this is: STOP, START or HELP. START words mean nothing unless the phone had opted out."""
    word = body.strip().upper()
    if word in STOP_WORDS:
        return "STOP"
    if word in START_WORDS and opted_out:
        return "START"
    return "HELP" if word in HELP_WORDS else None
