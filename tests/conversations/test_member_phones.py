"""A member proves their own phone by a code: expiry, tries, limits, and nothing of it kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import work
from conversations import events
from conversations.member_phones import NOT_KEPT, PhoneProblem, ask_for_code, confirm_code
from conversations.models import Message
from tests.cast import Cast
from tests.factories import NOW

PHONE = "(212) 555-0177"
SOON = NOW + timedelta(seconds=30)


def code_of(cast: Cast) -> str:
    body = Message.objects.for_business(cast.business).filter(purpose="security").latest("pk").body
    return str(re.findall(r"\d{6}", body)[0])


def test_the_code_that_was_texted_makes_the_number_theirs(cast: Cast) -> None:
    ask_for_code(cast.owner, phone=PHONE, now=NOW)
    row = confirm_code(cast.owner, code=code_of(cast), now=SOON)
    assert (row.phone, row.phone_verified_at, row.phone_code_hash) == ("+12125550177", SOON, "")


def test_a_code_is_stored_as_a_keyed_hash_only(cast: Cast) -> None:
    row = ask_for_code(cast.owner, phone=PHONE, now=NOW)
    assert len(row.phone_code_hash) == 64 and code_of(cast) not in row.phone_code_hash


@pytest.mark.parametrize(("wait", "sentence"), [(timedelta(minutes=11), "older than ten"), (timedelta(0), "not the")])
def test_an_old_or_wrong_code_counts_for_nothing(cast: Cast, wait: timedelta, sentence: str) -> None:
    ask_for_code(cast.owner, phone=PHONE, now=NOW)
    code = code_of(cast) if wait else "x"
    with pytest.raises(PhoneProblem, match=sentence):
        confirm_code(cast.owner, code=code, now=NOW + wait)
    cast.owner.refresh_from_db()
    assert cast.owner.phone_verified_at is None


def test_after_five_wrong_codes_the_right_one_is_too_late(cast: Cast) -> None:
    ask_for_code(cast.owner, phone=PHONE, now=NOW)
    for _ in range(5):
        with pytest.raises(PhoneProblem, match="not the code"):
            confirm_code(cast.owner, code="x", now=SOON)
    with pytest.raises(PhoneProblem, match="Too many"):
        confirm_code(cast.owner, code=code_of(cast), now=SOON)


def test_codes_come_one_a_minute_and_five_a_day(cast: Cast) -> None:
    ask_for_code(cast.owner, phone=PHONE, now=NOW)
    with pytest.raises(PhoneProblem, match="minute"):
        ask_for_code(cast.owner, phone=PHONE, now=SOON)
    for number in range(1, 5):
        ask_for_code(cast.owner, phone=PHONE, now=NOW + timedelta(minutes=2 * number))
    with pytest.raises(PhoneProblem, match="tomorrow"):
        ask_for_code(cast.manager, phone=PHONE, now=NOW + timedelta(minutes=20))


def test_what_is_no_number_is_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(PhoneProblem, match="not a telephone number"):
        ask_for_code(cast.owner, phone="12", now=NOW)


def test_a_code_that_has_left_is_emptied(cast: Cast) -> None:
    ask_for_code(cast.owner, phone=PHONE, now=NOW)
    message = Message.objects.for_business(cast.business).get(purpose="security")
    work.record(events.MessagesHandedOver(business_id=cast.business.pk, message_ids=[message.pk]), now=NOW)
    work.drain(clock=lambda: NOW)
    message.refresh_from_db()
    assert message.body == NOT_KEPT


def test_the_page_takes_number_and_code(cast: Cast) -> None:
    client = cast.client(cast.agent)
    assert client.post(reverse("settings_phone", args=[cast.business.slug]), {"phone": PHONE}).status_code == 302
    shown = client.get(reverse("settings_phone", args=[cast.business.slug])).content.decode()
    assert "Type in the code" in shown
    answer = client.post(
        reverse("settings_phone_confirm", args=[cast.business.slug]), {"code": code_of(cast)}, follow=True
    )
    assert "This is your number" in answer.content.decode()


def test_a_wrong_code_is_said_beside_the_field(cast: Cast) -> None:
    client = cast.client(cast.agent)
    client.post(reverse("settings_phone", args=[cast.business.slug]), {"phone": PHONE})
    answer = client.post(reverse("settings_phone_confirm", args=[cast.business.slug]), {"code": "x"})
    assert "This is not the code" in answer.content.decode()
