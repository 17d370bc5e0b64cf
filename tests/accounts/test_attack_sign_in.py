"""Guessing passwords ends soon; nobody makes an account; odd addresses are bad requests, not faults of ours."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import Cast
from tests.factories import make_conversation


def test_after_a_few_wrong_passwords_not_even_the_right_one_opens(cast: Cast) -> None:
    browser, email = Client(), cast.owner.user.email
    for attempt in range(6):
        browser.post(reverse("account_login"), {"login": email, "password": f"wrong {attempt}"})
    browser.post(reverse("account_login"), {"login": email, "password": "correct horse battery"})
    assert "_auth_user_id" not in browser.session


def test_nobody_signs_up(db: None) -> None:
    Client().post("/accounts/signup/", {"email": "evil@mail.example", "password1": "correct horse battery staple"})
    assert not User.objects.exists()


@pytest.mark.parametrize("query", ["q=%00a", "tag=%00", "before=%C2%B2"])
def test_an_odd_address_is_a_bad_request_or_ignored(cast: Cast, query: str) -> None:
    browser = cast.client(cast.owner)
    browser.raise_request_exception = False
    for name in ("contacts", "conversations"):
        assert browser.get(f"{reverse(name, args=[cast.business.slug])}?{query}").status_code in (200, 400)


def test_an_odd_mark_in_a_thread_is_ignored(cast: Cast) -> None:
    browser, thread = cast.client(cast.owner), make_conversation(cast.contact)
    browser.raise_request_exception = False
    address = reverse("conversation", args=[cast.business.slug, thread.pk])
    assert browser.get(f"{address}?earlier=%C2%B2").status_code == 200
