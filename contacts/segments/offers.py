"""What an owner can pick from in conditions and filters: what the business's contacts really have."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from accounts.models import Business, Member
from accounts.zones import name_zone
from contacts.models import Contact, CustomField, ImportBatch

MOST_OFFERED = 100
# Enough to see what is in use without reading a million contacts for a list of tags.
LOOKED_AT = 20_000
COLUMNS = frozenset({"source", "language", "zone"})


@dataclass(frozen=True, slots=True)
class Choices:
    """The tags and sources that contacts have, most used first."""

    tags: list[str]
    sources: list[str]


def audience_choices(business: Business) -> Choices:
    """Return the tags and sources in use, at most a hundred of each, as the newest 20,000 contacts show them."""
    return Choices(tags_in_use(business), values_in_use(business, "source"))


def tags_in_use(business: Business) -> list[str]:
    """Return the tags of the newest contacts, most used first."""
    return _newest(business, "unnest(newest.tags)", "tags")


def values_in_use(business: Business, column: str) -> list[str]:
    """Return the values of one of COLUMNS among the newest contacts, most used first."""
    if column not in COLUMNS:
        raise ValueError(f"{column} is not a column that is offered.")
    return _newest(business, f"newest.{column}", column)


def _newest(business: Business, value: str, column: str) -> list[str]:
    table = Contact._meta.db_table
    statement = (
        f"SELECT value FROM (SELECT {value} AS value FROM (SELECT {column} FROM {table} WHERE business_id = %s "
        "ORDER BY id DESC LIMIT %s) newest) found WHERE value <> '' GROUP BY value "
        "ORDER BY count(*) DESC, value LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [business.pk, LOOKED_AT, MOST_OFFERED])
        return [value for (value,) in cursor.fetchall()]


def offer_tags(business: Business) -> list[tuple[str, str]]:
    return [(tag, tag) for tag in tags_in_use(business)]


def offer_sources(business: Business) -> list[tuple[str, str]]:
    return [(source, source) for source in values_in_use(business, "source")]


def offer_languages(business: Business) -> list[tuple[str, str]]:
    return [(language, language) for language in values_in_use(business, "language")]


def offer_zones(business: Business) -> list[tuple[str, str]]:
    return [(zone, name_zone(zone)) for zone in values_in_use(business, "zone")]


def offer_owners(business: Business) -> list[tuple[str, str]]:
    members = Member.objects.for_business(business).filter(is_active=True).select_related("user")
    return [(str(member.pk), str(member)) for member in members.order_by("user__name", "pk")]


def offer_imports(business: Business) -> list[tuple[str, str]]:
    batches = ImportBatch.objects.for_business(business).filter(status="done").order_by("-pk")[:MOST_OFFERED]
    return [(str(batch.pk), f"{batch.file_name}, {batch.created_at:%d %b %Y}") for batch in batches]


def offer_custom_fields(business: Business) -> list[tuple[str, str]]:
    fields = CustomField.objects.for_business(business).order_by("label", "pk")
    return [(one.key, one.label) for one in fields[:MOST_OFFERED]]
