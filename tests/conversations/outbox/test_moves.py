"""The table of allowed moves: news only moves a message forward, in whatever order it comes."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.outbox.moves import MOVES, NEWS, after_all_news, after_news, may_move

FINAL = ("read", "failed", "undelivered", "cancelled", "blocked")
RANK = {"queued": 0, "sending": 0, "unknown": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 3, "undelivered": 3}
words = st.lists(st.sampled_from([*NEWS, "accepted?", ""]), max_size=8)


@pytest.mark.parametrize("news", ["sent", "delivered", "failed"])
def test_an_unknown_outcome_can_be_settled(news: str) -> None:
    assert after_news("unknown", news) == news


@pytest.mark.parametrize("status", FINAL)
@given(news=words)
def test_what_is_final_stays(status: str, news: list[str]) -> None:
    assert after_all_news(status, news) == status


@given(status=st.sampled_from(sorted(RANK)), news=words)
def test_news_never_moves_a_message_back(status: str, news: list[str]) -> None:
    after = after_all_news(status, news)
    assert RANK[after] >= RANK[status]
    assert after == status or after != "unknown"


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_callbacks_in_any_order_end_with_the_same_status(order: tuple[str, ...]) -> None:
    assert after_all_news("sending", order) == "delivered"


@given(news=words)
def test_news_said_twice_changes_nothing(news: list[str]) -> None:
    once = after_all_news("sending", news)
    assert after_all_news(once, news[-1:]) == once


@given(status=st.sampled_from(sorted(MOVES)), news=st.sampled_from(sorted(NEWS)))
def test_news_only_makes_moves_of_the_table(status: str, news: str) -> None:
    after = after_news(status, news)
    assert after == status or may_move(status, after)


@pytest.mark.parametrize("status", ["held", "cancelled", "blocked"])
def test_what_never_left_is_not_moved_by_news(status: str) -> None:
    assert after_news(status, "delivered") == status
