"""What the assistant does with a message: one answer from approved words, or a person, or silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import work
from accounts.models import Holiday, ListenerRun
from contacts.consent import active_suppressions, hash_address
from contacts.models import Contact, ContactChange, ContactPoint
from conversations import approved_copy, inbox
from conversations.assistant import services
from conversations.events import MessagesHandedOver
from conversations.models import Conversation, Handoff, Message, Note, Triage
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, STRANGER, make_outbound, text
from tests.factories import NOW


def hear(cast: Cast, body: str, *, at: timedelta = timedelta(0), **fields: object) -> Message:
    """Receive a message and let every listener have its turn."""
    now = NOW + at
    received = inbox.receive(cast.account, text(body, **fields), now=now)  # type: ignore[arg-type]
    drain(now_at=at)
    return Message.objects.for_business(cast.business).get(pk=received.message_id)


def drain(*, now_at: timedelta = timedelta(0)) -> None:
    work.drain(clock=lambda: NOW + now_at)
    assert not ListenerRun.objects.filter(listener__startswith="conversations.").exclude(error="").exists()


def answers(cast: Cast) -> list[Message]:
    rows = Message.objects.for_business(cast.business).filter(direction="out", purpose="reply")
    return list(rows.order_by("id"))


def handoffs(cast: Cast) -> list[str]:
    return list(Handoff.objects.for_business(cast.business).order_by("id").values_list("reason", flat=True))


def thread(cast: Cast, contact: Contact | None = None) -> Conversation:
    return Conversation.objects.for_business(cast.business).get(contact=contact or cast.contact)


def leave(message: Message, *, at: timedelta = timedelta(seconds=1)) -> None:
    """Note that a message was handed over, as the outbox does, and tell it."""
    message.status, message.handed_over_at = "sent", NOW + at
    message.save(update_fields=["status", "handed_over_at"])
    work.record(MessagesHandedOver(business_id=message.business_id, message_ids=[message.pk]), now=NOW + at)
    drain(now_at=at)


def test_a_yes_is_read_and_answered_from_approved_words(cast: Cast) -> None:
    message = hear(cast, "Yes, I am interested")
    [answer] = answers(cast)
    assert Triage.objects.for_business(cast.business).get(message=message).intent == "positive"
    assert "What would you like us to help you with?" in answer.body
    assert (answer.status, answer.answers, answer.copy_version) == ("queued", message, "positive/en/sms/v0")


def test_the_same_fact_told_twice_makes_one_answer_and_one_triage(cast: Cast) -> None:
    message = hear(cast, "Yes, I am interested")
    services.respond(business_id=cast.business.pk, message_id=message.pk, now=NOW)
    assert len(answers(cast)) == 1
    assert Triage.objects.for_business(cast.business).count() == 1


def test_the_answer_waits_for_further_messages(cast: Cast) -> None:
    type(cast.business).objects.filter(pk=cast.business.pk).update(reply_wait_seconds=6)
    cast.account.refresh_from_db()
    hear(cast, "Yes")
    assert answers(cast)[0].due_at == NOW + timedelta(seconds=6)


def test_a_burst_is_answered_once_and_as_one_thought(cast: Cast) -> None:
    type(cast.business).objects.filter(pk=cast.business.pk).update(reply_wait_seconds=6)
    hear(cast, "Hi, yes")
    last = hear(cast, "how much is a tune-up?", at=timedelta(seconds=3))
    first, second = answers(cast)
    assert (first.status, second.status) == ("cancelled", "queued")
    assert Triage.objects.for_business(cast.business).get(message=last).intent == "pricing_question"


def test_a_message_that_another_overtook_is_only_read(cast: Cast) -> None:
    inbox.receive(cast.account, text("Hello there"), now=NOW)
    hear(cast, "I want to book a visit", at=timedelta(seconds=1))
    assert len(answers(cast)) == 1
    assert Triage.objects.for_business(cast.business).count() == 2


def test_a_robot_is_never_answered(cast: Cast) -> None:
    message = hear(cast, "Your code is 555123", sender="72345")
    assert answers(cast) == []
    assert Triage.objects.for_business(cast.business).get(message=message).intent == "auto_reply"


def test_the_same_words_three_times_are_a_robot(cast: Cast) -> None:
    for turn in range(4):
        hear(cast, "Thank you for your message!", at=timedelta(minutes=turn))
    assert len(answers(cast)) <= 2


def test_our_own_number_is_never_answered(cast: Cast) -> None:
    hear(cast, "Hello from the office", sender=cast.neighbour_account.sender)
    assert answers(cast) == []


def test_call_me_is_a_hot_task_with_the_story(cast: Cast) -> None:
    make_outbound(cast.contact, cast.account, status="delivered", at=NOW - timedelta(days=1), body="Still interested?")
    hear(cast, "call me please")
    task = Handoff.objects.for_business(cast.business).get()
    assert (task.reason, task.priority, task.due_at) == ("call_me", "hot", NOW + timedelta(hours=1))
    assert "“Still interested?”" in task.summary and "“call me please”" in task.summary
    assert thread(cast).hot


def test_an_emergency_gets_a_holding_line_and_then_the_assistant_is_silent(cast: Cast) -> None:
    hear(cast, "Emergency! water everywhere, pipe burst")
    [line] = answers(cast)
    leave(line)
    assert thread(cast).bot == "paused"
    hear(cast, "hello? are you there?", at=timedelta(minutes=1))
    assert len(answers(cast)) == 1


def test_no_second_answer_while_the_holding_line_is_still_on_its_way(cast: Cast) -> None:
    hear(cast, "this is terrible service, I want to complain")
    hear(cast, "so what now?", at=timedelta(seconds=2))
    assert [row.origin for row in answers(cast)] == ["assistant:then_pause"]


def test_a_person_who_took_over_is_not_talked_over(cast: Cast) -> None:
    factories.make_conversation(cast.contact, bot="paused")
    message = hear(cast, "Yes, I am interested")
    assert answers(cast) == []
    assert Triage.objects.for_business(cast.business).get(message=message).intent == "positive"


def test_not_interested_takes_the_contact_out_of_all_outreach(cast: Cast) -> None:
    campaign = make_outbound(cast.contact, cast.account, due_at=NOW + timedelta(days=1))
    hear(cast, "not interested, thanks")
    cast.contact.refresh_from_db()
    campaign.refresh_from_db()
    assert cast.contact.declined_at == NOW
    assert campaign.status == "cancelled"
    assert thread(cast).state == "closed"


def test_a_wrong_number_is_stopped_and_parted_from_the_contact_after_the_apology(cast: Cast) -> None:
    hear(cast, "wrong number")
    [apology] = answers(cast)
    leave(apology)
    point = ContactPoint.objects.for_business(cast.business).get(address=MARIA)
    reasons = active_suppressions(cast.business, [hash_address("phone", MARIA)]).values_list("reason", flat=True)
    assert (point.state, list(reasons)) == ("detached", ["wrong_number"])
    assert ContactChange.objects.for_business(cast.business).get().old == MARIA


def test_a_wrong_number_that_others_share_is_shown_to_a_person(cast: Cast) -> None:
    factories.make_contact(cast.business, phone=MARIA, first_name="Paul")
    make_outbound(cast.contact, cast.account, status="delivered", at=NOW - timedelta(days=1))
    hear(cast, "wrong number")
    leave(answers(cast)[0])
    assert handoffs(cast) == ["wrong_number"]


def test_not_now_leaves_a_note(cast: Cast) -> None:
    hear(cast, "not right now, maybe later")
    assert "maybe later" in Note.objects.for_business(cast.business).get().body


def test_a_new_email_is_kept_beside_the_old_details(cast: Cast) -> None:
    hear(cast, "my new email is maria@example.com")
    assert cast.contact.points.get(kind="email").address == "maria@example.com"
    assert ContactChange.objects.for_business(cast.business).get().new == "maria@example.com"


def test_a_shared_phone_that_nobody_wrote_to_goes_to_a_person(cast: Cast) -> None:
    factories.make_contact(cast.business, phone=MARIA, first_name="Paul")
    hear(cast, "Yes, I am interested")
    assert (answers(cast), handoffs(cast)) == ([], ["shared_number"])


def test_a_stopped_address_gets_nothing_and_a_person_is_told(cast: Cast) -> None:
    hear(cast, "STOP")
    hear(cast, "Yes, I am interested after all", at=timedelta(minutes=1))
    assert answers(cast) == []
    assert handoffs(cast) == ["wrote_after_stop"]


def test_a_language_without_approved_words_goes_to_a_person(cast: Cast) -> None:
    Contact.objects.for_business(cast.business).update(language="pl")
    hear(cast, "Yes, I am interested")
    assert (answers(cast), handoffs(cast)) == ([], ["no_approved_words"])


def test_a_message_from_yesterday_goes_to_a_person(cast: Cast) -> None:
    hear(cast, "Yes, I am interested", received_at=NOW - timedelta(hours=30))
    assert (answers(cast), handoffs(cast)) == ([], ["late"])


def test_a_question_is_passed_on_until_there_is_something_to_answer_from(cast: Cast) -> None:
    hear(cast, "What areas do you cover?")
    assert handoffs(cast) == ["question"]


def test_a_price_is_only_quoted_in_the_owners_own_words(cast: Cast) -> None:
    hear(cast, "how much is a tune-up?")
    assert answers(cast)[0].copy_version.startswith("pricing_handoff/")
    assert handoffs(cast) == ["pricing"]


def test_the_owners_approved_range_is_quoted(cast: Cast) -> None:
    approved_copy.edit_copy(
        cast.business, key="pricing_range", text="A tune-up is 89 to 129 dollars.", member=cast.owner, now=NOW
    )
    hear(cast, "how much is a tune-up?")
    assert "89 to 129" in answers(cast)[0].body
    assert answers(cast)[0].copy_version == "pricing_range/en/sms/v1"


def test_after_the_qualifying_question_a_person_takes_the_hot_lead(cast: Cast) -> None:
    hear(cast, "Yes, I am interested")
    leave(answers(cast)[0])
    hear(cast, "yes sounds great, my furnace", at=timedelta(minutes=2))
    assert handoffs(cast) == ["hot_lead"]
    assert answers(cast)[1].copy_version.startswith("positive_next/")


def test_an_unclear_message_is_asked_about_once_and_then_goes_to_a_person(cast: Cast) -> None:
    hear(cast, "blorp")
    leave(answers(cast)[0])
    hear(cast, "zzyx fnord", at=timedelta(minutes=2))
    assert [row.copy_version.split("/")[0] for row in answers(cast)] == ["clarify"]
    assert handoffs(cast) == ["unclear_twice"]


def test_a_stranger_is_answered_like_anybody(cast: Cast) -> None:
    hear(cast, "Hi, I want to book a visit", sender=STRANGER)
    assert answers(cast)[0].address == STRANGER


@pytest.mark.parametrize("key", approved_copy.keys())
def test_every_wording_that_ships_fits_one_text_and_fills_its_fields(cast: Cast, key: str) -> None:
    wording = approved_copy.find_wording(cast.business, key=key, language="en")
    assert wording is not None
    words = approved_copy.fill(wording, business=cast.business, contact=cast.contact)
    assert len(words) <= 160 and words.isascii()
    assert "{{" not in words


WEEK = {"mon": [["08:00", "17:00"]], "sat": [["09:00", "12:00"]]}


def set_week(cast: Cast, week: dict[str, list[list[str]]]) -> None:
    cast.business.hours = week
    cast.business.save(update_fields=["hours"])
    cast.account.refresh_from_db()


def test_whoever_asks_for_the_hours_gets_the_owners(cast: Cast) -> None:
    set_week(cast, WEEK)
    hear(cast, "Do you work on Sundays?")
    [answer] = answers(cast)
    assert "Our hours are Monday 8 am to 5 pm, Saturday 9 am to noon." in answer.body
    assert handoffs(cast) == []


def test_hours_that_the_owner_never_set_are_told_to_nobody(cast: Cast) -> None:
    hear(cast, "Do you work on Sundays?")
    [answer] = answers(cast)
    assert (answer.copy_version, handoffs(cast)) == ("question/en/sms/v0", ["question"])


def test_with_a_closed_day_near_a_person_answers_for_the_hours(cast: Cast) -> None:
    set_week(cast, WEEK)
    Holiday.objects.create(business=cast.business, date=NOW.date() + timedelta(days=2), name="Thanksgiving")
    hear(cast, "Are you open this week?")
    assert handoffs(cast) == ["question"]
