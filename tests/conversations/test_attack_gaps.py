"""What a failing webhook leaves behind: a repeat stores it, or a mark holds outreach back until it has been fetched."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, connection
from django.utils import timezone

from contacts.consent import active_suppressions, hash_address
from conversations import inbox
from conversations.inbox import gaps, receiving, stops
from conversations.inbox.senders import forget_senders
from conversations.models import ChannelAccount, Message
from tests.cast import Cast
from tests.conversations.inbound import MARIA
from tests.conversations.test_webhooks import _end_own_connection
from tests.conversations.webhook_calls import inbound_form, post_signed, sms_url


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, settings: Any) -> Path:
    forget_senders()
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_a_stop_whose_connection_dies_halfway_is_stored_once(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch, own_var: Path
) -> None:
    obeyed: list[int] = []

    def obey(*told: Any, **more: Any) -> Any:
        fact = stops.obey(*told, **more)
        obeyed.append(1)
        if len(obeyed) == 1:
            _end_own_connection()
        return fact

    monkeypatch.setattr(receiving, "stops", type("Stops", (), {"obey": staticmethod(obey)}))
    assert post_signed(sms_url(committed_cast.account), inbound_form("STOP")).status_code == 200
    assert len(obeyed) == 2 and not any(own_var.iterdir())
    assert Message.objects.for_business(committed_cast.business).count() == 1
    assert active_suppressions(committed_cast.business, [hash_address("phone", MARIA)]).count() == 1


def test_a_connection_that_is_closed_under_the_webhook_leaves_its_mark(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, own_var: Path
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise InterfaceError("the cursor is closed")

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "receive", refuse)
        patch.setattr(gaps, "want_catch_up", refuse)
        patch.setattr("conversations.inbox.gaps.connection.close", lambda: None)
        assert post_signed(sms_url(cast.account), inbound_form("STOP")).status_code == 503
    assert (own_var / "catch-up-wanted").exists()


def test_a_gap_that_a_slow_webhook_recalls_outlives_a_catch_up_begun_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, own_var: Path
) -> None:
    began: list[Any] = []

    def store_slowly(*_: Any, **__: Any) -> None:
        began.append(timezone.now())
        inbox.note_a_gap(None, now=timezone.now())

    monkeypatch.setattr(inbox, "receive", store_slowly)
    post_signed(sms_url(cast.account), inbound_form("Hello"))
    mark = ChannelAccount.across_businesses.get(pk=cast.account.pk).catch_up_wanted_at
    assert mark is not None and began[0] < mark < began[0] + timedelta(minutes=1)
    assert not connection.needs_rollback
