"""An opt-out at the carrier is told once: a process that dies in the middle must not lose it."""

from __future__ import annotations

import pytest

from accounts import work
from contacts.consent import lift
from contacts.models import Suppression
from conversations import outbox
from conversations.models import Message
from conversations.outbox import callbacks
from tests.cast import Cast
from tests.conversations.outbox.test_callbacks import make_sent, report
from tests.factories import NOW


def test_a_worker_that_dies_after_noting_the_refusal_still_stops_the_address(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(cast.account, make_sent(cast), "failed", code="21610")
    with monkeypatch.context() as patch:
        patch.setattr(callbacks, "keep_summaries", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("died")))
        with pytest.raises(RuntimeError):
            outbox.apply_callbacks(now=NOW)
    assert not Suppression.across_businesses.exists()
    work.drain(clock=lambda: NOW)
    assert Suppression.across_businesses.get().reason == "carrier_blocked"


def test_a_stop_that_a_member_has_lifted_meanwhile_stays_lifted(cast: Cast) -> None:
    message = make_sent(cast)
    report(cast.account, message, "failed", code="21610")
    outbox.apply_callbacks(now=NOW)
    lift(Suppression.across_businesses.get(), why="Put right at the carrier", by_member=cast.owner, now=NOW)
    work.drain(clock=lambda: NOW)
    assert Suppression.across_businesses.count() == 1
    assert Message.across_businesses.get(pk=message.pk).status == "failed"
