"""Settings, Team: inviting, the link that is handed over, roles, and leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import members
from accounts.models import Invitation, Member, User
from accounts.policy import ROLES, problem_of_role
from accounts.services import AccountProblem
from tests import factories
from tests.cast import Cast
from tests.factories import NOW

PASSWORD = "a quiet harbour at dawn"
JOINING = {"name": "Marta Kern", "password": PASSWORD, "again": PASSWORD}


def url(cast: Cast, name: str, **parts: Any) -> str:
    return reverse(name, kwargs={"slug": cast.business.slug, **parts})


def invite(cast: Cast, *, email: str = "marta@example.com", role: str = "agent") -> str:
    """Invite somebody on the page and return the path of the link that it shows."""
    page = cast.client(cast.owner).post(url(cast, "settings_team_add"), {"email": email, "name": "Marta", "role": role})
    assert page.status_code == 200 and page.headers["Cache-Control"]
    return str(urlsplit(page.context["link"]).path)


def invitation_of(cast: Cast) -> Invitation:
    return Invitation.objects.for_business(cast.business).latest("pk")


def roles(cast: Cast) -> dict[str, str]:
    team = Member.objects.for_business(cast.business).filter(is_active=True).select_related("user")
    return {member.user.email: member.role for member in team}


def test_the_team_page_names_everybody_with_their_role(cast: Cast) -> None:
    page = cast.client(cast.owner).get(url(cast, "settings_team")).content.decode()
    assert all(words in page for words in (cast.agent.user.email, "Manager", "Viewer", "you"))
    assert cast.neighbour_owner.user.email not in page


def test_the_team_page_takes_as_many_queries_for_a_larger_team(cast: Cast) -> None:
    client = cast.client(cast.owner)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, "settings_team"))
        return len(queries)

    before = (count(), count())[1]
    for number in range(5):
        factories.make_member(cast.business, role="agent", email=f"more{number}@example.com")
        invite(cast, email=f"waits{number}@example.com")
    assert count() == before


def test_somebody_new_sets_a_password_and_is_in(cast: Cast) -> None:
    link, visitor = invite(cast), Client()
    assert "Choose a password" in visitor.get(link).content.decode()
    answer = visitor.post(link, JOINING)
    assert answer.headers["Location"] == reverse("today", args=[cast.business.slug])
    assert visitor.get(answer.headers["Location"]).status_code == 200
    assert roles(cast)["marta@example.com"] == "agent"
    assert User.objects.get(email="marta@example.com").check_password(PASSWORD)


def test_somebody_new_can_sign_in_later(cast: Cast) -> None:
    Client().post(invite(cast), JOINING)
    later = Client()
    later.post(reverse("account_login"), {"login": "marta@example.com", "password": PASSWORD})
    assert later.get(url(cast, "today")).status_code == 200


def test_a_link_works_once(cast: Cast) -> None:
    link = invite(cast)
    Client().post(link, JOINING)
    answer = Client().get(link)
    assert answer.status_code == 404 and "does not work any more" in answer.content.decode()


def test_a_link_expires(cast: Cast) -> None:
    link = invite(cast)
    Invitation.objects.for_business(cast.business).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 404
    assert Client().post(link, JOINING).status_code == 404


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "guess"])
def test_a_changed_link_is_nothing(cast: Cast, change: Any) -> None:
    token = invite(cast).split("/")[-2]
    assert Client().get(reverse("invitation", args=[change(token)])).status_code == 404


def test_an_unsigned_token_is_nothing_even_where_its_hash_is_known(cast: Cast) -> None:
    token = invite(cast).split("/")[-2]
    bare = signing.TimestampSigner(salt="accounts.invitation").unsign(token)
    assert members.find_invitation(bare, now=timezone.now()) is None
    assert bare not in str(list(Invitation.objects.for_business(cast.business).values_list()))


def test_a_new_link_ends_the_one_before(cast: Cast) -> None:
    old = invite(cast)
    page = cast.client(cast.owner).post(url(cast, "settings_invitation_link", invitation_id=invitation_of(cast).pk))
    assert Client().get(old).status_code == 404
    assert Client().get(urlsplit(page.context["link"]).path).status_code == 200


def test_a_withdrawn_invitation_ends(cast: Cast) -> None:
    link = invite(cast)
    cast.client(cast.owner).post(url(cast, "settings_invitation_withdraw", invitation_id=invitation_of(cast).pk))
    assert Client().get(link).status_code == 404


def test_a_login_that_exists_must_sign_in_and_keeps_its_password(cast: Cast) -> None:
    user = cast.neighbour_owner.user
    link = invite(cast, email=user.email.upper(), role="manager")
    assert "There is a login for this email already" in Client().post(link, JOINING).content.decode()
    cast.client(cast.neighbour_owner).post(link)
    user.refresh_from_db()
    assert user.check_password("correct horse battery")
    assert roles(cast)[user.email] == "manager"


def test_nobody_joins_before_they_have_said_so(cast: Cast) -> None:
    link = invite(cast, email=cast.neighbour_owner.user.email)
    cast.client(cast.neighbour_owner).get(link)
    assert cast.neighbour_owner.user.email not in roles(cast)


def test_another_login_cannot_take_the_place(cast: Cast) -> None:
    link = invite(cast)
    page = cast.client(cast.neighbour_owner).post(link, JOINING).content.decode()
    assert "Sign out first" in page
    assert "marta@example.com" not in roles(cast)
    assert not User.objects.filter(email="marta@example.com").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"again": "something else"}, "not the same"),
        ({"password": "12345", "again": "12345"}, "too short"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_weak_first_password_is_refused(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    page = Client().post(invite(cast), {**JOINING, **changes}).content.decode()
    assert sentence in page
    assert not User.objects.filter(email="marta@example.com").exists()


def test_who_is_in_or_invited_is_not_invited_twice(cast: Cast) -> None:
    invite(cast)
    for email, sentence in ((cast.agent.user.email, "in your team already"), ("MARTA@example.com", "open invitation")):
        data = {"email": email, "role": "viewer"}
        assert sentence in cast.client(cast.owner).post(url(cast, "settings_team_add"), data).content.decode()


def test_a_role_changes_at_once(cast: Cast) -> None:
    client = cast.client(cast.owner)
    client.post(url(cast, "settings_member", member_id=cast.agent.pk), {"role": "viewer"})
    assert roles(cast)[cast.agent.user.email] == "viewer"
    assert cast.client(cast.agent).post(url(cast, "contact_stop", contact_id=cast.contact.pk)).status_code == 403


def test_who_is_removed_is_out_at_once_and_can_come_back(cast: Cast) -> None:
    there = cast.client(cast.agent)
    cast.client(cast.owner).post(url(cast, "settings_member_remove", member_id=cast.agent.pk))
    assert there.get(url(cast, "today")).status_code == 404
    there.post(invite(cast, email=cast.agent.user.email, role="viewer"))
    assert roles(cast)[cast.agent.user.email] == "viewer"


def test_removing_asks_first_by_name(cast: Cast) -> None:
    page = cast.client(cast.owner).get(url(cast, "settings_member_remove", member_id=cast.agent.pk)).content.decode()
    assert str(cast.agent) in page
    assert cast.agent.user.email in roles(cast)


@pytest.mark.parametrize(("name", "data"), [("settings_member", {"role": "viewer"}), ("settings_member_remove", {})])
def test_the_only_owner_stays(cast: Cast, name: str, data: dict[str, str]) -> None:
    address = url(cast, name, member_id=cast.owner.pk)
    assert "This is the only owner" in cast.client(cast.owner).post(address, data, follow=True).content.decode()
    assert roles(cast)[cast.owner.user.email] == "owner"


def test_an_owner_may_step_down_where_another_stays(cast: Cast) -> None:
    factories.make_member(cast.business, role="owner", email="second@example.com")
    answer = cast.client(cast.owner).post(url(cast, "settings_member", member_id=cast.owner.pk), {"role": "agent"})
    assert answer.headers["Location"] == url(cast, "today")
    assert roles(cast)[cast.owner.user.email] == "agent"


def test_an_owner_may_leave_where_another_stays(cast: Cast) -> None:
    factories.make_member(cast.business, role="owner", email="second@example.com")
    answer = cast.client(cast.owner).post(url(cast, "settings_member_remove", member_id=cast.owner.pk))
    assert answer.headers["Location"] == reverse("home")
    assert cast.owner.user.email not in roles(cast)


@pytest.mark.parametrize("role", ["manager", "agent", "viewer"])
def test_nobody_below_an_owner_changes_the_team(cast: Cast, role: str) -> None:
    actor = getattr(cast, role)
    with pytest.raises(AccountProblem, match="Only an owner"):
        members.change_role(actor, actor=actor, role="owner", now=NOW)
    with pytest.raises(AccountProblem, match="Only an owner"):
        members.invite_member(cast.business, actor=actor, email="a@example.com", name="", role="viewer", now=NOW)


def test_an_owner_of_another_business_changes_nothing_here(cast: Cast) -> None:
    with pytest.raises(AccountProblem, match="Only an owner"):
        members.remove_member(cast.agent, actor=cast.neighbour_owner, now=NOW)


def test_an_owner_who_was_removed_meanwhile_changes_nothing(cast: Cast) -> None:
    second = factories.make_member(cast.business, role="owner", email="second@example.com")
    members.remove_member(cast.owner, actor=second, now=NOW)
    with pytest.raises(AccountProblem, match="Only an owner"):
        members.remove_member(second, actor=cast.owner, now=NOW)


ROLE = st.sampled_from(ROLES)


@given(actor=ROLE, is_self=st.booleans(), old=st.none() | ROLE, new=st.none() | ROLE, others=st.integers(0, 3))
def test_an_owner_always_stays_and_nobody_rises_alone(
    actor: str, is_self: bool, old: str | None, new: str | None, others: int
) -> None:
    if problem_of_role(actor=actor, is_self=is_self, old=old, new=new, other_owners=others):
        return
    assert actor == "owner"
    assert new == "owner" or old != "owner" or others
    assert not (is_self and old and new and ROLES.index(new) > ROLES.index(old))


def test_a_role_that_does_not_exist_is_refused() -> None:
    assert problem_of_role(actor="owner", is_self=False, old=None, new="king", other_owners=1)
