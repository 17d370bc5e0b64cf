"""Providers call in: signed and whole, or nothing is stored; not stored, and the provider is told so."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import WorkItem
from conversations import inbox
from conversations.inbox.senders import forget_senders
from conversations.models import ChannelAccount, DeliveryEvent, Message
from tests.cast import Cast
from tests.conversations.webhook_calls import inbound_form, post_signed, sign, sms_url


@pytest.fixture(autouse=True)
def fresh_senders() -> None:
    forget_senders()


@pytest.fixture
def own_var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_a_signed_message_is_stored_and_answered_with_nothing(cast: Cast) -> None:
    answer = post_signed(sms_url(cast.account), inbound_form("Yes please"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    assert b"<Response></Response>" in answer.content
    assert Message.objects.for_business(cast.business).get().new_text == "Yes please"


def test_a_forged_signature_is_refused_and_nothing_is_stored(cast: Cast) -> None:
    answer = post_signed(sms_url(cast.account), inbound_form("STOP"), token="somebody-elses")
    assert answer.status_code == 403
    assert not Message.objects.for_business(cast.business).exists()


def test_a_missing_signature_is_refused(cast: Cast) -> None:
    assert Client().post(sms_url(cast.account), inbound_form("STOP")).status_code == 403
    assert not Message.objects.for_business(cast.business).exists()


def test_a_message_altered_on_its_way_is_refused(cast: Cast) -> None:
    form = inbound_form("I like it")
    signature = sign(sms_url(cast.account), form)
    altered = {**form, "Body": "STOP"}
    answer = Client().post(sms_url(cast.account), altered, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


def test_one_senders_signature_does_not_open_anothers_address(cast: Cast) -> None:
    ChannelAccount.across_businesses.filter(pk=cast.neighbour_account.pk).update(
        credentials='{"auth_token": "neighbours-token"}'
    )
    assert post_signed(sms_url(cast.neighbour_account), inbound_form("Hello")).status_code == 403


def test_a_new_token_is_taken_at_once(cast: Cast) -> None:
    post_signed(sms_url(cast.account), inbound_form("one"))
    cast.account.credentials = '{"auth_token": "fresh-token"}'
    cast.account.save(update_fields=["credentials"])
    assert post_signed(sms_url(cast.account), inbound_form("two"), token="fresh-token").status_code == 200


def test_an_unknown_address_is_not_there(cast: Cast) -> None:
    assert post_signed(reverse("twilio_inbound", args=["nobody"]), inbound_form("Hi")).status_code == 404


def test_a_sender_that_is_switched_off_takes_nothing(cast: Cast) -> None:
    ChannelAccount.across_businesses.update(is_active=False)
    assert post_signed(sms_url(cast.account), inbound_form("Hi")).status_code == 404


def test_only_post_is_heard(cast: Cast) -> None:
    assert Client().get(sms_url(cast.account)).status_code == 405


def test_a_message_without_id_is_malformed(cast: Cast) -> None:
    assert post_signed(sms_url(cast.account), inbound_form("Hi", MessageSid="", SmsSid="")).status_code == 400


def test_twenty_repeats_at_once_are_one_message(committed_cast: Cast) -> None:
    form, url = inbound_form("Yes please"), sms_url(committed_cast.account)

    def post(_: int) -> int:
        try:
            return post_signed(url, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(post, range(20))) == {200}
    assert Message.objects.for_business(committed_cast.business).count() == 1
    assert WorkItem.objects.filter(fact="conversations.events.MessageReceived").count() == 1


def test_a_message_is_stored_where_the_kept_connection_has_died(committed_cast: Cast, own_var: Path) -> None:
    url = sms_url(committed_cast.account)
    post_signed(url, inbound_form("First"))
    _end_own_connection()
    assert post_signed(url, inbound_form("Second")).status_code == 200
    _end_own_connection()
    assert post_signed(url, inbound_form("STOP")).status_code == 200
    words = Message.objects.for_business(committed_cast.business).order_by("id").values_list("body", flat=True)
    assert list(words) == ["First", "Second", "STOP"]
    assert not any(own_var.iterdir())


def _end_own_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", mine)
    other.close()


def test_an_everyday_message_costs_the_database_one_visit(cast: Cast) -> None:
    url = sms_url(cast.account)
    post_signed(url, inbound_form("First"))
    with CaptureQueriesContext(connection) as queries:
        post_signed(url, inbound_form("Second"))
    assert len(queries) == 1


def test_what_cannot_be_stored_is_not_acknowledged_and_is_fetched_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(inbox, "receive", refuse)
    assert post_signed(sms_url(cast.account), inbound_form("STOP")).status_code == 503
    cast.account.refresh_from_db()
    assert cast.account.catch_up_wanted_at is not None


def test_with_the_database_away_a_file_remembers_until_it_is_back(
    cast: Cast, own_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "receive", lambda *_, **__: (_ for _ in ()).throw(DatabaseError("away")))
        patch.setattr("conversations.inbox.catching_up.connection.close", lambda: None)
        assert post_signed(sms_url(cast.account), inbound_form("STOP")).status_code == 503
    assert (own_var / "catch-up-wanted").exists()
    post_signed(sms_url(cast.account), inbound_form("Hello"))
    assert not (own_var / "catch-up-wanted").exists()
    assert not ChannelAccount.across_businesses.filter(catch_up_wanted_at=None).exists()


def test_a_status_is_stored_by_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    uid = uuid.uuid4()
    url = reverse("twilio_status", args=[cast.account.webhook_key, uid])
    post_signed(sms_url(cast.account), inbound_form("so that the sender is known"))
    with django_assert_num_queries(1):
        answer = post_signed(url, {"MessageSid": "SM1", "MessageStatus": "delivered"})
    assert answer.status_code == 200
    assert DeliveryEvent.objects.get().message_uid == uid


def test_a_call_rings_the_business_and_its_end_is_told(cast: Cast) -> None:
    type(cast.business).objects.filter(pk=cast.business.pk).update(phone="+12125550199")
    url = reverse("twilio_voice", args=[cast.account.webhook_key])
    form = {"CallSid": "CA1", "From": "+12125550110", "To": "+12125550101", "Direction": "inbound"}
    ringing = post_signed(url, {**form, "CallStatus": "ringing"})
    assert b"+12125550199" in ringing.content
    post_signed(url, {**form, "CallStatus": "completed", "DialCallStatus": "no-answer"})
    told = WorkItem.objects.get(fact="conversations.events.CallEnded").payload
    assert (told["contact_id"], told["missed"], told["call_id"]) == (cast.contact.pk, True, "CA1")


def test_a_webhook_never_touches_session_or_user(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = post_signed(sms_url(cast.account), inbound_form("Hello"))
    assert not any("session" in query["sql"] or "accounts_user" in query["sql"] for query in queries)
    assert not answer.cookies
