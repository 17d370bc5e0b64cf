"""The words that the assistant and the system may say: the owner's current version, else the ones that ship."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.hours_words import say_week
from accounts.models import Business, Holiday, Member, standard_hours
from contacts.merge_fields import merge, problems_of
from contacts.models import Contact
from conversations.models import ApprovedCopy
from conversations.reading.segments import count_segments

ROOT = Path("templates") / "messages"
FOLDERS = ("answers", "fixed", "lines")
# The confirmation of an opt-out only confirms (47 CFR 64.1200(a)(12)): its words are fixed, like the lines' fields.
FIXED = frozenset({"opt_out_confirmation"})
# Words that only the owner can give: nothing ships for them, and without them the matter goes to a person.
OWNERS_ONLY = frozenset({"pricing_range"})
LONGEST_SEGMENTS = 2
HOURS = "hours"
# The hours of an ordinary week are not told while a day on which the business is closed is as near as this.
A_WEEK = timedelta(days=7)


class CopyRefused(Exception):
    """These words cannot be approved; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words with their fields still open, and the version a message names: "key/en/sms/v3", v0 being what ships."""

    key: str
    text: str
    version: str
    language: str


def find_wording(business: Business, *, key: str, language: str = "", channel: str = "sms") -> Wording | None:
    """Return the words for a key in exactly this language (the business's own where empty), or None."""
    language = language or business.language
    row = (
        ApprovedCopy.objects.for_business(business)
        .filter(key=key, language=language, channel=channel, is_current=True)
        .first()
    )
    if row is not None:
        return Wording(key, row.text, f"{key}/{language}/{channel}/v{row.version}", language)
    text = default_text(key, language)
    return Wording(key, text, f"{key}/{language}/{channel}/v0", language) if text else None


def knows_hours(business: Business, *, now: datetime) -> bool:
    """Say whether the owner has said when the business is open, so that it may be told, and no closed day is near.

    The hours that every new business starts with are nobody's word; an owner's own wording is.
    """
    today = now.astimezone(ZoneInfo(business.zone)).date()
    if Holiday.objects.for_business(business).filter(date__range=(today, today + A_WEEK)).exists():
        return False
    if business.hours != standard_hours():
        return bool(say_week(business.hours))
    own = ApprovedCopy.objects.for_business(business).filter(key=HOURS, is_current=True, by_member__isnull=False)
    return bool(own.exists())


def fill(wording: Wording, *, business: Business, contact: Contact) -> str:
    """Return the words with the contact's and the business's own in their fields."""
    return merge(wording.text, values_for(business, contact)).text


def values_for(business: Business, contact: Contact) -> dict[str, str]:
    """Return what the fields of a text stand for."""
    return own_values(contact) | {
        "business": business.name,
        "sender_name": business.sender_name,
        "business_phone": business.phone,
        "hours": say_week(business.hours),
    }


def own_values(contact: Contact) -> dict[str, str]:
    """Return the part of `values_for` that differs from contact to contact."""
    return {
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "city": contact.city,
        "stated_request": contact.stated_request,
    }


def keys(language: str = "en") -> list[str]:
    """Return the keys that ship with words in a language, in order."""
    return sorted({path.stem for folder in FOLDERS for path in (_root() / folder / language).glob("*.txt")})


@lru_cache(maxsize=512)
def default_text(key: str, language: str) -> str:
    """Return the words that ship for a key and language; empty where there are none."""
    if not (language.isalpha() and key.replace("_", "").isalnum()):
        return ""
    paths: Iterable[Path] = (_root() / folder / language / f"{key}.txt" for folder in FOLDERS)
    return next((path.read_text(encoding="utf-8").strip() for path in paths if path.is_file()), "")


def _root() -> Path:
    return Path(settings.BASE_DIR) / ROOT


def edit_copy(
    business: Business,
    *,
    key: str,
    text: str,
    member: Member,
    now: datetime,
    language: str = "en",
    channel: str = "sms",
) -> ApprovedCopy:
    """Approve new words for a key as its next version; saying the same again makes none. Raises CopyRefused."""
    text = " ".join(text.split())
    _check(business, key=key, text=text, language=language)
    with transaction.atomic():
        # One edit at a time for a business: versions count up without gaps.
        Business.objects.select_for_update().get(pk=business.pk)
        rows = ApprovedCopy.objects.for_business(business).filter(key=key, language=language, channel=channel)
        newest = rows.order_by("-version").first()
        if newest is not None and newest.is_current and newest.text == text:
            return newest
        rows.filter(is_current=True).update(is_current=False)
        return ApprovedCopy.objects.create(
            business=business,
            key=key,
            language=language,
            channel=channel,
            version=newest.version + 1 if newest else 1,
            text=text,
            by_member=member,
            created_at=now,
        )


def _check(business: Business, *, key: str, text: str, language: str) -> None:
    if key not in OWNERS_ONLY and key not in keys():
        raise CopyRefused("There is no message of this name, so it would never be sent.")
    if key in FIXED:
        raise CopyRefused("The confirmation of an opt-out may only confirm, so its words are fixed.")
    if not text:
        raise CopyRefused("Write the words first: an empty message cannot be sent.")
    problems = problems_of(text)
    if problems:
        raise CopyRefused(" ".join(problems))
    if count_segments(text).count > LONGEST_SEGMENTS:
        raise CopyRefused("This is longer than two text messages. Shorten it.")


def seed_copy(business: Business, *, now: datetime, languages: Iterable[str] = ("en",)) -> int:
    """Give a new business its own first version of every key that ships; return how many were added."""
    rows = [
        ApprovedCopy(business=business, key=key, language=language, text=default_text(key, language), created_at=now)
        for language in languages
        for key in keys(language)
        if key not in FIXED
    ]
    before = ApprovedCopy.objects.for_business(business).count()
    with transaction.atomic():
        ApprovedCopy.objects.bulk_create(rows, ignore_conflicts=True)
    return ApprovedCopy.objects.for_business(business).count() - before
