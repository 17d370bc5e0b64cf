"""Making businesses and members, and changing what an owner may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Business, Holiday, Member, User


class AccountProblem(Exception):
    """What was asked cannot be done; the text says why in a sentence."""


def free_slug(name: str) -> str:
    """Return an address for a business that nobody has yet."""
    base = slugify(name)[:50] or "business"
    slug, number = base, 2
    while Business.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def create_business(
    *, name: str, owner_email: str, owner_name: str = "", is_demo: bool, password: str | None = None, **fields: Any
) -> tuple[Business, Member]:
    """Make a business with its first owner. A known email keeps its user and password.

    Whoever makes a business vouches for the owner's address: it counts as verified, else nobody could sign in.
    """
    if not name.strip():
        raise AccountProblem("Give the business a name.")
    values = {"sender_name": name.strip()[:60], **fields}
    business = Business.objects.create(name=name.strip()[:120], slug=free_slug(name), is_demo=is_demo, **values)
    user = User.objects.filter(email__iexact=owner_email).first()
    if user is None:
        user = User.objects.create_user(owner_email, password, name=owner_name)
    vouch_for_email(user)
    return business, Member.objects.create(business=business, user=user, role=Member.Role.OWNER)


@transaction.atomic
def add_member(business: Business, *, email: str, role: str, name: str = "", password: str | None = None) -> Member:
    """Give somebody a place in a business; a known email keeps its user, name and password."""
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, password, name=name)
    return Member.objects.create(business=business, user=user, role=role)


def vouch_for_email(user: User) -> None:
    """Count a user's address as verified because staff gave it; an address that is known already stays as it is."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def edit_business(business: Business, *, values: Mapping[str, Any]) -> Business:
    """Change what the settings page of a business holds."""
    row = Business.objects.select_for_update().get(pk=business.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


@transaction.atomic
def set_hours(
    business: Business, *, hours: Mapping[str, Sequence[Sequence[str]]], holidays: Mapping[date, str]
) -> Business:
    """Keep the weekly hours ({"mon": [["08:00", "17:00"]]}) and the days on which the business is closed."""
    row = Business.objects.select_for_update().get(pk=business.pk)
    row.hours = {day: [list(span) for span in spans] for day, spans in hours.items()}
    row.save(update_fields=["hours"])
    Holiday.objects.for_business(row).exclude(date__in=list(holidays)).delete()
    kept = set(Holiday.objects.for_business(row).values_list("date", flat=True))
    Holiday.objects.bulk_create(
        Holiday(business=row, date=day, name=name[:80]) for day, name in holidays.items() if day not in kept
    )
    return row
