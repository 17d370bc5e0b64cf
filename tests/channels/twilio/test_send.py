"""Handing a message over: what is sent, and what every kind of answer means."""

import asyncio
import contextlib
import dataclasses
import socket
from collections.abc import Iterator

import pytest
from aiohttp import ClientSession

from conversations.channels.base import (
    ChannelError,
    DeliveryStatus,
    ErrorMeaning,
    ErrorScope,
    NotCleared,
    OutcomeUnknown,
    Rejected,
    SendResult,
    TryLater,
    clear_for_sending,
)
from conversations.channels.registry import adapter
from conversations.channels.sandbox.testing import CarrierControl, SandboxAccount
from tests.channels.conftest import LEAD, OURS, Phone, make_request


def test_a_taken_message_gives_id_status_and_segments(phone: Phone) -> None:
    result = phone.send(body="a" * 161)
    assert (result.status, result.raw_status, result.segments) == (DeliveryStatus.QUEUED, "queued", 2)
    assert result.provider_id.startswith("SM")


def test_the_carrier_gets_the_words_as_they_are(phone: Phone, carrier: CarrierControl) -> None:
    phone.send(body="Grüße & 100 % — 55+7?\nYes 🎉")
    assert carrier.phone_messages(LEAD)[0]["body"] == "Grüße & 100 % - 55+7?\nYes 🎉"


def test_a_messaging_service_chooses_the_sender(phone: Phone, account: SandboxAccount) -> None:
    result = phone.send(sender=account.messaging_service)
    assert (result.raw_status, result.segments) == ("accepted", None)


def test_an_api_key_signs_in(phone: Phone, account: SandboxAccount) -> None:
    phone.credentials = dataclasses.replace(
        phone.credentials, secret="changed", api_key=account.api_key, api_secret=account.api_secret
    )
    assert phone.send().provider_id


def test_a_request_that_was_not_cleared_does_not_leave(phone: Phone, carrier: CarrierControl) -> None:
    with pytest.raises(NotCleared):
        phone.run(
            lambda s: phone.sender.send(make_request(), credentials=phone.credentials, session=s)  # type: ignore[arg-type]
        )
    assert carrier.messages() == []


@pytest.mark.parametrize(
    ("code", "meaning", "scope"),
    [
        (21610, ErrorMeaning.OPTED_OUT, ErrorScope.RECIPIENT),
        (21614, ErrorMeaning.LANDLINE, ErrorScope.RECIPIENT),
        (21211, ErrorMeaning.INVALID_NUMBER, ErrorScope.RECIPIENT),
        (29999, ErrorMeaning.UNKNOWN, ErrorScope.MESSAGE),
    ],
)
def test_a_refusal_for_good(
    phone: Phone, carrier: CarrierControl, code: int, meaning: ErrorMeaning, scope: ErrorScope
) -> None:
    carrier.fail("error", code=code)
    with pytest.raises(Rejected) as caught:
        phone.send()
    assert (caught.value.meaning, caught.value.scope, caught.value.code) == (meaning, scope, str(code))
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("code", "meaning", "scope"),
    [
        (21611, ErrorMeaning.RATE, ErrorScope.SENDER),
        (30034, ErrorMeaning.UNREGISTERED, ErrorScope.SENDER),
        (20003, ErrorMeaning.AUTH, ErrorScope.ACCOUNT),
        (21606, ErrorMeaning.SENDER, ErrorScope.SENDER),
    ],
)
def test_a_refusal_of_the_moment_keeps_the_message(
    phone: Phone, carrier: CarrierControl, code: int, meaning: ErrorMeaning, scope: ErrorScope
) -> None:
    carrier.fail("error", code=code)
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert (caught.value.meaning, caught.value.scope, caught.value.permanent) == (meaning, scope, False)


def test_a_wrong_token_concerns_the_account(phone: Phone) -> None:
    phone.credentials = dataclasses.replace(phone.credentials, secret="wrong")
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert (caught.value.meaning, caught.value.scope) == (ErrorMeaning.AUTH, ErrorScope.ACCOUNT)


def test_too_many_requests_says_when_to_come_back(phone: Phone, carrier: CarrierControl) -> None:
    carrier.fail("http", http_status=429, retry_after=7)
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert (caught.value.meaning, caught.value.retry_after) == (ErrorMeaning.RATE, 7.0)


def test_retry_after_may_be_an_unreadable_date(phone: Phone, carrier: CarrierControl) -> None:
    carrier.fail("http", http_status=429, retry_after="soon")
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert caught.value.retry_after is None


def test_not_available_in_twilios_own_words_was_not_taken(phone: Phone, carrier: CarrierControl) -> None:
    carrier.fail("http", http_status=503)
    with pytest.raises(TryLater):
        phone.send()


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize(
    "failure",
    [
        {"kind": "http", "http_status": 500},
        {"kind": "http", "http_status": 502, "html": True},
        {"kind": "http", "http_status": 503, "html": True},
        {"kind": "http", "http_status": 504, "html": True},
        {"kind": "garbage"},
        {"kind": "broken"},
        {"kind": "time_out", "seconds": 3},
    ],
    ids=lambda failure: f"{failure['kind']} {failure.get('http_status', '')}",
)
def test_an_ambiguous_answer_is_an_unknown_outcome(
    phone: Phone, carrier: CarrierControl, failure: dict[str, object], accepted: bool
) -> None:
    carrier.fail(**failure, accepted=accepted)  # type: ignore[arg-type]
    with pytest.raises(OutcomeUnknown):
        phone.send()
    assert len(carrier.messages()) == (1 if accepted else 0)


def test_a_slow_answer_in_time_is_an_answer(phone: Phone, carrier: CarrierControl) -> None:
    carrier.fail("slow", seconds=0.4)
    assert phone.send().status == DeliveryStatus.QUEUED


def test_a_carrier_that_is_down_gets_the_message_later(phone: Phone) -> None:
    phone.credentials = dataclasses.replace(phone.credentials, base_url=f"http://127.0.0.1:{_free_port()}")
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert caught.value.meaning == ErrorMeaning.OUTAGE


def test_a_time_out_before_the_connection_stands_is_no_attempt(phone: Phone) -> None:
    with _deaf_server() as port:
        phone.credentials = dataclasses.replace(phone.credentials, base_url=f"http://127.0.0.1:{port}")
        with pytest.raises(TryLater):
            phone.send()


def test_waiting_in_vain_for_a_free_connection_is_no_attempt(phone: Phone, carrier: CarrierControl) -> None:
    carrier.fail("slow", seconds=0.8)
    cleared = clear_for_sending(make_request(), clearance_id="c1", verdict="allow")

    async def both(session: ClientSession) -> list[SendResult | BaseException]:
        sends = (phone.sender.send(cleared, credentials=phone.credentials, session=session) for _ in range(2))
        return await asyncio.gather(*sends, return_exceptions=True)

    first, second = phone.run(both, connections=1)
    assert isinstance(first, SendResult) and isinstance(second, TryLater)


def test_no_error_tells_number_body_or_token(phone: Phone, carrier: CarrierControl, account: SandboxAccount) -> None:
    for kind in ("error", "broken", "garbage", "http"):
        carrier.fail(kind)
        with pytest.raises(ChannelError) as caught:
            phone.send()
        told = f"{caught.value} {caught.value.sentence} {caught.value.advice} {caught.value.__cause__!r}"
        assert not any(secret in told for secret in (LEAD, OURS, "Hello", account.token, account.account))


def test_the_sandbox_texts_nobody_who_exists(phone: Phone, carrier: CarrierControl) -> None:
    with pytest.raises(Rejected, match="555-0100"):
        phone.send(to="+12025551234")
    assert carrier.counters().get("accepted", 0) == 0


@pytest.mark.parametrize(
    "url",
    [
        "https://api.twilio.com",
        "http://192.0.2.1:8025",
        "http://[",
        "",
        "ftp://localhost.evil",
        "http://a:b@127.0.0.1",
        "http://127.0.0.1:x",
    ],
)
def test_the_sandbox_calls_this_machine_only(phone: Phone, url: str) -> None:
    phone.credentials = dataclasses.replace(phone.credentials, base_url=url)
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert caught.value.meaning == ErrorMeaning.AUTH


@pytest.mark.parametrize("url", ["http://api.twilio.com", "https://twilio.com.example.org", "http://127.0.0.1:8025"])
def test_a_live_channel_calls_twilio_only(phone: Phone, url: str) -> None:
    phone.sender = adapter("twilio").sender
    phone.credentials = dataclasses.replace(phone.credentials, base_url=url)
    with pytest.raises(TryLater) as caught:
        phone.send()
    assert caught.value.scope == ErrorScope.ACCOUNT


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _deaf_server() -> Iterator[int]:
    """A port whose queue of connections is full: connecting to it hangs."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect(server.getsockname())
        yield int(server.getsockname()[1])
