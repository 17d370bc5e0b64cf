"""What the people of the demo answer, and what the team does about it. Minutes count from the move before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happens. kind: says (the contact), or by a member: takes, writes, returns, stops."""

    kind: str
    words: str = ""
    after: timedelta = timedelta(minutes=4)
    by: str = "agent"


@dataclass(frozen=True, slots=True)
class Story:
    """One person's answer to a step of the campaign, from the minute it was delivered.

    intent: how it is meant to be read; outcome: what the team writes when it closes the tasks that came of it.
    """

    intent: str
    moves: tuple[Move, ...]
    step: int = 1
    outcome: str = ""
    language: str = "en"


def says(words: str, *, after: float = 4) -> Move:
    """The contact writes."""
    return Move("says", words, timedelta(minutes=after))


def does(kind: str, words: str = "", *, after: float = 6, by: str = "agent") -> Move:
    """A member acts."""
    return Move(kind, words, timedelta(minutes=after), by)


def one(intent: str, words: str, *, after: float, step: int = 1, outcome: str = "", language: str = "en") -> Story:
    """A story of a single text."""
    return Story(intent, (says(words, after=after),), step, outcome, language)


# The finished campaign, most of whose replies came to the first text.
CAMPAIGN: tuple[Story, ...] = (
    Story(
        "positive",
        (
            says("Yes please, I'd like that", after=3),
            says("The furnace is short cycling, it's a Lennox from 2009. Anytime Thursday works", after=9),
            does("takes", after=22),
            does(
                "writes",
                "Hi, this is Marcus at Brightwater. Thursday at 9 is yours, I will call when I am on the way.",
                after=2,
            ),
            says("Perfect, see you then", after=5),
            does("returns", after=30),
        ),
        outcome="Visit agreed for Thursday at 9",
    ),
    Story(
        "positive",
        (
            says("Sure, sounds good!", after=7),
            says("It's the upstairs unit, it barely blows warm air", after=16),
            does("takes", after=35),
            does(
                "writes",
                "Thanks, that sounds like airflow. Marcus here, could we come by on Friday between 1 and 3?",
                after=1,
            ),
            says("Friday is good", after=26),
        ),
        outcome="Visit agreed for Friday afternoon",
    ),
    one("positive", "Yes, I'm interested", after=1441, step=2),
    one("positive", "yes pls 👍", after=12),
    Story(
        "booking_request",
        (
            says("Can you come Tuesday morning?", after=18),
            says("After 9 is best", after=6),
            does("takes", after=19, by="owner"),
            does("writes", "Dana here. Tuesday at 10 is booked for you, Marcus will text when he leaves.", by="owner"),
            says("Great thanks Dana", after=11),
            does("returns", after=18, by="owner"),
        ),
        outcome="Booked for Tuesday at 10",
    ),
    one("booking_request", "I'd like to schedule a checkup for next week", after=95, step=2, outcome="Booked by phone"),
    one("question", "Do you work on heat pumps too?", after=27, outcome="Answered: yes, all brands"),
    one("question", "Are you guys licensed for boilers?", after=184, step=2, outcome="Answered by phone"),
    one("pricing_question", "How much is it?", after=9, outcome="Quote sent"),
    one("pricing_question", "What do you charge for a tune up these days", after=390, outcome="Price list sent"),
    Story(
        "pricing_question",
        (
            says("whats the cost for 2 units?", after=52),
            does("takes", after=44),
            does(
                "writes",
                "Hi, Marcus at Brightwater. For two units I would like a look at the models first. "
                "Could you send me a photo of the labels?",
                after=2,
            ),
            says("ok will do tonight", after=38),
        ),
        step=2,
        outcome="Waiting for photos, then a quote",
    ),
    one("call_me", "Can you give me a call?", after=21, outcome="Called, visit agreed"),
    one("call_me", "Please call me", after=263, step=2, outcome="Called, left a message"),
    one("not_now", "Not right now, maybe in the spring", after=33),
    one("not_now", "Not at the moment thanks, money is tight this month", after=505, step=2),
    one("busy", "I'm in a meeting, will get back to you", after=2),
    one("busy", "driving, text you later", after=5, step=2),
    one("follow_up_at", "Could you check back with me on Monday?", after=228, outcome="Reminder set for Monday"),
    one("already_served", "We already had someone else do it last month", after=458),
    one("not_interested", "No thanks, not interested", after=15),
    one("not_interested", "Not interested, thank you", after=888, step=2),
    one("opt_out", "STOP", after=1),
    one("opt_out", "Stop", after=610, step=2),
    one("opt_out", "stop texting me please", after=6),
    one("opt_out", "Take me off your list, I never asked for this", after=699),
    one("opt_out", "please remove my number thx", after=20, step=2),
    one("wrong_number", "Wrong number, this isn't who you think it is", after=8),
    Story(
        "complaint",
        (
            says("This is terrible, nobody showed up last time", after=13),
            does("takes", after=11, by="owner"),
            does(
                "writes",
                "This is Dana, I own Brightwater. That should not have happened and I am sorry. "
                "May I call you this afternoon?",
                after=3,
                by="owner",
            ),
            says("Ok. After 4", after=31),
        ),
        outcome="Called, apologised, visit without charge",
    ),
    one(
        "emergency",
        "My basement is flooding, a pipe burst!!",
        after=24,
        outcome="Called at once, Marcus on site in 40 min",
    ),
    one(
        "sensitive",
        "My husband passed away in August, he took care of all this",
        after=577,
        outcome="Card sent, no further texts for now",
    ),
    one("asks_human", "Is this a real person? I want to talk to a human", after=10, outcome="Called back"),
    one("booked_already", "I already booked with you guys for the 3rd", after=336),
    one("contact_update", "My new email is home.office@example.net", after=29),
    one("auto_reply", "I am out of the office until Monday. This is an automatic reply.", after=0.3),
    one("unclear", "?", after=14),
    one("unclear", "huh", after=292, step=2),
    one("positive", "Sí, me interesa", after=25, language="es"),
    one("opt_out", "No me manden más mensajes por favor", after=45, language="es", step=2),
    Story(
        "question",
        (
            says("Do you still do the two year warranty?", after=166),
            does("takes", after=50),
            does(
                "writes", "Marcus at Brightwater: yes, two years on parts and labor for anything we install.", after=4
            ),
            does("stops", "Said on the phone that calls are fine but no more texts.", after=140),
        ),
    ),
)

# People who had texted before the campaign: their stops must hold.
EARLIER: tuple[Move, ...] = (
    says("STOP"),
    says("Please don't text this number again"),
)

# The campaign that is still running: what came in during the last days, before the ones that wait for an answer now.
RUNNING: tuple[Story, ...] = (
    one("positive", "Yes, that would be great", after=17),
    one("not_now", "Not now, ask me again in January", after=42),
    one("pricing_question", "How much would the plan be per month?", after=75, outcome="Plan sheet sent"),
    one("opt_out", "unsubscribe", after=11),
    one("already_served", "I already found someone, thanks", after=120),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who waits for an answer when the demo is first opened: the texts and how many minutes ago."""

    intent: str
    texts: tuple[tuple[str, float], ...]
    any_hour: bool = False


WAITING: tuple[Waiting, ...] = (
    Waiting("suspected", (("why do you keep texting me", 1480),)),
    Waiting("question", (("Do you do duct cleaning?", 410),)),
    Waiting("complaint", (("I'm still waiting for the invoice correction, very disappointed", 190),)),
    Waiting("pricing_question", (("How much would a new 50 gallon water heater be?", 75),)),
    Waiting("call_me", (("Can somebody call me about my plan?", 34),)),
)
HOT_BY_DAY = Waiting(
    "positive", (("Yes, I'm interested", 11), ("Both furnaces are due. Tomorrow morning would be ideal", 4))
)
HOT_BY_NIGHT = Waiting("emergency", (("Water is coming through the ceiling, the pipe burst!", 4),), any_hour=True)
