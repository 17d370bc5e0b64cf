"""Who a campaign is for: a few plain conditions, turned into one query."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Func, Q, QuerySet

from accounts.models import Business
from contacts.models import Contact

MOST_MONTHS = 240


class AudienceProblem(ValueError):
    """The conditions cannot be used; the text says why in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """inactive_months: no dealing and no message either way for so long (None: any); the others: any of these."""

    inactive_months: int | None = None
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "inactive_months": self.inactive_months,
            "tags": list(self.tags),
            "sources": list(self.sources),
            "standings": list(self.standings),
            "without_tags": list(self.without_tags),
        }


def read_audience(stored: Mapping[str, Any]) -> Audience:
    """Return the conditions kept on a campaign. Raises AudienceProblem for values that make no sense."""
    months = stored.get("inactive_months")
    if months is not None and (not isinstance(months, int) or not 0 < months <= MOST_MONTHS):
        raise AudienceProblem(f"Months without contact must be a whole number from 1 to {MOST_MONTHS}.")
    lists = {}
    for name in ("tags", "sources", "standings", "without_tags"):
        values = stored.get(name) or []
        if not isinstance(values, list | tuple):
            raise AudienceProblem(f"{name.replace('_', ' ').capitalize()} must be a list.")
        lists[name] = tuple(str(value) for value in values)
    return Audience(inactive_months=months, **lists)


def months_before(now: datetime, months: int) -> datetime:
    """Return the same day and time so many months earlier, or that month's last day."""
    count = now.year * 12 + now.month - 1 - months
    year, month = divmod(count, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def find_audience(business: Business, audience: Audience, *, now: datetime) -> QuerySet[Contact]:
    """Return the contacts that meet every condition, in no particular order."""
    contacts: QuerySet[Contact] = Contact.objects.for_business(business)
    if audience.inactive_months:
        since = months_before(now, audience.inactive_months)
        for dealing in ("last_dealing_at", "last_inbound_at", "last_outbound_at"):
            contacts = contacts.filter(Q(**{f"{dealing}__lt": since}) | Q(**{dealing: None}))
    if audience.tags:
        contacts = contacts.filter(tags__overlap=list(audience.tags))
    if audience.without_tags:
        contacts = contacts.exclude(tags__overlap=list(audience.without_tags))
    if audience.sources:
        contacts = contacts.filter(source__in=audience.sources)
    if audience.standings:
        contacts = contacts.filter(standing__in=audience.standings)
    return contacts


@dataclass(frozen=True, slots=True)
class Choices:
    """What an owner can pick from: the tags and sources that contacts really have."""

    tags: list[str]
    sources: list[str]


def audience_choices(business: Business) -> Choices:
    """Return the tags and sources in use, most used first, at most a hundred of each."""
    contacts = Contact.objects.for_business(business)
    tags = (
        contacts.annotate(tag=Func("tags", function="unnest"))
        .values("tag")
        .annotate(uses=Count("pk"))
        .order_by("-uses", "tag")
        .values_list("tag", flat=True)[:100]
    )
    sources = (
        contacts.exclude(source="")
        .values("source")
        .annotate(uses=Count("pk"))
        .order_by("-uses", "source")
        .values_list("source", flat=True)[:100]
    )
    return Choices(list(tags), list(sources))
