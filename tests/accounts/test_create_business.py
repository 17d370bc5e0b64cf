"""`manage.py create_business` makes a live business that its owner can use at once, or says why not."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Business, Member
from conversations.models import ApprovedCopy
from tests import factories

pytestmark = pytest.mark.django_db


def create(name: str = "Acme Roofing", email: str = "anna@acme.example", **options: Any) -> str:
    out = io.StringIO()
    call_command("create_business", name=name, owner_email=email, stdout=out, **options)
    return out.getvalue()


def test_the_business_is_live_and_has_its_owner() -> None:
    create(zone="America/Denver", state="co", phone="(303) 555-0142")
    business = Business.objects.get()
    assert (business.is_demo, business.zone, business.state, business.phone) == (
        False, "America/Denver", "CO", "+13035550142",
    )  # fmt: skip
    assert Member.objects.for_business(business).get().role == Member.Role.OWNER


def test_it_starts_with_approved_words() -> None:
    create()
    assert ApprovedCopy.objects.for_business(Business.objects.get()).filter(key="positive").exists()


def test_the_owner_signs_in_with_what_the_one_line_says() -> None:
    said = create()
    assert said.count("\n") == 1 and "/b/acme-roofing/" in said
    found = re.search(r"with the password (\S+) ", said)
    assert found
    answer = Client().post(reverse("account_login"), {"login": "anna@acme.example", "password": found[1]})
    assert answer.status_code == 302 and "confirm" not in answer.headers["Location"]


def test_a_password_from_a_file_is_not_said(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("glowing ember 42\n")
    assert "glowing" not in create(password_file=file)
    assert Member.across_businesses.get().user.check_password("glowing ember 42")


def test_a_known_email_gets_a_second_business_and_keeps_its_password() -> None:
    user = factories.make_user("anna@acme.example")
    assert "the password they have already" in create(email="Anna@acme.example")
    user.refresh_from_db()
    assert user.check_password("correct horse battery") and user.memberships.count() == 1


def test_a_password_for_a_known_email_is_refused(tmp_path: Path) -> None:
    factories.make_user("anna@acme.example")
    with pytest.raises(CommandError, match="keeps their password"):
        create(password_file=tmp_path / "password")


def test_the_same_business_is_not_made_twice() -> None:
    create()
    with pytest.raises(CommandError, match="no second one"):
        create()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"email": "anna"}, "is not an email address"),
        ({"zone": "Mars/Base"}, "no time zone called Mars/Base"),
        ({"phone": "12"}, "The phone cannot be used"),
        ({"country": "USA"}, "two letters"),
        ({"name": "  "}, "Give the business a name"),
        ({"password_file": Path("missing")}, "cannot be read"),
        ({"sender_name": "x" * 61}, "longer than 60"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        create(**options)
    assert not Business.objects.exists()


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("password\n")
    with pytest.raises(CommandError, match="too common"):
        create(password_file=file)
