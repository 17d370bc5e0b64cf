"""Nothing leaves without a Clearance, and no error or repr tells who was written to."""

import dataclasses

import pytest

from conversations.channels.base import ClearedRequest, Credentials, NotCleared, SendRequest, clear_for_sending
from conversations.channels.registry import PROVIDERS, UnknownProvider, adapter

REQUEST = SendRequest(
    message_id="m1",
    to="+12025550111",
    sender="+12025550100",
    body="private words",
    status_callback="https://example.com/?token=abc",
    validity_seconds=60,
)


def test_a_request_with_verdict_allow_is_cleared() -> None:
    assert clear_for_sending(REQUEST, clearance_id="7", verdict="allow").request is REQUEST


@pytest.mark.parametrize("verdict", ["hold", "block", "defer", "", "ALLOW", "allow "])
def test_any_other_verdict_is_refused(verdict: str) -> None:
    with pytest.raises(NotCleared):
        clear_for_sending(REQUEST, clearance_id="7", verdict=verdict)


def test_a_clearance_without_an_id_is_refused() -> None:
    with pytest.raises(NotCleared):
        clear_for_sending(REQUEST, clearance_id="", verdict="allow")


def test_a_cleared_request_cannot_be_made_by_hand() -> None:
    with pytest.raises(NotCleared):
        ClearedRequest(REQUEST, "7", object())


def test_a_cleared_request_cannot_be_given_another_content() -> None:
    cleared = clear_for_sending(REQUEST, clearance_id="7", verdict="allow")
    with pytest.raises((NotCleared, ValueError)):
        dataclasses.replace(cleared, clearance_id="8")  # type: ignore[call-arg]


def test_what_names_a_person_is_not_in_the_repr() -> None:
    shown = repr(clear_for_sending(REQUEST, clearance_id="7", verdict="allow"))
    assert not any(secret in shown for secret in ("0111", "0100", "private", "token"))


def test_secrets_are_not_in_the_repr() -> None:
    assert "hush" not in repr(Credentials("https://x", "AC1", "hush", api_key="hush", api_secret="hush"))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_has_all_its_parts(provider: str) -> None:
    found = adapter(provider)
    assert all((found.sender, found.receiver, found.setup))


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(UnknownProvider, match="carrier pigeon"):
        adapter("carrier pigeon")
