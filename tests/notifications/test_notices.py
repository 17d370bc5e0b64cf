"""Members are told once, and only their own notices are theirs."""

from __future__ import annotations

from django.utils import timezone

from accounts import work
from conversations.events import HandoffOpened
from conversations.models import Handoff
from notifications.models import Notification
from notifications.services import notify
from tests.cast import Cast
from tests.factories import NOW, make_conversation
from tests.pages import assert_constant_queries

LIST = "/b/harbor-plumbing/notifications/"


def tell(cast: Cast, key: str = "a") -> None:
    notify(cast.business, members=[cast.owner], kind="handoff", title=f"Hot: {key}", path=LIST, dedupe_key=key, now=NOW)


def test_a_handoff_tells_whoever_may_answer(cast: Cast) -> None:
    talk = make_conversation(cast.contact)
    task = Handoff.objects.create(
        business=cast.business, conversation=talk, reason="call_me", priority="hot", opened_at=NOW, due_at=NOW
    )
    fact = HandoffOpened(business_id=cast.business.pk, handoff_id=task.pk, conversation_id=talk.pk, priority="hot")
    for _ in range(2):
        work.record(fact, now=NOW)
        work.drain(clock=lambda: NOW)
    told = Notification.objects.for_business(cast.business)
    assert sorted(row.member.role for row in told) == ["agent", "manager", "owner"]
    assert told[0].title == "Hot: Maria"


def test_the_list_shows_unread_first_and_counts_them(cast: Cast) -> None:
    tell(cast, "old")
    Notification.objects.for_business(cast.business).update(read_at=timezone.now())
    tell(cast, "new")
    page = cast.client(cast.owner).get(LIST).content.decode()
    assert page.index("Hot: new") < page.index("Hot: old")


def test_opening_one_marks_it_read_and_goes_there(cast: Cast) -> None:
    tell(cast)
    notice = Notification.objects.for_business(cast.business).get()
    answer = cast.client(cast.owner).post(f"{LIST}{notice.pk}/")
    notice.refresh_from_db()
    assert (answer.url, notice.read_at is not None) == (LIST, True)  # type: ignore[attr-defined]


def test_a_colleague_cannot_open_it(cast: Cast) -> None:
    tell(cast)
    notice = Notification.objects.for_business(cast.business).get()
    assert cast.client(cast.agent).post(f"{LIST}{notice.pk}/").status_code == 404


def test_all_can_be_marked_read(cast: Cast) -> None:
    tell(cast, "a")
    tell(cast, "b")
    cast.client(cast.owner).post(f"{LIST}read/")
    assert not Notification.objects.for_business(cast.business).filter(read_at=None).exists()


def test_the_lists_queries_do_not_grow(cast: Cast) -> None:
    def tell_ten() -> None:
        for number in range(10):
            tell(cast, f"k{number}")

    tell(cast)
    assert_constant_queries(cast.client(cast.owner), LIST, tell_ten)
