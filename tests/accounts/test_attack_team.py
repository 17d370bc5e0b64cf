"""An owner who is shown out stays out, and teams stay whole whoever clicks at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import members
from accounts.models import Invitation, Member
from accounts.services import AccountProblem
from tests import factories
from tests.accounts.test_team import JOINING, PASSWORD, invitation_of, invite, roles, url
from tests.cast import Cast
from tests.factories import NOW


def second_owner(cast: Cast) -> Member:
    return factories.make_member(cast.business, role="owner", email="second@example.com")


def invite_as(cast: Cast, actor: Member, *, email: str = "spare@example.com") -> tuple[Invitation, str]:
    return members.invite_member(cast.business, actor=actor, email=email, name="", role="owner", now=NOW)


@pytest.mark.parametrize("leave", ["removed", "stepped down"])
def test_a_link_of_an_owner_who_is_one_no_longer_opens_nothing(cast: Cast, leave: str) -> None:
    rogue = second_owner(cast)
    _, token = invite_as(cast, rogue)
    if leave == "removed":
        members.remove_member(rogue, actor=cast.owner, now=NOW)
    else:
        members.change_role(rogue, actor=cast.owner, role="viewer", now=NOW)
    assert members.find_invitation(token, now=NOW) is None
    assert not Invitation.objects.for_business(cast.business).filter(outcome="open").exists()


def test_a_link_that_another_owner_has_made_anew_is_theirs(cast: Cast) -> None:
    rogue = second_owner(cast)
    invitation, _ = invite_as(cast, rogue)
    _, token = members.renew_link(invitation, actor=cast.owner, now=NOW)
    members.remove_member(rogue, actor=cast.owner, now=NOW)
    assert members.find_invitation(token, now=NOW) is not None


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Make the calls on connections of their own, from one moment; return what each was told, "" where it was done."""
    start, told = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        start.wait()
        try:
            call()
        except AccountProblem as problem:
            told[place] = str(problem)
        except Exception as error:
            told[place] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.parametrize("turn", range(3))
def test_two_owners_who_remove_each_other_leave_one(committed_cast: Cast, turn: int) -> None:
    cast, other = committed_cast, second_owner(committed_cast)
    told = at_once(
        lambda: members.remove_member(other, actor=cast.owner, now=NOW),
        lambda: members.remove_member(cast.owner, actor=other, now=NOW),
    )
    assert sorted(roles(cast).values()).count("owner") == 1 and sum(not words for words in told) == 1
    assert all("Error" not in words for words in told)


def test_a_link_taken_twice_at_once_is_one_place(committed_cast: Cast) -> None:
    cast = committed_cast
    invitation, _ = invite_as(cast, cast.owner)

    def join() -> None:
        members.accept_as_new(invitation, name="Spare", password=PASSWORD, now=NOW)

    told = at_once(join, join, join)
    assert sum(not words for words in told) == 1 and all("Error" not in words for words in told)
    assert Member.objects.for_business(cast.business).filter(user__email="spare@example.com").count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_changes_of_one_team_at_once_wait_for_each_other(committed_cast: Cast, turn: int) -> None:
    cast, rogue = committed_cast, second_owner(committed_cast)
    invitation, _ = invite_as(cast, rogue)
    told = at_once(
        lambda: members.remove_member(rogue, actor=cast.owner, now=NOW),
        lambda: members.withdraw_invitation(invitation, actor=cast.owner, now=NOW),
        lambda: members.renew_link(invitation, actor=cast.owner, now=NOW),
        lambda: members.accept_as_new(invitation, name="Spare", password=PASSWORD, now=NOW),
    )
    assert all("Error" not in words for words in told), told


def test_the_same_person_invited_twice_at_once_has_one_invitation(committed_cast: Cast) -> None:
    cast = committed_cast
    at_once(*[lambda: invite_as(cast, cast.owner)] * 3)
    assert Invitation.objects.for_business(cast.business).filter(outcome="open").count() == 1


def test_a_link_leads_nowhere_else(cast: Cast) -> None:
    path = invite(cast)
    answer = Client().post(f"{path}?next=https://evil.example/&slug=neighbour", {**JOINING, "next": "//evil.example"})
    assert answer.headers["Location"] == reverse("today", kwargs={"slug": cast.business.slug})


def test_the_role_of_a_place_is_not_the_guests_to_choose(cast: Cast) -> None:
    Client().post(invite(cast, role="viewer"), {**JOINING, "role": "owner", "is_staff": "1", "email": "x@example.com"})
    assert roles(cast)["marta@example.com"] == "viewer"
    user = Member.objects.for_business(cast.business).get(user__email="marta@example.com").user
    assert not user.is_staff and not user.is_superuser


def test_another_businesss_owner_can_neither_renew_nor_withdraw(cast: Cast) -> None:
    invite(cast)
    thief = cast.client(cast.neighbour_owner)
    for name in ("settings_invitation_link", "settings_invitation_withdraw"):
        for slug in (cast.business.slug, cast.neighbour.slug):
            path = reverse(name, kwargs={"slug": slug, "invitation_id": invitation_of(cast).pk})
            assert thief.post(path).status_code == 404
    assert invitation_of(cast).outcome == "open"


def test_the_page_of_a_link_is_kept_from_other_sites_and_caches(cast: Cast) -> None:
    page = Client().get(invite(cast))
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] in ("same-origin", "no-referrer", "strict-origin")
    assert b"https://" not in page.content or url(cast, "settings_team").encode() not in page.content
