"""A URL becomes a business only for its members, and a role opens only what the table says."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from accounts.policy import ROLE_CAPABILITIES, Capability, may
from tests import factories
from tests.cast import Cast


@pytest.mark.parametrize(
    ("role", "may_do"),
    [
        ("viewer", {"view"}),
        ("agent", {"view", "converse"}),
        ("manager", {"view", "converse", "manage_contacts", "manage_campaigns"}),
        ("owner", {"view", "converse", "manage_contacts", "manage_campaigns", "manage_settings"}),
        ("nobody", set()),
        ("", set()),
    ],
)
def test_what_each_role_may_do(role: str, may_do: set[str]) -> None:
    assert {str(capability) for capability in Capability if may(role, capability)} == may_do


def test_every_role_has_its_line_in_the_table() -> None:
    assert set(Member.Role.values) == ROLE_CAPABILITIES.keys()


def test_somebody_signed_out_is_sent_to_sign_in_and_back(cast: Cast) -> None:
    page = reverse("today", kwargs={"slug": cast.business.slug})
    assert Client().get(page).headers["Location"] == f"{reverse('account_login')}?next={page}"


def test_a_business_that_does_not_exist_and_one_of_others_look_the_same(cast: Cast) -> None:
    client = cast.client(cast.neighbour_owner)
    pages = [client.get(f"/b/{slug}/") for slug in (cast.business.slug, "no-such-business")]
    assert [page.status_code for page in pages] == [404, 404]
    # Apart from the token against forged requests, which is new each time.
    assert len({re.sub(rb"\b[A-Za-z0-9]{64}\b", b"", page.content) for page in pages}) == 1


def test_a_member_who_was_switched_off_is_a_stranger(cast: Cast) -> None:
    Member.objects.for_business(cast.business).update(is_active=False)
    assert cast.client(cast.owner).get(f"/b/{cast.business.slug}/").status_code == 404


def test_a_login_that_was_switched_off_is_signed_out(cast: Cast) -> None:
    client = cast.client(cast.owner)
    type(cast.owner.user).objects.filter(pk=cast.owner.user_id).update(is_active=False)
    assert client.get(f"/b/{cast.business.slug}/").status_code == 302


def test_a_role_counts_in_its_own_business_only(cast: Cast) -> None:
    Member.objects.create(business=cast.neighbour, user=cast.owner.user, role=Member.Role.VIEWER)
    client = cast.client(cast.owner)
    assert client.get(f"/b/{cast.business.slug}/settings/").status_code == 200
    assert client.get(f"/b/{cast.neighbour.slug}/settings/").status_code == 403


def test_staff_are_no_members(cast: Cast) -> None:
    client = Client()
    client.force_login(factories.make_user("root@example.com", is_staff=True, is_superuser=True))
    assert client.get(f"/b/{cast.business.slug}/").status_code == 404


def test_the_patterns_page_is_for_staff(cast: Cast) -> None:
    client = Client()
    client.force_login(factories.make_user("staff@example.com", is_staff=True))
    assert client.get(reverse("patterns")).status_code == 200
    assert cast.client(cast.owner).get(reverse("patterns")).status_code == 302


def test_times_are_shown_in_the_zone_of_the_business(cast: Cast) -> None:
    type(cast.business).objects.filter(pk=cast.business.pk).update(zone="Pacific/Honolulu")
    cast.account.checked_at = factories.NOW
    cast.account.save(update_fields=["checked_at"])
    page = reverse("settings_channel", kwargs={"slug": cast.business.slug, "account_id": cast.account.pk})
    assert "6:00 am" in cast.client(cast.owner).get(page).content.decode()
