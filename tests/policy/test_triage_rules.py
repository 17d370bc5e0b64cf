"""What replies mean: the label rules, told by wordings that the lexicon was not written from word for word."""
# ruff: noqa: E501  (one line of examples per intent)

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.assistant.plans import SURE_ENOUGH
from conversations.assistant.triage_rules import Intent, read_intent

EXAMPLES = {
    Intent.OPT_OUT: [
        "take me off your list",
        "wrong number, stop texting me",
        "She passed away. Please stop texting her phone.",
    ],
    Intent.NOT_INTERESTED: [
        "no thanks 👍",
        "were not intrested",
        "we scrapped that project",
        "no gracias",
        "My husband says no",
    ],
    Intent.WRONG_NUMBER: ["Never heard of Linda", "this is not jason", "you've got the wrong gal", "numero equivocado"],
    Intent.ALREADY_SERVED: [
        "Hired a guy off Craigslist",
        "my cousin does my hair now",
        "it's fixed now",
        "ya lo arreglaron",
    ],
    Intent.NOT_NOW: [
        "Maybe in the spring",
        "gotta save up first",
        "Ask me in a few months",
        "todavia no, mas adelante",
    ],
    Intent.BUSY: ["driving", "With a patient, one sec", "Don't call me right now, I'm driving.", "estoy manejando"],
    Intent.FOLLOW_UP_AT: ["hit me back in 20 min", "I'm off at 4:30, message me then", "tmrw", "llámame el lunes"],
    Intent.CALL_ME: ["wld u mind calling?", "easier over the phone", "Call my wife, she does the scheduling"],
    Intent.BOOKED_ALREADY: ["I already set something up with Dana", "see you Tuesday!", "ya tengo cita"],
    Intent.BOOKING_REQUEST: ["Can you stop by today?", "lets do thurs 2pm", "Need to reschedule my appointment"],
    Intent.PRICING_QUESTION: ["wat r ur prices 4 lashes", "ballpark?", "are estimates free", "cuánto sale"],
    Intent.QUESTION: ["Who is this?", "do i need to be home", "Do you work on Sundays", "¿aceptan seguro?"],
    Intent.POSITIVE: [
        "heck yeah",
        "we'd like to move forward",
        "not interested in the basic plan but the premium one yes",
    ],
    Intent.COMPLAINT: ["I got billed twice", "no one ever showed", "The last filling fell out after a week"],
    Intent.EMERGENCY: ["gas smell in the kitchen", "water coming thru the ceiling rn!!", "hay fuga de gas"],
    Intent.SENSITIVE: ["Dad died in March", "i want to die", "I'm only 16", "mi esposo falleció"],
    Intent.ASKS_HUMAN: ["are u a real person", "Is this Maria?", "get me your supervisor"],
    Intent.CONTACT_UPDATE: ["my number changed", "New address: 88 Pine Rd", "use my gmail not this one pls"],
    Intent.AUTO_REPLY: ["Out of Office: Dana Ruiz", "This mailbox is not monitored"],
    Intent.UNCLEAR: ["?", "ok", "...", "did you feed the dog", ""],
}


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in EXAMPLES.items() for text in texts])
def test_reads_the_intent(intent: Intent, text: str) -> None:
    assert read_intent(text).intent is intent


#: Near neighbours that must stay apart: a question about a mishap is no complaint, a call at an hour no call now, and so on.
NEIGHBOURS = [
    ("Your guy left my gate open and my dog got out", Intent.COMPLAINT),
    ("is it normal for the gum to bleed after a cleaning", Intent.QUESTION),
    ("do you offer refunds", Intent.QUESTION),
    ("when am I getting my refund", Intent.COMPLAINT),
    ("can't text im driving a truck", Intent.BUSY),
    ("I can't text well, please call", Intent.CALL_ME),
    ("please ring me on tuesday morning", Intent.FOLLOW_UP_AT),
    ("call me", Intent.CALL_ME),
    ("maybe once the kids are back in school", Intent.NOT_NOW),
    ("check back in two weeks", Intent.FOLLOW_UP_AT),
    ("please don't text about my case, my husband reads my phone", Intent.SENSITIVE),
    ("we decided not to go ahead", Intent.NOT_INTERESTED),
    ("I want a consult about my divorce", Intent.BOOKING_REQUEST),
    ("going through a divorce, can't think about this", Intent.SENSITIVE),
    ("I got pulled over for DUI and they took my license", Intent.EMERGENCY),
    ("do you handle DUI cases", Intent.QUESTION),
    ("flooding in the hall, can someone come out", Intent.EMERGENCY),
    ("can someone come out and look at the gutters", Intent.BOOKING_REQUEST),
    ("the blue one", Intent.UNCLEAR),
    ("lol what", Intent.UNCLEAR),
]


@pytest.mark.parametrize(("text", "intent"), NEIGHBOURS)
def test_keeps_neighbours_apart(text: str, intent: Intent) -> None:
    assert read_intent(text).intent is intent


def _families() -> list[tuple[Intent, str]]:
    rows = (Path(__file__).parent / "triage_families.tsv").read_text(encoding="utf-8").splitlines()
    return [(Intent(label), text) for label, _, text in (row.partition("\t") for row in rows)]


def test_reads_the_families_of_what_people_say() -> None:
    rows = _families()
    right = Counter(intent for intent, text in rows if read_intent(text).intent is intent)
    asked = Counter(intent for intent, _ in rows)
    assert sum(right.values()) >= 0.97 * len(rows)
    assert not {intent: right[intent] for intent, n in asked.items() if right[intent] < 0.9 * n}


def test_a_guess_against_the_cues_goes_to_a_person() -> None:
    reading = read_intent("we fixed it ourselves but your part is still there")
    assert reading.confidence < SURE_ENOUGH


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how mcuh", "how much"),
        ("talk to a humn", "talk to a human"),
        ("im at wrk", "im at work"),
        ("i got a new emial", "i got a new email"),
    ],
)
def test_mends_slips_of_key_words(typed: str, meant: str) -> None:
    assert read_intent(typed).intent is read_intent(meant).intent is not Intent.UNCLEAR


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("appelez-moi demain svp", Intent.FOLLOW_UP_AT),
        ("ce n'est pas le bon numéro", Intent.WRONG_NUMBER),
        ("quanto custa a limpeza", Intent.PRICING_QUESTION),
        ("não tenho interesse", Intent.NOT_INTERESTED),
        ("la vez pasada me dejaron esperando", Intent.COMPLAINT),
    ],
)
def test_reads_other_languages(text: str, intent: Intent) -> None:
    assert read_intent(text).intent is intent


def test_yes_means_what_we_asked() -> None:
    assert read_intent("yes", asked="Shall we call you?").intent is Intent.CALL_ME
    assert read_intent("yes", asked="Book that slot?").intent is Intent.BOOKING_REQUEST
    assert read_intent("yes").intent is Intent.POSITIVE


def test_a_bare_time_answers_the_question_for_a_time() -> None:
    assert read_intent("tuesday at 3", asked="Which slot would suit you to come in?").intent is Intent.BOOKING_REQUEST
    assert read_intent("tuesday at 3", asked="What time is good to call?").intent is Intent.FOLLOW_UP_AT


def test_finds_facts_in_the_senders_own_words() -> None:
    facts = read_intent("Call me at 3 on 555-0142 or jo@example.com about the furnace").facts
    assert facts == {"requested_time": "at 3", "phone": "555-0142", "email": "jo@example.com", "service": "furnace"}


def test_flags_urgency_price_anger_and_language() -> None:
    assert "urgent" in read_intent("pipe burst, help").flags
    assert "price" in read_intent("sounds good but how much").flags
    assert "angry" in read_intent("THIS IS UNACCEPTABLE SERVICE").flags
    assert "language:es" in read_intent("¿cuánto cuesta la limpieza?").flags


def test_names_the_words_that_led_here() -> None:
    assert "wrong number" in read_intent("sorry, wrong number").why


def test_names_each_word_once_however_many_cues_it_met() -> None:
    assert read_intent("How much would a new water heater be?").why == 'Read from: "how much".'


def test_what_nothing_speaks_for_is_unclear_with_low_confidence() -> None:
    reading = read_intent("zxcv qwer")
    assert (reading.intent, reading.confidence < 0.5) == (Intent.UNCLEAR, True)


@given(st.text(max_size=200), st.sampled_from(["sms", "email", "webchat"]))
def test_never_raises_and_stays_in_bounds(text: str, channel: str) -> None:
    reading = read_intent(text, channel=channel)
    assert 0.0 <= reading.confidence <= 1.0
    assert reading.why


@given(st.sampled_from([text for texts in EXAMPLES.values() for text in texts if text]))
def test_capitals_and_spaces_change_nothing_but_names(text: str) -> None:
    assert read_intent(f"  {text}  ").intent is read_intent(text).intent


ABOUT_HOURS = ["Do you work on Sundays?", "you guys work saturdays too?", "What are ur hours", "hours?", "r u open now",
               "when do yall close today", "is anyone there on Sat", "Hi, do you work weekends?", "How late are you open?",
               "is your office open sunday"]  # fmt: skip
NOT_ABOUT_HOURS = ["Do you work on furnaces?", "are you open to negotiating", "do you ever work?", "I only work Sundays",
                   "are you open saturday? I want to book", "do you charge more on Sundays?", "pipe burst, r u open now",
                   "why are you always closed", "Are you available on Sunday?"]  # fmt: skip


@pytest.mark.parametrize("text", ABOUT_HOURS)
def test_a_question_about_the_hours_is_known_as_one(text: str) -> None:
    reading = read_intent(text)
    assert reading.intent is Intent.QUESTION and reading.confidence >= SURE_ENOUGH
    assert "hours" in reading.flags


@pytest.mark.parametrize("text", NOT_ABOUT_HOURS)
def test_what_only_sounds_like_a_question_about_the_hours_is_not(text: str) -> None:
    assert "hours" not in read_intent(text).flags


@pytest.mark.parametrize("text", ["Are you closed for Thanksgiving?", "do you work on the 4th", "open on holidays?"])
def test_the_hours_of_a_week_do_not_answer_for_a_special_day(text: str) -> None:
    assert "hours" not in read_intent(text).flags
