"""What each approved message is called and when it is sent, in plain words."""

from __future__ import annotations

from contacts.models import Contact
from conversations.approved_copy import FIXED

# Fills the fields of previews and samples; belongs to nobody.
SAMPLE_PERSON = Contact(first_name="Maria", last_name="Lopez", city="Denver", stated_request="a new water heater")

GROUPS = (
    ("answers", "Answers", "What the assistant says when somebody writes back."),
    ("lines", "Lines", "Short lines that are added to a text where a rule asks for them."),
    ("fixed", "Fixed words", "These cannot be changed."),
)
WHY_FIXED = (
    "The confirmation of an opt-out may only confirm: the law allows nothing promotional in it. "
    "So its words are the same for every business."
)
# key: (title, when it is sent)
NAMES = {
    "already_served": ("Already served elsewhere", "They say the matter is settled."),
    "booked_already": ("Booked already", "They say they have an appointment."),
    "booking_request": ("Wants to book", "They ask for an appointment."),
    "booking_request_next": ("Wants to book, next", "They have said which day suits them."),
    "busy": ("Busy right now", "They write that they cannot talk now."),
    "call_me": ("Wants a call", "They ask to be called."),
    "clarify": ("Not clear", "The assistant does not understand what they need."),
    "contact_update": ("New number or address", "They tell you new details."),
    "follow_up_at": ("Asks for a later time", "They name a time to hear from you."),
    "help_answer": ("HELP", "They write HELP. Your name and telephone number are added."),
    "holding_line": ("A person takes over", "Complaints, emergencies and whatever else is for a person."),
    "hours": ("Asks when you are open", "They ask for your hours. While you have not set them, a person answers."),
    "not_interested": ("Not interested", "They decline."),
    "not_now": ("Not now", "They are interested, but later."),
    "positive": ("Interested", "They say yes."),
    "positive_next": ("Interested, next", "They have said what they need."),
    "pricing_handoff": ("Asks for a price", "No approved price range: a person answers."),
    "pricing_range": ("Your price range", "They ask for a price. While this is empty, a person answers."),
    "question": ("Asks a question", "The assistant passes it on."),
    "welcome_back": ("Welcome back", "They write START after a stop."),
    "wrong_number": ("Wrong number", "They say you have the wrong person."),
    "line_disclosure": ("Automated", "Says that the assistant writes, on the first automated text."),
    "line_help": ("Help", "Names your telephone number."),
    "line_identity": ("Who writes", "Names your business, at the start of a text."),
    "line_opt_out": ("How to stop", "Tells people how to stop your texts."),
    "line_program": ("First campaign text", "Says how many texts follow, that rates apply, and HELP and STOP."),
    "line_program_once": ("Only campaign text", "The same, for a campaign of one text."),
    "opt_out_confirmation": ("Opt-out confirmed", "They write STOP, and the carrier has not answered itself."),
}


def describe_key(key: str) -> tuple[str, str]:
    """Return the title of a message and when it is sent; a key that has no name yet speaks for itself."""
    return NAMES.get(key, (key.replace("_", " ").capitalize(), ""))


def group_of(key: str) -> str:
    """Return the name of the group a message is listed in."""
    if key in FIXED:
        return "fixed"
    return "lines" if key.startswith("line_") else "answers"
