"""Kill switches by hand: everything a business sends, one contact, one number; who set them, and the way back."""

from __future__ import annotations

from accounts.models import Member
from conversations import outbox
from conversations.models import Switch
from tests.cast import Cast
from tests.factories import NOW

HOME = "/b/harbor-plumbing/"


def page(cast: Cast, member: Member, path: str = "") -> str:
    return cast.client(member).get(f"{HOME}{path}").content.decode()


def stop(cast: Cast) -> None:
    cast.client(cast.manager).post(f"{HOME}stop-sending/", {"why": "A wrong price went out."})


def test_a_manager_stops_everything_after_a_question_that_names_the_business(cast: Cast) -> None:
    assert "Nothing of Harbor Plumbing leaves any more" in page(cast, cast.manager, "stop-sending/")
    assert not outbox.is_switched_off(scope="business", business=cast.business)
    stop(cast)
    assert outbox.is_switched_off(scope="business", business=cast.business)
    assert not outbox.may_send_now(cast.account)


def test_every_page_says_who_stopped_everything_and_why(cast: Cast) -> None:
    stop(cast)
    for path in ("", "contacts/", "campaigns/", "conversations/"):
        shown = page(cast, cast.viewer, path)
        assert "All sending is stopped" in shown
        assert str(cast.manager) in shown
        assert "A wrong price went out." in shown


def test_a_click_lets_everything_leave_again(cast: Cast) -> None:
    stop(cast)
    cast.client(cast.owner).post(f"{HOME}resume-sending/")
    assert not outbox.is_switched_off(scope="business", business=cast.business)
    assert "All sending is stopped" not in page(cast, cast.owner)


def test_whoever_may_not_lift_a_stop_is_offered_no_button(cast: Cast) -> None:
    stop(cast)
    assert "resume-sending" in page(cast, cast.manager)
    assert "resume-sending" not in page(cast, cast.agent)
    assert "stop-sending" not in page(cast, cast.agent)


def test_a_stop_of_the_installation_is_shown_and_not_a_members_to_lift(cast: Cast) -> None:
    outbox.stop_all(reason="", now=NOW)
    shown = page(cast, cast.owner)
    assert "An administrator has stopped the whole installation." in shown
    assert "resume-sending" not in shown
    cast.client(cast.owner).post(f"{HOME}resume-sending/")
    assert Switch.objects.filter(scope="all").exists()


def test_the_neighbours_stop_is_not_ours(cast: Cast) -> None:
    outbox.set_switch(scope="business", business=cast.neighbour, now=NOW)
    assert "All sending is stopped" not in page(cast, cast.owner)


def test_messages_to_a_contact_are_held_and_let_go_again(cast: Cast) -> None:
    here, key = f"contacts/{cast.contact.pk}/", str(cast.contact.pk)
    client = cast.client(cast.agent)
    assert "Hold messages for now" in page(cast, cast.agent, here)
    client.post(f"{HOME}{here}hold/", {"why": "On holiday"})
    assert outbox.is_switched_off(scope="contact", business=cast.business, key=key)
    shown = page(cast, cast.viewer, here)
    assert "Messages are held" in shown and "On holiday" in shown
    client.post(f"{HOME}{here}hold/", {"lift": "1"})
    assert not outbox.is_switched_off(scope="contact", business=cast.business, key=key)


def test_the_page_of_a_number_says_who_switched_it_off(cast: Cast) -> None:
    client, here = cast.client(cast.owner), f"{HOME}settings/channels/{cast.account.pk}/"
    client.post(f"{here}switch/", {"on": "no"})
    assert f"{cast.owner} switched it off" in client.get(here).content.decode()
