"""Rows made and read in bulk are what Django's own way would make of them."""

from __future__ import annotations

from typing import Any

import pytest

from conversations.models import Conversation, Message
from conversations.outbox.bulk import bare_models, new_model
from tests.cast import Cast
from tests.factories import NOW


def columns_of(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name not in ("_state", "uid")}


def test_a_new_row_has_the_defaults_of_its_model() -> None:
    values: dict[str, Any] = {"business_id": 7, "body": "Hello", "created_at": NOW}
    fast, slow = new_model(Message, **values), Message(**values)
    assert columns_of(fast) == columns_of(slow)
    assert (fast._state.adding, type(fast.uid)) == (True, type(slow.uid))


def test_new_rows_share_nothing_that_can_change() -> None:
    one, other = new_model(Message), new_model(Message)
    one.confirmations.append("hours")
    assert other.confirmations == []
    assert one.uid != other.uid


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="bodi"):
        new_model(Message, bodi="Hello")


def test_a_bare_row_loads_what_it_was_not_given(cast: Cast) -> None:
    stored = Conversation.objects.create(
        business=cast.business, contact=cast.contact, opened_at=NOW, last_message_at=NOW
    )
    (bare,) = bare_models(Conversation, ("id", "business_id"), [(stored.pk, cast.business.pk)])
    assert (bare, bare.contact, bare.opened_at) == (stored, cast.contact, NOW)
    assert not bare._state.adding
