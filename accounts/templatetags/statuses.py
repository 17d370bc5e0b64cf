"""One word and one tone for every status people see. Keys are the values stored in the database."""

from typing import NamedTuple

TONES = ("neutral", "hot", "good", "warn", "bad", "info", "assistant")


class Badge(NamedTuple):
    """How one status is shown: its word, its tone and the icon that repeats the tone without colour."""

    label: str
    tone: str = "neutral"
    icon: str = ""


INTENTS = {
    "positive": Badge("Interested", "good"),
    "booking_request": Badge("Wants to book", "good"),
    "question": Badge("Question", "info"),
    "pricing_question": Badge("Price question", "info"),
    "call_me": Badge("Wants a call", "hot"),
    "not_now": Badge("Not now", "warn"),
    "busy": Badge("Busy", "warn"),
    "follow_up_at": Badge("Asked for a time", "info"),
    "already_served": Badge("Found someone else"),
    "not_interested": Badge("Not interested"),
    "opt_out": Badge("Opted out", "bad"),
    "wrong_number": Badge("Wrong number", "bad"),
    "complaint": Badge("Complaint", "bad"),
    "emergency": Badge("Emergency", "bad", "siren"),
    "sensitive": Badge("Sensitive", "warn"),
    "asks_human": Badge("Wants a person", "hot"),
    "booked_already": Badge("Already booked", "good"),
    "contact_update": Badge("New details", "info"),
    "auto_reply": Badge("Automatic reply"),
    "unclear": Badge("Unclear"),
}
# One word wherever a message may be an opt-out and nobody has decided yet. It is no intent that anybody may choose.
SUSPECTED_OPT_OUT = Badge("Suspected opt-out", "warn", "circle-question-mark")

MESSAGES = {
    "held": Badge("Draft waiting", "warn"),
    "queued": Badge("Waiting to leave"),
    "sending": Badge("Sending"),
    "sent": Badge("Sent"),
    "delivered": Badge("Delivered", "good", "check"),
    "read": Badge("Read", "good", "check-check"),
    "failed": Badge("Failed", "bad", "circle-alert"),
    "undelivered": Badge("Not delivered", "bad", "circle-alert"),
    "unknown": Badge("Outcome unknown", "warn", "circle-question-mark"),
    "cancelled": Badge("Cancelled"),
    "blocked": Badge("Not sent", "bad", "ban"),
    "received": Badge("Received"),
}

CAMPAIGNS = {
    "draft": Badge("Draft"),
    "scheduled": Badge("Scheduled", "info", "calendar-clock"),
    "running": Badge("Running", "good", "play"),
    "paused": Badge("Paused", "warn", "pause"),
    "stopped": Badge("Stopped", "bad", "square"),
    "finished": Badge("Finished", "neutral", "check"),
}

VERDICTS = {
    "allow": Badge("Allowed", "good", "check"),
    "defer": Badge("Waits", "info", "clock"),
    "hold": Badge("Needs approval", "warn", "hand"),
    "block": Badge("Not allowed", "bad", "ban"),
}

REACHABILITY = {
    "subscribed": Badge("Yes", "good", "check"),
    "no_consent": Badge("No consent on record", "warn"),
    "opted_out_by_text": Badge("Opted out by text", "bad", "ban"),
    "opted_out_in_own_words": Badge("Opted out in own words", "bad", "ban"),
    "unsubscribed": Badge("Unsubscribed", "bad", "ban"),
    "do_not_email": Badge("Do Not Email", "bad", "ban"),
    "suspected": SUSPECTED_OPT_OUT,
    "complaint": Badge("Reported as spam", "bad", "ban"),
    "hard_bounce": Badge("Email bounces", "bad", "ban"),
    "invalid": Badge("Invalid", "bad", "ban"),
    "wrong_number": Badge("Wrong number", "bad", "ban"),
    "manual_stop": Badge("Stopped by hand", "bad", "ban"),
    "carrier_blocked": Badge("Blocked at the carrier", "bad", "ban"),
}

PRIORITIES = {
    "hot": Badge("Hot", "hot", "flame"),
    "urgent": Badge("Urgent", "bad", "siren"),
    "high": Badge("High", "warn"),
    "normal": Badge("Needs you", "info"),
    "low": Badge("When you can"),
}

BOT_STATES = {
    "active": Badge("Assistant on it", "assistant", "sparkles"),
    "paused": Badge("With you", "info", "user"),
    "stopped": Badge("Assistant off"),
}

ENROLLMENTS = {
    "active": Badge("On its way", "info"),
    "replied": Badge("Replied", "good", "reply"),
    "completed": Badge("All texts sent"),
    "stopped": Badge("Stopped", "warn"),
    "left_out": Badge("Left out"),
    "failed": Badge("Not reached", "bad", "circle-alert"),
    "held_back": Badge("Held back"),
}

CONVERSATIONS = {
    "open": Badge("Open", "info"),
    "closed": Badge("Closed", "neutral", "check"),
}

HANDOFFS = {
    "open": Badge("Waits for someone", "warn"),
    "taken": Badge("Somebody is on it", "info", "user"),
    "done": Badge("Done", "good", "check"),
}

REGISTRATIONS = {
    "not_needed": Badge("No registration needed", "good", "check"),
    "unregistered": Badge("Not registered", "bad", "ban"),
    "pending": Badge("Registration under way", "warn", "clock"),
    "registered": Badge("Registered", "good", "check"),
    "rejected": Badge("Registration rejected", "bad", "ban"),
}

IMPORTS = {
    "uploaded": Badge("Columns to match", "warn"),
    "checking": Badge("Being checked", "info", "loader"),
    "checked": Badge("Ready to start", "info"),
    "running": Badge("Running", "good", "play"),
    "done": Badge("Done", "good", "check"),
    "cancelled": Badge("Cancelled"),
    "failed": Badge("Failed", "bad", "circle-alert"),
    "undoing": Badge("Being undone", "info", "loader"),
    "undone": Badge("Undone"),
}

IMPORT_ROWS = {
    "pending": Badge("Not looked at"),
    "new": Badge("New", "good", "plus"),
    "changed": Badge("Changes", "info", "pencil"),
    "unchanged": Badge("No change"),
    "household": Badge("New, shares an address", "info", "users"),
    "duplicate": Badge("Twice in the file", "warn"),
    "refused": Badge("Cannot be imported", "bad", "ban"),
    "skipped": Badge("Left out"),
}

STANDINGS = {
    "new": Badge("New", "info"),
    "returning": Badge("Returning", "info"),
    "customer": Badge("Customer", "good"),
    "open_issue": Badge("Customer with an open issue", "warn", "triangle-alert"),
}

KINDS = {
    "intent": INTENTS | {"suspected_opt_out": SUSPECTED_OPT_OUT},
    "message": MESSAGES,
    "campaign": CAMPAIGNS,
    "verdict": VERDICTS,
    "reach": REACHABILITY,
    "priority": PRIORITIES,
    "bot": BOT_STATES,
    "enrollment": ENROLLMENTS,
    "conversation": CONVERSATIONS,
    "handoff": HANDOFFS,
    "registration": REGISTRATIONS,
    "import": IMPORTS,
    "import_row": IMPORT_ROWS,
    "standing": STANDINGS,
}


def describe_status(kind: str, value: str) -> Badge:
    """The badge for `value` of `kind` (a key of KINDS); a value without an entry is shown in neutral, in its own words.

    Raises KeyError for an unknown kind: that is a mistake in the template, not in the data.
    """
    known = KINDS[kind].get(value)
    return known or Badge(value.replace("_", " ").capitalize())
